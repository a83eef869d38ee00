//! Short fingerprints of texts. Texts with the same fingerprint are treated as equal.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// A 64-bit FNV-1a hash (<http://www.isthe.com/chongo/tech/comp/fnv/>), written as 16 hexadecimal digits.
/// It is the same on all machines and in all releases, because it is stored in files. It doesn't resist
/// deliberate collisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Returns the fingerprint of a sequence of texts: `["ab", "c"]` differs from `["a", "bc"]`.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        // 0xFF never occurs in UTF-8.
        Self::of_bytes(texts.into_iter().flat_map(|text| text.bytes().chain([0xFF])))
    }

    /// Returns the fingerprint of a sequence of fingerprints.
    pub fn join(fingerprints: impl IntoIterator<Item = Fingerprint>) -> Self {
        Self::of_bytes(fingerprints.into_iter().flat_map(|Fingerprint(hash)| hash.to_le_bytes()))
    }

    fn of_bytes(bytes: impl Iterator<Item = u8>) -> Self {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        Fingerprint(bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }
}

impl FromStr for Fingerprint {
    type Err = ParseIntError;

    fn from_str(digits: &str) -> Result<Self, ParseIntError> {
        u64::from_str_radix(digits, 16).map(Fingerprint)
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
    fn fingerprints_never_change() {
        assert_eq!(Fingerprint::of(["Agent not found"]).to_string(), "37f77ec6b1d260e8");
        assert_ne!(Fingerprint::of(["ab", "c"]), Fingerprint::of(["a", "bc"]));
        let [a, b] = ["a", "b"].map(|text| Fingerprint::of([text]));
        assert_eq!(Fingerprint::join([a, b]).to_string(), "ac4035cc4e5a0205");
        assert_ne!(Fingerprint::join([a, b]), Fingerprint::join([b, a]));
        assert_eq!("37f77ec6b1d260e8".parse(), Ok(Fingerprint::of(["Agent not found"])));
    }
}
