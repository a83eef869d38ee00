//! The comment syntax of file formats, for the first line of generated files.

use std::collections::BTreeMap;

/// The start and the end of a comment on its own line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) start: String,
    /// Empty if the comment ends with the line.
    pub(super) end: String,
}

/// Comment starts and ends, with the extensions of files that use them. Files without an extension are listed
/// by name.
const COMMENTS: &[(&str, &str, &[&str])] = &[
    (
        "//",
        "",
        &[
            "c", "cc", "cjs", "cpp", "cs", "cts", "dart", "fs", "go", "gradle", "groovy", "h", "hpp", "java",
            "js", "json5", "jsonc", "jsx", "kt", "kts", "less", "mjs", "mod", "mts", "php", "proto", "rs",
            "scala", "scss", "swift", "ts", "tsx", "zig",
        ],
    ),
    (
        "#",
        "",
        &[
            ".editorconfig",
            ".gitattributes",
            ".gitignore",
            ".npmignore",
            "Dockerfile",
            "Gemfile",
            "Makefile",
            "Rakefile",
            "bash",
            "cfg",
            "conf",
            "env",
            "ex",
            "exs",
            "graphql",
            "jl",
            "mk",
            "nix",
            "pl",
            "properties",
            "py",
            "pyi",
            "r",
            "rb",
            "sh",
            "tf",
            "toml",
            "yaml",
            "yml",
        ],
    ),
    ("--", "", &["elm", "hs", "lua", "sql"]),
    (";", "", &["clj", "el", "ini", "lisp", "scm"]),
    ("%", "", &["erl", "hrl", "tex"]),
    ("/*", "*/", &["css"]),
    ("(*", "*)", &["ml", "mli"]),
    ("<!--", "-->", &["htm", "html", "md", "plist", "resx", "svg", "vue", "xml"]),
    ("{/*", "*/}", &["mdx"]),
];

/// Returns the comment syntax of a file. `own` is `[comments]` of `target.toml`.
pub(super) fn for_file(path: &str, own: &BTreeMap<String, Comment>) -> Option<Comment> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or(name, |(_, extension)| extension);
    let own = own.get(name).or_else(|| own.get(extension)).cloned();
    own.or_else(|| {
        let found = COMMENTS.iter().find(|(.., files)| files.contains(&name) || files.contains(&extension));
        found.map(|(start, end, _)| Comment { start: (*start).to_owned(), end: (*end).to_owned() })
    })
}

/// Inserts a comment before a text, or after its first line if that line has to stay first. An empty line
/// separates it from a comment at the start of the text, which may be a package's documentation.
pub(super) fn prepend(comment: &Comment, line: &str, text: &str) -> String {
    let Comment { start, end } = comment;
    let space = if end.is_empty() { "" } else { " " };
    if text.starts_with("#!") || text.starts_with("<?") {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        return format!("{first}\n{start} {line}{space}{end}\n{rest}");
    }
    // Front matter is YAML, which has its own comments.
    match text.strip_prefix("---\n") {
        Some(rest) if !end.is_empty() => format!("---\n# {line}\n{rest}"),
        None if end.is_empty() && !text.starts_with('\n') => format!("{start} {line}\n\n{text}"),
        _ => format!("{start} {line}{space}{end}\n{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_inserted_at_the_start() {
        let line = |path: &str, text: &str| {
            prepend(&for_file(path, &BTreeMap::new()).expect("a known format"), "generated", text)
        };
        assert_eq!(line("a/codes.go", "package a\n"), "// generated\n\npackage a\n");
        assert_eq!(line("a.sh", "#!/bin/sh\ntrue\n"), "#!/bin/sh\n# generated\ntrue\n");
        assert_eq!(line("a.xml", "<?xml?>\n<a/>\n"), "<?xml?>\n<!-- generated -->\n<a/>\n");
        assert_eq!(line("a.md", "---\ntitle: A\n---\n"), "---\n# generated\ntitle: A\n---\n");
        assert_eq!(line("Makefile", "all:\n"), "# generated\n\nall:\n");
        assert_eq!(for_file("package.json", &BTreeMap::new()), None);
        let own = BTreeMap::from([("adb".to_owned(), Comment { start: "--".into(), end: String::new() })]);
        assert_eq!(for_file("codes.adb", &own).expect("a custom comment").start, "--");
    }
}
