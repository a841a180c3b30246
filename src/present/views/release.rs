//! The view of a release, in which every span has its words beside it.
//!
//! Leaves out choosing which releases to show.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::document::{Reason, Release, Version, VersionMeta};

/// A release, and what is known about it beyond its contents.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseView<'a> {
    /// The release.
    pub release: &'a Release,
    /// The file that the release was read from, if it was read from a file.
    pub file: Option<&'a str>,
    /// Which version of its page the release is, if that is known.
    pub meta: Option<VersionMeta>,
    /// On request: the rule that found each field, and its evidence.
    pub explanation: Option<&'a [Reason]>,
}

impl<'a> ReleaseView<'a> {
    /// Makes the view of a release, without file, version and explanation.
    #[must_use]
    pub fn of(release: &'a Release) -> Self {
        Self {
            release,
            file: None,
            meta: None,
            explanation: None,
        }
    }

    /// Makes the view of a version.
    #[must_use]
    pub fn of_version(version: &'a Version) -> Self {
        Self {
            meta: Some(version.meta),
            ..Self::of(&version.release)
        }
    }
}

impl Serialize for ReleaseView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = |value: serde_json::Result<Value>| value.map_err(serde::ser::Error::custom);
        let mut value = json(serde_json::to_value(self.release))?;
        spell_out(&mut value, self.release);
        if let Some(fields) = value.as_object_mut() {
            if let Some(file) = self.file {
                fields.shift_insert(0, "file".to_owned(), Value::from(file));
            }
            if let Some(meta) = self.meta {
                fields.insert("edition".to_owned(), json(serde_json::to_value(meta))?);
            }
            if let Some(reasons) = self.explanation {
                fields.insert(
                    "explanation".to_owned(),
                    json(serde_json::to_value(reasons))?,
                );
            }
        }
        value.serialize(serializer)
    }
}

impl JsonSchema for ReleaseView<'_> {
    fn schema_name() -> Cow<'static, str> {
        Release::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Release::json_schema(generator);
        let edition = generator.subschema_for::<VersionMeta>();
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            let file = "The file that the release was read from, if it was read from a file.";
            properties.shift_insert(
                0,
                "file".to_owned(),
                json!({ "description": file, "type": "string" }),
            );
            properties.insert("edition".to_owned(), edition.to_value());
            let explanation = "On request: the rule that found each field, and its evidence.";
            properties.insert(
                "explanation".to_owned(),
                json!({ "description": explanation, "type": "array" }),
            );
        }
        schema
    }
}

/// Adds the words to every span in `value`.
fn spell_out(value: &mut Value, release: &Release) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| spell_out(item, release)),
        Value::Object(fields) => {
            if let Some(words) = words(fields, release) {
                fields.insert("text".to_owned(), Value::from(words));
            }
            fields
                .values_mut()
                .for_each(|field| spell_out(field, release));
        }
        _ => {}
    }
}

fn words(fields: &Map<String, Value>, release: &Release) -> Option<String> {
    let at = |name: &str| {
        fields
            .get(name)?
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
    };
    let block = release.blocks.get(at("block")?)?;
    block.text.get(at("start")?..at("end")?).map(str::to_owned)
}
