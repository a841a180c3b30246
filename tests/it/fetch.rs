//! Fetching from real servers on loopback: every offer, the manners, completeness, and bad servers.
//!
//! `OMROEPER_TIME_SCALE` shortens every wait to a hundredth, so the least distance between two requests
//! is 20 ms. The distance is checked in the log of the server.

mod commands;
mod country;
mod hostile;
mod lists;
mod manners;
mod offers;
mod operation;
mod pages;
mod server;

use std::time::Duration;

use serde_json::Value;

use crate::support::{Run, World};
pub(crate) use server::{Answer, Site};

/// The factor by which waits are shortened.
const SCALE: &str = "0.01";

/// The least distance between two requests, shortened.
pub(crate) const LEAST: Duration = Duration::from_millis(20);

/// A page with a title, a date and a quote.
pub(crate) fn page(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html lang=\"nl\"><head><title>{title}</title></head><body><main><h1>{title}</h1>\
         <p class=\"datum\">3 november 2026</p><p>{text}</p>\
         <p>“Hier hebben we lang op gewacht”, zegt wethouder Anneke Wiersma over {title}.</p></main></body></html>"
    )
}

/// A feed of items: path, title and day in November 2026.
pub(crate) fn feed(site: &Site, items: &[(&str, &str, u8)]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|(path, title, day)| {
            let url = site.url(path);
            format!("<item><title>{title}</title><link>{url}</link><pubDate>{day:02} Nov 2026 10:00:00 +0100</pubDate></item>")
        })
        .collect();
    format!(
        "<rss version=\"2.0\"><channel><title>Nieuws</title>{}</channel></rss>",
        items.concat()
    )
}

impl World {
    /// Writes a file of sources.
    pub(crate) fn sources(&self, toml: &str) {
        self.write("config/omroeper/sources/proef.toml", toml);
    }

    /// Writes a source with one offer.
    pub(crate) fn source(&self, name: &str, offer: &str) {
        let text = format!(
            "[{name}]\ntitle = \"gemeente {name}\"\nkind = \"gemeente\"\noffers = [{offer}]\n"
        );
        self.write(&format!("config/omroeper/sources/{name}.toml"), text);
    }

    /// `omroeper fetch` with a token and a contact, which may ask loopback.
    pub(crate) fn fetch(&self, arguments: &[&str]) -> Run {
        let mut command = self.fetching();
        command.args(["fetch", "--allow-private"]).args(arguments);
        Run::output_of(&mut command)
    }

    /// `omroeper` with a token and a contact, and with shortened waits.
    pub(crate) fn fetching(&self) -> assert_cmd::Command {
        let mut command = self.command();
        command
            .env("OMROEPER_TOKEN", "omroeper-proef")
            .env("OMROEPER_CONTACT", "proef@zandwijk.example")
            .env("OMROEPER_TIME_SCALE", SCALE);
        command
    }

    /// The status of a source.
    pub(crate) fn status_of(&self, name: &str) -> serde_json::Value {
        let status = self.run(&["status", "--json"]).json();
        let sources = status["sources"].as_array().expect("sources").clone();
        let found = sources.into_iter().find(|source| source["name"] == name);
        found.unwrap_or_else(|| panic!("no source `{name}` in the status"))
    }
}

/// Puts a page at each path, with a title of its own.
pub(crate) fn put_pages(site: &Site, paths: &[&str]) {
    for path in paths {
        let title = format!("Bericht over {}", path.trim_start_matches("/nieuws/"));
        site.put(
            path,
            Answer::html(page(&title, &format!("De tekst van {path}."))),
        );
    }
}

/// Adds a source with one offer of a kind at a path of `site`.
pub(crate) fn offer(world: &World, site: &Site, kind: &str, path: &str) {
    let url = site.url(path);
    world.source(
        "zandwijk",
        &format!("{{ kind = \"{kind}\", url = \"{url}\" }}"),
    );
}

/// Fetches the source, and returns the exit code and what `--json` says of it.
pub(crate) fn fetch_source(world: &World, arguments: &[&str]) -> (i32, Value) {
    let run = world.fetch(&[&["zandwijk", "--json"], arguments].concat());
    let json = run.json();
    (run.code(), json["sources"][0].clone())
}

pub(crate) fn captured(world: &World) -> u64 {
    let status = world.status_of("zandwijk");
    status["pages"]["captured"].as_u64().expect("a count")
}
