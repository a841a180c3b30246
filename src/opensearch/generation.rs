//! The indexes of an archive on a cluster: their names, what they were made with, and which are live.
//!
//! Leaves out their documents (`push`). A generation is an index of releases and one of quotes with one number. The
//! live one has the aliases. What was sent of each generation stands in a document of the index of states, so that a
//! cluster that was wiped or restored tells itself what it holds.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ClusterError;
use super::client::{Client, Method};
use crate::index::BuiltWith;

/// The templates of both indexes.
const TEMPLATES: [(&str, &str); 2] = [
    (
        "releases",
        include_str!("../../schema/opensearch/releases.json"),
    ),
    (
        "quotes",
        include_str!("../../schema/opensearch/quotes.json"),
    ),
];

/// The version of the templates. It changes whenever one of them does.
const TEMPLATE_VERSION: u32 = 1;

/// What an index was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct MadeWith {
    template: u32,
    #[serde(flatten)]
    built_with: BuiltWith,
}

impl MadeWith {
    fn ours() -> Self {
        Self {
            template: TEMPLATE_VERSION,
            built_with: BuiltWith::ours(),
        }
    }
}

/// A generation of both indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generation {
    pub(super) number: u32,
    /// Whether this program made it, with its own analysis and templates.
    pub(super) is_ours: bool,
    pub(super) is_live: bool,
}

/// What was sent of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The generation of the local index that it was filled from. Another one may read the same pages otherwise.
    pub(super) filled_from: String,
    /// Number of the capture up to which it has all releases.
    pub(super) seq: u64,
    /// Number of the capture up to which it has all purges.
    pub(super) purges: u64,
}

/// The indexes of one archive.
pub(super) struct Generations<'c> {
    client: &'c Client,
    /// What all their names begin with.
    name: &'c str,
}

impl<'c> Generations<'c> {
    pub(super) fn new(client: &'c Client, name: &'c str) -> Self {
        Self { client, name }
    }

    fn alias(&self, kind: &str) -> String {
        format!("{}-{kind}", self.name)
    }

    fn index(&self, kind: &str, number: u32) -> String {
        format!("{}-{kind}-{number:06}", self.name)
    }

    /// Returns the names of the index of releases and that of quotes.
    pub(super) fn names(&self, number: u32) -> [String; 2] {
        ["releases", "quotes"].map(|kind| self.index(kind, number))
    }

    /// Returns the generations on the cluster, oldest first.
    ///
    /// # Errors
    /// [`ClusterError::Foreign`] if an index with such a name is not ours.
    pub(super) fn all(&self) -> Result<Vec<Generation>, ClusterError> {
        let mut found: Vec<Generation> = Vec::new();
        for (kind, _) in TEMPLATES {
            let alias = self.alias(kind);
            let path = format!("{alias},{alias}-*?ignore_unavailable=true&allow_no_indices=true");
            let answer = self.client.get(&path)?;
            for (name, about) in answer.body.as_object().into_iter().flatten() {
                let foreign = || ClusterError::Foreign {
                    index: name.clone(),
                };
                let number = name
                    .strip_prefix(&format!("{alias}-"))
                    .and_then(|number| number.parse().ok())
                    .ok_or_else(foreign)?;
                let made_with = &about["mappings"]["_meta"]["omroeper"];
                if !made_with.is_object() {
                    return Err(foreign());
                }
                let made_with = serde_json::from_value::<MadeWith>(made_with.clone());
                let generation = Generation {
                    number,
                    is_ours: made_with.is_ok_and(|made_with| made_with == MadeWith::ours()),
                    is_live: about["aliases"][&alias].is_object(),
                };
                match found.iter_mut().find(|known| known.number == number) {
                    Some(known) => {
                        known.is_ours &= generation.is_ours;
                        known.is_live &= generation.is_live;
                    }
                    None => found.push(generation),
                }
            }
        }
        found.sort_by_key(|generation| generation.number);
        Ok(found)
    }

    /// Creates both indexes of a generation, or the one of them that is missing.
    pub(super) fn create(
        &self,
        number: u32,
        shards: u32,
        replicas: u32,
    ) -> Result<(), ClusterError> {
        for (kind, template) in TEMPLATES {
            let mut body: Value = serde_json::from_str(template).expect("a template is JSON");
            body["settings"]["index"]["number_of_shards"] = json!(shards);
            body["settings"]["index"]["number_of_replicas"] = json!(replicas);
            body["mappings"]["_meta"] = json!({ "omroeper": MadeWith::ours() });
            self.create_index(&self.index(kind, number), &body)?;
        }
        Ok(())
    }

    /// Waits until the copies of new indexes work, where there are nodes for them: a node that dies before that takes
    /// what it alone has along.
    pub(super) fn settle(&self, number: u32) -> Result<(), ClusterError> {
        let [releases, quotes] = self.names(number);
        let states = self.alias("states");
        let wait = "wait_for_no_initializing_shards=true&wait_for_events=languid&timeout=30s";
        let path = format!("_cluster/health/{releases},{quotes},{states}?{wait}");
        // An answer of 408 says that they do not work yet.
        self.client.ask_any(Method::Get, &path, None)?;
        Ok(())
    }

