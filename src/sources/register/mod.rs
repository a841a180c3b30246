//! The register of sources: every public body, and how those that are known offer their news.
//!
//! Leaves out fetching. A source is a row of `schema/sources/register.tsv`; how it offers its news is
//! in `schema/sources/offers.toml`. Files of the user, in the same two formats, add sources and
//! replace what they repeat.

mod entry;
mod row;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::offers::Offer;

/// The rows of the register that comes with the program.
const ROWS: &str = include_str!("../../../schema/sources/register.tsv");

/// How sources offer their news.
const OFFERS: &str = include_str!("../../../schema/sources/offers.toml");

/// Name of the user's rows, which `sources update` writes.
pub const ROWS_FILE: &str = "register.tsv";

/// The first line of a file of rows.
pub const HEADER: &str = "name\ttitle\tkind\ttooi\tprovince\tsite\tvia\tended\tsuccessor";

/// The kind of a public body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// The national government as a whole.
    Rijk,
    /// A ministry.
    Ministerie,
    /// A province.
    Provincie,
    /// A municipality.
    Gemeente,
    /// A water board.
    Waterschap,
    /// A safety region.
    Veiligheidsregio,
    /// The police.
    Politie,
    /// An agency, a regulator, or a high council.
    Agentschap,
    /// Another source, which a user added.
    Overig,
}

impl SourceKind {
    /// All kinds, in the order of the register.
    pub const ALL: [Self; 9] = [
        Self::Rijk,
        Self::Ministerie,
        Self::Provincie,
        Self::Gemeente,
        Self::Waterschap,
        Self::Veiligheidsregio,
        Self::Politie,
        Self::Agentschap,
        Self::Overig,
    ];

    /// Its name, as files write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rijk => "rijk",
            Self::Ministerie => "ministerie",
            Self::Provincie => "provincie",
            Self::Gemeente => "gemeente",
            Self::Waterschap => "waterschap",
            Self::Veiligheidsregio => "veiligheidsregio",
            Self::Politie => "politie",
            Self::Agentschap => "agentschap",
            Self::Overig => "overig",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A source: a public body, and how it offers its news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name on the command line: `gemeente-urk`.
    pub name: String,
    /// Its full name: `gemeente Urk`.
    pub title: String,
    /// The kind of body.
    pub kind: SourceKind,
    /// Its identifier in the Thesauri en Ontologieën voor Overheidsinformatie.
    pub tooi: Option<String>,
    /// The province that it is in: `drenthe`.
    pub province: Option<String>,
    /// Its site.
    pub site: Option<Url>,
    /// The source that publishes its news.
    pub via: Option<String>,
    /// The day on which it ceased to exist.
    pub ended: Option<Date>,
    /// The names of the bodies that succeeded it.
    pub successors: Vec<String>,
    /// How it offers its news. If there are none, they are discovered.
    pub offers: Vec<Offer>,
    /// The least time between two requests to its site.
    pub pace: Option<Duration>,
    /// The file that says how it offers its news, if that is a file of the user.
    pub file: Option<PathBuf>,
}

/// Why the register cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// A file cannot be read.
    #[error("cannot read `{path}` (check its permissions)")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file has a mistake.
    #[error("`{path}` line {line}: {reason}")]
    Mistake {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong, with the remedy.
        reason: String,
    },
}

/// What a TOML file says about a source.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Its full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The kind of body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// Its site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Url>,
    /// The province that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The least time between two requests: `5s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<String>,
    /// How it offers its news.
    #[serde(default)]
    pub offers: Vec<Offer>,
}

/// All known sources, by name.
#[derive(Debug, Clone, Default)]
pub struct Register {
    sources: BTreeMap<String, Source>,
}

static BUILT_IN: LazyLock<Register> = LazyLock::new(|| {
    let mut register = Register::default();
    let path = Path::new("schema/sources");
    register
        .add_rows(ROWS, &path.join("register.tsv"))
        .and_then(|()| register.add_offers(OFFERS, &path.join("offers.toml"), None))
        .unwrap_or_else(|error| panic!("{error}"));
    register
});

