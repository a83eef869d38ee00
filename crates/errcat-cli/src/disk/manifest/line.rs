//! A line of a manifest: `HASH  PATH`.

use camino::{Utf8Component, Utf8Path};

use super::{Hash, MANIFEST};

/// A parsed line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// A file, by its path from the manifest's directory, and a hash of it.
    File(&'t str, Hash),
    /// A comment, an empty line, or a conflict marker.
    Other,
}

/// The beginnings of the lines that git adds for a conflict.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The length of a hash in hexadecimal digits.
const HEX_CHARS: usize = 2 * size_of::<Hash>();
const SEPARATOR: &str = "  ";

/// Parses a line without its line break.
///
/// # Errors
///
/// The reason why errcat can't have written it.
pub(super) fn parse(line: &str) -> Result<Line<'_>, &'static str> {
    let is_marker = CONFLICT_MARKERS.iter().any(|marker| line.starts_with(marker));
    if line.is_empty() || line.starts_with('#') || is_marker {
        return Ok(Line::Other);
    }
    let parts = line.split_at_checked(HEX_CHARS);
    let parts = parts.and_then(|(hash, rest)| Some((unhex(hash)?, rest.strip_prefix(SEPARATOR)?)));
    let Some((hash, path)) = parts else { return Err("this isn't a SHA-256 and a path") };
    match objection(path) {
        Some(objection) => Err(objection),
        None => Ok(Line::File(path, hash)),
    }
}

/// Writes a line. The path has `/` between its parts.
pub(super) fn push(text: &mut String, path: &str, hash: &Hash) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    hash.iter().for_each(|byte| text.extend([digit(byte >> 4), digit(byte & 15)]));
    text.extend([SEPARATOR, path, "\n"]);
}

/// Returns the length of a line with its break.
pub(super) fn length(path: &str) -> usize {
    HEX_CHARS + SEPARATOR.len() + path.len() + 1
}

/// Returns the reason why errcat can't have listed a path. `None` if it may have.
fn objection(path: &str) -> Option<&'static str> {
    let path = Utf8Path::new(path);
    let is_inside = path.components().all(|part| matches!(part, Utf8Component::Normal(_)));
    if path.is_absolute() || !is_inside {
        return Some("this path leads out of the manifest's folder");
    }
    // `components` normalizes `a//b` and `a/./b`, which errcat doesn't generate.
    let is_plain = path.as_str().split('/').all(|part| !part.is_empty() && part != ".");
    if !is_plain || path.as_str().contains('\\') || path.file_name() == Some(MANIFEST) {
        return Some("errcat doesn't generate a file of this name");
    }
    None
}

fn unhex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(hash)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_line_is_read_back() {
        let hash = super::super::hash(b"text");
        let mut text = String::new();
        push(&mut text, "shop/orders page.html", &hash);
        let expected = Line::File("shop/orders page.html", hash);
        assert_eq!(parse(text.trim_end()), Ok(expected));
    }

    #[test]
    fn comments_and_conflict_markers_are_skipped() {
        for line in ["", "# a comment", "<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs"] {
            assert_eq!(parse(line), Ok(Line::Other), "{line}");
        }
    }

    #[test]
    fn forged_lines_are_rejected() {
        let hash = "0".repeat(HEX_CHARS);
        let paths =
            ["/etc/passwd", "../a", "a/../../b", "..", ".", "", "a//b", "a/", "./a", "a\\b", MANIFEST];
        for path in paths {
            assert!(parse(&format!("{hash}  {path}")).is_err(), "{path}");
        }
        let lines =
            [format!("{hash} a"), format!("{}  a", "0".repeat(63)), format!("{}g  a", "0".repeat(63))];
        for line in lines.iter().map(String::as_str).chain(["a", "é"]) {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
