//! Mistakes in a folder of templates, each at its place in a file of the folder.

use std::ops::Range;

use errcat_catalog::finding::{Finding, Report, Rule, Span};
use errcat_catalog::suggest::did_you_mean;

/// A mistake in `target.toml`.
pub static TARGET_MANIFEST: Rule = Rule {
    name: "target-manifest",
    why: "The `target.toml` of a folder of templates defines which files are generated, and where. \
          This one has an unknown key, refers to a file that doesn't exist, or writes to a path of \
          another tool or target.",
    fix: "Correct the `target.toml`; `templates/README.md` describes its keys.",
    ..Rule::REQUIRED
};

/// A rendered path that isn't a safe one.
pub static UNSAFE_OUTPUT: Rule = Rule {
    name: "unsafe-output",
    why: "The path of an output must be inside the target's folder, and must be the same file on every \
          system. This one contains `..`, is absolute, has a name that Windows reserves for devices, \
          or belongs to another tool.",
    fix: "Change `path` in `target.toml`. `slug` is a code as a safe file name; the filters `snake` and \
          `kebab` leave only letters and digits, with `_` or `-` between them.",
    ..Rule::REQUIRED
};

/// A generated file that doesn't say that it is one.
pub static UNMARKED_OUTPUT: Rule = Rule {
    name: "unmarked-output",
    why: "A generated file must contain `@generated` in its first 512 bytes, because files without it \
          are hand-written and never overwritten. In formats with comments, the mark is added \
          automatically; this file's format isn't known to have comments.",
    fix: "Write `{{ generated }}` near the start of the template, for example \
          `\"//\": \"{{ generated }}\"` in JSON; or define the format's comments under `[comments]` in \
          `target.toml`; or set `once = true` for a file that is generated once and then edited by \
          hand.",
    ..Rule::REQUIRED
};

/// A mistake, and where it is.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) rule: &'static Rule,
    /// A file of the target's folder.
    pub(super) file: String,
    /// Bytes of it.
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Returns the message and the help for what serde says of a TOML file. It names the unknown word and the words there are only in
/// its message: "unknown field `sit`, expected one of `catalog`, `site`".
pub(super) fn wrong_toml(message: &str) -> (String, String) {
    let Some(rest) = message.strip_prefix("unknown ") else {
        let help = "`templates/README.md` shows what it may contain";
        return (message.trim_end().to_owned(), help.to_owned());
    };
    let what = if rest.starts_with("field") { "key" } else { "word" };
    let mut names = rest.split('`').skip(1).step_by(2);
    let unknown = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let help = did_you_mean(unknown, known.iter().copied());
    (
        format!("unknown {what} `{unknown}`"),
        help.unwrap_or_else(|| format!("write one of {}", known.join(", "))),
    )
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