impl Register {
    /// The register that comes with the program.
    #[must_use]
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// Adds the files of `folder`: `register.tsv`, and each `.toml` file, in order of name. A folder
    /// that does not exist adds nothing. A file with a mistake adds nothing either: returns the
    /// mistakes, one for each such file.
    #[must_use]
    pub fn add_folder(&mut self, folder: &Path) -> Vec<RegisterError> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| {
                path.extension().is_some_and(|ending| ending == "toml")
                    || path.file_name().is_some_and(|name| name == ROWS_FILE)
            })
            .collect();
        files.sort_by_key(|path| (!path.ends_with(ROWS_FILE), path.clone()));
        let add = |path: &PathBuf| self.add_file(path).err();
        files.iter().filter_map(add).collect()
    }

    fn add_file(&mut self, path: &Path) -> Result<(), RegisterError> {
        let bytes = std::fs::read(path).map_err(|source| RegisterError::Io {
            path: path.to_owned(),
            source,
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            RegisterError::Mistake {
                path: path.to_owned(),
                line: 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count(),
                reason: "is not UTF-8 (save the file as UTF-8)".to_owned(),
            }
        })?;
        if path.ends_with(ROWS_FILE) {
            self.add_rows(&text, path)
        } else {
            self.add_offers(&text, path, Some(path))
        }
    }

    /// Adds rows: see [`HEADER`].
    fn add_rows(&mut self, text: &str, path: &Path) -> Result<(), RegisterError> {
        let lines = (1..).zip(text.lines());
        let rows = lines.filter(|(_, line)| !line.is_empty() && *line != HEADER);
        let read = |(number, line)| {
            row::read(line).map_err(|reason| RegisterError::Mistake {
                path: path.to_owned(),
                line: number,
                reason,
            })
        };
        let rows: Vec<Source> = rows.map(read).collect::<Result<_, _>>()?;
        for source in rows {
            let known = self.sources.remove(&source.name);
            let (offers, pace, file) = known.map_or_else(Default::default, |known| {
                (known.offers, known.pace, known.file)
            });
            self.sources.insert(
                source.name.clone(),
                Source {
                    offers,
                    pace,
                    file,
                    ..source
                },
            );
        }
        Ok(())
    }

    /// Adds what a TOML file says about sources. `file` is the file, if it is the user's.
    fn add_offers(
        &mut self,
        text: &str,
        path: &Path,
        file: Option<&Path>,
    ) -> Result<(), RegisterError> {
        let mistake = |at: usize, reason: String| RegisterError::Mistake {
            path: path.to_owned(),
            line: 1 + text[..at.min(text.len())].matches('\n').count(),
            reason,
        };
        let entries: BTreeMap<String, SourceEntry> = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            mistake(
                at,
                format!(
                    "{} (see `omroeper sources show NAME` for the format)",
                    error.message()
                ),
            )
        })?;
        for (name, entry) in &entries {
            if let Some(wrong) = entry::mistake(name, entry) {
                return Err(mistake(
                    entry::position(text, name, &wrong.value),
                    wrong.reason,
                ));
            }
        }
        for (name, entry) in entries {
            let pace = entry.pace.as_deref().and_then(duration);
            let source = self
                .sources
                .entry(name.clone())
                .or_insert_with(|| Source::named(&name));
            source.title = entry
                .title
                .unwrap_or_else(|| std::mem::take(&mut source.title));
            source.kind = entry.kind.unwrap_or(source.kind);
            source.site = entry.site.or_else(|| source.site.take());
            source.province = entry.province.or_else(|| source.province.take());
            source.pace = pace.or(source.pace);
            if !entry.offers.is_empty() {
                source.offers = entry.offers;
            }
            source.file = file.map(Path::to_owned).or_else(|| source.file.take());
        }
        Ok(())
    }

    /// The source called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Source> {
        self.sources.get(name)
    }

    /// All sources, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// The source whose releases `name` stands for: itself, or the one that publishes its news.
    #[must_use]
    pub fn publisher_of(&self, name: &str) -> Option<&Source> {
        let source = self.get(name)?;
        source
            .via
            .as_deref()
            .map_or(Some(source), |via| self.get(via))
    }

    /// The names that are most like `name`, at most three.
    #[must_use]
    pub fn like(&self, name: &str) -> Vec<&str> {
        let wanted = name.to_lowercase().replace([' ', '_'], "-");
        let holds = self.sources.values().filter(|source| {
            source
                .name
                .split_once('-')
                .is_some_and(|(_, rest)| rest == wanted)
                || source.title.to_lowercase() == name.to_lowercase()
        });
        let mut found: Vec<&str> = holds.map(|source| source.name.as_str()).collect();
        if found.is_empty() {
            let mut near: Vec<(usize, &str)> = self
                .sources
                .keys()
                .map(|known| (strsim::damerau_levenshtein(known, &wanted), known.as_str()))
                .filter(|(distance, known)| *distance <= 3 || known.contains(&wanted))
                .collect();
            near.sort_unstable();
            found = near.into_iter().map(|(_, name)| name).collect();
        }
        found.truncate(3);
        found
    }
}

impl Source {
    /// A source about which nothing is known but its name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: name.to_owned(),
            kind: SourceKind::Overig,
            tooi: None,
            province: None,
            site: None,
            via: None,
            ended: None,
            successors: Vec::new(),
            offers: Vec::new(),
            pace: None,
            file: None,
        }
    }

    /// The source as a row: see [`HEADER`].
    #[must_use]
    pub fn row(&self) -> String {
        let site = self
            .site
            .as_ref()
            .map(|site| site.as_str().trim_end_matches('/').to_owned());
        [
            self.name.clone(),
            self.title.clone(),
            self.kind.to_string(),
            self.tooi.clone().unwrap_or_default(),
            self.province.clone().unwrap_or_default(),
            site.unwrap_or_default(),
            self.via.clone().unwrap_or_default(),
            self.ended.map(|day| day.to_string()).unwrap_or_default(),
            self.successors.join(" "),
        ]
        .join("\t")
    }

    /// The source as an entry of a TOML file.
    ///
    /// # Panics
    /// Never: an entry holds texts and lists only.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let entry = SourceEntry {
            title: Some(self.title.clone()),
            kind: Some(self.kind),
            site: self.site.clone(),
            province: self.province.clone(),
            pace: self.pace.map(written),
            offers: self.offers.clone(),
        };
        let entries = BTreeMap::from([(&self.name, entry)]);
        toml::to_string(&entries).expect("an entry serializes")
    }
}

/// The least time between two requests to a host.
pub const LEAST_PACE: Duration = Duration::from_secs(2);

/// A time as [`duration`] reads it, in seconds or milliseconds.
#[must_use]
pub fn written(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{}s", time.as_secs())
    } else {
        format!("{}ms", time.as_millis())
    }
}

/// Reads a time such as `5s`, `30m`, `1h`; `None` if it is not one.
#[must_use]
pub fn duration(text: &str) -> Option<Duration> {
    text.parse::<SignedDuration>()
        .ok()
        .and_then(|time| Duration::try_from(time).ok())
}

/// Whether `name` can be the name of a source.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests;
