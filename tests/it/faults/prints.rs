//! Pages that hold the text of a print: of a PDF, or of a text processor.

use super::layouts::{assert_reads, site};
use super::{PARAGRAPHS, TITLE, published, read, texts};
use crate::support::World;

#[test]
fn lines_of_a_pdf_join_and_the_foot_of_its_pages_is_not_text() {
    let (first, last) = TITLE.rsplit_once(' ').expect("two words");
    let foot = |page: u8| format!("Gemeente Lindeloo | Persbericht 11\nPagina {page} van 2\n\n");
    let [lead, rest @ ..] = PARAGRAPHS;
    let text = format!(
        "{first} bij\n{last}\n\n12 maart 2009\n\n{lead}\n\n{}{}\n\n{}",
        foot(1),
        rest.join("\n\n"),
        foot(2)
    );
    let world = World::new();
    let release = read(&world.write("bericht.txt", text));
    assert_eq!(release["title"], format!("{first} bij {last}"));
    let shown = release["blocks"].to_string();
    assert!(
        !shown.contains("Pagina") && !shown.contains("Persbericht 11"),
        "{shown}"
    );
}

#[test]
fn a_pdf_as_a_web_page_has_paragraphs_by_the_places_of_its_lines() {
    let line = |top: u32, left: u32, class: &str, text: &str| {
        format!(
            "<p style=\"position:absolute;top:{top}px;left:{left}px;white-space:nowrap\" class=\"{class}\">{text}</p>"
        )
    };
    let mut lines = vec![
        line(120, 720, "ft13", "<b>Datum</b>"),
        line(134, 720, "ft13", "12&#160;maart&#160;2009"),
        line(160, 720, "ft13", "<b>Contactpersoon</b>"),
        line(174, 720, "ft13", "Marja Hiemstra"),
        line(200, 106, "ft11", "Persbericht"),
    ];
    let (first, last) = TITLE.split_once(' ').expect("two words");
    lines.push(line(300, 106, "ft11", &format!("<b>{first}</b>")));
    lines.push(line(328, 106, "ft11", &format!("<b>{last}</b>")));
    let mut top = 360;
    for paragraph in PARAGRAPHS {
        let words: Vec<&str> = paragraph.split(' ').collect();
        for some in words.chunks(8) {
            lines.push(line(top, 106, "ft12", &some.join("&#160;")));
            top += 22;
        }
        top += 22;
    }
    lines.push(line(1162, 106, "ft13", "Gemeente Lindeloo ■ Postbus 12"));
    lines.push(line(1182, 106, "ft13", "www.lindeloo.example"));
    lines.push(line(1200, 720, "ft13", "Pagina 1 van 1"));
    let styles =
        "<style>.ft11{font-size:22px;}.ft12{font-size:15px;}.ft13{font-size:10px;}</style>";
    let page = format!(
        "{styles}<div style=\"position:relative\">{}</div>",
        lines.concat()
    );
    let release = site("Microsoft Word - persbericht def v3.docx", &page);
    assert_reads(&release, "lines of a PDF");
    assert_eq!(published(&release), Some("2009-03-12"));
    // A search engine made pages without units, with labels beside their values.
    let fact = |top: u32, label: &str, value: &str| {
        format!(
            "<div style=\"position:absolute;top:{top};left:106\"><nobr><span class=ft13>{label}</span></nobr></div>\
             <div style=\"position:absolute;top:{top};left:208\"><nobr><span class=ft13>{value}</span></nobr></div>"
        )
    };
    let facts = [
        fact(218, "Datum", "12 maart 2009"),
        fact(232, "Contact", "Marja Hiemstra"),
    ];
    let text = lines[5..].concat().replace("px", "");
    let text = text.replace("<p ", "<div ").replace("</p>", "</div>");
    let page = format!(
        "{styles}<div style=\"position:relative\">{}{text}</div>",
        facts.concat()
    );
    let release = site("Microsoft Word - pb_def.doc", &page);
    assert_reads(&release, "lines without units");
    assert_eq!(published(&release), Some("2009-03-12"));
    // A builder of sites puts whole parts at fixed positions.
    let parts = PARAGRAPHS.map(|text| {
        format!(
            "<div style=\"position:absolute;top:10px;left:10px\"><div><p>{text}</p></div></div>"
        )
    });
    let boxes = "<div style=\"position:absolute;top:10px;left:10px\">Zoek</div>".repeat(8);
    let built = site(
        TITLE,
        &format!("<div><h1>{TITLE}</h1>{}{boxes}</div>", parts.concat()),
    );
    assert_eq!(
        texts(&built)[..PARAGRAPHS.len()],
        PARAGRAPHS,
        "parts of a page"
    );
}

#[test]
fn the_edges_of_printed_pages_are_not_text() {
    let [first, second, third] = PARAGRAPHS;
    let edge = |number: u32| {
        format!(
            "<p>Gemeente Lindeloo | www.lindeloo.example | tel. 0800 1214</p><p>{number}</p><p>Persbericht Gemeente Lindeloo</p>"
        )
    };
    for (between, below) in [
        (edge(1), edge(2)),
        (
            edge(1).replace("</p><p>1</p>", " 1</p>"),
            edge(2).replace("</p><p>2</p>", " 2</p>"),
        ),
    ] {
        let text = format!("<p>{first}</p>{between}<p>{second}</p><p>{third}</p>{below}");
        let release = site(TITLE, &format!("<main><h1>{TITLE}</h1>{text}</main>"));
        assert_reads(&release, &between);
    }
    let header = "<div><p class=MsoHeader>Inspectie Werk en Loon, ministerie van Arbeid</p></div>";
    let text = format!("<p>{first}</p>{header}<p>{second}</p><p>{third}</p>");
    assert_reads(
        &site(TITLE, &format!("<main><h1>{TITLE}</h1>{text}</main>")),
        header,
    );
}
