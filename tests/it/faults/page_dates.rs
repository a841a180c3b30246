//! Where pages show the date of publication, and which dates are those of other things.

use super::layouts::{assert_reads, site};
use super::{PARAGRAPHS, TITLE, page, paragraphs, published, read_page};

#[test]
fn a_date_may_stand_with_other_labels_or_below_the_text() {
    let [first, rest @ ..] = PARAGRAPHS;
    let text = paragraphs(&PARAGRAPHS);
    for line in [
        "<p>Publicatiedatum: 12-3-2009 Afzender: Gemeente Lindeloo</p>",
        "<p>door <a href=/team>Team Communicatie</a> — gepubliceerd op 12-03-2009 09:05, laatst gewijzigd: 13-04-2009</p>",
        "<p>Gepubliceerd: 12.03.2009 Rubriek: Berichten voor de pers Door: Gemeente Lindeloo</p>",
    ] {
        let release = site(TITLE, &format!("<main><h1>{TITLE}</h1>{line}{text}</main>"));
        assert_eq!(published(&release), Some("2009-03-12"), "{line}");
        assert_reads(&release, line);
    }
    let below = site(
        TITLE,
        &format!(
            "<h1 class=grid-title>{TITLE}</h1><div><p class=introductie>{first}</p>\
             <div class=iprox-rich-content>{}</div></div>\
             <p>Gepubliceerd op: 12 maart 2009</p><p>Laatste wijziging: 30 april 2009</p>",
            paragraphs(&rest)
        ),
    );
    assert_eq!(published(&below), Some("2009-03-12"));
    assert_reads(&below, "below the text, with a lead apart from it");
}

#[test]
fn a_date_may_stand_in_a_row_above_the_title_or_behind_a_number_with_letters() {
    let text = paragraphs(&PARAGRAPHS);
    for above in [
        "<table><tr><td>Nummer 99/171<td>Lindeloo, 12 maart 2009</table>",
        "<p>Persbericht nr. OD-2009-33, 12-3-2009</p>",
        "<p>'S-GRAVENLOO, 12 maart 2009</p>",
    ] {
        let release = site(
            TITLE,
            &format!("<h3>PERSBERICHT</h3>{above}<h2>{TITLE}</h2>{text}"),
        );
        assert_eq!(published(&release), Some("2009-03-12"), "{above}");
    }
    let others = "<table><tr><td>5-11-2008<td><a href=/1>Fietspad open</a><tr><td>7-11-2008<td><a href=/2>Bos geopend</a></table>";
    let release = site(TITLE, &format!("{others}<h2>{TITLE}</h2>{text}"));
    assert_eq!(published(&release), None, "a list of other releases");
    let below = "<p>Geplaatst op donderdag 12 maart 2009 door A.J. de Bruin</p>";
    let release = site(
        TITLE,
        &format!("<main><h1>{TITLE}</h1>{text}{below}</main>"),
    );
    assert_eq!(published(&release), Some("2009-03-12"));
}

#[test]
fn a_sentence_may_say_when_a_page_was_published() {
    let text = paragraphs(&PARAGRAPHS);
    let sentence = "<p>Dit bericht is geplaatst op vrijdag 12 maart 2009 om 10:22 en valt onder de categorie Nieuws. \
                    U kunt de reacties volgen.</p>";
    let release = site(TITLE, &format!("<h1>{TITLE}</h1>{text}{sentence}"));
    assert_eq!(published(&release), Some("2009-03-12"));
    assert_reads(&release, "a sentence below the text");
    let footer = "<footer class=entry-meta>Dit bericht werd geplaatst in <a href=/n>Nieuws</a> door <a href=/r>redactie</a> \
                  op 12 maart 2009. Bookmark de <a href=/p>permalink</a>.</footer>";
    let release = site(
        TITLE,
        &format!("<main><article><h1>{TITLE}</h1>{text}{footer}</article></main>"),
    );
    assert_eq!(published(&release), Some("2009-03-12"));
    assert_reads(&release, "a sentence in the footer");
}

