//! The words of the pages, in Dutch and in English.
//!
//! Leaves out the texts of releases, which stay as they are.

use jiff::civil::Date;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Language {
    #[default]
    Dutch,
    English,
}

macro_rules! words {
    ($($name:ident: $dutch:literal / $english:literal,)*) => {
        /// The words of one language.
        pub(super) struct Words {
            pub(super) language: Language,
            $(pub(super) $name: &'static str,)*
        }

        static DUTCH: Words = Words { language: Language::Dutch, $($name: $dutch,)* };
        static ENGLISH: Words = Words { language: Language::English, $($name: $english,)* };
    };
}

words! {
    code: "nl" / "en",
    skip: "Naar de inhoud" / "Skip to content",
    search: "Zoeken" / "Search",
    quotes: "Citaten" / "Quotes",
    verify: "Controleer een citaat" / "Verify a quote",
    sources: "Bronnen" / "Sources",
    watches: "Meldingen" / "Watches",
    watch: "Melding" / "Watch",
    new_watch: "Nieuwe melding" / "New watch",
    watch_name: "Naam (letters, cijfers, - en _)" / "Name (letters, digits, - and _)",
    watch_query: "Zoekvraag; alle woorden moeten voorkomen" / "Query; all words must match",
    keep: "Bewaar" / "Keep",
    save_as_watch: "Bewaar als melding" / "Keep as a watch",
    ran: "laatst bekeken op" / "last run on",
    new: "nieuw" / "new",
    watch_help: "Wat er nieuw, gewijzigd of verdwenen is, meldt „omroeper watch run” op deze machine, bijvoorbeeld elke ochtend." /
        "What is new, changed or gone is told by “omroeper watch run” on this machine, each morning for example.",
    watch_help_address: "Elke melding krijgt een eigen adres. Wie dat adres heeft, kan de melding zien, wijzigen en verwijderen; verder weet niemand ervan." /
        "Each watch gets an address of its own. Whoever has that address can see, change and remove it; nobody else knows of it.",
    keep_address: "Bewaar dit adres: er is geen andere weg naar deze melding." /
        "Keep this address: there is no other way to this watch.",
    no_events: "Er is nog niets gemeld." / "Nothing was told yet.",
    change: "Wijzig" / "Change",
    too_many_watches: "Er zijn te veel meldingen. Vraag het de beheerder." / "There are too many watches. Ask the operator.",
    about: "Over" / "About",
    other_language: "English" / "Nederlands",
    other_code: "en" / "nl",
    navigation: "Hoofdmenu" / "Main menu",
    unofficial: "Geen site van de overheid." / "Not a government site.",
    search_label: "Zoek in persberichten van overheden" / "Search press releases of governments",
    search_quotes_label: "Zoek in wat er is gezegd" / "Search what was said",
    speaker: "Wie" / "Who",
    example: "Bijvoorbeeld" / "For example",
    from: "Vanaf" / "From",
    until: "Tot en met" / "Until",
    sort: "Volgorde" / "Order",
    by_relevance: "beste eerst" / "best first",
    by_date: "nieuwste eerst" / "newest first",
    filters: "Beperk het antwoord" / "Narrow the answer",
    results: "Resultaten" / "Results",
    did_you_mean: "Bedoelde u" / "Did you mean",
    also_searched: "Ook gezocht op" / "Also searched for",
    instead_of: "naast" / "beside",
    release: "bericht" / "release",
    releases: "berichten" / "releases",
    quote: "citaat" / "quote",
    quotes_noun: "citaten" / "quotes",
    of_them_other: "waarvan door andere woorden:" / "of them by other words:",
    also_published: "Ook gepubliceerd door" / "Also published by",
    changed: "gewijzigd" / "changed",
    changed_silently: "stil gewijzigd" / "changed silently",
    gone: "verdwenen" / "gone",
    undated: "zonder datum" / "undated",
    no_title: "(zonder titel)" / "(no title)",
    no_publisher: "afzender onbekend" / "publisher not named",
    speaker_not_named: "spreker niet genoemd" / "speaker not named",
    page: "Pagina" / "Page",
    pages: "Pagina’s" / "Pages",
    previous: "Vorige" / "Previous",
    next: "Volgende" / "Next",
    publisher: "Afzender" / "Publisher",
    office: "Ambt" / "Office",
    party: "Partij" / "Party",
    topic: "Onderwerp" / "Topic",
    kind: "Soort" / "Kind",
    year: "Jaar" / "Year",
    remove: "Verwijder" / "Remove",
    over_time: "Door de tijd" / "Over time",
    period: "Periode" / "Period",
    count: "Aantal" / "Count",
    as_files: "Dit antwoord als" / "This answer as",
    follow: "Volg deze zoekvraag" / "Follow this query",
    not_on_a_cluster: "Het zoekcluster kan dit niet. Stel een nauwere vraag." / "The cluster cannot do this. Ask a narrower question.",
    wrong_query: "Deze zoekvraag is niet te lezen." / "This query cannot be read.",
    source: "Naar de bron" / "To the source",
    versions: "Versies" / "Versions",
    version: "Versie" / "Version",
    first_seen: "voor het eerst gezien" / "first seen",
    differences: "Verschil met de vorige" / "Difference from the one before",
    difference: "Verschil" / "Difference",
    difference_help: "Weggehaald is doorgestreept, toegevoegd is onderstreept." /
        "Removed words are struck through, added words are underlined.",
    removed_word: "weggehaald:" / "removed:",
    added_word: "toegevoegd:" / "added:",
    match_begin: "treffer:" / "match:",
    officials: "Genoemde bestuurders" / "Officials named",
    evidence: "Bewijs" / "Evidence",
    captured: "Vastgelegd" / "Captured",
    digest: "Vingerafdruk" / "Digest",
    cite: "Verwijs naar dit bericht" / "Cite this release",
    similar: "Verwante berichten" / "Similar releases",
    same_text: "dezelfde tekst" / "the same text",
    variants: "Dezelfde tekst van anderen" / "The same text of others",
    in_context: "In het bericht" / "In the release",
    offices_held: "Ambten" / "Offices",
    all_quotes: "Alle citaten" / "All quotes",
    verify_text: "De woorden" / "The words",
    verify_speaker: "Gezegd door (mag leeg)" / "Said by (may be empty)",
    verify_button: "Controleer" / "Verify",
    exact: "Letterlijk gevonden" / "Found word for word",
    altered: "Gevonden met andere woorden" / "Found with other words",
    other_speaker: "Gevonden, maar niet van deze spreker" / "Found, but not by this speaker",
    not_found: "Niet gevonden" / "Not found",
    searched_in: "Gezocht in" / "Searched in",
    not_found_help: "Dat iets niet is gevonden, zegt niet meer dan dat: dit archief is niet volledig." /
        "That nothing was found says no more than that: this archive is not complete.",
    coverage: "Wat dit archief heeft" / "What this archive holds",
    longest_gap: "Langste gat" / "Longest gap",
    days_after: "dagen na" / "days after",
    fetched_sources: "Hoe vers de bronnen zijn" / "How fresh the sources are",
    source_name: "Bron" / "Source",
    source_status: "Toestand" / "State",
    last_read: "Laatst gelezen" / "Last read",
    newest: "Nieuwste bericht" / "Newest release",
    waiting: "Nog te lezen" / "Still to read",
    source_ok: "bijgewerkt" / "up to date",
    source_stale: "verouderd" / "stale",
    source_failing: "niet te lezen" / "failing",
    source_refused: "geweigerd door de site" / "refused by the site",
    source_never: "nog nooit gelezen" / "never read",
    source_discontinued: "opgeheven" / "discontinued",
    error_title: "Dat ging niet" / "That did not work",
    missing: "Deze pagina is er niet (meer)." / "There is no such page (any more).",
    wrong_method: "Dit adres hoort bij een formulier. Ga naar de pagina van het formulier." / "This address belongs to a form. Go to the page of the form.",
    removed_page: "Dit bericht is van de site van de afzender verdwenen." /
        "This release is gone from the site of its publisher.",
    purged_page: "Dit bericht is op verzoek verwijderd." / "This release was removed on request.",
    failed: "Er ging iets mis. Probeer het later opnieuw." / "Something went wrong. Try again later.",
    about_what: "Omroeper doorzoekt persberichten van Nederlandse overheden: wat is er gezegd, door wie, en wanneer." /
        "Omroeper searches the press releases of Dutch governments: what was said, by whom, and when.",
    about_unofficial: "Dit is geen site van de overheid. De berichten zijn van hun afzenders; lees voor zekerheid altijd de bron." /
        "This is not a government site. The releases belong to their publishers; always read the source to be sure.",
    about_rights: "Persberichten van overheden mogen in Nederland worden overgenomen (artikel 15b Auteurswet), tenzij de afzender dat recht heeft voorbehouden." /
        "In the Netherlands, releases of public bodies may be copied (article 15b of the Copyright Act), unless the publisher has reserved that right.",
    about_removal: "Staat er iets over u in dit archief dat weg moet? Vraag het de beheerder." /
        "Is there something about you in this archive that should go? Ask the operator.",
    operator: "Beheerder" / "Operator",
    persons_help: "Alleen wie een openbaar ambt heeft of had, heeft hier een pagina." /
        "Only holders of a public office have a page here.",
}

impl Language {
    /// Returns the words of the language.
    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::Dutch => &DUTCH,
            Self::English => &ENGLISH,
        }
    }

    /// Reads `nl` or `en`.
    pub(super) fn of(code: &str) -> Option<Self> {
        match code {
            "nl" => Some(Self::Dutch),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

const MONTHS: [[&str; 2]; 12] = [
    ["januari", "January"],
    ["februari", "February"],
    ["maart", "March"],
    ["april", "April"],
    ["mei", "May"],
    ["juni", "June"],
    ["juli", "July"],
    ["augustus", "August"],
    ["september", "September"],
    ["oktober", "October"],
    ["november", "November"],
    ["december", "December"],
];

impl Words {
    /// Returns a day as people write it: `3 februari 2021`.
    pub(super) fn day(&self, day: Date) -> String {
        let names = MONTHS[day.month() as usize - 1];
        let name = names[usize::from(self.language == Language::English)];
        format!("{} {name} {}", day.day(), day.year())
    }

    /// Returns a number with its noun: `1 bericht`, `1.200 berichten`.
    pub(super) fn counted(&self, count: u64, one: &str, many: &str) -> String {
        format!(
            "{} {}",
            self.number(count),
            if count == 1 { one } else { many }
        )
    }

    /// Returns a number with marks between thousands.
    pub(super) fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mark = match self.language {
            Language::Dutch => '.',
            Language::English => ',',
        };
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (n, digit) in digits.chars().enumerate() {
            if n > 0 && (digits.len() - n).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_are_written_as_people_write_them() {
        let (dutch, english) = (Language::Dutch.words(), Language::English.words());
        let day = jiff::civil::date(2021, 2, 3);
        assert_eq!(
            (dutch.day(day), english.day(day)),
            ("3 februari 2021".into(), "3 February 2021".into())
        );
        assert_eq!(dutch.counted(1, dutch.release, dutch.releases), "1 bericht");
        assert_eq!(
            dutch.counted(1_234_567, dutch.release, dutch.releases),
            "1.234.567 berichten"
        );
        assert_eq!(english.number(999), "999");
    }
}
