//! The zones of a document, their weights in ranking, and plans for words and phrases in them.
//!
//! Leaves out the query's tree (`compile`).

use tantivy::Term;
use tantivy::query::Occur;
use tantivy::schema::Field;

use super::clauses::{any_of, in_order, parts_of, term};
use super::collection::Collection;
use super::near::{Near, Side};
use super::plan::Plan;
use super::query::{Expansion, FieldName, Node, Scope};
use super::target::Target;
use crate::analysis::{Analyzer, Token};
use crate::index::TextFields;

/// Weight of a match on the surface form, if it differs from the dictionary form. It ranks the form
/// as written first without outweighing the word. It also finds names that look like inflected
/// forms.
const EXACT: f32 = 0.25;

/// Weight of a match by compound parts: a compound that contains the query's word, the separate
/// parts of the query's compound, or one compound for several words of the query.
const PART: f32 = 0.2;

/// Weights of a phrase match on surface forms and on dictionary forms.
const PHRASE: (f32, f32) = (1.5, 0.5);

/// A part of a document that is searched: the fields that it is indexed in, and its weight.
pub(super) struct Zone {
    pub(super) exact: Option<Field>,
    pub(super) lemma: Field,
    pub(super) parts: Option<Field>,
    pub(super) weight: f32,
}

/// Returns the zones that are searched, each with its weight.
///
/// The body contains the lead, which counts again in its own field. The title weighs most: it says in six words
/// what the body says in six hundred.
pub(super) fn zones(collection: &dyn Collection, target: Target, scope: Scope) -> Vec<Zone> {
    let (f, quotes) = (collection.fields(), collection.quote_fields());
    let zone = |fields: TextFields, weight| Zone {
        exact: Some(fields.exact),
        lemma: fields.lemma,
        parts: Some(fields.parts),
        weight,
    };
    // The body contains this text too, with its surface forms and compound parts.
    let again = |lemma, weight| Zone {
        exact: None,
        lemma,
        parts: None,
        weight,
    };
    let names = |fields: TextFields, weight| Zone {
        parts: None,
        ..zone(fields, weight)
    };
    if matches!(target, Target::Quotes) {
        return match scope {
            Scope::One(FieldName::Quote) => vec![zone(quotes.text, 1.0)],
            Scope::One(FieldName::Speaker) => vec![zone(quotes.speakers, 1.0)],
            Scope::One(FieldName::Office) => vec![zone(quotes.offices, 1.0)],
            Scope::One(FieldName::Party) => vec![zone(quotes.parties, 1.0)],
            Scope::One(FieldName::Publisher) => vec![zone(quotes.publishers, 1.0)],
            Scope::One(_) => Vec::new(),
            Scope::All => vec![zone(quotes.text, 2.0), names(quotes.speakers, 1.0)],
        };
    }
    let fields = match scope {
        Scope::All => {
            return vec![
                zone(f.title, 2.0),
                again(f.lead.lemma, 0.5),
                zone(f.body, 1.0),
                names(f.publishers, 0.5),
                names(f.topics, 0.5),
            ];
        }
        Scope::One(FieldName::Title) => f.title,
        Scope::One(FieldName::Lead) => f.lead,
        Scope::One(FieldName::Text) => f.body,
        Scope::One(FieldName::Quote) => f.quotes,
        Scope::One(FieldName::Speaker) => f.speakers,
        Scope::One(FieldName::Office) => f.offices,
        Scope::One(FieldName::Publisher) => f.publishers,
        Scope::One(FieldName::Topic) => f.topics,
        Scope::One(FieldName::Party) => f.parties,
    };
    vec![zone(fields, 1.0)]
}

pub(super) fn whole_in_zones(zones: &[Zone], token: &Token) -> Vec<Plan> {
    let mut ways = Vec::with_capacity(2 * zones.len());
    for zone in zones {
        ways.push(term(zone.lemma, &token.lemma).weighed(zone.weight));
        if let Some(exact) = zone.exact.filter(|_| token.exact != token.lemma) {
            ways.push(term(exact, &token.exact).weighed(zone.weight * EXACT));
        }
    }
    ways
}

/// Returns plans for compounds that contain the word. If the word is a compound itself, also
/// returns plans for all its parts together.
pub(super) fn inside_in_zones(zones: &[Zone], token: &Token) -> Vec<Plan> {
    let own = parts_of(std::slice::from_ref(token));
    let mut ways = Vec::new();
    for zone in zones {
        let Some(parts) = zone.parts else { continue };
        ways.push(term(parts, &token.lemma).weighed(zone.weight * PART));
        if own.len() > 1 {
            let share = PART / own.len() as f32;
            let all = own.iter().map(|part| {
                let either = [zone.lemma, parts].map(|field| term(field, part));
                (Occur::Must, any_of(either.into()))
            });
            ways.push(Plan::Clauses(all.collect()).weighed(zone.weight * share));
        }
    }
    ways
}

/// Returns plans for the words in order: by surface forms, and with a lower weight by dictionary
/// forms.
pub(super) fn phrase_in_zones(zones: &[Zone], tokens: &[&Token], share: f32) -> Vec<Plan> {
    let Some(first) = tokens.first().map(|t| t.position) else {
        return Vec::new();
    };
    let mut ways = Vec::with_capacity(2 * zones.len());
    for zone in zones {
        if let Some(exact) = zone.exact {
            let terms = tokens.iter().map(|t| (t.position - first, &t.exact));
            ways.push(in_order(exact, terms).weighed(zone.weight * PHRASE.0 * share));
        }
        let terms = tokens.iter().map(|t| (t.position - first, &t.lemma));
        ways.push(in_order(zone.lemma, terms).weighed(zone.weight * PHRASE.1 * share));
    }
    ways
}

/// Returns a plan for two words or phrases at most `distance` words from each other in one of `zones`.
pub(super) fn near_in_zones(
    zones: &[Zone],
    sides: [&Node; 2],
    distance: u32,
    expansion: Expansion,
) -> Plan {
    let near = zones.iter().filter_map(|zone| {
        let side = |node| side(node, zone, expansion == Expansion::Exact);
        let sides = [side(sides[0])?, side(sides[1])?];
        Some(Plan::Near(Near { sides, distance }))
    });
    any_of(near.collect())
}

/// Returns the ways in which a word or phrase stands in a zone; `None` if it cannot.
fn side(node: &Node, zone: &Zone, is_exact: bool) -> Option<Side> {
    let (text, is_form) = match node {
        Node::Word(word) => (&word.text, is_exact),
        Node::Form(word) => (&word.text, true),
        Node::Phrase(phrase) => (&phrase.text, is_exact),
        _ => return None,
    };
    let field = if is_form { zone.exact? } else { zone.lemma };
    let tokens = Analyzer::Dutch.tokens(text);
    let word = |from: usize, token: &Token| {
        let form = if is_form { &token.exact } else { &token.lemma };
        let at = u32::try_from(token.position - from).unwrap_or(u32::MAX);
        (at, Term::from_field_text(field, form))
    };
    let apart: Vec<&Token> = tokens.iter().filter(|token| !token.joined).collect();
    let first = apart.first()?.position;
    let mut ways: Side = vec![apart.iter().map(|token| word(first, token)).collect()];
    let joined = tokens.iter().filter(|token| token.joined);
    ways.extend(joined.map(|token| vec![word(token.position, token)]));
    Some(ways)
}
