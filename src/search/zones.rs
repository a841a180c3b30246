//! The zones of a document, their weights in ranking, and plans for words and phrases in them.
//!
//! Leaves out the query's tree (`compile`).

use tantivy::query::Occur;

use super::clauses::{any_of, parts_of, term};
use super::collection::Collection;
use super::in_order::InOrder;
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

/// A part of a document that is searched, and its weight.
pub(super) struct Zone {
    pub(super) fields: TextFields,
    /// Whether surface forms and compound parts are searched.
    pub(super) has_exact: bool,
    has_parts: bool,
    pub(super) weight: f32,
}

/// Returns the zones that are searched, each with its weight.
///
/// The body contains the lead, which counts again in its own field. The title weighs most: it says in six words
/// what the body says in six hundred.
pub(super) fn zones(collection: &dyn Collection, target: Target, scope: Scope) -> Vec<Zone> {
    let (f, quotes) = (collection.fields(), collection.quote_fields());
    let zone = |fields, weight| Zone {
        fields,
        has_exact: true,
        has_parts: true,
        weight,
    };
    // The body contains this text too, with its surface forms and compound parts.
    let again = |fields, weight| Zone {
        has_exact: false,
        has_parts: false,
        ..zone(fields, weight)
    };
    let names = |fields, weight| Zone {
        has_parts: false,
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
                again(f.lead, 0.5),
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
        ways.push(lemma(zone, &token.lemma).weighed(zone.weight));
        if zone.has_exact && token.exact != token.lemma {
            let exact = term(zone.fields.exact, &token.exact);
            ways.push(exact.weighed(zone.weight * EXACT));
        }
    }
    ways
}

/// Returns a plan for a dictionary form in a zone.
fn lemma(zone: &Zone, lemma: &str) -> Plan {
    Plan::InOrder(InOrder::lemma(zone.fields, lemma))
}

/// Returns plans for compounds that contain the word. If the word is a compound itself, also
/// returns plans for all its parts together.
pub(super) fn inside_in_zones(zones: &[Zone], token: &Token) -> Vec<Plan> {
    let own = parts_of(std::slice::from_ref(token));
    let mut ways = Vec::new();
    for zone in zones.iter().filter(|zone| zone.has_parts) {
        let inside = |part: &str| term(zone.fields.parts, part);
        ways.push(inside(&token.lemma).weighed(zone.weight * PART));
        if own.len() > 1 {
            let share = PART / own.len() as f32;
            let all = own.iter().map(|part| {
                let either = vec![lemma(zone, part), inside(part)];
                (Occur::Must, any_of(either))
            });
            ways.push(Plan::Clauses(all.collect()).weighed(zone.weight * share));
        }
    }
    ways
}

/// Returns plans for the words in order: by surface forms, and with a lower weight by dictionary
/// forms.
pub(super) fn phrase_in_zones(zones: &[Zone], tokens: &[&Token], share: f32) -> Vec<Plan> {
    if tokens.is_empty() {
        return Vec::new();
    }
    let ways = zones.iter().map(|zone| {
        let weight = zone.weight * share;
        let exact = zone.has_exact.then_some(weight * PHRASE.0);
        let lemma = Some(weight * PHRASE.1);
        let tokens = tokens.iter().copied();
        Plan::InOrder(InOrder::new(zone.fields, tokens, exact, lemma))
    });
    ways.collect()
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
    let (text, is_exact) = match node {
        Node::Word(word) | Node::Phrase(word) => (&word.text, is_exact),
        Node::Form(word) => (&word.text, true),
        _ => return None,
    };
    if is_exact && !zone.has_exact {
        return None;
    }
    let tokens = Analyzer::Dutch.tokens(text);
    let (joined, apart): (Vec<&Token>, Vec<&Token>) = tokens.iter().partition(|token| token.joined);
    let way = |tokens: &[&Token]| {
        let (exact, lemma) = (is_exact.then_some(1.0), (!is_exact).then_some(1.0));
        InOrder::new(zone.fields, tokens.iter().copied(), exact, lemma)
    };
    let mut ways: Side = vec![way(&apart)];
    ways.extend(joined.iter().map(|token| way(&[token])));
    (!apart.is_empty()).then_some(ways)
}
