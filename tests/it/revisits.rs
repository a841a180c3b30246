//! Pages that are captured again, at other times and other URLs: the index is the same in any order
//! of input.

use std::path::PathBuf;

use data_encoding::BASE32;
use sha1::{Digest as _, Sha1};

use crate::records::{gzip, record, response};
use crate::support::World;

const QUAY: &str = "https://www.lindeloo.example/nieuws/kade";

/// A page that declares `address` as its canonical URL.
fn page(address: &str, text: &str) -> String {
    format!(
        "<html lang=nl><link rel=canonical href=\"{address}\"><main><h1>De kade</h1><p>Geplaatst op 3 mei 2021</p>\
         <p>De gemeente Lindeloo vernieuwt de kade, en {text}.</p></main></html>"
    )
}

/// A revisit record of `target`. The fields in `more` refer to the original capture.
fn revisit(target: &str, time: &str, profile: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let profile = format!("http://netpreserve.org/warc/1.1/revisit/{profile}");
    let head = [
        ("WARC-Type", "revisit"),
        ("WARC-Target-URI", target),
        ("WARC-Date", time),
        ("WARC-Profile", &profile),
        ("Content-Type", "application/http; msgtype=response"),
    ];
    record(
        "1.1",
        &[&head, more].concat(),
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    )
}

fn versions(world: &World) -> Vec<String> {
    let lines = world.run(&["history", QUAY]).stdout();
    lines
        .lines()
        .filter(|line| !line.starts_with("     "))
        .map(|line| line[5..15].to_owned())
        .collect()
}

fn shown(world: &World) -> String {
    world.run(&["search", "kade", "--jsonl"]).stdout()
}

#[test]
fn any_order_of_input_gives_the_same_index() {
    let (old, new) = (page(QUAY, "legt stenen"), page(QUAY, "plant bomen"));
    let captures = [
        response(QUAY, "2021-05-04T08:00:00Z", 200, &old),
        response(QUAY, "2021-06-04T08:00:00Z", 200, &new),
        response(QUAY, "2021-07-04T08:00:00Z", 200, &old),
        response(QUAY, "2021-08-04T08:00:00Z", 404, ""),
        response(QUAY, "2021-09-04T08:00:00Z", 404, ""),
        response(QUAY, "2021-10-04T08:00:00Z", 200, &old),
    ];
    let digest = |order: [usize; 6], at_once: bool| {
        let world = World::new();
        let files: Vec<PathBuf> = order
            .iter()
            .map(|n| world.write(&format!("{n}.warc.gz"), gzip(&captures[*n])))
            .collect();
        if at_once {
            let paths: Vec<String> = files
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            let arguments: Vec<&str> = std::iter::once("ingest")
                .chain(paths.iter().map(String::as_str))
                .collect();
            assert_eq!(world.run(&arguments).code(), 0);
        } else {
            for file in &files {
                world.ingest(file);
            }
        }
        assert_eq!(
            versions(&world),
            ["2021-05-03", "2021-06-04", "2021-07-04", "2021-10-04"],
            "{order:?}"
        );
        let before = world.run(&["digest"]).stdout();
        assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
        assert_eq!(world.run(&["digest"]).stdout(), before, "{order:?}");
        before
    };
    let expected = digest([0, 1, 2, 3, 4, 5], false);
    for order in [
        [5, 4, 3, 2, 1, 0],
        [0, 2, 1, 3, 4, 5],
        [3, 4, 0, 5, 2, 1],
        [4, 3, 5, 0, 1, 2],
        [2, 5, 0, 4, 1, 3],
    ] {
        assert_eq!(digest(order, false), expected, "{order:?}, one by one");
        assert_eq!(digest(order, true), expected, "{order:?}, at once");
    }
}

