//! Wraps the lines of any output between words, for a terminal.
//!
//! Leaves out passages with marks, which wrap themselves (`wrap`).

use std::io::{self, Write};

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Least width that is wrapped to.
const LEAST: usize = 40;

/// A writer that wraps lines wider than a terminal. Further lines of a line are indented as it is.
pub struct WrappedLines<W: Write> {
    out: W,
    /// `None` writes lines as they are.
    width: Option<usize>,
    line: Vec<u8>,
}

impl<W: Write> WrappedLines<W> {
    /// Makes a writer for a terminal of `width` columns; `None` writes lines as they are.
    pub fn new(out: W, width: Option<usize>) -> Self {
        Self {
            out,
            // A line as wide as the terminal would leave an empty line below it.
            width: width.map(|width| width.max(LEAST) - 1),
            line: Vec::new(),
        }
    }

    fn end_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let (Some(width), Ok(text)) = (self.width, std::str::from_utf8(&line)) else {
            return self.out.write_all(&line);
        };
        let indent = " ".repeat(text.len() - text.trim_start_matches(' ').len() + 2);
        let options = Options::new(width)
            .subsequent_indent(&indent)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        if textwrap::core::display_width(text) <= width {
            return self.out.write_all(&line);
        }
        self.out.write_all(textwrap::fill(text, options).as_bytes())
    }
}

impl<W: Write> Write for WrappedLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (n, part) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if n > 0 {
                self.end_line()?;
                self.out.write_all(b"\n")?;
            }
            self.line.extend_from_slice(part);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.end_line()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_wrap_between_words_and_keep_their_indent() {
        let mut out = Vec::new();
        let mut lines = WrappedLines::new(&mut out, Some(40));
        let text = "  De gemeente bouwt een brug over de vaart bij het dorp\nKort\n";
        lines.write_all(text.as_bytes()).expect("memory");
        lines.flush().expect("memory");
        assert_eq!(
            String::from_utf8(out).expect("text"),
            "  De gemeente bouwt een brug over de\n    vaart bij het dorp\nKort\n"
        );
    }
}
