//! Time as the fetcher waits for it.
//!
//! In builds with debug assertions, `OMROEPER_TIME_SCALE` multiplies every time that is waited for, so
//! that tests of the manners do not wait for real seconds. Release builds ignore it.

use std::time::Duration;

use jiff::Timestamp;

/// A duration, scaled in tests.
#[cfg(debug_assertions)]
pub(super) fn scaled(duration: Duration) -> Duration {
    use std::sync::LazyLock;

    static SCALE: LazyLock<Option<f64>> = LazyLock::new(|| {
        let scale: f64 = std::env::var("OMROEPER_TIME_SCALE").ok()?.parse().ok()?;
        (scale > 0.0 && scale <= 1.0).then_some(scale)
    });
    SCALE.map_or(duration, |scale| duration.mul_f64(scale))
}

/// The duration.
#[cfg(not(debug_assertions))]
pub(super) fn scaled(duration: Duration) -> Duration {
    duration
}

/// The moment `duration` after `time`; the last moment there is, if that is too late.
pub(super) fn after(time: Timestamp, duration: Duration) -> Timestamp {
    jiff::SignedDuration::try_from(scaled(duration))
        .ok()
        .and_then(|duration| time.checked_add(duration).ok())
        .unwrap_or(Timestamp::MAX)
}

/// The moment `duration` before `time`; the first moment there is, if that is too early.
pub(super) fn before(time: Timestamp, duration: Duration) -> Timestamp {
    jiff::SignedDuration::try_from(scaled(duration))
        .ok()
        .and_then(|duration| time.checked_sub(duration).ok())
        .unwrap_or(Timestamp::MIN)
}

/// The time until `moment`; zero if it has passed.
pub(super) fn until(moment: Timestamp) -> Duration {
    Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default()
}

/// How long a request may take: scaled less than waiting is, because a machine under test is no
/// faster.
pub(super) fn limit(duration: Duration) -> Duration {
    scaled(duration).max(duration.min(Duration::from_secs(2)))
}
