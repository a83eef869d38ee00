//! Names of codes, tables and params in Rust, in URLs and in file names.

use crate::fingerprint::Fingerprint;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// The maximum length of a code, in bytes. Longer codes are hard to read aloud.
pub const MAX_CODE_BYTES: usize = errcat::code::MAX_CODE_LENGTH;

/// The maximum length of the name of a table, a param and the like, in bytes. Such a name becomes that of a
/// file.
const MAX_NAME_BYTES: usize = 128;

/// Returns the Rust variant of a code, which may be invalid.
pub fn variant(code: &str) -> String {
    code.to_upper_camel_case()
}

/// Returns the Rust variant of a title: its first words. `None` if it has no ASCII letters.
pub fn variant_of_title(title: &str) -> Option<String> {
    /// The maximum length. Titles are a few words, and a longer variant is hard to read.
    const MAX_BYTES: usize = 60;
    let words = title.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '\'' | '’'));
    let mut variant = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        let word = word.to_upper_camel_case();
        if variant.len() + word.len() > MAX_BYTES {
            break;
        }
        variant.push_str(&word);
    }
    let variant =
        if variant.starts_with(|c: char| c.is_ascii_digit()) { format!("Error{variant}") } else { variant };
    (is_variant(&variant) && variant != "Self").then_some(variant)
}

/// Returns the Rust variant of a known value of a param: `UsEast1` for `us-east-1`, `V12` for `1.2`. `None`
/// if the value has no ASCII letters or digits.
pub fn variant_of_value(value: &str) -> Option<String> {
    let words: String = value.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let variant = words.to_upper_camel_case();
    let variant =
        if variant.starts_with(|c: char| c.is_ascii_digit()) { format!("V{variant}") } else { variant };
    (is_variant(&variant) && variant != "Self").then_some(variant)
}

