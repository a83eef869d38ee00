//! Renders findings for people ([`human`]), as JSON ([`json`]) and as GitHub annotations ([`github`]).
//!
//! All three contain the same findings in the same order. Quoted texts of the catalog may contain anything,
//! so control characters and bidirectional marks are made visible ([`visible`]) before they reach a terminal
//! or a log.

mod excerpt;
mod human;
mod location;
pub mod machine;
pub mod visible;

#[cfg(test)]
mod tests;

pub use human::{code, human, located};
pub use machine::{github, json};
