//! Finds characters that readers don't see, or that change how the text around them is shown.
//!
//! Because of them, two texts can look the same and differ (`ab\u{200b}cd` and `abcd`), a terminal can show
//! something other than what is in the file, and code or text can be shown in a different order (Trojan
//! Source, CVE-2021-42574). They are whole categories and properties of Unicode, so that the next version of
//! Unicode needs no change here.
//!
//! Some scripts and emoji need invisible characters: Persian and Hindi need joiners, a family is an emoji of
//! three with joiners between them, and texts in Hebrew and Arabic may need direction marks.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// Characters without a glyph: control and format characters, separators of lines and paragraphs, characters
/// for private use, and those that are ignored if a font doesn't support them. U+2800 is the blank Braille
/// pattern.
///
/// Some format characters of Arabic and Egyptian are visible.
const INVISIBLE: &str = r"[
    \p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u{2800}
    --[\n\t\p{Prepended_Concatenation_Mark}\p{Egyptian_Hieroglyphs}]
]";

/// Sequences in which a script or an emoji needs an invisible character.
const NEEDED: &str = r"
    # Several emoji that are shown as one: a family, a profession, the rainbow flag.
    \p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}]*
        (?:\u{200D}\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}]*)+
    # The flag of a region, such as Scotland.
  | \u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}
    # A key, and a character that is shown as an emoji or as text.
  | [0-9\#*]\u{FE0F}\u{20E3}
  | [\p{Emoji}--[0-9\#*]][\u{FE0E}\u{FE0F}]
    # A joiner after a letter or mark of a script whose letters change their form next to each other.
  | [\p{scx=Arabic}\p{scx=Syriac}\p{scx=Nko}\p{scx=Mandaic}\p{scx=Mongolian}\p{scx=Phags_Pa}
     \p{scx=Adlam}\p{scx=Hanifi_Rohingya}\p{scx=Sogdian}\p{scx=Manichaean}
     \p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}
     \p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}\p{scx=Myanmar}\p{scx=Khmer}
     \p{scx=Balinese}\p{scx=Javanese}\p{scx=Newa}\p{scx=Grantha}\p{scx=Meetei_Mayek}]
        [\u{200C}\u{200D}]
    # Another form of a character.
  | [\p{Han}\p{Mongolian}\p{Myanmar}\p{Phags_Pa}\p{Manichaean}\p{Sm}][\p{Variation_Selector}\u{180E}]
    # The end of a word in a script that is written without spaces.
  | [\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Javanese}\p{Balinese}]\u{200B}
";

/// Letters that are written from right to left.
const RIGHT_TO_LEFT: &str = r"[
    \p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}\p{Samaritan}\p{Mandaic}\p{Adlam}\p{Hanifi_Rohingya}
    --\p{Cf}
]";

/// The marks for scripts that are written from right to left.
const DIRECTION_MARKS: [char; 3] = ['\u{200E}', '\u{200F}', '\u{61C}'];

static ALL: LazyLock<Regex> = LazyLock::new(|| compile(INVISIBLE));
static NEEDED_OR_INVISIBLE: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!("(?<needed>{NEEDED})|{INVISIBLE}")));
static HAS_RIGHT_TO_LEFT: LazyLock<Regex> = LazyLock::new(|| compile(RIGHT_TO_LEFT));

fn compile(pattern: &str) -> Regex {
    // White space and comments in patterns are ignored.
    Regex::new(&format!("(?x){pattern}")).expect("the patterns are constants")
}

/// Returns the invisible characters of a text that nothing needs, each with its position. Line feeds and tabs
/// aren't invisible, but carriage returns are.
pub fn find(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut start = 0;
    let lines = if is_visible_ascii(text) { "" } else { text }.split_inclusive('\n');
    lines.flat_map(move |line| {
        let at = start;
        start += line.len();
        find_in_line(line).into_iter().map(move |(within, c)| (at + within, c))
    })
}

fn find_in_line(line: &str) -> Vec<(usize, char)> {
    if is_visible_ascii(line) {
        return Vec::new();
    }
    let found = NEEDED_OR_INVISIBLE.captures_iter(line).filter(|found| found.name("needed").is_none());
    let mut found: Vec<(usize, char)> = found.filter_map(|found| position(found.get(0)?)).collect();
    if found.iter().any(|(_, c)| DIRECTION_MARKS.contains(c)) && HAS_RIGHT_TO_LEFT.is_match(line) {
        found.retain(|(_, c)| !DIRECTION_MARKS.contains(c));
    }
    found
}

