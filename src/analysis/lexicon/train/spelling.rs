//! Dutch spelling: how a stem's last syllable changes before an ending.
//!
//! Leaves out which change is right for a word; the word list decides that. Source of the rules:
//! the official spelling (Het Groene Boekje), open and closed syllables.

/// Returns the forms that `stem` may have before an ending that begins with a vowel: `bom` →
/// `bomm`, `straat` → `strat`, `huis` → `huiz`, `werk` → `werk`.
pub(super) fn before_vowel(stem: &str) -> Vec<String> {
    let letters: Vec<char> = stem.chars().collect();
    let mut forms = Vec::with_capacity(3);
    let [.., before, last] = letters[..] else {
        return vec![stem.to_owned()];
    };
    if is_vowel(last) {
        return vec![stem.to_owned()];
    }
    let earlier = letters.len().checked_sub(3).map(|n| letters[n]);
    let head: String = letters[..letters.len() - 1].iter().collect();
    let doubled = is_vowel(before) && earlier == Some(before) && before != 'i';
    let short = is_vowel(before) && !earlier.is_some_and(is_vowel);
    if doubled {
        let open: String = letters[..letters.len() - 2].iter().collect();
        forms.push(format!("{open}{last}"));
        forms.extend(voiced(last).map(|v| format!("{open}{v}")));
    } else if short {
        forms.push(format!("{stem}{last}"));
        if syllables(stem) > 1 {
            // The last syllable may be unstressed: `havik`, `open`, `dreumes`.
            forms.push(stem.to_owned());
        }
    } else {
        forms.extend(voiced(last).map(|v| format!("{head}{v}")));
        forms.push(stem.to_owned());
    }
    forms
}

/// Returns the stems whose form before a vowel may be `open`: `lop` → `loop`, `legg` → `leg`, `lev`
/// → `leef`.
pub(super) fn closed(open: &str) -> Vec<String> {
    let letters: Vec<char> = open.chars().collect();
    let [.., before, last] = letters[..] else {
        return vec![open.to_owned()];
    };
    if is_vowel(last) {
        return vec![open.to_owned()];
    }
    let head: String = letters[..letters.len() - 1].iter().collect();
    if before == last {
        return vec![head];
    }
    let hard = match last {
        'v' => 'f',
        'z' => 's',
        other => other,
    };
    let earlier = letters.len().checked_sub(3).map(|n| letters[n]);
    if matches!(before, 'a' | 'e' | 'o' | 'u') && !earlier.is_some_and(is_vowel) {
        let mut stems = vec![format!("{head}{before}{hard}")];
        if syllables(open) > 1 {
            stems.push(format!("{head}{hard}"));
        }
        return stems;
    }
    vec![format!("{head}{hard}")]
}

fn voiced(last: char) -> Option<char> {
    match last {
        'f' => Some('v'),
        's' => Some('z'),
        _ => None,
    }
}

pub(super) fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Counts the groups of vowels.
pub(super) fn syllables(word: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for c in word.chars() {
        let vowel = is_vowel(c);
        count += usize::from(vowel && !inside);
        inside = vowel;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_change_as_dutch_spells() {
        for (stem, form) in [
            ("bom", "bomm"),
            ("straat", "strat"),
            ("huis", "huiz"),
            ("werk", "werk"),
            ("brief", "briev"),
            ("havik", "havik"),
            ("kaas", "kaz"),
        ] {
            assert!(before_vowel(stem).contains(&form.to_owned()), "{stem}");
        }
        assert!(!before_vowel("wet").contains(&"wet".to_owned()));
        for (open, stem) in [
            ("lop", "loop"),
            ("legg", "leg"),
            ("lev", "leef"),
            ("werk", "werk"),
            ("open", "open"),
            ("reiz", "reis"),
        ] {
            assert!(closed(open).contains(&stem.to_owned()), "{open}");
        }
    }
}
