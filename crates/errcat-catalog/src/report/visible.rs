//! Making visible what a terminal would obey or hide.
//!
//! A catalog's text could retitle the window, rewrite lines that were printed before (ESC, CSI, OSC; also as the
//! C1 characters that some terminals take for them), or show another order than it has (bidirectional marks:
//! "Trojan Source", CVE-2021-42574). Nothing like it is ever printed raw.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every character that isn't shown as itself written as `\u{1b}`, line breaks and tabs too.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, |c| is_invisible(c) || c == '\n' || c == '\t')
}

/// The same for a text of several lines: line breaks and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, is_invisible)
}

/// The same JSON with what a terminal would obey or hide as `\u` escapes; such characters stand only in strings.
pub fn json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_invisible(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(shown, "\\u{unit:04x}").expect("writing to a String");
            }
        } else {
            shown.push(c);
        }
    }
    shown
}

/// One visible character for each one of the text, so that a caret below it stays in its column.
pub(super) fn in_place(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\0'..='\x08' | '\x0a'..='\x1f' => {
                char::from_u32(0x2400 + u32::from(c)).expect("the pictures of the control characters")
            }
            '\x7f' => '\u{2421}',
            c if is_invisible(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// Whether a terminal obeys the character or hides it; line breaks and tabs it shows.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, byte order mark.
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' => true,
        // Zero width and direction marks; line and paragraph separators, embeddings, overrides; isolates.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        // Interlinear annotation; tags, which spell text that nobody sees.
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

fn escape(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if hidden(c) => shown.push_str("\\n"),
            '\t' if hidden(c) => shown.push_str("\\t"),
            c if hidden(c) => write!(shown, "\\u{{{:x}}}", u32::from(c)).expect("writing to a String"),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}
