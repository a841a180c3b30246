//! Reads the title, without the site's name and decoration.
//!
//! Leaves out kickers and subtitles.

mod below;
mod opening;
mod site;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use below::{below_site, titled_below};
use opening::{is_about, is_document, is_name, opening, without_writer};
pub(in crate::extract) use site::parts;
use site::{SEPARATORS, names_more_than_site, without_site};

use super::aside::is_caption;
use super::dates;
use crate::document::BlockKind;
use crate::dutch::calendar::{PREPOSITIONS, WEEKDAYS};
use crate::dutch::pattern::pattern;
use crate::dutch::words::{SECTIONS, is_party_of_place};
use crate::extract::draft::{Draft, RawBlock, Region};

static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\[(?:\d{1,2}-\d{1,2}-\d{4}|\p{L}[\p{L} -]{2,30})\]\s*|(?:Nieuwsbericht|Persbericht|Nieuws)\s*[:|–-]\s+|(?:Onderwerp|Betreft|Titel|Kop)\s?:\s+(?:PB:\s+)?)",
    )
});

static SUFFIX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*\(?\d{1,2}-\d{1,2}-\d{4}\)?(?:\s*\(\d+ \w+ geleden\))?$"));

/// A title of several words, and the date behind it: `Voetpad in de Kerkstraat opgebroken 29 maart 2018`.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?<title>(?:\S+ ){3,}(?<last>\S*[\p{L}\d”’"'?!]))(?: [-–|])? \(?(?<date>(?:\p{Ll}+dag )?\d{1,2}(?: \p{Ll}+ |/\d{1,2}/)\d{4}(?: om \d{1,2}[:.]\d{2})?)\)?$"#,
    )
});

/// The beginning of the credit or the description of a picture.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:Foto|Fotografie|Beeld|Illustratie|Tekst|Bron)(?:['’]?s)?(?:\s\S+)?\s*:|Auteurs?\s*:|Op de foto\b|©|(?:• ?)?(?:Eigen foto|Archieffoto)\b|Leestijd\b|Redactie \p{Lu}|Dit artikel hoort bij|Logo |(?:Geschreven d|Geplaatst d|Ingediend d|[Bb]ewerkt d|D)oor:? \p{L}|(?i:embargo) )",
    )
});

/// Longest line, in bytes, that may be a title.
const LINE: usize = 240;

/// Fewest letters and digits of a title that only a line like others shows.
const LEAST_LETTERS: usize = 16;

/// Fewest letters and digits of a title in bold, or in a heading.
const LEAST_IF_BOLD: usize = 10;

/// Fewest words of a title behind the label *Onderwerp*, which may stand before a topic.
const FACT_WORDS: usize = 4;

/// Last words of names of sites.
const OF_SITES: [&str; 6] = [
    "mobiel", "mobile", "online", "website", "portaal", "homepage",
];

/// Fewest words of a title that only the metadata gives, where a line has the look of a title.
const CLAIM_WORDS: usize = 3;

/// Length in bytes above which a line is running text, and no title without a heading.
const LEAST_TEXT: usize = 160;

/// Length in bytes above which a sentence is running text where no paragraph is longer.
const SHORT_TEXT: usize = 80;

/// How many lines above the body may hold its title without the look of one.
const LINES_RIGHT_ABOVE: usize = 3;

/// How many lines above the body may hold a heading that is its title.
const LINES_ABOVE: usize = 12;