#[test]
fn a_revisit_repeats_the_capture_that_it_refers_to() {
    let (old, new) = (page(QUAY, "legt stenen"), page(QUAY, "plant bomen"));
    let ingest_revisit = |more: &[(&str, &str)], profile: &str| {
        let world = World::new();
        let crawl = [
            response(QUAY, "2021-05-04T08:00:00Z", 200, &old),
            response(QUAY, "2021-06-04T08:00:00Z", 200, &new),
            revisit(QUAY, "2021-07-04T08:00:00Z", profile, more),
        ];
        world.ingest(&world.write("crawl.warc", crawl.concat()));
        assert_eq!(world.run(&["check"]).stdout(), "");
        (
            versions(&world).len(),
            shown(&world).contains("legt stenen"),
        )
    };
    let sha1 = |page: &str| format!("sha1:{}", BASE32.encode(&Sha1::digest(page.as_bytes())));
    let (of_old, of_new) = (sha1(&old), sha1(&new));
    let first = [
        ("WARC-Refers-To-Target-URI", QUAY),
        ("WARC-Refers-To-Date", "2021-05-04T08:00:00Z"),
    ];
    assert_eq!(
        ingest_revisit(&first, "identical-payload-digest"),
        (3, true)
    );
    assert_eq!(
        ingest_revisit(
            &[("WARC-Payload-Digest", &of_old)],
            "identical-payload-digest"
        ),
        (3, true)
    );
    assert_eq!(
        ingest_revisit(
            &[("WARC-Payload-Digest", &of_new)],
            "identical-payload-digest"
        ),
        (2, false)
    );
    assert_eq!(ingest_revisit(&[], "server-not-modified"), (2, false));
}

#[test]
fn a_revisit_at_another_url_adds_the_page_at_that_url() {
    let world = World::new();
    let copy = "https://www.lindeloo.example/dossier/kade";
    let plain = "<html lang=nl><main><h1>De kade</h1><p>De gemeente Lindeloo vernieuwt de kade in het dorp.</p></main>";
    let crawl = [
        response(QUAY, "2021-05-04T08:00:00Z", 200, plain),
        revisit(
            copy,
            "2021-05-04T08:00:01Z",
            "identical-payload-digest",
            &[
                ("WARC-Refers-To-Target-URI", QUAY),
                ("WARC-Refers-To-Date", "2021-05-04T08:00:00Z"),
            ],
        ),
    ];
    world.ingest(&world.write("crawl.warc", crawl.concat()));
    assert_eq!(world.run(&["show", copy]).code(), 0);
    assert_eq!(world.run(&["search", "kade", "--json"]).json()["total"], 2);
}

