//! The words that queries mark in releases, as golden text: `fixtures/highlights.txt`.
//!
//! Each text is a release of one paragraph. Below it is a line per query: the text with brackets
//! around the marked words, or `–` if the query does not find the release.

use std::fmt::Write as _;

use expect_test::expect_file;
use omroeper::document::Capture;
use omroeper::extract::{extract, versions};
use omroeper::index::{IndexSetWriter, Reader};
use omroeper::search::{Paging, Query};

/// Texts, and the queries to run on each.
const CASES: &[(&str, &[&str])] = &[
    (
        "De gemeenteraadsverkiezingen zijn in maart. De gemeenteraad telt 21 raadsleden, en elk raadslid stemt.",
        &[
            "verkiezing",
            "verkiezingen",
            "gemeenteraad",
            "gemeenteraden",
            "raad",
            "raadslid",
            "raadsleden",
            "lid",
            "leden",
            "gemeente",
            "gemeenteraadsverkiezing",
            "gemeenteraad verkiezingen",
            "gemeente raad",
            "raads*",
            "=raadslid",
            "=raadsleden",
            "=leden",
            "\"elk raadslid\"",
            "\"elke raadsleden\"",
            "raadlsid~",
            "stemmen -maart",
            "stem",
            "raads-leden",
            "maart OR april",
            "21",
        ],
    ),
    (
        "De woningbouwopgave is groot: er komen 250.000 woningen bij. De bouw van woningen kost tijd, zegt het woning-bouwteam.",
        &[
            "woning",
            "woningen",
            "woningbouw",
            "woning bouw",
            "woning-bouw",
            "opgave",
            "bouwopgave",
            "woningbouwopgaven",
            "bouwen",
            "bouwteam",
            "woningbouwteam",
            "team",
            "250000",
            "250.000",
            "huis",
            "\"bouw van woningen\"",
            "\"woningen bouw\"",
            "=woning",
            "=woningen",
            "woning*",
            "wonin~",
            "grote woningen",
            "+woning +tijd",
            "tekst:tijd",
        ],
    ),
    (
        "Wethouder Bakkers van De Ronde Venen opent een bakkerij. De bakkers in ronde hoeden eten brood; inwoners van Houten zitten op houten banken.",
        &[
            "bakker",
            "bakkers",
            "Bakkers",
            "bakkerij",
            "ronde",
            "rond",
            "venen",
            "veen",
            "\"ronde venen\"",
            "\"De Ronde Venen\"",
            "De Ronde Venen",
            "houten",
            "hout",
            "hoed",
            "bank",
            "wethouder",
            "wethouders",
            "houder",
            "wet",
            "eten",
        ],
    ),
    (
        "Het college van burgemeester en wethouders (B&W) overlegt met Gedeputeerde Staten. De Regionale Uitvoeringsdienst Zandwijk (RUDZ) en de RUDZ-inspecteurs letten op de N-34.",
        &[
            "B&W",
            "b&w",
            "GS",
            "gs",
            "RUDZ",
            "rudz",
            "\"burgemeester en wethouders\"",
            "burgemeester",
            "uitvoeringsdienst",
            "dienst",
            "uitvoering",
            "inspecteur",
            "rudz-inspecteur",
            "N34",
            "N-34",
            "34",
            "staten",
            "college",
        ],
    ),
    (
        "In ’s-Hertogenbosch coördineert de dijkgraaf de foto’s van ’t Zwin; de provinciën Fryslân en Drenthe investeerden 1,5 miljoen in CO₂-opslag.",
        &[
            "'s-Hertogenbosch",
            "hertogenbosch",
            "coordineren",
            "coördinatie",
            "coördineerde",
            "foto",
            "foto's",
            "provincie",
            "provincies",
            "fryslan",
            "Fryslân",
            "investeren",
            "geïnvesteerd",
            "1,5",
            "CO2",
            "co2-opslag",
            "opslag",
            "dijk",
            "graaf",
        ],
    ),
    (
        "Het waterschap legde wegen aan langs de weg. De steden en de stad gaven akkoord; akkoorden en leden van kinderen blijven lid van het kind.",
        &[
            "waterschap",
            "waterschappen",
            "water",
            "weg",
            "wegen",
            "stad",
            "steden",
            "akkoord",
            "kind",
            "kinderen",
            "lid",
            "leggen",
            "geven",
            "weg AND stad",
            "weg NOT stad",
            "\"stad gaven\"",
            "\"stad geven\"",
        ],
    ),
    (
        "Stikstofsubsidieregeling voor boeren verlengd. De regeling voor subsidies is bedoeld voor de veehouderij en de waterveiligheid.",
        &[
            "stikstof",
            "subsidie",
            "subsidieregeling",
            "regeling",
            "regelingen",
            "stikstof subsidieregeling",
            "stikstofsubsidie",
            "boer",
            "veiligheid",
            "water veiligheid",
            "waterveiligheid",
            "veilig",
            "vee",
            "titel:regeling",
            "titel:stikstof",
            "lead:subsidie",
        ],
    ),
    (
        "De zeearend broedt bij de kust. Een arend boven zee zagen wij niet, wel een zee-arend en een zee arend. De belangstelling was groot.",
        &["zeearend", "zee-arend", "zee arend", "arend", "zee"],
    ),
    (
        "Een arend vloog over zee. De e-bikes en de fiets van de boswachter trokken belangstelling.",
        &[
            "zee-arend",
            "e-bike",
            "fiets-e-bike",
            "belangstellimg",
            "belangstellimg --no-spelling",
            "fietz",
        ],
    ),
];

