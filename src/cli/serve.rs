//! `omroeper serve`.

use std::net::{IpAddr, SocketAddr, TcpListener};

#[cfg(feature = "fetch")]
use anyhow::Context as _;
use clap::Args;
use omroeper::pipeline::UserSources;
use omroeper::web::{ServeError, ServeOptions, Server, Watching};

use super::config::Config;
use super::exit::{self, Exit};
use super::number::{machine, socket};
use super::on::On;
use super::{Global, terminal};

/// Show the archive as web pages, with an API for programs
///
/// Pages are in Dutch, or in English with `?taal=en`; they need no scripts, and the address of a page is
/// its query. Nothing on the pages changes the archive. Watches can be made and changed on them if no
/// other machine can connect; with `--allow-edit` they can be from anywhere, each under an address of its
/// own that nobody can guess. Behind a proxy (`--prefix`, `--address`, `--trust-proxy`), other machines can
/// connect, whatever `--listen` is. The server follows `ingest`, `reindex` and `purge` without a restart. Ctrl-C
/// finishes what was begun and stops it. With `--on`, a cluster answers searches; the page of one release
/// reads the home from which the archive was pushed.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8410", value_parser = socket)]
    listen: SocketAddr,
    /// Path below which a proxy in front of it passes requests on, such as /omroeper
    #[arg(long, value_name = "PATH", default_value = "", value_parser = prefix)]
    prefix: String,
    /// Address at which readers see the pages, such as `https://archief.krant.example/omroeper`
    /// [default: the host that they ask]
    #[arg(long, value_name = "URL", value_parser = public_address)]
    address: Option<String>,
    /// Who runs it, as the page *Over* says
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// Where readers can ask to have something removed: a mail address or a page
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// Requests a second that one client may make in the long run; 0 sets no limit [default: 20; none
    /// on this machine alone]
    #[arg(long, value_name = "N", value_parser = rate)]
    rate: Option<f64>,
    /// Address of a proxy whose `X-Forwarded-For` says who asks; may be repeated
    #[arg(long, value_name = "ADDRESS", value_parser = machine)]
    trust_proxy: Vec<IpAddr>,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    fetch: FetchBeside,
    /// Let readers keep watches, each under an address of its own that nobody can guess
    #[arg(long)]
    allow_edit: bool,
    /// Show releases that are gone from their sites to other machines too
    #[arg(long)]
    show_removed: bool,
    #[command(flatten)]
    on: On,
}

/// Whether and how sources are fetched beside it.
#[cfg(feature = "fetch")]
#[derive(Debug, Args)]
struct FetchBeside {
    /// Also fetch the enabled sources, a round each hour, as `omroeper fetch --loop` does
    #[arg(long)]
    fetch: bool,
    /// Fetch from private addresses too, as `omroeper fetch --allow-private` does
    #[arg(long, requires = "fetch")]
    allow_private: bool,
}

/// A fetch in a process of its own, so that neither can bring down the other.
#[cfg(feature = "fetch")]
struct Fetching(std::process::Child);

#[cfg(feature = "fetch")]
impl Fetching {
    fn start(
        home: &omroeper::home::Home,
        config: Option<&std::path::Path>,
        allow_private: bool,
    ) -> anyhow::Result<Self> {
        let mut command = std::process::Command::new(std::env::current_exe()?);
        command.args(["fetch", "--loop", "--quiet", "--home"]);
        let config = config.map(|file| ["--config".as_ref(), file.as_os_str()]);
        // A second signal would stop it at once, so Ctrl-C on the terminal must not reach it too.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command
            .arg(home.path())
            .args(config.into_iter().flatten())
            .args(allow_private.then_some("--allow-private"))
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .spawn()
            .context("cannot start `omroeper fetch`")?;
        Ok(Self(child))
    }

    /// Lets it save what it has, and waits for it.
    fn stop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            let process = rustix::process::Pid::from_raw(self.0.id().cast_signed());
            if let Some(process) = process {
                let _ = rustix::process::kill_process(process, rustix::process::Signal::TERM);
            }
        }
        let _ = self.0.wait();
    }
}

/// Requests a second that one client may make, if other machines can connect.
const RATE: f64 = 20.0;

/// Reads a path without a slash at its end.
fn prefix(text: &str) -> Result<String, &'static str> {
    let path = text.trim_end_matches('/');
    let is_plain = path
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c));
    if is_plain && (path.is_empty() || path.starts_with('/')) {
        Ok(path.to_owned())
    } else {
        Err("is not a path (write `/omroeper`)")
    }
}

/// Reads the address of a site, without a slash at its end.
fn public_address(text: &str) -> Result<String, &'static str> {
    let wrong = "is not an address (write `https://archief.krant.example`)";
    let url = url::Url::parse(text).map_err(|_| wrong)?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.has_host();
    if matches!(url.scheme(), "http" | "https") && is_plain {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(wrong)
    }
}

/// Reads a number of requests a second.
fn rate(text: &str) -> Result<f64, &'static str> {
    let rate: f64 = text.parse().map_err(|_| "is not a number (write `20`)")?;
    if rate.is_finite() && rate >= 0.0 {
        Ok(rate)
    } else {
        Err("is not a number from 0 on")
    }
}

impl Serve {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let listener = TcpListener::bind(self.listen).map_err(|error| {
            exit::usage(format!(
                "cannot listen on {}: {error} (choose another address with `--listen`)",
                self.listen
            ))
        })?;
        let address = listener.local_addr()?;
        let has_proxy =
            !self.prefix.is_empty() || self.address.is_some() || !self.trust_proxy.is_empty();
        let is_own = address.ip().is_loopback() && !has_proxy;
        let config = Config::read(global)?;
        let register = config.register().register;
        let (enabled, _) = config.enabled_sources(&register);
        let options = ServeOptions {
            prefix: self.prefix.clone(),
            address: self.address.clone(),
            operator: self.operator.clone(),
            contact: self.contact.clone(),
            rate: self.rate.unwrap_or(if is_own { 0.0 } else { RATE }),
            proxies: self.trust_proxy.clone(),
            show_removed: self.show_removed || is_own,
            watching: match (self.allow_edit, is_own) {
                (true, _) => Watching::ByAddress,
                (false, true) => Watching::Owner,
                (false, false) => Watching::Nobody,
            },
            sources: UserSources { enabled, register },
        };
        // The exit code is that of the index's own error.
        let server =
            Server::open(home.clone(), options, self.on.opener()?).map_err(
                |error| match error {
                    ServeError::Index(error) => anyhow::Error::from(error),
                    ServeError::Network(_) => error.into(),
                },
            )?;
        let is_quiet = global.quiet;
        let stop = terminal::stop_flag(move || {
            if !is_quiet {
                terminal::note("stopping; finishing what was begun");
            }
        });
        if !global.quiet {
            terminal::note(&format!(
                "http://{address}{}/zoeken (Ctrl-C stops it)",
                self.prefix
            ));
        }
        #[cfg(feature = "fetch")]
        let mut fetching = if self.fetch.fetch {
            Some(Fetching::start(
                &home,
                global.config.as_deref(),
                self.fetch.allow_private,
            )?)
        } else {
            None
        };
        let outcome = server.serve(listener, &stop);
        #[cfg(feature = "fetch")]
        if let Some(fetching) = &mut fetching {
            fetching.stop();
        }
        outcome?;
        Ok(Exit::Done)
    }
}
