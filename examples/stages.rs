use std::time::Instant;
use omroeper::{archive::load, extract::extract, index::IndexSetWriter, markup};
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let caps: Vec<_> = load::entries(&[dir.into()]).map(|e| e.load().outcome.unwrap()).collect();
    println!("load {:?}", t.elapsed());
    let t = Instant::now();
    let n: usize = caps.iter().map(|c| c.digest().as_bytes()[0] as usize).sum();
    println!("digest {:?} {n}", t.elapsed());
    let t = Instant::now();
    let n: usize = caps.iter().map(|c| markup::decode(c.payload(), &c.media_type).text.len()).sum();
    println!("decode {:?} {n}", t.elapsed());
    let t = Instant::now();
    let pruned: Vec<String> = caps.iter().map(|c| markup::prune(&markup::decode(c.payload(), &c.media_type).text).unwrap().into_owned()).collect();
    println!("decode+prune {:?} {}", t.elapsed(), pruned.iter().map(|p| p.len()).sum::<usize>());
    let t = Instant::now();
    let n: usize = pruned.iter().map(|p| scraper::Html::parse_document(p).tree.nodes().len()).sum();
    println!("parse pruned {:?} {n}", t.elapsed());
    let t = Instant::now();
    let n: usize = caps.iter().map(|c| scraper::Html::parse_document(std::str::from_utf8(c.payload()).unwrap()).tree.nodes().len()).sum();
    println!("parse whole {:?} {n}", t.elapsed());
    let t = Instant::now();
    let rel: Vec<_> = caps.iter().map(|c| extract(c).unwrap()).collect();
    println!("extract (all) {:?}", t.elapsed());
    let (mut w, _) = IndexSetWriter::in_memory().unwrap();
    let t = Instant::now();
    let prep: Vec<_> = rel.iter().enumerate().map(|(n, r)| w.prepare(r, n as u64 + 1)).collect();
    println!("prepare {:?}", t.elapsed());
    let t = Instant::now();
    for p in prep { w.upsert(p).unwrap(); }
    println!("upsert {:?}", t.elapsed());
    w.commit(1 << 40).unwrap();
    println!("commit {:?}", t.elapsed());
    let t = Instant::now();
    let n: usize = caps.iter().map(|c| { let mut e = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(1)); std::io::Write::write_all(&mut e, c.payload()).unwrap(); e.finish().unwrap().len() }).sum();
    println!("gzip1 {:?} {n}", t.elapsed());
}
