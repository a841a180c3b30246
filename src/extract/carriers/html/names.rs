//! What class names and ids hint at: the names that Dutch government sites and their content
//! management systems use.
//!
//! Leaves out whether a hint is right (`regions`).

use std::cell::RefCell;

use ego_tree::NodeRef;
use foldhash::HashMap;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::elements::{MAX_LINK_NOTE, attribute, is_inline};
use crate::document::TailKind;
use crate::extract::draft::Region;

/// What a name says that an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) region: Region,
    /// Whether it lies over the page: a dialog or a cookie notice, which may hold sentences.
    pub(super) overlay: bool,
}

impl Hint {
    fn of(region: Region) -> Self {
        Self {
            region,
            overlay: false,
        }
    }
}

/// The class names of a page, and what each says. Most stand on many elements, and each is read once.
#[derive(Debug, Default)]
pub(super) struct ClassNames(RefCell<HashMap<String, Said>>);

/// What a class name says of an element.
#[derive(Debug, Clone, Copy)]
struct Said {
    part: Option<Hint>,
    is_title: bool,
    is_lead: bool,
    is_for_screen_readers: bool,
}

impl ClassNames {
    fn any(&self, element: &Element, says: impl Fn(Said) -> bool) -> bool {
        element.classes().any(|class| says(self.said(class)))
    }

    fn said(&self, class: &str) -> Said {
        let mut known = self.0.borrow_mut();
        if let Some(said) = known.get(class) {
            return *said;
        }
        let said = Said {
            part: by_name(class),
            is_title: names_title(class),
            is_lead: tokens(class).any(|token| LEADS.contains(&token.as_str())),
            is_for_screen_readers: names_screen_reader(class),
        };
        known.insert(class.to_owned(), said);
        said
    }

    /// Returns what the names of `element` say that it is. A form and an `<aside>` are hints too, and
    /// so is `aria-hidden`, which hides an element from screen readers only.
    pub(super) fn hints(
        &self,
        node: NodeRef<'_, Node>,
        element: &Element,
    ) -> impl Iterator<Item = Hint> {
        let name = element.name();
        // The name of a heading is that of the part below it.
        let named = !matches!(name, "html" | "body" | "main" | "article") && !is_heading(name);
        let classes = element
            .classes()
            .filter(|_| named)
            .find_map(|class| self.said(class).part);
        let id = element
            .id()
            // An id of a word or a heading is a place to jump to.
            .filter(|id| {
                named && !is_inline(name) && !is_in_heading(node) && !is_made_from_heading(id, node)
            });
        let frame = name == "form" || attribute(element, "aria-hidden") == Some("true");
        let aside = name == "aside" && !element.classes().any(is_quotation);
        classes
            .or_else(|| id.and_then(by_name))
            .or_else(|| frame.then(|| Hint::of(Region::Frame)))
            .or_else(|| aside.then(|| Hint::of(Region::Tail(TailKind::Related))))
            .into_iter()
    }

    /// Whether a class name says that an element holds the title of an article: `artikel-titel`, `article_title`.
    pub(super) fn is_title(&self, element: &Element) -> bool {
        self.any(element, |said| said.is_title)
    }

    /// Whether a class name says that an element is the lead of a text.
    pub(super) fn is_lead(&self, element: &Element) -> bool {
        self.any(element, |said| said.is_lead)
    }

    /// Whether an element holds words for screen readers, which a page does not show.
    pub(super) fn is_for_screen_readers(&self, element: &Element) -> bool {
        let clipped = |style: &str| {
            let style = style.replace(' ', "").to_ascii_lowercase();
            style.contains("position:absolute")
                && (style.contains("clip:rect(")
                    || style.contains("left:-") && style.contains("px"))
        };
        // The class of a link says where it leads: `externLink`.
        element.name() != "a" && self.any(element, |said| said.is_for_screen_readers)
            || attribute(element, "style").is_some_and(clipped)
    }
}

/// Whether a node is a heading, or in one.
fn is_in_heading(node: NodeRef<'_, Node>) -> bool {
    let mut around = std::iter::once(node).chain(node.ancestors().take(3));
    around.any(|node| {
        node.value()
            .as_element()
            .is_some_and(|element| is_heading(element.name()))
    })
}

