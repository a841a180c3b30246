//! Why an address was not fetched.
//!
//! Leaves out answers that say that a page is gone: those are no errors.

use jiff::Timestamp;
use url::Url;

use crate::archive::ArchiveError;

/// Why an address was not fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// `robots.txt` does not allow it.
    #[error("robots.txt does not allow it ({0})")]
    Robots(String),
    /// The server does not allow it, or asks for a challenge.
    #[error("the site refuses: {0}")]
    Refused(String),
    /// It is an address inside a network.
    #[error("`{0}` is a private address (allow such addresses with `--allow-private`)")]
    Private(String),
    /// No answer came.
    #[error("no answer: {0}")]
    Network(String),
    /// `robots.txt` could not be read, so nothing may be asked.
    #[error("robots.txt cannot be read ({0}), so nothing may be asked")]
    NoRobots(String),
    /// The server answered with an error.
    #[error("HTTP {0}")]
    Status(u16),
    /// The answer is too large.
    #[error("is larger than {0} MB")]
    TooLarge(usize),
    /// The answer is not a page.
    #[error("{0}")]
    NotAPage(String),
    /// The host is not asked for some time, after failures or at its own request.
    #[error("the host rests until {0}")]
    Resting(Timestamp),
    /// The answer is empty or damaged.
    #[error("{0}")]
    Damaged(String),
    /// The page was purged.
    #[error("was purged (it is never asked for again)")]
    Purged,
    /// Redirects lead nowhere, or to another page.
    #[error("{0}")]
    Redirect(String),
    /// The address cannot be asked.
    #[error("{0}")]
    BadAddress(String),
    /// A list has another shape than expected.
    #[error(transparent)]
    Offer(#[from] crate::sources::offers::OfferError),
    /// The frontier cannot be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl FetchError {
    /// Whether the site, or the rules, do not allow it.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Robots(_) | Self::Refused(_) | Self::Private(_))
    }

    /// Whether no answer came.
    #[must_use]
    pub fn is_network(&self) -> bool {
        matches!(
            self,
            Self::Network(_) | Self::NoRobots(_) | Self::Resting(_)
        )
    }

    /// The error of a request to which another one was redirected. That the other host is closed says
    /// nothing about the first.
    pub(super) fn after_redirect(self, url: &Url) -> Self {
        match self {
            Self::NoRobots(_) | Self::Resting(_) | Self::Purged => {
                Self::Redirect(format!("redirects to `{url}`: {self}"))
            }
            other => other,
        }
    }

    /// Whether asking again soon may help.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Network(_) | Self::Damaged(_) => true,
            Self::Status(status) => *status == 429 || *status >= 500,
            _ => false,
        }
    }
}
