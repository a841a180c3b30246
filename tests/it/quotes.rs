//! Attribution of quotes to speakers: the hard patterns, one by one.

use omroeper::document::{Capture, Quote, QuoteKind, Release};
use omroeper::extract::extract;

/// Extracts a page with these paragraphs, separated by ` ¶ `. The prefix `# ` makes a heading, and
/// `> ` a block quotation.
pub(crate) fn read(text: &str) -> Release {
    titled("Bericht", text)
}

/// As [`read`], with a title.
pub(crate) fn titled(title: &str, text: &str) -> Release {
    let body: String = text
        .split(" ¶ ")
        .map(
            |part| match (part.strip_prefix("# "), part.strip_prefix("> ")) {
                (Some(heading), _) => format!("<h2>{heading}</h2>"),
                (_, Some(words)) => format!("<blockquote><p>{words}</p></blockquote>"),
                _ => format!("<p>{part}</p>"),
            },
        )
        .collect();
    let page = format!("<main><h1>{title}</h1><p>Geplaatst op: 3 mei 2021</p>{body}</main>");
    let time = "2021-06-01T00:00:00Z".parse().expect("a time");
    extract(&Capture::new(
        "https://zandwijk.example/x",
        time,
        "text/html",
        page.into_bytes(),
    ))
    .expect("a page")
}

/// `direct: Words | more words`
pub(crate) fn said(release: &Release, quote: &Quote) -> String {
    let kind = match quote.kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Indirect => "indirect",
    };
    let words: Vec<&str> = quote.segments.iter().map(|s| release.text(*s)).collect();
    format!("{kind}: {}", words.join(" | "))
}

/// `direct: Words | more words — Name, role + Name, role`
fn shown(release: &Release, quote: &Quote) -> String {
    let speakers: Vec<String> = quote
        .speakers
        .iter()
        .map(|s| {
            let who = s
                .name
                .as_deref()
                .or(s.organisation.as_deref())
                .unwrap_or("?");
            s.role
                .as_deref()
                .map_or(who.to_owned(), |role| format!("{who}, {role}"))
        })
        .collect();
    format!("{} — {}", said(release, quote), speakers.join(" + "))
}

pub(crate) fn all(release: &Release) -> Vec<String> {
    release
        .quotes
        .iter()
        .map(|quote| shown(release, quote))
        .collect()
}

fn terms(release: &Release) -> Vec<&str> {
    release
        .terms
        .iter()
        .map(|span| release.text(*span))
        .collect()
}

/// A text, the quotes expected from it, and the terms expected from it.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

