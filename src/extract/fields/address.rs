//! Finds e-mail addresses and telephone numbers.

/// Whether a line holds an e-mail address or a telephone number.
pub(in crate::extract) fn holds_address(text: &str) -> bool {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    // `0900-8844`
    let is_of_service = |part: &str| {
        let part = part.trim_start();
        digits(part) >= 8 && (part.starts_with("0900") || part.starts_with("0800"))
    };
    let is_number = |part: &str| digits(part) >= 9 || is_of_service(part);
    // `perskamer at zandwijk.nl`: a list of mails hides addresses so.
    let is_hidden = || {
        let mut words = text.split(' ');
        words.next().is_some()
            && words.next() == Some("at")
            && words.next().is_some_and(|host| host.contains('.'))
    };
    text.contains('@')
        || is_hidden()
        || text
            .split(|c: char| {
                !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | '(' | ')' | '+'))
            })
            .any(is_number)
}
