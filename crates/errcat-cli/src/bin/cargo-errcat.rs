//! The program `cargo-errcat`, which cargo runs for `cargo errcat`.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    errcat_cli::cargo_main(std::env::args_os())
}
