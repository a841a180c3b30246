//! What each kind of query node matches in a small index.
//!
//! Leaves out parsing and scores.

use serde_json::json;

use omroeper::document::{Release, ReleaseId, Span, Version, VersionMeta, VersionStatus};
use omroeper::index::{IndexSetWriter, Reader};
use omroeper::search::{Paging, Query};

/// The fields of a test release. An empty field is absent from the release.
#[derive(Clone, Copy)]
struct Page {
    name: &'static str,
    title: &'static str,
    text: &'static [&'static str],
    publisher: &'static str,
    date: &'static str,
    tag: &'static str,
    /// For each quote: its words in `text`, the name of the speaker, and the speaker's office.
    quotes: &'static [(&'static str, &'static str, &'static str)],
}

const PAGE: Page = Page {
    name: "",
    title: "",
    text: &[],
    publisher: "",
    date: "",
    tag: "",
    quotes: &[],
};

const PAGES: &[Page] = &[
    Page {
        name: "bruggen",
        title: "Nieuwe bruggen over de vaart",
        text: &[
            "De gemeente Zandwijk bouwt twee bruggen.",
            "De planning is krap.",
        ],
        publisher: "gemeente Zandwijk",
        date: "2021-03-01",
        tag: "verkeer",
        ..PAGE
    },
    Page {
        name: "sluis",
        title: "Sluis krijgt tweede kolk",
        text: &[
            "De provincie verbouwt de sluis bij Waterhoek.",
            "De brugwachter krijgt een nieuw kantoor.",
        ],
        publisher: "provincie Eikenland",
        date: "2022-05-10",
        tag: "scheepvaart",
        ..PAGE
    },
    Page {
        name: "woningen",
        title: "Meer woningbouw",
        text: &["In het dorp komen honderd huizen langs de vaart."],
        publisher: "gemeente Zandwijk",
        date: "2022-09-01",
        ..PAGE
    },
    Page {
        name: "fietspad",
        title: "Fietspad klaar",
        text: &["Het nieuwe fietspad ligt naast de brug."],
        publisher: "provincie Eikenland",
        date: "2023-02-01",
        tag: "verkeer",
        ..PAGE
    },
    Page {
        name: "begroting",
        title: "Begroting rond",
        text: &[
            "“Het geld is op”, zegt wethouder Anna Kwibus.",
            "“Wij wachten af”, zegt gedeputeerde Bram Jansma.",
        ],
        quotes: &[
            ("Het geld is op", "Anna Kwibus", "wethouder"),
            ("Wij wachten af", "Bram Jansma", "gedeputeerde"),
        ],
        ..PAGE
    },
    Page {
        name: "tekort",
        title: "Tekort op de begroting",
        text: &[
            "“Wij kiezen voor sport”, zegt wethouder Anna Kwibus.",
            "“Het geld is niet op”, zegt gedeputeerde Bram Jansma.",
        ],
        quotes: &[
            ("Wij kiezen voor sport", "Anna Kwibus", "wethouder"),
            ("Het geld is niet op", "Bram Jansma", "gedeputeerde"),
        ],
        ..PAGE
    },
];

fn release(page: Page) -> Release {
    let url = format!("https://zandwijk.example/{}", page.name);
    let blocks: Vec<_> = page
        .text
        .iter()
        .map(|text| json!({ "kind": "paragraph", "text": text }))
        .collect();
    let quotes = page.quotes.iter().map(|(words, name, role)| {
        let place = page.text.iter().enumerate();
        let mut place = place.filter_map(|(n, text)| Some((n, text.find(words)?)));
        let (block, at) = place.next().expect("words of the text");
        json!({
            "segments": [Span::new(block, at..at + words.len())],
            "kind": "direct",
            "speakers": [{ "name": name, "role": role, "link": "name" }],
            "form": "verb_after",
            "confidence": 90,
        })
    });
    let of = |text: &str, value: serde_json::Value| (!text.is_empty()).then_some(value);
    let publisher = json!({ "name": page.publisher, "kind": "other", "evidence": "record" });
    let date = json!({ "date": page.date, "precision": "day", "source": "record" });
    let tags = of(page.tag, json!([{ "text": page.tag }]));
    serde_json::from_value(json!({
        "id": ReleaseId::of(&url),
        "url": url,
        "source_id": page.name,
        "title": page.title,
        "publisher": of(page.publisher, publisher),
        "co_publishers": [],
        "kind": "news",
        "published": of(page.date, date),
        "lead": Span::new(0, 0..page.text[0].len()),
        "blocks": blocks,
        "quotes": quotes.collect::<Vec<_>>(),
        "terms": [],
        "lists": [],
        "officials": [],
        "tags": tags.unwrap_or(json!([])),
        "links": [],
        "tail": [],
        "language": "nl",
        "warnings": [],
        "capture": { "time": "2024-01-01T00:00:00Z", "digest": "sha256:00" },
    }))
    .expect("a release")
}

