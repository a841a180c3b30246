//! Finds the parts of a text that differ from it in shape and in words: boxes that advertise, invite or advise, whatever
//! their names are. Finds the captions of pictures too.
//!
//! Leaves out parts that markup names (`regions`), and parts that what they are made of tells (`boxes`).
//!
//! Most of a text stands in elements of a few classes, and a box has a class of its own. A box about something else has
//! hardly a word of the text (`topic`). Each is a hint, as are a title, a link, an address and words to the reader.
//! Several hints make a box. Where a part that its name calls a box has the words of the text, it is text all the same.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use ego_tree::NodeRef;
use foldhash::{HashMap, HashSet};
use scraper::{Html, Node};

use super::captions::is_below_picture;
use super::elements::{attribute, name};
use super::flatten::{Container, Page};
use super::names::{is_heading, is_notice};
use super::shapes::shapes;
use crate::document::{BlockKind, TailKind};
use crate::extract::draft::{RawBlock, Region};
use crate::extract::fields::address::holds_address;
use crate::extract::fields::topic::{Start, is_of_topic, topic_words};
use crate::extract::fields::{about_page, dates};

/// Largest share of the text, in percent, that a box holds, and that all elements of a class of boxes hold.
const SHARE: usize = 25;

/// Longest text of a box, in bytes.
const LONGEST: usize = 700;

/// Longest title of a box that no markup shows, in bytes.
const TITLE: usize = 60;

/// Longest link, in bytes, that is no title of another item.
const LABEL: usize = 20;

/// Shortest text before the body's first box, in bytes, from which on it stands in the text and not above it.
const ABOVE: usize = 60;

/// Fewest words that show that a box is about something else.
const FEWEST_WORDS: usize = 3;

/// Fewest such words of a box that has one of them in common with the text by chance.
const MANY_WORDS: usize = 4;

/// Longest notice, in bytes, that is one line.
const NOTICE: usize = 120;

/// Number of hints that make a box.
const ENOUGH: usize = 3;

/// Number of elements around a part among which a list item is looked for.
const ITEM_DEPTH: usize = 4;

/// Most blocks of a part that is text against its name.
const MOST_BLOCKS: usize = 20;

/// Most elements of a box that are looked through.
const ELEMENTS: usize = 200;

/// Sets the region of the blocks of `page` in `body` that stand in boxes, and of captions.
pub(super) fn mark(page: &mut Page, body: &Range<usize>, dom: &Html) {
    let text = Text::of(page, body, dom);
    // The ends of the last part that is apart, and of the last one that is not.
    let (mut end, mut end_of_text) = (body.start, body.start);
    let mut apart = Vec::new();
    for (container, shape) in text.containers.iter().zip(&text.shapes) {
        let range = container.start..container.end;
        if range.start < end {
            continue;
        }
        match text.look(container, shape, dom) {
            Look::Apart(Region::Caption) => apart.push((range, Region::Caption)),
            _ if range.start < end_of_text => {}
            Look::Ordinary => {}
            Look::OfText => end_of_text = range.end,
            Look::Apart(region) => {
                end = range.end;
                apart.push((range, region));
            }
        }
    }
    let kept = text.containers.iter().filter(|c| text.is_named_wrongly(c));
    let kept: Vec<Range<usize>> = kept.map(|c| c.start..c.end).collect();
    for (blocks, region) in apart {
        let blocks = &mut page.blocks[blocks];
        for block in blocks.iter_mut().filter(|block| is_content(block)) {
            block.region = region;
        }
    }
    for blocks in kept {
        for block in &mut page.blocks[blocks] {
            if is_beside(block) {
                block.region = Region::Content;
            }
        }
    }
    mark_headings(&mut page.blocks[body.clone()]);
}

/// Sets the region of headings that stand above boxes alone.
fn mark_headings(body: &mut [RawBlock]) {
    let mut next = None;
    for at in (0..body.len()).rev() {
        let is_above_box = body.get(at + 1).is_some_and(|below| !is_content(below));
        let ends_there = next.is_none_or(|level| level > 0 && level <= body[at].level);
        if !is_content(&body[at]) {
            continue;
        }
        if body[at].level > 1 && is_above_box && ends_there {
            body[at].region = Region::Tail(TailKind::Other);
        } else {
            next = Some(body[at].level);
        }
    }
}

/// What an element is by its shape and its words.
enum Look {
    /// Nothing tells it from the text.
    Ordinary,
    /// A part of the text with a shape of its own.
    OfText,
    /// A box or a caption, with its region.
    Apart(Region),
}