#[test]
fn a_bare_label_dates_an_item_of_news_but_no_event() {
    let text = paragraphs(&PARAGRAPHS);
    let facts = |other: &str| {
        let facts = format!(
            "<div><div><div>Datum</div><div>12.03.2009</div></div><div><div>Categorie</div><div>Haven</div></div>{other}</div>"
        );
        site(
            TITLE,
            &format!("<main>{facts}<div><h1>{TITLE}</h1>{text}</div></main>"),
        )
    };
    assert_eq!(published(&facts("")), Some("2009-03-12"));
    let place = "<div><div>Locatie</div><div>De Vismarkt</div></div>";
    assert_eq!(published(&facts(place)), None);
}

#[test]
fn a_list_of_facts_comes_before_the_day_on_which_a_site_was_built() {
    let text = paragraphs(&PARAGRAPHS);
    let facts = "<aside><dl><dt>Soort</dt><dd>Persbericht</dd><dt>Datum publicatie</dt><dd>12-03-2009</dd></dl></aside>";
    let table = "<table><tr><th>Soort stuk<td>Persbericht<tr><th>Datum persbericht<td>12-03-2009<tr><th>Ter kennisname<td>27-03-2009</table>";
    let shown = "<p><time datetime=2024-02-29>12 maart 2009</time></p>";
    for dated in [facts, table, shown] {
        let release = read_page(format!(
            "<html lang=nl><head><title>{TITLE}</title><meta property=article:published_time content=2024-02-29></head>\
             <body><main><h1>{TITLE}</h1>{dated}{text}</main></body></html>"
        ));
        assert_eq!(published(&release), Some("2009-03-12"), "{dated}");
    }
}

#[test]
fn other_releases_with_their_dates_do_not_date_the_first_one() {
    let text = paragraphs(&PARAGRAPHS);
    let other = |title: &str, day: u8| {
        format!(
            "<hr><h3>{title}</h3><p>Geplaatst door Gerda op zondag {day} februari 2009</p><p>De plannen liggen ter inzage. <a href=/n>Lees meer</a></p>"
        )
    };
    let others = other("Boekenmarkt op het plein", 8) + &other("Man uit sloot gered", 1);
    let release = site(
        TITLE,
        &format!(
            "<div><h3>{TITLE}</h3><p>Geplaatst door Gerda op donderdag 12 maart 2009</p>{text}{others}</div>"
        ),
    );
    assert_eq!(published(&release), Some("2009-03-12"));
    assert_reads(&release, "teasers below");
}

#[test]
fn the_date_stands_on_a_line_with_other_words() {
    let text = paragraphs(&PARAGRAPHS);
    for line in [
        "<p><span>12 maart 2009</span><span>Leestijd 2 minuten</span></p>",
        "<p><span>Nieuwsbericht</span><span> | </span><span>12 maart 2009</span><span>Bijgewerkt 13 april 2009</span></p>",
        "<p>Persbericht nr. 125, 12 maart 2009</p>",
        "<table><tr><td>Persbericht nr. 2009/31</td><td>12 maart 2009</td></tr></table>",
        "<div>12.03.09 11:14&nbsp;Categorie: Persberichten</div>",
        "<div><span>Nieuws</span> <span>Gepubliceerd op <time datetime=2009-03-12T09:30:00Z>do 12/03/2009</time></span> <span>1 min. leestijd</span></div>",
    ] {
        let release = site(TITLE, &format!("<main>{line}<h1>{TITLE}</h1>{text}</main>"));
        assert_eq!(published(&release), Some("2009-03-12"), "{line}");
        assert_reads(&release, line);
    }
}

