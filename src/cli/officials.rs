//! `omroeper officials`.

use std::path::PathBuf;

use clap::Args;
use omroeper::present;
use omroeper::present::views::OfficialView;
use omroeper::search::RegisterRequest;

use super::exit::{self, Exit};
use super::number::whole;
use super::on::On;
use super::output::Tables;
use super::{Global, terminal};

/// List who held which office, on whose behalf, from when to when
///
/// Lists the persons with an office in all releases of the index, the forms of their names, and how
/// often they are named and quoted.
#[derive(Debug, Args)]
pub(crate) struct Officials {
    /// A name, or words of a name; all officials if omitted
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// Only holders of this office, for example wethouder or gedeputeerde, and those who held it
    #[arg(long, value_name = "OFFICE")]
    office: Option<String>,
    #[command(flatten)]
    releases: super::search::Releases,
    /// Read this file or folder directly, without ingesting it; may be repeated
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Maximum number of persons
    #[arg(long, short = 'n', default_value_t = 50, value_name = "N", value_parser = whole::<usize>)]
    limit: usize,
    #[command(flatten)]
    output: Tables,
    #[command(flatten)]
    on: On,
}

impl Officials {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let request = RegisterRequest {
            name: (!self.name.is_empty()).then(|| self.name.join(" ")),
            office: self.office.clone(),
            filters: self.releases.filters(),
        };
        let checked = request.filters.check_days();
        checked.map_err(|reversed| exit::usage(reversed.to_string()))?;
        let (engine, partial) = self.on.engine(global, &self.paths)?;
        let register = engine.officials(&request)?;
        let people = register.iter().take(self.limit).map(OfficialView::of);
        let people: Vec<OfficialView<'_>> = people.collect();
        self.output.print(&people, &people, |mut out| {
            people
                .iter()
                .try_for_each(|person| present::write_official(&mut out, person))
        })?;
        if !global.quiet && self.output.is_for_people() {
            let shown = register.len().min(self.limit);
            terminal::note(&match (register.len(), shown) {
                (0, _) => "nobody found".to_owned(),
                (1, 1) => "1 person".to_owned(),
                (total, shown) if total == shown => format!("{total} persons"),
                (total, shown) => format!("{shown} of {total} persons (`--limit` shows more)"),
            });
        }
        Ok(Exit::of_search(partial, register.len()))
    }
}