/// A text, and what its elements look like.
struct Text<'p> {
    blocks: &'p [RawBlock],
    body: Range<usize>,
    /// The elements within it, outer before inner.
    containers: Vec<&'p Container>,
    /// The classes of each.
    shapes: Vec<Vec<Cow<'p, str>>>,
    /// Number of bytes that elements of a class hold.
    held: HashMap<Cow<'p, str>, usize>,
    /// Number of bytes before each block.
    before: Vec<usize>,
    /// Number of blocks that each word is in. Most texts have no part that is looked at.
    words: OnceCell<HashMap<Start, usize>>,
}

impl<'p> Text<'p> {
    fn of(page: &'p Page, body: &Range<usize>, dom: &'p Html) -> Self {
        let is_inside = |c: &&Container| {
            c.start >= body.start && c.end <= body.end && c.end - c.start < body.len()
        };
        let containers: Vec<&Container> = page.containers.iter().filter(is_inside).collect();
        let before = std::iter::once(0)
            .chain(page.blocks.iter().scan(0, |sum, block| {
                *sum += block.weight();
                Some(*sum)
            }))
            .collect::<Vec<usize>>();
        let elements = containers.iter().map(|c| {
            let node = dom.tree.get(c.node);
            node.and_then(|node| node.value().as_element())
        });
        let shapes = shapes(&elements.collect::<Vec<_>>());
        let mut held = HashMap::default();
        for (container, shape) in containers.iter().zip(&shapes) {
            for class in shape {
                *held.entry(class.clone()).or_default() +=
                    before[container.end] - before[container.start];
            }
        }
        Self {
            blocks: &page.blocks,
            body: body.clone(),
            containers,
            shapes,
            held,
            before,
            words: OnceCell::new(),
        }
    }

    fn words(&self) -> &HashMap<Start, usize> {
        self.words.get_or_init(|| {
            let body = self.blocks[self.body.clone()].iter();
            count_words(body.filter(|block| is_content(block)))
        })
    }

    /// Returns the words of the title.
    fn title(&self) -> HashSet<Start> {
        let is_title = |block: &&RawBlock| block.level == 1 && is_content(block);
        let title = self.blocks.iter().find(is_title);
        title
            .map(|title| topic_words(&title.text))
            .unwrap_or_default()
    }

    fn weight(&self, blocks: Range<usize>) -> usize {
        self.before[blocks.end] - self.before[blocks.start]
    }

    fn is_little(&self, bytes: usize) -> bool {
        bytes * 100 <= self.weight(self.body.clone()) * SHARE
    }

    /// Whether a part stands above the text.
    fn is_above(&self, range: &Range<usize>) -> bool {
        self.weight(self.body.start..range.start) < ABOVE
    }

