//! `omroeper verify`.

use std::io::{BufRead as _, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use omroeper::present::views::{ExtentView, VerificationView};
use omroeper::present::{self, WrappedLines};
use omroeper::search::{Claim, Verdict, extent, verify};

use super::exit::{self, Exit};
use super::on::reader;
use super::{Global, terminal};

/// Tell whether a release has these words, and who said them
///
/// Searches all versions of all releases, also of pages that are gone. Case, white space,
/// punctuation and quotation marks do not count. `…`, `...` and words in square brackets stand for
/// words left out; an attribution or a paragraph break in the quote does not count.
///
/// The text is exact (exit code 0), altered (8: the nearest passage is shown, with the words that
/// differ) or not found (1). With --speaker, a text that somebody else said counts as altered. What
/// was searched is told, since no more can be found than that.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The words
    #[arg(value_name = "TEXT", required_unless_present = "file")]
    text: Vec<String>,
    /// Who is said to have said them: a name, or words of a name
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Verify each line of this file; a name may follow after a tab; - is stdin. The exit code is 8
    /// if one is altered, else 1 if one is not found
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// Read this file or folder directly, without ingesting it; may be repeated
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print one JSON object
    #[arg(long, conflicts_with_all = ["jsonl", "file"])]
    json: bool,
    /// Print one JSON object per text, one per line
    #[arg(long)]
    jsonl: bool,
}

impl Verify {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let claims = self.claims()?;
        let (reader, partial) = reader(global, &self.paths)?;
        let searched = extent(&reader)?;
        let mut worst = Exit::Done;
        let mut out = BufWriter::new(anstream::stdout().lock());
        for (n, claim) in claims.iter().enumerate() {
            let verification = verify(&reader, claim)?;
            worst = match (worst, verification.verdict) {
                (Exit::Altered, _) | (_, Verdict::Altered | Verdict::OtherSpeaker) => Exit::Altered,
                (_, Verdict::NotFound) => Exit::NothingFound,
                (worst, Verdict::Exact) => worst,
            };
            let view = VerificationView::of(claim, &verification, &searched);
            if self.json {
                writeln!(out, "{}", serde_json::to_string_pretty(&view)?)?;
            } else if self.jsonl {
                writeln!(out, "{}", serde_json::to_string(&view)?)?;
            } else {
                if n > 0 {
                    writeln!(out)?;
                }
                let mut lines = WrappedLines::new(&mut out, terminal::width());
                present::write_verification(&mut lines, &view, terminal::width())?;
                lines.flush()?;
            }
        }
        if !self.json && !self.jsonl {
            let mut lines = WrappedLines::new(&mut out, terminal::width());
            present::write_extent(&mut lines, &ExtentView::of(&searched))?;
            lines.flush()?;
        }
        out.flush()?;
        Ok(if partial { Exit::Partial } else { worst })
    }

    fn claims(&self) -> anyhow::Result<Vec<Claim>> {
        if let Some(name) = self.speaker.as_ref().filter(|name| !has_words(name)) {
            return Err(exit::usage(format!(
                "`{name}` is no name of a speaker (give a name)"
            )));
        }
        let Some(path) = &self.file else {
            let text = self.text.join(" ");
            return Ok(vec![self.claim(&text, None).ok_or_else(|| {
                exit::usage("there is no word to verify (give the words of a quote)")
            })?]);
        };
        let mut claims = Vec::new();
        for (n, line) in open(path)?.split(b'\n').enumerate() {
            let wrong = |what: &str| {
                exit::usage(format!(
                    "cannot read `{}:{}`: {what}",
                    path.display(),
                    n + 1
                ))
            };
            let line = line.map_err(|error| wrong(&format!("{error} (check the file)")))?;
            let line = String::from_utf8(line)
                .map_err(|_| wrong("it is not UTF-8 (save the file as UTF-8)"))?;
            let line = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
            let mut cells = line.split('\t');
            let text = cells.next().unwrap_or_default();
            let name = cells.next().map(str::trim).filter(|name| has_words(name));
            claims.extend(self.claim(text, name));
        }
        if claims.is_empty() {
            return Err(exit::usage(format!(
                "`{}` has no text to verify (write one a line)",
                path.display()
            )));
        }
        Ok(claims)
    }

    /// Returns what to verify; `None` if the text has no words.
    fn claim(&self, text: &str, speaker: Option<&str>) -> Option<Claim> {
        let speaker = speaker.map(str::to_owned).or_else(|| self.speaker.clone());
        let text = text.trim().to_owned();
        has_words(&text).then_some(Claim { text, speaker })
    }
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn open(path: &Path) -> anyhow::Result<BufReader<Box<dyn Read>>> {
    if path.as_os_str() == "-" {
        return Ok(BufReader::new(Box::new(std::io::stdin().lock())));
    }
    let file = std::fs::File::open(path).map_err(|error| {
        exit::usage(format!(
            "cannot read `{}`: {error} (check the path)",
            path.display()
        ))
    })?;
    Ok(BufReader::new(Box::new(file)))
}
