//! A short name for a text: two texts of one fingerprint are the same text, for all that is done with it here.

use std::fmt;

/// 64 bits of FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>), written as 16 hexadecimal digits. It stays the same on
/// every machine and in every release, for it is kept in files; it is no protection against somebody who looks for a
/// second text of the same fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of some texts, one after another: `["ab", "c"]` isn't `["a", "bc"]`.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        // 0xFF is no byte of any text.
        let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0xFF]));
        Fingerprint(bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn fingerprints_stay_what_they_are() {
        assert_eq!(Fingerprint::of(["Agent not found"]).to_string(), "37f77ec6b1d260e8");
        assert_ne!(Fingerprint::of(["ab", "c"]), Fingerprint::of(["a", "bc"]));
    }
}