/// Whether an id repeats a word of the first heading in its element. Content management systems
/// make ids from headings, and such an id says nothing.
fn is_made_from_heading(id: &str, node: NodeRef<'_, Node>) -> bool {
    let heading = node.descendants().find(|n| {
        n.value()
            .as_element()
            .is_some_and(|element| is_heading(element.name()))
    });
    let Some(heading) = heading.and_then(ElementRef::wrap) else {
        return false;
    };
    let text: String = heading.text().collect();
    let words: Vec<String> = tokens(&text).collect();
    tokens(id)
        .filter(|token| by_token(token).is_some())
        .any(|token| words.contains(&token))
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_quotation(class: &str) -> bool {
    tokens(class).any(|t| {
        t.starts_with("quote") || t.starts_with("citaat") || t.starts_with("pull") || t == "intro"
    })
}

/// Words before the name of a part that say whether the page has it: `with-sidebar`.
const HAS: &[&str] = &[
    "with", "without", "has", "no", "not", "hide", "show", "is", "met", "zonder", "geen", "after",
    "before", "w",
];

/// Returns what a class name or id says, read as words: `field--name-contact`, `shareButtons`,
/// `block_related-items`, `tag-list`.
fn by_name(name: &str) -> Option<Hint> {
    // The edges of the pages of a text processor.
    if matches!(name, "MsoHeader" | "MsoFooter") {
        return Some(Hint::of(Region::Frame));
    }
    let mut before = String::new();
    for token in tokens(name) {
        if let Some(hint) = by_token(&token).or_else(|| by_two(&before, &token))
            && !HAS.contains(&before.as_str())
        {
            return Some(hint);
        }
        before = token;
    }
    None
}

/// Returns what an element is whose name has two words: `tag-list`, `event-list`, `article-info`.
fn by_two(first: &str, second: &str) -> Option<Hint> {
    let region = match (first, second) {
        ("tag", "list") => Region::Tail(TailKind::Tags),
        ("event" | "events", "list") => Region::Tail(TailKind::Related),
        ("article" | "artikel", "info") => Region::Frame,
        ("image" | "img" | "foto" | "photo", "title") => Region::Caption,
        // What somebody wrote on another site, and the parts of Elementor, a builder of WordPress sites.
        ("twitter", "tweet")
        | ("instagram", "media")
        | ("fb", "post")
        | ("tiktok", "embed")
        | ("widget", "counter" | "posts" | "form" | "portfolio" | "testimonial" | "countdown") => {
            Region::Tail(TailKind::Other)
        }
        _ => return None,
    };
    Some(Hint::of(region))
}

fn by_token(token: &str) -> Option<Hint> {
    let region = match token {
        "cookie" | "cookies" | "cookiebar" | "cookiebanner" | "modal" | "popup" => {
            return Some(Hint {
                region: Region::Frame,
                overlay: true,
            });
        }
        "nav" | "navigation" | "navbar" | "menu" | "submenu" | "breadcrumb" | "breadcrumbs"
        | "kruimelpad" | "broodkruimel" | "footer" | "skiplinks" | "skiplink" | "skip"
        | "pagination" | "pager" | "search" | "zoeken" | "zoekbalk" | "login" | "topbar"
        | "toolbar" | "hdr" | "masthead" | "logo" | "readspeaker" | "voorlezen" | "taalkeuze" => {
            Region::Frame
        }
        "sidebar" | "aside" | "related" | "gerelateerd" | "gerelateerde" | "verwant"
        | "aanbevolen" | "overig" | "recent" | "teaser" | "teasers" => {
            Region::Tail(TailKind::Related)
        }
        "share" | "sharing" | "actions" | "acties" | "sharedaddy" | "social" | "socials"
        | "delen" | "deel" | "sharebar" | "addtoany" | "sociable" => Region::Tail(TailKind::Share),
        "contact" | "contactblock" | "contactblok" | "perscontact" | "persinformatie"
        | "contactpersoon" | "contactkaart" | "contactcard" | "vcard" | "woordvoerder" => {
            Region::Tail(TailKind::Contact)
        }
        "noot" | "redactienoot" | "editors" => Region::Tail(TailKind::EditorNote),
        "tags" | "taglist" | "trefwoorden" | "onderwerpen" | "taxonomy" => {
            Region::Tail(TailKind::Tags)
        }
        "downloads" | "bijlage" | "bijlagen" | "attachment" | "attachments" => {
            Region::Tail(TailKind::Downloads)
        }
        "author" | "auteur" | "byline" | "newsletter" | "nieuwsbrief" | "comments" | "reacties"
        | "respond" | "feedback" | "rating" | "cta" | "calltoaction" | "callout" | "audio"
        | "player" | "mediaplayer" | "gereedschap" => Region::Tail(TailKind::Other),
        "caption" | "bijschrift" | "onderschrift" | "fotocredit" | "credits" | "credit"
        | "copyright" => Region::Caption,
        _ => return None,
    };
    Some(Hint::of(region))
}

fn names_title(class: &str) -> bool {
    let words: Vec<String> = tokens(class).collect();
    let names = |one: &[&str]| words.iter().any(|word| one.contains(&word.as_str()));
    let is_whole = words.iter().all(|word| {
        matches!(
            &**word,
            "mso"
                | "title"
                | "titel"
                | "headline"
                | "kop"
                | "kop1"
                | "pageheader"
                | "artikeltitel"
                | "berichttitel"
                | "nieuwstitel"
                | "paginatitel"
        )
    });
    class == "contentheading"
        || is_whole
        || names(&["title", "titel", "headline", "heading", "kop"])
            && names(&[
                "art", "artikel", "article", "bericht", "nieuws", "news", "post", "entry", "page",
                "pagina", "content", "panel", "document", "detail",
            ])
}

/// Whether a class name says that an element is a date.
pub(super) fn is_date(element: &Element) -> bool {
    let mut words = element.classes().flat_map(tokens);
    words.any(|word| matches!(&*word, "date" | "datum" | "datetime" | "pubdate"))
}

/// Whether an element tells visitors of the site something, by its class or its ARIA role: *Het loket is vandaag dicht*.
pub(super) fn is_notice(element: &Element) -> bool {
    const NOTICES: [&str; 10] = [
        "alert",
        "notice",
        "notification",
        "announcement",
        "mededeling",
        "melding",
        "waarschuwing",
        "calamiteit",
        "storing",
        "attentie",
    ];
    matches!(attribute(element, "role"), Some("alert" | "status"))
        || (element.classes().flat_map(tokens)).any(|token| NOTICES.contains(&token.as_str()))
}

/// Words of class names of the lead of a text.
const LEADS: [&str; 14] = [
    "lead",
    "intro",
    "introduction",
    "introductie",
    "ingress",
    "chapo",
    "standfirst",
    "inleiding",
    "teaser",
    "excerpt",
    "summary",
    "samenvatting",
    "introtekst",
    "introtext",
];

/// Whether a class name says that an element holds a picture.
pub(super) fn of_pictures(class: &str) -> bool {
    tokens(class).any(|token| {
        matches!(
            &*token,
            "image" | "img" | "foto" | "photo" | "picture" | "afbeelding" | "media" | "figure"
        )
    })
}

/// Class names of text for screen readers only, without their separators.
const SCREEN_READER: &[&str] = &[
    "sronly",
    "msaccessible",
    "externlink",
    "mshidden",
    "visuallyhidden",
    "hiddenvisually",
    "uhiddenvisually",
    "uvisuallyhidden",
    "screenreadertext",
    "screenreaderonly",
    "screenreader",
    "onlyscreenreader",
    "elementinvisible",
    "elementhidden",
    "assistivetext",
    "assistive",
    "showforsr",
    "a11yhidden",
    "offscreen",
    "readersonly",
    "accessiblyhidden",
    "visuallyhiddenfocusable",
    "sronlyfocusable",
    "ariaonly",
    "hideaccessible",
    "toegankelijkverborgen",
    "visueelverborgen",
    "alleenschermlezer",
];

fn names_screen_reader(class: &str) -> bool {
    let letters = class.chars().filter(|c| c.is_alphanumeric());
    let joined: String = letters.flat_map(char::to_lowercase).collect();
    SCREEN_READER
        .iter()
        .any(|known| joined == *known || joined.ends_with(known) && joined.len() <= known.len() + 8)
}

/// Whether the words of an element in a link only say where the link leads: `(externe link)`.
pub(super) fn is_link_note(text: &str) -> bool {
    let text = text
        .trim()
        .trim_matches(['(', ')', ',', '.'])
        .trim()
        .to_lowercase();
    text.len() <= MAX_LINK_NOTE
        && (text == "externe link"
            || text == "extern"
            || text.starts_with("opent in")
            || text.starts_with("opent een extern")
            || text.starts_with("deze link opent")
            || text.starts_with("verwijst naar een andere website")
            || text.starts_with("link naar een andere website")
            || text.starts_with("ga naar externe"))
}

/// Whether an element holds words that the writer struck out.
pub(super) fn is_struck_out(element: &Element) -> bool {
    matches!(element.name(), "s" | "strike" | "del")
        || attribute(element, "style").is_some_and(|style| style.contains("line-through"))
}

/// Splits a class name into lower-case words, at punctuation and inner capitals.
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
        let region = |name| by_name(name).map(|hint| hint.region);
        assert_eq!(
            region("field--name-contact"),
            Some(Region::Tail(TailKind::Contact))
        );
        assert_eq!(region("shareButtons"), Some(Region::Tail(TailKind::Share)));
        assert_eq!(region("cookie-banner"), Some(Region::Frame));
        for content in [
            "entry-content",
            "contentBox",
            "node--type-news",
            "c-body",
            "iprox-rich-content",
            "navigatiewerk",
            "content-with-sidebar",
            "hasMenu",
        ] {
            assert_eq!(region(content), None, "{content}");
        }
    }
}
