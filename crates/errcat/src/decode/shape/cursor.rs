//! A scanner for plain JSON: strings without escapes, and whole numbers. Bodies of errors hardly contain
//! anything else.
//!
//! Every method returns `None` for anything else, whether it is valid JSON or not. `serde_json` then parses
//! the body from its start.

use super::Scalar;

/// The rest of a body.
pub(super) struct Cursor<'b> {
    rest: &'b str,
}

impl<'b> Cursor<'b> {
    pub(super) fn new(body: &'b str) -> Self {
        Self { rest: body }
    }

    /// Returns the next byte that isn't white space, without reading it.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.rest.as_bytes();
        let first = *bytes.first()?;
        if first > b' ' {
            return Some(first);
        }
        let start = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))?;
        self.rest = &self.rest[start..];
        Some(bytes[start])
    }

    /// Reads a punctuation mark.
    #[inline]
    pub(super) fn expect(&mut self, mark: u8) -> Option<()> {
        (self.peek()? == mark).then(|| self.rest = &self.rest[1..])
    }

    /// Reads the start of the next member of an object, or the object's end. Returns `Some(None)` at the end.
    #[inline]
    pub(super) fn next_key(&mut self, is_first: bool) -> Option<Option<&'b str>> {
        match self.peek()? {
            b'}' => {
                self.rest = &self.rest[1..];
                return Some(None);
            }
            b',' if !is_first => self.rest = &self.rest[1..],
            _ if is_first => {}
            _ => return None,
        }
        let key = self.string()?;
        self.expect(b':')?;
        Some(Some(key))
    }

    /// Reads a string. Its text is that between the quotes.
    #[inline]
    pub(super) fn string(&mut self) -> Option<&'b str> {
        self.expect(b'"')?;
        let (text, rest) = self.rest.split_at(plain_length(self.rest.as_bytes()));
        self.rest = rest.strip_prefix('"')?;
        Some(text)
    }

    /// Reads a value that is neither an object nor a list, as JSON.
    pub(super) fn raw_scalar(&mut self) -> Option<&'b str> {
        let first = self.peek()?;
        let start = self.rest;
        match first {
            b'"' => drop(self.string()?),
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => return self.number(),
        }
        Some(&start[..start.len() - self.rest.len()])
    }

    /// Reads a value that is neither an object nor a list.
    pub(super) fn scalar(&mut self) -> Option<Scalar<'b>> {
        Some(match self.peek()? {
            b'"' => Scalar::Text(self.string()?.into()),
            b't' => self.word("true").map(|()| Scalar::Boolean(true))?,
            b'f' => self.word("false").map(|()| Scalar::Boolean(false))?,
            b'n' => self.word("null").map(|()| Scalar::Null)?,
            _ => Scalar::Integer(self.number()?.parse().ok()?),
        })
    }

    /// Returns `true` if nothing but white space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    /// Reads a whole number.
    fn number(&mut self) -> Option<&'b str> {
        let digits = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let end = digits.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
        let is_whole = !matches!(digits.as_bytes().get(end), Some(b'.' | b'e' | b'E'));
        let is_canonical = end == 1 || end > 1 && !digits.starts_with('0');
        let (number, rest) = self.rest.split_at(self.rest.len() - digits.len() + end);
        self.rest = rest;
        (is_whole && is_canonical).then_some(number)
    }
}

/// Returns the length of a string: the number of bytes before the first quote, backslash or control
/// character. It compares eight bytes at once.
fn plain_length(bytes: &[u8]) -> usize {
    /// A one in each byte.
    const ONES: u64 = u64::MAX / 255;
    /// Returns a word with the highest bit of the first byte that is less than a limit. Only bytes after it
    /// can have that bit by mistake.
    const fn less(word: u64, limit: u8) -> u64 {
        word.wrapping_sub(ONES * limit as u64) & !word
    }
    let mut words = bytes.chunks_exact(8);
    for (at, word) in words.by_ref().enumerate() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        let quote = less(word ^ (ONES * b'"' as u64), 1);
        let backslash = less(word ^ (ONES * b'\\' as u64), 1);
        let found = (less(word, b' ') | quote | backslash) & (ONES << 7);
        if found != 0 {
            return at * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let is_end = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\');
    let rest = words.remainder();
    bytes.len() - rest.len() + rest.iter().position(is_end).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn strings_end_at_special_bytes() {
        for length in 0..40 {
            let plain: Vec<u8> = "é ~\u{7f}!#[]".bytes().cycle().take(length).collect();
            assert_eq!(plain_length(&plain), length);
            for end in [b'"', b'\\', b'\n', 0, 0x1f] {
                let text = [&plain[..], &[end, b'"', b'x', 0, b'!', b'#', 0xff, b' ', end]].concat();
                assert_eq!(plain_length(&text), length, "{end}");
            }
        }
    }
}