/// A text and queries for an index that is large enough for synonyms.
const EXPANDED: &[(&str, &[&str])] = &[(
    "Het hospitaal van Lindeloo sluit. De leraren van de school en een docente staken, maar het zieke huis blijft open. Er is een tekort aan woningen.",
    &[
        "ziekenhuis",
        "ziekenhuizen --no-expansion",
        "leerkracht",
        "leraar",
        "woningnood",
        "ziekenhuis hospitaal",
        "titel:ziekenhuis",
        "=ziekenhuis",
    ],
)];

/// Releases of an index that is large enough for synonyms.
const MANY: usize = 1_000;

/// Indexes five releases with this text and the title `Nieuws`: a word of fewer is no neighbor of a
/// misspelled one. `others` more releases say something else.
fn index(text: &str, others: usize) -> Reader {
    let time = "2024-01-01T00:00:00Z".parse().expect("a time");
    let (mut writer, indexes) = IndexSetWriter::in_memory().expect("an index in memory");
    for n in 1..=5 + others {
        let text = if n > 5 {
            "De raad vergadert morgen."
        } else {
            text
        };
        let capture = Capture::new(
            format!("https://zandwijk.example/nieuws/{n}"),
            time,
            "text/plain",
            format!("Nieuws\n\n{text}").into_bytes(),
        );
        let release = extract(&capture).expect("a readable text");
        let (id, time) = (release.id, release.capture.time);
        writer
            .upsert(writer.prepare(id, &versions([(time, Some(release))]), 1))
            .expect("an upsert");
    }
    writer.commit(1).expect("a commit");
    indexes.reader().expect("a reader")
}

/// `text` with brackets around the marks.
fn bracketed(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        let _ = write!(out, "{}[{}]", &text[at..mark.start], &text[mark.clone()]);
        at = mark.end;
    }
    out + &text[at..]
}

#[test]
fn exactly_the_matching_words_are_marked() {
    let mut golden = String::new();
    let mut cases = 0;
    let all = CASES.iter().map(|case| (case, 0));
    for ((text, queries), others) in all.chain(EXPANDED.iter().map(|case| (case, MANY))) {
        let reader = index(text, others);
        let _ = writeln!(golden, "{text}");
        for query in *queries {
            let parsed: Query = query.parse().expect("a query");
            let search = parsed.prepare(&reader).expect("a prepared search");
            let answer = search.top(&Paging::default()).expect("an answer");
            let shown = answer.hits.first().map_or("–".to_owned(), |hit| {
                bracketed(&hit.snippet.text, &hit.snippet.marks)
            });
            let _ = writeln!(golden, "  {query:28} {shown}");
            cases += 1;
        }
        golden.push('\n');
    }
    assert!(cases >= 100, "{cases} cases");
    expect_file!["../../fixtures/highlights.txt"].assert_eq(&golden);
}
