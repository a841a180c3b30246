//! Tells at a glance that a word has none of some dictionary forms, neither itself nor one of its parts.
//!
//! Leaves out what the dictionary form is (`lemma`). A dictionary form begins with two letters that stand somewhere in
//! each of its forms: *gebouwd* has the *bo* of *bouwen*, and *woningbouw* too. The few forms that differ more
//! (*dacht*, *denken*) are listed in the lexicon. Most words of a text have none of the pairs that a query needs, and
//! are passed over without a look into the lexicon.

use super::lexicon::Lexicon;

/// The bit of each byte as a second letter: one for each small letter, and one for all other bytes.
const BITS: [u32; 256] = {
    let mut bits = [OTHER; 256];
    let mut letter = 0;
    while letter < 26 {
        bits[b'a' as usize + letter] = 1 << letter;
        letter += 1;
    }
    bits
};

const OTHER: u32 = 1 << 26;

/// Tells which folded words may have one of some dictionary forms, as themselves or as the form of a part.
#[derive(Debug, Clone)]
pub struct FormFilter {
    /// For each byte of a word, the [`BITS`] of those behind it with which the word may have one of the forms. Words
    /// with anything but letters may.
    pairs: [u32; 256],
    /// Listed forms that lack the first two letters of their dictionary form.
    unlike: Vec<&'static str>,
    /// Whether every word may have one.
    all: bool,
}

impl Default for FormFilter {
    fn default() -> Self {
        let pairs = BITS.map(|bit| if bit == OTHER { u32::MAX } else { OTHER });
        Self {
            pairs,
            unlike: Vec::new(),
            all: false,
        }
    }
}

impl FormFilter {
    /// Lets every word pass.
    #[must_use]
    pub fn all() -> Self {
        Self {
            all: true,
            ..Self::default()
        }
    }

    /// Adds a dictionary form, or a form that words have as they are written.
    pub fn add(&mut self, form: &str) {
        self.unlike.extend(Lexicon::get().unlike(form));
        self.add_beginning(form);
    }

    /// Adds the first two letters of a form.
    pub(super) fn add_beginning(&mut self, form: &str) {
        let mut letters = form.bytes().take_while(u8::is_ascii_lowercase);
        let Some(first) = letters.next() else {
            return;
        };
        // The stemmer may double a vowel at the beginning (*apen* is *aap*), and makes *-eer* of *-atie*.
        let is_sure = !form.starts_with(['a', 'e', 'i', 'o', 'u']) && !form[1..].starts_with("eer");
        let of_first = &mut self.pairs[usize::from(first)];
        if let Some(second) = letters.next().filter(|_| is_sure) {
            *of_first |= bit(second);
        } else {
            *of_first = u32::MAX;
            for pairs in &mut self.pairs {
                *pairs |= bit(first);
            }
        }
    }

    /// Whether the folded `word` may have one of the forms. If not, it has none.
    #[must_use]
    pub fn may_have(&self, word: &str) -> bool {
        if self.all || word.len() < 3 {
            return true;
        }
        let bytes = word.as_bytes();
        let has_pair = |one: u8, next: u8| self.pairs[usize::from(one)] & bit(next) != 0;
        (1..bytes.len()).any(|at| {
            // The stemmer may remove a *ge* within a word.
            let behind_ge = || bytes.get(at + 2).filter(|_| bytes[at..].starts_with(b"ge"));
            has_pair(bytes[at - 1], bytes[at])
                || behind_ge().is_some_and(|next| has_pair(bytes[at - 1], *next))
        }) || self.unlike.iter().any(|form| word.contains(form))
    }
}

fn bit(byte: u8) -> u32 {
    BITS[usize::from(byte)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lemma::analyze_word;
    use super::super::spelling::Spelling;
    use super::*;

    fn passes(word: &str) -> Result<(), String> {
        let may_have = |form: &str, add: fn(&mut FormFilter, &str)| {
            let mut filter = FormFilter::default();
            add(&mut filter, form);
            filter.may_have(word)
        };
        analyze_word(word, Spelling::Plain, |analysis| {
            let parts = analysis.parts.iter().map(|part| part.lemma.as_str());
            let mut forms = parts.chain([analysis.lemma.as_str(), word]);
            // A look at the list for each word of the lexicon would take a minute.
            let missed = forms.find(|form| {
                !may_have(form, FormFilter::add_beginning) && !may_have(form, FormFilter::add)
            });
            missed.map_or(Ok(()), |form| Err(format!("{word} has the form {form}")))
        })
    }

    #[test]
    fn every_listed_word_may_have_its_forms() {
        let words = Lexicon::get().words();
        let wrong: Vec<String> = words.filter_map(|word| passes(&word).err()).collect();
        assert_eq!(wrong, [""; 0]);
    }

    #[test]
    fn most_words_are_passed_over() {
        let mut filter = FormFilter::default();
        for form in ["brug", "denken"] {
            filter.add(form);
        }
        for (word, may) in [
            ("bruggen", true),
            ("verkeersbrug", true),
            ("gedacht", true),
            ("n34", true),
            ("gemeente", false),
            ("water", false),
        ] {
            assert_eq!(filter.may_have(word), may, "{word}");
        }
    }

    proptest! {
        #[test]
        fn every_word_may_have_its_forms(
            beginning in "(ge|be|ver|aan|op|)[bcdfghjklmnpqrstvwxz]{0,2}",
            middle in "(a|e|i|o|u|ij|ei|ui|oe|aa|ee|oo)[bcdfghjklmnpqrstvwxz]{0,3}",
            ending in "(a|e|i|o|u|ie|)(ren|den|s|en|t|jes|tje|heid|heden|ing|lijk|e|)",
        ) {
            prop_assert_eq!(passes(&format!("{beginning}{middle}{ending}")), Ok(()));
        }

        #[test]
        fn every_row_of_letters_may_have_its_forms(word in "[a-z]{3,14}", ending in "(en|s|t|ge[a-z]{2}|)") {
            prop_assert_eq!(passes(&format!("{word}{ending}")), Ok(()));
        }
    }
}
