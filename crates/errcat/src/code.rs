//! Lookup of codes by their text, with a perfect hash over the codes of an API.
//!
//! Case doesn't matter, and `-` is the same as `_`, because people type `Agent-Not-Found`. Both the codes and
//! the input are [`normalize`]d, and the normalized bytes are hashed: by `phf_generator` when the index is
//! generated, by `phf_shared` here.

use std::fmt;

/// The maximum length of a code, in bytes. Longer texts are never codes.
pub const MAX_CODE_LENGTH: usize = 256;

/// Normalizes a text for comparison: ASCII letters to lower case, `-` to `_`.
///
/// Returns `None` if the text is longer than [`MAX_CODE_LENGTH`] bytes. No code is that long, so the text is
/// neither read nor copied.
pub fn normalize(text: &str) -> Option<Normalized> {
    let mut bytes = [0; MAX_CODE_LENGTH];
    let used = bytes.get_mut(..text.len())?;
    for (to, from) in used.iter_mut().zip(text.bytes()) {
        *to = normalized(from);
    }
    Some(Normalized { bytes, length: text.len() })
}

fn normalized(byte: u8) -> u8 {
    let lower = byte.to_ascii_lowercase();
    if lower == b'-' { b'_' } else { lower }
}

/// Returns `true` if the text is already normalized. A fold, because a loop that stops early isn't
/// vectorized.
fn is_normalized(text: &str) -> bool {
    text.bytes().fold(true, |normal, byte| normal & (byte == normalized(byte)))
}

/// A normalized text, stored on the stack. Returned by [`normalize`].
#[derive(Clone, Copy)]
pub struct Normalized {
    bytes: [u8; MAX_CODE_LENGTH],
    length: usize,
}

impl Normalized {
    /// Returns the bytes to hash: as many as the original text had.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl PartialEq for Normalized {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Normalized {}

impl fmt::Debug for Normalized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normalized({})", self.as_bytes().escape_ascii())
    }
}

/// The codes of an API by their text: a perfect hash, solved when the catalog is generated.
///
/// The keys are `codes` followed by the texts of `aliases`. `key`, `displacements` and `slots` are the fields
/// `key`, `disps` and `map` of the result of `phf_generator::generate_hash` for the [`normalize`]d bytes of
/// these keys, in this order, as `&[u8]`.
#[derive(Debug, Clone, Copy)]
pub struct CodeIndex {
    /// The seed of the hash.
    pub key: u64,
    /// The displacements that resolve collisions.
    pub displacements: &'static [(u32, u32)],
    /// The position of each slot's text among the keys.
    pub slots: &'static [u16],
    /// The codes, or the unique names of errors that share one. [`find`](CodeIndex::find) returns
    /// an index into this list.
    pub codes: &'static [&'static str],
    /// Former texts of codes, each with the index of its code.
    pub aliases: &'static [(&'static str, u16)],
}

impl CodeIndex {
    /// An index without codes.
    pub const EMPTY: Self = Self { key: 0, displacements: &[], slots: &[], codes: &[], aliases: &[] };

    /// Returns the index of the code with this current or former text. Case doesn't matter, and `-` is the
    /// same as `_`.
    pub fn find(&self, text: &str) -> Option<u16> {
        // Doesn't hash longer texts. Empty slices are excluded because `phf_shared` divides by both lengths.
        if text.len() > MAX_CODE_LENGTH || self.displacements.is_empty() || self.slots.is_empty() {
            return None;
        }
        // Most texts are normalized already and are found as they are. Checking that first would take 20 %
        // longer. A text that starts with a capital letter can't be normalized.
        let begins_normal = text.bytes().next().is_some_and(|byte| byte == normalized(byte));
        if begins_normal {
            let found = self.find_hashed(text, text.as_bytes());
            if found.is_some() || is_normalized(text) {
                return found;
            }
        }
        self.find_hashed(text, normalize(text)?.as_bytes())
    }

    /// Like [`find`](CodeIndex::find), where `hashed` is the normalized text.
    fn find_hashed(&self, text: &str, hashed: &[u8]) -> Option<u16> {
        let hashes = phf_shared::hash(hashed, &self.key);
        let slot = phf_shared::get_index(&hashes, self.displacements, self.slots.len());
        let position = *self.slots.get(slot as usize)?;
        let (code, index) = match self.codes.get(usize::from(position)) {
            Some(code) => (*code, position),
            None => *self.aliases.get(usize::from(position) - self.codes.len())?,
        };
        // Every text hashes to some code, so the match must be verified.
        (code == text || is_spelling_of(code, text)).then_some(index)
    }
}

