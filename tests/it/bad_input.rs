//! Bad input: it is reported with a reason, the rest is ingested, and nothing panics.

use std::path::Path;

use crate::support::World;

const GOOD: &str =
    "<h1>Goede pagina</h1><p>De gemeente Zandwijk legt een fietspad aan langs de vaart.</p>";

/// Ingests `bad` together with a good page. The report on `bad` must contain `reason`.
fn check_is_refused(world: &World, bad: &Path, reason: &str) {
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
fn an_empty_file_is_refused() {
    let world = World::new();
    check_is_refused(&world, &world.write("leeg.html", ""), "is empty");
}

#[test]
fn binary_noise_is_refused() {
    let world = World::new();
    let mut random = crate::support::synthetic::Random::new(1);
    let noise: Vec<u8> = (0..100_000).map(|_| random.below(256) as u8).collect();
    check_is_refused(&world, &world.write("ruis.html", noise), "is binary");
}

#[test]
fn a_page_of_fifty_megabytes_is_refused() {
    let world = World::new();
    check_is_refused(
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
fn a_hundred_thousand_open_elements_are_refused() {
    let world = World::new();
    check_is_refused(
        &world,
        &world.write(
            "diep.html",
            format!("<h1>Diep</h1>{}", "<div>".repeat(100_000)),
        ),
        "nests elements deeper",
    );
}

#[test]
fn a_path_that_does_not_exist_is_refused() {
    let world = World::new();
    check_is_refused(&world, &world.path("nergens.html"), "does not exist");
}

#[test]
fn a_file_that_only_looks_like_gzip_is_refused() {
    let world = World::new();
    check_is_refused(
        &world,
        &world.write(
            "kapot.warc.gz",
            b"\x1f\x8b\x08\x00geen gzip, al lijkt het erop",
        ),
        "at byte 0",
    );
}

#[test]
fn a_truncated_warc_is_ingested_up_to_the_cut() {
    let world = World::new();
    let whole = std::fs::read("fixtures/warc/lindeloo.warc").expect("the fixture");
    let at = whole.len() - 60;
    let cut = world.write("afgebroken.warc", &whole[..at]);
    check_is_refused(&world, &cut, "middle of a record");
    assert_eq!(
        world.run(&["search", "zwembad"]).code(),
        0,
        "records before the cut are ingested"
    );
}

#[test]
fn broken_lines_of_jsonl_are_reported_and_the_rest_is_ingested() {
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
        "an invalid date or half a character does not lose a release: {found}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let file = world.write("dicht.html", GOOD);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    if std::fs::read(&file).is_ok() {
        // Root may read every file, but cannot read a link that points to itself.
        std::fs::remove_file(&file).expect("the file can be removed");
        std::os::unix::fs::symlink(world.path("dicht.html"), world.path("dicht.html"))
            .expect("a link to itself");
    }
    check_is_refused(&world, &file, "cannot be read");
}

#[test]
fn nested_elements_do_not_make_extraction_slow() {
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
        // A pass over the page for each element would take minutes.
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
fn pages_that_strain_parsers_end_in_a_release_or_an_error() {
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
        ("names", "Over Bond De Vaart "),
        ("ours", "“onze krant en ik "),
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
