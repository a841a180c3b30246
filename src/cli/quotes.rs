//! `omroeper quotes`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use omroeper::document::QuoteKind;
use omroeper::present::views::{QuotesView, SpeakerGroupView, SpeakersView};
use omroeper::present::{self, counted};
use omroeper::search::{Paging, Query, QuoteAnswer, QuoteFilters, QuoteQuery, QuoteSearch};

use super::exit::{self, Exit};
use super::number::{rank, whole};
use super::on::On;
use super::output::Sources;
use super::search::{Releases, SortBy, Words, checked, footer, open};
use super::synonyms::{OwnSynonyms, note_also_searched};
use super::{Global, terminal};

/// Find quotes, and who said them
///
/// QUERY is as for `search`, over the words of quotes; the sentences around a quote, its speaker
/// and the title of its release count less. The fields are citaat spreker ambt partij uitgever (or
/// quote speaker office party publisher). Without QUERY, the options say which quotes are listed.
///
/// Quotes of the current version of each release are found; other versions by --as-of and
/// --all-versions.
#[derive(Debug, Args)]
pub(crate) struct Quotes {
    /// What to look for; may be omitted if an option narrows the quotes
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only quotes of this speaker: a name, or words of a name; may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Only quotes of holders of this office, such as wethouder; may be repeated
    #[arg(long, value_name = "OFFICE")]
    office: Vec<String>,
    /// Only quotes of who speaks for this body, or words of its name; may be repeated
    #[arg(long, value_name = "NAME")]
    organisation: Vec<String>,
    /// Only quotes of members of this party; may be repeated
    #[arg(long, value_name = "PARTY")]
    party: Vec<String>,
    /// Only these kinds: direct (whole sentences in quotation marks), mixed (a fragment in
    /// quotation marks), indirect (a statement without quotation marks)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    quote_kind: Vec<Kind>,
    /// Also quotes that only an earlier version of a release has
    #[arg(long, conflicts_with = "as_of")]
    all_versions: bool,
    /// List the speakers, those with most quotes first
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with_all = ["sort", "offset", "all", "bibtex", "csl", "ris", "urls"])]
    by: Option<By>,
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    releases: Releases,
    #[command(flatten)]
    synonyms: OwnSynonyms,
    /// Read this file or folder directly, without ingesting it; may be repeated
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Order of the quotes
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortBy,
    /// Maximum number of quotes or speakers
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N", value_parser = whole::<usize>)]
    limit: usize,
    /// Number of quotes to skip
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = whole::<usize>)]
    offset: usize,
    /// Open the release of this quote in the web browser, and print nothing
    #[arg(long, value_name = "RANK", value_parser = rank, conflicts_with_all = ["format", "by", "limit", "offset", "all"])]
    open: Option<NonZeroUsize>,
    #[command(flatten)]
    output: Sources,
    #[command(flatten)]
    on: On,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Direct,
    Mixed,
    Indirect,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Speaker,
}

impl From<Kind> for QuoteKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Direct => Self::Direct,
            Kind::Mixed => Self::Mixed,
            Kind::Indirect => Self::Indirect,
        }
    }
}