#[test]
fn the_date_stands_below_its_label_in_the_first_row_or_as_a_program_writes_it() {
    let text = paragraphs(&PARAGRAPHS);
    let field = "<div><div>Gepubliceerd op:&nbsp;</div><div><div>Donderdag 12 maart 2009 - 9.10 u.</div></div></div>";
    for (above, below) in [
        ("", field),
        (field, ""),
        (
            "<table><tr><td>12-03-2009</td><td>bericht 45275</td></tr></table>",
            "",
        ),
        ("<p><i>Don Mrt 12 10:01:14 CET 2009</i></p>", ""),
        (
            "<table><tr><td><font size=5>12</font><br><font size=1>maart<br>2009</font></td></tr></table>",
            "",
        ),
        ("<div>Persbericht | 12-03-2009 | nr. 2009/104</div>", ""),
        (
            "<div>Gepubliceerd op 12 maart 2009</div><div>·</div><div>Aangepast op 20 mei 2009</div><div>2 min. leestijd</div>",
            "",
        ),
        (
            "<table><tr><th>Verstuurd</th><td>12-03-2009 15:49 uur</td></tr>\
             <tr><th>Regio</th><td>Lindeloo e.o.</td></tr></table>",
            "",
        ),
    ] {
        let page = format!("<article><h1>[Berichten] {TITLE}</h1>{above}{text}{below}</article>");
        let release = site(TITLE, &page);
        assert_eq!(published(&release), Some("2009-03-12"), "{above}{below}");
        assert_reads(&release, above);
    }
}

#[test]
fn the_dates_on_cards_of_other_releases_are_theirs() {
    let text = paragraphs(&PARAGRAPHS);
    let card = "<div class=x1><a href=/pont><img src=p.jpg alt=\"\"></a><div><div><time datetime=2009-03-05>5 maart 2009</time></div>\
                <h3><a href=/pont>De pont vaart weer</a></h3></div></div>";
    for (own, date) in [
        (
            "<p><time datetime=2009-03-12>12 maart 2009</time></p>",
            Some("2009-03-12"),
        ),
        ("", None),
    ] {
        let page = format!(
            "<main><article><div><div>{own}<div><a href=/c>Nieuws</a></div><h1>{TITLE}</h1></div>{text}</div></article>\
             <section><h2>Meer persberichten</h2>{card}{card}</section></main>"
        );
        let release = site(TITLE, &page);
        assert_eq!(published(&release), date);
        assert_reads(&release, own);
    }
}

#[test]
fn the_date_in_a_bar_of_tools_is_not_that_of_the_page() {
    let text = paragraphs(&PARAGRAPHS);
    let page = format!(
        "<div role=menubar><button>Nieuw</button><span>Gepubliceerd 16-03-2009</span></div>\
         <main><h1>{TITLE}</h1><p>12 maart 2009</p>{text}</main>"
    );
    let release = site(TITLE, &page);
    assert_eq!(published(&release), Some("2009-03-12"));
    assert_reads(&release, "a bar of tools");
}

#[test]
fn a_date_may_stand_in_the_heading_in_a_row_of_spans_or_in_a_table_below() {
    let text = paragraphs(&PARAGRAPHS);
    let in_heading = format!("<h1>{TITLE} <span class=datum>(12 maart 2009)</span></h1>{text}");
    let in_row = format!(
        "<h1>{TITLE}</h1><div class=row><span class=badge>Wonen en werken</span><span class=item>Gepubliceerd op <!-- -->12 maart 2009</span><span class=item>Leestijd: 2 minuten</span></div>{text}"
    );
    let below = format!(
        "<h1>{TITLE}</h1>{text}<table><tr><td>Artikeldatum<td>12-3-2009<tr><td>Categorie<td>Wonen</table>"
    );
    for page in [in_heading, in_row, below] {
        let release = site(TITLE, &format!("<main>{page}</main>"));
        assert_eq!(published(&release), Some("2009-03-12"), "{page}");
        assert_reads(&release, &page);
    }
    let mobile = format!("<header><h1>Nieuws</h1></header><div><h2>{TITLE}</h2>{text}</div>");
    let release = site("De Drie Meren mobiel", &mobile);
    assert_eq!(release["title"], TITLE);
}

