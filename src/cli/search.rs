//! `omroeper search`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use omroeper::pipeline;
use omroeper::present::views::{AnswerView, FacetView};
use omroeper::present::{self, counted};
use omroeper::search::{
    DateBound, Expansion, FacetField, Filters, MinimumMatch, OtherWords, Paging, Query, Sort,
};
use omroeper::sources::register::duration;

use super::config::Config;
use super::exit::{self, Exit};
use super::number::{rank, whole};
use super::on::On;
use super::output::Sources;
use super::synonyms::{OwnSynonyms, note_also_searched};
use super::{Global, terminal};

/// Find releases
///
/// QUERY is words (any of them; the best releases first), "phrases", +must, -not, =form,
/// begin*, nearly~, AND OR NOT (or EN OF NIET), ( ),
/// and field:value for titel lead tekst citaat spreker ambt uitgever onderwerp (or title text
/// quote speaker office publisher topic).
///
/// A word also finds its other forms, and the compounds that it is part of. A compound also finds
/// its parts. Adjacent words also find the compound that they form. An acronym also finds what it
/// stands for. Parts count half as much as words.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for; may be omitted if an option narrows the releases
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Search this file or folder directly, without ingesting it; may be repeated
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    synonyms: OwnSynonyms,
    #[command(flatten)]
    options: Options,
    /// Order of the hits
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortBy,
    /// Maximum number of hits
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N", value_parser = whole::<usize>)]
    limit: usize,
    /// Number of hits to skip
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = whole::<usize>)]
    offset: usize,
    /// Exit with code 4 if an enabled source was not fetched with success within this time, such as
    /// 24h
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "paths")]
    require_fresh: Option<Duration>,
    /// Show the same text of several publishers as several hits. Only lists for people are grouped
    #[arg(long)]
    no_group: bool,
    /// Say what each word adds to the score
    #[arg(long)]
    explain: bool,
    /// Also count the releases by the values of these fields: publisher, office, official, party,
    /// topic, kind, language, year. A number of values may follow a colon: publisher:20
    #[arg(long, value_delimiter = ',', value_name = "FIELDS", value_parser = facet_of_answer)]
    facet: Vec<(FacetField, usize)>,
    /// Open this hit in the web browser, and print nothing
    #[arg(long, value_name = "RANK", value_parser = rank, conflicts_with_all = ["format", "limit", "offset", "all"])]
    open: Option<NonZeroUsize>,
    #[command(flatten)]
    output: Sources,
    #[command(flatten)]
    on: On,
}

/// Opens the address of a hit in the web browser, if there is such a hit.
pub(super) fn open(global: &Global, url: Option<&str>) -> anyhow::Result<Exit> {
    let Some(url) = url else {
        terminal::note("there is no such hit on this page (count from 1)");
        return Ok(Exit::NothingFound);
    };
    terminal::browse(global, url)?;
    Ok(Exit::Done)
}

/// Number of values of a facet that are listed.
const VALUES: usize = 10;

fn facet_of_answer(text: &str) -> Result<(FacetField, usize), String> {
    facet(text, VALUES)
}

/// Reads a field to count by, and after a colon how many values to list: `publisher:20`.
pub(super) fn facet(text: &str, most: usize) -> Result<(FacetField, usize), String> {
    let (field, most) = match text.split_once(':') {
        None => (text, most),
        Some((field, most)) => {
            let most = most.parse().map_err(|_| {
                format!("`{most}` is not a number of values (write `publisher:20`)")
            })?;
            (field, most)
        }
    };
    let field = field
        .parse::<FacetField>()
        .map_err(|error| error.to_string())?;
    Ok((field, most))
}

/// How words match.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Words {
    /// How many of the words must match: `all`, or one (`any`); `best` is `any`, but fields of quotes
    /// match in the same quote
    #[arg(long = "match", value_enum, default_value = "best", value_name = "HOW")]
    matching: Matching,
    /// Match only forms of the words, not compounds that contain them
    #[arg(long)]
    no_compounds: bool,
    /// Search a word that no release has only as it is spelled, not beside a word that differs by
    /// one letter
    #[arg(long)]
    no_spelling: bool,
    /// Search only the words of the query: no other spelling, no synonyms
    #[arg(long)]
    no_expansion: bool,
    /// Match only the words as they are written
    #[arg(long, conflicts_with = "no_compounds")]
    exact: bool,
}

/// The options that `search`, `batch` and `export` share.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    words: Words,
    /// Order the best 100 releases of a short query also by the words that the best ten share
    #[arg(long)]
    feedback: bool,
    #[command(flatten)]
    releases: Releases,
    /// Only releases that name this official: a name, or words of a name; may be repeated
    #[arg(long, value_name = "NAME")]
    official: Vec<String>,
}

