//! Writes text with highlighted matches, wrapped between words.
//!
//! Leaves out finding matches.

use std::io::{self, Write};

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::MATCH;

/// Least and greatest width of lines, for narrower and wider terminals.
const WIDTHS: (usize, usize) = (40, 100);

/// How text is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextLayout<'a> {
    /// The style of text that is not highlighted.
    pub(super) style: Style,
    /// The indentation of every line but the first.
    pub(super) indent: &'a str,
    /// Width of the terminal in columns; `None` to write one line.
    pub(super) width: Option<usize>,
}

/// Writes `text` and a line break. Highlights the byte ranges `marks`.
pub(super) fn write_marked(
    out: &mut impl Write,
    text: &str,
    marks: &[[usize; 2]],
    layout: TextLayout<'_>,
) -> io::Result<()> {
    let TextLayout {
        style,
        indent,
        width,
    } = layout;
    let room = width.map_or(usize::MAX, |width| {
        // A line as wide as the terminal would leave an empty line below it.
        width
            .clamp(WIDTHS.0, WIDTHS.1)
            .saturating_sub(indent.len() + 1)
    });
    let options = Options::new(room)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut marks = marks.iter().peekable();
    let mut at = 0;
    for (n, line) in textwrap::wrap(text, options).iter().enumerate() {
        if n > 0 {
            write!(out, "\n{indent}")?;
        }
        // Wrapping removes only spaces, between lines.
        at += text[at..].find(&**line).unwrap_or(0);
        let end = at + line.len();
        while at < end {
            while marks.next_if(|[_, stop]| *stop <= at).is_some() {}
            let (style, until) = match marks.peek() {
                Some([start, stop]) if *start <= at => (MATCH, *stop),
                Some([start, _]) => (style, *start),
                None => (style, end),
            };
            let until = until.min(end);
            write!(out, "{style}{}{style:#}", &text[at..until])?;
            at = until;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, marks: &[[usize; 2]], width: usize) -> String {
        let mut out = Vec::new();
        let layout = TextLayout {
            style: Style::new(),
            indent: "  ",
            width: Some(width),
        };
        write_marked(&mut out, text, marks, layout).expect("writing to memory succeeds");
        anstream::adapter::strip_bytes(&out)
            .into_vec()
            .try_into()
            .expect("UTF-8")
    }

    #[test]
    fn lines_are_wrapped_between_words_and_nothing_is_lost() {
        let text = "De gemeente bouwt een brug over de vaart bij het dorp Zandwijk";
        assert_eq!(
            written(text, &[[3, 11], [22, 26]], 40),
            "De gemeente bouwt een brug over de\n  vaart bij het dorp Zandwijk\n"
        );
        // A match across a line break is highlighted on both lines.
        assert_eq!(
            written(text, &[[27, 40]], 40).replace("\n ", ""),
            format!("{text}\n")
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let text = "東京 ".repeat(12);
        assert!(
            written(text.trim_end(), &[], 40)
                .lines()
                .all(|line| line.trim().chars().count() <= 23)
        );
    }

    #[test]
    fn a_word_longer_than_a_line_has_its_own_line() {
        let long = "meervoudigepersoonlijkheidsstoornisonderzoekscommissie";
        let text = format!("De {long} komt bijeen");
        assert_eq!(
            written(&text, &[[3, 3 + long.len()]], 40),
            format!("De\n  {long}\n  komt bijeen\n")
        );
    }

    #[test]
    fn lines_are_never_narrower_than_forty_columns_nor_wider_than_a_hundred() {
        let text = "een brug ".repeat(40);
        for (width, least, most) in [(1, 30, 40), (40, 30, 40), (80, 70, 80), (500, 90, 100)] {
            let shown = written(text.trim_end(), &[], width);
            let widest = shown.lines().map(str::len).max().unwrap_or_default();
            assert!((least..=most).contains(&widest), "{width}: {widest}");
        }
    }

    #[test]
    fn without_a_width_a_text_is_one_line() {
        let text = "De gemeente bouwt een brug. ".repeat(40);
        let mut out = Vec::new();
        let layout = TextLayout {
            style: Style::new(),
            indent: "  ",
            width: None,
        };
        write_marked(&mut out, text.trim_end(), &[[3, 11]], layout)
            .expect("writing to memory succeeds");
        let shown = String::from_utf8(out).expect("UTF-8");
        assert_eq!(shown.lines().count(), 1);
    }

    #[test]
    fn only_marked_words_are_in_the_color_of_matches() {
        let mut out = Vec::new();
        let layout = TextLayout {
            style: Style::new(),
            indent: "",
            width: None,
        };
        write_marked(
            &mut out,
            "één brug, twee bruggen",
            &[[6, 10], [17, 24]],
            layout,
        )
        .expect("writing to memory succeeds");
        assert_eq!(
            String::from_utf8_lossy(&out),
            format!("één {MATCH}brug{MATCH:#}, twee {MATCH}bruggen{MATCH:#}\n")
        );
    }
}
