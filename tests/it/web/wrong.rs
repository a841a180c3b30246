//! What a reader or a program asks wrongly, and what it is told.

use super::server::{Server, send, world};

#[test]
fn what_is_wrong_is_told_in_the_language_of_the_page() {
    let world = world();
    let server = Server::start(&world, &[]);
    for (path, what) in [
        (
            "/zoeken?q=wo*ing",
            "* en ? kunnen niet midden in een woord staan.",
        ),
        (
            "/zoeken?q=dijk&van=gisterennacht",
            "‘gisterennacht’ is geen datum.",
        ),
        (
            "/zoeken?q=dijk&van=2022-03&tot=2021",
            "‘Vanaf’ 2022-03 is later dan ‘tot en met’ 2021.",
        ),
        ("/zoeken?q=dijk&formaat=docx", "‘docx’ is geen formaat."),
        ("/citaten?q=titel:dijk", "Citaten hebben geen veld titel:."),
        (
            "/zoeken?q=soort:roman&taal=en",
            "`roman` is not a kind of release.",
        ),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 400, "{path}");
        let body = page.body.replace("&#96;", "`").replace("&#39;", "'");
        assert!(body.contains(what), "{path}: {body}");
    }
}

#[test]
fn a_wrong_method_is_told_with_those_that_fit() {
    let world = world();
    let server = Server::start(&world, &[]);
    let of_form = server.get("/meldingen/dijken/verwijder");
    assert_eq!(of_form.status, 405);
    assert!(of_form.body.contains("Dit adres hoort bij een formulier."));
    let sent = send(&server, "/api/v1/berichten", "q=dijk", "");
    assert_eq!(sent.status, 405);
    assert!(sent.head.contains("allow: get,head"), "{}", sent.head);
    let problem: serde_json::Value = serde_json::from_str(&sent.body).expect("JSON");
    assert_eq!(problem["status"], 405);
}
