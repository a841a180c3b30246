//! What is wrong with what a reader typed, and what to type instead, in the language of the page.
//!
//! Leaves out finding it. In English these are the words of the terminal.

use super::asked::{AskedError, FORMATS, LONGEST};
use super::words::{Language, Words};
use crate::search::{QueryError, QueryFault, ReversedDays};
use crate::watch::WatchError;

/// What is wrong.
pub(super) struct Reason {
    pub(super) what: String,
    /// The query in three parts: the second one is wrong.
    pub(super) place: Option<[String; 3]>,
    /// What to type instead.
    pub(super) remedy: Option<String>,
}

impl Reason {
    /// What is wrong with a query.
    pub(super) fn of_query(error: &QueryError, w: &Words) -> Self {
        let (what, remedy) = match w.language {
            Language::English => (
                error.fault.reason().into_owned(),
                error.fault.remedy().into_owned(),
            ),
            Language::Dutch => in_dutch(&error.fault),
        };
        Self {
            what: sentence(&what),
            place: Some(error.parts()),
            remedy: Some(sentence(&remedy)),
        }
    }

    /// What is wrong with an address.
    pub(super) fn of_asked(error: &AskedError, w: &Words) -> Self {
        let plain = |what: String| Self {
            what: sentence(&what),
            place: None,
            remedy: None,
        };
        match (error, w.language) {
            (AskedError::Query(error), _) => Self::of_query(error, w),
            (_, Language::English) => plain(error.to_string()),
            (AskedError::TooLong, Language::Dutch) => {
                plain(format!("een zoekvraag heeft hooguit {LONGEST} tekens"))
            }
            (AskedError::Format { value }, Language::Dutch) => Self {
                remedy: Some(format!("Kies uit {FORMATS}.")),
                ..plain(format!("‘{value}’ is geen formaat"))
            },
            (AskedError::Day { value, .. }, Language::Dutch) => Self {
                remedy: Some(sentence(DAYS)),
                ..plain(format!("‘{value}’ is geen datum"))
            },
            (AskedError::ReversedDays(ReversedDays { since, until }), Language::Dutch) => Self {
                remedy: Some("Wissel de dagen om.".to_owned()),
                ..plain(format!("‘Vanaf’ {since} is later dan ‘tot en met’ {until}"))
            },
        }
    }

    /// What is wrong with a form for a watch; `None` if the form is right, and something else failed.
    pub(super) fn of_watch(error: &WatchError, w: &Words) -> Option<Self> {
        let dutch = match error {
            WatchError::Query(error) => return Some(Self::of_query(error, w)),
            WatchError::Exists { name } => format!("er is al een melding ‘{name}’"),
            WatchError::Name { name } => {
                format!("‘{name}’ is geen naam: gebruik letters, cijfers, - en _")
            }
            WatchError::Everything => "deze melding zou alles vinden: geef woorden".to_owned(),
            _ => return None,
        };
        let what = match w.language {
            Language::Dutch => dutch,
            Language::English => error.to_string(),
        };
        Some(Self {
            what: sentence(&what),
            place: None,
            remedy: None,
        })
    }
}

/// How days are written.
const DAYS: &str = "schrijf een dag als 2021-02-03 of 3 feb 2021, een maand als 2021-02, een jaar als 2021, of vorige maand";

