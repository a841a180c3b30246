//! Who asks, and how: the options of every command that asks servers.

use clap::Args;
use omroeper::fetch::{FetchOptions, Identity};
use omroeper::sources::register::{LEAST_PACE, Source};

use super::super::config::Config;
use super::super::exit;

/// How servers are asked.
#[derive(Debug, Args)]
pub(super) struct Asking {
    /// Product token, which robots.txt may name: letters, `-` and `_`
    #[arg(long, value_name = "NAME", env = "OMROEPER_TOKEN")]
    token: Option<String>,
    /// E-mail address or page for the owners of sites
    #[arg(long, value_name = "ADDRESS", env = "OMROEPER_CONTACT")]
    contact: Option<String>,
    /// Allow private, loopback and link-local addresses
    #[arg(long)]
    allow_private: bool,
}

impl Asking {
    pub(super) fn options(
        &self,
        config: &Config,
        sources: Vec<Source>,
    ) -> anyhow::Result<FetchOptions> {
        let set = |flag: &Option<String>| flag.clone().filter(|value| !value.is_empty());
        let token = set(&self.token).or_else(|| config.token().map(str::to_owned));
        let contact = set(&self.contact).or_else(|| config.contact().map(str::to_owned));
        let (Some(token), Some(contact)) = (token, contact) else {
            return Err(exit::usage(
                "owners of sites must be able to see who asks (set a token and a contact address: `omroeper config set token NAME`, `omroeper config set contact ADDRESS`)",
            ));
        };
        let identity = Identity { token, contact };
        if let Some(mistake) = identity.mistake() {
            return Err(exit::usage(mistake));
        }
        Ok(FetchOptions {
            identity,
            sources,
            addresses: Vec::new(),
            since: None,
            max_pages: None,
            recheck: false,
            pace: config.pace()?.unwrap_or(LEAST_PACE),
            allow_private: self.allow_private,
            proxy: config.proxy().cloned(),
            every: None,
        })
    }
}
