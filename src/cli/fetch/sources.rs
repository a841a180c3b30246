//! `omroeper sources check` and `sources discover`.

use std::io::Write as _;

use clap::Args;
use omroeper::fetch::{self, FetchError};
use omroeper::home::Home;
use omroeper::sources::register::Source;
use url::Url;

use super::super::config::{self, Config, Known};
use super::super::exit::Exit;
use super::super::{Global, terminal};
use super::asking::Asking;

fn exit_of(error: &FetchError) -> Exit {
    if error.is_refusal() {
        Exit::Refused
    } else if error.is_network() {
        Exit::Network
    } else {
        Exit::Partial
    }
}

/// Options of `sources discover`.
#[derive(Debug, Args)]
pub(crate) struct Discover {
    /// Address of the site, or of a page that lists its news
    #[arg(value_name = "URL", value_parser = address)]
    url: Url,
    #[command(flatten)]
    asking: Asking,
}

/// Reads an address, which may be only the name of a host.
fn address(text: &str) -> Result<Url, String> {
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let url = Url::parse(&whole).map_err(|error| error.to_string())?;
    if super::has_password(&url) {
        return Err("holds a name or password (leave them out)".to_owned());
    }
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err("is not an address of the web (write `https://www.zandwijk.nl`)".to_owned())
    }
}

impl Discover {
    pub(crate) fn run(&self, global: &Global, config: &Config) -> anyhow::Result<Exit> {
        let options = self.asking.options(config, Vec::new())?;
        let home = home_with_frontier(global)?;
        let offers = match fetch::discover(home.as_ref(), &self.url, &options) {
            Ok(offers) => offers,
            Err(error) => {
                terminal::note_failed(&format!("`{}` {error}", self.url));
                return Ok(exit_of(&error));
            }
        };
        if offers.is_empty() {
            terminal::note(
                "the site offers no feed, sitemap, interface or listing that can be read (write a `listing` with selectors; see `omroeper sources show NAME` for the format)",
            );
            return Ok(Exit::NothingFound);
        }
        let host = self.url.host_str().unwrap_or_default();
        let name = host
            .trim_start_matches("www.")
            .replace('.', "-")
            .to_lowercase();
        let register = config.register().register;
        let known = register
            .iter()
            .find(|source| source.site.as_ref().and_then(Url::host_str) == self.url.host_str());
        let mut source = known.cloned().unwrap_or_else(|| Source {
            site: self.url.join("/").ok(),
            ..Source::named(&name)
        });
        source.offers = offers;
        write!(anstream::stdout().lock(), "{}", source.to_toml())?;
        if !global.quiet {
            terminal::note(&format!(
                "put this into a `.toml` file in `{}` to use it",
                config.sources_folder().display()
            ));
        }
        Ok(Exit::Done)
    }
}

/// The home, if there is one whose frontier remembers when hosts were asked.
fn home_with_frontier(global: &Global) -> anyhow::Result<Option<Home>> {
    let home = global.home()?;
    Ok(home.catalog().exists().then_some(home))
}

/// Options of `sources check`.
#[derive(Debug, Args)]
pub(crate) struct CheckSources {
    /// Names of sources whose lists are asked for
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    asking: Asking,
}

impl CheckSources {
    pub(crate) fn run(&self, global: &Global, config: &Config) -> anyhow::Result<Exit> {
        let Known { register, mistakes } = config.register();
        let (_, has_unknown) = config.enabled_sources(&register);
        if mistakes || has_unknown {
            return Ok(Exit::Usage);
        }
        if self.names.is_empty() {
            let own = register
                .iter()
                .filter(|source| source.file.is_some())
                .count() as u64;
            terminal::note(&format!(
                "the register is sound: {} sources, {own} of them in `{}`",
                register.iter().count(),
                config.sources_folder().display()
            ));
            return Ok(Exit::Done);
        }
        let chosen = config::sources_named(&register, &self.names)?;
        let options = self.asking.options(config, chosen)?;
        let home = home_with_frontier(global)?;
        let mut out = anstream::stdout().lock();
        let mut errors = Vec::new();
        let checked = fetch::check(home.as_ref(), &options)?;
        let total = checked.len();
        for (name, offer, outcome) in checked {
            match outcome {
                Ok(count) => writeln!(out, "{name}\t{offer}\t{count} pages")?,
                Err(error) => {
                    writeln!(out, "{name}\t{offer}\t{error}")?;
                    errors.push(exit_of(&error));
                }
            }
        }
        Ok(match errors.as_slice() {
            [] => Exit::Done,
            [first, rest @ ..] if errors.len() == total && rest.iter().all(|one| one == first) => {
                *first
            }
            _ => Exit::Partial,
        })
    }
}
