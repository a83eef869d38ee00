//! Escapes characters that a terminal would interpret or hide.
//!
//! The text of a catalog could change the title of the window, overwrite lines that were printed before (with
//! ESC, CSI and OSC, or the C1 characters that some terminals treat as such), or be shown in a different
//! order (bidirectional marks: "Trojan Source", CVE-2021-42574). These characters are never printed
//! unescaped.

use std::borrow::Cow;
use std::fmt::Write;

/// Escapes invisible characters as `\u{1b}`, and line breaks and tabs as `\n` and `\t`.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, |c| is_invisible(c) || c == '\n' || c == '\t')
}

/// Like [`line()`], for several lines: keeps line breaks and tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, is_invisible)
}

/// Replaces invisible characters in JSON by `\u` escapes. They can only be in strings.
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

/// Replaces each invisible character by one visible character, to keep the columns.
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

/// Returns `true` if a terminal interprets or hides the character. Line breaks and tabs are visible.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, byte order mark.
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' => true,
        // Zero width and direction marks; line and paragraph separators, embeddings, overrides; isolates.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        // Interlinear annotation; tags, which can spell invisible text.
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
