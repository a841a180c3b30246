//! WARC files in the style of other programs: each must yield the same two pages.

use std::io::Write as _;

use flate2::Compression;

use crate::records::{gzip, record};
use crate::support::World;

const POOL: &str = "https://www.lindeloo.example/nieuws/zwembad";
const FERRY: &str = "https://www.lindeloo.example/nieuws/pont";

fn page(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html lang=nl><head><title>{title}</title></head><body><main><h1>{title}</h1>\
         <p>Geplaatst op 3 mei 2022</p><p>De gemeente Lindeloo {text}</p></main></body></html>"
    )
}

fn pool() -> String {
    page(
        "Zwembad open",
        "opent het zwembad weer voor alle zwemmers, ook de zwemmers van de overkant.",
    )
}

fn ferry() -> String {
    page(
        "Pont vaart",
        "laat de pont tot middernacht varen, zodat niemand meer hoeft om te rijden.",
    )
}

/// A body in chunks of 100 bytes (RFC 9112, section 7.1), the first with an extension.
fn chunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (n, part) in body.chunks(100).enumerate() {
        let extension = if n == 0 { ";naam=waarde" } else { "" };
        out.extend_from_slice(format!("{:X}{extension}\r\n", part.len()).as_bytes());
        out.extend_from_slice(part);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

/// A body in Brotli's format (RFC 7932, section 9.2), as uncompressed metablocks only.
fn brotli(body: &[u8]) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0, 1); // a window of 16 bits
    for part in body.chunks(1 << 16) {
        bits.push(0, 1); // not the last
        bits.push(0, 2); // four nibbles of length
        bits.push(part.len() - 1, 16);
        bits.push(1, 1); // uncompressed
        bits.align();
        bits.bytes.extend_from_slice(part);
    }
    bits.push(0b11, 2); // the last, and empty
    bits.align();
    bits.bytes
}

/// Writes bits, the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    byte: u8,
    filled: u32,
}

impl Bits {
    fn push(&mut self, value: usize, bits: u32) {
        for bit in 0..bits {
            self.byte |= u8::from(value >> bit & 1 == 1) << self.filled;
            self.filled += 1;
            if self.filled == 8 {
                self.align();
            }
        }
    }

    fn align(&mut self) {
        if self.filled > 0 {
            self.bytes.push(self.byte);
        }
        (self.byte, self.filled) = (0, 0);
    }
}

/// Records as GNU Wget writes them: URLs in angle brackets, bodies as sent by the server, a
/// manifest at the end.
fn wget() -> Vec<Vec<u8>> {
    let response = |url: &str, head: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nServer: Apache\r\n{head}Content-Type: text/html; charset=UTF-8\r\n\r\n"
        );
        record(
            "1.0",
            &[
                ("WARC-Type", "response"),
                (
                    "WARC-Record-ID",
                    "<urn:uuid:8d0dbb00-0000-4000-8000-000000000003>",
                ),
                (
                    "WARC-Warcinfo-ID",
                    "<urn:uuid:8d0dbb00-0000-4000-8000-000000000001>",
                ),
                (
                    "WARC-Concurrent-To",
                    "<urn:uuid:8d0dbb00-0000-4000-8000-000000000002>",
                ),
                ("WARC-Target-URI", &format!("<{url}>")),
                ("WARC-Date", "2022-05-04T08:00:00Z"),
                ("WARC-IP-Address", "192.0.2.7"),
                ("Content-Type", "application/http;msgtype=response"),
            ],
            [head.as_bytes(), body].concat(),
        )
    };
    let request = record(
        "1.0",
        &[
            ("WARC-Type", "request"),
            ("WARC-Target-URI", &format!("<{POOL}>")),
            ("Content-Type", "application/http;msgtype=request"),
            ("WARC-Date", "2022-05-04T08:00:00Z"),
            (
                "WARC-Record-ID",
                "<urn:uuid:8d0dbb00-0000-4000-8000-000000000002>",
            ),
        ],
        "GET /nieuws/zwembad HTTP/1.1\r\nHost: www.lindeloo.example\r\n\r\n",
    );
    let note = |url: &str, kind: &str, text: &str| {
        record(
            "1.0",
            &[
                ("WARC-Type", kind),
                (
                    "WARC-Record-ID",
                    "<urn:uuid:8d0dbb00-0000-4000-8000-000000000009>",
                ),
                (
                    "WARC-Target-URI",
                    &format!("<metadata://gnu.org/software/wget/warc/{url}>"),
                ),
                ("WARC-Date", "2022-05-04T08:00:09Z"),
                ("Content-Type", "text/plain"),
            ],
            text,
        )
    };
    vec![
        record(
            "1.0",
            &[
                ("WARC-Type", "warcinfo"),
                ("Content-Type", "application/warc-fields"),
                ("WARC-Filename", "site.warc.gz"),
            ],
            "software: Wget/1.21.3 (linux-gnu)\r\n",
        ),
        request,
        response(
            POOL,
            "Transfer-Encoding: chunked\r\n",
            &chunked(pool().as_bytes()),
        ),
        response(
            FERRY,
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            &chunked(&gzip(ferry().as_bytes())),
        ),
        note(
            "MANIFEST.txt",
            "metadata",
            "<urn:uuid:8d0dbb00-0000-4000-8000-000000000001>\r\n",
        ),
        note("wget_arguments.txt", "resource", "\"--warc-file=site\"\r\n"),
    ]
}

