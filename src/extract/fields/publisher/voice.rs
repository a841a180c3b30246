//! Tells whether the writer of a text says *wij* or *ik*, outside quotation marks.
//!
//! Leaves out who that is (`clubs`, `closing`).

/// Marks that open a quotation.
pub(super) const OPEN_QUOTES: [char; 5] = ['“', '‘', '"', '„', '«'];

/// What all who read a text have in common: *ons land*.
const OF_ALL: [&str; 6] = [
    "land",
    "samenleving",
    "tijd",
    "economie",
    "democratie",
    "wereld",
];

/// Whether a text that says *wij* or *onze* of its writer, outside quotation marks, leaves open who that is; not so *Wij,
/// bewoners*, *Wij zijn een school*, or *onze fractie* where a *fractie* is one of `others`. `None` if it says neither.
pub(super) fn says_we(text: &str, others: &[&str]) -> Option<bool> {
    let mut words = text.split(' ').peekable();
    let mut is_quoted = false;
    let mut found = false;
    while let Some(word) = words.next() {
        is_quoted |=
            word.starts_with(OPEN_QUOTES) || word.starts_with("''") || word.starts_with(",,");
        let next = words.peek().copied().unwrap_or_default();
        let is_own = matches!(
            word,
            "We" | "we" | "Wij" | "wij" | "Onze" | "onze" | "Ons" | "ons"
        );
        if is_own && !is_quoted {
            let owner = next.trim_matches(|c: char| !c.is_alphanumeric());
            let tells = owner == "zijn" && words.clone().nth(1) == Some("een");
            if tells || others.iter().any(|other| owner.ends_with(other)) {
                return Some(false);
            }
            found |= !OF_ALL.contains(&owner);
        }
        if matches!(word, "Wij," | "wij,") && !is_quoted {
            return Some(false);
        }
        let end = word.trim_end_matches(['.', ',', ':', ';', '?', '!']);
        is_quoted &= !end.ends_with(['”', '"', '’', '»']) && !end.ends_with("''");
    }
    found.then_some(true)
}

/// Whether one person writes a text, outside quotation marks: *Ik zie alleen dozen*.
pub(super) fn says_i(text: &str) -> bool {
    let words = text.match_indices(char::is_alphabetic).map(|(at, _)| at);
    let mut begins = words.filter(|&at| !text[..at].ends_with(char::is_alphanumeric));
    begins.any(|at| {
        let word = text[at..].split(|c: char| !c.is_alphabetic()).next();
        matches!(word, Some("Ik" | "ik" | "mijn" | "Mijn")) && !is_quoted(&text[..at])
    })
}

/// Most bytes before a place that may hold the beginning of a quotation. Bounds the time for a paragraph of any length.
const QUOTATION: usize = 3_000;

/// Whether a quotation is open where the words before a place end: the last mark before it opens one.
pub(super) fn is_quoted(before: &str) -> bool {
    let from = before.len().saturating_sub(QUOTATION);
    let before = &before[before.floor_char_boundary(from)..];
    let mut closes_single = false;
    for (at, mark) in before.match_indices(MARKS).rev() {
        let (earlier, later) = (&before[..at], &before[at + mark.len()..]);
        let follows_end = earlier.ends_with(|c: char| c.is_alphanumeric() || ENDS.contains(&c));
        match mark {
            "“" | "„" | "«" => return true,
            "»" => return false,
            "”" | "\"" => return !follows_end,
            // `,,Wij gaan varen”`
            "," if earlier.ends_with(',') => return true,
            "’" if !later.starts_with(char::is_alphanumeric) => closes_single = true,
            "‘" if closes_single => closes_single = false,
            "‘" if !is_clipped(later) && !follows_end => return true,
            _ => {}
        }
    }
    false
}

/// Marks that open or close a quotation, and apostrophes.
const MARKS: [char; 9] = ['“', '”', '„', '«', '»', '"', '‘', '’', ','];

/// What a mark that closes a quotation may follow, beside letters.
const ENDS: [char; 7] = ['.', ',', '!', '?', '…', ')', '’'];

/// Whether the words behind an apostrophe are *'s avonds*, *'t Veld*.
fn is_clipped(words: &str) -> bool {
    ["s ", "s-", "t ", "n "]
        .iter()
        .any(|word| words.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_mark_tells_whether_a_quotation_is_open() {
        for (before, open) in [
            ("“Wij varen”, zegt Smit. ", false),
            ("“Wij varen”, zegt Smit. “Dat is ", true),
            ("\"Wij varen,\" zegt Smit. ", false),
            ("\"Wij varen,\" zegt Smit. \"Dat is ", true),
            ("”Wij varen”, zegt Smit. ”Dat is ", true),
            (",,Wij varen”, zegt Smit. ", false),
            (",,Wij varen”, zegt Smit. ,,Dat is ", true),
            ("‘Wij varen’, zegt Smit. ", false),
            ("‘Wij varen. De foto’s zijn ", true),
            ("“Hij zei ‘nee’ tegen ", true),
            ("De brug is ‘s nachts ", false),
        ] {
            assert_eq!(is_quoted(before), open, "{before}");
        }
    }

    #[test]
    fn who_says_we_may_be_named() {
        for (text, own) in [
            ("We maken de brug veilig.", Some(true)),
            ("De brug is oud. Daarom maken wij hem veilig.", Some(true)),
            ("“We maken de brug veilig”, zegt Smit.", None),
            ("Wij, bewoners van de kade, zijn tegen.", Some(false)),
            ("Wij zijn een ziekenhuis.", Some(false)),
            ("Onze fractie dient een motie in.", Some(false)),
            ("De gemeente maakt de brug veilig.", None),
            ("In ons land zijn veel bruggen.", None),
        ] {
            assert_eq!(says_we(text, &["fractie"]), own, "{text}");
        }
    }
}
