//! Finite verbs used to recognize speech, and what each form does.
//!
//! Leaves out lemmas (`analysis`).

use std::sync::LazyLock;

use super::list::{WordList, lines};

/// Returns the verb forms with the flag `wanted`.
fn flagged(wanted: &'static str) -> WordList {
    WordList::new(
        lines(include_str!("data/verbs.txt")).filter_map(move |line| {
            let (form, flags) = line
                .split_once(": ")
                .unwrap_or_else(|| panic!("verbs.txt: `{line}` has no flag"));
            flags.split(' ').any(|flag| flag == wanted).then_some(form)
        }),
    )
}

/// Forms that attribute words to a speaker: `“…”, zegt wethouder Smit`.
pub(crate) static SAYS: LazyLock<WordList> = LazyLock::new(|| flagged("says"));

/// Forms that report words without quotation marks.
pub(crate) static REPORTS: LazyLock<WordList> = LazyLock::new(|| flagged("reports"));

/// Forms that report what follows *dat*.
pub(crate) static REPORTS_DAT: LazyLock<WordList> = LazyLock::new(|| flagged("dat"));

/// Forms after which a fragment in quotation marks is the speaker's word for something.
pub(crate) static CALLS: LazyLock<WordList> = LazyLock::new(|| flagged("calls"));

/// Forms that occur in nearly every spoken sentence.
pub(crate) static FINITE: LazyLock<WordList> = LazyLock::new(|| flagged("finite"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_their_flags() {
        assert!(SAYS.contains("zegt") && REPORTS.contains("zegt"));
        assert!(CALLS.contains("noemt") && !REPORTS.contains("noemt"));
        assert!(FINITE.contains("is") && !SAYS.contains("is"));
    }
}
