//! The `omroeper` command.
//!
//! Leaves out all work: `cli` turns flags into option structs, and the library does the work.

mod cli;

use std::process::ExitCode;

/// Makes a reindex 5 % faster than the system's allocator does: releases are many small allocations
/// on many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