/// Filters on releases.
#[derive(Debug, Args)]
pub(crate) struct Releases {
    /// Only releases of this publisher: its name, or words of its name; may be repeated
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// Published on or after this day, month or year: 2021-02-03, 3 feb 2021, 2021-02, 2021,
    /// 'vorige maand', -30d
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, value_parser = DateBound::bound)]
    since: Option<DateBound>,
    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, value_parser = DateBound::bound)]
    until: Option<DateBound>,
    /// Only versions that were public at the end of this day, month or year
    #[arg(
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        conflicts_with = "include_removed"
    )]
    as_of: Option<DateBound>,
    /// Only releases whose text was first captured on or after this day, month or year: what is new
    /// in the archive, and what changed
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, value_parser = DateBound::bound)]
    captured_since: Option<DateBound>,
    /// Only releases whose text changed, as it was first captured on or after this day, month or year
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, value_parser = DateBound::bound)]
    changed_since: Option<DateBound>,
    /// Only releases whose text was changed without a notice of the change
    #[arg(long)]
    edited: bool,
    /// Include releases that are gone from their sites
    #[arg(long)]
    include_removed: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Matching {
    Best,
    All,
    Any,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SortBy {
    Relevance,
    Date,
}

impl From<SortBy> for Sort {
    fn from(by: SortBy) -> Self {
        match by {
            SortBy::Relevance => Self::Relevance,
            SortBy::Date => Self::Date,
        }
    }
}

impl Releases {
    pub(crate) fn filters(&self) -> Filters {
        Filters {
            publishers: self.publisher.clone(),
            officials: Vec::new(),
            since: self.since,
            until: self.until,
            as_of: self.as_of,
            captured_since: self.captured_since,
            changed_since: self.changed_since,
            edited: self.edited,
            include_removed: self.include_removed,
        }
    }
}

impl Options {
    /// The query of `words` with these options. Options in `words` take precedence.
    pub(crate) fn query(&self, words: &str) -> anyhow::Result<Query> {
        checked(words.parse::<Query>()?.or(&self.defaults()?))
    }

    /// A query with these options and without words.
    pub(crate) fn defaults(&self) -> anyhow::Result<Query> {
        checked(Query {
            feedback: self.feedback,
            filters: Filters {
                officials: self.official.clone(),
                ..self.releases.filters()
            },
            ..self.words.query()
        })
    }
}

impl Words {
    /// A query without words and filters, whose words will match as these options say.
    pub(super) fn query(&self) -> Query {
        let minimum_match = match self.matching {
            Matching::Best => MinimumMatch::Best,
            Matching::All => MinimumMatch::All,
            Matching::Any => MinimumMatch::Any,
        };
        let expansion = match (self.exact, self.no_compounds) {
            (true, _) => Expansion::Exact,
            (false, true) => Expansion::Lemmas,
            (false, false) => Expansion::Compounds,
        };
        Query {
            minimum_match,
            expansion,
            other_words: match (self.no_expansion, self.no_spelling) {
                (true, _) => OtherWords::None,
                (false, true) => OtherWords::AsSpelled,
                (false, false) => OtherWords::All,
            },
            ..Query::default()
        }
    }
}

/// Fails if no release can pass the filters of a query.
pub(super) fn checked(query: Query) -> anyhow::Result<Query> {
    let checked = query.filters.check_days();
    checked.map_err(|reversed| exit::usage(reversed.to_string()))?;
    Ok(query)
}

impl Search {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let written = self.query.join(" ");
        // Report a wrong query before reading anything.
        let query = if written.trim().is_empty() {
            let all = self.options.defaults()?;
            if all == Query::default() {
                return Err(exit::usage(
                    "there is nothing to look for (give words, or an option such as `--publisher`)",
                ));
            }
            all
        } else {
            self.options.query(&written)?
        };
        let paging = Paging {
            sort: self.sort.into(),
            limit: self.open.map_or(self.limit, |_| 1),
            offset: self.open.map_or(self.offset, |rank| rank.get() - 1),
            explain: self.explain,
        };
        if !global.quiet {
            for hint in Query::hints(&written) {
                terminal::note(&hint);
            }
            if let [only] = self.query.as_slice()
                && (only.starts_with("https://") || only.starts_with("http://"))
            {
                terminal::note(&format!(
                    "to see the page at an address: `omroeper show {only}`"
                ));
            }
        }
        if !self.facet.is_empty() && !self.output.tables.json && !self.output.is_for_people() {
            return Err(exit::usage(
                "`--facet` has no place in this format (use `--json`, or `omroeper timeline` for a table)",
            ));
        }
        if self.on.is_cluster() && self.require_fresh.is_some() {
            return Err(exit::usage(
                "how fresh sources are is known of a home only (leave out `--require-fresh` or `--on`)",
            ));
        }
        let (engine, synonyms) = rayon::join(
            || self.on.engine(global, &self.paths),
            || self.synonyms.read(),
        );
        let ((engine, partial), synonyms) = (engine?, synonyms?);
        let is_here = self.paths.is_empty() && !self.on.is_cluster();
        let is_stale = is_here && note_stale(global, self.require_fresh)?;
        let search = engine.search(&query, &synonyms)?;
        if self.output.all {
            let written = self.output.write_all(search.all(paging.sort)?)?;
            return Ok(Exit::of_search(partial || is_stale, written));
        }
        let is_list = self.open.is_some() || self.output.is_for_people();
        let answer = if is_list && !self.no_group {
            search.top_grouped(&paging)?
        } else {
            search.top(&paging)?
        };
        if self.open.is_some() {
            let url = answer.hits.first().map(|hit| hit.release.url.as_str());
            return open(global, url);
        }
        let facets = search.facets(&self.facet)?;
        let found = answer.total + answer.by_other_words;
        let better = if found == 0 {
            engine.suggest(&query)?
        } else {
            None
        };
        let view = AnswerView {
            did_you_mean: better.map(|better| better.to_string()),
            as_of: query.filters.as_of.map(|as_of| as_of.last_day()),
            facets: facets.iter().map(FacetView::of).collect(),
            ..AnswerView::of(&written, &answer)
        };
        self.output.print(&view, &answer.hits, |mut out| {
            present::write_answer(&mut out, &view, terminal::width())
        })?;
        if !global.quiet && self.output.is_for_people() {
            note_also_searched(&answer.also_searched);
            if let Some(better) = &view.did_you_mean {
                terminal::note(&format!("Did you mean: {better}"));
            }
            let behind = answer.hits.iter().map(|hit| hit.also_published.len()).sum();
            let shown = match answer.hits.len() {
                shown if shown + behind == found => found,
                shown => shown,
            };
            let all = (answer.total, answer.by_other_words);
            let footer = footer("release", &written, self.offset, all, shown);
            terminal::note(&match behind {
                0 => footer,
                1 => format!("{footer}; 1 stands behind another with the same text"),
                _ => format!("{footer}; {behind} stand behind others with the same text"),
            });
        }
        Ok(Exit::of_search(partial || is_stale, found))
    }
}