/// A version with its status, from one day until another. An empty `until` means no end.
fn version(page: Page, from: &str, until: &str, status: VersionStatus) -> Version {
    let at = |day: &str| format!("{day}T12:00:00Z").parse().expect("a time");
    let meta = VersionMeta {
        number: 1,
        edits: 0,
        silent: 0,
        from: at(from),
        captured: at(from),
        until: (!until.is_empty()).then(|| at(until)),
        status,
    };
    Version {
        release: release(page),
        meta,
    }
}

fn current(page: Page) -> Version {
    version(page, "2024-01-01", "", VersionStatus::Current)
}

/// An index of releases, each with its versions.
fn reader(releases: &[Vec<Version>]) -> Reader {
    let (mut writer, indexes) = IndexSetWriter::in_memory().expect("an index in memory");
    let mut seq = 0;
    for versions in releases {
        seq += 1;
        let prepared = writer.prepare(versions[0].release.id, versions, seq);
        writer.upsert(prepared).expect("an upsert in memory");
    }
    writer.commit(seq).expect("a commit in memory");
    indexes.reader().expect("a reader")
}

fn reader_of(pages: &[Page]) -> Reader {
    let versions: Vec<_> = pages.iter().map(|page| vec![current(*page)]).collect();
    reader(&versions)
}

/// Names of the releases found, best first.
fn ranked(reader: &Reader, query: &str) -> Vec<String> {
    let query: Query = query.parse().expect(query);
    let search = query.prepare(reader).expect("a search");
    let found = search.top_docids(&Paging::default()).expect("hits");
    found.into_iter().map(|(name, _)| name).collect()
}

/// Checks the names found by each query, in alphabetical order.
fn check_in(reader: &Reader, cases: &[(&str, &[&str])]) {
    for (query, expected) in cases {
        let mut found = ranked(reader, query);
        found.sort();
        assert_eq!(found, *expected, "{query}");
    }
}

pub(crate) fn check(cases: &[(&str, &[&str])]) {
    check_in(&reader_of(PAGES), cases);
}

#[test]
fn a_word_matches_all_its_forms_and_compounds_with_it() {
    check(&[
        ("brug", &["bruggen", "fietspad", "sluis"]),
        ("brug --no-compounds", &["bruggen", "fietspad"]),
        ("brug --exact", &["fietspad"]),
        ("huis", &["woningen"]),
        ("wachter", &["sluis"]),
        ("wachter --no-compounds", &[]),
        ("zeppelin", &[]),
        (
            "*",
            &[
                "begroting",
                "bruggen",
                "fietspad",
                "sluis",
                "tekort",
                "woningen",
            ],
        ),
    ]);
}

#[test]
fn exact_forms_prefixes_and_fuzzy_words_match_surface_forms_only() {
    check(&[
        ("=brug", &["fietspad"]),
        ("=bruggen", &["bruggen"]),
        ("=huis", &[]),
        ("brugg*", &["bruggen"]),
        ("brug*", &["bruggen", "fietspad", "sluis"]),
        ("titel:twee*", &["sluis"]),
        // Short words may be off by one letter, others by two.
        ("bruk~", &["fietspad"]),
        ("bruggem~", &["bruggen"]),
        ("brggem~", &["bruggen"]),
    ]);
}

#[test]
fn a_phrase_matches_words_in_order_in_one_field_in_any_form() {
    check(&[
        ("\"nieuwe bruggen\"", &["bruggen"]),
        ("\"bruggen nieuwe\"", &[]),
        ("\"nieuw fietspad\"", &["fietspad"]),
        ("\"fietspad naast\"", &[]),
        // A phrase does not run from the title into the text, or from paragraph to paragraph.
        ("\"fietspad klaar het\"", &[]),
        ("\"twee bruggen de planning\"", &[]),
    ]);
}

