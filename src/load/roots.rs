//! The addresses of files: `file:///LABEL/path`, below the folder that was given as a root.
//!
//! Leaves out where roots are remembered (`archive`). A label is the name of a folder, made unique
//! among the roots of a home. An address does not hold the path of the root, so a home can be
//! copied, and nobody's own folders are in it.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use url::Url;

/// A folder below which files have addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Its absolute path.
    pub folder: PathBuf,
    /// The first part of its addresses. Empty for a root of a home made before labels.
    pub label: String,
}

/// The roots of files, and the address of a mirrored site.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    roots: Vec<Root>,
    base: Option<Url>,
}

/// Why a root cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not below the root `{}` (give a folder that holds it with `--root`)", .path.display(), .root.display())]
pub struct RootError {
    path: PathBuf,
    root: PathBuf,
}

impl Roots {
    /// The roots that are known from before.
    #[must_use]
    pub fn known(roots: Vec<Root>) -> Self {
        Self { roots, base: None }
    }

    /// Gives files the addresses below `base` instead, as a mirrored site has them.
    #[must_use]
    pub fn with_base(mut self, base: Option<Url>) -> Self {
        self.base = base;
        self
    }

    /// Adds a root for each of `sources` that no known root holds: `root` if it is given, or the
    /// folder itself, or the folder of a file. Returns the roots that are new.
    ///
    /// # Errors
    /// [`RootError`] if `root` does not hold a source.
    pub fn add(
        &mut self,
        sources: &[PathBuf],
        root: Option<&Path>,
    ) -> Result<Vec<Root>, RootError> {
        let known = self.roots.len();
        let root = root.map(absolute);
        for source in sources {
            let path = absolute(source);
            if let Some(root) = &root {
                if !path.starts_with(root) {
                    return Err(RootError {
                        path: source.clone(),
                        root: root.clone(),
                    });
                }
                self.add_folder(root);
            } else if path.exists() && self.root_of(&path).is_none() {
                let folder = if path.is_dir() {
                    path
                } else {
                    path.parent().unwrap_or(Path::new("/")).to_owned()
                };
                self.add_folder(&folder);
            }
        }
        Ok(self.roots[known..].to_vec())
    }

    fn add_folder(&mut self, folder: &Path) {
        if self.roots.iter().any(|root| root.folder == folder) {
            return;
        }
        let name = folder
            .file_name()
            .map_or_else(|| "root".to_owned(), |name| encoded(name.as_bytes()));
        let taken = |label: &str| self.roots.iter().any(|root| root.label == label);
        let mut label = name.clone();
        let mut number = 1;
        while taken(&label) {
            number += 1;
            label = format!("{name}-{number}");
        }
        self.roots.push(Root {
            folder: folder.to_owned(),
            label,
        });
    }

    /// The innermost root that holds `path`.
    fn root_of(&self, path: &Path) -> Option<&Root> {
        self.roots
            .iter()
            .filter(|root| path.starts_with(&root.folder))
            .max_by_key(|root| root.folder.components().count())
    }

    /// Returns the address of the file at `path`.
    #[must_use]
    pub fn url_of(&self, path: &Path) -> String {
        let path = absolute(path);
        let (folder, label) = self
            .root_of(&path)
            .map_or((Path::new("/"), ""), |root| (&*root.folder, &*root.label));
        let mut url = match &self.base {
            Some(base) => base.as_str().trim_end_matches('/').to_owned(),
            None if label.is_empty() => "file://".to_owned(),
            None => format!("file:///{label}"),
        };
        for component in path.strip_prefix(folder).unwrap_or(&path).components() {
            if let Component::Normal(part) = component {
                url.push('/');
                url.push_str(&encoded(part.as_bytes()));
            }
        }
        url
    }
}

/// The absolute path, without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// What is encoded in a name that is not UTF-8: all but the unreserved characters of RFC 3986.
const SPECIAL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes a part of a path. The bytes of a name that is not UTF-8 or has control
/// characters are encoded one by one, so that two names never have one address.
fn encoded(name: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(name)
        && !text.contains(char::is_control)
    {
        let mut url = Url::parse("file:///").expect("a URL");
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().push(text);
        }
        return url.path().trim_start_matches('/').to_owned();
    }
    percent_encode(name, SPECIAL).to_string()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn paths(paths: &[&str]) -> Vec<PathBuf> {
        paths.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn two_roots_with_one_name_have_two_labels() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ["a/nieuws/1.html", "b/nieuws/1.html"].map(|name| folder.path().join(name));
        for file in &files {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, "").expect("a file");
        }
        let mut roots = Roots::default();
        let mistyped = folder.path().join("c/1.html");
        let sources = [files.to_vec(), vec![mistyped]].concat();
        let new = roots.add(&sources, None).expect("no root was given");
        assert_eq!(
            new.iter().map(|root| &*root.label).collect::<Vec<_>>(),
            ["nieuws", "nieuws-2"]
        );
        assert_eq!(roots.url_of(&files[0]), "file:///nieuws/1.html");
        assert_eq!(roots.url_of(&files[1]), "file:///nieuws-2/1.html");
    }

    #[test]
    fn a_file_has_one_address_from_every_level() {
        let mut roots = Roots::default();
        roots
            .add(
                &paths(&["/x/site/nieuws/1.html"]),
                Some(Path::new("/x/site")),
            )
            .expect("the root holds it");
        for level in ["/x/site/nieuws/1.html", "/x/site/./nieuws/../nieuws/1.html"] {
            assert_eq!(roots.add(&paths(&[level]), None), Ok(Vec::new()));
            assert_eq!(roots.url_of(Path::new(level)), "file:///site/nieuws/1.html");
        }
        assert!(
            roots
                .add(&paths(&["/y/1.html"]), Some(Path::new("/x")))
                .is_err()
        );
        let mirrored = roots.with_base(Url::parse("https://www.zandwijk.example/").ok());
        assert_eq!(
            mirrored.url_of(Path::new("/x/site/nieuws/1.html")),
            "https://www.zandwijk.example/nieuws/1.html"
        );
    }

    #[test]
    fn names_that_are_not_text_stay_apart() {
        let url =
            |name: &[u8]| Roots::default().url_of(&Path::new("/").join(OsStr::from_bytes(name)));
        assert_eq!(url(b"br\xe9ve.html"), "file:///br%E9ve.html");
        assert_eq!(url(b"a\tb\n%.html"), "file:///a%09b%0A%25.html");
        assert_eq!(
            url("één 2.html".as_bytes()),
            "file:///%C3%A9%C3%A9n%202.html"
        );
    }
}
