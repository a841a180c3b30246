//! Reads dates that programs write: in metadata, feeds and attributes.
//!
//! Leaves out dates in text (`parse`).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::parse;
use crate::document::{DateSource, DateStamp, Precision, dutch_time};

/// Reads a date in a machine-readable form: ISO 8601 / RFC 3339, RFC 2822, `20191015`, or Dutch
/// text.
///
/// A time with an offset is converted to Europe/Amsterdam. Exactly midnight does not count as a
/// time of day.
pub(in crate::extract) fn machine_date(text: &str, source: DateSource) -> Option<DateStamp> {
    let text = text.trim();
    let zoned = text
        .parse::<Timestamp>()
        .ok()
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|z| z.timestamp()));
    if let Some(timestamp) = zoned {
        return Some(stamp(dutch_time(timestamp), source));
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return Some(stamp(local, source));
    }
    let whole = parse::find(text, Date::constant(1900, 1, 1))
        .into_iter()
        .next()?
        .ok()?;
    matches!(whole.precision, Precision::Day | Precision::Minute).then(|| whole.stamp(source))
}

fn stamp(local: DateTime, source: DateSource) -> DateStamp {
    let time = Some(local.time())
        .filter(|t| *t != jiff::civil::Time::midnight())
        .map(|t| t.with().second(0).subsec_nanosecond(0).build().unwrap_or(t));
    let precision = if time.is_some() {
        Precision::Minute
    } else {
        Precision::Day
    };
    DateStamp {
        date: local.date(),
        time,
        precision,
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_dates_are_converted_to_amsterdam_time() {
        let stamp = |text| {
            machine_date(text, DateSource::Meta)
                .map(|s| (s.date.to_string(), s.time.map(|t| t.to_string())))
        };
        assert_eq!(
            stamp("2024-05-14T23:30:00Z"),
            Some(("2024-05-15".into(), Some("01:30:00".into())))
        );
        assert_eq!(stamp("2024-05-15"), Some(("2024-05-15".into(), None)));
        assert_eq!(
            stamp("2024-05-15 09:30:00"),
            Some(("2024-05-15".into(), Some("09:30:00".into())))
        );
        assert_eq!(
            stamp("Tue, 22 Sep 2015 10:00:00 +0200"),
            Some(("2015-09-22".into(), Some("10:00:00".into())))
        );
        assert_eq!(stamp("binnenkort"), None);
    }
}
