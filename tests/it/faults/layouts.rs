//! Pages as old and new sites lay them out: where the title, the date and the text stand, and what stands
//! between and below them.

use serde_json::Value;

use super::{PARAGRAPHS, TITLE, paragraphs, published, read_page, texts};

/// A page whose body is `body`, with `title` in its head.
fn site(title: &str, body: &str) -> Value {
    read_page(format!(
        "<!doctype html><html lang=nl><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    ))
}

#[track_caller]
fn assert_reads(release: &Value, what: &str) {
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
}

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
fn what_stands_between_paragraphs_is_not_text() {
    let [first, second, third] = PARAGRAPHS;
    for between in [
        "<p>Weet jij meer of heb je een tip? Stuur ons een appje op 06 - 10 20 30 44 of mail naar tip@omroep.example.</p>",
        "<p><em>De tekst gaat verder onder de video.</em></p>",
        "<div class=newsImage><img src=kade.jpg height=133 width=200><p>De kade, gezien vanaf het plein</p></div>",
        "<table align=right><tr><td><img src=kade.jpg width=180><br><i>De kade in het voorjaar</i></td></tr></table>",
        "<p>______________________</p>",
        "<div class=documentActions><p>Doorsturen per e-mail</p><p>Deze pagina afdrukken</p></div>",
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
