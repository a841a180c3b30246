//! `omroeper sources`: the register of sources, and which of them are enabled.
//!
//! Leaves out fetching them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use omroeper::document::dutch_time;
use omroeper::present::counted;
use omroeper::sources::organisations;
use omroeper::sources::register::{HEADER, ROWS_FILE, Register, Source, SourceKind};
use serde::Serialize;

use super::config::{self, Config};
use super::exit::{self, Exit};
use super::{Global, terminal};

/// Choose what `fetch` fetches, and see what sources there are
///
/// The register holds every ministry, province, municipality, water board, safety region, the police
/// and the national agencies. Files in the folder `sources` beside the configuration file add sources,
/// and replace how known ones offer their news; `sources show NAME` prints an entry of such a file.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(disable_version_flag = true)]
enum Command {
    /// List the sources: name, whether it is enabled, full name, site
    List(List),
    /// Print how a source offers its news, as TOML
    Show {
        /// Name of the source
        name: String,
    },
    /// Check your own files; with names, ask what those sources offer now
    #[cfg(feature = "fetch")]
    Check(super::fetch::CheckSources),
    /// Find how a site offers its news, and print that as TOML
    #[cfg(feature = "fetch")]
    Discover(super::fetch::Discover),
    /// Enable sources, so that `fetch` fetches them
    Enable(Chosen),
    /// Disable sources; their captures stay
    Disable(Chosen),
    /// Update the register from `exportOO.xml` of organisaties.overheid.nl
    Update {
        /// Path of `exportOO.xml`
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    filter: Filter,
    /// Only enabled sources
    #[arg(long)]
    enabled: bool,
    /// Also bodies that do not exist any more
    #[arg(long)]
    ended: bool,
    /// Print one JSON object per source, one per line
    #[arg(long)]
    jsonl: bool,
}

#[derive(Debug, Args)]
struct Filter {
    /// Only bodies of this kind
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<SourceKind>,
    /// Only bodies in this province, such as drenthe
    #[arg(long, value_name = "NAME")]
    province: Option<String>,
}

#[derive(Debug, Args)]
struct Chosen {
    /// Names of sources, such as provincie-drenthe
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    filter: Filter,
}

/// Reads a kind of body.
fn kinds() -> impl TypedValueParser<Value = SourceKind> {
    let named = |name: &str| SourceKind::ALL.into_iter().find(|kind| kind.name() == name);
    PossibleValuesParser::new(SourceKind::ALL.map(SourceKind::name))
        .map(move |name| named(&name).expect("one of the kinds"))
}

/// A source, for programs.
#[derive(Debug, Serialize)]
struct SourceLine<'a> {
    name: &'a str,
    title: &'a str,
    kind: SourceKind,
    enabled: bool,
    tooi: Option<&'a str>,
    province: Option<&'a str>,
    site: Option<&'a str>,
    via: Option<&'a str>,
    ended: Option<String>,
    successors: &'a [String],
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.kind.is_none() && self.province.is_none()
    }

    fn passes(&self, source: &Source) -> bool {
        let province = self.province.as_deref().map(province);
        self.kind.is_none_or(|kind| kind == source.kind)
            && province.is_none_or(|name| source.province.as_deref() == Some(&name))
    }

    /// The names of the living sources that pass.
    fn names(&self, register: &Register) -> anyhow::Result<Vec<String>> {
        let living = register
            .iter()
            .filter(|source| source.ended.is_none() && self.passes(source));
        let names: Vec<String> = living.map(|source| source.name.clone()).collect();
        if names.is_empty() {
            return Err(exit::usage(self.why_none(register)));
        }
        Ok(names)
    }

    /// Why no source passes.
    fn why_none(&self, register: &Register) -> String {
        let mut provinces: Vec<&str> = register
            .iter()
            .filter_map(|source| source.province.as_deref())
            .collect();
        provinces.sort_unstable();
        provinces.dedup();
        let named = self.province.as_deref().map(province).unwrap_or_default();
        match self.kind {
            _ if !named.is_empty() && !provinces.contains(&named.as_str()) => format!(
                "`{named}` is not a province (the provinces are {})",
                provinces.join(", ")
            ),
            Some(kind) if !named.is_empty() => format!(
                "no {kind} is registered in {named} (some bodies are in several provinces; give `--kind` alone)"
            ),
            _ => "no source passes (list all with `omroeper sources list --ended`)".to_owned(),
        }
    }
}

