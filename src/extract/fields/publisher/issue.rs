//! Reads the periodical or the medium that a line names as that in which an article was.
//!
//! Leaves out sources and signatures (`lines`).

use std::sync::LazyLock;

use regex::Regex;

use super::line::{LINE, WRITER, begins_with, is_paper, told};
use super::names::{NAME, is_named_by_noun, kind_or_other};
use crate::document::{Publisher, PublisherKind};
use crate::dutch::calendar::{WEEKDAYS, month_number};
use crate::dutch::pattern::pattern;
use crate::dutch::words::behind_article;
use crate::dutch::words::{PARTY_WORDS, is_party_of_place};
use crate::extract::fields::dates::{self, is_line_of_publication};
use crate::sources::media::{self, NamedMedium, is_medium};

/// The source at the end of a short line: `20/09/13, 12:50 – bron: ANP`, `(bron Trouw 11 januari 2022)`.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s(])[Bb]ron:? (?<letter>Nieuwsbrief )?([^:()]+?)(?: \d{1,2} \p{L}+ \d{4})?\)?\.?$",
    )
});

/// The issue in which an article was: `Verschenen in Dijkbode 1/2011`.
static APPEARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:eerder )?(?:verschenen|gepubliceerd) in):? (?:de |het )?(\p{Lu}[^,.\d]*?),? (?:nr\.? ?|nummer |editie )?\d[^.]*$",
    )
});

/// The site that placed a text: `Geplaatst door Dorpsnet.nl op 3-5-2022`.
static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?i:geplaatst|gepubliceerd|geschreven) door (\p{Lu}[\w-]*\.(?:nl|nu|net|be))\b")
});

/// The periodical that an article is from: `Dit artikel hoort bij: Dijkbode 04`.
static PART_OF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i:dit artikel hoort bij):? (.+?)(?: \d+)?$"));

/// The medium, and when it placed a text: `Het Vaartblad, 17/10/2024 om 18:05`.
static STAMPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?:De|Het) \p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*){0,2}), (?:\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{1,2} \p{Ll}+ \d{4}),? (?:om )?\d{1,2}[:.u]\d{2}(?: uur)?$",
    )
});

/// What stands before the medium that an article was in.
static WAS_IN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:dit artikel (?:verscheen|stond|is (?:verschenen|gepubliceerd))(?: eerder)? in)(?: de| het)? $",
    )
});

/// The periodical in which an article was, by the number of its issue: `Dit artikel verscheen eerder in Bestuur & Ruimte nr. 4.`
static WAS_IN_ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:dit artikel (?:verscheen|stond|is (?:verschenen|gepubliceerd))(?: eerder)? in)(?: de| het)? ({NAME})(?:,? (?:nr\.?|nummer|editie) ?\d|, (?:het|de|een) (?:\p{{Ll}}+ )?\p{{Ll}}*(?:magazine|blad|schrift|krant|nieuwsbrief)\b)"
    ))
});

/// The issue behind the name of a periodical: `Waterschapskrant nummer 9, 24 mei`.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ (?:nummer|nr\.?|editie) ?\d+\b"));

/// The medium that a message was taken from, behind the last sentence or in parentheses: `Bericht uit Zandwijk Nieuws 2 juni
/// 2022`.
static TAKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^\(?|[.!?] +)(?i:(?:pers)?bericht (?:van|uit|overgenomen (?:uit|van))) (?:de |het )?([^.()]+?)(?: \d{1,2} \p{L}+ \d{4})?\)?$",
    )
});

