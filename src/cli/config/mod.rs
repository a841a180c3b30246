//! `omroeper config`, and the settings that hold: flags over environment over file.
//!
//! Leaves out what the settings mean.

mod settings;

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use omroeper::sources::register::{LEAST_PACE, Register, Source, duration};
use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, value};
use url::Url;

use super::exit::{self, Exit};
use super::{Global, terminal};
use settings::Setting;

/// The name of the file.
pub(super) const FILE: &str = "omroeper.toml";

/// The folder beside it, with sources of the user.
pub(super) const SOURCES: &str = "sources";

/// The settings in the file.
#[derive(Debug, Default, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Values {
    token: Option<String>,
    contact: Option<String>,
    home: Option<PathBuf>,
    pace: Option<String>,
    proxy: Option<Url>,
    #[serde(default)]
    sources: Vec<String>,
}

/// The file, and the settings in it.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    path: PathBuf,
    values: Values,
}

/// Print the settings that hold, and where each is from
///
/// The file is `omroeper.toml` in the folder `omroeper` of the user's configuration directory
/// (`~/.config/omroeper`), or what `--config` names. Flags precede environment variables, which
/// precede the file.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Print one JSON object: value and origin of each setting
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    change: Option<Change>,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Write a setting to the file
    #[command(disable_version_flag = true)]
    Set {
        /// Name of the setting
        #[arg(value_enum)]
        name: Name,
        /// Its value; an empty one removes the setting
        value: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    /// The product token of the fetcher: letters, `-` and `_`
    Token,
    /// E-mail address or page for the owners of sites
    Contact,
    /// Folder of captures and index
    Home,
    /// Least time between two requests to a host, such as 5s
    Pace,
    /// Address of a proxy
    Proxy,
}

impl Name {
    fn key(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Contact => "contact",
            Self::Home => "home",
            Self::Pace => "pace",
            Self::Proxy => "proxy",
        }
    }
}

/// The register, as far as it can be read.
pub(crate) struct Known {
    pub(crate) register: Register,
    /// Whether a file of the user has a mistake.
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "a fetch asks"))]
    pub(crate) mistakes: bool,
}

impl Config {
    /// Reads the file of settings.
    ///
    /// # Errors
    /// A usage error if the file is not a file of settings, or if `--config` names a file that does
    /// not exist.
    pub(crate) fn read(global: &Global) -> anyhow::Result<Self> {
        let config = Self::read_or_new(global)?;
        if named_file(global).is_some() && !config.path.exists() {
            return Err(exit::usage(format!(
                "`{}` does not exist (check `--config`)",
                config.path.display()
            )));
        }
        Ok(config)
    }