#[test]
fn a_revisit_of_an_unknown_page_is_reported() {
    let world = World::new();
    let crawl = revisit(
        QUAY,
        "2021-07-04T08:00:00Z",
        "identical-payload-digest",
        &[],
    );
    let picture = record(
        "1.1",
        &[
            ("WARC-Type", "revisit"),
            ("WARC-Target-URI", QUAY),
            ("WARC-Date", "2021-07-04T08:00:00Z"),
        ],
        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
    );
    let path = world
        .write("crawl.warc", [crawl, picture].concat())
        .display()
        .to_string();
    let run = world.run(&["ingest", &path]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains(QUAY) && run.stderr().contains("1 left out, 1 failed"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_page_that_is_gone_at_its_requested_url_is_gone_in_any_order() {
    let node = "https://www.lindeloo.example/node/77";
    let there = response(
        node,
        "2021-05-04T08:00:00Z",
        200,
        &page(QUAY, "legt stenen"),
    );
    let gone = response(node, "2021-06-04T08:00:00Z", 404, "");
    let mut digests = Vec::new();
    for order in [[&there, &gone], [&gone, &there]] {
        for at_once in [true, false] {
            let world = World::new();
            if at_once {
                world.ingest(&world.write("crawl.warc", order.map(Vec::as_slice).concat()));
            } else {
                order
                    .iter()
                    .enumerate()
                    .for_each(|(n, r)| world.ingest(&world.write(&format!("{n}.warc"), r)));
            }
            for rebuilt in [false, true] {
                if rebuilt {
                    assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
                }
                assert_eq!(
                    world.run(&["search", "kade"]).code(),
                    1,
                    "at once: {at_once}, rebuilt: {rebuilt}"
                );
                digests.push(world.run(&["digest"]).stdout());
            }
            assert!(world.run(&["history", node]).stdout().contains("gone"));
            assert_eq!(
                world.run(&["purge", node, "--reason", "op verzoek"]).code(),
                0
            );
            assert_eq!(
                world.run(&["search", "kade", "--include-removed"]).code(),
                1
            );
            assert_eq!(world.run(&["check"]).stdout(), "");
        }
    }
    digests.dedup();
    assert_eq!(digests.len(), 1);
}

#[test]
fn a_revisit_with_status_404_says_that_the_page_is_gone() {
    let world = World::new();
    let head = [
        ("WARC-Type", "revisit"),
        ("WARC-Target-URI", QUAY),
        ("WARC-Date", "2021-07-04T08:00:00Z"),
    ];
    let again = record(
        "1.0",
        &head,
        "HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
    );
    let there = response(
        QUAY,
        "2021-05-04T08:00:00Z",
        200,
        &page(QUAY, "legt stenen"),
    );
    world.ingest(&world.write("crawl.warc", [there, again].concat()));
    assert_eq!(world.run(&["search", "kade"]).code(), 1);
}

#[test]
fn the_history_of_an_unchanged_page_is_the_same_in_any_order() {
    let text = page(QUAY, "legt stenen");
    let (may, june) = (
        response(QUAY, "2021-05-04T08:00:00Z", 200, &text),
        response(QUAY, "2021-06-04T08:00:00Z", 200, &text),
    );
    let histories = [[&may, &june], [&june, &may]].map(|order| {
        let world = World::new();
        order
            .iter()
            .enumerate()
            .for_each(|(n, r)| world.ingest(&world.write(&format!("{n}.warc"), r)));
        world.run(&["history", QUAY]).stdout()
    });
    assert!(
        histories[0].contains("seen again unchanged, once"),
        "{histories:?}"
    );
    assert_eq!(histories[0], histories[1]);
}

#[test]
fn a_page_is_also_known_by_its_requested_url() {
    let world = World::new();
    let node = "https://www.lindeloo.example/node/77";
    world.ingest(&world.write(
        "een.warc",
        response(
            node,
            "2021-05-04T08:00:00Z",
            200,
            &page(QUAY, "legt stenen"),
        ),
    ));
    for address in [QUAY, node] {
        assert_eq!(world.run(&["show", address]).code(), 0, "{address}");
        assert_eq!(world.run(&["history", address]).code(), 0, "{address}");
    }
    // The catalog is rebuilt from the log.
    for name in ["catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"] {
        let _ = std::fs::remove_file(world.home().join(name));
    }
    assert!(world.run(&["status"]).stderr().contains("omroeper update"));
    assert_eq!(world.run(&["update"]).code(), 0);
    world.ingest(&world.write("twee.warc", response(node, "2021-06-04T08:00:00Z", 404, "")));
    assert_eq!(
        world.run(&["search", "kade"]).code(),
        1,
        "it is gone at both URLs"
    );
    assert_eq!(
        world.run(&["purge", node, "--reason", "op verzoek"]).code(),
        0
    );
    assert_eq!(
        world.run(&["search", "kade", "--include-removed"]).code(),
        1
    );
    assert_eq!(world.run(&["check"]).stdout(), "");
    let again = world.write(
        "drie.warc",
        response(
            node,
            "2021-07-04T08:00:00Z",
            200,
            &page(QUAY, "legt stenen"),
        ),
    );
    world.ingest(&again);
    assert_eq!(world.run(&["search", "kade"]).code(), 1, "it stays purged");
}