/// The name of a province as the register writes it.
fn province(name: &str) -> String {
    match name.trim().to_lowercase().replace(' ', "-").as_str() {
        "friesland" => "fryslan".to_owned(),
        name => name.replace('\u{e2}', "a"),
    }
}

impl Sources {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let config = Config::read_or_new(global)?;
        match &self.command {
            Command::List(list) => list.run(&config),
            Command::Show { name } => show(&config, name),
            #[cfg(feature = "fetch")]
            Command::Check(check) => check.run(global, &config),
            #[cfg(feature = "fetch")]
            Command::Discover(discover) => discover.run(global, &config),
            Command::Enable(chosen) => chosen.change(global, &config, true),
            Command::Disable(chosen) => chosen.change(global, &config, false),
            Command::Update { file } => update(&config, file),
        }
    }
}

impl List {
    fn run(&self, config: &Config) -> anyhow::Result<Exit> {
        let register = config.register().register;
        let mut out = terminal::out();
        let mut count = 0;
        for source in register.iter() {
            let enabled = config.enabled().contains(&source.name);
            let is_shown = self.filter.passes(source)
                && (enabled || !self.enabled)
                && (source.ended.is_none() || self.ended);
            if !is_shown {
                continue;
            }
            count += 1;
            let site = source
                .site
                .as_ref()
                .map(|site| site.as_str().trim_end_matches('/'));
            if self.jsonl {
                let line = SourceLine {
                    name: &source.name,
                    title: &source.title,
                    kind: source.kind,
                    enabled,
                    tooi: source.tooi.as_deref(),
                    province: source.province.as_deref(),
                    site,
                    via: source.via.as_deref(),
                    ended: source.ended.map(|day| day.to_string()),
                    successors: &source.successors,
                };
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
                continue;
            }
            let mark = if enabled { "*" } else { " " };
            write!(out, "{mark} {:<40} {}", source.name, source.title)?;
            if let Some(ended) = source.ended {
                write!(out, "  until {ended}")?;
                if !source.successors.is_empty() {
                    write!(out, ", now {}", source.successors.join(", "))?;
                }
            } else if let Some(via) = &source.via {
                write!(out, "  by {via}")?;
            } else if let Some(site) = site {
                write!(out, "  {site}")?;
            }
            writeln!(out)?;
        }
        out.flush()?;
        if count > 0 {
            return Ok(Exit::Done);
        }
        terminal::note(&if self.enabled {
            "no such source is enabled (enable one with `omroeper sources enable NAME`)".to_owned()
        } else {
            self.filter.why_none(&register)
        });
        Ok(Exit::NothingFound)
    }
}

/// The forms of offers, as comments of a TOML file.
const FORMS: &str = "\
# Offers have one of these forms. `only` keeps the addresses that hold one of its texts. `page` is the
# parameter of the address that counts the pages, from `first` on; `item`, and in it `link` and `date`,
# are CSS selectors.
#   { kind = \"feed\", url = \"https://…/nieuws.rss\" }
#   { kind = \"sitemap\", url = \"https://…/sitemap.xml\", only = [\"/nieuws/\"] }
#   { kind = \"listing\", url = \"https://…/nieuws\", page = \"page\", first = 1, item = \"li\", link = \"a\", date = \"time\" }
#   { kind = \"wordpress\", url = \"https://…/wp-json/wp/v2/posts\" }
#   { kind = \"openpub\", url = \"https://…/wp-json/owc/openpub/v1/items\" }
#   { kind = \"pages\", urls = [\"https://…/nieuws/brug\"] }
#   { kind = \"rijksoverheid\" }, { kind = \"politie\" }, { kind = \"open-overheid\" }
";