    /// Reads the file of settings, which need not exist.
    ///
    /// # Errors
    /// As [`Config::read`], except that a missing file has no settings.
    pub(crate) fn read_or_new(global: &Global) -> anyhow::Result<Self> {
        let named = named_file(global);
        let is_default = named.is_none();
        let path = named.unwrap_or_else(|| folder().join(FILE));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            // The folder of another user, as after `sudo -u`. A file that is seen there has settings, which must hold.
            Err(error)
                if error.kind() == ErrorKind::PermissionDenied
                    && is_default
                    && path.symlink_metadata().is_err() =>
            {
                tracing::warn!("cannot read `{}`: {error}", path.display());
                String::new()
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(exit::usage(format!(
                    "`{}` is not UTF-8 (save it as UTF-8)",
                    path.display()
                )));
            }
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("cannot read `{}` (check its permissions)", path.display())
                });
            }
        };
        let values = toml::from_str(&text).map_err(|error| {
            let line = 1 + text[..error.span().map_or(0, |span| span.start)]
                .matches('\n')
                .count();
            exit::usage(format!(
                "`{}` line {line}: {} (see `omroeper config --help`)",
                path.display(),
                error.message()
            ))
        })?;
        Ok(Self { path, values })
    }

    /// The folder of the user's sources, beside the file.
    pub(crate) fn sources_folder(&self) -> PathBuf {
        self.path.with_file_name(SOURCES)
    }

    /// The home that the file names.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.values.home.clone()
    }

    #[cfg(feature = "fetch")]
    pub(crate) fn token(&self) -> Option<&str> {
        self.values.token.as_deref()
    }

    #[cfg(feature = "fetch")]
    pub(crate) fn contact(&self) -> Option<&str> {
        self.values.contact.as_deref()
    }

    #[cfg(feature = "fetch")]
    pub(crate) fn proxy(&self) -> Option<&Url> {
        self.values.proxy.as_ref()
    }

    /// The least time between two requests.
    pub(crate) fn pace(&self) -> anyhow::Result<Option<Duration>> {
        let Some(text) = &self.values.pace else {
            return Ok(None);
        };
        let pace = duration(text).filter(|pace| *pace >= LEAST_PACE);
        let pace = pace.ok_or_else(|| {
            exit::usage(format!(
                "`{}`: the pace `{text}` is not a time of 2 seconds or more (write `5s`)",
                self.path.display()
            ))
        })?;
        Ok(Some(pace))
    }

    /// The names of the enabled sources.
    pub(crate) fn enabled(&self) -> &[String] {
        &self.values.sources
    }

    /// The register, with the user's files. Names a file with a mistake on stderr, and leaves it out.
    pub(crate) fn register(&self) -> Known {
        let mut register = Register::built_in();
        let mistakes = register.add_folder(&self.sources_folder());
        for mistake in &mistakes {
            terminal::note_failed(&mistake.to_string());
        }
        Known {
            register,
            mistakes: !mistakes.is_empty(),
        }
    }

    /// The enabled sources, each as the one that publishes its news. Names each that the register lacks
    /// on stderr; the second value tells whether there are any.
    pub(crate) fn enabled_sources(&self, register: &Register) -> (Vec<Source>, bool) {
        let (known, unknown): (Vec<String>, Vec<String>) = (self.enabled().iter().cloned())
            .partition(|name| register.publisher_of(name).is_some());
        for name in &unknown {
            terminal::note_failed(&format!(
                "`{}` enables `{name}`, which does not exist (disable it with `omroeper sources disable {name}`)",
                self.path.display()
            ));
        }
        let sources = sources_named(register, &known).unwrap_or_default();
        (sources, !unknown.is_empty())
    }

    /// Writes the names of the enabled sources to the file. Keeps its comments.
    pub(crate) fn write_enabled(&self, names: &[String]) -> anyhow::Result<()> {
        let mut list = toml_edit::Array::new();
        for name in names {
            list.push(name.as_str());
        }
        for item in list.iter_mut() {
            item.decor_mut().set_prefix("\n    ");
        }
        if !list.is_empty() {
            list.set_trailing("\n");
            list.set_trailing_comma(true);
        }
        self.edit(|document| drop(document.insert("sources", value(list))))
    }

    fn edit(&self, change: impl FnOnce(&mut DocumentMut)) -> anyhow::Result<()> {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let mut document: DocumentMut = text
            .parse()
            .map_err(|error| exit::usage(format!("`{}`: {error}", self.path.display())))?;
        change(&mut document);
        write(&self.path, &document.to_string())
    }
}

/// The sources called `names`, each once, as those that publish their news.
pub(crate) fn sources_named(register: &Register, names: &[String]) -> anyhow::Result<Vec<Source>> {
    let mut sources: Vec<Source> = Vec::with_capacity(names.len());
    for name in names {
        let Some(source) = register.publisher_of(name) else {
            let like = register.like(name);
            let remedy = if like.is_empty() {
                "list them with `omroeper sources list`".to_owned()
            } else {
                format!("did you mean `{}`?", like.join("`, `"))
            };
            return Err(exit::usage(format!(
                "there is no source `{name}` ({remedy})"
            )));
        };
        if sources.iter().all(|known| known.name != source.name) {
            sources.push(source.clone());
        }
    }
    Ok(sources)
}

