//! Compares our lemmas with Snowball's stems on gold lists:
//! `cargo run --release --example compare_stemmers -- DIR`.
//!
//! Leaves out compounds. DIR holds `ud-*.tsv` (form, lemma, part of speech, count), and
//! `government-join.txt` and `government-never.txt` (a group of words per line, to be joined and
//! never to be joined). Prints a Markdown table: pairwise precision, recall and F1 of forms that
//! share a lemma, and B³ (Bagga & Baldwin 1998) weighted by counts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;
use frostem::{Algorithm, Stemmer};
use omroeper::analysis::{Analyzer, LemmaSource, Token, fold};

type Stem = Box<dyn Fn(&str) -> String>;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .context("usage: compare_stemmers DIR")?;
    let folder = Path::new(&folder);
    let gold = Gold::read(folder)?;
    let snowball = |algorithm| -> Stem {
        let stemmer = Stemmer::new(algorithm);
        Box::new(move |word| stemmer.stem(&fold(word)).into_owned())
    };
    let terms = |term: fn(Token) -> String| -> Stem {
        Box::new(move |word| {
            Analyzer::Dutch
                .tokens(word)
                .into_iter()
                .map(term)
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    let without_last_resort = |t: Token| {
        if t.source == LemmaSource::Stemmed {
            t.exact
        } else {
            t.lemma
        }
    };
    let stemmers: [(&str, Stem); 5] = [
        ("nothing", Box::new(fold)),
        ("Snowball, Porter", snowball(Algorithm::DutchPorter)),
        (
            "Snowball, Kraaij-Pohlmann (tantivy's)",
            snowball(Algorithm::Dutch),
        ),
        (
            "Omroeper, unknown words left as they are",
            terms(without_last_resort),
        ),
        ("**Omroeper**", terms(|t| t.lemma)),
    ];
    let mut out = String::from(
        "| how forms are joined | P | R | F1 | B³ F | pairs joined | never-pairs joined |\n|---|---|---|---|---|---|---|\n",
    );
    for (name, stem) in stemmers {
        writeln!(out, "| {name} | {} |", gold.score(&*stem))?;
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}

struct Gold {
    /// Form → its lemmas, and its number of occurrences.
    forms: BTreeMap<String, (BTreeSet<String>, f64)>,
    join: Vec<Vec<String>>,
    never: Vec<Vec<String>>,
}

impl Gold {
    fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut forms: BTreeMap<String, (BTreeSet<String>, f64)> = BTreeMap::new();
        let files = std::fs::read_dir(folder)
            .with_context(|| format!("cannot read `{}`", folder.display()))?;
        for path in files.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.extension().is_none_or(|e| e != "tsv") {
                continue;
            }
            for line in lines(&path)? {
                let fields: Vec<&str> = line.split('\t').collect();
                let [form, lemma, _, count] = fields.as_slice() else {
                    continue;
                };
                let (lemmas, total) = forms.entry((*form).to_owned()).or_default();
                lemmas.insert((*lemma).to_owned());
                *total += count.parse::<f64>().unwrap_or(0.0);
            }
        }
        let groups = |name: &str| -> anyhow::Result<Vec<Vec<String>>> {
            Ok(lines(&folder.join(name))?
                .iter()
                .map(|l| l.split(' ').map(str::to_owned).collect())
                .collect())
        };
        Ok(Self {
            forms,
            join: groups("government-join.txt")?,
            never: groups("government-never.txt")?,
        })
    }

    fn score(&self, stem: &dyn Fn(&str) -> String) -> String {
        let stems: HashMap<&str, String> = self
            .forms
            .keys()
            .map(|form| (form.as_str(), stem(form)))
            .collect();
        let (mut by_stem, mut by_lemma) = (
            BTreeMap::<_, Vec<&str>>::new(),
            BTreeMap::<_, Vec<&str>>::new(),
        );
        for (form, (lemmas, _)) in &self.forms {
            by_stem
                .entry(stems[form.as_str()].as_str())
                .or_default()
                .push(form);
            for lemma in lemmas {
                by_lemma.entry(lemma.as_str()).or_default().push(form);
            }
        }
        let found: BTreeSet<_> = by_stem.values().flat_map(|group| pairs(group)).collect();
        let gold: BTreeSet<_> = by_lemma.values().flat_map(|group| pairs(group)).collect();
        let right = found.intersection(&gold).count() as f64;
        let (p, r) = (
            right / found.len().max(1) as f64,
            right / gold.len().max(1) as f64,
        );
        let (mut precision, mut recall, mut total) = (0.0, 0.0, 0.0);
        let weight =
            |forms: &BTreeSet<&str>| forms.iter().map(|form| self.forms[*form].1).sum::<f64>();
        for (form, (lemmas, count)) in &self.forms {
            let mine: BTreeSet<&str> = by_stem[stems[form.as_str()].as_str()]
                .iter()
                .copied()
                .collect();
            let truth: BTreeSet<&str> = lemmas
                .iter()
                .flat_map(|lemma| &by_lemma[lemma.as_str()])
                .copied()
                .collect();
            let both = weight(&mine.intersection(&truth).copied().collect());
            precision += count * both / weight(&mine);
            recall += count * both / weight(&truth);
            total += count;
        }
        let (bp, br) = (precision / total, recall / total);
        let joined = |groups: &[Vec<String>]| {
            let all: Vec<bool> = groups
                .iter()
                .flat_map(|g| pairs(g))
                .map(|(a, b)| stem(a) == stem(b))
                .collect();
            (all.iter().filter(|joined| **joined).count(), all.len())
        };
        let ((yes, of), (wrong, never)) = (joined(&self.join), joined(&self.never));
        format!(
            "{p:.3} | {r:.3} | {:.3} | {:.3} | {yes} of {of} | {wrong} of {never}",
            2.0 * p * r / (p + r).max(f64::MIN_POSITIVE),
            2.0 * bp * br / (bp + br)
        )
    }
}

/// All pairs of items in a group.
fn pairs<T>(group: &[T]) -> impl Iterator<Item = (&T, &T)> {
    group
        .iter()
        .enumerate()
        .flat_map(|(at, a)| group[at + 1..].iter().map(move |b| (a, b)))
}

fn lines(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(text
        .lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
        .map(str::to_owned)
        .collect())
}
