//! Names: what a code, a table or a param is called in Rust, in a URL and on a disk.

use heck::ToUpperCamelCase;

/// The longest code, in bytes: a name that can be read aloud, and a file name on every system.
pub const MAX_CODE_BYTES: usize = errcat::code::MAX_CODE_LENGTH;

/// The Rust variant that a code gives; not necessarily a valid one.
pub fn variant(code: &str) -> String {
    code.to_upper_camel_case()
}

/// Whether a text is an identifier in `UpperCamelCase`, in ASCII.
pub fn is_variant(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a text is `snake_case`: valid as a Rust name, in a URL and as a file name. Words are parted by one `_`, or `a_b` and
/// `a__b` would become one name where Rust writes it in capitals.
pub fn is_snake_case(name: &str) -> bool {
    name.len() <= MAX_CODE_BYTES
        && !name.contains("__")
        && !name.ends_with('_')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The last segment of a code's URL: the code, with what a file name can't have replaced by `-`.
pub fn slug(code: &str) -> String {
    let mut slug: String = code
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '-' })
        .collect();
    // A hidden file, or one whose name Windows cuts off.
    if slug.starts_with('.') {
        slug.replace_range(..1, "-");
    }
    if slug.ends_with('.') {
        slug.replace_range(slug.len() - 1.., "-");
    }
    slug
}

/// A code as it is compared: in lower case, `-` as `_`.
pub fn folded(code: &str) -> String {
    code.to_lowercase().replace('-', "_")
}

/// Whether Windows keeps a file name for a device, with whatever extension.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|n| n.len() == 1 && n.starts_with(|c: char| matches!(c, '1'..='9')))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Whether Rust has taken a name, in any edition, as a keyword or as something that generated code refers to.
pub fn is_taken(name: &str) -> bool {
    // `syn` knows the keywords.
    syn::parse_str::<syn::Ident>(name).is_err()
        || matches!(name, "gen" | "errcat" | "std" | "core" | "alloc" | "union")
}

/// The segments of a Rust path such as `std::net::IpAddr`; `None` if it isn't one.
pub fn rust_path(text: &str) -> Option<syn::Path> {
    // A parser that recurses would overflow the stack at `a<a<a<…`.
    let is_plain =
        text.len() <= 2 * MAX_CODE_BYTES && text.chars().all(|c| c.is_alphanumeric() || "_:#".contains(c));
    let path: syn::Path = is_plain.then(|| syn::parse_str(text).ok()).flatten()?;
    let plain = path.segments.iter().all(|segment| segment.arguments.is_empty());
    (plain && path.segments.len() > 1).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(variant("agent_not_found"), "AgentNotFound");
        assert_eq!(variant("AGENT_ERROR"), "AgentError");
        assert_eq!(variant("KaizenAPIError"), "KaizenApiError");
        assert!(!is_variant(&variant("08P01")));
        assert_eq!(slug("../a b"), "-.-a-b");
        assert!(
            is_snake_case("rate_limit_2")
                && ["A", "2a", "a-b", "a__b", "a_", ""].iter().all(|name| !is_snake_case(name))
        );
        assert!(is_device("NUL.md") && is_device("com1") && !is_device("com0") && !is_device("console"));
        assert!(is_taken("type") && is_taken("self") && is_taken("errcat") && !is_taken("kakunin"));
    }
}
