//! Failpoints: places where a test can abort the process, to prove that it may crash at any moment.
//!
//! Does nothing in release builds.

/// Aborts the process, without any clean-up, if `OMROEPER_FAILPOINT` names this place. Its value is
/// `NAME`, or `NAME:N` to pass the place N times first. Only in builds with debug assertions.
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

/// Does nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn reach(_place: &str) {}
