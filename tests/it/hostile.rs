//! Hostile pages: extraction returns a release with valid spans, or an error.
//!
//! `PROPTEST_CASES=200000 cargo test --test it hostile` runs for about ten minutes.

use omroeper::document::{Capture, Release, Span};
use omroeper::extract::extract;
use proptest::prelude::*;

/// Pieces of markup, quotation marks, names and dates, whole and incomplete.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<div class=\"share related\">",
        "</div>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<li><strong>Label</strong>: ",
        "<blockquote>",
        "<table><tr><td>",
        "</table>",
        "<article>",
        "</article>",
        "<main>",
        "<br>",
        "<br/><br/>",
        "<script>",
        "</script>",
        "<svg>",
        "</svg>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<",
        ">",
        "&",
        "&amp;",
        "&#x10ffff;",
        "&nbsp;",
        "<a href=\"/x.pdf\">",
        "</a>",
        "<a rel=tag>",
        "<time datetime=\"2021-05-03\">",
        "<meta name=DCTERMS.issued content=\"2021-02-30\">",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"",
        "\"}",
        "<div class=\"field--name-body\">",
        "<div class=iprox-rich-content>",
        "“",
        "”",
        "‘",
        "’",
        "\"",
        "'",
        "''",
        ",,",
        "«",
        "»",
        "„",
        ": ",
        ", ",
        ". ",
        "! ",
        " – ",
        "• ",
        "- ",
        "1. ",
        "(",
        ")",
        "wethouder ",
        "Wethouders Ans Bakker en Piet de Wit ",
        "minister van Financiën Jan Klein ",
        "drs. A.B. (Anna) van ’t Veld ",
        "zegt ",
        "aldus ",
        "Volgens ",
        "Dat zei ",
        "legt ze uit",
        "de gemeente Zandwijk ",
        "het plan ",
        "is klaar en ",
        "Geplaatst op: 3 februari 2021",
        "31-02-2021",
        "Meer berichten over:",
        "Noot voor de redactie",
        "Bron: gemeente Zandwijk",
        "(VVD)",
        "(Wonen)",
        "\u{ad}",
        "\u{200b}",
        "\u{301}",
        "İ",
        "ß",
        "ﬁ",
        "😀",
        "\n",
        "\t",
        "\u{2028}",
    ];
    prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "\\PC{0,12}",
        1 => "[a-zé ]{1,60}",
    ]
}

fn spans(release: &Release) -> Vec<Span> {
    let quotes = release
        .quotes
        .iter()
        .flat_map(|q| q.segments.iter().copied().chain(q.attribution));
    let lists = release.lists.iter().flat_map(|l| {
        l.intro.into_iter().chain(
            l.items
                .iter()
                .flat_map(|i| i.label.into_iter().chain([i.span])),
        )
    });
    let officials = release
        .officials
        .iter()
        .flat_map(|o| o.mentions.iter().copied());
    let links = release.links.iter().filter_map(|link| link.place);
    quotes
        .chain(lists)
        .chain(officials)
        .chain(links)
        .chain(release.terms.iter().copied())
        .chain(release.lead)
        .collect()
}

fn check(payload: Vec<u8>, media_type: &str) -> Result<(), TestCaseError> {
    let time = "2021-06-01T00:00:00Z".parse().expect("a time");
    let capture = Capture::new("https://zandwijk.example/x", time, media_type, payload);
    let Ok(release) = extract(&capture) else {
        return Ok(());
    };
    for span in spans(&release) {
        let block = release.blocks.get(span.block as usize);
        let text = block.and_then(|block| block.text.get(span.range()));
        prop_assert!(text.is_some(), "{span:?} of {:?}", block);
    }
    for quote in &release.quotes {
        prop_assert!(
            quote
                .segments
                .iter()
                .all(|span| !release.text(*span).is_empty())
        );
        for speaker in &quote.speakers {
            prop_assert!(
                speaker
                    .official
                    .is_none_or(|at| (at as usize) < release.officials.len())
            );
        }
    }
    let stored = serde_json::to_vec(&release).expect("a release serializes");
    prop_assert_eq!(
        serde_json::from_slice::<Release>(&stored).expect("a serialized release can be read"),
        release
    );
    Ok(())
}

proptest! {
    #[test]
    fn any_markup_yields_valid_spans(pieces in prop::collection::vec(piece(), 0..60)) {
        check(pieces.concat().into_bytes(), "text/html")?;
    }

    #[test]
    fn any_text_yields_valid_spans(pieces in prop::collection::vec(piece(), 0..60)) {
        check(pieces.join(" ").into_bytes(), "text/plain")?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), html in any::<bool>()) {
        check(bytes, if html { "text/html" } else { "application/json" })?;
    }
}
