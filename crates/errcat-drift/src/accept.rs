//! Changes that the author intends.

use std::collections::BTreeSet;

/// The codes whose published facts may change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Accept {
    /// No code.
    #[default]
    Nothing,
    /// These codes, each as `CODE` or `API/CODE`.
    Codes(BTreeSet<String>),
    /// All codes.
    Everything,
}

/// A change that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AcceptedChange {
    /// The API.
    pub api: String,
    /// The code.
    pub code: String,
    /// The message of the finding that the change would be otherwise: the facts now and before.
    pub message: String,
}

impl Accept {
    /// Returns `true` if changes of a code are accepted.
    pub fn includes(&self, api: &str, code: &str) -> bool {
        match self {
            Accept::Nothing => false,
            Accept::Codes(codes) => codes.iter().any(|wanted| names(wanted, api, code)),
            Accept::Everything => true,
        }
    }
}

impl AcceptedChange {
    /// Returns `true` if `--accept` was given a name that means this change's code.
    pub fn is_named(&self, wanted: &str) -> bool {
        names(wanted, &self.api, &self.code)
    }
}

/// Returns `true` if `CODE` or `API/CODE` means a code.
pub fn names(wanted: &str, api: &str, code: &str) -> bool {
    let in_api = wanted.strip_prefix(api).and_then(|rest| rest.strip_prefix('/'));
    wanted == code || in_api == Some(code)
}