impl Quotes {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let written = self.query.join(" ");
        let query = self.question(&written)?;
        if !global.quiet {
            for hint in Query::hints(&written) {
                terminal::note(&hint);
            }
        }
        let (engine, partial) = self.on.engine(global, &self.paths)?;
        let search = engine.quotes(&query, &*self.synonyms.read()?)?;
        let found = match self.by {
            Some(By::Speaker) => self.print_speakers(global, &written, &*search)?,
            None => {
                let as_of = query.query.filters.as_of;
                let as_of = as_of.map(|as_of| as_of.last_day());
                if self.output.all {
                    let written = self.output.write_all(search.all(self.sort.into())?)?;
                    return Ok(Exit::of_search(partial, written));
                }
                let answer = search.top(&self.paging(&written))?;
                if self.open.is_some() {
                    let url = answer.hits.first().map(|hit| hit.release.url.as_str());
                    return open(global, url);
                }
                let better = if answer.total + answer.by_other_words == 0 {
                    engine.suggest_quotes(&query)?
                } else {
                    None
                };
                let view = QuotesView {
                    as_of,
                    did_you_mean: better.map(|better| better.to_string()),
                    ..QuotesView::of(&written, &answer)
                };
                self.print_quotes(global, &written, &answer, &view)?
            }
        };
        Ok(Exit::of_search(partial, found))
    }

    fn paging(&self, written: &str) -> Paging {
        // Without words, all quotes match alike.
        let sort = match self.sort {
            SortBy::Relevance if written.trim().is_empty() => SortBy::Date,
            sort => sort,
        };
        Paging {
            sort: sort.into(),
            limit: self.open.map_or(self.limit, |_| 1),
            offset: self.open.map_or(self.offset, |rank| rank.get() - 1),
            explain: false,
        }
    }

    fn question(&self, written: &str) -> anyhow::Result<QuoteQuery> {
        let said = QuoteFilters {
            speakers: self.speaker.clone(),
            offices: self.office.clone(),
            organisations: self.organisation.clone(),
            parties: self.party.clone(),
            kinds: self
                .quote_kind
                .iter()
                .copied()
                .map(QuoteKind::from)
                .collect(),
            all_versions: self.all_versions,
        };
        let defaults = checked(Query {
            filters: self.releases.filters(),
            ..self.words.query()
        })?;
        if written.trim().is_empty() {
            let narrows = said != QuoteFilters::default() || defaults != Query::default();
            if !narrows && self.by.is_none() {
                return Err(exit::usage(
                    "there is nothing to look for (give words, or an option such as `--speaker`)",
                ));
            }
            return Ok(QuoteQuery::new(defaults, said)?);
        }
        let query = checked(written.parse::<Query>()?.or(&defaults))?;
        Ok(QuoteQuery::new(query, said)?)
    }

    fn print_quotes(
        &self,
        global: &Global,
        written: &str,
        answer: &QuoteAnswer,
        view: &QuotesView<'_>,
    ) -> anyhow::Result<usize> {
        self.output.print(view, &answer.hits, |mut out| {
            present::write_quotes(&mut out, view, terminal::width())
        })?;
        if !global.quiet && self.output.is_for_people() {
            note_also_searched(&answer.also_searched);
            if let Some(better) = &view.did_you_mean {
                terminal::note(&format!("Did you mean: {better}"));
            }
            let found = (answer.total, answer.by_other_words);
            let shown = answer.hits.len();
            terminal::note(&footer("quote", written, self.offset, found, shown));
        }
        Ok(answer.total + answer.by_other_words)
    }

    fn print_speakers(
        &self,
        global: &Global,
        written: &str,
        search: &dyn QuoteSearch,
    ) -> anyhow::Result<usize> {
        let total = search.count()?;
        let (speakers, groups) = search.by_speaker(self.limit)?;
        let view = SpeakersView {
            query: written,
            total,
            speakers,
            groups: groups.iter().map(SpeakerGroupView::of).collect(),
        };
        self.output.print(&view, &view.groups, |mut out| {
            present::write_speakers(&mut out, &view, terminal::width())
        })?;
        if !global.quiet && self.output.is_for_people() {
            let quotes = counted(total as u64, "quote");
            let all = counted(speakers as u64, "speaker");
            terminal::note(&match (total, groups.len()) {
                (0, _) if written.trim().is_empty() => "nothing found".to_owned(),
                (0, _) => format!("nothing found for `{written}`"),
                (_, shown) if shown < speakers => {
                    format!("{shown} of {all} (`--limit` shows more), {quotes}")
                }
                _ => format!("{all}, {quotes}"),
            });
        }
        Ok(total)
    }
}
