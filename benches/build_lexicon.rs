//! Builds the lexicon.
use std::io::{BufRead as _, Write as _};
fn main() {
    let list = std::fs::read_to_string("/usr/share/dict/dutch").unwrap();
    let known: std::collections::HashSet<String> = list.lines().filter(|l| l.starts_with(char::is_lowercase)).map(omroeper::analysis::fold).collect();
    let t = std::time::Instant::now();
    let d = omroeper::analysis::lexicon::build::build(&list);
    eprintln!("{:?} lemmas {} compounds {}", t.elapsed(), d.lemmas.len(), d.compounds.len());
    let mut o = std::io::stdout().lock();
    for l in std::io::stdin().lock().lines() {
        let w = omroeper::analysis::fold(&l.unwrap());
        let lem = d.lemmas.get(&w).cloned().unwrap_or(w.clone());
        let seg = d.compounds.get(&w).cloned().or_else(|| if known.contains(&w) { None } else { d.unseen(&w) }).unwrap_or(vec![w.clone()]);
        let lem = if known.contains(&w) { lem } else if seg.len() > 1 { let last = &seg[seg.len() - 1]; seg[..seg.len() - 1].concat() + d.lemmas.get(last).unwrap_or(last) } else { lem };
        writeln!(o, "{}", serde_json::json!({"text": w, "segments": seg, "tokens": [{"field":"lemma","term":lem,"position":0}]})).unwrap();
    }
}
