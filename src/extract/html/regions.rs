//! Which parts of a page are not its text, by element, role and class.
//!
//! Leaves out what words give away, which `tail` reads. The lists hold what Dutch government sites
//! and their content management systems call things.

use scraper::node::Element;

use crate::document::TailKind;
use crate::extract::draft::Region;

/// The region that `element` begins, if it begins one.
pub(super) fn region_of(element: &Element) -> Option<Region> {
    let name = element.name();
    match name {
        "nav" | "footer" | "form" | "button" | "select" | "dialog" | "menu" | "template" | "iframe" | "object"
        | "audio" | "video" | "canvas" | "map" => return Some(Region::Frame),
        "figcaption" => return Some(Region::Caption),
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return Some(Region::Frame);
    }
    if let Some(style) = element.attr("style")
        && style.replace(' ', "").contains("display:none")
    {
        return Some(Region::Frame);
    }
    match element.attr("role") {
        Some("navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu" | "toolbar") => {
            return Some(Region::Frame);
        }
        Some("complementary") => return Some(Region::Tail(TailKind::Related)),
        _ => {}
    }
    let named = element.id().into_iter().chain(element.classes()).find_map(by_name);
    if named.is_none() && name == "aside" && !element.classes().any(is_quotation) {
        return Some(Region::Tail(TailKind::Related));
    }
    named
}

fn is_quotation(class: &str) -> bool {
    tokens(class).any(|t| t.starts_with("quote") || t.starts_with("citaat") || t.starts_with("pull") || t == "intro")
}

/// Reads a class or id as words: `field--name-contact`, `shareButtons`, `block_related-items`.
fn by_name(name: &str) -> Option<Region> {
    tokens(name).find_map(|token| {
        Some(match &*token {
            "nav" | "navigation" | "navbar" | "menu" | "submenu" | "breadcrumb" | "breadcrumbs" | "kruimelpad"
            | "broodkruimel" | "cookie" | "cookies" | "cookiebar" | "cookiebanner" | "footer" | "skiplinks"
            | "skiplink" | "skip" | "pagination" | "pager" | "search" | "zoeken" | "zoekbalk" | "login" | "topbar"
            | "toolbar" | "hdr" | "masthead" | "logo" | "modal" | "popup" | "readspeaker" | "voorlezen"
            | "taalkeuze" => Region::Frame,
            "sidebar" | "related" | "gerelateerd" | "gerelateerde" | "verwant" | "aanbevolen" | "overig" | "recent"
            | "teaser" | "teasers" => Region::Tail(TailKind::Related),
            "share" | "sharing" | "sharedaddy" | "social" | "socials" | "delen" | "deel" | "sharebar" | "addtoany" => {
                Region::Tail(TailKind::Share)
            }
            "contact" | "perscontact" | "persinformatie" | "contactpersoon" | "woordvoerder" => {
                Region::Tail(TailKind::Contact)
            }
            "noot" | "redactienoot" | "editors" => Region::Tail(TailKind::EditorNote),
            "tags" | "taglist" | "trefwoorden" | "onderwerpen" | "taxonomy" => Region::Tail(TailKind::Tags),
            "downloads" | "bijlagen" | "attachments" => Region::Tail(TailKind::Downloads),
            "newsletter" | "nieuwsbrief" | "comments" | "reacties" | "respond" | "feedback" | "rating" => {
                Region::Tail(TailKind::Other)
            }
            "caption" | "bijschrift" | "onderschrift" | "fotocredit" | "credits" | "credit" | "copyright" => {
                Region::Caption
            }
            _ => return None,
        })
    })
}

/// Lower-case words of a class name, broken at punctuation and inner capitals.
fn tokens(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).flat_map(|part| {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut after_lower = false;
        for c in part.chars() {
            if c.is_uppercase() && after_lower {
                words.push(std::mem::take(&mut word));
            }
            after_lower = c.is_lowercase();
            word.extend(c.to_lowercase());
        }
        words.push(word);
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_read_as_words() {
        assert_eq!(by_name("field--name-contact"), Some(Region::Tail(TailKind::Contact)));
        assert_eq!(by_name("shareButtons"), Some(Region::Tail(TailKind::Share)));
        assert_eq!(by_name("cookie-banner"), Some(Region::Frame));
        for content in
            ["entry-content", "contentBox", "node--type-news", "c-body", "iprox-rich-content", "navigatiewerk"]
        {
            assert_eq!(by_name(content), None, "{content}");
        }
    }
}
