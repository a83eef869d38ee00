//! A wrapper around `rustc`, as cargo calls it with `RUSTC_WORKSPACE_WRAPPER`: how long a crate took, and how much memory.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// The variable with the path of the file that gets a line a crate: its name, seconds, bytes.
pub(crate) const LOG: &str = "ERRCAT_BENCH_RUSTC_LOG";

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(2);

/// Runs the command line after this program's own name.
pub(crate) fn run(log: &OsString) -> io::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [rustc, rest @ ..] = arguments.as_slice() else { return Ok(ExitCode::from(2)) };
    let start = Instant::now();
    let mut child = Command::new(rustc).args(rest).spawn()?;
    let mut peak_memory = 0;
    let status = loop {
        // What it has had at most so far, which is why the last look is the one that counts.
        peak_memory = memory_of(child.id()).unwrap_or(0).max(peak_memory);
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(EVERY),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let name = rest.windows(2).find(|pair| pair[0] == "--crate-name").map(|pair| pair[1].to_string_lossy());
    let mut log = fs_err::OpenOptions::new().append(true).create(true).open(std::path::Path::new(log))?;
    writeln!(log, "{} {seconds} {peak_memory}", name.unwrap_or_default())?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Seconds and bytes of a crate, out of the log.
pub(super) fn logged(log: &str, krate: &str) -> Option<(f64, f64)> {
    let name = krate.replace('-', "_");
    let mut words = log.lines().find_map(|line| line.strip_prefix(&name)?.strip_prefix(' '))?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// proc(5), `VmHWM`.
fn memory_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))?;
    kilobytes.parse().ok().map(|kilobytes: u64| kilobytes * 1024)
}
