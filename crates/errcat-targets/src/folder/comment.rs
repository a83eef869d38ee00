//! Comments, by kind of file: the first line of a generated file says in one that it is generated.

use std::collections::BTreeMap;

/// How a comment on a line of its own starts and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) start: String,
    /// Empty if the line's end is the comment's.
    pub(super) end: String,
}

/// Start, end, and the files that have such comments: extensions, or names of files without one.
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

/// Returns the comments of a file; `own` are those that `target.toml` adds.
pub(super) fn of_file(path: &str, own: &BTreeMap<String, Comment>) -> Option<Comment> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or(name, |(_, extension)| extension);
    let own = own.get(name).or_else(|| own.get(extension)).cloned();
    own.or_else(|| {
        let found = COMMENTS.iter().find(|(.., files)| files.contains(&name) || files.contains(&extension));
        found.map(|(start, end, _)| Comment { start: (*start).to_owned(), end: (*end).to_owned() })
    })
}

/// Puts a line with a comment before a text, or after its first line if that has to be the first. An empty line keeps a comment at
/// the text's beginning apart, which may be a package's documentation.
pub(super) fn prepend(comment: &Comment, line: &str, text: &str) -> String {
    let Comment { start, end } = comment;
    let space = if end.is_empty() { "" } else { " " };
    if text.starts_with("#!") || text.starts_with("<?") {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        return format!("{first}\n{start} {line}{space}{end}\n{rest}");
    }
    // Front matter is YAML.
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
    fn the_first_line_is_a_comment() {
        let line = |path: &str, text: &str| {
            prepend(&of_file(path, &BTreeMap::new()).expect("it has comments"), "generated", text)
        };
        assert_eq!(line("a/codes.go", "package a\n"), "// generated\n\npackage a\n");
        assert_eq!(line("a.sh", "#!/bin/sh\ntrue\n"), "#!/bin/sh\n# generated\ntrue\n");
        assert_eq!(line("a.xml", "<?xml?>\n<a/>\n"), "<?xml?>\n<!-- generated -->\n<a/>\n");
        assert_eq!(line("a.md", "---\ntitle: A\n---\n"), "---\n# generated\ntitle: A\n---\n");
        assert_eq!(line("Makefile", "all:\n"), "# generated\n\nall:\n");
        assert_eq!(of_file("package.json", &BTreeMap::new()), None);
        let own = BTreeMap::from([("adb".to_owned(), Comment { start: "--".into(), end: String::new() })]);
        assert_eq!(of_file("codes.adb", &own).expect("its own").start, "--");
    }
}
