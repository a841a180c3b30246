//! The gazetteer: places, surnames, and words that precede names, from the lists of `dutch`.
//!
//! Leaves out deciding what is a name in a text (`names`). The lists are read at first use.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::fold::fold;
use crate::dutch::list::lines;
use crate::dutch::offices::before_names;
use crate::dutch::words::{BEFORE_NAMES, PLACES, SURNAMES, TITLES};

/// Names by kind. Names of one word are folded.
pub(super) struct Gazetteer {
    /// Places of one word whose names are not also words.
    places: HashSet<String>,
    /// Places of one word whose names are also words.
    pub(super) ambiguous_places: HashSet<String>,
    /// Places of several words, unfolded, by their first word.
    pub(super) several: HashMap<&'static str, Vec<&'static str>>,
    pub(super) surnames: HashSet<String>,
    pub(super) titles: HashSet<&'static str>,
}

impl Gazetteer {
    pub(super) fn get() -> &'static Self {
        &GAZETTEER
    }
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let (mut places, mut ambiguous_places) = (HashSet::new(), HashSet::new());
    let mut several = HashMap::<&str, Vec<_>>::new();
    for line in lines(PLACES).filter(|line| !line.starts_with('[')) {
        let (name, also_word) = line
            .strip_prefix('~')
            .map_or((line, false), |name| (name, true));
        match name.split_once(' ') {
            Some((first, _)) => several.entry(first).or_default().push(name),
            None if also_word => drop(ambiguous_places.insert(fold(name))),
            None => drop(places.insert(fold(&name.replace(['-', '\''], "")))),
        }
    }
    let surnames = SURNAMES.iter().map(fold).collect();
    let abbreviated = TITLES.iter().map(|title| title.trim_end_matches('.'));
    let titles = before_names()
        .chain(BEFORE_NAMES.iter())
        .chain(abbreviated)
        .collect();
    Gazetteer {
        places,
        ambiguous_places,
        several,
        surnames,
        titles,
    }
});

/// Whether the folded `word` is the name of a place and not also a word.
pub(super) fn is_place(word: &str) -> bool {
    GAZETTEER.places.contains(word)
}