pub(super) fn issue(line: &str) -> Option<Publisher> {
    // `Uit de Zandwijkse Courant`, `Artikel uit de Zandwijkse Courant van 3-5-2012`
    let from = line
        .strip_prefix("Artikel uit ")
        .or(line.strip_prefix("Uit "));
    let taken = from.and_then(behind_article);
    let taken = taken.map(|taken| taken.split_once(" van ").map_or(taken, |(name, _)| name));
    if let Some(medium) = taken.filter(|medium| is_medium(medium)) {
        return Some(told(medium, PublisherKind::Medium));
    }
    // `Uit: Dorpsblad mei 2021`
    if let Some(taken) = line.strip_prefix("Uit: ").and_then(without_month) {
        return Some(told(taken, PublisherKind::Medium));
    }
    // `Gazet van Zandwijk - 3 mei 2021 De brug …`
    if let Some((name, dated)) = line.split_once(" - ")
        && dated.starts_with(|c: char| c.is_ascii_digit())
        && is_medium(name)
    {
        return Some(told(name, PublisherKind::Medium));
    }
    if let Some(medium) = beside_writer_or_date(line) {
        return Some(told(medium, PublisherKind::Medium));
    }
    // `4/04/17 - 18u41 Bron: Belga`, but not `Beeld: gemeente, bron: Belga`
    let may_be_source = line.len() <= LINE
        && line.contains("ron")
        && !line.contains("oto")
        && !line.contains("eeld");
    let behind = may_be_source.then(|| BEHIND.captures(line)).flatten();
    if let Some(behind) = behind {
        let name = &behind[2];
        let is_agency = || is_paper(name);
        let kind = match behind.name("letter") {
            Some(_) => Some(kind_or_other(name)),
            None => is_agency().then_some(PublisherKind::Medium),
        };
        if let Some(kind) = kind {
            return Some(told(name, kind));
        }
    }
    let may_be_taken = line.contains("ericht ");
    let taken = may_be_taken.then(|| TAKEN.captures(line)).flatten();
    if let Some(taken) = taken.as_ref().and_then(|taken| taken.get(1)) {
        let name = taken.as_str();
        return is_paper(name).then(|| told(name, PublisherKind::Medium));
    }
    // `Piet Post, Zandwijks Dagblad`
    if let Some((_, medium)) = line.rsplit_once(", ").filter(|(writer, medium)| {
        let is_person = writer.len() <= WRITER
            && writer.contains(' ')
            && writer.starts_with(char::is_uppercase)
            && !writer.contains(['.', ':', ',']);
        is_person && is_medium(medium.trim())
    }) {
        return Some(told(medium.trim(), PublisherKind::Medium));
    }
    if let Some(writer) = writer(line) {
        let is_site = [".nl", ".nu", ".be"]
            .iter()
            .any(|end| writer.ends_with(end));
        let medium = (is_medium(writer) || is_site).then_some(PublisherKind::Medium);
        // `Door Vakbond Zandwijk | 3 mei 2021`
        // `Leefbaar Zandwijk`
        let opens_party = || {
            let first = writer.split(' ').next().unwrap_or_default().to_lowercase();
            writer.contains(' ') && PARTY_WORDS.contains(&first)
        };
        let is_body = || is_named_by_noun(writer) || is_party_of_place(writer) || opens_party();
        let body = || is_body().then(|| kind_or_other(writer));
        if let Some(kind) = medium.or_else(body) {
            return Some(told(writer, kind));
        }
    }
    let part = begins_with(line, &["dit artikel"])
        .then(|| PART_OF.captures(line))
        .flatten();
    let may_be_issue = line.len() <= LINE
        && begins_with(
            line,
            &[
                "verschenen in",
                "eerder",
                "gepubliceerd",
                "geplaatst door",
                "geschreven door",
            ],
        );
    let part = part.or_else(|| {
        let found = may_be_issue.then(|| APPEARED.captures(line).or_else(|| PLACED.captures(line)));
        found?.filter(|found| !found[1].starts_with("Staats"))
    });
    if let Some(whole) = part.as_ref().and_then(|part| part.get(1)) {
        return Some(told(whole.as_str(), PublisherKind::Medium));
    }
    if let Some(found) = begins_with(line, &["dit artikel"])
        .then(|| WAS_IN_ISSUE.captures(line))
        .flatten()
    {
        return Some(told(found.get(1)?.as_str(), PublisherKind::Medium));
    }
    let is_from = |medium: &NamedMedium<'_>| {
        WAS_IN.is_match(medium.before) || medium.before.is_empty() && NUMBER.is_match(medium.after)
    };
    let mut media = (line.len() <= LINE).then(|| media::named_in(line))?;
    Some(told(media.find(is_from)?.name, PublisherKind::Medium))
}

