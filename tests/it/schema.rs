//! The schemas in `schema/` match the code.

use expect_test::expect_file;
use omroeper::index::{QuoteFields, ReleaseFields};
use omroeper::present::schemas;

#[test]
fn the_json_schemas_are_generated_from_the_views() {
    for (name, schema) in schemas() {
        let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let schema = serde_json::to_string_pretty(&schema).expect("a schema serializes");
        expect_file![path].assert_eq(&format!("{schema}\n"));
    }
}

#[test]
fn every_index_field_is_described() {
    let described = include_str!("../../schema/index-fields.md");
    for (index, schema) in [
        ("releases", ReleaseFields::build().0),
        ("quotes", QuoteFields::build().0),
    ] {
        let (_, section) = described
            .split_once(&format!("## {index}"))
            .expect("a section for each index");
        let section = section.split("\n## ").next().unwrap_or_default();
        for (_, field) in schema.fields() {
            let name = field
                .name()
                .trim_end_matches("_exact")
                .trim_end_matches("_lemma")
                .trim_end_matches("_parts");
            assert!(
                section.contains(&format!("| `{name}` |")),
                "`{name}` of {index} is not described"
            );
        }
    }
}
