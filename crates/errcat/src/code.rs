//! From a text to a code: a perfect hash over the codes of an API.
//!
//! A text is a code whatever its case, and with `-` or `_`: people type `Agent-Not-Found`. So both sides
//! are [`normalise`]d, and it is the normalised bytes that are hashed, by `phf_shared` here and by
//! `phf_generator` when the index is made.

use std::fmt;

/// The most bytes that a code has; a longer text is none.
pub const MAX_CODE_LENGTH: usize = 128;

/// A text as codes are compared: ASCII in lower case, `_` for `-`, all else as it is.
///
/// `None` if it is longer than [`MAX_CODE_LENGTH`] bytes: no code is, so that the text needn't be read, nor
/// allocated for.
pub fn normalise(text: &str) -> Option<Normalised> {
    let mut bytes = [0; MAX_CODE_LENGTH];
    let used = bytes.get_mut(..text.len())?;
    for (to, from) in used.iter_mut().zip(text.bytes()) {
        *to = normalised(from);
    }
    Some(Normalised { bytes, length: text.len() })
}

fn normalised(byte: u8) -> u8 {
    let lower = byte.to_ascii_lowercase();
    if lower == b'-' { b'_' } else { lower }
}

/// Whether [`normalise`] would change nothing. A fold, because a loop that stops early isn't vectorised.
fn is_normal(text: &str) -> bool {
    text.bytes().fold(true, |normal, byte| normal & (byte == normalised(byte)))
}

/// What [`normalise`] makes of a text, on the stack.
#[derive(Clone, Copy)]
pub struct Normalised {
    bytes: [u8; MAX_CODE_LENGTH],
    length: usize,
}

impl Normalised {
    /// The bytes to hash: as many as the text had.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl PartialEq for Normalised {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Normalised {}

impl fmt::Debug for Normalised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normalised({})", self.as_bytes().escape_ascii())
    }
}

/// The codes of an API by their text: a perfect hash, made when the catalog is generated.
///
/// The keys are the texts of `codes` followed by those of `aliases`. `key`, `displacements` and `slots` are the
/// `key`, `disps` and `map` of what `phf_generator::generate_hash` returns for the [`normalise`]d bytes of those
/// texts, as `&[u8]`, in that order.
#[derive(Debug, Clone, Copy)]
pub struct CodeIndex {
    /// Seeds the hash.
    pub key: u64,
    /// Resolves collisions.
    pub displacements: &'static [(u32, u32)],
    /// From a hash to the place of its text among the keys.
    pub slots: &'static [u16],
    /// The codes, as they are on the wire; the index of a code is what [`find`](CodeIndex::find) returns.
    pub codes: &'static [&'static str],
    /// Texts that codes were known by, with the index of the code.
    pub aliases: &'static [(&'static str, u16)],
}

impl CodeIndex {
    /// An index without codes.
    pub const EMPTY: Self = Self { key: 0, displacements: &[], slots: &[], codes: &[], aliases: &[] };

    /// The index of the code that is, or was, written so: in any case, with `-` or `_`.
    pub fn find(&self, text: &str) -> Option<u16> {
        // Longer texts aren't even hashed. And phf_shared divides by both lengths.
        if text.len() > MAX_CODE_LENGTH || self.displacements.is_empty() || self.slots.is_empty() {
            return None;
        }
        // Most texts are normal, and found as they are: to make sure of it first would take a fifth of the time. One
        // that begins with a capital isn't.
        let begins_normal = text.bytes().next().is_some_and(|byte| byte == normalised(byte));
        if begins_normal {
            let found = self.find_hashed(text, text.as_bytes());
            if found.is_some() || is_normal(text) {
                return found;
            }
        }
        self.find_hashed(text, normalise(text)?.as_bytes())
    }

    /// As [`find`](CodeIndex::find), if `hashed` is what the text is when it is normalised.
    fn find_hashed(&self, text: &str, hashed: &[u8]) -> Option<u16> {
        let hashes = phf_shared::hash(hashed, &self.key);
        let slot = phf_shared::get_index(&hashes, self.displacements, self.slots.len());
        let place = *self.slots.get(slot as usize)?;
        let (code, index) = match self.codes.get(usize::from(place)) {
            Some(code) => (*code, place),
            None => *self.aliases.get(usize::from(place) - self.codes.len())?,
        };
        // Every text hashes to some code; only this tells whether it is that code.
        (code == text || is_spelling_of(code, text)).then_some(index)
    }
}

/// Whether two texts are the same code, normalised.
fn is_spelling_of(code: &str, text: &str) -> bool {
    code.len() == text.len() && code.bytes().map(normalised).eq(text.bytes().map(normalised))
}

/// A text that is no code of the API: what parsing a code fails with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    text: Box<str>,
    cut: bool,
}

impl UnknownCode {
    /// Keeps the first [`MAX_CODE_LENGTH`] bytes of the text: it may come from anywhere.
    pub fn new(text: &str) -> Self {
        let mut end = text.len().min(MAX_CODE_LENGTH);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self { text: text[..end].into(), cut: end < text.len() }
    }

    /// The text, or as much of it as was kept.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown code {:?}{}", self.text, if self.cut { "…" } else { "" })
    }
}

impl std::error::Error for UnknownCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_dashes_dont_matter() {
        let code = normalise("agent_not_found");
        assert_eq!(normalise("Agent-NOT_found"), code);
        assert_ne!(normalise("agent not found"), code);
        assert_eq!(normalise("É-").map(|it| it.as_bytes().to_vec()), Some("É_".as_bytes().to_vec()));
        assert_eq!(format!("{:?}", normalise("A-\u{e9}")), "Some(Normalised(a_\\xc3\\xa9))");
    }

    #[test]
    fn what_is_too_long_is_no_code() {
        assert!(normalise(&"a".repeat(MAX_CODE_LENGTH)).is_some());
        assert!(normalise(&"a".repeat(MAX_CODE_LENGTH + 1)).is_none());
    }

    #[test]
    fn an_empty_index_knows_nothing() {
        assert_eq!(CodeIndex::EMPTY.find("a"), None);
        assert_eq!(CodeIndex::EMPTY.find(""), None);
    }

    #[test]
    fn a_broken_index_knows_nothing() {
        let broken = CodeIndex { displacements: &[(0, 0)], slots: &[7], ..CodeIndex::EMPTY };
        assert_eq!(broken.find("a"), None);
    }

    #[test]
    fn unknown_codes_are_kept_in_bounds() {
        let short = UnknownCode::new("agent_not_fond");
        assert_eq!(short.to_string(), "unknown code \"agent_not_fond\"");
        let long = UnknownCode::new(&"é".repeat(1_000));
        assert_eq!(long.text().len(), MAX_CODE_LENGTH);
        assert!(long.to_string().ends_with("é\"…"));
        let odd = UnknownCode::new(&format!("a{}", "é".repeat(1_000)));
        assert_eq!(odd.text().len(), MAX_CODE_LENGTH - 1);
    }
}
