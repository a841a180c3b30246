//! The description of the interface (`OpenAPI` 3.1), with the schemas of the views.
//!
//! Leaves out answering. It is made of the same parameters and schemas (schemars) that answers and `schema/` are:
//! a generator such as utoipa would need a second description of every view.

use serde_json::{Map, Value, json};

use super::ROOT;
use super::parameters::{
    AFTER, CLAIM, INTERVAL, KINDS, NARROWING, PAGING, PERSON, Parameter, SPEAKER, VERSION,
};
use crate::present::schemas;
use crate::web::site::ServeOptions;

/// An operation: its path, what it returns, its parameters, the schema of its answer, whether that is a list
/// of them, and whether it also comes as lines and as a table.
type Operation = (
    &'static str,
    &'static str,
    &'static [&'static [Parameter]],
    Answer,
);

/// The answer of an operation.
enum Answer {
    /// One object.
    One(&'static str),
    /// One object that holds a list, which also comes as lines and as a table.
    List(&'static str),
    /// An array of objects, which also comes as lines and as a table.
    Array(&'static str),
    /// An object that this description does not describe.
    Any,
}

const OPERATIONS: &[Operation] = &[
    (
        "/berichten",
        "Releases that a query finds",
        &[NARROWING, PAGING],
        Answer::List("AnswerView"),
    ),
    (
        "/berichten/{id}",
        "One release",
        &[],
        Answer::One("Release"),
    ),
    (
        "/citaten",
        "Quotes that a query finds",
        &[NARROWING, SPEAKER, PAGING],
        Answer::List("QuotesView"),
    ),
    (
        "/citaten/{id}",
        "What one quote rests on",
        &[],
        Answer::One("EvidenceView"),
    ),
    (
        "/personen",
        "Persons with a public office",
        &[PERSON],
        Answer::Array("OfficialView"),
    ),
    (
        "/tijdlijn",
        "Number of releases by period",
        &[NARROWING, INTERVAL],
        Answer::List("TimelineView"),
    ),
    (
        "/bronnen",
        "What the archive holds of each publisher, and how each source is",
        &[],
        Answer::One("SourcesView"),
    ),
    (
        "/wijzigingen",
        "What changed in the archive, in order",
        &[AFTER],
        Answer::Array("LogChangeView"),
    ),
    (
        "/verificaties",
        "Whether somebody said these words",
        &[CLAIM],
        Answer::One("VerificationView"),
    ),
    ("/openapi.json", "This description", &[], Answer::Any),
];

/// Returns the description of the interface below `base`.
pub(super) fn description(options: &ServeOptions, base: &str) -> Value {
    let mut components = Map::new();
    for (_, schema) in schemas() {
        let mut schema = schema.to_value();
        if let Some(fields) = schema.as_object_mut() {
            fields.shift_remove("$schema");
            if let Some(Value::Object(parts)) = fields.shift_remove("$defs") {
                components.extend(
                    parts
                        .into_iter()
                        .map(|(name, part)| (name, relocated(part))),
                );
            }
        }
        components.insert(title(&schema), relocated(schema));
    }
    components.insert("Problem".to_owned(), problem());
    let paths: Map<String, Value> = OPERATIONS
        .iter()
        .map(|operation| {
            (
                operation.0.to_owned(),
                json!({ "get": described(operation) }),
            )
        })
        .collect();
    let mut contact = json!({
        "name": options.operator.as_deref().unwrap_or("Omroeper"),
        "url": format!("{base}/over"),
    });
    if let Some(address) = &options.contact {
        let field = if address.contains("://") {
            "url"
        } else {
            "email"
        };
        contact[field] = address.as_str().into();
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Omroeper",
            "description": "What Dutch governments have said, and who said it.",
            "version": VERSION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "contact": contact,
        },
        "servers": [{ "url": format!("{base}{ROOT}"), "description": "This server" }],
        "tags": [{ "name": "archief", "description": "The archive" }],
        "paths": paths,
        "components": { "schemas": components },
    })
}

/// Returns the name of the type that a schema describes.
fn title(schema: &Value) -> String {
    schema["title"].as_str().unwrap_or_default().to_owned()
}

/// Returns a schema whose references point at the components of the description.
fn relocated(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| match (&*name, value) {
                ("$ref", Value::String(to)) => {
                    let to = to.replace("#/$defs/", "#/components/schemas/");
                    (name, Value::String(to))
                }
                (_, value) => (name, relocated(value)),
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(relocated).collect(),
        other => other,
    }
}

fn described((path, summary, parameters, answer): &Operation) -> Value {
    let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let (schema, is_list) = match answer {
        Answer::One(name) => (refer(name), false),
        Answer::List(name) => (refer(name), true),
        Answer::Array(name) => (json!({ "type": "array", "items": refer(name) }), true),
        Answer::Any => (json!({}), false),
    };
    let mut content = Map::new();
    content.insert("application/json".to_owned(), json!({ "schema": schema }));
    if is_list {
        for kind in ["application/x-ndjson", "text/csv"] {
            content.insert(kind.to_owned(), json!({ "schema": { "type": "string" } }));
        }
    }
    let mut listed: Vec<Value> = parameters
        .iter()
        .copied()
        .flatten()
        .map(parameter)
        .collect();
    if path.contains("{id}") {
        listed.push(json!({
            "name": "id", "in": "path", "required": true, "description": "The id",
            "schema": { "type": "string", "maxLength": 32 },
        }));
    }
    let failure = |what: &str| {
        json!({
            "description": what,
            "content": { "application/problem+json": { "schema": refer("Problem") } },
        })
    };
    let version =
        json!({ "description": "The version of the interface", "schema": { "type": "string" } });
    let operation: String = path.chars().filter(|c| c.is_alphanumeric()).collect();
    json!({
        "operationId": operation,
        "summary": summary,
        "description": summary,
        "tags": ["archief"],
        "parameters": listed,
        "responses": {
            "200": { "description": summary, "headers": { "API-Version": version }, "content": content },
            "304": { "description": "The answer that the client has is still right", "headers": { "API-Version": version } },
            "400": failure("Mistakes in the request, all of them"),
            "404": failure("There is no such thing"),
            "406": failure("None of the forms that are accepted"),
            "410": failure("It is gone"),
            "429": failure("Too many requests; `Retry-After` says how many seconds to wait"),
            "503": failure("The archive cannot be read now"),
        },
    })
}

fn parameter((name, what): &Parameter) -> Value {
    let repeated = what.contains("may be repeated");
    let schema = match *name {
        "pagina" => json!({ "type": "integer", "minimum": 1, "maximum": 1000 }),
        "aantal" => json!({ "type": "integer", "minimum": 1, "maximum": 100 }),
        "na" => json!({ "type": "integer", "minimum": 0, "maximum": i64::MAX }),
        "sorteer" => json!({ "type": "string", "enum": ["datum"] }),
        "per" => json!({ "type": "string", "enum": ["dag", "week", "maand", "jaar"] }),
        "soort" => json!({ "type": "array", "items": { "type": "string", "enum": KINDS } }),
        "jaar" => json!({ "type": "integer", "minimum": 1800, "maximum": 2200 }),
        _ if repeated => {
            json!({ "type": "array", "items": { "type": "string", "maxLength": 1000 } })
        }
        "tekst" => json!({ "type": "string", "maxLength": 1000, "pattern": "[\\p{L}\\p{N}]" }),
        _ => json!({ "type": "string", "maxLength": 1000 }),
    };
    json!({ "name": name, "in": "query", "required": *name == "tekst", "description": what, "schema": schema })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "A problem (RFC 9457)",
        "required": ["type", "title", "status", "detail", "errors"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["in", "name", "message"],
                    "properties": {
                        "in": { "type": "string" },
                        "name": { "type": "string" },
                        "message": { "type": "string" },
                    },
                },
            },
        },
    })
}
