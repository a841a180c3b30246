//! Tests of the register: the built-in one, and files of the user.

use super::*;

#[test]
fn the_built_in_register_is_sound() {
    let register = Register::built_in();
    let living = |kind: SourceKind| {
        register
            .iter()
            .filter(|source| source.kind == kind && source.ended.is_none())
            .count()
    };
    assert_eq!(living(SourceKind::Provincie), 12);
    assert_eq!(living(SourceKind::Gemeente), 342);
    assert_eq!(living(SourceKind::Waterschap), 21);
    assert_eq!(living(SourceKind::Veiligheidsregio), 25);
    for source in register.iter() {
        let named = source.successors.iter().chain(&source.via);
        for other in named {
            assert!(
                register.get(other).is_some(),
                "{}: `{other}` does not exist",
                source.name
            );
        }
        assert!(
            source.ended.is_some() || source.successors.is_empty(),
            "{}",
            source.name
        );
    }
}

#[test]
fn files_of_the_user_add_sources_and_replace_offers() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "[dorpsblad-vries]\ntitle = \"Dorpsblad Vries\"\nsite = \"https://dorpsblad.example\"\npace = \"10s\"\n\
                offers = [{ kind = \"feed\", url = \"https://dorpsblad.example/rss\" }]\n\
                [provincie-drenthe]\noffers = [{ kind = \"sitemap\", url = \"https://drenthe.example/sitemap.xml\" }]\n";
    std::fs::write(folder.path().join("eigen.toml"), text).expect("a file");
    let mut register = Register::built_in();
    assert!(register.add_folder(folder.path()).is_empty());
    let own = register.get("dorpsblad-vries").expect("the new source");
    assert_eq!(
        (own.pace, own.offers.len()),
        (Some(Duration::from_secs(10)), 1)
    );
    let drenthe = register.get("provincie-drenthe").expect("a known source");
    assert_eq!(drenthe.title, "provincie Drenthe");
    assert_eq!(
        drenthe.offers[0].url(),
        "https://drenthe.example/sitemap.xml"
    );
}

#[test]
fn a_mistake_names_file_line_and_remedy() {
    for (text, line, named) in [
        (
            "[a]\ntitle = \"x\"\noffers = [{ kind = \"fed\", url = \"https://a.example/\" }]",
            3,
            "fed",
        ),
        ("[a]\npace = \"snel\"", 2, "snel"),
        ("[a]\n[b]\npace = \"1s\"", 3, "2 seconds"),
        (
            "[a]\noffers = [{ kind = \"listing\", url = \"https://a.example/\", item = \"li..x\" }]",
            2,
            "li..x",
        ),
        ("[a\n", 1, ""),
        ("[a]\nstie = \"https://a.example\"", 2, "stie"),
        ("[\"Gemeente X\"]\ntitle = \"x\"", 1, "gemeente-zandwijk"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("eigen.toml");
        std::fs::write(&path, text).expect("a file");
        let mistakes = Register::default().add_folder(folder.path());
        let [mistake] = &mistakes[..] else {
            panic!("{text}: {mistakes:?}")
        };
        let message = mistake.to_string();
        assert!(
            message.contains(&format!("eigen.toml` line {line}")),
            "{text}: {message}"
        );
        assert!(message.contains(named), "{message}");
    }
}
