//! Describes the look of elements by their names and classes.
//!
//! Leaves out what follows from a look (`apart`).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use scraper::node::Element;

use super::elements::attribute;

/// Returns the classes of each element, with its name; its name alone if it has none.
///
/// A builder of pages numbers its elements: `elementor-element-3f2`. Such a class is cut to what the numbers have in
/// common.
pub(super) fn shapes<'e>(elements: &[Option<&'e Element>]) -> Vec<Vec<Cow<'e, str>>> {
    let classes = || {
        elements
            .iter()
            .flatten()
            .flat_map(|element| element.classes())
    };
    let mut numbered: HashMap<&str, (usize, HashSet<&str>)> = HashMap::new();
    for class in classes() {
        if let Some(family) = family(class) {
            let (count, distinct) = numbered.entry(family).or_default();
            *count += 1;
            distinct.insert(class);
        }
    }
    let is_number = |class: &str| {
        family(class)
            .and_then(|family| numbered.get(family))
            .is_some_and(|(count, distinct)| *count >= 3 && distinct.len() * 5 >= count * 4)
    };
    let shape = |element: &'e Element| {
        let mut all: Vec<Cow<'_, str>> = element
            .classes()
            .map(|class| match family(class) {
                Some(family) if is_number(class) => Cow::Borrowed(family),
                _ => Cow::Borrowed(class),
            })
            .map(|class| Cow::Owned(format!("{} {class}", element.name())))
            .collect();
        // The text flows around it.
        if attribute(element, "align").is_some_and(is_side) {
            all.push(Cow::Borrowed("float"));
        }
        if all.is_empty() {
            all.push(Cow::Borrowed(element.name()));
        }
        all
    };
    elements
        .iter()
        .map(|element| element.map(shape).unwrap_or_default())
        .collect()
}

fn is_side(align: &str) -> bool {
    align.eq_ignore_ascii_case("left") || align.eq_ignore_ascii_case("right")
}

/// Returns what comes before the number or digest at the end of a class, if it has one: `css-` of `css-1n2v`.
fn family(class: &str) -> Option<&str> {
    let at = class.rfind(['-', '_']).map_or(0, |at| at + 1);
    let (family, last) = class.split_at(at);
    last.bytes()
        .any(|byte| byte.is_ascii_digit())
        .then_some(family)
}
