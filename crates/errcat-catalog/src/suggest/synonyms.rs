//! Words that other tools and languages use for the words of the catalog.

/// Words of the catalog, each with words that mean the same elsewhere, in lower case.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("backoff", &["always", "true", "yes"]),
    ("constant", &["fixed"]),
    ("critical", &["alert", "blocker", "emergency", "fatal", "panic", "severe"]),
    ("error", &["failure"]),
    ("exponential", &["exp"]),
    ("info", &["debug", "hint", "information", "informational", "note", "notice"]),
    ("internal", &["operator", "operators", "private"]),
    ("milliseconds", &["millis", "ms", "msec"]),
    ("never", &["false", "no", "none"]),
    ("none", &["null", "~"]),
    ("public", &["client", "clients", "external"]),
    ("rfc3339", &["iso", "iso-8601", "iso8601", "rfc-3339"]),
    ("seconds", &["epoch", "s", "sec", "secs", "unix"]),
    ("secret", &["hidden", "sensitive"]),
    ("true", &["1", "on", "y", "yes"]),
    ("false", &["0", "n", "no", "off"]),
    ("warning", &["caution", "warn"]),
];

/// Returns the known word that means the same as another word.
pub(super) fn synonym<'a>(word: &str, mut known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let means = |known: &str| {
        SYNONYMS.iter().any(|(word_here, others)| *word_here == known && others.contains(&word))
    };
    known.find(|known| means(known))
}
