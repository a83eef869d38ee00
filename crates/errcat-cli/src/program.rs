//! The program's name, and the result of a verb.

/// The program's name, for messages with commands to run next.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The command before a verb: `cargo xtask`.
    pub command: &'static str,
    /// The command that runs the workspace's tests: `cargo xtask test`.
    pub test: &'static str,
}

/// A verb's result: exit code 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    Findings,
}
