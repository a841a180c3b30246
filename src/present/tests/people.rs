//! Tests of output for people: the terminal, without color.
//!
//! Leaves out output for programs.

use std::io::Write as _;

use expect_test::expect;

use super::*;
use crate::document::Reason;
use crate::present::views::{ChangeView, WhatChanged};

#[test]
fn a_hit_shows_title_day_publisher_passage_speaker_and_address() {
    let answer = answer(vec![hit(1, release(), passage())]);
    let view = AnswerView::of("blij", &answer);
    check(
        |out| write_answer(out, &view, None),
        expect![[r"
            1. Nieuwe brug over de Zandwijkse vaart
               2021-03-01 · gemeente Zandwijk
               “Wij zijn blij”, zegt wethouder Anna Kwibus. “Het duurde lang.” De bouw kost volgens de provincie € 2 miljoen.
               — Anna Kwibus, wethouder, gemeente Zandwijk
               https://zandwijk.example/nieuws/brug
        "]],
    );
}

#[test]
fn a_hit_without_title_date_and_passage_still_shows_its_address() {
    let answer = answer(vec![hit(1, bare_release(), no_passage())]);
    let view = AnswerView::of("*", &answer);
    check(
        |out| write_answer(out, &view, None),
        expect![[r"
        1. (no title)
           undated
           https://zandwijk.example/nieuws/brug
    "]],
    );
}

#[test]
fn ranks_of_one_and_two_digits_are_aligned() {
    let hits = [9, 10].map(|rank| hit(rank, release(), no_passage()));
    let answer = answer(hits.into());
    let view = AnswerView::of("brug", &answer);
    check(
        |out| write_answer(out, &view, None),
        expect![[r"
         9. Nieuwe brug over de Zandwijkse vaart
            2021-03-01 · gemeente Zandwijk
            https://zandwijk.example/nieuws/brug

        10. Nieuwe brug over de Zandwijkse vaart
            2021-03-01 · gemeente Zandwijk
            https://zandwijk.example/nieuws/brug
    "]],
    );
}

#[test]
fn a_passage_fits_the_width_of_the_terminal() {
    let answer = answer(vec![hit(1, release(), passage())]);
    let view = AnswerView::of("blij", &answer);
    let shown = plain(|out| write_answer(out, &view, Some(48)));
    assert!(
        shown.lines().all(|line| line.chars().count() <= 48),
        "{shown}"
    );
    let unbroken = plain(|out| write_answer(out, &view, None));
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&shown), words(&unbroken));
}

#[test]
fn a_hit_says_whether_its_release_changed_or_is_gone() {
    let changed = VersionMeta {
        number: 2,
        edits: 1,
        from: time("2021-04-01T22:30:00Z"),
        captured: time("2021-04-01T22:30:00Z"),
        ..first()
    };
    let silently = VersionMeta {
        silent: 1,
        ..changed
    };
    let gone = VersionMeta {
        until: Some(time("2021-05-01T12:00:00Z")),
        status: VersionStatus::Gone,
        ..changed
    };
    for (meta, expected) in [
        (first(), ""),
        // 22:30 UTC is on the next day in Amsterdam.
        (changed, " · changed 2021-04-02"),
        (silently, " · changed silently 2021-04-02"),
        (gone, " · gone 2021-05-01"),
    ] {
        let answer = answer(vec![Hit {
            meta,
            ..hit(1, release(), no_passage())
        }]);
        let view = AnswerView::of("brug", &answer);
        let shown = plain(|out| write_answer(out, &view, None));
        let about = format!("\n   2021-03-01 · gemeente Zandwijk{expected}\n");
        assert!(shown.contains(&about), "{shown}");
        let version = plain(|out| write_version(out, meta));
        assert_eq!(version.is_empty(), expected.is_empty(), "{version}");
    }
}

#[test]
fn a_release_shows_head_text_quotes_files_and_warnings() {
    let release = release();
    let view = ReleaseView::of(&release);
    check(
        |out| write_release(out, &view),
        expect![[r"
            Nieuwe brug over de Zandwijkse vaart
            published  2021-03-01 09:30
            modified   2021-03-03
            publisher  gemeente Zandwijk, provincie Eikenland
            topics     verkeer, vaarwegen; bruggen
            url        https://zandwijk.example/nieuws/brug
            id         d4bfed40de2424fd

            De gemeente Zandwijk bouwt een brug over de vaart.

            Twee jaar werk

            “Wij zijn blij”, zegt wethouder Anna Kwibus. “Het duurde lang.” De bouw kost volgens de provincie € 2 miljoen.

            • een brug voor fietsers
            • een steiger

            > Een brug verbindt.

            2021 | begin

            Quotes
            “Wij zijn blij … Het duurde lang.” — Anna Kwibus, wethouder, gemeente Zandwijk
            De bouw kost volgens de provincie € 2 miljoen. — provincie Eikenland
            “Een brug verbindt.” — speaker not named

            Files
            Tekening (pdf) https://zandwijk.example/brug.pdf

            warning: `31 februari` is not a date
        "]],
    );
}

#[test]
fn a_release_without_anything_shows_its_address_and_id() {
    let release = bare_release();
    let view = ReleaseView::of(&release);
    check(
        |out| write_release(out, &view),
        expect![[r"
        (no title)
        url        https://zandwijk.example/nieuws/brug
        id         d4bfed40de2424fd
    "]],
    );
}

#[test]
fn each_reason_shows_field_rule_and_evidence() {
    let reason = |field: &str, evidence: Option<&str>| Reason {
        field: field.to_owned(),
        value: "Nieuwe brug".to_owned(),
        rule: "the first heading".to_owned(),
        evidence: evidence.map(str::to_owned),
    };
    let reasons = [
        reason("title", Some("<h1>Nieuwe brug</h1>")),
        reason("lead", None),
    ];
    check(
        |out| write_reasons(out, &reasons),
        expect![[r"

        Why
        title: Nieuwe brug
            the first heading
            ⟵ <h1>Nieuwe brug</h1>
        lead: Nieuwe brug
            the first heading
    "]],
    );
    assert_eq!(plain(|out| write_reasons(out, &[])), "");
}

#[test]
fn a_history_shows_changes_repeats_and_the_end_of_a_page() {
    let seen_again = [
        "2021-03-02T10:00:00Z",
        "2021-03-05T10:00:00Z",
        "2021-05-01T10:00:00Z",
    ];
    let seen_again = seen_again.map(time);
    check(
        |out| {
            // `expect!` removes the indentation that all lines share.
            writeln!(out, "versions")?;
            write_history(out, &versions(), &seen_again)
        },
        expect![[r"
            versions
              1  2021-03-01 09:30  first captured
                 2021-03-05 11:00  seen again unchanged, 2 times
              2  2021-04-01 12:00  text changed, without a note on the page
                 2021-05-01 12:00  seen again unchanged, once
                 2021-06-01 12:00  gone
        "]],
    );
}

#[test]
fn a_difference_shows_removed_and_added_words() {
    let [old, new] = versions();
    let view = DiffView::between(&old, &new);
    check(
        |out| write_diff(out, &view),
        expect![[r"
        Nieuwe brug over de Zandwijkse [-vaart-]{+gracht+}

        De gemeente[- Zandwijk-] bouwt een {+mooie+} brug over de vaart.
    "]],
    );
}

#[test]
fn a_difference_holds_all_words_of_both_versions() {
    let [old, new] = versions();
    let text = |left_out: WhatChanged| -> String {
        let changes = DiffView::between(&old, &new).changes.into_iter();
        changes
            .filter(|change| change.what != left_out)
            .map(|change| change.text)
            .collect()
    };
    let whole = |version: &Version| {
        let title = version.release.title.as_deref().unwrap_or_default();
        format!("{title}\n\n{}\n", version.release.blocks[0].text)
    };
    assert_eq!(text(WhatChanged::New), whole(&old));
    assert_eq!(text(WhatChanged::Old), whole(&new));
    let same = DiffView::between(&old, &old).changes;
    let all = ChangeView {
        what: WhatChanged::Same,
        text: whole(&old),
    };
    assert_eq!(same, [all]);
}

#[test]
fn a_status_shows_totals_and_a_line_for_each_publisher() {
    check(
        |out| write_status(out, &status()),
        expect![[r"
            releases   13 (15 versions, 1 gone)
            captures   16 pages, 4 seen again unchanged, 1 gone, 0 purged; 1.2 MB
            index      000001, 0.3 MB
            room       17.2 GB free
            last runs  1970-01-01 01:00  ingest   20 pages, 3 new, 1 failed
                       1970-01-01 01:00  fetch    goes on, or was killed

                 12  gemeente Zandwijk  2019-01-02 – 2021-03-01, longest gap 120 days after 2019-05-01, 1 undated
                  1  (no publisher), 1 undated
        "]],
    );
}

#[test]
fn a_status_shows_lost_and_unindexed_captures() {
    let mut behind = status();
    behind.captures.lost = 2;
    behind.behind = 3;
    behind.generation = None;
    let shown = plain(|out| write_status(out, &behind));
    assert!(shown.contains("0 purged, 2 lost; "), "{shown}");
    assert!(
        shown.contains("\nbehind     3 captures not indexed (run `omroeper update`)"),
        "{shown}"
    );
    assert!(shown.contains("\nindex      none, "), "{shown}");
    assert!(!plain(|out| write_status(out, &status())).contains("lost"));
}

#[test]
fn an_official_shows_counts_offices_and_other_names() {
    check(
        |out| write_official(out, &official()),
        expect![[r"
        Anna Kwibus · 5 releases, 1 quote
           wethouder (Verkeer; Water), gemeente Zandwijk · 4 releases · 2019-01-02 – 2021-03-01
           voorzitter · 1 release · 2018-05-05
           also: Kwibus; A. Kwibus
    "]],
    );
}
