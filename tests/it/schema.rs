//! The schemas in `schema/` are those of the code.

use expect_test::expect_file;
use omroeper::index::{QuoteFields, ReleaseFields};
use omroeper::present::release_schema;

#[test]
fn the_json_schema_is_generated_from_the_types() {
    let schema = serde_json::to_string_pretty(&release_schema()).expect("a schema serialises");
    expect_file!["../../schema/release.schema.json"].assert_eq(&format!("{schema}\n"));
}

#[test]
fn every_index_field_is_described() {
    let described = include_str!("../../schema/index-fields.md");
    for (index, schema) in [("releases", ReleaseFields::build().0), ("quotes", QuoteFields::build().0)] {
        let (_, section) = described.split_once(&format!("## {index}")).expect("a section for each index");
        let section = section.split("\n## ").next().unwrap_or_default();
        for (_, field) in schema.fields() {
            let name = field.name().trim_end_matches("_exact").trim_end_matches("_lemma").trim_end_matches("_parts");
            assert!(section.contains(&format!("| `{name}` |")), "`{name}` of {index} is not described");
        }
    }
}