#[test]
fn the_day_of_the_last_change_in_the_metadata_is_not_that_of_publication() {
    let [first, rest @ ..] = PARAGRAPHS;
    let meta = "<meta name=dcterms.date content=2009-04-13>";
    let changed = "<p>Laatst gewijzigd op 13 april 2009</p>";
    for (opening, changed, date) in [
        ("LINDELOO, 12 maart 2009 - ", changed, "2009-03-12"),
        ("LINDELOO, 12 maart 2009 - ", "", "2009-04-13"),
        ("", changed, "2009-04-13"),
    ] {
        let text = format!("<p>{opening}{first}</p>{}", paragraphs(&rest));
        let release = read_page(page(meta, &format!("{text}{changed}")));
        assert_eq!(published(&release), Some(date), "{opening}{changed}");
    }
}

#[test]
fn the_labelled_dates_of_teasers_are_theirs() {
    let text = paragraphs(&PARAGRAPHS);
    let own = "<div>Publicatiedatum 12-3-09 580 keer bekeken</div>";
    let teaser = "<div><h4><a href=/pont>De pont vaart weer</a></h4><div>Vanaf maandag.</div><div>Publicatiedatum 5-3-09</div></div>";
    for (own, date) in [(own, Some("2009-03-12")), ("", None)] {
        let page = format!(
            "<div><h1>{TITLE}</h1>{text}{own}</div><div><h2>Meer nieuws</h2>{teaser}{teaser}</div>"
        );
        let release = site(TITLE, &page);
        assert_eq!(published(&release), date, "{own}");
        assert_reads(&release, own);
    }
}

#[test]
fn a_year_may_have_two_digits_and_readers_may_be_counted() {
    let text = paragraphs(&PARAGRAPHS);
    for line in [
        "<div><span>Persbericht</span> <span>12 mrt ’09</span><span>Leestijd ongeveer 2 minuten</span></div>",
        "<p>12-03-2009 10:15 &nbsp; <a href=/afzender>Gemeente Lindeloo</a> &nbsp; 251 keer bekeken</p>",
        "<p><span><time datetime=2009-03-12 itemprop=datePublished>12.03.2009</time></span> <span>Nieuws</span></p>",
        "<p><span class=createdate>donderdag 12 maart 2009 09:30</span> <span>Geschreven door Redactie</span></p>",
        "<div class=authorLayout><p>Ina Smit</p><p>Adviseur</p><div><span>Gepubliceerd 12-3-2009</span></div></div>",
    ] {
        let release = site(TITLE, &format!("<main><h1>{TITLE}</h1>{line}{text}</main>"));
        assert_eq!(published(&release), Some("2009-03-12"), "{line}");
        assert_reads(&release, line);
    }
}

#[test]
fn the_date_may_stand_behind_other_facts_or_right_below_the_text() {
    let text = paragraphs(&PARAGRAPHS);
    let facts = |label: &str| {
        format!(
            "<h2>{TITLE}</h2><ul class=share><li><a href=#>Afdrukken</a><li><a href=#>E-mail</a></ul><dl class=article-info><dt>Details<dd>Geschreven door Afdeling Voorlichting<dd>Categorie: <a href=/pers>Persberichten</a><dd>{label} 12 maart 2009<dd>Hits: 572</dl>{text}"
        )
    };
    let below = format!(
        "<h1>{TITLE}</h1><div class=tekst>{text}</div><p class=datum>Donderdag 12 maart 2009</p>"
    );
    for page in [facts("Gepubliceerd:"), facts("Aangemaakt op"), below] {
        let release = site(TITLE, &format!("<main>{page}</main>"));
        assert_eq!(published(&release), Some("2009-03-12"), "{page}");
        assert_reads(&release, &page);
    }
    let agenda = format!(
        "<h1>{TITLE}</h1><div class=tekst>{text}</div><div><p>Donderdag 12 maart 2009</p><p><a href=/pont>Open dag bij de pont</a></p></div>"
    );
    let release = site(TITLE, &format!("<main>{agenda}</main>"));
    assert_eq!(published(&release), None);
}
