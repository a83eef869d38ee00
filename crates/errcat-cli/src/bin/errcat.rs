//! `errcat`, anywhere.

use std::process::ExitCode;

fn main() -> ExitCode {
    errcat_cli::main(std::env::args_os())
}
