//! The lock as records, each value with its place.

use serde_json::Value as Json;

use errcat_catalog::finding::{Findings, Spanned};
use errcat_catalog::shape::{Definitions, Map, Shape, Word, record};
use errcat_catalog::yaml::Node;

/// A lock: codes, each with what was published of it.
#[derive(Debug, Clone)]
pub struct RawLock(pub Map<RawLocked>);

record! {
    /// What was published of a code.
    pub struct RawLocked = "a locked code" {
        /// The Rust variant.
        pub name: Word,
        /// The table that defines it.
        pub table: Word,
        /// The tables that share it.
        pub also: Vec<Word>,
        /// Its statuses.
        pub status: Vec<Spanned<i64>>,
        /// Its kind.
        pub is: Option<Word>,
        /// Its envelope.
        pub envelope: Option<Word>,
        /// What it carries.
        pub params: Map<RawLockedParam>,
        /// Its former codes.
        pub aliases: Vec<Word>,
        /// The release that brought it.
        pub since: Option<Word>,
        /// Whether it is retired.
        pub retired: Option<Spanned<bool>>,
        /// Its message.
        pub message: Word,
        /// The fingerprint of its texts.
        pub meaning: Word,
    }
}

record! {
    /// What was published of a param.
    pub struct RawLockedParam = "a locked param" {
        /// Its type, with its unit.
        pub r#type: Word,
        /// Its name in the body.
        pub wire: Option<Word>,
        /// Whether it may be absent.
        pub optional: Option<Spanned<bool>>,
    }
}

impl Shape for RawLock {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Map::read(node, findings).map(RawLock)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Map::<RawLocked>::schema(definitions)
    }
}
