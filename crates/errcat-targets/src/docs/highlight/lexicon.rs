//! The syntax of the languages that are highlighted.

/// The syntax of a language.
pub(super) struct Lexicon {
    pub(super) comment: &'static [&'static str],
    pub(super) quotes: &'static str,
    /// Sorted, for binary search.
    pub(super) keywords: &'static [&'static str],
    /// `true` if a string or a word before a colon is a member name.
    pub(super) members: bool,
}

/// Returns the syntax of a language; `None` if it isn't known.
pub(super) fn lexicon(language: &str) -> Option<&'static Lexicon> {
    const JSON: Lexicon =
        Lexicon { comment: &[], quotes: "\"", keywords: &["false", "null", "true"], members: true };
    const YAML: Lexicon =
        Lexicon { comment: &["#"], quotes: "\"'", keywords: &["false", "null", "true"], members: true };
    const SHELL: Lexicon = Lexicon {
        comment: &["# "],
        quotes: "\"'",
        keywords: &["curl", "do", "done", "else", "export", "fi", "for", "if", "then", "while"],
        members: false,
    };
    const RUST: Lexicon = Lexicon {
        comment: &["//"],
        quotes: "\"",
        keywords: &[
            "as", "async", "await", "const", "else", "enum", "fn", "for", "if", "impl", "in", "let", "loop",
            "match", "mod", "mut", "pub", "return", "self", "struct", "trait", "use", "where", "while",
        ],
        members: false,
    };
    const PYTHON: Lexicon = Lexicon {
        comment: &["#"],
        quotes: "\"'",
        keywords: &[
            "False", "None", "True", "and", "as", "async", "await", "class", "def", "elif", "else", "except",
            "finally", "for", "from", "if", "import", "in", "is", "not", "or", "pass", "raise", "return",
            "try", "while", "with", "yield",
        ],
        members: false,
    };
    const SCRIPT: Lexicon = Lexicon {
        comment: &["//"],
        quotes: "\"'`",
        keywords: &[
            "async",
            "await",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "else",
            "export",
            "false",
            "finally",
            "for",
            "from",
            "function",
            "if",
            "import",
            "in",
            "interface",
            "let",
            "new",
            "null",
            "of",
            "return",
            "switch",
            "this",
            "throw",
            "true",
            "try",
            "type",
            "typeof",
            "undefined",
            "while",
        ],
        members: false,
    };
    // One for all of them: a keyword of one language is rarely a name in another.
    const C_LIKE: Lexicon = Lexicon {
        comment: &["//"],
        quotes: "\"'",
        keywords: &[
            "bool",
            "break",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "defer",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "foreach",
            "fun",
            "func",
            "function",
            "if",
            "implements",
            "import",
            "int",
            "interface",
            "let",
            "long",
            "namespace",
            "new",
            "nil",
            "null",
            "override",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "static",
            "struct",
            "switch",
            "this",
            "throw",
            "throws",
            "true",
            "try",
            "type",
            "using",
            "val",
            "var",
            "void",
            "while",
        ],
        members: false,
    };
    const RUBY: Lexicon = Lexicon {
        comment: &["#"],
        quotes: "\"'",
        keywords: &[
            "begin", "class", "def", "do", "else", "elsif", "end", "ensure", "false", "if", "module", "nil",
            "raise", "rescue", "return", "self", "true", "unless", "while", "yield",
        ],
        members: false,
    };
    const SQL: Lexicon = Lexicon {
        comment: &["--"],
        quotes: "\"'`",
        keywords: &[
            "ALTER", "AND", "AS", "BY", "CREATE", "DELETE", "DROP", "FROM", "GROUP", "HAVING", "IN",
            "INSERT", "INTO", "IS", "JOIN", "LEFT", "LIMIT", "NOT", "NULL", "ON", "OR", "ORDER", "SELECT",
            "SET", "TABLE", "UPDATE", "VALUES", "WHERE",
        ],
        members: false,
    };
    Some(match language {
        "c" | "cpp" | "csharp" | "dart" | "go" | "java" | "kotlin" | "php" | "scala" | "swift" => &C_LIKE,
        "rb" | "ruby" => &RUBY,
        "sql" => &SQL,
        "json" => &JSON,
        "yaml" | "yml" | "toml" => &YAML,
        "sh" | "bash" | "shell" | "console" | "curl" => &SHELL,
        "rust" | "rs" => &RUST,
        "python" | "py" => &PYTHON,
        "javascript" | "js" | "typescript" | "ts" | "jsx" | "tsx" => &SCRIPT,
        _ => return None,
    })
}
