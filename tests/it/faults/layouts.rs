//! Pages as old and new sites lay them out: where the title, the date and the text stand, and what stands
//! between and below them.

use serde_json::Value;

use super::{PARAGRAPHS, TITLE, paragraphs, published, read_page, texts};

/// A page whose body is `body`, with `title` in its head.
pub(super) fn site(title: &str, body: &str) -> Value {
    read_page(format!(
        "<!doctype html><html lang=nl><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    ))
}

#[track_caller]
pub(super) fn assert_reads(release: &Value, what: &str) {
    assert_eq!(release["title"], TITLE, "{what}");
    assert_eq!(texts(release), PARAGRAPHS, "{what}");
}

#[test]
fn the_name_of_a_site_or_a_section_is_no_title() {
    let text = paragraphs(&PARAGRAPHS);
    let greets = site(
        "Welkom op de site van Gemeente Lindeloo",
        &format!(
            "<table><tr><td><font size=3><b>{TITLE}</b></font><br><hr>{text}</td></tr></table>"
        ),
    );
    assert_reads(&greets, "a greeting");
    let section = site(
        "Gemeente Lindeloo: Nieuwsdetail",
        &format!("<h1>Nieuws en persinfo</h1><div class=article><h3>{TITLE}</h3>{text}</div>"),
    );
    assert_reads(&section, "a section");
    let association = site(
        "Vereniging De Kade: nieuws",
        &format!("<table><tr><td><h2>{TITLE}</h2>{text}</td></tr></table>"),
    );
    assert_reads(&association, "an association");
}

#[test]
fn what_stands_between_paragraphs_is_not_text() {
    let [first, second, third] = PARAGRAPHS;
    for between in [
        "<p>Weet jij meer of heb je een tip? Stuur ons een appje op 06 - 10 20 30 44 of mail naar tip@omroep.example.</p>",
        "<p><em>De tekst gaat verder onder de video.</em></p>",
        "<div class=newsImage><img src=kade.jpg height=133 width=200><p>De kade, gezien vanaf het plein</p></div>",
        "<table align=right><tr><td><img src=kade.jpg width=180><br><i>De kade in het voorjaar</i></td></tr></table>",
        "<p class=foto><img src=kade.jpg><br><small>De kade is in het voorjaar op zijn mooist.</small></p>",
        "<p>De kade in het voorjaar (Foto: Streekbeeld)</p>",
        "<p>De kade, gezien vanaf het plein</p><p>Foto: Streekbeeld</p>",
        "<p>______________________</p>",
        "<div class=player><button>Afspelen</button><span>01:45</span></div>",
        "<div><a href=/sluis><span>Lees ook</span><span>De sluis is weer open voor de pleziervaart</span></a></div>",
        "<div><a href=/46.pdf>Download pdf (146 kB)</a></div>",
        "<div><small>Advertentie</small><div>Toe aan een nieuwe keuken? Nu met korting</div></div>",
        "<a class=story-attachment href=/k><span>Overzicht_kade_def</span><span>PDF - 92 Kb</span></a>",
        "<div class=documentActions><p>Doorsturen per e-mail</p><p>Deze pagina afdrukken</p></div>",
        "<p>Deze video kan niet worden afgespeeld.</p>",
        "<p>Accepteer alle cookies om deze kaart te bekijken.</p>",
        "<p>Luister naar dit artikel</p>",
        "<ul><li><b>Zaaknummer</b> 20090312</li></ul>",
        "<div class=rounded><div class=text-lg>Kom ook varen</div><div>Huur een sloep aan de kade. <a href=/huur>Bekijk de sloepen</a></div></div>",
    ] {
        let body = format!("<p>{first}</p><p>{second}</p>{between}<p>{third}</p>");
        let release = site(TITLE, &format!("<main><h1>{TITLE}</h1>{body}</main>"));
        assert_reads(&release, between);
    }
}

#[test]
fn a_signature_and_earlier_releases_below_the_text_are_not_text() {
    let text = paragraphs(&PARAGRAPHS);
    let signed = site(
        TITLE,
        &format!(
            "<main><h1>{TITLE}</h1>{text}<p align=right>Lindeloo, 12 maart 2009<br>Bureau Voorlichting en Kabinet</p></main>"
        ),
    );
    assert_eq!(published(&signed), Some("2009-03-12"));
    assert_reads(&signed, "a signature");
    let earlier = "<b>Eerdere persberichten</b><table><tr><td>05-03-2009</td><td><a href=1>Sluis twee weken dicht</a></td></tr>\
         <tr><td>23-02-2009</td><td><a href=2>Oude brandweerauto te koop</a></td></tr></table>";
    let release = site(
        TITLE,
        &format!("<main><h1>{TITLE}</h1>{text}{earlier}</main>"),
    );
    assert_reads(&release, "earlier releases");
    assert_eq!(published(&release), None);
}

#[test]
fn the_words_of_a_link_are_text_whatever_its_class_says() {
    let line = "De plannen staan tot en met 21 april op <a class=externLink href=https://kade.example>kade.example</a>, en in de hal van het stadhuis.";
    let release = site(
        TITLE,
        &format!(
            "<main><h1>{TITLE}</h1><p>{line}</p>{}</main>",
            paragraphs(&PARAGRAPHS)
        ),
    );
    let shown =
        "De plannen staan tot en met 21 april op kade.example, en in de hal van het stadhuis.";
    assert_eq!(texts(&release)[0], shown);
}

#[test]
fn the_title_of_a_page_whose_heading_names_the_site_is_found() {
    let text = paragraphs(&PARAGRAPHS);
    let placed = "<p>Geplaatst door de webmaster op vrijdag 12 maart 2009</p>";
    for (page, what) in [
        (
            site(
                "Dorpssite Lindeloo - door en voor het dorp",
                &format!(
                    "<h1>Dorpssite Lindeloo</h1><p>U bent bezoeker 051503</p><h2>Het laatste nieuws</h2><h3>{TITLE}</h3>\
                     {placed}{text}<div>© 2009 Dorpssite Lindeloo - kopij naar de redactie</div>"
                ),
            ),
            "by who has the copyright, and the date below the title",
        ),
        (
            site(
                &format!("Streekblad » Blog Archive » {TITLE}"),
                &format!(
                    "<h1><a href=https://streekblad.example/>Streekblad</a></h1><h2>{TITLE}</h2>{text}"
                ),
            ),
            "by the link to the root of the site",
        ),
        (
            site(
                "Nieuwsbericht",
                &format!(
                    "<a class=logo href=/><img src=logo.png alt='RTV Lindeloo'></a><h1>RTV Lindeloo</h1>\
                     <div class=artikel-titel><span>{TITLE}</span></div>{text}"
                ),
            ),
            "by the logo, and a class of titles",
        ),
        (
            site(
                "Waterschap Lindeloo - Welkom op onze site!",
                &format!(
                    "<b>Waterschap Lindeloo</b><br>{TITLE}<br><i>Dit bericht is op 12 maart 2009 uitgegeven</i><br><br>{text}"
                ),
            ),
            "by a greeting, and a sentence with the date",
        ),
        (
            site(
                "Lindeloo",
                &format!("<div role=heading aria-level=1>{TITLE}</div>{text}"),
            ),
            "by its role",
        ),
    ] {
        assert_reads(&page, what);
    }
}

#[test]
fn who_wrote_a_page_is_not_its_text() {
    let text = paragraphs(&PARAGRAPHS);
    for line in [
        "<div>Ina van der Meulen</div><div>do 12 mrt 2009, 11:00</div>",
        "<p>Door Team Communicatie Gepubliceerd: 12 maart 2009, 10:22 Bijgewerkt: 13 maart 2009, 08:00</p>",
        "<p>Ingediend door C. van der Meulen op do, 12-03-2009 - 14:05</p>",
        "<p>Geplaatst op donderdag 12 maart 2009 @ 13:45:19 CET door webmaster</p>",
        "<div class=leaf><span>MRT</span><span>12</span><span>2009</span></div><p>Door Ina Bos | 2064 keer gelezen</p>",
        "<p><time datetime=2025-02-11>12 maart 2009</time></p>",
        "<dl class=article-info><dt>Over dit bericht</dt><dd>Team Communicatie</dd><dd><a href=/n>Nieuws voor de pers</a></dd>\
         <dd>Aangemaakt: 9 maart 2009</dd><dd>Gepubliceerd: 12 maart 2009</dd><dd>Gelezen: 12</dd></dl>",
        "<p>12 maart 2009</p><div>Inloopavond:</div><div>wo 8 april 2009 - 19:30</div><div class=caption>De kade</div>",
        "<div><span>12 mrt. 2009 om 09:30 uur</span><span> · </span><span>Aangepast 13 mrt. 2009 om 08:15 uur</span></div>",
        "<ul><li><span class=post-info__author>Ina Bos</span></li></ul><p>12 maart 2009</p>",
    ] {
        let release = site(TITLE, &format!("<main><h1>{TITLE}</h1>{line}{text}</main>"));
        assert_eq!(published(&release), Some("2009-03-12"), "{line}");
        assert_reads(&release, line);
    }
}

#[test]
fn the_name_of_a_file_or_a_path_of_sections_is_no_title() {
    let text = paragraphs(&PARAGRAPHS);
    for head in [
        "Microsoft Word - PB_2004_38.doc",
        "Lindeloo > Nieuws > Bericht",
    ] {
        let release = site(
            head,
            &format!(
                "<h1>Bestuursinformatie Gemeente Lindeloo</h1><div><span class=ArtTitel>{TITLE}</span></div>{text}"
            ),
        );
        assert_reads(&release, head);
    }
}

#[test]
fn a_table_of_bullets_is_a_list() {
    let text = paragraphs(&PARAGRAPHS);
    let rows = "<table><tr><td>•</td><td>twee bruggen</td></tr><tr><td>•</td><td>een sluis</td></tr></table>";
    let release = site(
        TITLE,
        &format!("<main><h1>{TITLE}</h1>{text}<p>Er komen:</p>{rows}</main>"),
    );
    let items = &release["lists"][0]["items"];
    assert_eq!(items[0]["text"], "twee bruggen", "{release}");
    assert_eq!(items[1]["text"], "een sluis", "{release}");
}

#[test]
fn the_heading_of_a_side_column_is_no_title_and_its_dates_are_of_others() {
    let text = paragraphs(&PARAGRAPHS);
    let teasers = "<div><h1>Kort nieuws</h1><div><span>20.03.09</span><h4><a href=/1>De pont vaart weer naar de overkant</a></h4>\
                   <p>Lees verder in het bericht</p></div></div>";
    let release = site(
        "Gemeente Lindeloo: Artikel",
        &format!(
            "<div id=a>{teasers}</div><div id=b><div>12.03.09 11:14</div><h1>{TITLE}</h1>{text}</div>"
        ),
    );
    assert_reads(&release, "a side column first");
    assert_eq!(published(&release), Some("2009-03-12"));
}

#[test]
fn a_class_or_the_size_of_letters_shows_the_title() {
    let text = paragraphs(&PARAGRAPHS);
    let head =
        "<p><b>Aan de redacties van dag- en weekbladen</b></p><p><b>Inlichtingen bij</b></p>";
    for (title, shown) in [
        (
            "Aan de redacties van dag- en weekbladen",
            format!("{head}<p class=MsoTitle>{TITLE}</p>"),
        ),
        (
            "Persservice Gemeente Lindeloo - nummer 12",
            format!(
                "<table><tr><td>Persservice Gemeente Lindeloo | jaargang 5, nummer 12</td></tr></table><font size=5>{TITLE}</font><br>"
            ),
        ),
        (
            "Gemeente Lindeloo :: nieuws",
            format!("<span class=kop>{TITLE}</span><br><span>12 mrt 2009</span><br><br>"),
        ),
        (
            "Berichten van Lindeloo",
            format!(
                "<table><tr><td style=\"font-family:Georgia;font-size:24px;color:#007A87\">{TITLE}</td></tr>\
                 <tr><td style=\"font-size:11px\">De kade bij avond (foto: Hans Mulder)</td></tr></table>"
            ),
        ),
        (
            "Ingekomen stuk 568",
            format!(
                "<h1>Bestuursinformatie Gemeente Lindeloo</h1><h3 class=panel-title>{TITLE}</h3>"
            ),
        ),
    ] {
        let release = site(title, &format!("<div>{shown}{text}</div>"));
        assert_reads(&release, title);
    }
}

#[test]
fn a_bold_line_below_the_title_is_its_second_title() {
    let [first, second, third] = PARAGRAPHS;
    let page = format!(
        "<table><tr><td><font size=5><b>{TITLE}</b></font></td></tr><tr><td>&nbsp;</td></tr>\
         <tr><td><b>Ook de haven krijgt een beurt</b><br>{first}<br><br>{second}<br><br>{third}</td></tr></table>"
    );
    assert_eq!(site("Persbericht 46", &page)["title"], TITLE);
}

#[test]
fn the_title_stands_below_the_name_of_a_section_or_of_the_site() {
    let text = paragraphs(&PARAGRAPHS);
    for (title, headings) in [
        (
            "Document - Raadsarchief Lindeloo",
            format!(
                "<h1>Documentgegevens</h1><h2 class=document-titel>{TITLE} voor heel het dorp</h2>"
            ),
        ),
        (
            "nieuwe-kade-voor-heel",
            format!(
                "<h1>Actueel in ons gebied</h1><h2 class=artikeltitel>{TITLE} voor heel het dorp</h2>"
            ),
        ),
        (
            &format!("Forum Lindeloo - {TITLE} voor heel het dorp"),
            format!("<h1>Forum Lindeloo</h1><h3>{TITLE} voor heel het dorp</h3>"),
        ),
    ] {
        let release = site(title, &format!("{headings}<div>{text}</div>"));
        assert_eq!(
            release["title"],
            format!("{TITLE} voor heel het dorp"),
            "{title}"
        );
        assert_eq!(texts(&release), PARAGRAPHS, "{title}");
    }
}

#[test]
fn particulars_and_a_summary_in_another_language_are_not_text() {
    let text = paragraphs(&PARAGRAPHS);
    let particulars = "<div>Openbaar onderzoek / Enquête publique:</div><div>21.03.2009 – 20.04.2009</div>\
                       <div>Taal / Langue:</div><div>NL</div>";
    let summary = "<div lang=fr><h2>Résumé en français</h2><p>Le texte intégral est disponible auprès du service de presse.</p></div>";
    for (above, below) in [
        (particulars, ""),
        ("", summary),
        ("", "<p>Gemeente Lindeloo - Pagina 1 van 2</p>"),
    ] {
        let page = format!("<main><h1>{TITLE}</h1><p>12 maart 2009</p>{above}{text}{below}</main>");
        let release = site(TITLE, &page);
        assert_reads(&release, &format!("{above}{below}"));
        assert_eq!(published(&release), Some("2009-03-12"), "{above}{below}");
    }
}

#[test]
fn the_facts_of_a_press_release_hold_its_title_and_date() {
    let text = paragraphs(&PARAGRAPHS);
    let facts = format!(
        "<dl><dt>Onderwerp<dd><b>{TITLE}</b><dt>Datum<dd>donderdag 12 maart 2009<dt>Afzender<dd>Gemeente Lindeloo<dt>Embargo<dd>geen</dl>"
    );
    let release = site(
        "Persbank - bericht 4010",
        &format!("{facts}<div>{text}</div>"),
    );
    assert_reads(&release, "a list of facts");
    assert_eq!(published(&release), Some("2009-03-12"));
    let event = "<dl><dt>Datum<dd>12 maart 2009<dt>Locatie<dd>De Schakel</dl>";
    let release = site(
        TITLE,
        &format!("<main><h1>{TITLE}</h1>{text}{event}</main>"),
    );
    assert_eq!(published(&release), None, "the date of an event");
}

#[test]
fn the_title_stands_below_facts_with_bold_labels_and_a_row_of_tools() {
    let text = paragraphs(&PARAGRAPHS);
    let fact =
        |label: &str, value: &str| format!("<tr><td><p><b>{label}</b></p><td><p>{value}</p></tr>");
    let facts = [
        fact("Datum", "12 maart 2009"),
        fact("Afdeling", "Communicatie"),
        fact("Inlichtingen", "Marja Hiemstra, 0522 - 85 12 44"),
    ];
    let release = site(
        "Persbericht",
        &format!(
            "<div><table>{}</table><p><b>{TITLE}</b></p>{text}</div>",
            facts.concat()
        ),
    );
    assert_reads(&release, "facts with bold labels");
    assert_eq!(published(&release), Some("2009-03-12"));
    let tools = "<div class=knoppen><a href='#'>Print</a> <a href=/mail>Mail een bekende</a> <a href=/rss>RSS</a></div>";
    let release = site(TITLE, &format!("<h1>{TITLE}</h1>{tools}{text}"));
    assert_reads(&release, "tools between the title and the text");
}

#[test]
fn pictures_of_bullets_and_old_elements_make_lists() {
    let text = paragraphs(&PARAGRAPHS);
    for list in [
        "<table><tr><td><img src=/img/bol_rood.gif></td><td>De kade wordt hoger</td></tr><tr><td><img src=/img/bol_rood.gif></td><td>De pont krijgt een steiger</td></tr></table>",
        "<menu><li>De kade wordt hoger<li>De pont krijgt een steiger</menu>",
        "<dir><li>De kade wordt hoger<li>De pont krijgt een steiger</dir>",
        "<div><img src=bol.gif alt='*'> De kade wordt hoger</div><div><img src=bol.gif alt='*'> De pont krijgt een steiger</div>",
        "<p><img src=bol.gif alt='*'>&nbsp;De kade wordt hoger<br><img src=bol.gif alt='*'>&nbsp;De pont krijgt een steiger</p>",
    ] {
        let release = site(
            TITLE,
            &format!(
                "<h1>{TITLE}</h1><div>{text}{list}<p>Het werk duurt tot in het najaar van volgend jaar.</p></div>"
            ),
        );
        let items = release["lists"][0]["items"].as_array().map_or(0, Vec::len);
        assert_eq!(items, 2, "{list}");
    }
}

#[test]
fn what_stands_below_and_beside_the_text_is_not_text() {
    let text = paragraphs(&PARAGRAPHS);
    for tail in [
        "<p>foto_2.zip (1.2 MB)</p>",
        "<h2>Persvoorlichting</h2><p>Marja Hiemstra<br>Telefoon: 0522 - 85 12 44</p>",
        "<h2>Bent u journalist?</h2><p>Bel met de afdeling Communicatie.</p>",
        "<p>&laquo; terug printversie mail dit artikel</p>",
        "<p>5 jaar geleden</p>",
        "<p><a href=/b.pdf>Dit bericht als pdf</a> (118 kB)</p><p>Rubriek: <a href=/r>Verkeer</a></p>",
        "<p>Dit is een origineel persbericht van Gemeente Lindeloo.</p>",
        "<section class='blok blok--cta'><h2>Overlast melden?</h2><p>Bel met de meldkamer van de gemeente.</p></section>",
        "<div class=audio-embed><span>Fragment uit het middagprogramma</span><span>03:12</span></div>",
        "<p><a href=#>PDF</a> <a href=#>Print</a> <a href=#>LinkedIn</a></p>",
        "<p><a href=/tip>Tip een vriend</a></p>",
        "<p>---- Einde bericht ----</p>",
        "<p>--- Einde van de mededeling ---</p>",
        "<h4>Vertel het verder</h4><span>Facebook</span>",
        "<h2>Misschien ook iets voor u</h2><article><h3><a href=/1>Zo houdt u de vaart schoon</a></h3><p>Met een schepnet komt u ver.</p></article>",
        "<a href=/h>Lees het hele bericht op de website</a><h2>Ook in deze nieuwsmail</h2><h3>Open dag bij de sluis</h3>Kom kijken.<br>",
        "<p>Sfeerbeeld van de kade. © Lotte Maes</p>",
        "<div><h3>Binnenkort te doen</h3><ul><li><a href=/1><b>Raad</b> zaterdag 7 juni 2003</a></li></ul></div>",
        "<p>Ook in deze nieuwsbrief</p><p><b>Open dag bij de sluis</b></p><p>Lees verder »</p>",
        "<p>Reacties zijn gesloten.</p>",
        "<h3>Wat speelt er nog meer?</h3><ul><li><a href=/1>De sluis is weer open</a></li><li>3 mei 2009 <a href=/2>Raad praat over de vaart</a></li></ul>",
        "<p>Je moet ingelogd zijn om een reactie te plaatsen.</p>",
        "<p>Elke vrijdag het nieuws uit uw buurt in de mailbox? Meld u aan.</p>",
        "<h2>Hebt u iets gezien of gehoord?</h2><ul><li><a href=/tip>Vul het tipformulier in</a></li></ul>",
        "<p>Blijft u liever anoniem? Bel dan 0800-7000.</p>",
    ] {
        let release = site(TITLE, &format!("<main><h1>{TITLE}</h1>{text}{tail}</main>"));
        assert_reads(&release, tail);
    }
}

#[test]
fn a_short_text_beside_buttons_is_no_poll() {
    let short = "De kade is sinds vanochtend dicht.";
    let release = site(
        TITLE,
        &format!(
            "<main><div><h1>{TITLE}</h1><p>{short}</p><button>Delen</button><button>Afdrukken</button></div></main>"
        ),
    );
    assert_eq!(texts(&release), [short]);
}

#[test]
fn lists_of_tags_and_events_are_not_text() {
    let text = paragraphs(&PARAGRAPHS);
    for below in [
        "<div class='component tag-list'><ul><li><a href=/kade>kade</a></li><li><a href=/haven>haven</a></li></ul></div>",
        "<div class='component event-list'><h3>Agenda</h3><ul><li>27 mrt ’09 Raadsvergadering</li></ul></div>",
        "<p><a href=javascript:print()>Print dit persbericht uit</a></p>",
        "<p>Let op: dit bericht is ouder dan een half jaar. De informatie kan verouderd zijn.</p>",
    ] {
        let release = site(
            TITLE,
            &format!("<main><h1>{TITLE}</h1>{text}{below}</main>"),
        );
        assert_reads(&release, below);
    }
}
