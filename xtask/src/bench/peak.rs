//! Running a program to its end: how long it took, and the most memory that it had at once.

use std::fmt::Display;
use std::io;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(2);

/// What was seen of a program from outside.
pub(crate) struct Watched {
    pub(crate) status: ExitStatus,
    pub(crate) seconds: f64,
    /// In bytes; none where the system doesn't tell.
    pub(crate) peak_memory: Option<u64>,
}

/// Runs a program, and watches it.
pub(crate) fn watch(command: &mut Command) -> io::Result<Watched> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut peak_memory = None;
    let status = loop {
        // What it has had at most so far, which is why the last look is the one that counts.
        peak_memory = peak_of(child.id()).max(peak_memory);
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(EVERY),
        }
    };
    Ok(Watched { status, seconds: start.elapsed().as_secs_f64(), peak_memory })
}

/// The most memory that a process has had at once, in bytes, by its number or as `self`: proc(5), `VmHWM`.
/// None where the system doesn't tell.
pub(super) fn peak_of(process: impl Display) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))?;
    kilobytes.parse().ok().map(|kilobytes: u64| kilobytes * 1024)
}
