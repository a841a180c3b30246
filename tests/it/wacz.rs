//! WACZ files: WARCs in a ZIP, whole and damaged.

use std::io::Write as _;

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::records::gzip;
use crate::support::World;
use crate::warcs::{browsertrix, read};

/// A WACZ file as Browsertrix makes it: its gzip files are stored, the others deflated.
pub(crate) fn wacz(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        let method = if name.ends_with("gz") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_method(method),
        )
        .expect("a file in memory");
        zip.write_all(content).expect("memory takes all writes");
    }
    zip.finish().expect("a file in memory").into_inner()
}

#[test]
fn a_wacz_file_gives_the_pages_of_all_its_warcs() {
    let records = browsertrix();
    let [pool, rest] = [&records[..1], &records[1..]]
        .map(|half| half.iter().flat_map(|r| gzip(r)).collect::<Vec<u8>>());
    let file = wacz(&[
        (
            "pages/pages.jsonl",
            b"{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All Pages\"}\n",
        ),
        ("archive/rec-0.warc.gz", &pool),
        ("indexes/index.cdx.gz", &gzip(b"")),
        ("archive/rec-1.warc.gz", &rest),
        (
            "datapackage.json",
            b"{\"profile\":\"data-package\",\"wacz_version\":\"1.1.1\"}",
        ),
    ]);
    assert_eq!(
        read("crawl.wacz", &file),
        read("crawl.warc.gz", &[pool, rest].concat())
    );
}

#[test]
fn a_damaged_wacz_file_loses_only_what_is_damaged() {
    let [pool, ferry] = [0, 1].map(|n| gzip(&browsertrix()[n]));
    let mut file = wacz(&[("archive/a.warc.gz", &pool), ("archive/b.warc.gz", &ferry)]);
    let middle =
        memchr::memmem::find(&file, &pool).expect("the first file, stored") + pool.len() / 2;
    file[middle] ^= 0xff;
    let world = World::new();
    let run = world.run(&[
        "ingest",
        &world.write("crawl.wacz", &file).display().to_string(),
    ]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("crawl.wacz in archive/a.warc.gz") && run.stderr().contains("1 new"),
        "{}",
        run.stderr()
    );
    for (name, content) in [
        ("half.wacz", &file[..file.len() / 2]),
        ("leeg.wacz", &wacz(&[("pages/pages.jsonl", b"{}")])),
    ] {
        let run = world.run(&["ingest", &world.write(name, content).display().to_string()]);
        assert_eq!(run.code(), 4, "{}", run.stderr());
        assert!(
            run.stderr().contains(name) && run.stderr().contains("0 new"),
            "{}",
            run.stderr()
        );
    }
}