/// Returns the title, and the index of the block that shows it.
pub(in crate::extract) fn title(draft: &Draft) -> (Option<String>, Option<usize>) {
    let claimed: Vec<&str> = draft.claims.titles.iter().map(String::as_str).collect();
    let shown = |level: u8| {
        let candidates: Vec<(usize, &RawBlock)> = draft
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, b)| {
                b.level == level && matches!(b.region, Region::Content | Region::Frame)
            })
            .filter(|(_, b)| names_more_than_site(&b.text, &draft.claims.site_names))
            .collect();
        candidates
    };
    let agrees = |level: u8| {
        let site_names = &draft.claims.site_names;
        let claims = |b: &RawBlock| {
            let is_claimed = |claim: &&str| {
                same_start(claim, &b.text) || same(without_site(claim, site_names), &b.text)
            };
            claimed.iter().any(is_claimed)
        };
        shown(level).into_iter().find(|(_, b)| claims(b))
    };
    let nearest = || {
        let within = shown(1)
            .into_iter()
            .filter(|(at, b)| b.region == Region::Content && *at <= draft.body.end);
        // Teasers stand between the heading of a side column and the text.
        let text = draft.body.clone().find(|&at| is_running(&draft.blocks[at]));
        within.min_by_key(|(at, _)| {
            let above = text.filter(|text| at <= text);
            let between = above.map(|text| text - at);
            (
                between.is_none(),
                between.unwrap_or(at.abs_diff(draft.body.start)),
            )
        })
    };
    // A heading that the metadata repeats comes before the largest heading, which may be the site's.
    let heading = (1..=3).find_map(agrees);
    let heading = heading
        .map(|found| below_site(draft, found, &claimed).unwrap_or(found))
        .or_else(|| nearest().map(|found| titled_below(draft, found).unwrap_or(found)));
    if let Some((at, block)) = heading {
        // `Kerkstraat dicht | Gemeente Zandwijk`, `Kerkstraat dicht - Persberichten`
        let site_names = &draft.claims.site_names;
        let text = if block.text.contains(" | ") {
            without_site(&block.text, site_names)
        } else {
            let parts = block.text.rsplit_once(" - ");
            let own = parts.filter(|(_, section)| !names_more_than_site(section, site_names));
            own.map_or(block.text.as_str(), |(title, _)| title)
        };
        return (Some(clean(text)), Some(at));
    }
    if let Some((title, at)) = of_facts(draft) {
        return (Some(title), Some(at));
    }
    let marked = marked(draft);
    // What a class name or its size shows as the title comes before what else the metadata may repeat: the letterhead.
    let titled = marked.filter(|&at| draft.blocks[at].titled);
    let unmarked = claimed.iter().find_map(|claim| unmarked(draft, claim));
    if let Some((title, at)) = unmarked.filter(|(_, at)| titled.is_none_or(|titled| titled <= *at))
    {
        return (Some(title), Some(at));
    }
    if let Some(at) = dated(draft) {
        return (Some(clean(&draft.blocks[at].text)), Some(at));
    }
    // `Gemeente Zandwijk :: Nieuwsportaal` names a part of the site, if a line above the text has
    // the look of a title.
    let says_enough = |claim: &str| {
        // `Zandwijk > Nieuws > Nieuwsbericht`: a path, and no title
        // `Vereniging De Dijk: nieuws`
        let last = SEPARATORS
            .iter()
            .chain(&[": "])
            .filter_map(|s| Some(claim.rsplit_once(s)?.1))
            .min_by_key(|last| last.len());
        let is_path = last.is_some_and(|last| SECTIONS.contains(&last.trim().to_lowercase()));
        if is_path && marked.is_some() {
            return false;
        }
        let said = without_site(claim, &draft.claims.site_names);
        // `De Vaart mobiel` above a heading is the name of the site.
        let last = said.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let is_title = has_letters(said, LEAST_LETTERS)
            && said.split(' ').count() >= CLAIM_WORDS
            && !OF_SITES.contains(&last.as_str());
        titled.is_none() && is_title || marked.is_none()
    };
    if let Some(claim) = claimed
        .iter()
        .find(|claim| names_more_than_site(claim, &draft.claims.site_names) && says_enough(claim))
    {
        let title = clean(without_site(claim, &draft.claims.site_names));
        let at = draft
            .body
            .clone()
            .find(|&at| same(&draft.blocks[at].text, &title));
        return (Some(title).filter(|t| !t.is_empty()), at);
    }
    if let Some(at) = marked {
        return (Some(clean(&draft.blocks[at].text)), Some(at));
    }
    let titled = opening(draft);
    (titled.map(|at| clean(without_writer(draft, at))), titled)
}

