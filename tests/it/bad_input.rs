//! What cannot be read is named with its reason; the rest is taken; nothing panics.

use std::path::Path;

use crate::support::World;

const GOOD: &str =
    "<h1>Goede pagina</h1><p>De gemeente Zandwijk legt een fietspad aan langs de vaart.</p>";

/// Ingests `bad` beside a good page; what is said of it must hold `reason`.
fn refused(world: &World, bad: &Path, reason: &str) {
    let good = world.write("good.html", GOOD);
    let run = world.run(&[
        "ingest",
        &bad.display().to_string(),
        &good.display().to_string(),
    ]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    let said = run.stderr();
    let line = said
        .lines()
        .find(|l| l.contains(reason))
        .unwrap_or_else(|| panic!("{reason:?} is not in {said}"));
    let name = bad
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    assert!(line.contains(&name), "{line}");
    assert!(!said.contains("panic"), "{said}");
    assert_eq!(world.run(&["search", "fietspad"]).code(), 0);
}

#[test]
fn an_empty_file() {
    let world = World::new();
    refused(&world, &world.write("leeg.html", ""), "is empty");
}

#[test]
fn binary_noise() {
    let world = World::new();
    let mut random = crate::support::synthetic::Random::new(1);
    let noise: Vec<u8> = (0..100_000).map(|_| random.below(256) as u8).collect();
    refused(&world, &world.write("ruis.html", noise), "is binary");
}

#[test]
fn a_page_of_fifty_megabytes() {
    let world = World::new();
    refused(
        &world,
        &world.write(
            "groot.html",
            "<p>tekst</p>"
                .repeat(50 << 20)
                .get(..50 << 20)
                .expect("ASCII"),
        ),
        "over the limit",
    );
}

#[test]
fn a_hundred_thousand_open_elements() {
    let world = World::new();
    refused(
        &world,
        &world.write(
            "diep.html",
            format!("<h1>Diep</h1>{}", "<div>".repeat(100_000)),
        ),
        "nests elements deeper",
    );
}

#[test]
fn a_path_that_is_not_there() {
    let world = World::new();
    refused(&world, &world.path("nergens.html"), "does not exist");
}

#[test]
fn gzip_that_is_none() {
    let world = World::new();
    refused(
        &world,
        &world.write(
            "kapot.warc.gz",
            b"\x1f\x8b\x08\x00geen gzip, al lijkt het erop",
        ),
        "at byte 0",
    );
}

#[test]
fn a_warc_that_is_cut_off() {
    let world = World::new();
    let whole = std::fs::read("fixtures/warc/lindeloo.warc").expect("the fixture");
    let at = whole.len() - 60;
    let cut = world.write("afgebroken.warc", &whole[..at]);
    refused(&world, &cut, "middle of a record");
    assert_eq!(
        world.run(&["search", "zwembad"]).code(),
        0,
        "records before the cut are taken"
    );
}

#[test]
fn jsonl_with_broken_lines() {
    let world = World::new();
    let lines = concat!(
        "{\"id\": 1, \"title\": \"Eerste\", \"date\": \"2021-02-30\", \"text\": \"De eerste tekst gaat over dijken.\"}\n",
        "geen json\n\n",
        "{\"title\": \"Zonder id\", \"text\": \"x\"}\n",
        "{\"id\": \"3\", \"title\": \"Zonder tekst\"}\n",
        "{\"id\": \"\\ud800\", \"text\": \"Een half teken \\udc00 tussen dijken in.\"}\n",
        "{\"id\": \"vijf\", \"text\": \"De vijfde tekst gaat ook over dijken.\"}\n",
    );
    let file = world.write("regels.jsonl", lines);
    let run = world.run(&["ingest", &file.display().to_string()]);
    assert_eq!(run.code(), 4);
    for (line, reason) in [
        (2, "expected"),
        (4, "no `id` and no `url`"),
        (5, "no `text` and no `html`"),
    ] {
        let place = format!("regels.jsonl:{line}`");
        assert!(
            run.stderr()
                .lines()
                .any(|l| l.contains(&place) && l.contains(reason)),
            "{place} {reason}: {}",
            run.stderr()
        );
    }
    let found = world.run(&["search", "dijken", "--json"]).json();
    assert_eq!(
        found["total"], 3,
        "neither a date that is none nor half a character loses a release: {found}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let file = world.write("dicht.html", GOOD);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    if std::fs::read(&file).is_ok() {
        // Root may read everything; a folder in the place of a file may be read by nobody.
        std::fs::remove_file(&file).expect("the file goes");
        std::os::unix::fs::symlink(world.path("dicht.html"), world.path("dicht.html"))
            .expect("a link to itself");
    }
    refused(&world, &file, "cannot be read");
}

#[test]
fn elements_within_elements_do_no_harm() {
    let world = World::new();
    let sentence =
        "Bron: een zin van de gemeente Zandwijk over de kade in het dorp, die lang genoeg is. "
            .repeat(20);
    for (open, close) in [
        ("<footer>", "</footer>"),
        ("<div class=menu>", "</div>"),
        ("<form>", "</form>"),
    ] {
        let nested = [format!("{open}{sentence}").repeat(900), close.repeat(900)].concat();
        let file = world.write(
            "diep.html",
            format!("<h1>Diep</h1><p>{sentence}</p>{nested}"),
        );
        // A pass for each element would take minutes.
        assert_eq!(
            world
                .run(&["extract", &file.display().to_string(), "-q"])
                .code(),
            0,
            "{open}"
        );
    }
}

#[test]
fn pages_that_hurt_parsers_end_soon_and_do_no_harm() {
    let world = World::new();
    for (name, piece) in [
        ("marks", "“‘\"' "),
        ("less", "<"),
        ("lists", "<ul><li>"),
        ("cells", "<table><tr><td>"),
        ("forms", "<b><p>"),
        ("comments", "<!--"),
        ("scripts", "<script>"),
        ("svg", "<svg>"),
        ("nav", "<nav>"),
        ("dots", ". A. “"),
    ] {
        let page = format!(
            "<h1>Vijandig</h1><p>{}",
            piece.repeat(300_000 / piece.len())
        );
        let file = world.write(&format!("{name}.html"), page);
        let run = world.run(&["extract", &file.display().to_string(), "--jsonl"]);
        assert!(matches!(run.code(), 0 | 4), "{name}: {}", run.stderr());
        assert!(!run.stderr().contains("panic"), "{name}: {}", run.stderr());
    }
}