    /// Creates an index, unless it exists.
    fn create_index(&self, index: &str, body: &Value) -> Result<(), ClusterError> {
        let path = format!("{index}?wait_for_active_shards=1");
        let answer = self.client.ask_any(Method::Put, &path, Some(body))?;
        let kind = answer.body["error"]["type"].as_str().unwrap_or_default();
        if (200..300).contains(&answer.status) || kind == "resource_already_exists_exception" {
            return Ok(());
        }
        Err(ClusterError::Answer {
            nodes: self.client.nodes(),
            status: answer.status,
            what: format!("the creation of `{index}`"),
            reason: answer.reason(),
        })
    }

    /// Removes both indexes of a generation.
    pub(super) fn remove(&self, number: u32) -> Result<(), ClusterError> {
        let [releases, quotes] = self.names(number);
        let path = format!("{releases},{quotes}?ignore_unavailable=true");
        self.client.ask(Method::Delete, &path, None)?;
        let state = format!("{}/_doc/{number}", self.alias("states"));
        self.client.ask_any(Method::Delete, &state, None)?;
        Ok(())
    }

    /// Moves both aliases to a generation, in one call.
    pub(super) fn make_live(&self, number: u32) -> Result<(), ClusterError> {
        let actions: Vec<Value> = TEMPLATES
            .iter()
            .flat_map(|(kind, _)| {
                let (alias, index) = (self.alias(kind), self.index(kind, number));
                let all = format!("{alias}-*");
                [
                    json!({ "remove": { "index": all, "alias": alias, "must_exist": false } }),
                    json!({ "add": { "index": index, "alias": alias } }),
                ]
            })
            .collect();
        let body = json!({ "actions": actions });
        self.client.ask(Method::Post, "_aliases", Some(&body))?;
        Ok(())
    }

    /// Makes the indexes of states and of the archive's id, and returns the id of the archive that was pushed here;
    /// ours if there was none.
    pub(super) fn owner(&self, ours: &str, take_over: bool) -> Result<String, ClusterError> {
        let index = self.alias("states");
        let body = json!({
            "settings": { "index": { "number_of_shards": 1, "auto_expand_replicas": "0-2" } },
            "mappings": { "dynamic": false, "_meta": { "omroeper": {} } },
        });
        let known = self.client.ask_any(Method::Get, &index, None)?;
        if known.status == 404 {
            self.create_index(&index, &body)?;
        } else if !known.body[&index]["mappings"]["_meta"]["omroeper"].is_object() {
            return Err(ClusterError::Foreign { index });
        }
        let path = format!("{index}/_doc/archive");
        let owner = self.client.ask_any(Method::Get, &path, None)?;
        match owner.body["_source"]["id"].as_str() {
            Some(owner) if !take_over => Ok(owner.to_owned()),
            _ => {
                let body = json!({ "id": ours });
                self.client.ask(Method::Put, &path, Some(&body))?;
                Ok(ours.to_owned())
            }
        }
    }

    /// Returns what was sent of a generation; `None` if nothing was.
    pub(super) fn state(&self, number: u32) -> Result<Option<State>, ClusterError> {
        let path = format!("{}/_doc/{number}", self.alias("states"));
        let answer = self.client.ask_any(Method::Get, &path, None)?;
        Ok(serde_json::from_value(answer.body["_source"].clone()).ok())
    }

    /// Notes what was sent of a generation.
    pub(super) fn note(&self, number: u32, state: &State) -> Result<(), ClusterError> {
        let path = format!("{}/_doc/{number}", self.alias("states"));
        self.client.ask(Method::Put, &path, Some(&json!(state)))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{QuoteFields, ReleaseFields};

    #[test]
    fn the_templates_have_the_fields_of_our_indexes() {
        let schemas = [ReleaseFields::build().0, QuoteFields::build().0];
        for ((kind, template), schema) in TEMPLATES.iter().zip(schemas) {
            let template: Value = serde_json::from_str(template).expect("JSON");
            let fields = &template["mappings"]["properties"];
            for (_, entry) in schema.fields() {
                let name = entry.name();
                let is_known = fields[name].is_object();
                // A cluster has nothing that only the embedded engine reads.
                let is_of_cluster = !["signature", "register"].contains(&name);
                assert_eq!(is_known, is_of_cluster, "{kind}: {name}");
            }
            let similarity = &template["settings"]["index"]["similarity"]["bm25f"];
            // A template writes them as decimals, the program keeps them in 32 bits.
            let written = ["k1", "b"].map(|name| similarity[name].to_string().parse::<f32>());
            assert_eq!(written, [Ok(crate::index::K1), Ok(crate::index::B)]);
        }
    }
}
