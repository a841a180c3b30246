//! Watches: saved queries, what they found, and what they have told.
//!
//! Leaves out when a watch runs (a timer or cron calls it), and showing events on a terminal (`present`).
//! What was found is written first (`store`), told second and marked as told third, so that an event is
//! never lost, and is told again under the same id if a run was killed in between.

mod atom;
mod error;
mod event;
mod find;
mod run;
mod store;
mod tell;

pub use atom::feed;
pub use error::WatchError;
pub use event::{Event, EventKind, EventSpeaker};
pub use find::Searched;
pub use run::{RunOutcome, add, back_up, edit, forget, list, newest, remove, run};
pub use store::{Outputs, Subject, Watch};