    /// Tells what an element is by its shape and its words.
    fn look(&self, container: &Container, shape: &[Cow<'_, str>], dom: &Html) -> Look {
        let range = container.start..container.end;
        let all = &self.blocks[range.clone()];
        let blocks: Vec<&RawBlock> = all.iter().filter(|block| is_content(block)).collect();
        let bytes: usize = blocks.iter().map(|block| block.text.len()).sum();
        let is_other = |class: &Cow<'_, str>| self.is_little(self.held[class]);
        let is_above = self.is_above(&range);
        let Some(node) = dom.tree.get(container.node).filter(|node| {
            (1..=LONGEST).contains(&bytes)
                && self.is_little(bytes)
                && may_be_apart(*node)
                && (!opens(*node) || self.weight(range.end..self.body.end) == 0)
                && shape.iter().any(is_other)
                && blocks
                    .iter()
                    .all(|block| may_stand_apart(block) && !(block.lead && is_above))
        }) else {
            return Look::Ordinary;
        };
        let is_paragraph = name(node) == Some("p");
        let enough = ENOUGH + usize::from(is_paragraph);
        if blocks.len() == 1 && is_below_picture(node, blocks[0]) {
            return Look::Apart(Region::Caption);
        }
        if lists_news(&blocks) {
            return Look::Apart(Region::Tail(TailKind::Related));
        }
        match self.hints(node, &range, &blocks) {
            None => Look::OfText,
            Some(hints) if hints >= enough => Look::Apart(Region::Tail(TailKind::Other)),
            Some(_) => Look::Ordinary,
        }
    }

    /// Whether an element with the name of a box holds text: sentences without links, with words of the text.
    fn is_named_wrongly(&self, container: &Container) -> bool {
        let range = container.start..container.end;
        let is_box = matches!(
            container.begun,
            Some(Region::Tail(TailKind::Related | TailKind::Other))
        );
        if !is_box || range.len() > MOST_BLOCKS {
            return false;
        }
        let blocks = || {
            self.blocks[range.clone()]
                .iter()
                .filter(|block| is_beside(block))
        };
        let words: HashSet<Start> = blocks()
            .flat_map(|block| topic_words(&block.text))
            .collect();
        is_of_topic(&words, |word| self.words().contains_key(word))
            && blocks()
                .any(|block| block.text.len() > ABOVE && block.text.ends_with(['.', '?', '!']))
            && !blocks().any(|block| block.is_mostly_link() || holds_address(&block.text))
    }

    /// Returns the number of hints that a part with `blocks` is no text; `None` if its words are those of the text.
    fn hints(
        &self,
        node: NodeRef<'_, Node>,
        range: &Range<usize>,
        blocks: &[&RawBlock],
    ) -> Option<usize> {
        let own = count_words(blocks.iter().copied());
        let is_shared = |(word, count): &(&Start, &usize)| self.words()[*word] > **count;
        let shared = own.iter().filter(is_shared).count();
        let title = self.title();
        let of_title = own.keys().any(|word| title.contains(word));
        let is_above = self.is_above(range);
        let reads_as_text = blocks
            .iter()
            .any(|block| block.linked == 0 && block.text.len() > ABOVE);
        let element = node.value().as_element();
        let notice = if !element.is_some_and(is_notice) {
            0
        } else if blocks.iter().map(|block| block.text.len()).sum::<usize>() <= NOTICE {
            3
        } else {
            2
        };
        let of_topic = match shared {
            0 if own.len() >= FEWEST_WORDS => 2,
            0 => 0,
            1 if notice > 0 => 0,
            1 if own.len() >= MANY_WORDS && !of_title && !(is_above && reads_as_text) => 1,
            _ => return None,
        };
        let words = blocks.iter().map(|block| about_page::weight(&block.text));
        let is_titled = blocks.len() > 1 && is_title(blocks[0]);
        let lines = || blocks.iter().filter(|block| block.level == 0);
        let marks = [
            is_titled,
            blocks.iter().any(|block| block.is_mostly_link()),
            lines().next().is_some() && lines().all(|block| block.is_link()),
            blocks.iter().any(|block| holds_address(&block.text)),
            blocks.iter().any(|block| block.text.contains('!')),
            // A label or a picture in it is known as no text already.
            blocks.len() < range.len(),
            holds_control(node),
        ];
        let words = words.max().unwrap_or_default().min(2);
        Some(of_topic + words + notice + marks.iter().filter(|mark| **mark).count())
    }
}

/// Returns in how many blocks each word is.
fn count_words<'b>(blocks: impl Iterator<Item = &'b RawBlock>) -> HashMap<Start, usize> {
    let mut words = HashMap::default();
    for word in blocks.flat_map(|block| topic_words(&block.text)) {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// Whether the markup calls a block a part beside the text.
fn is_beside(block: &RawBlock) -> bool {
    matches!(
        block.region,
        Region::Tail(TailKind::Related | TailKind::Other)
    )
}

fn is_content(block: &RawBlock) -> bool {
    block.region == Region::Content
}

/// Whether the element may be apart from the text: one that groups other elements, or a paragraph.
fn may_be_apart(node: NodeRef<'_, Node>) -> bool {
    let in_item = node
        .ancestors()
        .take(ITEM_DEPTH)
        .any(|around| name(around) == Some("li"));
    let may_group = matches!(
        name(node).unwrap_or_default(),
        "div"
            | "section"
            | "aside"
            | "article"
            | "details"
            | "form"
            | "fieldset"
            | "table"
            | "center"
            | "p"
    );
    may_group && !in_item
}

/// Whether a part shows words of its own on a click, as an answer below its question.
fn opens(node: NodeRef<'_, Node>) -> bool {
    node.descendants().take(ELEMENTS).any(|inner| {
        let around = inner.parent().and_then(name).unwrap_or_default();
        matches!(name(inner), Some("summary"))
            || name(inner) == Some("button") && is_heading(around)
    })
}

/// Whether blocks are a list of other items: several links, and several days.
fn lists_news(blocks: &[&RawBlock]) -> bool {
    let links = blocks.iter().filter(|block| block.linked > LABEL).count();
    let dated = blocks
        .iter()
        .filter(|block| dates::has_day(&block.text))
        .count();
    links > 1 && dated > 1
}

/// Whether a block may be no text: it is no title of the page, nobody speaks in it, and it does not date the page.
fn may_stand_apart(block: &RawBlock) -> bool {
    block.level != 1
        && block.kind != BlockKind::BlockQuote
        && !block.text.contains(['“', '”', '„', '"', '«', '»'])
        && !dates::is_line_of_publication(&block.text)
}

/// Whether a line may be the title of a box.
fn is_title(line: &RawBlock) -> bool {
    let is_short = line.text.len() <= TITLE && !line.text.ends_with(['.', ':', ',', ';']);
    line.level > 0 || line.bold || line.list.is_none() && is_short
}

/// Whether a part has something to press, to fill in or to play.
fn holds_control(node: NodeRef<'_, Node>) -> bool {
    node.descendants().take(ELEMENTS).any(|inner| {
        inner.value().as_element().is_some_and(|element| {
            let is_button = || attribute(element, "role") == Some("button");
            matches!(
                element.name(),
                "button" | "form" | "input" | "audio" | "video" | "iframe"
            ) || is_button()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;
    use crate::extract::draft::CapturedOn;

    const TEXT: [&str; 3] = [
        "De gemeente Zandwijk vervangt de brug over de vaart. Het werk aan de brug duurt zes weken.",
        "Tijdens het werk vaart er een pont, zodat scholieren uit Zandwijk niet hoeven om te fietsen.",
        "De brug kost twee miljoen euro. De provincie betaalt de helft van het werk aan de vaart.",
    ];

    /// Returns the texts that are left of a page with `part` between its paragraphs.
    fn left(part: &str) -> Vec<String> {
        let [first, second, third] = TEXT;
        let html = format!(
            "<body><main><h1>Nieuwe brug</h1><p>{first}</p><p>{second}</p>{part}<p>{third}</p><p>{second}</p></main>"
        );
        let day = CapturedOn(jiff::civil::date(2024, 5, 3));
        let draft = shown(
            &html,
            "https://zandwijk.example",
            day,
            &std::collections::HashMap::new(),
        );
        let body = &draft.blocks[draft.body];
        let all = body.iter().filter(|block| is_content(block));
        all.map(|block| block.text.clone())
            .filter(|text| !TEXT.contains(&text.as_str()) && text != "Nieuwe brug")
            .collect()
    }

    #[test]
    fn a_box_about_something_else_is_no_text() {
        for part in [
            "<div class=k7><h3>Wist je dat?</h3><p>Een rookmelder hoort op elke verdieping.</p></div>",
            "<div class=ad_300><p>Vergelijk energie en bespaar elk jaar!</p><a href=/x>Naar de aanbieding</a></div>",
            "<section class=tip><div class=a>Iets gezien of gehoord?</div><div class=b>App de redactie via 06 12 34 56 78.</div></section>",
            "<table align=right><tr><td><b>Afvalkalender</b></td></tr><tr><td>Na Pasen komt de groene container later.</td></tr></table>",
            "<div class=\"row\"><div class=\"alert alert-info\" role=alert>Let op: parkeren bij het gemeentehuis is beperkt mogelijk.</div></div>",
            "<div class=\"blok mededeling\"><h2>Let op</h2><p>Het loket van Zandwijk is dinsdag dicht.</p></div>",
            "<table align=right><tr><td><img src=a.jpg width=190 height=130></td></tr><tr><td><font size=1>De kade, gezien vanaf het dak.</font></td></tr></table>",
        ] {
            assert_eq!(left(part), Vec::<String>::new(), "{part}");
        }
    }

    #[test]
    fn a_part_with_the_words_of_the_text_is_text() {
        for (part, text) in [
            (
                "<div class=k7><h3>Pont vaart gratis</h3><p>De pont over de vaart kost niets.</p></div>",
                &["Pont vaart gratis", "De pont over de vaart kost niets."][..],
            ),
            (
                "<div class=k7><p>Meld je aan voor de avond over de brug in Zandwijk!</p></div>",
                &["Meld je aan voor de avond over de brug in Zandwijk!"],
            ),
            (
                "<div class=k7><p>“Eindelijk!”, roept melkveehouder Kees Bos.</p></div>",
                &["“Eindelijk!”, roept melkveehouder Kees Bos."],
            ),
            ("<h3>Planning</h3>", &["Planning"]),
            (
                "<div class=alert>Let op: scholieren uit Zandwijk varen gratis op de vaart.</div>",
                &["Let op: scholieren uit Zandwijk varen gratis op de vaart."],
            ),
        ] {
            assert_eq!(left(part), text, "{part}");
        }
    }

    #[test]
    fn a_line_right_behind_a_picture_is_its_caption() {
        let part = "<div class=p><img src=a.jpg><div class=c>De kade in het voorjaar.</div></div>";
        assert_eq!(left(part), Vec::<String>::new());
    }
}
