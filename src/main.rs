//! Parse, run, exit code.

use std::process::ExitCode;

/// Analyses make many small things in one thread and drop them in another: two thirds of the time of the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cloudtrim::cli::main()
}
