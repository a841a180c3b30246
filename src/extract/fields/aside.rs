//! Tells lines within the text that do not belong to it: links to other items, credits, tools.
//!
//! Leaves out where the text ends (`tail`).

use std::sync::LazyLock;

use regex::Regex;

use super::address::holds_address;
use super::opening::{OPENING_MAX, opened, opening};
use crate::document::TailKind;
use crate::dutch::pattern::pattern;
use crate::dutch::tail::Opened;
use crate::extract::draft::RawBlock;

/// Longest line, in bytes, of a card inside the text: *Blijf op de hoogte*.
const CARD_MAX: usize = 60;

/// Longest line, in bytes, that describes a picture.
const CAPTION_MAX: usize = 250;

/// Longest name, in characters, of who took a picture, behind a colon or ©.
const CREDIT_MAX: usize = 60;

/// The same, behind *Foto* or *Beeld* alone.
const BARE_CREDIT_MAX: usize = 40;

/// Most words of a link in a row of links: *Verstuur dit verhaal naar een vriend*.
const WORDS_OF_TOOL: usize = 6;

/// Whether a line ends with who took the picture that it describes: *De brug gezien vanaf de kade (Foto: Ina Bos)*.
pub(in crate::extract) fn is_caption(line: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"\b(?i:foto['’]?s?|archieffoto|fotografie)\s?:(?:['’]s:)? |\b(?:Beeld|Rechten)\s?: |© ?|",
            r"(?:^|[.)] )(?:Foto|Beeld) (?:via |door )?",
        ))
    });
    let line = line.trim_end_matches('.');
    let may_be_credited = line.len() <= CAPTION_MAX
        && ["oto", "OTO", "Beeld", "Rechten", "©"]
            .iter()
            .any(|word| line.contains(word));
    may_be_credited
        && LABEL.find_iter(line).any(|label| {
            let name = &line[label.end()..];
            let length = name.strip_suffix(')').unwrap_or(name).chars().count();
            let has_colon = label.as_str().contains(':');
            // `Foto: eigen archief`, but `Beeld: Ina Bos`
            let may_be_small = has_colon && !label.as_str().contains("Beeld");
            let longest = if has_colon || label.as_str().starts_with('©') {
                CREDIT_MAX
            } else {
                BARE_CREDIT_MAX
            };
            (2..=longest).contains(&length)
                && !name.contains(['.', ':'])
                && (may_be_small || name.starts_with(char::is_uppercase))
        })
}

/// Returns the tail kind of a block within the text that does not belong to the text: a link to
/// another item, a credit.
pub(in crate::extract) fn aside(block: &RawBlock) -> Option<TailKind> {
    if is_caption(&block.text) {
        return Some(TailKind::PhotoCredit);
    }
    if is_file(block) {
        return Some(TailKind::Downloads);
    }
    let Some(Opened { kind, never_text }) = opened(block) else {
        return is_tool_bar(block).then_some(TailKind::Other);
    };
    if never_text {
        return Some(kind);
    }
    let linked = block.is_mostly_link();
    match kind {
        TailKind::PhotoCredit | TailKind::Expiry | TailKind::Share => Some(kind),
        TailKind::Related if linked || is_item(block) => Some(kind),
        TailKind::Downloads if linked && block.list.is_none() => Some(kind),
        TailKind::Other if is_card(&block.text) => Some(kind),
        // `Heb je een tip? Mail naar …`
        TailKind::Contact if block.text.contains("? ") && holds_address(&block.text) => Some(kind),
        _ => None,
    }
}

/// Whether a line of plain text is a label and the title of one other item: *Lees ook: Brug over de vaart weer open*.
pub(super) fn is_item(block: &RawBlock) -> bool {
    let titled = block.text.split_once(": ").is_some_and(|(label, title)| {
        label.split(' ').count() <= 2 && title.split(' ').count() > 2 && !title.ends_with('.')
    });
    titled && opening(block) == Some(TailKind::Related)
}

/// Whether a line is the link to a file, with its size: *Dit bericht als pdf (118 kB)*.
fn is_file(block: &RawBlock) -> bool {
    let size = block
        .text
        .strip_suffix("B)")
        .and_then(|text| text.rsplit_once('('));
    let is_size = size.is_some_and(|(_, size)| {
        size.ends_with(['k', 'K', 'M']) && size.starts_with(|c: char| c.is_ascii_digit())
    });
    is_size && block.is_mostly_link()
}

/// Whether a line is a row of links to other things than the text tells of: *Bewaar als pdf*,
/// *Doorsturen*.
fn is_tool_bar(block: &RawBlock) -> bool {
    const TOOLS: [&str; 16] = [
        "pdf",
        "print",
        "printen",
        "mail",
        "e-mail",
        "mailen",
        "tweet",
        "twitter",
        "linkedin",
        "facebook",
        "whatsapp",
        "instagram",
        "delen",
        "deel",
        "doorsturen",
        "rss",
    ];
    let mut tools = block
        .text
        .split([' ', '|', '/'])
        .filter(|word| !word.is_empty());
    let are_tools = tools.clone().nth(1).is_some()
        && tools.all(|word| TOOLS.contains(&word.to_lowercase().as_str()));
    if are_tools {
        return true;
    }
    let words = || block.text.split(' ').filter(|word| word.len() > 1).count();
    block.links.len() > 1
        && block.list.is_none()
        && block.level == 0
        && block.text.len() <= OPENING_MAX
        && block.linked * 10 >= block.text.len() * 6
        && words() <= block.links.len() * WORDS_OF_TOOL
        && !block.text.ends_with(['.', '?', '!', ':'])
}

/// Whether an opening is a line of its own inside the text. An invitation to the release's own event belongs
/// to the text.
fn is_card(text: &str) -> bool {
    let invites = ["meld", "schrijf"]
        .iter()
        .any(|word| text.to_lowercase().starts_with(word));
    // `De tekst gaat verder onder de video.`
    let goes_on = text.contains(" verder onder ")
        || text
            .split(' ')
            .take(2)
            .any(|word| word.eq_ignore_ascii_case("tekst"));
    text.len() <= CARD_MAX
        && (goes_on || !text.ends_with('.'))
        && (!invites || text.contains("nieuwsbrief"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_ends_with_its_credit_is_a_caption() {
        for line in [
            "De brug gezien vanaf de kade (Foto: Ina Bos)",
            "Blije gezichten bij de raad. (Foto's: Ina Bos).",
            "Het college. | Foto: archief",
            "“Mooi!” FOTO: Ina Bos",
            "De polder. Beeld: Streekbeeld",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "Dat geeft een mooi beeld: de brug is open",
            "Zij maakte een foto: van de brug. Dat was mooi.",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }
}
