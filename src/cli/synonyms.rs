//! The synonyms that `search` and `batch` use, and what is said of words searched beside those of the
//! query.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use clap::Args;
use omroeper::search::{AlsoSearched, Relation, Synonyms};

use super::{exit, terminal};

/// The option that names a file of synonyms.
#[derive(Debug, Args)]
pub(crate) struct OwnSynonyms {
    /// File of synonyms, used beside the program's own: `leerkracht, leraar, docent` or `adhd =>
    /// aandachtsstoornis` on each line
    #[arg(long, value_name = "FILE", conflicts_with = "no_expansion")]
    synonyms: Option<PathBuf>,
}

impl OwnSynonyms {
    /// The program's synonyms, with those of the file.
    pub(super) fn read(&self) -> anyhow::Result<Cow<'static, Synonyms>> {
        let of_program = Synonyms::of_program();
        let Some(path) = &self.synonyms else {
            return Ok(Cow::Borrowed(of_program));
        };
        let wrong = |what: String| {
            exit::usage(format!(
                "cannot read synonyms from `{}`: {what}",
                path.display()
            ))
        };
        let list = fs::read_to_string(path)
            .map_err(|error| wrong(format!("{error} (check the path; the text must be UTF-8)")))?;
        let own = Synonyms::parse(&list).map_err(|error| wrong(error.to_string()))?;
        Ok(Cow::Owned(of_program.clone().with(own)))
    }
}

/// Says what was searched beside the words of the query.
pub(super) fn note_also_searched(also_searched: &[AlsoSearched]) {
    let mut synonyms: Vec<(&str, Vec<&str>)> = Vec::new();
    for also in also_searched {
        match also.relation {
            Relation::Spelling => terminal::note(&format!(
                "also searched for `{}`, since no release has `{}` (`--no-spelling` leaves it out)",
                also.other, also.word
            )),
            Relation::Synonym => match synonyms.iter_mut().find(|(word, _)| *word == also.word) {
                Some((_, others)) => others.push(&also.other),
                None => synonyms.push((&also.word, vec![&also.other])),
            },
        }
    }
    for (word, others) in synonyms {
        terminal::note(&format!(
            "also searched for `{}`, beside `{word}` (`--no-expansion` leaves out synonyms)",
            others.join("`, `")
        ));
    }
}
