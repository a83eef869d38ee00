//! The catalog against the rest of the world: what was published ([`lock`]), another revision ([`diff`]), the code that raises
//! the errors ([`code`]), and the code that `sources` name ([`sources`]).

pub mod accept;
mod fingerprint;
pub mod settings;

pub mod code;
pub mod diff;
pub mod lock;
pub mod sources;

use errcat_catalog::finding::Rule;

/// The rules of this crate.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    lock::RULES.iter().chain(code::RULES).chain(sources::RULES).copied()
}
