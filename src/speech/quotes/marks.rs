//! Pairs quotation marks, even if a mark is wrong or missing.
//!
//! Leaves out what the text between them is: speech, a title, a motto.

use std::ops::Range;

use crate::dutch::sentences::{last_start, sentences};
use crate::dutch::verbs::SAYS;

use super::glyphs::{Family, Mark, marks};

/// Text of one block in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The range with its marks. It ends with the block if the closing mark is missing.
    pub(super) outer: Range<usize>,
    /// The range without its marks.
    pub(super) inner: Range<usize>,
    pub(super) family: Family,
    /// Whether the closing mark is in this block.
    pub(super) closed: bool,
    /// Whether the opening mark is in this block. If not, the quotation continues from the block
    /// before.
    pub(super) opened: bool,
}

/// Most marks of one block whose missing closing mark is made up for. Each costs another reading of the
/// rest of the block, which a hostile page must not multiply.
const MOST_REPAIRED: usize = 100;

/// Returns the outermost pairs of `text`, in order. Inner pairs stay in the text of their outer
/// pair.
///
/// The characters beside a mark decide whether it opens or closes, because sites use every glyph
/// both ways. `carried` is the family of the mark that the block before left open, if any.
pub(super) fn pairs(text: &str, carried: Option<Family>) -> Vec<Marked> {
    let marks = marks(text);
    let mut found = Vec::new();
    let mut from = 0;
    for repaired in 0.. {
        let (mut some, unclosed) = pair(text, &marks[from..], carried.filter(|_| from == 0));
        found.append(&mut some);
        let Some(at) = unclosed.map(|opener| from + opener) else {
            break;
        };
        let instead = (repaired < MOST_REPAIRED)
            .then(|| sentence_instead(text, &marks, at))
            .flatten();
        if let Some((inner_end, end, next)) = instead {
            found.retain(|marked: &Marked| marked.outer.end <= marks[at].start);
            found.push(Marked {
                outer: marks[at].start..end,
                inner: marks[at].end..inner_end,
                family: marks[at].family,
                closed: true,
                opened: true,
            });
            from = next;
        } else {
            found.push(repair(text, marks[at], &marks));
            break;
        }
    }
    found
}

/// Pairs `marks`. Returns the pairs, and the number of the first mark that opens a quotation and that no
/// mark closes.
fn pair(text: &str, marks: &[Mark], carried: Option<Family>) -> (Vec<Marked>, Option<usize>) {
    let mut found: Vec<Marked> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut carried = carried;
    for (number, mark) in marks.iter().enumerate() {
        let same = open.iter().rposition(|&m| marks[m].family == mark.family);
        // A mark that may open or close closes the open quotation.
        if let Some(same) = same.filter(|_| mark.may_close || precedes_attribution(text, *mark)) {
            let opener = marks[open[same]];
            open.truncate(same);
            if open.is_empty() {
                found.push(closed(opener, *mark));
            }
        } else if mark.may_close
            && !mark.may_open
            && (carried == Some(mark.family) || open.is_empty() && found.is_empty())
        {
            let goes_on = carried == Some(mark.family);
            if goes_on || is_attributed(text, *mark) {
                // Pairs of other marks lie within it: `… met ‘de wethouder’. Zo is het.”`
                open.clear();
                found.clear();
                found.push(up_to(*mark, 0, !goes_on));
            }
            carried = None;
        } else if mark.may_close
            && !mark.may_open
            && open.is_empty()
            && let Some(before) = found.last()
        {
            let is_attributed = is_attributed(text, *mark);
            let is_within = found.iter().all(|other| other.family != mark.family);
            let start = if is_attributed && is_within {
                // `Noem het ‘de wethouder’. Het gras is groen”, lacht X`: the other pairs lie within it.
                found.clear();
                Some(0)
            } else if is_attributed {
                // `“…” Het gras is groen,” lacht X`: it begins behind the quotation before and its attribution.
                let behind = behind_attribution(&text[before.outer.end..mark.start]);
                Some(before.outer.end + behind.unwrap_or(0))
            } else if before.family == mark.family && text[mark.end..].trim().is_empty() {
                // `“…”, zegt X. Het gras is groen.”`: it begins behind the attribution.
                behind_attribution(&text[before.outer.end..mark.start])
                    .map(|at| before.outer.end + at)
            } else {
                None
            };
            if let Some(start) = start {
                let start = start + text[start..].len() - text[start..].trim_start().len();
                found.push(up_to(*mark, start, true));
            }
        } else if mark.may_open {
            carried = carried.filter(|family| *family != mark.family);
            open.push(number);
        }
    }
    (found, open.first().copied())
}

/// Whether a mark stands between words and their attribution, with the space on its wrong side: *Het is klaar, ‘zegt X*.
fn precedes_attribution(text: &str, mark: Mark) -> bool {
    let ends = text[..mark.start]
        .trim_end()
        .ends_with([',', '.', '!', '?']);
    let verb = first_word(&text[mark.end..]);
    ends && (SAYS.contains(verb) || verb == "aldus")
}