/// Returns the line above the text with which a claimed title begins, if no heading shows the title. A date
/// may stand behind it in its row.
fn unmarked(draft: &Draft, claim: &str) -> Option<(String, usize)> {
    let end = draft.body.end.min(draft.blocks.len());
    let site_names = &draft.claims.site_names;
    let without = without_site(claim, site_names);
    let lines = draft.blocks[..end].iter().enumerate().rev();
    lines
        .filter(|(_, block)| block.region == Region::Content && block.text.len() <= LINE)
        .find_map(|(at, block)| {
            let line = block.text.split(" | ").next().unwrap_or_default();
            let is_title = has_letters(line, LEAST_LETTERS)
                && !CREDIT.is_match(line)
                && (same_start(without, line) || same_start(claim, line))
                && names_more_than_site(line, site_names);
            is_title.then(|| (clean(line), at))
        })
}

/// Returns the title of which a row of facts says that it is one: *Onderwerp | Nieuwe brug over de vaart*.
fn of_facts(draft: &Draft) -> Option<(String, usize)> {
    let end = draft.body.end.min(draft.blocks.len());
    let mut rows = draft.blocks[..end]
        .iter()
        .enumerate()
        .filter_map(|(at, block)| {
            let (label, value) = block.first_cell()?;
            let is_label = matches!(
                label.trim_end_matches([':', ' ']).to_lowercase().as_str(),
                "onderwerp" | "betreft" | "titel" | "kop"
            );
            let is_title = value.split(' ').count() >= FACT_WORDS && !value.contains(" | ");
            let fits =
                block.region == Region::Content && block.linked == 0 && block.text.len() <= LINE;
            (is_label && is_title && fits).then(|| (clean(value), at))
        });
    rows.next().filter(|_| rows.next().is_none())
}

/// Returns the line right above the line that says when the release was published.
fn dated(draft: &Draft) -> Option<usize> {
    let body = draft.body.start..draft.body.end.min(draft.blocks.len());
    let text = running_text(draft, body.clone())?;
    let above = text.saturating_sub(LINES_ABOVE)..text;
    above.into_iter().find(|&at| {
        let (block, below) = (&draft.blocks[at], &draft.blocks[at + 1]);
        block.region == Region::Content
            && block.list.is_none()
            && block.kind != BlockKind::TableRow
            && block.text.len() <= LINE
            && !block.text.ends_with(['.', ':', ';', ','])
            && has_letters(&block.text, LEAST_IF_BOLD)
            && dates::is_line_of_publication(&below.text)
            && !is_party_of_place(&block.text)
            && !CREDIT.is_match(&block.text)
            && !is_caption(&block.text)
            && !is_name(&block.text)
            && names_more_than_site(&block.text, &draft.claims.site_names)
    })
}

/// Returns the line that has the look of a title: one that a class names as the title, in the body before its running
/// text, else above the body; else the first bold line or heading there in the body, best one of whose words the text
/// speaks; else the nearest heading above the body; else, on a page that says what its title is and does not show it, the
/// line right above the text.
fn marked(draft: &Draft) -> Option<usize> {
    let body = draft.body.start..draft.body.end.min(draft.blocks.len());
    let text = running_text(draft, body.clone())?;
    let fits = |at: &usize| {
        let block = &draft.blocks[*at];
        let stands_out = block.level > 0 || block.bold;
        let (longest, least) = if stands_out {
            (LINE, LEAST_IF_BOLD)
        } else {
            (LEAST_TEXT, LEAST_LETTERS)
        };
        block.region == Region::Content
            && block.list.is_none()
            && block.kind != BlockKind::TableRow
            && block.text.len() <= longest
            && has_letters(&block.text, least)
            && !block.text.ends_with(['.', ':', ';', ','])
            && block.linked * 2 < block.text.len()
            && !dates::has_day(&block.text)
            && !CREDIT.is_match(&block.text)
            && !is_caption(&block.text)
            && names_more_than_site(&block.text, &draft.claims.site_names)
    };
    let stands_out = |at: &usize| draft.blocks[*at].level > 0 || draft.blocks[*at].bold;
    let below = &draft.blocks[text..body.end];
    let is_titled = |at: &usize| draft.blocks[*at].titled;
    let lines = || (body.start..text).filter(fits);
    let lines_above = || {
        let lines = body.start.saturating_sub(LINES_ABOVE)..body.start;
        lines.rev().filter(fits)
    };
    // The name of the site may have the size of a title, and stands above it. A bold line in the text may be its
    // second title.
    let in_body = lines()
        .rfind(is_titled)
        .or_else(|| lines_above().find(is_titled))
        .or_else(|| {
            // A page may open with the motto of its site.
            let about = |at: &usize| stands_out(at) && is_about(&draft.blocks[*at], below);
            lines().find(about).or_else(|| lines().find(stands_out))
        });
    let heading_above = || lines_above().find(|&at| draft.blocks[at].level > 0);
    let nearest = || {
        let is_page = !draft.claims.titles.is_empty();
        let lines = body.start.saturating_sub(LINES_RIGHT_ABOVE)..text;
        lines.rev().find(|at| is_page && fits(at))
    };
    in_body.or_else(heading_above).or_else(nearest)
}

