//! Words that other tools and languages use for the words of the catalog.

/// Words of the catalog, each with words that mean the same elsewhere, in lower case.
const SYNONYMS: &[(&str, &[&str])] = &[
    // Keys.
    ("aliases", &["former", "formerly", "old_codes", "previously", "renamed_from"]),
    ("answer", &["quick_fix", "tldr"]),
    ("causes", &["reason", "reasons", "why"]),
    ("code_examples", &["code_samples", "snippets"]),
    ("deprecated", &["deprecation"]),
    ("doc", &["comment", "desc", "description"]),
    ("each", &["item", "items"]),
    ("example", &["sample"]),
    ("examples", &["samples"]),
    ("facts", &["attributes", "constants", "metadata"]),
    ("fails", &["bad", "before", "broken", "incorrect", "wrong"]),
    ("fixes", &["action", "remediation", "remedy", "resolution", "solution", "solutions", "workaround"]),
    (
        "is",
        &[
            "base",
            "category",
            "extends",
            "group",
            "inherits",
            "inherits_from",
            "instance_of",
            "kind",
            "parent",
        ],
    ),
    ("former_page_paths", &["old_page_paths", "page_path_aliases", "redirect_from", "redirects"]),
    ("language", &["lang", "syntax"]),
    ("log", &["debug_message", "internal_message", "log_message"]),
    ("mark", &["highlight", "label", "range", "underline"]),
    ("meaning", &["description", "detail", "details", "explanation"]),
    ("message", &["msg", "template", "text"]),
    ("operations", &["endpoint", "endpoints", "paths", "routes"]),
    ("optional", &["nullable"]),
    ("owner", &["contact", "maintainer", "team"]),
    ("page_path", &["address", "page", "page_url", "pages", "permalink", "url_path", "url_pattern"]),
    ("params", &["args", "arguments", "parameters", "variables"]),
    ("related", &["see", "see_also"]),
    ("retired", &["obsolete", "removed", "withdrawn"]),
    ("retry", &["retriable", "retries", "retryable"]),
    ("severity", &["level", "priority"]),
    ("status", &["http_code", "http_status", "httpstatus", "status_code", "statuscode"]),
    ("summary", &["description"]),
    ("since", &["added", "introduced", "version"]),
    ("use", &["instead", "replaced_by", "replacement", "successor", "superseded_by", "use_instead"]),
    ("works", &["after", "corrected", "fixed", "good", "right"]),
    // Words.
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
