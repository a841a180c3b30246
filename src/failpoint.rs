//! Places where a process can be made to die, so that tests know that any moment will do.
//!
//! Leaves out release builds, in which nothing here is left.

/// Ends the process at once, without any clean-up, if `OMROEPER_FAILPOINT` names this place: `NAME`, or
/// `NAME:N` to let it pass N times first. Only where debug assertions are on.
#[cfg(debug_assertions)]
pub(crate) fn reach(place: &str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static WANTED: LazyLock<Option<(String, u64)>> = LazyLock::new(|| {
        let wanted = std::env::var("OMROEPER_FAILPOINT").ok()?;
        let (name, passes) = wanted.split_once(':').unwrap_or((&wanted, "0"));
        Some((name.to_owned(), passes.parse().ok()?))
    });
    static PASSED: AtomicU64 = AtomicU64::new(0);

    if let Some((_, passes)) = WANTED.as_ref().filter(|(name, _)| name == place)
        && PASSED.fetch_add(1, Ordering::Relaxed) >= *passes
    {
        std::process::abort();
    }
}

/// Nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn reach(_place: &str) {}
