//! Text as Markdown (`CommonMark`).
//!
//! Leaves out which text is written (`records`).

use super::on_one_line;

/// Returns text on one line in which no character has a meaning of its own.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in on_one_line(text).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns text in which the byte ranges `marks` are bold.
pub(super) fn marked(text: &str, marks: &[[usize; 2]]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for [start, end] in marks {
        out.push_str(&spaced(&text[at..*start]));
        out.extend(["**", &escaped(&text[*start..*end]), "**"]);
        at = *end;
    }
    out + &spaced(&text[at..])
}

/// As [`escaped`], but keeps a space at each end.
fn spaced(text: &str) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let inner = escaped(text);
    if inner.is_empty() {
        return space(!text.is_empty()).to_owned();
    }
    let before = space(text.starts_with(char::is_whitespace));
    let after = space(text.ends_with(char::is_whitespace));
    format!("{before}{inner}{after}")
}

/// Returns a link, or the text alone if the address is not one of the web: a record may have `javascript:`.
pub(super) fn link(text: &str, url: &str) -> String {
    if !["http://", "https://", "file://"]
        .iter()
        .any(|web| url.starts_with(web))
    {
        return escaped(text);
    }
    let url = url
        .replace(' ', "%20")
        .replace('<', "%3C")
        .replace('>', "%3E");
    format!("[{}](<{url}>)", escaped(text))
}

/// Returns a row of a table.
pub(super) fn row<'t>(cells: impl IntoIterator<Item = &'t str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(escaped).collect();
    format!("| {} |", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_bold_and_signs_are_text() {
        assert_eq!(
            marked("De *brug* is open", &[[4, 8]]),
            "De \\***brug**\\* is open"
        );
        assert_eq!(marked("brug open", &[[0, 4], [5, 9]]), "**brug** **open**");
    }
}
