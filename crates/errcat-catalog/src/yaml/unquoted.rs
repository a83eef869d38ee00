//! Explains syntax errors in texts that need quotes.

use std::ops::Range;

use crate::invisible;
use crate::suggest::quoted;

/// A text that isn't valid YAML without quotes.
pub(super) struct Unquoted {
    /// The place of the text.
    pub(super) place: Range<usize>,
    /// The problem.
    pub(super) message: String,
    /// How to fix it.
    pub(super) help: String,
}

/// Returns the text at which the parser gave up, if quotes would make it valid. `None` if the mistake is
/// another one.
pub(super) fn find(file: &str, error_at: usize) -> Option<Unquoted> {
    let place = value_on_line(file, error_at)?;
    let (value, at) = (&file[place.clone()], error_at - place.start);
    let first = value.chars().next()?;
    if value[at..].starts_with(invisible::is_invisible) {
        return None;
    }
    let message = match first {
        '`' | '@' | '%' => format!("a text starts with {}, which YAML reserves", name(first)),
        '"' | '\'' if at > 0 && value[..at].trim_end().ends_with(first) => {
            "the text goes on after its closing quote".to_owned()
        }
        '{' | '[' if depth(&value[..at]) == 0 => {
            format!("a text starts with {}, so YAML reads it as a {}", name(first), collection(first))
        }
        '{' | '[' => return in_brackets(file, place, at),
        '"' | '\'' | '|' | '>' | '&' | '*' | '!' | '#' => return None,
        _ if value[..at].contains(": ") || value[at..].starts_with(": ") => {
            "a text contains `: `, so YAML reads it as a key and its value".to_owned()
        }
        _ => return None,
    };
    let help = format!("quote it: {}", in_quotes(value));
    Some(Unquoted { place, message, help })
}

/// Explains an error in a list or map in brackets.
fn in_brackets(file: &str, place: Range<usize>, at: usize) -> Option<Unquoted> {
    let value = &file[place.clone()];
    let wrong = value[at..].chars().next().filter(|c| "`@%{}[]:".contains(*c))?;
    let what = if value.starts_with('[') { "list" } else { "map" };
    let message = format!("a text in a {what} in brackets contains {}", name(wrong));
    let help = format!(
        "quote that text, or write the {what} without brackets: each {} on its own line",
        if what == "list" { "item after `- `" } else { "`key: value`" }
    );
    let start = place.start + at;
    Some(Unquoted { place: start..start + wrong.len_utf8(), message, help })
}

/// Returns the place of the value that a line contains after its list markers and its key.
fn value_on_line(file: &str, at: usize) -> Option<Range<usize>> {
    let start = file[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = file[start..].lines().next().unwrap_or_default().trim_end();
    let end = start + line.len();
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    if let Some((key, value)) = rest.split_once(": ")
        && is_key(key)
    {
        rest = value.trim_start();
    }
    let value = end - rest.len()..end;
    (!rest.is_empty() && value.contains(&at)).then_some(value)
}

/// Returns the number of brackets that are open at the end of a text.
fn depth(text: &str) -> usize {
    text.chars().fold(0, |depth, c| match c {
        '{' | '[' => depth + 1,
        '}' | ']' => depth.saturating_sub(1),
        _ => depth,
    })
}

fn collection(bracket: char) -> &'static str {
    if bracket == '[' { "list" } else { "map" }
}

/// Returns a character as messages show it.
fn name(c: char) -> String {
    if c == '`' { "a backtick".to_owned() } else { quoted(c.encode_utf8(&mut [0; 4])) }
}

/// Returns a text in quotes, as it would be written in a file, for a message: cut if it is very long.
pub fn in_quotes(text: &str) -> String {
    /// The maximum number of characters that are shown. The text is to be copied, so it may fill some lines.
    const MAX_CHARS: usize = 400;
    if let Some((end, _)) = text.char_indices().nth(MAX_CHARS) {
        return format!("\"{}…\"", &text[..end]);
    }
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::{find, in_quotes};

    #[test]
    fn texts_that_need_quotes_are_found() {
        // The second text is what the finding points at, `^` where the parser gives up.
        for (line, text) in [
            ("    message: ^`id` is wrong", "`id` is wrong"),
            ("      - ^@user is unknown", "@user is unknown"),
            ("    message: Not found^: there is none", "Not found: there is none"),
            ("    message: {agent} ^was lost", "{agent} was lost"),
            ("      - [agent] ^was lost", "[agent] was lost"),
            ("      - \"a\" ^and b", "\"a\" and b"),
            ("    fixes: [Use ^{b} again]", "{"),
            ("    fixes: [^`a` again]", "`"),
            ("  a: { doc: The ^{x}, example: 1 }", "{"),
        ] {
            let at = line.find('^').expect("a mark");
            let file = format!("title: T\n{}\nnext: x\n", line.replacen('^', "", 1));
            let found = find(&file, "title: T\n".len() + at).expect(line);
            assert_eq!(&file[found.place], text, "{line}");
        }
        for line in ["    status^: 404", "    causes^: [A]", "  ^bad", "    message: \"It's ^open"] {
            let at = line.find('^').expect("a mark");
            assert!(find(&line.replacen('^', "", 1), at).is_none(), "{line}");
        }
    }

    #[test]
    fn quotes_are_chosen_by_the_text() {
        assert_eq!(in_quotes("a: b"), "\"a: b\"");
        assert_eq!(in_quotes("it's \"x\""), "'it''s \"x\"'");
    }
}
