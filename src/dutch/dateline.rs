//! The place, and the news agency, with which a message opens: `DEN HAAG (ANP) - `.

/// The most words of a place and an agency.
const WORDS: usize = 4;

/// Returns the length of the dateline of `text`, its dash included; `None` without one.
pub(crate) fn dateline(text: &str) -> Option<usize> {
    let mut end = 0;
    for (number, word) in text.split(' ').enumerate() {
        let behind = end + word.len() + 1;
        if matches!(word, "-" | "–" | "—") && number > 0 && behind <= text.len() {
            return Some(behind);
        }
        if number == WORDS || !word.starts_with(|c: char| c.is_uppercase() || c == '(') {
            return None;
        }
        end = behind;
    }
    None
}