/// Records as Heritrix writes them: DNS lookups as responses, metadata on each page, revisits
/// without a body.
fn heritrix() -> Vec<Vec<u8>> {
    let head = |kind: &'static str, url: &'static str, media_type: &'static str| {
        vec![
            ("WARC-Type", kind),
            ("WARC-Target-URI", url),
            ("WARC-Date", "2022-05-04T08:00:00Z"),
            ("WARC-IP-Address", "192.0.2.7"),
            (
                "WARC-Record-ID",
                "<urn:uuid:4e1d0000-0000-4000-8000-000000000001>",
            ),
            ("Content-Type", media_type),
        ]
    };
    let http = "application/http; msgtype=response";
    let answer = |head: &str, body: &[u8]| {
        [
            format!("HTTP/1.1 200 OK\r\n{head}Content-Type: text/html\r\n\r\n").as_bytes(),
            body,
        ]
        .concat()
    };
    let notes = "via: https://www.lindeloo.example/\r\nhopsFromSeed: L\r\nfetchTimeMs: 41\r\n";
    let mut revisit = head("revisit", FERRY, http);
    revisit.push((
        "WARC-Profile",
        "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
    ));
    vec![
        record(
            "1.0",
            &head("response", "dns:www.lindeloo.example", "text/dns"),
            "20220504080000\nwww.lindeloo.example.\t3600\tIN\tA\t192.0.2.7\n",
        ),
        record(
            "1.0",
            &head("response", POOL, http),
            answer("Content-Encoding: deflate\r\n", &zlib(pool().as_bytes())),
        ),
        record(
            "1.0",
            &head("metadata", POOL, "application/warc-fields"),
            notes,
        ),
        record(
            "1.0",
            &head("response", "https://www.lindeloo.example/robots.txt", http),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /zoeken\n",
        ),
        record(
            "1.0",
            &head("response", FERRY, http),
            answer("", ferry().as_bytes()),
        ),
        record(
            "1.0",
            &revisit,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        ),
        record(
            "1.0",
            &head("response", "https://www.lindeloo.example/oud", http),
            "HTTP/1.1 301 Moved Permanently\r\nLocation: /nieuws\r\n\r\n",
        ),
    ]
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(bytes)
        .and_then(|()| zlib.finish())
        .expect("memory takes all writes")
}

/// Records as Browsertrix writes them: version 1.1, Brotli, and the browser's view of each page as
/// resources.
pub(crate) fn browsertrix() -> Vec<Vec<u8>> {
    let head = |kind: &'static str, url: &'static str, media_type: &'static str| {
        [
            (
                "WARC-Record-ID",
                "<urn:uuid:b2a90000-0000-4000-8000-000000000001>",
            ),
            ("WARC-Page-ID", "b2a90000-0000-4000-8000-00000000000a"),
            ("WARC-Target-URI", url),
            ("WARC-Date", "2022-05-04T08:00:00.123Z"),
            ("WARC-Type", kind),
            ("Content-Type", media_type),
            ("WARC-Payload-Digest", "sha256:0000"),
        ]
    };
    let http = "application/http; msgtype=response";
    let answer = |head: &str, body: &[u8]| {
        [
            format!("HTTP/1.1 200\r\n{head}content-type: text/html; charset=utf-8\r\n\r\n")
                .as_bytes(),
            body,
        ]
        .concat()
    };
    vec![
        record(
            "1.1",
            &head("response", POOL, http),
            answer("content-encoding: br\r\n", &brotli(pool().as_bytes())),
        ),
        // The browser passes on the decoded body with the original headers.
        record(
            "1.1",
            &head("response", FERRY, http),
            answer(
                "content-encoding: br\r\ntransfer-encoding: chunked\r\n",
                ferry().as_bytes(),
            ),
        ),
        record(
            "1.1",
            &head(
                "resource",
                "urn:text:https://www.lindeloo.example/nieuws/pont",
                "text/plain",
            ),
            "Pont vaart De gemeente Lindeloo",
        ),
        record(
            "1.1",
            &head(
                "resource",
                "urn:view:https://www.lindeloo.example/nieuws/pont",
                "image/png",
            ),
            b"\x89PNG\r\n",
        ),
        record(
            "1.1",
            &head(
                "resource",
                "urn:pageinfo:https://www.lindeloo.example/nieuws/pont",
                "application/json",
            ),
            "{\"pageid\":\"b2a9\",\"url\":\"https://www.lindeloo.example/nieuws/pont\",\"urls\":{},\"counts\":{\"jsErrors\":0}}",
        ),
    ]
}

