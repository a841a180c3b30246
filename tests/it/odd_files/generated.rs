//! Generates hostile and odd files: a page in a container, with a damage and a name.
//!
//! The number of a file and the seed decide all four. Leaves out what is no regular file.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::PathBuf;

use data_encoding::BASE64_MIME;
use serde_json::json;

use crate::records::{gzip, record};
use crate::support::SEED;
use crate::support::synthetic::Random;
use crate::wacz::wacz;

/// Each sound page has the first word and no other page has it. Other pages have the second.
pub(super) const SOUND_WORD: &str = "kievit";
pub(super) const OTHER_WORD: &str = "spreeuw";

/// Containers by their endings: those of one page; those that also hold the page of a neighbor,
/// which must survive what is next to it; and those that may be refused or left out.
const CONTAINERS: [&str; 3] = [
    "html txt bare",
    "jsonl warc warc.gz wacz",
    "html.gz jsonl.gz json rss.xml atom.xml printable.mhtml base64.mht eml arc warc.wet csv \
     pdf.html png.txt zip.html elf sqlite",
];

/// Pages whose text must be found, and pages that may be refused or lose it.
const PAGES: [&str; 2] = [
    "ordinary class-words heading-ids bad-byte double-encoded c1-quotes hidden-panel dialog \
     event-table date-lines sloppy-json-ld caps-title long-line byte-order-mark utf-16",
    "odd-address odd-attributes listing attributes nested cut empty blank nul-bytes random",
];

/// What happens to a whole file.
const DAMAGES: &str = "none cut none flipped none bad-byte none doubled zeros";

/// What a crawl holds between a page and its neighbor.
const ODD_RECORDS: &str = "folded too-long too-short broken-head zeros after-gzip status-000 \
     status-204 status-404 no-last-chunk no-scheme revisit teasers earlier gone-and-moved";

const CLASSES: &str = "article-pagination-first content-with-sidebar-wrp l-sidebar-fixed menu-open \
     copyright-text contact-deel";

const SLOPPY_JSON_LD: &str = "<script type=application/ld+json>{\"@type\":[\"NewsArticle\"],\
     'headline':\"a\nb\",\"datePublished\":20240305,}</script>";

const ODD_ATTRIBUTES: &str = "<meta écharset=utf-8><link =x rel = canonical><meta \"é' name=é>";

const TEASER: &str = "<article><h2><a href=/n/1>Nieuws</a></h2><p>5 maart 2024</p>Kort.</article>";

/// Addresses that pages declare by mistake.
const ADDRESSES: &str = "/over https://www.waterhoek.example/nieuws {{page.url}} https:// //a.example \
     javascript:void(0) https://www.waterhoek.example:99999/x https://[::1/x file:///etc/passwd";

const JSON_DATES: &str = "1709596800000 [\"2024-03-05\"] {\"$date\":\"2024-03-05T10:00:00Z\"} \
     \"31-02-2024\" true 1e400";

/// Lines of a JSONL file that are not records, or are records with odd fields. `#` is a number.
const ODD_LINES: &[&str] = &[
    "geen json",
    "[]",
    "null",
    r##"{"id": "#"}"##,
    r#"{"text": "Zonder nummer."}"#,
    r#"{"id": #.5, "title": "Half", "text": "Het veer vaart weer."}"#,
    r#"{"id": "t#", "text": "Zonder titel vaart het veer ook."}"#,
    r#"{"id": "s#", "title": "\ud800", "text": "Half \udc00 teken."}"#,
    r#"{"url": "www.waterhoek.example/#", "title": "Veer", "text": "Het veer vaart."}"#,
    r#"{"url": "https://waterhoek.example/a\nb#", "title": "Veer", "text": "Het vaart."}"#,
    r#"{"id": "l#", "title": ["Veer"], "text": ["een", "twee"], "publisher": ["x"]}"#,
];

