//! `omroeper similar` and `omroeper variants`: what is related to a release.

use std::io::Write as _;

use clap::Args;
use omroeper::present;
use omroeper::present::views::{AnswerView, VariantsView};
use omroeper::search::{Paging, Query, Sort, mark_same_texts, same_texts};

use super::exit::Exit;
use super::number::whole;
use super::on::reader;
use super::output::Sources;
use super::search::{Releases, SortBy, checked, footer};
use super::show::named;
use super::{Global, terminal};

/// Find releases that tell about the same matters as a release
///
/// Searches the words that the release has often and few others have. Releases that are the same text,
/// put out by another publisher, are marked.
#[derive(Debug, Args)]
pub(crate) struct Similar {
    /// Its id, as `search --json` prints it, or its URL, or a part of one
    #[arg(value_name = "ID|URL")]
    release: String,
    #[command(flatten)]
    releases: Releases,
    /// Order of the hits
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortBy,
    /// Maximum number of hits
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N", value_parser = whole::<usize>)]
    limit: usize,
    /// Number of hits to skip
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = whole::<usize>)]
    offset: usize,
    #[command(flatten)]
    output: Sources,
}

impl Similar {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let Some(version) = named(global, &self.release)? else {
            return Ok(Exit::NothingFound);
        };
        let release = &version.release;
        let (reader, _) = reader(global, &[])?;
        let Some(query) = Query::like(release, &reader)? else {
            terminal::note("no other release has the words that tell what this one is about");
            return Ok(Exit::NothingFound);
        };
        let query = checked(Query {
            filters: self.releases.filters(),
            ..query
        })?;
        let search = query.prepare_without(release, &reader)?;
        let sort = Sort::from(self.sort);
        if self.output.all {
            let written = self.output.write_all(search.all(sort)?)?;
            return Ok(Exit::of_search(false, written));
        }
        let mut answer = search.top(&Paging {
            sort,
            limit: self.limit,
            offset: self.offset,
            explain: false,
        })?;
        mark_same_texts(&mut answer.hits, &same_texts(&reader, release)?);
        let words = query.words.as_ref().map(ToString::to_string);
        let words = words.unwrap_or_default();
        let view = AnswerView::of(&words, &answer);
        self.output.print(&view, &answer.hits, |mut out| {
            present::write_answer(&mut out, &view, terminal::width())
        })?;
        if !global.quiet && self.output.is_for_people() {
            let found = (answer.total, 0);
            terminal::note(&format!("searched: {words}"));
            let shown = answer.hits.len();
            terminal::note(&footer("release", &words, self.offset, found, shown));
        }
        Ok(Exit::of_search(false, answer.total))
    }
}

/// Show how other publishers put out the text of a release
///
/// Finds releases of other publishers with the same text, published at most 21 days apart. Prints for
/// each the quotes that differ first, then the words that differ.
#[derive(Debug, Args)]
pub(crate) struct Variants {
    /// Its id, as `search --json` prints it, or its URL, or a part of one; optionally with @ and a
    /// version number
    #[arg(value_name = "ID|URL[@N]")]
    release: String,
    /// Print one JSON object, as in schema/variants.schema.json
    #[arg(long)]
    json: bool,
}

impl Variants {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let Some(version) = named(global, &self.release)? else {
            return Ok(Exit::NothingFound);
        };
        let (reader, _) = reader(global, &[])?;
        let found = same_texts(&reader, &version.release)?;
        let view = VariantsView::of(&version, &found);
        if self.json {
            terminal::print_json(&view)?;
        } else {
            let mut out = terminal::out();
            present::write_variants(&mut out, &view)?;
            out.flush()?;
        }
        if found.is_empty() {
            terminal::note("no other publisher has this text");
        }
        Ok(Exit::of_search(false, found.len()))
    }
}
