//! The program's name, and the result of a verb.

/// The commands of the program that is running, for messages that suggest what to run next.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The command that a verb is added to: `cargo xtask`.
    pub command: &'static str,
    /// The command that runs the workspace's tests: `cargo xtask test`.
    pub test: &'static str,
}

/// The result of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Exit code 0.
    Fine,
    /// Exit code 1.
    Findings,
}
