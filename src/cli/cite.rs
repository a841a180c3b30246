//! `omroeper cite`.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::pipeline::{self, Cited, Evidence};
use omroeper::present;
use omroeper::present::views::EvidenceView;
use omroeper::present::{CitedVersion, RecordFormat, RecordWriter};

use super::exit::Exit;
use super::show::several;
use super::{Global, terminal};

/// Print the evidence for a release or a quote
///
/// Prints the address, the version, when the page was captured, the digest of what was captured,
/// and the WARC file and offset of its record, which other programs can read. The formats of
/// citations are those of `search`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Cite {
    /// The id of a quote, as `quotes` prints it; or of a release, its URL, or a part of one,
    /// optionally with @ and a version number
    #[arg(value_name = "ID|URL[@N]")]
    name: String,
    /// Print JSON
    #[arg(long, group = "format")]
    json: bool,
    /// Print a BibTeX entry
    #[arg(long, group = "format")]
    bibtex: bool,
    /// Print CSL-JSON
    #[arg(long, group = "format")]
    csl: bool,
    /// Print a RIS entry
    #[arg(long, group = "format")]
    ris: bool,
}

impl Cite {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let evidence = match pipeline::cite(&global.home()?, &self.name)? {
            Cited::Evidence(evidence) => evidence,
            Cited::Several(releases) => return Err(several(&self.name, &releases)),
            Cited::Unknown => {
                terminal::note(&format!(
                    "there is no release or quote `{}` (find ids with `omroeper search --json` or `omroeper quotes`)",
                    self.name
                ));
                return Ok(Exit::NothingFound);
            }
        };
        let Evidence {
            version,
            quote,
            record,
        } = &*evidence;
        let format = [
            (self.bibtex, RecordFormat::Bibtex),
            (self.csl, RecordFormat::Csl),
            (self.ris, RecordFormat::Ris),
        ];
        if let Some((_, format)) = format.into_iter().find(|(is_set, _)| *is_set) {
            let out = BufWriter::new(std::io::stdout().lock());
            let mut out = RecordWriter::new(out, format, Vec::new());
            out.write(&CitedVersion {
                version,
                quote: *quote,
            })?;
            out.finish()?.flush()?;
            return Ok(Exit::Done);
        }
        let record = record.as_ref();
        let record = record.map(|(file, offset, length)| (file.as_path(), *offset, *length));
        let mut view = EvidenceView::of(version, record);
        if let Some((at, id)) = quote {
            view = view.with_quote(version, *at, id.to_string());
        }
        if self.json {
            terminal::print_json(&view)?;
        } else {
            let mut out = terminal::out();
            present::write_evidence(&mut out, &view)?;
            out.flush()?;
        }
        Ok(Exit::Done)
    }
}