fn check_cases(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, quotes, expected_terms)| {
            let release = read(text);
            let found = (all(&release), terms(&release));
            (found.0 != *quotes || found.1 != *expected_terms).then(|| {
                format!(
                    "{text}\n  expected {quotes:?} {expected_terms:?}\n  found    {:?} {:?}",
                    found.0, found.1
                )
            })
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_quote_belongs_to_the_speaker_that_the_surrounding_text_names() {
    const WEIR: &str =
        "direct: De stuw is na veertig jaar aan vervanging toe. — Geert Hofstra, heemraad";
    check_cases(&[
        // The text between two quotations introduces a second speaker.
        (
            "Heemraad Geert Hofstra: “De stuw is na veertig jaar aan vervanging toe.” Ook rentmeester en directeur Ina Vos is blij. “De vissen kunnen er weer langs.”",
            &[
                WEIR,
                "direct: De vissen kunnen er weer langs. — Ina Vos, rentmeester",
            ],
            &[],
        ),
        // The subject of the sentence speaks, not the other person in it.
        (
            "Heemraad Geert Hofstra opende de stuw samen met boswachter Ina Vos. “De vissen kunnen er weer langs”, zei hij.",
            &["direct: De vissen kunnen er weer langs — Geert Hofstra, heemraad"],
            &[],
        ),
        // The quotation marks enclose the title of a report, not speech.
        (
            "Heemraad Geert Hofstra bood het rapport “Hoe houden we samen het water in het hele gebied schoon?” aan.",
            &[],
            &["Hoe houden we samen het water in het hele gebied schoon?"],
        ),
        // The speaker is named in the block before the quotation, or after the quotation.
        (
            "Heemraad Geert Hofstra licht toe: ¶ “De stuw is na veertig jaar aan vervanging toe.”",
            &[WEIR],
            &[],
        ),
        (
            "“De stuw is na veertig jaar aan vervanging toe.” ¶ Dat zei heemraad Geert Hofstra.",
            &[WEIR],
            &[],
        ),
        (
            "“De stuw is na veertig jaar aan vervanging toe.” ¶ Geert Hofstra, heemraad",
            &[WEIR],
            &[],
        ),
        (
            "“De stuw is na veertig jaar aan vervanging toe.” – Geert Hofstra, heemraad",
            &[WEIR],
            &[],
        ),
        (
            "“De stuw is na veertig jaar aan vervanging toe.” (heemraad Geert Hofstra)",
            &[WEIR],
            &[],
        ),
        // A block quotation without quotation marks.
        (
            "> De stuw is na veertig jaar aan vervanging toe. ¶ Geert Hofstra, heemraad",
            &[WEIR],
            &[],
        ),
        (
            "Heemraad Geert Hofstra: ¶ > De stuw is na veertig jaar aan vervanging toe.",
            &[WEIR],
            &[],
        ),
        (
            "> Artikel 3: het is verboden hier te varen als de stuw open is.",
            &[],
            &[],
        ),
        // A verb of speech that is not in any word list.
        (
            "“Hier zwommen wij als kind al”, mijmert heemraad Geert Hofstra.",
            &["direct: Hier zwommen wij als kind al — Geert Hofstra, heemraad"],
            &[],
        ),
        // An occupation at the start of a sentence, and names of several words.
        (
            "Commandant Jan Pieter de Waard: “De brand was na een uur onder controle.”",
            &["direct: De brand was na een uur onder controle. — Jan Pieter de Waard, commandant"],
            &[],
        ),
        (
            "Buurtbewoner Ria Hofman-van den Akker: “De straat is nu veel stiller dan vroeger.”",
            &[
                "direct: De straat is nu veel stiller dan vroeger. — Ria Hofman-van den Akker, buurtbewoner",
            ],
            &[],
        ),
        (
            "Wethouder Lies van der Meer: “De straat is nu veel stiller dan vroeger.”",
            &["direct: De straat is nu veel stiller dan vroeger. — Lies van der Meer, wethouder"],
            &[],
        ),
    ]);
}

#[test]
fn the_hardest_patterns_are_attributed_correctly() {
    check_cases(&[
        // Split by an attribution that ends in a full stop.
        (
            "‘Deze school was aan vervanging toe’, vertelt wethouder Sanne van der Wal (Onderwijs). ‘Daar zijn de ouders het over eens.’",
            &[
                "direct: Deze school was aan vervanging toe | Daar zijn de ouders het over eens. — Sanne van der Wal, wethouder",
            ],
            &[],
        ),
        // Resumed after a comma.
        (
            "“Het water staat nog hoog”, meldt dijkgraaf Marijke Tuinstra, “maar het zakt gelukkig snel.”",
            &[
                "direct: Het water staat nog hoog | maar het zakt gelukkig snel. — Marijke Tuinstra, dijkgraaf",
            ],
            &[],
        ),
        // Two paragraphs; the first has no closing mark.
        (
            "Heemraad Joris Vink: “De sluis kan weer dertig jaar mee. ¶ Dat heeft ons wel veel moeite gekost.” De opening is in juni.",
            &[
                "direct: De sluis kan weer dertig jaar mee. | Dat heeft ons wel veel moeite gekost. — Joris Vink, heemraad",
            ],
            &[],
        ),
        // A closing mark where an opening one should be.
        (
            "Burgemeester Noor Benali: ”Ik ben trots op onze brandweer.”",
            &["direct: Ik ben trots op onze brandweer. — Noor Benali, burgemeester"],
            &[],
        ),
        // Two commas open the quotation, two apostrophes close it. It contains an apostrophe.
        (
            "Dijkgraaf Rients Wiersma-Bos: ,,Zo’n winter maak je maar één keer mee.’’",
            &["direct: Zo’n winter maak je maar één keer mee. — Rients Wiersma-Bos, dijkgraaf"],
            &[],
        ),
        // A name within the speech, in the same quotation marks.
        (
            "‘De campagne ‘Licht aan’ maakt het fietsen veiliger’, aldus gedeputeerde Karin Mol.",
            &[
                "direct: De campagne ‘Licht aan’ maakt het fietsen veiliger — Karin Mol, gedeputeerde",
            ],
            &[],
        ),
        // A motto is not a quote.
        (
            "De campagne ‘Fiets veilig, kom thuis’ start maandag. Gedeputeerde Paul Bos geeft het startsein.",
            &[],
            &["Fiets veilig, kom thuis"],
        ),
        // Two speakers share one quote.
        (
            "Wethouders Roos Jacobs en Emre Aydın zijn tevreden: “Hier hebben wij jaren aan gewerkt.”",
            &[
                "direct: Hier hebben wij jaren aan gewerkt. — Roos Jacobs, wethouder + Emre Aydın, wethouder",
            ],
            &[],
        ),
        // The subject of the sentence speaks, not the person named nearest to the quotation.
        (
            "Wethouder Tim Blom van de gemeente Oostmeer feliciteert directeur Ilse Prins van Zorg aan Huis: ‘Dit is een mooie dag voor ons dorp.’",
            &["direct: Dit is een mooie dag voor ons dorp. — Tim Blom, wethouder"],
            &[],
        ),
        // A pronoun refers to a person named in the previous sentence.
        (
            "Volgens Joke Vos, wethouder gemeente Lindeloo, is dit een eerste stap. Ze legt uit: ‘Nu kunnen de bewoners meepraten.’",
            &[
                "indirect: is dit een eerste stap — Joke Vos, wethouder",
                "direct: Nu kunnen de bewoners meepraten. — Joke Vos, wethouder",
            ],
            &[],
        ),
        // An office whose holder is named only later.
        (
            "De burgemeester is opgelucht: “Niemand is gewond geraakt.” Burgemeester Wim Dekker bezocht de straat vanochtend.",
            &["direct: Niemand is gewond geraakt. — Wim Dekker, burgemeester"],
            &[],
        ),
        // A first name, then a pronoun in the next paragraph.
        (
            "Boswachter Anke Ploeg kent het gebied. Anke: ‘Ik loop hier elke dag.’ ¶ ‘Dat wil ik nog lang doen’, lacht ze.",
            &[
                "direct: Ik loop hier elke dag. — Anke Ploeg, boswachter",
                "direct: Dat wil ik nog lang doen — Anke Ploeg, boswachter",
            ],
            &[],
        ),
        // The title of a document, and an official's words about it.
        (
            "De nota “Wonen in 2040” ligt ter inzage. Gedeputeerde Arno Kuik noemt het “een stevig plan”.",
            &["mixed: een stevig plan — Arno Kuik, gedeputeerde"],
            &["Wonen in 2040"],
        ),
        // A reporting clause in the middle of the sentence.
        (
            "De trein stopt voortaan twee keer per uur, meldt Vlaams minister van Mobiliteit Leen Claes, en dat scheelt veel reistijd.",
            &["indirect: De trein stopt voortaan twee keer per uur — Leen Claes, minister"],
            &[],
        ),
    ]);
}

#[test]
fn the_label_of_a_list_item_ends_at_its_colon() {
    let list = read(
        "De planning is: ¶ • Ontwerp: tot 1 maart; ¶ • Aanleg (2026): nieuwe bomen; ¶ • 10.30 uur: feestelijke opening",
    );
    let labels: Vec<Option<&str>> = list.lists[0]
        .items
        .iter()
        .map(|i| i.label.map(|l| list.text(l)))
        .collect();
    assert_eq!(labels, [Some("Ontwerp"), Some("Aanleg (2026)"), None]);
    assert_eq!(
        list.lists[0].intro.map(|intro| list.text(intro)),
        Some("De planning is:")
    );
}

#[test]
fn other_patterns_are_attributed_correctly() {
    check_cases(&[
        (
            "NOORDBROEK – Wethouder Bea Kok opende de brug. “Een dorp kan niet zonder brug”, zei ze.",
            &["direct: Een dorp kan niet zonder brug — Bea Kok, wethouder"],
            &[],
        ),
        (
            "“Wij gaan hier straks sneller bouwen”, zegt gedeputeerde Luuk Haan (VVD).",
            &["direct: Wij gaan hier straks sneller bouwen — Luuk Haan, gedeputeerde"],
            &[],
        ),
        (
            "“De netten raken overal vol”, zegt minister voor Klimaat en Energie Ruud Klaver.",
            &["direct: De netten raken overal vol — Ruud Klaver, minister"],
            &[],
        ),
        (
            "“Dit kabinet kiest voor de kust.” Dat zei staatssecretaris Fleur Wit gisteren.",
            &["direct: Dit kabinet kiest voor de kust. — Fleur Wit, staatssecretaris"],
            &[],
        ),
        (
            "# Wethouder Dirk Post ¶ “Ik heb hier zelf op school gezeten en ken elk lokaal.”",
            &[
                "direct: Ik heb hier zelf op school gezeten en ken elk lokaal. — Dirk Post, wethouder",
            ],
            &[],
        ),
        (
            "“Wij doen dit niet alleen”, laat demissionair minister Hugo Been weten.",
            &["direct: Wij doen dit niet alleen — Hugo Been, minister"],
            &[],
        ),
        (
            "‘Vanuit ’s-Gravenzande fietst u straks in tien minuten naar zee’, aldus wethouder Inge Smal.",
            &[
                "direct: Vanuit ’s-Gravenzande fietst u straks in tien minuten naar zee — Inge Smal, wethouder",
            ],
            &[],
        ),
        (
            "« De dijk is nu veilig », aldus het waterschap.",
            &["direct: De dijk is nu veilig — het waterschap"],
            &[],
        ),
        (
            "Volgens de provincie komt er genoeg geld voor de weg. De weg gaat in mei open.",
            &["indirect: komt er genoeg geld voor de weg — de provincie"],
            &[],
        ),
        (
            "Volgens planning is de brug in mei klaar. Volgens het besluit mag dat ook.",
            &[],
            &[],
        ),
        (
            "De weg is dicht, maar de wethouder komt later met de bus.",
            &[],
            &[],
        ),
    ]);
    let photo = read("Wethouder Jet Baas (links) opent de hal met directeur Cor Vlam.");
    assert_eq!(photo.officials[0].name, "Jet Baas");
    assert_eq!(
        (&photo.officials[0].portfolio, &photo.officials[0].party),
        (&None, &None)
    );
}

#[test]
fn a_quote_has_its_attribution_and_a_confidence() {
    let release = read(
        "Wethouder Bea Kok: “Wij gaan bouwen, en wel meteen.” ¶ “Dat is hard nodig”, zegt ze.",
    );
    let attributions: Vec<_> = release
        .quotes
        .iter()
        .map(|q| (q.attribution.map(|a| release.text(a)), q.confidence))
        .collect();
    assert_eq!(attributions[0].0, Some("Wethouder Bea Kok:"));
    assert_eq!(attributions[1].0, Some("zegt ze"));
    assert!(
        attributions[0].1 > attributions[1].1 && attributions[1].1 > 0,
        "{attributions:?}"
    );
}