/// Prints a source as an entry of a TOML file.
fn show(config: &Config, name: &str) -> anyhow::Result<Exit> {
    let register = config.register().register;
    let Some(source) = register.get(name) else {
        return Err(config::sources_named(&register, &[name.to_owned()])
            .err()
            .unwrap_or_else(|| exit::usage(name)));
    };
    let mut out = anstream::stdout().lock();
    if let Some(tooi) = &source.tooi {
        writeln!(out, "# identifier (TOOI): {tooi}")?;
    }
    if let Some(ended) = source.ended {
        let successors = match source.successors.as_slice() {
            [] => "no successor is known".to_owned(),
            successors => format!("succeeded by {}", successors.join(", ")),
        };
        writeln!(out, "# until {ended}; {successors}")?;
    }
    if let Some(via) = &source.via {
        writeln!(out, "# its news is published by `{via}`")?;
    } else if source.offers.is_empty() {
        writeln!(
            out,
            "# how it offers its news is discovered when it is fetched"
        )?;
    }
    write!(out, "{}", source.to_toml())?;
    if source.offers.is_empty() {
        write!(out, "{FORMS}")?;
    }
    Ok(Exit::Done)
}

impl Chosen {
    fn change(&self, global: &Global, config: &Config, enable: bool) -> anyhow::Result<Exit> {
        let register = config.register().register;
        let mut chosen = self.names.clone();
        if !self.filter.is_empty() {
            chosen.extend(self.filter.names(&register)?);
        }
        if chosen.is_empty() {
            return Err(exit::usage(
                "there is no source to choose (give NAME, `--kind` or `--province`; `omroeper sources list` lists them)",
            ));
        }
        let mut names: Vec<String> = config.enabled().to_vec();
        if enable {
            for source in config::sources_named(&register, &chosen)? {
                if source.ended.is_some() {
                    return Err(config::has_ended(&source));
                }
            }
        } else if let Some(unknown) = chosen
            .iter()
            .find(|name| register.get(name).is_none() && !names.contains(name))
        {
            config::sources_named(&register, std::slice::from_ref(unknown))?;
        }
        let before = names.len();
        names.retain(|name| enable || !chosen.contains(name));
        for name in chosen {
            if enable && !names.contains(&name) {
                names.push(name);
            }
        }
        config.write_enabled(&names)?;
        if !global.quiet {
            let changed = counted(names.len().abs_diff(before) as u64, "source");
            let what = if enable { "enabled" } else { "disabled" };
            terminal::note(&format!(
                "{what} {changed}; {} enabled in all",
                counted(names.len() as u64, "source")
            ));
        }
        Ok(Exit::Done)
    }
}

/// Updates the user's rows from an almanac.
fn update(config: &Config, file: &PathBuf) -> anyhow::Result<Exit> {
    let name = file.display();
    let xml = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read `{name}` (check the path)"))?;
    let almanac =
        organisations::read(&xml).map_err(|reason| exit::usage(format!("`{name}` {reason}")))?;
    let register = config.register().register;
    let update = organisations::update(&register, &almanac, dutch_time(Timestamp::now()).date());
    let path = config.sources_folder().join(ROWS_FILE);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let mut rows: BTreeMap<String, String> = old
        .lines()
        .filter(|line| *line != HEADER && !line.is_empty())
        .map(|line| {
            (
                line.split('\t').next().unwrap_or_default().to_owned(),
                line.to_owned(),
            )
        })
        .collect();
    rows.extend(
        update
            .sources
            .iter()
            .map(|source| (source.name.clone(), source.row())),
    );
    if !update.sources.is_empty() {
        let lines: Vec<String> = std::iter::once(HEADER.to_owned())
            .chain(rows.into_values())
            .collect();
        config::write(&path, &(lines.join("\n") + "\n"))?;
    }
    let mut out = anstream::stdout().lock();
    for (what, names) in [
        ("new", &update.new),
        ("ended", &update.ended),
        ("other site", &update.moved),
    ] {
        for name in names {
            writeln!(out, "{what}\t{name}")?;
        }
    }
    terminal::note(&format!(
        "{} read; {} changed in `{}`",
        counted(almanac.len() as u64, "organisation"),
        counted(update.sources.len() as u64, "source"),
        path.display()
    ));
    Ok(Exit::Done)
}