/// The error for a source of a body that does not exist any more.
pub(crate) fn has_ended(source: &Source) -> anyhow::Error {
    let remedy = match source.successors.as_slice() {
        [] => "no successor is known".to_owned(),
        [one] => format!("its successor is `{one}`"),
        several => format!("its successors are `{}`", several.join("`, `")),
    };
    exit::usage(format!(
        "`{}` does not exist any more ({remedy})",
        source.name
    ))
}

/// Writes a file of the user beside itself first, so that a full disk costs nothing.
pub(crate) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("cannot write `{}` (check its permissions)", path.display());
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    file.write_all(text.as_bytes()).with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}

/// The file that `--config` or the environment names.
fn named_file(global: &Global) -> Option<PathBuf> {
    let named = global.config.clone();
    named.filter(|path| !path.as_os_str().is_empty())
}

/// `omroeper` in the user's configuration directory, or in that of the system if there is no home
/// directory, as for some services (XDG Base Directory Specification).
fn folder() -> PathBuf {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
            .filter(|p| p.is_absolute())
    };
    set("XDG_CONFIG_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".config")))
        .unwrap_or_else(|| "/etc/xdg".into())
        .join("omroeper")
}

impl Show {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let config = Config::read_or_new(global)?;
        if let Some(Change::Set { name, value }) = &self.change {
            return set(&config, *name, value);
        }
        let settings = settings::all(global, &config)?;
        let mut out = anstream::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&settings)?)?;
            return Ok(Exit::Done);
        }
        for Setting { name, value, from } in settings {
            writeln!(
                out,
                "{name:<8} {}  ({from})",
                value.as_deref().unwrap_or("not set")
            )?;
        }
        Ok(Exit::Done)
    }
}

/// Whether a proxy can be at this address.
fn is_proxy(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") && url.has_host()
}

fn no_proxy(text: &str) -> anyhow::Error {
    exit::usage(format!(
        "`{text}` is not the address of a proxy (write `http://proxy.example:3128`)"
    ))
}

fn set(config: &Config, name: Name, text: &str) -> anyhow::Result<Exit> {
    if text.is_empty() {
        config.edit(|document| drop(document.remove(name.key())))?;
        terminal::note(&format!(
            "removed `{}` from `{}`",
            name.key(),
            config.path.display()
        ));
        return Ok(Exit::Done);
    }
    if matches!(name, Name::Proxy) && !Url::parse(text).is_ok_and(|url| is_proxy(&url)) {
        return Err(no_proxy(text));
    }
    if matches!(name, Name::Pace) && duration(text).is_none_or(|pace| pace < LEAST_PACE) {
        return Err(exit::usage(format!(
            "`{text}` is not a time of 2 seconds or more (write `5s`)"
        )));
    }
    #[cfg(feature = "fetch")]
    {
        let identity = |token: &str, contact: &str| omroeper::fetch::Identity {
            token: token.to_owned(),
            contact: contact.to_owned(),
        };
        let mistake = match name {
            Name::Token => identity(text, "a@b.nl").mistake(),
            Name::Contact => identity("x", text).mistake(),
            _ => None,
        };
        if let Some(mistake) = mistake {
            return Err(exit::usage(mistake));
        }
    }
    let home = std::path::absolute(text)
        .map_or_else(|_| text.to_owned(), |path| path.display().to_string());
    let text = if matches!(name, Name::Home) {
        &home
    } else {
        text
    };
    config.edit(|document| drop(document.insert(name.key(), value(text))))?;
    terminal::note(&format!(
        "wrote `{}` to `{}`",
        name.key(),
        config.path.display()
    ));
    Ok(Exit::Done)
}
