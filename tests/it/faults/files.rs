//! Files: formats that were taken for text, names, pipes in folders, records and tables.
//!
//! Leaves out web archives and feeds (`archives`).

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use super::{
    PARAGRAPHS, SITE, TITLE, assert_is_readable, fault, home_of, ingest, only_release, published,
    read, releases, short_page, texts, titles,
};
use crate::records::{gzip, record};
use crate::support::World;

/// The time that a command may take: far more than it needs.
const LIMIT: Duration = Duration::from_mins(1);

#[test]
fn a_record_with_a_field_of_another_type_is_kept() {
    let world = World::new();
    world.ingest(&fault("11-jsonl-date-that-is-no-text/pandas.jsonl"));
    let read = releases(&world);
    let dates: Vec<_> = read.iter().map(published).collect();
    assert_eq!(titles(&world), ["Brug dicht", "Gemaal", "Zwembad"]);
    assert_eq!(
        dates,
        [Some("2024-03-05"), Some("2024-03-06"), Some("2024-03-07")]
    );
    assert_eq!(read[2]["publisher"]["name"], "gemeente Waterhoek");
    assert_is_readable(&world);

    let text = PARAGRAPHS.join("\n\n");
    for (field, value) in [
        ("date", json!(1_709_629_200)),
        ("date", json!(1.709_629_2e9)),
        ("date", json!(["2024-03-05"])),
        ("date", json!({"dag": 5})),
        ("date", json!(false)),
        ("publisher", json!({"name": "gemeente Lindeloo"})),
        ("title", json!(2024)),
        ("tags", json!({"a": [1, null]})),
    ] {
        let mut line = json!({"id": 1, "title": TITLE, "text": text});
        line[field] = value;
        let world = home_of("a.jsonl", line.to_string());
        let release = only_release(&world);
        assert_eq!(texts(&release), PARAGRAPHS, "{line}");
        // A date that cannot be read is named. It does not become another date.
        match published(&release) {
            Some(date) => assert_eq!(date, "2024-03-05", "{line}"),
            None if field == "date" => {
                assert!(release["warnings"].to_string().contains("date: "), "{line}");
            }
            None => {}
        }
        assert_is_readable(&world);
    }
    let world = World::new();
    let file = world.write(
        "a.jsonl",
        "{\"id\": 1, \"title\": \"Kade\", \"text\": null}\n[]\n",
    );
    let run = ingest(&world, &file);
    assert_eq!(run.code(), 4);
    assert!(
        run.stderr().contains("a.jsonl:1") && run.stderr().contains("a.jsonl:2"),
        "{}",
        run.stderr()
    );
    assert_is_readable(&world);
}

/// The addresses of the releases of a home.
fn urls(world: &World) -> Vec<String> {
    let releases = releases(world).into_iter();
    let mut urls: Vec<String> = releases
        .map(|release| release["url"].as_str().expect("an address").to_owned())
        .collect();
    urls.sort();
    urls
}

/// An ARC file (Internet Archive, ARC 1.0) with these pages.
fn arc(pages: &[(&str, &str)]) -> Vec<u8> {
    let about = "1 0 Zandwijk\nURL IP-address Archive-date Content-type Archive-length\n";
    let head = format!(
        "filedesc://z.arc 0.0.0.0 20240305100000 text/plain {}",
        about.len()
    );
    let mut parts = vec![format!("{head}\n{about}")];
    parts.extend(pages.iter().map(|(url, html)| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}");
        format!(
            "{url} 192.0.2.7 20240305100000 text/html {}\n{http}",
            http.len()
        )
    }));
    parts.join("\n").into_bytes()
}

