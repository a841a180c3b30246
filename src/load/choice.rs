//! Which files of a folder are read.
//!
//! Leaves out walking the folder (`files`).

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A pattern that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("`{pattern}` is no pattern: {reason} (write `*.html` or `nieuws/**`)")]
pub struct PatternError {
    pattern: String,
    reason: String,
}

/// Which files of a folder are read, by their paths below it. By default, all.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// `None` includes all.
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Choice {
    /// Chooses the files that match one of `include`, or all if it is empty, and none of `exclude`.
    ///
    /// A pattern without a slash is for the names of files and folders at any depth; one with a slash is for paths
    /// below the folder that is read. A folder that matches stands for all that it holds. `*` stays within a name,
    /// `**` does not.
    ///
    /// # Errors
    /// [`PatternError`].
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, PatternError> {
        Ok(Self {
            include: (!include.is_empty()).then(|| set(include)).transpose()?,
            exclude: set(exclude)?,
        })
    }

    /// Whether the file at `path`, below the folder that is read, is chosen.
    pub(super) fn has(&self, path: &Path) -> bool {
        let is_in = |set: &GlobSet| path.ancestors().any(|path| set.is_match(path));
        self.include.as_ref().is_none_or(is_in) && !is_in(&self.exclude)
    }
}

fn set(patterns: &[String]) -> Result<GlobSet, PatternError> {
    let wrong = |pattern: &str, error: &globset::Error| PatternError {
        pattern: pattern.to_owned(),
        reason: error.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let path = pattern.trim_start_matches("./").trim_matches('/');
        let has_slash = pattern.trim_end_matches('/').contains('/');
        let path = if has_slash {
            path.to_owned()
        } else {
            format!("**/{path}")
        };
        let glob = GlobBuilder::new(&path).literal_separator(true).build();
        set.add(glob.map_err(|error| wrong(pattern, &error))?);
    }
    set.build()
        .map_err(|error| wrong(&patterns.join(" "), &error))
}

#[cfg(test)]
mod tests {
    use super::Choice;

    #[test]
    fn patterns_are_for_names_or_for_paths() {
        for (include, exclude, path, is_chosen) in [
            ("", "", "a/b.html", true),
            ("*.html", "", "a/b.html", true),
            ("*.html", "", "a/b.pdf", false),
            ("a", "", "x/a/b.html", true),
            ("/a", "", "x/a/b.html", false),
            ("a/*.html", "", "a/b.html", true),
            ("a/*.html", "", "a/x/b.html", false),
            ("a/**/*.html", "", "a/x/y/b.html", true),
            ("nieuws/2021/", "", "nieuws/2021/06/brug.html", true),
            ("*.{html,txt}", "concept*", "a/brug.txt", true),
            ("*.{html,txt}", "concept*", "a/concept-brug.txt", false),
            ("", "archief/", "x/archief/brug.html", false),
            ("", "x/archief", "y/archief/brug.html", true),
        ] {
            let patterns = |text: &str| -> Vec<String> {
                let given = Some(text.to_owned()).filter(|text| !text.is_empty());
                given.into_iter().collect()
            };
            let choice = Choice::new(&patterns(include), &patterns(exclude)).expect("patterns");
            let found = choice.has(path.as_ref());
            assert_eq!(found, is_chosen, "{include} without {exclude}: {path}");
        }
        assert!(Choice::new(&["{a".to_owned()], &[]).is_err());
    }
}
