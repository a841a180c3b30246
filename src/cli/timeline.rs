//! `omroeper timeline`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use omroeper::present;
use omroeper::present::views::TimelineView;
use omroeper::search::{FacetField, Interval, Query};

use super::exit::{self, Exit};
use super::on::On;
use super::output::Tables;
use super::search::Options;
use super::synonyms::OwnSynonyms;
use super::{Global, terminal};

/// Number of values that split a timeline.
const VALUES: usize = 6;

/// Count releases by day, week, month or year of publication
///
/// QUERY and the filters are as for `search`; without them, all releases are counted. Counts the
/// releases that match the query itself, none that only another spelling or a synonym finds. The counts
/// and the number of undated releases add up to the total.
#[derive(Debug, Args)]
pub(crate) struct Timeline {
    /// Which releases; all of them if omitted
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Length of the periods
    #[arg(long, value_enum, default_value = "month", value_name = "PERIOD")]
    by: By,
    /// Also count by the values of this field that most releases have: publisher, office, official,
    /// party, topic, kind or language. The number of values, 6, may follow a colon: party:4. The rest are
    /// counted as others
    #[arg(long, value_name = "FIELD", value_parser = split)]
    split: Option<(FacetField, usize)>,
    /// Draw bars, also if the output is not a terminal
    #[arg(long, group = "format", help_heading = "Output")]
    plot: bool,
    /// Write a picture of the bars into this file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    output: Tables,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    synonyms: OwnSynonyms,
    /// Read this file or folder directly, without ingesting it; may be repeated
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    on: On,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Day,
    Week,
    Month,
    Year,
}

impl From<By> for Interval {
    fn from(by: By) -> Self {
        match by {
            By::Day => Self::Day,
            By::Week => Self::Week,
            By::Month => Self::Month,
            By::Year => Self::Year,
        }
    }
}

fn split(text: &str) -> Result<(FacetField, usize), String> {
    let (field, most) = super::search::facet(text, VALUES)?;
    if field == FacetField::Year {
        return Err("years are periods (use `--by year`)".to_owned());
    }
    Ok((field, most))
}

impl Timeline {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let written = self.query.join(" ");
        let query: Query = if written.trim().is_empty() {
            self.options.defaults()?
        } else {
            self.options.query(&written)?
        };
        let (engine, partial) = self.on.engine(global, &self.paths)?;
        let search = engine.search(&query, &*self.synonyms.read()?)?;
        // An end that is not bounded ends with the last release.
        let bounds = (query.filters.since, query.filters.until);
        let within = (
            bounds
                .0
                .map(omroeper::search::DateBound::first_day)
                .filter(|day| day.year() > 1000),
            bounds
                .1
                .map(|until| until.last_day())
                .filter(|day| day.year() < 9999),
        );
        let timeline = search.timeline(self.by.into(), self.split, Some(within))?;
        let view = TimelineView::of(&written, &timeline);
        if let Some(path) = &self.svg {
            std::fs::write(path, present::timeline_svg(&view)).map_err(|error| {
                exit::usage(format!(
                    "cannot write `{}`: {error} (check the path)",
                    path.display()
                ))
            })?;
        }
        let wanted = self.svg.is_none() || self.plot || !self.output.is_for_people();
        if wanted {
            let width = terminal::width().or(self.plot.then_some(80));
            self.output.print(&view, &view.periods, |mut out| {
                present::write_timeline(&mut out, &view, width)
            })?;
        }
        if !global.quiet && self.output.is_for_people() {
            let undated = match view.undated {
                0 => String::new(),
                undated => format!(", {undated} of them undated"),
            };
            let total = present::counted(view.total, "release");
            terminal::note(&format!("{total}{undated}"));
        }
        Ok(Exit::of_search(partial, view.total as usize))
    }
}