/// Returns the first block of running text; in a text of short paragraphs the first that is a sentence.
fn running_text(draft: &Draft, mut body: Range<usize>) -> Option<usize> {
    let is_sentence = |block: &RawBlock| {
        block.level == 0
            && !block.bold
            && block.linked == 0
            && block.text.len() > SHORT_TEXT
            && block.text.ends_with('.')
    };
    body.clone()
        .find(|&at| is_running(&draft.blocks[at]))
        .or_else(|| body.find(|&at| is_sentence(&draft.blocks[at])))
}

/// Whether a block is running text, and no long title.
fn is_running(block: &RawBlock) -> bool {
    let stands_out = block.level > 0 || block.bold && !block.text.ends_with('.');
    block.text.len() > LEAST_TEXT
        && block.linked * 2 < block.text.len()
        && !(stands_out && block.text.len() <= LINE)
}

/// Returns `text` without what stands around a title: its kind, its date.
fn clean(text: &str) -> String {
    let text = match text.split_once(" | ") {
        Some((date, title)) if dates::is_only_date(date) => title,
        Some((title, date)) if dates::is_only_date(date) => title,
        _ => text,
    };
    let text = PREFIX.replace(text, "");
    let text = SUFFIX.replace(&text, "");
    // `Ministerraad van 25 april 2003` and `Brug dicht tot 3 mei 2021` need their dates.
    let dated = DATED.captures(&text).filter(|found| {
        let last = &found["last"];
        let needs_date = last == "van" || PREPOSITIONS.contains(last) || WEEKDAYS.contains(last);
        dates::is_only_date(&found["date"]) && !needs_date && !is_document(&text)
    });
    let text = dated.map_or(text.as_ref(), |found| {
        found.name("title").map_or("", |title| title.as_str())
    });
    // `+ Nieuwe brug`: the mark of an article for subscribers
    text.trim_start_matches("+ ").trim().to_owned()
}

/// Whether a claimed title begins with the shown title. The site's name may follow.
fn same_start(claim: &str, shown: &str) -> bool {
    let mut claim = letters(claim);
    letters(shown).next().is_some() && letters(shown).all(|c| claim.next() == Some(c))
}

/// Whether two texts are equal apart from case, spaces and punctuation.
pub(in crate::extract) fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// Returns the letters and digits of `text` in lower case, to compare spellings of a title.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// Whether a text has so many letters and digits.
fn has_letters(text: &str, least: usize) -> bool {
    letters(text).nth(least - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_is_removed_from_titles() {
        assert_eq!(clean("[21-02-2014] Nieuwe brug"), "Nieuwe brug");
        assert_eq!(
            clean("Nieuwe brug 30-10-2019 (4 jaar geleden)"),
            "Nieuwe brug"
        );
        assert_eq!(clean("Nieuwsbericht: Nieuwe brug"), "Nieuwe brug");
        let title = "Brug in de Kerkstraat open";
        for date in ["29 maart 2018", "- 19/10/2021", "17 december 2021 om 13:37"] {
            assert_eq!(clean(&format!("{title} {date}")), title);
        }
        for title in [
            "Besluiten ministerraad van vrijdag 25 april 2003",
            "Brug in de Kerkstraat dicht tot 3 mei 2021",
        ] {
            assert_eq!(clean(title), title);
        }
    }
}
