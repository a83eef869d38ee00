//! A wrapper of `rustc` that measures time and memory. Cargo calls it because of `RUSTC_WORKSPACE_WRAPPER`.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

use super::super::peak;

/// The variable with the path of the log. It gets a line for each crate: its name, seconds and bytes.
pub(crate) const LOG: &str = "ERRCAT_BENCH_RUSTC_LOG";

/// Runs the `rustc` in the arguments of this program.
pub(crate) fn run(log: &OsString) -> io::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [rustc, rest @ ..] = arguments.as_slice() else { return Ok(ExitCode::from(2)) };
    let measurement = peak::measure(Command::new(rustc).args(rest))?;
    let name = rest.windows(2).find(|pair| pair[0] == "--crate-name").map(|pair| pair[1].to_string_lossy());
    let mut log = fs_err::OpenOptions::new().append(true).create(true).open(std::path::Path::new(log))?;
    let memory = measurement.peak_memory.map_or("-".to_owned(), |bytes| bytes.to_string());
    writeln!(log, "{} {} {memory}", name.unwrap_or_default(), measurement.seconds)?;
    Ok(ExitCode::from(u8::try_from(measurement.status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Returns the seconds and bytes of a crate in the log. The bytes are `None` if the system doesn't report
/// them.
pub(super) fn find_in_log(log: &str, krate: &str) -> Option<(f64, Option<f64>)> {
    let name = krate.replace('-', "_");
    let mut words = log.lines().find_map(|line| line.strip_prefix(&name)?.strip_prefix(' '))?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()))
}
