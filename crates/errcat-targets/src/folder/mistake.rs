//! Mistakes in a folder of templates, with their locations.

use std::ops::Range;

use errcat_catalog::finding::{Finding, Report, Rule, Span};
use errcat_catalog::suggest::describe_unknown;

/// A mistake in `target.toml`.
pub static TARGET_MANIFEST: Rule = Rule {
    name: "target-manifest",
    why: "The `target.toml` of a folder of templates defines which files are generated, and where. \
          This one has an unknown key, refers to a file that doesn't exist, or writes to a path of \
          another tool or target.",
    fix: "Correct the `target.toml`; `templates/README.md` describes its keys.",
    ..Rule::REQUIRED
};

/// A rendered path that isn't safe.
pub static UNSAFE_OUTPUT: Rule = Rule {
    name: "unsafe-output",
    why: "The path of an output must be inside the target's folder, and must be the same file on every \
          system. This one contains `..`, is absolute, has a name that Windows reserves for devices, \
          or belongs to another tool.",
    fix: "Change `path` in `target.toml`. `slug` is a code as a safe file name; the filters `snake` and \
          `kebab` leave only letters and digits, with `_` or `-` between them.",
    ..Rule::REQUIRED
};

/// A mistake and its location.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) rule: &'static Rule,
    /// A file of the target's folder.
    pub(super) file: String,
    /// The byte range in the file.
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Returns the message and the help for a serde error in a TOML file.
pub(super) fn describe_toml_error(message: &str) -> (String, String) {
    describe_unknown(message, "key").unwrap_or_else(|| {
        let help = "`templates/README.md` shows what it may contain";
        (message.trim_end().to_owned(), help.to_owned())
    })
}

/// Adds mistakes to a report. `text` returns the text of a file of the folder.
pub(super) fn add_to<'t>(
    report: &mut Report,
    folder: &str,
    mistakes: Vec<Mistake>,
    text: impl Fn(&str) -> Option<&'t str>,
) {
    for Mistake { rule, file, range, message, help } in mistakes {
        let path = format!("{folder}/{file}");
        let id = report.sources.find(&path);
        let id = id.unwrap_or_else(|| report.sources.add(path, text(&file).unwrap_or_default()));
        report.findings.push(Finding::new(rule, Span::of(id, range), message, help));
    }
}