/// Returns all invisible characters of a text, each with its position, whether or not something needs them.
pub fn all(text: &str) -> impl Iterator<Item = (usize, char)> {
    let text = if is_visible_ascii(text) { "" } else { text };
    ALL.find_iter(text).filter_map(position)
}

/// Replaces the invisible characters that nothing needs by spaces.
pub fn blanked(text: &str) -> Cow<'_, str> {
    replace(text, find(text), |blanked, _| blanked.push(' '))
}

/// Replaces characters of a text, given with their positions. `push` adds what replaces a character.
pub(crate) fn replace<'t>(
    text: &'t str,
    found: impl Iterator<Item = (usize, char)>,
    push: impl Fn(&mut String, char),
) -> Cow<'t, str> {
    let mut shown = String::new();
    let mut copied = 0;
    for (at, c) in found {
        shown.push_str(&text[copied..at]);
        push(&mut shown, c);
        copied = at + c.len_utf8();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[copied..]);
    Cow::Owned(shown)
}

/// Returns `true` if a character is invisible by itself.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        c if c.is_ascii() => c.is_ascii_control(),
        c => ALL.is_match(c.encode_utf8(&mut [0; 4])),
    }
}

/// Returns `true` if a text consists of visible ASCII characters and line feeds. Most texts do, and the check
/// is fast.
pub fn is_visible_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

fn position(found: regex::Match<'_>) -> Option<(usize, char)> {
    Some((found.start(), found.as_str().chars().next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<char> {
        find(text).map(|(_, c)| c).collect()
    }

    #[test]
    fn invisible_characters_are_found_with_their_position() {
        assert_eq!(find("é\nab\u{200B}cd").collect::<Vec<_>>(), [(5, '\u{200B}')]);
        for text in [
            "\0",
            "\u{7F}",
            "\u{85}",
            "\r",
            "\u{AD}",
            "\u{34F}",
            "\u{61C}",
            "\u{115F}",
            "\u{180E}",
            "\u{200B}",
            "\u{200C}",
            "\u{200D}",
            "\u{200E}",
            "\u{2028}",
            "\u{2029}",
            "\u{202E}",
            "\u{2060}",
            "\u{2066}",
            "\u{2800}",
            "\u{3164}",
            "\u{E000}",
            "\u{FE0F}",
            "\u{FEFF}",
            "\u{FFA0}",
            "\u{FFF9}",
            "\u{FFFE}",
            "\u{1D173}",
            "\u{E0041}",
            "\u{E0100}",
            "\u{F0000}",
        ] {
            let c = text.chars().next().expect("a character");
            assert!(is_invisible(c), "{}", c.escape_unicode());
            assert_eq!(found(&format!("ab{text}cd")), [c], "{}", c.escape_unicode());
        }
    }

    #[test]
    fn visible_characters_and_spaces_are_not_found() {
        let text = "a\tb\nc é ß ø 日本語 한국어 ไทย русский \u{A0}x\u{202F}y\u{3000}z \u{600}1 🦀 👍🏽 🇩🇪 ∑ → e\u{301}";
        assert!(found(text).is_empty());
        assert_eq!(all(text).count(), 0);
    }

    #[test]
    fn scripts_and_emoji_keep_what_they_need() {
        for text in [
            "می\u{200C}خواهم",
            "ه\u{200D}.",
            "क्\u{200D}ष",
            "ක්\u{200D}ර",
            "மின்\u{200C}",
            "ភាសា\u{200B}ខ្មែរ",
            "ไทย\u{200B}ไทย",
            "👩\u{200D}💻",
            "👨🏽\u{200D}👩\u{200D}👧",
            "🏳\u{FE0F}\u{200D}🌈",
            "❤\u{FE0F}\u{200D}🔥",
            "ℹ\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "葛\u{E0100}",
            "שלום\u{200F}!",
            "a \u{200E}سلام",
        ] {
            assert!(found(text).is_empty(), "{text}");
            assert!(all(text).count() > 0, "{text}");
        }
    }

    #[test]
    fn what_scripts_and_emoji_need_does_not_hide_elsewhere() {
        for (text, c) in [
            ("می\u{200C}\u{200C}خ", '\u{200C}'),
            ("👩\u{200D}x", '\u{200D}'),
            ("\u{200D}👩", '\u{200D}'),
            ("40\u{FE0F}4", '\u{FE0F}'),
            ("e\u{FE0F}", '\u{FE0F}'),
            ("x\u{E0100}", '\u{E0100}'),
            ("🏴\u{E0067}", '\u{E0067}'),
            ("שלום\nab\u{200F}", '\u{200F}'),
            ("שלום \u{202E}", '\u{202E}'),
        ] {
            assert_eq!(found(text), [c], "{text}");
        }
    }
}
