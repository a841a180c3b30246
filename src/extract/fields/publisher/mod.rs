//! Finds the body or the medium that publishes a text. It is not always the owner of the site.
//!
//! Leaves out the lists of public bodies and of media (`sources`).

mod closing;
mod clubs;
mod contact;
mod head;
mod issue;
mod line;
mod lines;
mod medium;
mod most_named;
mod names;
mod news;
mod own_text;
mod party;
mod voice;

use clubs::{speaks_as, tells_of_us};
use most_named::most_named;
use news::{is_news, is_reported};
use own_text::may_be_own;
use party::of_party;

use super::title::parts as title_parts;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::extract::draft::Draft;
use crate::sources::bodies::{kind_of, tidy};
use crate::sources::media::is_medium;

/// Returns all bodies that publish the draft, the main one first. `title` and the text may name
/// them.
///
/// Metadata that names a public body decides. Next come a line that names the publisher, the news agency with which
/// the text opens, the site's own name if it is that of a public body or a medium, a line above the title with the
/// name of a body, the medium that asks the questions, the body as which the text says *wij*, the body that the end of
/// the text names, the party whose text speaks of *onze fractie*, and the body that the text shows to be its own, unless
/// it reads like news. The publisher in the metadata comes last if it is not a known public body.
pub(in crate::extract) fn publishers(draft: &Draft, title: Option<&str>) -> Vec<Publisher> {
    let mut found: Vec<Publisher> = Vec::new();
    for (name, evidence) in &draft.claims.publishers {
        let known = kind_of(name)
            .or((*evidence == PublisherEvidence::Record).then_some(PublisherKind::Other));
        if let Some(kind) = known
            && !found
                .iter()
                .any(|p| p.name.eq_ignore_ascii_case(&tidy(name)))
        {
            found.push(publisher(name, kind, *evidence));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let told = lines::publishers(draft);
    if !told.is_empty() {
        return told;
    }
    let claimed = || {
        let (name, evidence) = draft.claims.publishers.first()?;
        let kind = if is_medium(name) {
            PublisherKind::Medium
        } else {
            PublisherKind::Other
        };
        Some(publisher(name, kind, *evidence))
    };
    let one = medium::agency(draft)
        .or_else(|| from_site_name(draft))
        .or_else(|| head::head(draft, title?))
        .or_else(|| head::first_line(draft))
        .or_else(|| medium::own_voice(draft))
        .or_else(|| speaks_as(draft))
        .or_else(|| clubs::meets(title?))
        .or_else(|| closing::closing(draft))
        .or_else(|| contact::contact(draft))
        .or_else(|| of_party(draft, title).filter(|_| !is_reported(draft)))
        .or_else(|| {
            most_named(draft, title).filter(|body| {
                !is_news(draft) && may_be_own(draft, &body.name, body.kind) && !clubs::opens(draft)
            })
        })
        .or_else(|| tells_of_us(draft, title).filter(|_| !is_news(draft)))
        .or_else(claimed);
    let whole = |mut own: Publisher| {
        if let Some(name) = joint_name(draft, &own.name) {
            own.name = name;
        }
        own
    };
    one.map(whole).into_iter().collect()
}

/// Returns the name of a body whose second part *en* joins to the first, if it has that part wherever the text names it:
/// *waterschap Vaart en Dijk*.
fn joint_name(draft: &Draft, name: &str) -> Option<String> {
    let (noun, own) = name.split_once(' ')?;
    let whole = [format!(" {own}"), format!(" {own} en ")];
    let noun = noun.to_lowercase();
    let mut second: Option<&str> = None;
    for text in draft.texts(0..draft.blocks.len()) {
        let follows_noun = |at: usize| {
            let from = text.floor_char_boundary(at.saturating_sub(noun.len()));
            text[from..at].to_lowercase().ends_with(&noun)
        };
        let nouns = text
            .match_indices(&whole[0])
            .filter(|(at, _)| follows_noun(*at));
        for (at, _) in nouns {
            let behind = text[at..].strip_prefix(&whole[1])?;
            let part = behind.split(|c: char| !c.is_alphanumeric()).next()?;
            let is_name = part.starts_with(char::is_uppercase);
            if !is_name || second.is_some_and(|second| second != part) {
                return None;
            }
            second = Some(part);
        }
    }
    second.map(|second| format!("{name} en {second}"))
}

fn publisher(name: &str, kind: PublisherKind, evidence: PublisherEvidence) -> Publisher {
    Publisher {
        name: tidy(name),
        kind,
        evidence,
    }
}

fn from_site_name(draft: &Draft) -> Option<Publisher> {
    let parts = draft
        .claims
        .titles
        .iter()
        .flat_map(|title| title_parts(title));
    let mut names = draft
        .claims
        .site_names
        .iter()
        .map(String::as_str)
        .chain(parts);
    names.find_map(|name| {
        let name = without_medium(name);
        let medium = || is_medium(name).then_some(PublisherKind::Medium);
        let kind = kind_of(name).or_else(medium)?;
        Some(publisher(name, kind, PublisherEvidence::SiteName))
    })
}

/// Returns the name of a site without the words for where it is: `Gemeente Zandwijk op Internet`.
fn without_medium(name: &str) -> &str {
    let lower = name.to_lowercase();
    let media = [" op internet", " op het internet", " online"];
    let medium = media.iter().find(|medium| lower.ends_with(**medium));
    medium
        .and_then(|medium| name.get(..name.len() - medium.len()))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_about_a_body_is_not_its_own() {
        let acts = "De gemeente Zandwijk sluit de brug.";
        for texts in [
            ["ZANDWIJK - De gemeente Zandwijk sluit de brug.", ""],
            [acts, "Dat zei de wethouder op Omroep Veenland."],
            ["Door Kees Bos", acts],
            [acts, "VVD, D66 en SP waren tegen."],
        ] {
            let draft = Draft::of_paragraphs(&texts);
            assert_eq!(publishers(&draft, Some("Brug dicht")), [], "{texts:?}");
        }
    }

    #[test]
    fn a_text_that_says_we_names_who_speaks() {
        for (text, name) in [
            ("Als Schippersbond zetten we ons in.", Some("Schippersbond")),
            ("“Als Schippersbond zetten we ons in”, zegt Bos.", None),
            ("Als Bos komt gaan we open.", None),
            (
                "De raad is blij, maar vanuit Dorpsbelang Zandwijk houden wij ons hart vast.",
                Some("Dorpsbelang Zandwijk"),
            ),
        ] {
            let found = publishers(&Draft::of_paragraphs(&[text]), None);
            assert_eq!(found.first().map(|own| own.name.as_str()), name, "{text}");
        }
    }
}
