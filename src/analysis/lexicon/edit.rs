//! How a form is turned into its lemma: remove `ge`, cut letters off the end, append others.
//!
//! Leaves out which edit a form has.

use std::fmt;
use std::str::FromStr;

/// A change that many forms share. `werkt` → `werken` and `denkt` → `denken` are the same edit;
/// `gewerkt` → `werken` and `geplant` → `planten` are not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Edit {
    /// Byte at which `ge` is removed.
    without_ge: Option<usize>,
    /// Number of bytes cut off the end.
    cut: usize,
    /// Letters appended after the cut.
    append: String,
}

impl Edit {
    /// Appends the lemma of `form` to `out`.
    pub(super) fn apply(&self, form: &str, out: &mut String) {
        let end = form.len() - self.cut;
        match self.without_ge {
            Some(at) => {
                out.push_str(&form[..at]);
                out.push_str(&form[at + 2..end]);
            }
            None => out.push_str(&form[..end]),
        }
        out.push_str(&self.append);
    }
}

#[cfg(any(test, feature = "train"))]
impl Edit {
    /// Returns the shortest edit from `form` to `lemma`.
    pub(super) fn between(form: &str, lemma: &str) -> Self {
        let plain = Self::at_end(form, lemma, None);
        let without: Option<Self> = form
            .match_indices("ge")
            .filter(|(at, _)| *at < 12)
            .map(|(at, _)| {
                let rest = format!("{}{}", &form[..at], &form[at + 2..]);
                Self::at_end(&rest, lemma, Some(at))
            })
            .min_by_key(|edit| edit.append.len());
        match without {
            Some(edit) if edit.append.len() + 1 < plain.append.len() => edit,
            _ => plain,
        }
    }

    fn at_end(form: &str, lemma: &str, without_ge: Option<usize>) -> Self {
        let shared = form
            .char_indices()
            .zip(lemma.chars())
            .take_while(|((_, a), b)| a == b)
            .map(|((at, a), _)| at + a.len_utf8())
            .last()
            .unwrap_or(0);
        Self {
            without_ge,
            cut: form.len() - shared,
            append: lemma[shared..].to_owned(),
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.without_ge {
            Some(at) => write!(f, "{at} {} {}", self.cut, self.append),
            None => write!(f, "- {} {}", self.cut, self.append),
        }
    }
}

impl FromStr for Edit {
    type Err = std::num::ParseIntError;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let mut parts = line.splitn(3, ' ');
        let ge = parts.next().unwrap_or("-");
        let cut = parts.next().unwrap_or("0").parse()?;
        let without_ge = if ge == "-" { None } else { Some(ge.parse()?) };
        Ok(Self {
            without_ge,
            cut,
            append: parts.next().unwrap_or_default().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_edits_still_turn_forms_into_lemmas() {
        for (form, lemma) in [
            ("werkt", "werken"),
            ("aangepast", "aanpassen"),
            ("geinvesteerd", "investeren"),
            ("steden", "stad"),
            ("huis", "huis"),
            ("ging", "gaan"),
            ("foto's", "foto"),
        ] {
            let edit: Edit = Edit::between(form, lemma)
                .to_string()
                .parse()
                .expect("a written edit parses");
            let mut out = String::new();
            edit.apply(form, &mut out);
            assert_eq!(out, lemma, "{form}");
        }
    }
}
