//! The archive that is shown, how it is shown, and the pages of what went wrong.
//!
//! Leaves out servers and connections (`server`).

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;

use super::asked::{Asked, AskedError};
use super::reasons::Reason;
use super::words::Words;
use crate::document::ReleaseId;
use crate::home::Home;
use crate::index::{IndexError, Indexes, Reader};
use crate::pipeline::{PipelineError, UserSources};
use crate::search::Engine;
use crate::watch::WatchError;

/// How an archive is shown.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The path below which the pages are, as a proxy in front of it passes it on: `/omroeper`.
    pub prefix: String,
    /// The address below which readers see the pages, without a slash at its end; otherwise, as they ask for it.
    pub address: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// Where the operator can be asked to remove something.
    pub contact: Option<String>,
    /// Whether releases that are gone from their sites are shown.
    pub show_removed: bool,
    /// Requests a second that one client may make in the long run; 0 for any number.
    pub rate: f64,
    /// Who may use watches on pages.
    pub watching: Watching,
    /// The sources whose freshness is shown.
    pub sources: UserSources,
    /// Proxies that say for whom they ask.
    pub proxies: Vec<IpAddr>,
}

/// Who may see, make, change and remove watches on pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Watching {
    /// Nobody.
    #[default]
    Nobody,
    /// Whoever can connect: only this machine can.
    Owner,
    /// Everybody may make one. It has an address of its own that nobody can guess, and whoever has that address may
    /// see, change and remove it.
    ByAddress,
}

/// An archive that is shown.
pub(super) struct Site {
    pub(super) home: Home,
    pub(super) options: ServeOptions,
    /// What a form of our own pages has, and no other site knows.
    pub(super) token: String,
    indexes: Indexes,
    engine: Option<OpenEngine>,
}

/// Opens what answers searches in place of the index of the home. It is called for each page.
pub type OpenEngine = Box<dyn Fn() -> Result<Arc<dyn Engine>, IndexError> + Send + Sync>;

impl Site {
    /// Opens the archive of `home`.
    ///
    /// # Errors
    /// [`IndexError`] if there is no index that this build can read.
    pub(super) fn open(
        home: Home,
        options: ServeOptions,
        engine: Option<OpenEngine>,
        token: [u8; 16],
    ) -> Result<Self, IndexError> {
        let indexes = Indexes::open(&home.index())?;
        Ok(Self {
            home,
            options,
            token: HEXLOWER.encode(&token),
            indexes,
            engine,
        })
    }

    /// Returns a reader of the live index: after a reindex, of the new one. All that one page shows comes from
    /// one reader.
    pub(super) fn reader(&self) -> Result<Reader, IndexError> {
        self.indexes.reader()
    }

    /// Returns what answers searches.
    pub(super) fn engine(&self) -> Result<Arc<dyn Engine>, IndexError> {
        match &self.engine {
            Some(open) => open(),
            None => Ok(Arc::new(self.reader()?)),
        }
    }

    /// Whether the index of the home answers searches: pages then change with it alone.
    pub(super) fn is_embedded(&self) -> bool {
        self.engine.is_none()
    }

    /// Returns the address below which the reader of a request sees the pages.
    pub(super) fn base(&self, headers: &HeaderMap) -> String {
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        let host = host(headers);
        match &self.options.address {
            Some(address) => address.clone(),
            None if !host.is_empty() && host.chars().all(is_host) => {
                format!("http://{host}{}", self.options.prefix)
            }
            None => self.options.prefix.clone(),
        }
    }

    /// Returns what all pages have.
    pub(super) fn frame(&self, asked: &Asked, path: &str, title: String) -> Frame {
        let w = asked.language().words();
        let other = if w.code == "nl" { "en" } else { "" };
        Frame {
            w,
            prefix: self.options.prefix.clone(),
            has_watches: self.options.watching != Watching::Nobody,
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

/// Returns 128 bits that nobody can guess.
pub(super) fn secret() -> Result<[u8; 16], getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    Ok(bits)
}

/// What all pages have.
pub(super) struct Frame {
    pub(super) w: &'static Words,
    pub(super) prefix: String,
    pub(super) has_watches: bool,
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
    /// The page exists, but not for the method of the request: a form was sent to it, or the address of a form opened.
    #[error("this address takes another method (see `Allow`)")]
    Method,
    /// The release is gone from its site, and removed releases are not shown.
    #[error("the release is gone from its site")]
    Removed,
    /// The release was purged.
    #[error("the release was purged")]
    Purged,
    #[error("the form is not of this site")]
    Forbidden,
    #[error("there are too many watches (remove some with `omroeper watch remove`)")]
    Full,
    #[error("the system gives no random numbers")]
    Random(#[from] getrandom::Error),
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
            Self::Asked(_) | Self::Index(IndexError::Unsupported { .. }) => StatusCode::BAD_REQUEST,
            Self::Missing | Self::Pipeline(PipelineError::NoVersion { .. }) => {
                StatusCode::NOT_FOUND
            }
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Removed | Self::Purged => StatusCode::GONE,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Full | Self::Index(_) | Self::Pipeline(_) | Self::Watch(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Template(_) | Self::Random(_) => StatusCode::INTERNAL_SERVER_ERROR,
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
            Self::Asked(error) => (w.wrong_query, Some(Reason::of_asked(error, w))),
            Self::Index(IndexError::Unsupported { .. }) => (w.not_on_a_cluster, None),
            Self::Full => (w.too_many_watches, None),
            Self::Removed => (w.removed_page, None),
            Self::Purged => (w.purged_page, None),
            Self::Method => (w.wrong_method, None),
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
    reason: Option<Reason>,
}

/// Returns the answer with a page.
pub(super) fn html(page: &impl Template) -> Result<Response, PageError> {
    Ok((html_headers(), page.render()?).into_response())
}

/// Returns the host that a request names, with its port; empty if it names none.
pub(super) fn host(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST);
    host.and_then(|host| host.to_str().ok()).unwrap_or_default()
}

/// Keeps a page out of caches: it changes without the index.
pub(super) fn no_store(page: &mut Response) {
    let no_store = HeaderValue::from_static("no-store");
    page.headers_mut().insert(header::CACHE_CONTROL, no_store);
}

fn html_headers() -> [(header::HeaderName, HeaderValue); 1] {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    [(header::CONTENT_TYPE, html)]
}

/// Reads the id of a release in a path.
pub(super) fn release_id(text: &str) -> Result<ReleaseId, PageError> {
    text.parse().map_err(|_| PageError::Missing)
}
