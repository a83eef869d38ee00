//! Escapes characters that a terminal would interpret or hide.
//!
//! The text of a catalog could change the title of the window, overwrite lines that were printed before (with
//! ESC, CSI and OSC, or the C1 characters that some terminals treat as such), or be shown in a different
//! order (bidirectional marks: "Trojan Source", CVE-2021-42574). These characters are never printed
//! unescaped.

use std::borrow::Cow;
use std::fmt::Write;

use crate::invisible;

/// Escapes invisible characters as `\u{1b}`, and line breaks and tabs as `\n` and `\t`.
pub fn line(text: &str) -> Cow<'_, str> {
    let escaped = lines(text);
    match escaped.contains(['\n', '\t']) {
        true => Cow::Owned(escaped.replace('\n', "\\n").replace('\t', "\\t")),
        false => escaped,
    }
}

/// Like [`line()`], for several lines: keeps line breaks and tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    let escape = |shown: &mut String, c: char| {
        write!(shown, "\\u{{{:x}}}", u32::from(c)).expect("writing to a String");
    };
    invisible::replace(text, invisible::find(text), escape)
}

/// Replaces invisible characters in JSON by `\u` escapes. They can only be in strings.
pub fn json(json: &str) -> String {
    let escape = |shown: &mut String, c: char| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(shown, "\\u{unit:04x}").expect("writing to a String");
        }
    };
    invisible::replace(json, invisible::all(json), escape).into_owned()
}

/// Replaces each invisible character by one visible character, to keep the columns. The result for a part of
/// a text is a part of the result, so characters that something needs are replaced, too.
pub(super) fn in_place(text: &str) -> String {
    let picture = |c: char| match c {
        '\0'..='\x1f' => {
            char::from_u32(0x2400 + u32::from(c)).expect("the pictures of the control characters")
        }
        '\x7f' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    let shown = invisible::replace(text, invisible::all(text), |shown, c| shown.push(picture(c)));
    shown.replace('\n', &picture('\n').to_string())
}
