//! Pages and an API over an archive, for people who do not live in a terminal.
//!
//! Leaves out finding and extracting: this room shows what `search`, `pipeline` and `present` offer. Pages are
//! made on the server and need no scripts; the address of a page is the query. Nothing on them changes the
//! archive; watches can be made and changed where no other machine can connect, or each under an address of its own.

mod api;
mod asked;
mod feed;
mod files;
mod memento;
mod pages;
mod rate;
mod reasons;
mod request;
mod routes;
mod server;
mod site;
mod text;
mod words;

pub use server::{ServeError, Server};
pub use site::{OpenEngine, ServeOptions, Watching};