/// Returns `true` if both texts are the same once normalized.
fn is_spelling_of(code: &str, text: &str) -> bool {
    code.len() == text.len() && code.bytes().map(normalized).eq(text.bytes().map(normalized))
}

/// A text that isn't a code of the API, or that several errors have: the error of parsing a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    text: Box<str>,
    cut: bool,
    candidates: Box<[&'static str]>,
}

impl UnknownCode {
    /// Creates an error with the first [`MAX_CODE_LENGTH`] bytes of the text, because the text may come from
    /// an untrusted source.
    pub fn new(text: &str) -> Self {
        let mut end = text.len().min(MAX_CODE_LENGTH);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self { text: text[..end].into(), cut: end < text.len(), candidates: Box::default() }
    }

    /// Like [`new`](UnknownCode::new), for an API in which several errors can have the same code. `codes` and
    /// `ids` are parallel: the code of each error, and its unique name.
    pub fn ambiguous(text: &str, codes: &[&'static str], ids: &[&'static str]) -> Self {
        let same = codes.iter().zip(ids).filter(|(code, _)| is_spelling_of(code, text));
        Self { candidates: same.map(|(_, id)| *id).collect(), ..Self::new(text) }
    }

    /// Returns the unique names of the errors that have the code, such as `authorization/NOT_ENABLED`. Empty
    /// if no error has it.
    pub fn candidates(&self) -> &[&'static str] {
        &self.candidates
    }

    /// Returns the text, cut to [`MAX_CODE_LENGTH`] bytes.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.candidates.is_empty() {
            return write!(f, "ambiguous code {:?}: use one of {}", self.text, self.candidates.join(", "));
        }
        write!(f, "unknown code {:?}{}", self.text, if self.cut { "…" } else { "" })
    }
}

impl std::error::Error for UnknownCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalize_ignores_case_and_dashes() {
        let code = normalize("agent_not_found");
        assert_eq!(normalize("Agent-NOT_found"), code);
        assert_ne!(normalize("agent not found"), code);
        assert_eq!(normalize("É-").map(|it| it.as_bytes().to_vec()), Some("É_".as_bytes().to_vec()));
        assert_eq!(format!("{:?}", normalize("A-\u{e9}")), "Some(Normalized(a_\\xc3\\xa9))");
    }

    #[test]
    fn normalize_rejects_long_texts() {
        assert!(normalize(&"a".repeat(MAX_CODE_LENGTH)).is_some());
        assert!(normalize(&"a".repeat(MAX_CODE_LENGTH + 1)).is_none());
    }

    #[test]
    fn empty_index_finds_nothing() {
        assert_eq!(CodeIndex::EMPTY.find("a"), None);
        assert_eq!(CodeIndex::EMPTY.find(""), None);
    }

    #[test]
    fn broken_index_finds_nothing() {
        let broken = CodeIndex { displacements: &[(0, 0)], slots: &[7], ..CodeIndex::EMPTY };
        assert_eq!(broken.find("a"), None);
    }

    #[test]
    fn ambiguous_codes_name_their_candidates() {
        let codes = ["NOT_ENABLED", "EXPIRED", "NOT_ENABLED"];
        let ids = ["authorization/NOT_ENABLED", "EXPIRED", "billing/NOT_ENABLED"];
        let error = UnknownCode::ambiguous("not-enabled", &codes, &ids);
        assert_eq!(error.candidates(), [ids[0], ids[2]]);
        let expected =
            "ambiguous code \"not-enabled\": use one of authorization/NOT_ENABLED, billing/NOT_ENABLED";
        assert_eq!(error.to_string(), expected);
        assert_eq!(UnknownCode::ambiguous("x", &codes, &ids), UnknownCode::new("x"));
    }

    #[test]
    fn unknown_codes_are_truncated() {
        let short = UnknownCode::new("agent_not_fond");
        assert_eq!(short.to_string(), "unknown code \"agent_not_fond\"");
        let long = UnknownCode::new(&"é".repeat(1_000));
        assert_eq!(long.text().len(), MAX_CODE_LENGTH);
        assert!(long.to_string().ends_with("é\"…"));
        let odd = UnknownCode::new(&format!("a{}", "é".repeat(1_000)));
        assert_eq!(odd.text().len(), MAX_CODE_LENGTH - 1);
    }
}
