//! The `omroeper` command.
//!
//! Leaves out all work: flags become option structs, which the library carries out.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
