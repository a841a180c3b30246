//! The place, and the news agency, with which a message opens: `DEN HAAG (ANP) - `.

/// The most words of a place and an agency.
const WORDS: usize = 4;

/// Returns the length of the dateline of `text`, its dash included; `None` without one.
pub(crate) fn dateline(text: &str) -> Option<usize> {
    let dashes = [" - ", " – ", " — "].into_iter();
    let (at, length) = dashes
        .filter_map(|dash| Some((text.find(dash)?, dash.len())))
        .min()?;
    let words = || text[..at].split(' ');
    let is_place = words().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '('));
    (is_place && words().count() <= WORDS).then_some(at + length)
}
