//! The record of code examples.

use crate::shape::{Text, Word, record};

record! {
    /// An example of code that fails, and the corrected code.
    pub struct RawCodeExample = "a code example" {
        /// A title of a few words.
        pub title: Option<Text>,
        /// A description. Markdown.
        pub doc: Option<Text>,
        /// The language: `python`, `rust`, `sql`, or `text` for any that pages can't highlight.
        pub language: Word,
        /// The code that fails.
        pub fails: Text,
        /// The part of `fails` to mark: a text on one line that occurs only once.
        pub mark: Option<Text>,
        /// The corrected code.
        pub works: Option<Text>,
    }
}