#[test]
fn a_field_restricts_where_words_match() {
    check(&[
        ("titel:brug", &["bruggen"]),
        ("titel:vaart", &["bruggen"]),
        ("tekst:vaart", &["woningen"]),
        ("lead:zandwijk", &["bruggen"]),
        ("lead:planning", &[]),
        ("uitgever:eikenland", &["fietspad", "sluis"]),
        ("eikenland", &["fietspad", "sluis"]),
        ("onderwerp:verkeer", &["bruggen", "fietspad"]),
        ("verkeer", &["bruggen", "fietspad"]),
        ("tekst:verkeer", &[]),
        ("spreker:kwibus", &["begroting", "tekort"]),
        ("ambt:gedeputeerde", &["begroting", "tekort"]),
        ("citaat:sport", &["tekort"]),
        ("citaat:kwibus", &[]),
        ("titel:(kolk OR woningbouw)", &["sluis", "woningen"]),
        ("titel:\"tweede kolk\"", &["sluis"]),
    ]);
}

#[test]
fn an_excluded_word_excludes_its_forms_but_not_compounds_with_it() {
    check(&[
        ("-brug", &["begroting", "sluis", "tekort", "woningen"]),
        ("vaart -brug", &["woningen"]),
        ("vaart NOT brug", &["woningen"]),
        ("brug AND -vaart", &["fietspad", "sluis"]),
        ("brug -titel:bruggen", &["fietspad", "sluis"]),
        ("brug -\"nieuwe bruggen\"", &["fietspad", "sluis"]),
        ("spreker:kwibus -citaat:sport", &["begroting"]),
    ]);
}

#[test]
fn operators_combine_parts() {
    check(&[
        ("brug AND vaart", &["bruggen"]),
        ("kolk OR huis", &["sluis", "woningen"]),
        ("(brug OR kolk) AND titel:tweede", &["sluis"]),
        ("zandwijk AND brug", &["bruggen"]),
        ("+vaart brug", &["bruggen", "woningen"]),
        ("+vaart +brug", &["bruggen"]),
    ]);
}

#[test]
fn the_minimum_match_sets_how_many_words_of_a_group_must_match() {
    check(&[
        ("brug vaart", &["bruggen", "fietspad", "sluis", "woningen"]),
        (
            "brug vaart --match any",
            &["bruggen", "fietspad", "sluis", "woningen"],
        ),
        ("brug vaart --match all", &["bruggen"]),
    ]);
}

#[test]
fn stop_words_are_ignored_unless_required_or_alone() {
    check(&[
        ("de brug", &["bruggen", "fietspad", "sluis"]),
        ("de brug --match all", &["bruggen", "fietspad", "sluis"]),
        ("+in brug", &["woningen"]),
        ("het", &["begroting", "fietspad", "tekort", "woningen"]),
    ]);
}

#[test]
fn separate_words_match_the_compound_that_they_form() {
    check(&[("titel:(woning bouw) --match all", &["woningen"])]);
}

#[test]
fn words_of_a_quote_and_its_speaker_must_be_of_the_same_quote() {
    check(&[
        ("citaat:geld", &["begroting", "tekort"]),
        ("spreker:kwibus citaat:geld", &["begroting"]),
        ("spreker:kwibus AND citaat:geld", &["begroting"]),
        ("spreker:jansma AND citaat:geld", &["tekort"]),
        ("ambt:wethouder AND citaat:sport", &["tekort"]),
        ("ambt:gedeputeerde AND citaat:sport", &[]),
        (
            "spreker:jansma AND ambt:gedeputeerde AND citaat:(geld OR sport)",
            &["tekort"],
        ),
        ("spreker:kwibus AND spreker:jansma", &[]),
        ("spreker:(kwibus jansma)", &["begroting", "tekort"]),
        // Not if one matching word is enough, or if old versions are searched: their quotes are
        // not indexed.
        (
            "spreker:kwibus citaat:geld --match any",
            &["begroting", "tekort"],
        ),
        (
            "spreker:kwibus AND citaat:geld --include-removed",
            &["begroting", "tekort"],
        ),
    ]);
}