#[test]
fn other_containers_are_read_or_refused_by_name() {
    let folder = fault("18-containers-as-one-text");
    for (name, expected) in [
        (
            "crawl.arc",
            &["Brug dicht voor herstel", "Nieuw gemaal bij de polder"][..],
        ),
        ("export.csv", &["Brug dicht", "Dijk open"]),
        ("crawl.warc.wet", &[]),
        ("mail.eml", &[]),
    ] {
        let world = World::new();
        let run = ingest(&world, &folder.join(name));
        assert_eq!(titles(&world), expected, "{name}: {}", run.stderr());
        let is_refused = run.code() == 4 && run.stderr().contains(name);
        assert_eq!(is_refused, expected.is_empty(), "{name}: {}", run.stderr());
    }

    let (kade, pont) = (format!("{SITE}/kade"), format!("{SITE}/pont"));
    let texts = [PARAGRAPHS[0], PARAGRAPHS[2]];
    let pages = [
        (kade.as_str(), &*short_page("Kade", "", texts[0])),
        (pont.as_str(), &*short_page("Pont", "", texts[1])),
    ];
    for (name, content) in [
        ("oud.arc", arc(&pages)),
        ("oud.arc.gz", gzip(&arc(&pages))),
        ("zonder-naam", arc(&pages)),
    ] {
        let world = home_of(name, content);
        assert_eq!(urls(&world), [kade.as_str(), &pont], "{name}");
        // The export of a table can be read again.
        let other = home_of("tabel.csv", world.run(&["export", "--csv"]).stdout());
        assert_eq!(urls(&other), urls(&world));
        assert_eq!(titles(&other), titles(&world));
    }
    for (name, content) in [
        (
            "brief.eml",
            format!(
                "Received: from a by b\r\nFrom: pers@zandwijk.example\r\nSubject: Kade\r\n\r\n{}\r\n",
                texts[0]
            ),
        ),
        (
            "brief.txt",
            format!(
                "Return-Path: <pers@zandwijk.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{}\n",
                texts[0]
            ),
        ),
        (
            "leden.csv",
            format!("naam;woonplaats\nAnna;Zandwijk\nJelle;{}\n", texts[1]),
        ),
        (
            "teksten.wet.gz",
            String::from_utf8_lossy(&record("1.0", &[("WARC-Type", "conversion")], texts[0]))
                .into_owned(),
        ),
    ] {
        let world = World::new();
        let run = ingest(&world, &world.write(name, content));
        assert!(
            run.code() == 4 && run.stderr().contains(name),
            "{name}: {}",
            run.stderr()
        );
        assert_eq!(titles(&world), [""; 0], "{name}");
    }
}

/// Makes a named pipe.
fn make_pipe(world: &World, name: &str) -> PathBuf {
    let path = world.path(name);
    mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
    path
}

#[test]
fn pipes_in_a_folder_are_left_out() {
    let world = World::new();
    let page = fs::read(fault("23-fifo-in-a-folder/map/a.html")).expect("a page");
    world.write("map/a.html", page);
    for name in [
        "map/pijp",
        "map/pijp.html",
        "map/pijp.jsonl",
        "map/pijp.warc.gz",
    ] {
        make_pipe(&world, name);
    }
    symlink(world.path("map/pijp"), world.path("map/b.html")).expect("a link");
    let map = world.path("map").display().to_string();
    for arguments in [
        &["ingest", &map][..],
        &["extract", "--text", &map],
        &["search", "brug", "--in", &map],
    ] {
        let mut command = world.command();
        let output = command
            .args(arguments)
            .timeout(LIMIT)
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
    assert_eq!(titles(&world), ["Brug dicht"]);
}

/// Waits for a state that another process brings about.
#[track_caller]
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < LIMIT, "it takes too long");
        std::thread::yield_now();
    }
}

#[test]
fn one_signal_ends_a_run_that_keeps_what_it_read() {
    let world = World::new();
    world.write("map/a.html", short_page("Pont", "", PARAGRAPHS[0]));
    // The run cannot end by itself, since the test keeps the pipe open.
    let pipe = make_pipe(&world, "regels.jsonl");
    let mut lines = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&pipe)
        .expect("a pipe");
    writeln!(
        lines,
        "{}",
        json!({"id": 1, "title": "Kade", "text": PARAGRAPHS[2]})
    )
    .expect("room for a line");
    let mut run = Command::new(env!("CARGO_BIN_EXE_omroeper"))
        .env("OMROEPER_HOME", world.home())
        .arg("ingest")
        .args([&world.path("map"), &pipe])
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let is_found = |word: &str| world.run(&["search", word, "-n", "0"]).code() == 0;
    wait_until(|| is_found("steiger") && is_found("vismarkt"));
    kill_process(Pid::from_child(&run), Signal::TERM).expect("it runs");
    let mut status = None;
    wait_until(|| {
        status = run.try_wait().expect("our own process");
        status.is_some()
    });
    assert_eq!(status.and_then(|status| status.code()), Some(130));
    assert_eq!(titles(&world), ["Kade", "Pont"]);
    assert_is_readable(&world);
}