/// Returns `true` if a text is an ASCII identifier in `UpperCamelCase`.
pub fn is_variant(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns `true` if a text is `snake_case`, which is valid as a Rust name, in a URL and as a file name.
/// Words are separated by a single `_`, because `a_b` and `a__b` would become the same `UpperCamelCase` name.
pub fn is_snake_case(name: &str) -> bool {
    name.len() <= MAX_NAME_BYTES
        && !name.contains("__")
        && !name.ends_with('_')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Returns a valid name in `snake_case` for a name in another style; `None` if its words can't be written
/// that way.
pub fn suggest_snake_case(name: &str) -> Option<String> {
    let name = name.to_snake_case();
    let name = if is_taken(&name) { format!("{name}_name") } else { name };
    is_snake_case(&name).then_some(name)
}

/// Returns the words of any text in `snake_case`, of ASCII only. They may start with a digit.
pub fn ascii_words(text: &str) -> String {
    let words: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    words.to_snake_case()
}

/// Converts a code or a name to words: `agent_not_found` to `Agent not found`. Codes that are no words, such
/// as `E0123` and `42S02`, stay as they are.
pub fn in_words(code: &str) -> String {
    let has = |is: fn(&u8) -> bool| code.bytes().any(|byte| is(&byte));
    if has(u8::is_ascii_digit) && !has(u8::is_ascii_lowercase) && !has(u8::is_ascii_punctuation) {
        return code.to_owned();
    }
    let words = code.to_snake_case().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| code.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// The maximum length of the last segment of a code's URL. With the endings of files and of temporary files,
/// a file name stays below 255 bytes, the limit of most file systems.
const MAX_SLUG_BYTES: usize = 200;

/// Returns the last segment of a code's URL: the code, in which characters that are unsafe in file names are
/// replaced by `-`. The end of a long code is replaced by a hash.
pub fn slug(code: &str) -> String {
    let mut slug: String = code
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '-' })
        .collect();
    // Files that start with a dot are hidden, and Windows removes dots at the end.
    if slug.starts_with('.') {
        slug.replace_range(..1, "-");
    }
    if slug.ends_with('.') {
        slug.replace_range(slug.len() - 1.., "-");
    }
    // All characters are ASCII.
    if slug.len() > MAX_SLUG_BYTES {
        let hash = Fingerprint::of([code]).to_string();
        slug.truncate(MAX_SLUG_BYTES - hash.len() - 1);
        slug = format!("{slug}-{hash}");
    }
    slug
}

/// Returns a code as it is compared: in lower case, with `_` instead of `-`.
pub fn folded(code: &str) -> String {
    code.to_lowercase().replace('-', "_")
}

/// Returns `true` if Windows reserves a file name for a device. The extension doesn't matter.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|n| n.len() == 1 && n.starts_with(|c: char| matches!(c, '1'..='9')))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Returns `true` if a name is reserved: it is a keyword in any edition of Rust, or generated code refers to
/// it.
pub fn is_taken(name: &str) -> bool {
    // `syn` knows the keywords.
    syn::parse_str::<syn::Ident>(name).is_err()
        || matches!(name, "gen" | "errcat" | "std" | "core" | "alloc" | "union")
}

/// Returns `true` if a name can't be that of a fact, because a body or a code in Rust has something else of
/// this name.
pub fn is_fact_taken(name: &str) -> bool {
    /// The placeholders of bodies, those that bodies may have later, and the methods of codes.
    const TAKEN: [&str; 36] = [
        "answer",
        "api",
        "as_str",
        "borrow",
        "causes",
        "clone",
        "clone_into",
        "cmp",
        "code",
        "docs_url",
        "each",
        "entry",
        "eq",
        "fact",
        "facts",
        "fixes",
        "fmt",
        "from",
        "from_str",
        "hash",
        "into",
        "kind",
        "meaning",
        "message",
        "name",
        "params",
        "partial_cmp",
        "retry",
        "retryable",
        "severity",
        "status",
        "table",
        "title",
        "to_owned",
        "to_string",
        "type",
    ];
    TAKEN.contains(&name) || is_taken(name)
}

/// Parses a Rust path such as `std::net::IpAddr`; `None` if it isn't one, or has arguments or only one
/// segment.
pub fn rust_path(text: &str) -> Option<syn::Path> {
    // The parser is recursive, and would overflow the stack at `a<a<a<…`.
    let is_plain =
        text.len() <= 2 * MAX_NAME_BYTES && text.chars().all(|c| c.is_alphanumeric() || "_:#".contains(c));
    let path: syn::Path = is_plain.then(|| syn::parse_str(text).ok()).flatten()?;
    let plain = path.segments.iter().all(|segment| segment.arguments.is_empty());
    (plain && path.segments.len() > 1).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_variants() {
        let variants = ["us-east-1", "1.2", "Pro Plus", "don't", "HTTP_2", "type"].map(variant_of_value);
        let expected = ["UsEast1", "V12", "ProPlus", "DonT", "Http2", "Type"].map(|it| Some(it.to_owned()));
        assert_eq!(variants, expected);
        assert!(["", "+", "é", "self"].iter().all(|value| variant_of_value(value).is_none()));
    }

    #[test]
    fn names_are_converted_and_checked() {
        assert_eq!(variant("agent_not_found"), "AgentNotFound");
        assert_eq!(variant("AGENT_ERROR"), "AgentError");
        assert_eq!(variant("KaizenAPIError"), "KaizenApiError");
        assert!(!is_variant(&variant("08P01")));
        assert_eq!(variant_of_title("Invalid 'To' Phone Number").as_deref(), Some("InvalidToPhoneNumber"));
        assert_eq!(variant_of_title("Can't read TwiML").as_deref(), Some("CantReadTwiMl"));
        assert_eq!(variant_of_title("404 Not found").as_deref(), Some("Error404NotFound"));
        assert_eq!(variant_of_title(&"word ".repeat(30)).map(|name| name.len()), Some(60));
        assert!(variant_of_title("名前").is_none() && variant_of_title("").is_none());
        for (code, words) in [
            ("agent_not_found", "Agent not found"),
            ("PaymentFailed", "Payment failed"),
            ("HTTP_404", "Http 404"),
            ("E0123", "E0123"),
            ("08P01", "08P01"),
            ("21211", "21211"),
        ] {
            assert_eq!(in_words(code), words);
        }
        assert_eq!(slug("../a b"), "-.-a-b");
        assert!(
            is_snake_case("rate_limit_2")
                && ["A", "2a", "a-b", "a__b", "a_", ""].iter().all(|name| !is_snake_case(name))
        );
        assert_eq!(suggest_snake_case("podName").as_deref(), Some("pod_name"));
        assert_eq!(suggest_snake_case("HTTP-Status").as_deref(), Some("http_status"));
        assert_eq!(suggest_snake_case("Type").as_deref(), Some("type_name"));
        assert!(suggest_snake_case("2fa").is_none() && suggest_snake_case("名前").is_none());
        assert!(is_device("NUL.md") && is_device("com1") && !is_device("com0") && !is_device("console"));
        assert!(is_taken("type") && is_taken("self") && is_taken("errcat") && !is_taken("kakunin"));
    }
}