/// Whether a verb of saying follows a closing mark that nothing opened: *Het gras is groen”, lacht X*. The
/// quotation then begins with its block.
fn is_attributed(text: &str, mark: Mark) -> bool {
    let behind = &text[mark.end..];
    let comma_before = text[..mark.start].ends_with(',');
    let behind = behind.strip_prefix(',').or(comma_before.then_some(behind));
    behind.is_some_and(|behind| SAYS.contains(first_word(behind.trim_start())))
        && text[..mark.start].split_whitespace().nth(2).is_some()
}

/// Returns where the sentence of an attribution ends that opens the words `behind` a quotation, if others follow.
fn behind_attribution(behind: &str) -> Option<usize> {
    let verb = first_word(behind.trim_start_matches([',', ' ']));
    let mut sentences = sentences(behind);
    let end = sentences.next()?.end;
    let attributes = SAYS.contains(verb) || verb == "aldus";
    (attributes && sentences.next().is_some()).then_some(end)
}

/// Returns where the attribution begins that ends `words`, with the comma before it: *…, zo zegt X.*
fn closing_attribution(words: &str) -> Option<usize> {
    let last = last_start(words);
    let sentence = &words[last..];
    let (comma, _) = sentence.match_indices(',').rfind(|(at, _)| {
        let behind = sentence[at + 1..].trim_start();
        let behind = behind.strip_prefix("zo ").unwrap_or(behind);
        let verb = first_word(behind);
        let subject = behind.get(verb.len()..).unwrap_or_default();
        let is_own = matches!(
            first_word(subject.trim_start()).trim_end_matches('.'),
            "ik" | "wij" | "we" | "je" | "jij" | "u" | "jullie"
        );
        (SAYS.contains(verb) || verb == "aldus") && !is_own && !subject.contains([',', ';', ':'])
    })?;
    let is_sentence = sentence[..comma].split_whitespace().nth(3).is_some();
    is_sentence.then_some(last + comma)
}

/// Returns the word at the start of `text`, up to a space; of a very long one, its first part.
fn first_word(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(40)];
    near.split(' ').next().unwrap_or(near)
}

/// Returns where the words and the whole of a quotation end whose closing mark is missing or wrong, and the
/// number of the next mark that opens one: at a mark of the other family before an attribution, before the
/// sentence that introduces the next, or where the next begins.
fn sentence_instead(text: &str, marks: &[Mark], opener: usize) -> Option<(usize, usize, usize)> {
    let next = (opener + 1..marks.len()).find(|&next| {
        let mark = marks[next];
        mark.family == marks[opener].family && mark.may_open && !mark.may_close
    })?;
    let wrong = marks[opener + 1..next]
        .iter()
        .find(|mark| mark.may_close && !mark.may_open && is_attributed(text, **mark));
    if let Some(wrong) = wrong {
        return Some((wrong.start, wrong.end, next));
    }
    let range = marks[opener].end..marks[next].start;
    let words = &text[range.clone()];
    if let Some(comma) = closing_attribution(words) {
        return Some((range.start + comma, range.start + comma, next));
    }
    let parts: Vec<Range<usize>> = sentences(words)
        .filter(|part| !words[part.clone()].trim().is_empty())
        .collect();
    let ends = |part: &Range<usize>| words[part.clone()].trim_end().ends_with(['.', '!', '?']);
    let last = parts.last()?;
    let introduces = !ends(last) || {
        let mut inner = words[last.clone()].split_whitespace().skip(1);
        inner.any(|word| word.starts_with(char::is_uppercase) || SAYS.contains(word))
    };
    let said = if introduces {
        parts.len().checked_sub(2)?
    } else {
        parts.len() - 1
    };
    let said = parts.get(said).filter(|part| ends(part))?;
    let end = range.start + words[..said.end].trim_end().len();
    Some((end, end, next))
}

/// Returns the quotation without an opening mark that begins at byte `start` and ends with a mark.
fn up_to(closer: Mark, start: usize, opened: bool) -> Marked {
    Marked {
        outer: start..closer.end,
        inner: start..closer.start,
        family: closer.family,
        closed: true,
        opened,
    }
}

fn closed(opener: Mark, closer: Mark) -> Marked {
    Marked {
        outer: opener.start..closer.end,
        inner: opener.end..closer.start,
        family: opener.family,
        closed: true,
        opened: true,
    }
}

