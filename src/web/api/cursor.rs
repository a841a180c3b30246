//! A cursor: where a list goes on.
//!
//! Leaves out links (`wanted`). A cursor holds the place of the last result that a client was given, and its id. If
//! the archive has changed a little since, the list goes on after that result, wherever it is now: none is given
//! twice, and none is passed over.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;

use crate::search::Paging;

/// How far a result may have moved.
const SLACK: usize = 25;

/// Most results that a list gives. Beyond them, a client should ask a narrower question.
const FARTHEST: usize = 100_000;

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Number of results that were given.
    pub(super) given: usize,
    /// The id of the last one.
    pub(super) last: String,
}

impl Cursor {
    /// Returns the paging that selects the last result that was given, and at least `limit` after it.
    pub(super) fn around(&self, limit: usize, paging: Paging) -> Paging {
        let offset = self.given.saturating_sub(SLACK);
        Paging {
            offset,
            limit: self.given - offset + SLACK + limit,
            ..paging
        }
    }

    /// Keeps the results after the last one that was given, at most `limit`.
    pub(super) fn cut<H>(&self, hits: &mut Vec<H>, id: impl Fn(&H) -> String, limit: usize) {
        let known = hits.iter().position(|hit| id(hit) == self.last);
        let from = known.map_or(self.given.min(SLACK), |at| at + 1);
        hits.drain(..from.min(hits.len()));
        hits.truncate(limit);
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = format!("{} {}", self.given, self.last);
        f.write_str(&BASE64URL_NOPAD.encode(plain.as_bytes()))
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "is not a cursor (take one from a `Link` of an answer)";
        let plain = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| wrong)?;
        let plain = String::from_utf8(plain).map_err(|_| wrong)?;
        let (given, last) = plain.split_once(' ').ok_or(wrong)?;
        let given = given.parse().map_err(|_| wrong)?;
        let last = last.to_owned();
        if given > FARTHEST {
            return Err("is too far (ask a narrower question)");
        }
        Ok(Self { given, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_goes_on_after_the_last_result() {
        let cursor = Cursor {
            given: 30,
            last: "r30".to_owned(),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor.clone()));
        assert!("dertig".parse::<Cursor>().is_err());
        let list = |inserted: usize| -> Vec<String> {
            let new = (0..inserted).map(|n| format!("new{n}"));
            new.chain((1..=99).map(|n| format!("r{n}"))).collect()
        };
        for (inserted, first) in [(0, "r31"), (3, "r31"), (40, "new30")] {
            let all = list(inserted);
            let paging = cursor.around(10, Paging::default());
            let mut hits = all[paging.offset..][..paging.limit].to_vec();
            cursor.cut(&mut hits, String::clone, 10);
            assert_eq!((hits[0].as_str(), hits.len()), (first, 10), "{inserted}");
        }
    }
}