/// Ingests a file, which must yield two pages, and returns the exported CSV.
pub(crate) fn read(name: &str, content: &[u8]) -> String {
    let world = World::new();
    let run = world.run(&["ingest", &world.write(name, content).display().to_string()]);
    assert_eq!(run.code(), 0, "{name}: {}", run.stderr());
    assert!(run.stderr().contains("2 new"), "{name}: {}", run.stderr());
    assert_eq!(world.run(&["check"]).code(), 0, "{name}");
    world.run(&["export", "--csv"]).stdout()
}

#[test]
fn warcs_of_other_programs_yield_the_same_pages() {
    let line =
        |url: &str, html: &str| format!("{}\n", serde_json::json!({"url": url, "html": html}));
    let expected = read(
        "pages.jsonl",
        (line(POOL, &pool()) + &line(FERRY, &ferry())).as_bytes(),
    );
    assert!(
        expected.contains("Pont vaart") && expected.contains("2022-05-03"),
        "{expected}"
    );
    for (program, records) in [
        ("wget", wget()),
        ("heritrix", heritrix()),
        ("browsertrix", browsertrix()),
    ] {
        let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
        assert_eq!(
            read(&format!("{program}.warc"), &records.concat()),
            expected,
            "{program}, uncompressed"
        );
        assert_eq!(
            read(&format!("{program}.warc.gz"), &members.concat()),
            expected,
            "{program}, one gzip member per record"
        );
        assert_eq!(
            read(&format!("{program}.warc.gz"), &gzip(&records.concat())),
            expected,
            "{program}, one gzip member"
        );
    }
}

#[test]
fn a_broken_record_in_the_middle_loses_only_that_record() {
    let records = heritrix();
    let whole: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    // Damage to the first page: its gzip data, its checksum, its HTTP head, its encoding.
    let mut damaged = vec![whole[1].clone(); 2];
    let (middle, end) = (damaged[0].len() / 2, damaged[1].len() - 6);
    damaged[0][middle..middle + 8].fill(0xff);
    damaged[1][end] ^= 0xff;
    let text = String::from_utf8_lossy(&records[1]).into_owned();
    damaged.push(gzip(text.replace("HTTP/1.1 200 OK", "HTTP 200").as_bytes()));
    damaged.push(gzip(
        &[&records[1][..records[1].len() - 80], b"geen zlib\r\n\r\n"].concat(),
    ));
    for (n, member) in damaged.into_iter().enumerate() {
        let world = World::new();
        let file = [&whole[0], &member, &whole[2], &whole[4], &whole[5]]
            .map(Vec::as_slice)
            .concat();
        let run = world.run(&[
            "ingest",
            &world.write("crawl.warc.gz", file).display().to_string(),
        ]);
        assert_eq!(run.code(), 4, "damage {n}: {}", run.stderr());
        assert!(
            run.stderr()
                .contains(&format!("at byte {}", whole[0].len())),
            "damage {n}: {}",
            run.stderr()
        );
        assert!(
            run.stderr().contains("1 new"),
            "damage {n}: {}",
            run.stderr()
        );
        assert_eq!(world.run(&["search", "pont"]).code(), 0, "damage {n}");
    }
}

#[test]
fn an_exported_warc_restores_texts_records_and_tombstones() {
    let world = World::new();
    world.ingest(&world.write(
        "brug.txt",
        "Nieuwe brug\n\nDe gemeente Lindeloo bouwt een brug bij het zwembad.",
    ));
    world.ingest(&world.write(
        "een.jsonl",
        "{\"id\":\"doc-1\",\"title\":\"Dijk\",\"date\":\"2020-01-02\",\"text\":\"De dijk wordt verhoogd.\"}\n",
    ));
    let members: Vec<Vec<u8>> = wget().iter().map(|record| gzip(record)).collect();
    world.ingest(&world.write("crawl.warc.gz", members.concat()));
    assert_eq!(world.run(&["forget", FERRY]).code(), 0);
    let export = world
        .command()
        .args(["export", "--warc", "--include-removed"])
        .output()
        .expect("an export")
        .stdout;
    let other = World::new();
    other.ingest(&other.write("export.warc.gz", export));
    assert_eq!(
        other.run(&["digest"]).stdout(),
        world.run(&["digest"]).stdout()
    );
    assert_eq!(
        other.run(&["search", "pont"]).code(),
        1,
        "a page that was gone stays gone"
    );
    assert_eq!(
        other.run(&["search", "pont", "--include-removed"]).code(),
        0
    );
}
