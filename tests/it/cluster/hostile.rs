//! Wrong addresses, credentials and indexes: each a clear error, and nothing half-live.

use serde_json::json;

use super::{Names, Whole, archive, http};

#[test]
fn a_wrong_address_is_told() {
    let world = archive(1);
    for (to, code, what) in [
        ("http://127.0.0.1:1", 6, "check the address"),
        ("127.0.0.1:9200", 2, "is not an address"),
        ("http://u:geheim@127.0.0.1:9200", 2, "OMROEPER_CLUSTER_USER"),
    ] {
        let run = world.run(&["push", "--to", to, "--patience", "1"]);
        assert_eq!(run.code(), code, "{}", run.stderr());
        assert!(run.stderr().contains(what), "{}", run.stderr());
        assert!(!run.stderr().contains("geheim"), "{}", run.stderr());
    }
    let mut command = world.command();
    command
        .args(["push", "--to", "http://10.1.2.3:9200"])
        .env("OMROEPER_CLUSTER_TOKEN", "geheim");
    let run = crate::support::Run::output_of(&mut command);
    assert_eq!(run.code(), 2, "{}", run.stderr());
    assert!(run.stderr().contains("not encrypted"), "{}", run.stderr());
    let site = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", site.local_addr().expect("an address"));
    let answering = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut stream, _) = site.accept().expect("a request");
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    });
    let run = world.run(&["push", "--to", &address, "--patience", "1"]);
    answering.join().expect("it answered");
    assert_eq!(run.code(), 2, "{}", run.stderr());
    assert!(
        run.stderr().contains("is not OpenSearch"),
        "{}",
        run.stderr()
    );
}

#[test]
fn an_index_of_somebody_else_is_left_alone() {
    let names = Names::new("proef-vreemd");
    let world = archive(3);
    http("PUT", "/proef-vreemd-releases", Some(&json!({})));
    let run = names.push(&world, &[]);
    assert_eq!(run.code(), 3, "{}", run.stderr());
    assert!(
        run.stderr().contains("was not made by Omroeper"),
        "{}",
        run.stderr()
    );
    http("DELETE", "/proef-vreemd-releases", None);
    assert_eq!(names.push(&world, &[]).code(), 0);
    let other = archive(2);
    let run = names.push(&other, &[]);
    assert_eq!(run.code(), 2, "{}", run.stderr());
    assert!(run.stderr().contains("--take-over"), "{}", run.stderr());
    names.assert_level(&world);
    let run = names.push(&other, &["--take-over"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    names.assert_level(&other);
}

#[test]
fn a_full_disk_is_told() {
    let names = Names::new("proef-vol");
    let world = archive(3);
    assert_eq!(names.push(&world, &[]).code(), 0);
    let block = |on| {
        let settings = json!({ "index.blocks.read_only_allow_delete": on });
        http("PUT", "/proef-vol-releases-*/_settings", Some(&settings));
    };
    block(true);
    world.ingest(&world.write("meer.jsonl", super::records(0..2, "sluis")));
    let run = names.push(&world, &["--patience", "1"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("takes no documents"),
        "{}",
        run.stderr()
    );
    block(false);
    assert_eq!(names.push(&world, &[]).code(), 0);
    names.assert_level(&world);
}

/// An index has our mark, and one field of it is of another type.
#[test]
fn a_document_that_is_not_taken_is_named() {
    let world = archive(3);
    let names = Names::new("proef-vorm");
    let first = names.push(&world, &[]);
    assert_eq!(first.code(), 0, "{}", first.stderr());
    let made = http("GET", "/proef-vorm-releases-000001/_mapping", None);
    let mut mapping = made["proef-vorm-releases-000001"]["mappings"].clone();
    mapping["properties"] = json!({
        "docid": { "type": "long" }, "id": { "type": "keyword" }, "key": { "type": "keyword" },
        "seq": { "type": "long" }, "ranked": { "type": "text" },
    });
    http("DELETE", "/proef-vorm-releases-000001", None);
    http(
        "PUT",
        "/proef-vorm-releases-000001",
        Some(&json!({
            "mappings": { "_meta": mapping["_meta"], "properties": mapping["properties"] },
            "aliases": { "proef-vorm-releases": {} },
        })),
    );
    world.ingest(&world.write("meer.jsonl", super::records(1..2, "brug")));
    let run = names.push(&world, &[]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(run.stderr().contains("was not taken"), "{}", run.stderr());
}

#[test]
fn a_cluster_without_a_quorum_is_told() {
    let _whole = Whole::new();
    let names = Names::alone("proef-quorum");
    let world = archive(3);
    assert_eq!(names.push(&world, &[]).code(), 0);
    Whole::run("kill", 2);
    Whole::run("kill", 3);
    world.ingest(&world.write("meer.jsonl", super::records(0..2, "sluis")));
    let run = names.push(&world, &["--patience", "5"]);
    // A node that has outlived the others may keep a shard that is of no use (“not in primary mode”).
    Whole::run("kill", 1);
    Whole::heal(&[1, 2, 3]);
    assert_eq!(run.code(), 6, "{}", run.stderr());
    let run = names.push(&world, &[]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    names.assert_level(&world);
}
