//! What `NEAR` and the filters of the query language match in a small index.
//!
//! Leaves out parsing, and the other nodes (`nodes`).

use crate::nodes::check;

#[test]
fn near_words_match_in_any_order_form_and_one_text() {
    check(&[
        ("brug NEAR/3 vaart", &["bruggen"]),
        ("vaart NEAR/4 bruggen", &["bruggen"]),
        ("brug NEAR/2 vaart", &[]),
        ("brug NEAR vaart", &["bruggen"]),
        ("\"twee bruggen\" NEAR/2 bouwen", &["bruggen"]),
        ("\"twee bruggen\" NEAR/1 Zandwijk", &[]),
        ("=bruggen NEAR/4 =vaart", &["bruggen"]),
        ("=brug NEAR/4 vaart", &[]),
        ("titel:(brug NEAR/4 vaart)", &["bruggen"]),
        ("tekst:(brug NEAR/4 vaart)", &[]),
        ("fietspad NEAR/4 brug", &["fietspad"]),
        // Not from the title into the text, nor from paragraph to paragraph.
        ("kolk NEAR/10 sluis AND kantoor NEAR/50 verbouwen", &[]),
        ("vaart -(brug NEAR/4 vaart)", &["woningen"]),
        ("brug NEAR/4 vaart --exact", &[]),
        ("bruggen NEAR/4 vaart --exact", &["bruggen"]),
        ("brug NEAR/4 zeppelin", &[]),
    ]);
}

#[test]
fn a_filter_in_a_query_narrows_it() {
    check(&[
        ("datum:2022", &["sluis", "woningen"]),
        ("datum:2022-05", &["sluis"]),
        ("datum:..2022-05-10", &["bruggen", "sluis"]),
        ("brug datum:2022..2023", &["fietspad", "sluis"]),
        ("-datum:2022 vaart", &["bruggen"]),
        (
            "brug OR datum:2022",
            &["bruggen", "fietspad", "sluis", "woningen"],
        ),
        ("url:zandwijk.example/br", &["bruggen"]),
        ("url:https://www.zandwijk.example/sluis vaart", &[]),
        ("url:zandwijk.example/sluis provincie", &["sluis"]),
        ("soort:nieuws brug", &["bruggen", "fietspad", "sluis"]),
        ("soort:toespraak", &[]),
        ("-soort:nieuws brug", &[]),
    ]);
}