#[test]
fn filters_narrow_by_publisher_official_and_date() {
    check(&[
        ("* --publisher zandwijk", &["bruggen", "woningen"]),
        ("brug --publisher zandwijk", &["bruggen"]),
        ("* --publisher 'Zandwijk gemeente'", &[]),
        (
            "brug --publisher zandwijk --publisher eikenland",
            &["bruggen", "fietspad", "sluis"],
        ),
        ("* --official 'bram jansma'", &["begroting", "tekort"]),
        ("brug --official jansma", &[]),
        ("brug --since 2022", &["fietspad", "sluis"]),
        ("brug --until 2021-03-01", &["bruggen"]),
        ("brug --until 2021-02", &[]),
        (
            "* --since 2022-05-10 --until 2022-09-01",
            &["sluis", "woningen"],
        ),
    ]);
}

#[test]
fn only_current_versions_match_unless_others_are_asked_for() {
    let page = |name, text| Page {
        name,
        title: "Bericht",
        text,
        ..PAGE
    };
    let hourly = page("veer", &["De veerpont vaart elk uur."]);
    let daily = page("veer", &["De veerpont vaart elke dag."]);
    let desk = page("loket", &["Het loket sluit."]);
    let reader = reader(&[
        vec![
            version(
                hourly,
                "2021-01-01",
                "2022-01-01",
                VersionStatus::Superseded,
            ),
            version(daily, "2022-01-01", "", VersionStatus::Current),
        ],
        vec![version(
            desk,
            "2021-01-01",
            "2023-01-01",
            VersionStatus::Gone,
        )],
    ]);
    check_in(
        &reader,
        &[
            ("veerpont", &["veer"]),
            ("uur", &[]),
            ("uur --include-removed", &[]),
            ("uur --as-of 2021-06-01", &["veer"]),
            ("dag --as-of 2021-06-01", &[]),
            ("dag --as-of 2022-06", &["veer"]),
            ("veerpont --as-of 2020", &[]),
            ("loket", &[]),
            ("loket --include-removed", &["loket"]),
            ("loket --as-of 2022-06", &["loket"]),
            ("loket --as-of 2023-06", &[]),
        ],
    );
}

#[test]
fn an_acronym_finds_what_releases_say_it_stands_for() {
    let page = |name, text| Page {
        name,
        title: "Bericht",
        text,
        ..PAGE
    };
    let reader = reader_of(&[
        page(
            "uitleg",
            &["De Zandwijkse Bruggendienst (ZBD) is verhuisd."],
        ),
        page("lang", &["De Zandwijkse Bruggendienst zoekt schippers."]),
        page("kort", &["Bij de ZBD werken schippers."]),
        page("ander", &["De dienst zoekt bruggen."]),
    ]);
    check_in(
        &reader,
        &[
            ("ZBD", &["kort", "lang", "uitleg"]),
            ("ZBD --exact", &["kort", "uitleg"]),
            ("\"ZBD\"", &["kort", "uitleg"]),
        ],
    );
}

#[test]
fn all_words_rank_before_some_and_whole_words_before_parts() {
    let reader = reader_of(PAGES);
    assert_eq!(ranked(&reader, "brug vaart")[0], "bruggen");
    assert_eq!(
        ranked(&reader, "brug").last().map(String::as_str),
        Some("sluis")
    );
    assert_eq!(
        ranked(&reader, "=brug OR sluis")[0],
        "sluis",
        "the word is in its title"
    );
}

#[test]
fn the_words_that_matched_are_marked_and_excluded_words_are_not() {
    let reader = reader_of(PAGES);
    for (query, expected) in [
        ("nieuwe fietspad", &["nieuwe", "fietspad"][..]),
        ("\"nieuw fietspad\"", &["nieuwe fietspad"][..]),
        ("tekst:fietspad -titel:naast", &["fietspad"][..]),
        ("fietspad -sluis", &["fietspad"][..]),
        ("wachter kantoor", &["wachter", "kantoor"][..]),
        ("kanto*", &["kantoor"][..]),
        ("=huizen", &["huizen"][..]),
    ] {
        let question: Query = query.parse().expect(query);
        let search = question.prepare(&reader).expect("a search");
        let answer = search.top(&Paging::default()).expect("hits");
        let snippet = &answer.hits[0].snippet;
        let marks = snippet.marks.iter();
        let marked: Vec<&str> = marks.map(|mark| &snippet.text[mark.clone()]).collect();
        assert_eq!(marked, expected, "{query}");
    }
}