/// Returns the medium beside the post of a writer or a date, in a line of its own.
fn beside_writer_or_date(line: &str) -> Option<&str> {
    // `Columnist van De Vaartbode`
    let posts = ["Columnist van ", "Redacteur van ", "Verslaggever van "];
    let of_writer = posts.iter().find_map(|post| line.strip_prefix(post));
    // `De Vaartbode, zaterdag 8 februari 2025`
    let dated = || {
        let (name, day) = line.split_once(", ")?;
        dates::is_only_date(day).then_some(name)
    };
    let known = of_writer.or_else(dated).filter(|name| is_medium(name));
    known.or_else(|| {
        let may_be = line.len() <= LINE && begins_with(line, &["de ", "het "]);
        let stamped = may_be.then(|| STAMPED.captures(line)).flatten()?;
        Some(stamped.get(1)?.as_str())
    })
}

/// Returns the periodical whose issue a line names: `Dorpsblad 5, mei 2021`.
pub(super) fn numbered(line: &str) -> Option<Publisher> {
    let (before, _) = line.split_once(", ")?;
    let (_, number) = before.rsplit_once(' ')?;
    let is_number = number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let name = without_month(line).filter(|name| is_number && !name.contains("ericht"))?;
    Some(told(name, PublisherKind::Medium))
}

/// Returns the name of a periodical before the month of its issue: `Dorpsblad mei 2021`, `Dorpsblad 5, mei 2021`, `Dorpsblad,
/// mei`.
fn without_month(issue: &str) -> Option<&str> {
    let of_this_year = issue.rsplit_once(", ").filter(|(name, month)| {
        month_number(&month.to_lowercase()).is_some() && name.len() <= WRITER
    });
    if let Some((name, _)) = of_this_year {
        return Some(name);
    }
    let (rest, year) = issue.rsplit_once(' ')?;
    let (name, month) = rest.rsplit_once(' ')?;
    let is_month = month_number(&month.to_lowercase()).is_some();
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' '));
    (is_month && is_year && !name.is_empty() && name.len() <= WRITER).then_some(name)
}

/// Returns who wrote or placed a text: `Door Piet Post - 3 mei 2021`, `Geplaatst op 3 mei 2021 door Leefbaar Zandwijk`.
fn writer(line: &str) -> Option<&str> {
    if let Some((placed, writer)) = line.split_once(" door ")
        && is_line_of_publication(placed)
    {
        return Some(writer.strip_prefix("redactie ").unwrap_or(writer));
    }
    let labels = ["Door: ", "Door ", "Geplaatst door ", "Geschreven door "];
    let writer = labels.iter().find_map(|label| line.strip_prefix(label))?;
    let writer = writer.strip_prefix("de redactie van ").unwrap_or(writer);
    let is_day = |text: &str| {
        text.split(' ')
            .next()
            .is_some_and(|word| WEEKDAYS.contains(word))
    };
    let mut words = writer.match_indices(' ').map(|(at, _)| at);
    let day = words.find(|at| is_day(&writer[at + 1..]));
    let writer = &writer[..day.unwrap_or(writer.len())];
    let ends = [" - ", " – ", " | ", " op "].iter();
    let ends = ends.filter_map(|end| writer.find(end));
    let writer = &writer[..ends.min().unwrap_or(writer.len())];
    (!writer.contains(':')).then_some(writer)
}