/// Reads a time, such as `24h`.
fn time(text: &str) -> Result<Duration, &'static str> {
    duration(text).ok_or("is not a time (write `24h` or `90m`)")
}

/// Says which enabled sources are stale, if the home is one that sources are fetched into. Returns
/// whether they are not as fresh as required.
fn note_stale(global: &Global, required: Option<Duration>) -> anyhow::Result<bool> {
    let config = Config::read(global)?;
    if config.enabled().is_empty() && required.is_none() {
        return Ok(false);
    }
    let (enabled, _) = config.enabled_sources(&config.register().register);
    let fresh = required.unwrap_or(pipeline::FRESH);
    let home = global.home()?;
    let stale = match pipeline::stale(&home, &enabled, Timestamp::now(), fresh)? {
        Some(stale) => stale,
        // Nothing was ever fetched into this home.
        None if required.is_some() => enabled.into_iter().map(|source| source.name).collect(),
        None => return Ok(false),
    };
    if required.is_some() && config.enabled().is_empty() {
        return Err(exit::usage(
            "no source is enabled, so none can be fresh (enable one with `omroeper sources enable NAME`)",
        ));
    }
    let is_told = !global.quiet || required.is_some();
    if is_told && !stale.is_empty() {
        let named = stale.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        let more = if stale.len() > 3 { ", …" } else { "" };
        terminal::note(&format!(
            "{} not up to date: {named}{more} (see `omroeper status`; `omroeper fetch` fetches them)",
            counted(stale.len() as u64, "source")
        ));
    }
    Ok(required.is_some() && !stale.is_empty())
}

/// Says how many releases or quotes (`noun`) were found: those that match the query itself, and those found
/// by other words.
pub(super) fn footer(
    noun: &str,
    query: &str,
    offset: usize,
    (own, other): (usize, usize),
    shown: usize,
) -> String {
    if other > 0 {
        let all = footer(noun, query, offset, (own + other, 0), shown);
        let which = if own > 0 {
            format!("{other} of them")
        } else {
            "all".to_owned()
        };
        return format!("{all}, {which} by other words");
    }
    let found = counted(own as u64, noun);
    match (own, shown) {
        (0, _) if query.trim().is_empty() => "nothing found".to_owned(),
        (0, _) => format!("nothing found for `{query}`"),
        (1, 1) => found,
        (_, 0) if offset == 0 => found,
        (_, 0) => format!(
            "{found}; there are no hits from {} on",
            offset.saturating_add(1)
        ),
        (total, shown) if shown == total => found,
        (_, shown) => format!("{}–{} of {found}", offset + 1, offset + shown),
    }
}
