//! The archive that is shown, how it is shown, and the pages of what went wrong.
//!
//! Leaves out servers and connections (`server`).

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::net::IpAddr;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::asked::{Asked, AskedError};
use super::words::Words;
use crate::document::ReleaseId;
use crate::home::Home;
use crate::index::{IndexError, Indexes, Reader};
use crate::pipeline::PipelineError;
use crate::watch::WatchError;

/// How an archive is shown.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The path below which the pages are, as a proxy in front of it passes it on: `/omroeper`.
    pub prefix: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Where the operator can be asked to remove something.
    pub contact: Option<String>,
    /// Whether releases that are gone from their sites are shown.
    pub show_removed: bool,
    /// Requests a second that one client may make in the long run; 0 for any number.
    pub rate: f64,
    /// Whether pages may make and remove watches: only where no other machine can connect.
    pub may_edit: bool,
    /// Proxies that say for whom they ask.
    pub proxies: Vec<IpAddr>,
}

/// An archive that is shown.
pub(super) struct Site {
    pub(super) home: Home,
    pub(super) options: ServeOptions,
    /// What a form of our own pages has, and no other site knows.
    pub(super) token: String,
    indexes: Indexes,
}

impl Site {
    /// Opens the archive of `home`.
    ///
    /// # Errors
    /// [`IndexError`] if there is no index that this build can read.
    pub(super) fn open(home: Home, options: ServeOptions) -> Result<Self, IndexError> {
        let indexes = Indexes::open(&home.index())?;
        Ok(Self {
            home,
            options,
            token: token(),
            indexes,
        })
    }

    /// Returns a reader of the live index: after a reindex, of the new one. All that one page shows comes from
    /// one reader.
    pub(super) fn reader(&self) -> Result<Reader, IndexError> {
        self.indexes.reader()
    }

    /// Returns what all pages have.
    pub(super) fn frame(&self, asked: &Asked, path: &str, title: String) -> Frame {
        let w = asked.language().words();
        let other = if w.code == "nl" { "en" } else { "" };
        Frame {
            w,
            prefix: self.options.prefix.clone(),
            may_edit: self.options.may_edit,
            suffix: if w.code == "en" { "?taal=en" } else { "" },
            title,
            here: path.to_owned(),
            other_language: asked
                .with("taal", other)
                .address(&format!("{}{path}", self.options.prefix)),
            q: asked.get("q").unwrap_or_default().to_owned(),
            noindex: false,
        }
    }
}

/// Returns 128 bits that nobody can guess: the keys of a hasher come from the system.
fn token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

/// What all pages have.
pub(super) struct Frame {
    pub(super) w: &'static Words,
    pub(super) prefix: String,
    pub(super) may_edit: bool,
    /// What keeps the language in links without other fields.
    pub(super) suffix: &'static str,
    pub(super) title: String,
    /// The path of the page, below the prefix.
    pub(super) here: String,
    pub(super) other_language: String,
    pub(super) q: String,
    /// Whether search engines should pass the page over.
    pub(super) noindex: bool,
}

impl Frame {
    pub(super) fn noindex(self) -> Self {
        Self {
            noindex: true,
            ..self
        }
    }

    /// Returns the address of a release, which remembers the question that led to it.
    pub(super) fn release(&self, id: impl std::fmt::Display, asked: &Asked) -> String {
        asked
            .with("pagina", "")
            .address(&format!("{}/bericht/{id}", self.prefix))
    }

    /// Whether the page is in that part of the site.
    pub(super) fn is_in(&self, path: &str) -> bool {
        self.here.starts_with(path)
    }
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageError {
    #[error(transparent)]
    Asked(#[from] AskedError),
    #[error("there is no such page")]
    Missing,
    /// The release is gone from its site, and removed releases are not shown.
    #[error("the release is gone from its site")]
    Removed,
    /// The release was purged.
    #[error("the release was purged")]
    Purged,
    #[error("the form is not of this site")]
    Forbidden,
    #[error(transparent)]
    Watch(#[from] WatchError),
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error("the page cannot be made: {0}")]
    Template(#[from] askama::Error),
}

impl PageError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Asked(_) => StatusCode::BAD_REQUEST,
            Self::Missing | Self::Pipeline(PipelineError::NoVersion { .. }) => {
                StatusCode::NOT_FOUND
            }
            Self::Removed | Self::Purged => StatusCode::GONE,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Index(_) | Self::Pipeline(_) | Self::Watch(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Template(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the page that says so.
    pub(super) fn page(&self, site: &Site, asked: &Asked, path: &str) -> Response {
        let w = asked.language().words();
        let status = self.status();
        if status.is_server_error() {
            tracing::error!("{path}: {}", crate::pipeline::on_one_line(self));
        }
        let (what, reason) = match self {
            Self::Asked(error) => (w.wrong_query, Some(error.to_string())),
            Self::Removed => (w.removed_page, None),
            Self::Purged => (w.purged_page, None),
            _ if status == StatusCode::NOT_FOUND => (w.missing, None),
            _ => (w.failed, None),
        };
        let frame = site.frame(asked, path, w.error_title.to_owned()).noindex();
        let page = WrongPage {
            frame,
            what,
            reason,
        };
        match page.render() {
            Ok(html) => (status, html_headers(), html).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

#[derive(Template)]
#[template(path = "wrong.html", config = "src/web/askama.toml")]
struct WrongPage {
    frame: Frame,
    what: &'static str,
    reason: Option<String>,
}

/// Returns the answer with a page.
pub(super) fn html(page: &impl Template) -> Result<Response, PageError> {
    Ok((html_headers(), page.render()?).into_response())
}

fn html_headers() -> [(header::HeaderName, HeaderValue); 1] {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    [(header::CONTENT_TYPE, html)]
}

/// Reads the id of a release in a path.
pub(super) fn release_id(text: &str) -> Result<ReleaseId, PageError> {
    text.parse().map_err(|_| PageError::Missing)
}