/// The bytes that files of other kinds begin with.
const MAGIC: &[(&str, &[u8])] = &[
    ("pdf.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("png.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ("zip.html", b"PK\x03\x04\x14\0\0\0\x08\0"),
    ("elf", b"\x7fELF\x02\x01\x01\0\0\0\0\0"),
    ("sqlite", b"SQLite format 3\0\x10\0\x01\x01"),
];

/// What file names begin with.
const PREFIXES: &[&[u8]] = &[
    b"",
    b"caf\xe9 ",
    b"tab\t",
    b"regel\n",
    b"100%25 %zz ",
    b"-",
    b"   ",
    "cafe\u{301} #1?x=y&z ".as_bytes(),
];

/// The HTTP head of a page, without the empty line at its end.
const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

const EARLIER: &str = "2023-11-14T10:00:00Z";
const DAY: &str = "2024-03-05T10:00:00Z";
const LATER: &str = "2024-04-05T10:00:00Z";

fn split(lists: &[&'static str]) -> Vec<&'static str> {
    let words = lists.iter().flat_map(|list| list.split_whitespace());
    words.collect()
}

fn any(random: &mut Random, list: &'static str) -> &'static str {
    let words = split(&[list]);
    words[random.below(words.len())]
}

fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = memchr::memmem::find(bytes, from).expect("a part of the bytes");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

pub(super) fn sentences(word: &str) -> String {
    format!(
        "<p>De gemeente Waterhoek telt dit voorjaar elke {word} in de Noorderpolder. Vrijwilligers \
         lopen daarvoor om de week een vaste route langs de sloten.</p><p>Wethouder Anna Duinstra: \
         “Wie een nest ziet, zet er een stokje bij.” De boeren maaien daar een maand later.</p>"
    )
}

pub(super) fn document(number: usize, head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=nl><head><meta charset=utf-8><title>Bericht {number}</title>\
         {head}</head><body><nav><a href=/>Home</a></nav><main><h1>Bericht {number}</h1><p>5 maart \
         2024</p>{body}</main><footer><p>Dorpsstraat 1, Waterhoek</p></footer></body></html>"
    )
}

/// A record of what a server answered. `head` is the HTTP head without the empty line at its end.
fn answer(url: &str, date: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let fields = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", url),
        ("WARC-Date", date),
        ("Content-Type", "application/http; msgtype=response"),
    ];
    record("1.1", &fields, [head.as_bytes(), b"\r\n", body].concat())
}

fn teasers(url: &str) -> Vec<u8> {
    let item = json!({"title": "Vogels", "text": "Lees wat er in de polder broedt.", "url": url});
    json!({"items": [item]}).to_string().into_bytes()
}

fn quoted_printable(bytes: &[u8]) -> String {
    let encoded = |byte: &u8| match byte {
        b' '..=b'<' | b'>'..=b'~' => char::from(*byte).to_string(),
        _ => format!("={byte:02X}"),
    };
    let line = |bytes: &[u8]| bytes.iter().map(encoded).collect::<String>();
    let lines: Vec<String> = bytes.chunks(25).map(line).collect();
    lines.join("=\r\n")
}

/// A file of the pile.
pub(super) struct OddFile {
    number: usize,
    container: &'static str,
    page: &'static str,
    damage: &'static str,
    random: Random,
}

impl OddFile {
    pub(super) fn new(number: usize) -> Self {
        let mut random = Random::new((SEED << 32) | number as u64);
        let containers: Vec<&str> = split(&CONTAINERS);
        let pages: Vec<&str> = split(&PAGES);
        Self {
            number,
            container: containers[number % containers.len()],
            page: pages[number / containers.len() % pages.len()],
            damage: any(&mut random, DAMAGES),
            random,
        }
    }

    fn url(&self, folder: &str) -> String {
        format!("https://www.waterhoek.example/{folder}/{}", self.number)
    }

    fn has_neighbor(&self) -> bool {
        has(CONTAINERS[1], self.container)
    }

    /// Whether a search must find a page of the file: the neighbor, or the only page.
    pub(super) fn is_sound(&self) -> bool {
        let must_be_read = has(CONTAINERS[0], self.container) && has(PAGES[0], self.page);
        self.damage == "none" && (self.has_neighbor() || must_be_read)
    }

    /// The word of the neighbor, or of the page itself.
    fn word(&self, of_neighbor: bool) -> &'static str {
        if self.is_sound() && of_neighbor == self.has_neighbor() {
            SOUND_WORD
        } else {
            OTHER_WORD
        }
    }

    /// Its bytes.
    pub(super) fn content(&mut self) -> Vec<u8> {
        let page = self.page();
        let whole = self.in_container(page);
        self.damaged(whole)
    }

    fn page(&mut self) -> Vec<u8> {
        let text = sentences(self.word(false));
        let (many, class) = (self.random.below(2_000), any(&mut self.random, CLASSES));
        let body = match self.page {
            "class-words" => format!("<div class={class}>{text}</div>"),
            "heading-ids" => format!("<div id=contact><h2 id=reacties>Reacties</h2>{text}</div>"),
            "hidden-panel" => format!(
                "<h3><button aria-expanded=false aria-controls=p>Hoe tellen wij?</button></h3>\
                 <div id=p hidden>{text}</div>"
            ),
            "dialog" => format!("<dialog open>Cookies?</dialog>{text}<p role=dialog>Bestel"),
            "event-table" => format!("{text}<table><tr><td>11 maart 2024<td>Dorpshuis</table>"),
            "date-lines" => format!("<p>Datum: 31-02-2024<ul><li>11 maart 2024</ul>{text}"),
            "c1-quotes" => text.replace('“', "\u{93}").replace('”', "\u{94}"),
            "listing" => TEASER.repeat(30),
            "long-line" => text + &"polder".repeat(9_000),
            "nested" => "<div>".repeat(many) + &text,
            "attributes" => format!("<p{}>{text}", " a=b".repeat(many)),
            _ => text,
        };
        let head = match self.page {
            "sloppy-json-ld" => SLOPPY_JSON_LD.to_owned(),
            "odd-attributes" => ODD_ATTRIBUTES.to_owned(),
            "odd-address" => {
                let (wrong, right) = (any(&mut self.random, ADDRESSES), self.url("over"));
                let right = format!("<meta property=og:url content={right}>");
                format!("<link rel=canonical href=\"{wrong}\">{right}")
            }
            _ => String::new(),
        };
        let html = document(self.number, &head, &body);
        match self.page {
            "bad-byte" => replaced(html.as_bytes(), b"sloten", b"slo\xfften"),
            "double-encoded" => {
                let read_as_latin1: String = html.bytes().map(char::from).collect();
                read_as_latin1.into_bytes()
            }
            "caps-title" => replaced(html.as_bytes(), b"<h1>Bericht", b"<h1>BRUG NIET OPEN"),
            "byte-order-mark" => format!("\u{feff}{html}").into_bytes(),
            "utf-16" => {
                let marked = format!("\u{feff}{html}");
                marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            "cut" => html.as_bytes()[..self.random.below(html.len())].to_vec(),
            "empty" => Vec::new(),
            "blank" => b" \r\n\t".repeat(50),
            "nul-bytes" => html.replace("</p>", "\0\0\0").into_bytes(),
            "random" => (0..2_000).map(|_| self.random.below(256) as u8).collect(),
            _ => html.into_bytes(),
        }
    }

    fn in_container(&mut self, page: Vec<u8>) -> Vec<u8> {
        match self.container {
            "html" | "txt" | "bare" => page,
            "html.gz" => gzip(&page),
            "jsonl" => self.lines(&page).into_bytes(),
            "jsonl.gz" => gzip(self.lines(&page).as_bytes()),
            "warc" => self.crawl(&page, <[u8]>::to_vec),
            "warc.gz" => self.crawl(&page, gzip),
            "wacz" => wacz(&[("archive/data.warc.gz", &self.crawl(&page, gzip))]),
            "json" => teasers(&self.url("nieuws")),
            name => match MAGIC.iter().find(|(ending, _)| *ending == name) {
                Some((_, magic)) => [*magic, &page].concat(),
                None => self.as_text(&page).into_bytes(),
            },
        }
    }

    /// The page in a container that is a text.
    fn as_text(&self, page: &[u8]) -> String {
        let (url, html) = (self.url("nieuws"), String::from_utf8_lossy(page));
        let escaped = html.replace('&', "&amp;").replace('<', "&lt;");
        let mhtml = |encoding: &str, content: String| {
            format!(
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\n\
                 MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--rand\"\r\n\r\n\
                 ----rand\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\
                 Content-Location: {url}\r\n\r\n{content}\r\n----rand--\r\n"
            )
        };
        match self.container {
            "printable.mhtml" => mhtml("quoted-printable", quoted_printable(page)),
            "base64.mht" => mhtml("base64", BASE64_MIME.encode(page)),
            "eml" => format!(
                "From: pers@waterhoek.example\r\nSubject: =?utf-8?q?Vogels_in_de_polder?=\r\n\
                 Date: Tue, 5 Mar 2024 10:00:00 +0100\r\nContent-Type: text/html\r\n\r\n{html}"
            ),
            "rss.xml" => format!(
                "<rss xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><item>\
                 <title>Vogels</title><link>{url}</link><pubDate>Tue, 05 \
                 Mar 2024 10:00:00 +0100</pubDate><description>{escaped}</description>\
                 <media:content url=\"/a.jpg\"/></item></channel></rss>"
            ),
            "atom.xml" => format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Nieuws</title><entry>\
                 <title>Vogels</title><link href=\"{url}\"/><updated>{DAY}</updated>\
                 <content type=\"html\">{escaped}</content></entry></feed>"
            ),
            "arc" => {
                let about = "1 0 Crawler\nURL IP-address Archive-date Content-type Length\n";
                let answer = format!("{OK}\r\n{html}");
                let fields = "192.0.2.7 20240305100000 text/html";
                let (start, length) = (about.len(), answer.len());
                format!(
                    "filedesc://a {fields} {start}\n{about}\n{url} {fields} {length}\n{answer}\n"
                )
            }
            "warc.wet" => format!(
                "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {url}\r\n\
                 WARC-Date: {DAY}\r\nContent-Length: {}\r\n\r\n{html}\r\n\r\n",
                html.len()
            ),
            "csv" => format!(
                "id,url,date,publisher,title,speakers,tags,text\r\n\
                 1,{url},2024-03-05,,=1+1,,,\"{}\"\r\n",
                html.replace('"', "\"\"")
            ),
            other => unreachable!("`{other}` is not a container"),
        }
    }

    /// A JSONL file: a record with an odd date, two odd lines, and a neighbor.
    fn lines(&mut self, page: &[u8]) -> String {
        let (number, date) = (self.number.to_string(), any(&mut self.random, JSON_DATES));
        let html = json!(String::from_utf8_lossy(page));
        let [one, two] = [(); 2].map(|()| ODD_LINES[self.random.below(ODD_LINES.len())]);
        let neighbor = json!({
            "url": self.url("buren"),
            "title": "Vogels",
            "date": "2024-03-05",
            "html": sentences(self.word(true)),
        });
        format!(
            "{{\"id\": {number}, \"title\": \"Vogels\", \"date\": {date}, \"html\": {html}}}\n\
             {}\n{}\n{neighbor}\n",
            one.replace('#', &number),
            two.replace('#', &format!("9{number}"))
        )
    }

    /// A crawl: the page, an odd record, and a neighbor. `pack` packs each record.
    fn crawl(&mut self, page: &[u8], pack: fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let odd = any(&mut self.random, ODD_RECORDS);
        let neighbor = document(self.number, "", &sentences(self.word(true)));
        let records = [
            answer(&self.url("nieuws"), DAY, OK, page),
            self.odd_record(odd, page),
            answer(&self.url("buren"), DAY, OK, neighbor.as_bytes()),
        ];
        let between: &[u8] = if odd == "zeros" { &[0; 700] } else { b"" };
        records.map(|record| pack(&record)).join(between)
    }

    fn odd_record(&self, kind: &str, page: &[u8]) -> Vec<u8> {
        let url = self.url("vreemd");
        let sound = answer(&url, DAY, OK, page);
        let with = |head: &str, body: &[u8]| answer(&url, DAY, &format!("{OK}{head}\r\n"), body);
        match kind {
            "folded" => replaced(&sound, b"WARC-Date: ", b"WARC-Date:\r\n\t"),
            "too-long" => replaced(&sound, b"Content-Length: ", b"Content-Length: 9"),
            "too-short" => replaced(&sound, b"Content-Length: ", b"Content-Length: 60\r\nX: "),
            "broken-head" => replaced(&sound, b"WARC/1.1", b"XARC/1.1"),
            "after-gzip" => {
                let body = [&gzip(page)[..], b"\0rest"].concat();
                with("Content-Encoding: gzip", &body)
            }
            "no-last-chunk" => {
                let length = format!("{:x}\r\n", page.len());
                let body = [length.as_bytes(), page, b"\r\n"].concat();
                with("Transfer-Encoding: chunked", &body)
            }
            "no-scheme" => replaced(&sound, b"https://", b""),
            "revisit" => replaced(&sound, b": response", b": revisit"),
            "teasers" => {
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
                answer(&self.url("zoek"), LATER, head, &teasers(&self.url("buren")))
            }
            // The first record says that the page of the second, which moved, was gone later.
            "gone-and-moved" => {
                let head = format!("<link rel=canonical href={}>", self.url("verhuisd"));
                let page = document(self.number, &head, &sentences(OTHER_WORD));
                let gone = answer(&url, LATER, "HTTP/1.1 404 Weg\r\n", b"");
                [gone, answer(&url, DAY, OK, page.as_bytes())].concat()
            }
            // The same bytes as the page, captured before it.
            "earlier" => answer(&self.url("nieuws"), EARLIER, OK, page),
            "zeros" => sound,
            status => {
                let status = status.replace("status-", " ") + " ";
                replaced(&sound, b" 200 ", status.as_bytes())
            }
        }
    }

    fn damaged(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let at = self.random.below(bytes.len() + 1);
        match self.damage {
            "cut" => bytes.truncate(at),
            "flipped" => {
                for byte in bytes.iter_mut().skip(at).take(4) {
                    *byte ^= 0x55;
                }
            }
            "bad-byte" => bytes.insert(at, 0xe9),
            "doubled" => bytes.extend_from_within(..),
            "zeros" => bytes.resize(bytes.len() + 700, 0),
            _ => {}
        }
        bytes
    }

    /// Its path in the pile. Some files have long names, and some the name of other files elsewhere.
    pub(super) fn path(&self) -> PathBuf {
        let (number, container) = (self.number, self.container);
        let ending = match container {
            "bare" => String::new(),
            ending => format!(".{ending}"),
        };
        let (page, damage) = (self.page, self.damage);
        let name = format!("{number:04} {page} {container} {damage}{ending}");
        let path = match number % 11 {
            0 => format!("map {number}/zelfde{ending}").into_bytes(),
            1 => format!("{}{name}", "lang ".repeat(38)).into_bytes(),
            n => [PREFIXES[n % PREFIXES.len()], name.as_bytes()].concat(),
        };
        PathBuf::from(OsString::from_vec(path))
    }
}
