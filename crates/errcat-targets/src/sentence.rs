//! Texts of the catalog as sentences, to be followed by another one. Authors end texts with a full stop or
//! without.

use std::borrow::Cow;

use tera::{Kwargs, State, Tera, Value};

/// Characters that can follow the end of a sentence: quotes, brackets, and markup for emphasis, also escaped.
const CLOSING: [char; 8] = ['*', '_', ')', '"', '”', '’', '»', '\\'];

/// Returns a text with a full stop, unless it ends with a punctuation mark.
pub(crate) fn sentence(text: &str) -> Cow<'_, str> {
    let text = text.trim_end();
    let is_complete = text.trim_end_matches(CLOSING).ends_with(['.', '!', '?', ':', '…', '。', '！', '？']);
    if is_complete || text.is_empty() { text.into() } else { format!("{text}.").into() }
}

/// Registers the filter `sentence`. It keeps markup.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_filter("sentence", |text: Value, _: Kwargs, _: &State<'_>| {
        let sentence = Value::normal_string(&sentence(text.as_str().unwrap_or_default()));
        if text.is_safe() { sentence.mark_safe() } else { sentence }
    });
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_full_stop_is_added_once() {
        for (text, expected) in [
            ("The key", "The key."),
            ("The key.", "The key."),
            ("The key. ", "The key."),
            ("Which key?", "Which key?"),
            ("The *key.*", "The *key.*"),
            ("The key (a path.)", "The key (a path.)"),
            ("The key (a path)", "The key (a path)."),
            ("As in `a.b.`", "As in `a.b.`."),
            ("キー。", "キー。"),
            ("One of:*", "One of:*"),
            (r"One of:\*", r"One of:\*"),
            ("", ""),
        ] {
            assert_eq!(sentence(text), expected);
        }
    }
}
