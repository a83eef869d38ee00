//! A wrapper around `rustc`, as cargo calls it with `RUSTC_WORKSPACE_WRAPPER`: how long a crate took, and how
//! much memory.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

use super::super::peak;

/// The variable with the path of the file that gets a line a crate: its name, seconds, bytes.
pub(crate) const LOG: &str = "ERRCAT_BENCH_RUSTC_LOG";

/// Runs the command line after this program's own name.
pub(crate) fn run(log: &OsString) -> io::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [rustc, rest @ ..] = arguments.as_slice() else { return Ok(ExitCode::from(2)) };
    let watched = peak::watch(Command::new(rustc).args(rest))?;
    let name = rest.windows(2).find(|pair| pair[0] == "--crate-name").map(|pair| pair[1].to_string_lossy());
    let mut log = fs_err::OpenOptions::new().append(true).create(true).open(std::path::Path::new(log))?;
    let memory = watched.peak_memory.map_or("-".to_owned(), |bytes| bytes.to_string());
    writeln!(log, "{} {} {memory}", name.unwrap_or_default(), watched.seconds)?;
    Ok(ExitCode::from(u8::try_from(watched.status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Seconds and bytes of a crate, out of the log; no bytes where the system doesn't tell.
pub(super) fn logged(log: &str, krate: &str) -> Option<(f64, Option<f64>)> {
    let name = krate.replace('-', "_");
    let mut words = log.lines().find_map(|line| line.strip_prefix(&name)?.strip_prefix(' '))?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()))
}
