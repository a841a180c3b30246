//! Messages on stderr: text for people, or lines of JSON with times for programs.
//!
//! Leaves out what is said (`terminal`, and `tracing` in the library).

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::adapter::strip_str;
use clap::ValueEnum;
use jiff::Timestamp;
use tracing::level_filters::LevelFilter;

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Text
    Text,
    /// Lines of JSON: timestamp (RFC 3339, UTC), level, message
    Json,
}

/// Whether messages are JSON. Set once, before the first message.
static IS_JSON: AtomicBool = AtomicBool::new(false);

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Info,
    Error,
}

impl LogFormat {
    /// Begins to write the messages of the library in this format.
    pub(super) fn apply(self, level: LevelFilter, has_color: bool) {
        IS_JSON.store(self == Self::Json, Ordering::Relaxed);
        let log = tracing_subscriber::fmt()
            .with_writer(io::stderr)
            .with_max_level(level)
            .with_target(false);
        match self {
            Self::Text => log.without_time().with_ansi(has_color).init(),
            Self::Json => log.json().flatten_event(true).init(),
        }
    }
}

/// Whether messages are JSON, so that there is no progress bar between them.
pub(super) fn is_json() -> bool {
    IS_JSON.load(Ordering::Relaxed)
}

/// Writes a message. Ignores a closed stderr.
pub(super) fn write(level: Level, message: &str) {
    let mut out = anstream::stderr().lock();
    let _ = if is_json() {
        let level = match level {
            Level::Info => "INFO",
            Level::Error => "ERROR",
        };
        let line = serde_json::json!({
            "timestamp": Timestamp::now().to_string(),
            "level": level,
            "message": strip_str(message).to_string(),
        });
        writeln!(out, "{line}")
    } else {
        writeln!(out, "{message}")
    };
}