/// Pairs an opening mark that no mark of its family closes. A mark of the other family closes it, if it
/// can only close and a sentence ends before it (`"… zo.' Het …`); else the last mark at the end of the
/// block (`“… '`), if that mark may close. Otherwise the range ends before a closing attribution (`“…, zegt X.`), or with
/// the block.
fn repair(text: &str, opener: Mark, marks: &[Mark]) -> Marked {
    let last = marks.iter().rfind(|m| {
        m.start > opener.end
            && m.may_close
            && text[m.end..].trim_matches(['.', ',', ' ', ')']).is_empty()
    });
    let inside = marks.iter().find(|m| {
        m.start > opener.end
            && m.family != opener.family
            && m.may_close
            && !m.may_open
            && (text[..m.start].ends_with(['.', '!', '?']) || is_attributed(text, **m))
    });
    if let Some(closer) = inside.or(last) {
        return closed(opener, *closer);
    }
    let attribution = closing_attribution(&text[opener.end..]);
    let end = attribution.map_or(text.len(), |comma| opener.end + comma);
    Marked {
        outer: opener.start..end,
        inner: opener.end..end,
        family: opener.family,
        closed: attribution.is_some(),
        opened: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        pairs(text, None)
            .into_iter()
            .map(|m| &text[m.inner])
            .collect()
    }

    #[test]
    fn pairs_are_found_in_every_style() {
        for (text, expected) in [
            ("Hij zei: “Ja.”", vec!["Ja."]),
            ("‘Nee’, zei zij. ‘Nooit.’", vec!["Nee", "Nooit."]),
            ("Zij: \"Zo'n dag.\"", vec!["Zo'n dag."]),
            (
                "Zij: ,,Zo’n gemaal bouw je niet.’’",
                vec!["Zo’n gemaal bouw je niet."],
            ),
            (
                "Zij: ,,Zo’n gemaal bouw je niet.''",
                vec!["Zo’n gemaal bouw je niet."],
            ),
            ("Zij: „Goed zo.”", vec!["Goed zo."]),
            ("Zij: \" Goed zo.\" Klaar.", vec![" Goed zo."]),
            (
                "Zij: ”Onze vrijwilligers zijn goud waard.”",
                vec!["Onze vrijwilligers zijn goud waard."],
            ),
            (
                "‘Het programma ‘Samen aan Zet’ helpt ons’, aldus Duijn.",
                vec!["Het programma ‘Samen aan Zet’ helpt ons"],
            ),
            (
                "“Dat heet ‘meekoppelen’ bij ons”, zegt hij.",
                vec!["Dat heet ‘meekoppelen’ bij ons"],
            ),
            (
                "'In 's-Gravenzande is het 's avonds stil', zegt hij.",
                vec!["In 's-Gravenzande is het 's avonds stil"],
            ),
            ("Brinks’ plan en de auto’s van ’21", vec![]),
            ("Zij: “Het is klaar.'", vec!["Het is klaar."]),
            ("Het plan «Water» ligt er", vec!["Water"]),
            ("«“Ja”, zei hij.»", vec!["“Ja”, zei hij."]),
            (
                "Zegt Bos.'Het is klaar.'Volgens Bos.'Echt.'",
                vec!["Het is klaar.", "Echt."],
            ),
            (
                "Bos: \"Het is klaar.' Daarna ging hij weg.",
                vec!["Het is klaar."],
            ),
            (
                "Bos: ‘Het is klaar. Daarna sprak Ina Smit. ‘Ik ben boos.’",
                vec!["Het is klaar.", "Ik ben boos."],
            ),
            (
                "‘Het is klaar, ‘zegt Bos. ‘Ik ben blij.’",
                vec!["Het is klaar, ", "Ik ben blij."],
            ),
            (
                "Het gras is groen”, lacht Bos. Hij maait.",
                vec!["Het gras is groen"],
            ),
            (
                "‘Het gras is deze week groen, aldus de maaier.",
                vec!["Het gras is deze week groen"],
            ),
            (
                "“Het gras is weer groen , zo zegt Bos. “Wij zijn blij.”",
                vec!["Het gras is weer groen ", "Wij zijn blij."],
            ),
            (
                "“Het gras is deze week groen, vond ik.",
                vec!["Het gras is deze week groen, vond ik."],
            ),
            (
                "Ik riep ‘maai maar’. Het gras is groen”, lacht Bos.",
                vec!["Ik riep ‘maai maar’. Het gras is groen"],
            ),
            (
                "‘Wij maaien’, aldus Bos, die lacht. Het gras is groen’, zegt hij.",
                vec!["Wij maaien", "Het gras is groen"],
            ),
            (
                "“Het gras is groen''', zegt Bos. “Wij maaien.''",
                vec!["Het gras is groen", "Wij maaien."],
            ),
            (
                "“Het gras is groen”, zegt Bos. Dat is mooi. Wij maaien.”",
                vec!["Het gras is groen", "Dat is mooi. Wij maaien."],
            ),
        ] {
            assert_eq!(inner(text), expected, "{text}");
        }
    }

    #[test]
    fn a_missing_mark_is_reported() {
        let text = "Zij: “Het is klaar.";
        let [only] = &pairs(text, None)[..] else {
            panic!("one stretch")
        };
        assert_eq!(
            (&text[only.inner.clone()], only.closed),
            ("Het is klaar.", false)
        );
        let text = "En dat blijft zo.” Het werk start.";
        let [only] = &pairs(text, Some(Family::Double))[..] else {
            panic!("one stretch")
        };
        assert_eq!(
            (&text[only.inner.clone()], only.opened),
            ("En dat blijft zo.", false)
        );
    }
}
