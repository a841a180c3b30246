//! The `omroeper` command.
//!
//! Leaves out all work: flags become option structs, which the library carries out.

mod cli;

use std::process::ExitCode;

/// Worth 5 % of a reindex over the system's: releases are many small allocations on many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
