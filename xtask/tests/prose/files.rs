//! The files that people write: sources, scripts, templates, documentation, settings.

use camino::{Utf8Path, Utf8PathBuf};

/// The folders and files of the repository that are checked. `catalog` isn't, because it quotes other people.
const ROOTS: &[&str] = &[
    ".cargo",
    ".ci",
    ".config",
    ".deny.toml",
    ".github",
    "Cargo.toml",
    "README.md",
    "crates",
    "templates",
    "xtask",
];

/// Names of folders and files with generated text, or with text that other people wrote.
const SKIPPED: &[&str] = &["target", "node_modules", "generated", "corpus", "artifacts", "minisearch.js"];

/// The language of a file, as far as its comments differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    /// TOML, YAML and shell, whose comments begin with `#`.
    Hash,
    /// JavaScript and CSS.
    Script,
    /// Markdown, HTML and templates.
    Markup,
}

#[derive(Debug)]
pub(crate) struct SourceFile {
    /// The path from the root of the repository.
    pub(crate) path: Utf8PathBuf,
    pub(crate) language: Language,
    pub(crate) text: String,
}

impl SourceFile {
    /// A file for a test of the rules.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let language = language(path.into()).expect("a language with prose");
        SourceFile { path: path.into(), language, text: text.to_owned() }
    }
}

/// Reads every file that people write.
pub(crate) fn all() -> Vec<SourceFile> {
    let xtask = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = xtask.parent().expect("xtask is a folder of the repository");
    let mut files = Vec::new();
    ROOTS.iter().for_each(|path| collect(root, Utf8Path::new(path), &mut files));
    files
}

fn collect(root: &Utf8Path, path: &Utf8Path, files: &mut Vec<SourceFile>) {
    let is_skipped = path.file_name().is_some_and(|name| SKIPPED.contains(&name));
    if is_skipped {
        return;
    }
    if let Ok(entries) = root.join(path).read_dir_utf8() {
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("a readable folder").file_name().to_owned()).collect();
        names.sort_unstable();
        names.iter().for_each(|name| collect(root, &path.join(name), files));
    } else if let Some(language) = language(path) {
        let text = std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let is_foreign = text.lines().take(3).any(|it| it.contains("@generated") || it.contains("@license"));
        if !is_foreign {
            files.push(SourceFile { path: path.to_owned(), language, text });
        }
    }
}

/// Returns `None` for files without prose, and for the fixtures and expected outputs of tests.
fn language(path: &Utf8Path) -> Option<Language> {
    let is_in = |folder: &str| path.components().any(|part| part.as_str() == folder);
    match path.extension() {
        Some("rs") => Some(Language::Rust),
        Some("js" | "mjs" | "css") => Some(Language::Script),
        Some("toml") => Some(Language::Hash),
        Some("yml") if is_in(".github") => Some(Language::Hash),
        Some("md" | "html" | "tera") if !is_in("tests") => Some(Language::Markup),
        None if is_in(".ci") => Some(Language::Hash),
        _ => None,
    }
}