#[test]
fn a_spreadsheet_runs_no_cell_of_an_export() {
    let fault = fault("24-formulas-in-csv/r.jsonl");
    let formula = "=HYPERLINK(\"http://x.example\";\"klik\")";
    let world = World::new();
    world.ingest(&fault);
    let rows = |world: &World| {
        let table = world.run(&["export", "--csv"]).stdout();
        let mut table = csv::Reader::from_reader(table.as_bytes());
        table
            .records()
            .collect::<Result<Vec<_>, _>>()
            .expect("a table")
    };
    assert_eq!(rows(&world)[0][4], format!("'{formula}"));

    for start in [
        "=1+2",
        "+31 20 123",
        "-5 graden",
        "@SUM(A1)",
        "=cmd|'/c calc'!A0",
        "-2+3",
    ] {
        let title = format!("{start} in de haven");
        let text = format!("{start} stond er op het bord. {}", PARAGRAPHS[0]);
        let line = json!({"id": 1, "title": title, "publisher": "gemeente Zandwijk", "text": text});
        let world = home_of("a.jsonl", line.to_string());
        let [row] = &rows(&world)[..] else {
            panic!("{title}")
        };
        for cell in row {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
        // A program that reads the table gets the title back.
        let other = home_of("tabel.csv", world.run(&["export", "--csv"]).stdout());
        assert_eq!(titles(&other), titles(&world));
    }
    let plain = json!({"id": 1, "title": "Kade = muur", "text": "'s Avonds is de kade - ook op zondag - dicht."});
    let row = &rows(&home_of("a.jsonl", plain.to_string()))[0];
    assert_eq!(
        (&row[4], &row[7]),
        (
            "Kade = muur",
            "'s Avonds is de kade - ook op zondag - dicht."
        )
    );
}

#[test]
fn files_whose_names_differ_are_different_releases() {
    for (names, ends) in [
        // As in the folder of the fault.
        (
            [&b"brief-\xe9.html"[..], b"brief-\xe8.html"],
            ["%E8.html", "%E9.html"],
        ),
        (
            [b"brief-%E9.html", b"brief-\xe9.html"],
            ["%25E9.html", "%E9.html"],
        ),
        (
            ["brief-\u{fffd}.html".as_bytes(), b"brief-\xff.html"],
            ["%EF%BF%BD.html", "%FF.html"],
        ),
        (
            [b"brief\t1.html", b"brief1.html"],
            ["brief%091.html", "brief1.html"],
        ),
        (
            [b"brief\n.html", b"brief.html"],
            ["brief%0A.html", "brief.html"],
        ),
        (
            [b"brief?1.html", b"brief#1.html"],
            ["brief%231.html", "brief%3F1.html"],
        ),
    ] {
        let world = World::new();
        let folder = world.path("m");
        fs::create_dir(&folder).expect("a folder");
        for (name, text) in std::iter::zip(names, [PARAGRAPHS[0], PARAGRAPHS[2]]) {
            let path = folder.join(OsStr::from_bytes(name));
            fs::write(path, short_page("Brief", "", text)).expect("a file");
        }
        world.ingest(&folder);
        let urls = urls(&world);
        assert!(
            urls.len() == 2 && urls[0].ends_with(ends[0]) && urls[1].ends_with(ends[1]),
            "{urls:?}"
        );
    }
}

#[test]
fn a_medium_or_a_caption_above_the_title_of_a_text_is_no_title() {
    let text = PARAGRAPHS.join("\n\n");
    for (above, publisher) in [
        ("LINDELOOSE COURANT", Some("LINDELOOSE COURANT")),
        (
            "De Lindelose Koerier > Politiek",
            Some("De Lindelose Koerier"),
        ),
        ("GEMEENTE LINDELOO", Some("gemeente Lindeloo")),
        (
            "Linde Ziekenhuis, locatie Lindeloo\n\nNieuws & pers",
            Some("Linde Ziekenhuis"),
        ),
        (
            "CDA Lindeloo\n\nGeplaatst door fractie op 9 oktober 2023",
            Some("CDA Lindeloo"),
        ),
        ("De Lindebode, za 3 mei 2021", Some("De Lindebode")),
        ("Het Lindeblad, 3/05/2021 om 18:05", Some("Het Lindeblad")),
        ("OPINIE & DEBAT\n\nDe week van Ina", None),
        ("Nieuws  •  Landbouw", None),
        (
            "Radio Lindeloo – dicht bij u\n\nLindeloo",
            Some("Radio Lindeloo"),
        ),
        (
            "Natuurkring Linde vzw | nieuwsflits",
            Some("Natuurkring Linde vzw"),
        ),
        (
            "© Lindekrant – Ina Bos\n\nDe burgemeester bij de kade.",
            Some("Lindekrant"),
        ),
        (
            "Ministerie van Volksgezondheid, Welzijn en Sport",
            Some("Ministerie van Volksgezondheid, Welzijn en Sport"),
        ),
        ("Lindeloo | 3 mei 2021 | Leestijd: 2 minuten", None),
        ("Home - Nieuws - Kade van Lindeloo krijgt nieuwe muur", None),
        (
            "De kade in het voorjaar.\nDe kade in het voorjaar. Foto via Streekbeeld",
            None,
        ),
    ] {
        let world = World::new();
        let title = "Kade van Lindeloo krijgt nieuwe muur";
        let release = read(&world.write("bericht.txt", format!("{above}\n\n{title}\n\n{text}")));
        assert_eq!(release["title"], title, "{above}");
        if let Some(publisher) = publisher {
            assert_eq!(release["publisher"]["name"], publisher, "{above}");
        }
    }
    let world = World::new();
    let title = "Eis van een jaar cel voor brand in een flat aan de haven in Lindeloo";
    for date in [
        "do 12 maart 2009 17.45 uur",
        "Marit Bos\n\nGepubliceerd: 14 maart 2024, 08:12",
    ] {
        let dated = format!("{title}\n\n{date}\n\n{text}");
        assert_eq!(read(&world.write("bericht.txt", dated))["title"], title);
    }
}
