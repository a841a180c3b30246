fn main() {
    for path in std::env::args().skip(1) {
        let payload = std::fs::read(&path).unwrap();
        let media_type = if path.ends_with("html") { "text/html" } else { "text/plain" };
        let c = omroeper::document::Capture { url: format!("file:///{path}"), time: "2026-11-24T00:00:00Z".parse().unwrap(), media_type: media_type.into(), payload };
        println!("{}", omroeper::present::release_json(&omroeper::extract::extract(&c).unwrap(), Some(&path)));
    }
}
