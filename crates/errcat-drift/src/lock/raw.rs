//! The lines of the lock as records. Each value has its span.

use errcat_catalog::finding::Spanned;
use errcat_catalog::shape::{Map, Word, record};

record! {
    /// The published data of a code.
    pub struct RawLocked = "a locked code" {
        /// The code on the wire, if it isn't the id.
        pub code: Option<Word>,
        /// The Rust variant.
        pub name: Word,
        /// The table that defines it.
        pub table: Word,
        /// The tables that share it.
        pub also: Vec<Word>,
        /// The HTTP statuses: numbers, or a range.
        pub status: Vec<Word>,
        /// The public facts.
        pub facts: Map<Word>,
        /// The code of its kind.
        pub is: Option<Word>,
        /// The name of its envelope.
        pub envelope: Option<Word>,
        /// The public params.
        pub params: Map<RawLockedParam>,
        /// The names of the other params.
        pub internal: Vec<Word>,
        /// The former codes.
        pub aliases: Vec<Word>,
        /// The release that introduced it.
        pub since: Option<Word>,
        /// `true` if the code is retired.
        pub retired: Option<Spanned<bool>>,
        /// The message.
        pub message: Word,
        /// The fingerprint of title, message and meaning.
        pub meaning: Word,
    }
}

record! {
    /// The published data of a param.
    pub struct RawLockedParam = "a locked param" {
        /// The type, with its unit.
        pub r#type: Word,
        /// The known values.
        pub values: Vec<Word>,
        /// The name in the body.
        pub wire: Option<Word>,
        /// `true` if the param can be absent.
        pub optional: Option<Spanned<bool>>,
    }
}
