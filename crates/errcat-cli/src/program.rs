//! How the program was called, and how a verb ends.

/// How the program was called, for what it tells people to do next.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// `cargo xtask`: what a verb follows.
    pub command: &'static str,
    /// `cargo xtask test`: what runs the workspace's tests.
    pub test: &'static str,
}

/// A verb's result: exit code 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    Findings,
}
