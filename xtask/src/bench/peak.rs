//! Runs programs and measures their time and peak memory.

use std::fmt::Display;
use std::io;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

/// The interval between two measurements of memory.
const INTERVAL: Duration = Duration::from_millis(2);

/// The measurements of a program.
pub(crate) struct Measurement {
    pub(crate) status: ExitStatus,
    pub(crate) seconds: f64,
    /// The peak memory in bytes. `None` if the system doesn't report it.
    pub(crate) peak_memory: Option<u64>,
}

/// Runs a program and measures it.
pub(crate) fn measure(command: &mut Command) -> io::Result<Measurement> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut peak_memory = None;
    let status = loop {
        // The value is the peak so far, so the last measurement counts.
        peak_memory = peak_of(child.id()).max(peak_memory);
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(INTERVAL),
        }
    };
    Ok(Measurement { status, seconds: start.elapsed().as_secs_f64(), peak_memory })
}

/// Returns the peak memory of a process in bytes (`VmHWM` in proc(5)), by its ID or `self`. `None` if the
/// system doesn't report it.
pub(super) fn peak_of(process: impl Display) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))?;
    kilobytes.parse().ok().map(|kilobytes: u64| kilobytes * 1024)
}
