//! Findings as text: for people ([`human`]), for programs ([`json`]), for GitHub's annotations ([`github`]).
//!
//! All three say the same, in the same order. A catalog may hold anything, so whatever of it is quoted reaches a
//! terminal or a log only with its control characters and bidirectional marks made visible ([`visible`]).

mod excerpt;
mod human;
pub mod machine;
mod place;
pub mod visible;

#[cfg(test)]
mod tests;

pub use human::{human, located};
pub use machine::{github, json};
