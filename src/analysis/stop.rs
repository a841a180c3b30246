//! Words that carry no topic: dropped from unquoted queries while others remain.
//!
//! Leaves out the index, which keeps them: names and phrases need `van`, `de`, `der`.

/// Function words of Dutch, folded: articles, pronouns, prepositions, conjunctions, auxiliaries,
/// question words. Words that are also nouns or verbs of content (`meer`, `wil`, `wet`) are not here.
const STOP_WORDS: &[&str] = &[
    "aan", "al", "alle", "als", "alsook", "ben", "bij", "daar", "dan", "dat", "de", "den", "der", "deze", "die", "dit",
    "doe", "doet", "door", "dus", "een", "eens", "en", "er", "ge", "had", "hadden", "heb", "hebben", "hebt", "heeft",
    "hem", "hen", "het", "hier", "hij", "hoe", "hoeveel", "hun", "iemand", "iets", "ik", "in", "is", "ja", "je", "jij",
    "jouw", "jullie", "kan", "krijg", "krijgt", "kun", "kunnen", "kunt", "maar", "mag", "me", "men", "met", "mij",
    "mijn", "moet", "moeten", "na", "naar", "niet", "niets", "nog", "nu", "of", "om", "omdat", "onder", "ons", "onze",
    "ook", "op", "over", "per", "sinds", "te", "tegen", "ten", "ter", "toch", "toen", "tot", "tussen", "u", "uit",
    "uw", "van", "vanaf", "vanuit", "veel", "via", "voor", "waar", "waarom", "wanneer", "waren", "was", "wat", "we",
    "wel", "welk", "welke", "werd", "werden", "wie", "wij", "word", "worden", "wordt", "ze", "zegt", "zei", "zich",
    "zij", "zijn", "zo", "zonder", "zou", "zouden", "zullen", "zult",
];

/// Whether the folded `word` carries no topic.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_spares_content() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("wanneer") && is_stop_word("van"));
        assert!(!is_stop_word("meer") && !is_stop_word("wet"));
    }
}