/// Returns what is wrong, and what to type instead.
fn in_dutch(fault: &QueryFault) -> (String, String) {
    let (what, remedy): (&str, &str) = match fault {
        QueryFault::Empty => (
            "er staan geen woorden in",
            "geef er ten minste een, zoals woningbouw",
        ),
        QueryFault::Unreadable => ("dit deel heeft geen betekenis", "geef woorden"),
        QueryFault::RegularExpression => (
            "reguliere expressies kunnen hier niet",
            "geef woorden, of het begin van een woord met *",
        ),
        QueryFault::Range => ("zo kan een periode niet", "schrijf datum:2020..2021"),
        QueryFault::FuzzyNumber => (
            "na ~ staat geen getal",
            "schrijf woord~ voor woorden die een of twee letters verschillen",
        ),
        QueryFault::Weight => (
            "woorden hebben geen gewicht",
            "schrijf +woord als een woord er moet staan",
        ),
        QueryFault::InnerWildcard => (
            "* en ? kunnen niet midden in een woord staan",
            "schrijf het begin van het woord met *",
        ),
        QueryFault::LeadingWildcard => (
            "* kan niet vóór een woord staan",
            "schrijf het begin van het woord met *; een woord vindt ook de samenstellingen die erop eindigen",
        ),
        QueryFault::WildcardInPhrase => (
            "* en ? kunnen niet tussen aanhalingstekens staan",
            "zet het woord met * buiten de aanhalingstekens",
        ),
        QueryFault::ShortPrefix { least } => {
            let remedy = format!("schrijf ten minste {least} letters vóór de *");
            return ("te veel woorden beginnen zo".to_owned(), remedy);
        }
        QueryFault::NearDistance { most } => {
            return (
                format!("bij NEAR hoort een aantal woorden van 1 tot en met {most}"),
                "schrijf woord NEAR/5 woord".to_owned(),
            );
        }
        QueryFault::NearOperands => (
            "NEAR staat tussen twee woorden",
            "schrijf woord NEAR/5 woord, of titel:(woord NEAR/5 woord) voor één veld",
        ),
        QueryFault::TooDeep { .. } => (
            "er staan te veel haakjes in elkaar",
            "schrijf de zoekvraag met minder haakjes",
        ),
        QueryFault::FilterGroup { name } => {
            return (
                format!("{name}: neemt één waarde"),
                "schrijf datum:2019..2020, of (soort:nieuws OF soort:toespraak)".to_owned(),
            );
        }
        QueryFault::Period { value } => {
            let remedy = format!("{DAYS}, of een reeks als 2019..2021");
            return (format!("‘{value}’ is geen periode"), remedy);
        }
        QueryFault::Kind { value } => {
            return (
                format!("‘{value}’ is geen soort bericht"),
                "schrijf nieuws, persbericht, toespraak of kamerstuk".to_owned(),
            );
        }
        QueryFault::EmptyAddress => ("het adres is leeg", "schrijf url:zandwijk.nl"),
        QueryFault::QuoteField { name } => {
            return (
                format!("citaten hebben geen veld {name}:"),
                "gebruik citaat:, spreker:, ambt:, partij:, uitgever: of datum:, of zoek in berichten"
                    .to_owned(),
            );
        }
        QueryFault::Options { .. } => (
            "de opties na de woorden zijn niet te lezen",
            "gebruik de velden van het formulier",
        ),
    };
    (what.to_owned(), remedy.to_owned())
}

/// Returns a text as a sentence.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let mut out: String = first.chain(chars).collect();
    if !out.ends_with(['.', '?', ')']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Query;

    #[test]
    fn mistakes_are_told_in_the_language_of_the_page() {
        let told = |query: &str, language: Language| {
            let error = query.parse::<Query>().expect_err("a mistake");
            let reason = Reason::of_query(&error, language.words());
            (reason.what, reason.remedy.expect("a remedy"))
        };
        let (what, remedy) = told("brug NEAR/99 dijk", Language::Dutch);
        assert_eq!(
            what,
            "Bij NEAR hoort een aantal woorden van 1 tot en met 50."
        );
        assert_eq!(remedy, "Schrijf woord NEAR/5 woord.");
        let (what, _) = told("soort:roman", Language::Dutch);
        assert_eq!(what, "‘roman’ is geen soort bericht.");
        let (what, _) = told("soort:roman", Language::English);
        assert_eq!(what, "`roman` is not a kind of release.");
        let error = "w*".parse::<Query>().expect_err("a mistake");
        let place = Reason::of_query(&error, Language::Dutch.words()).place;
        assert_eq!(place, Some(["", "w*", ""].map(str::to_owned)));
    }
}
