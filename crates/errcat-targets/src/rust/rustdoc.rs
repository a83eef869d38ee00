//! Renders texts of the catalog as rustdoc.
//!
//! rustdoc compiles code blocks and resolves links, so texts are filtered first: HTML becomes text, code
//! blocks are marked as languages other than Rust, and links to codes become links to their variants.

use std::collections::HashMap;
use std::sync::Arc;

use errcat::prose;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Parser, Tag};

use super::form::Form;
use crate::commonmark::{self, escape, filter::filter};
use crate::selection::Selection;
use errcat_catalog::links::{self, Target};
use errcat_catalog::model::{Api, Cause, Code, CodeExample, Entry, StatusRange};

/// The targets of links, by name.
#[derive(Clone)]
pub(super) struct LinkTargets<'a> {
    selection: &'a Selection<'a>,
    apis: Arc<ApisByName<'a>>,
    form: Form,
    /// The path of the module with all APIs, from the module that contains the link.
    root: &'static str,
}

impl<'a> LinkTargets<'a> {
    /// Creates the targets of a catalog, for links in the module of an API.
    pub(super) fn new(selection: &'a Selection<'a>, form: Form) -> Self {
        let codes = |api: &'a Api| api.codes.iter().map(|code| (code.code.as_str(), code)).collect();
        let apis = selection.catalog.apis.iter().map(|api| (api.name.as_str(), (api, codes(api)))).collect();
        LinkTargets { selection, apis: Arc::new(apis), form, root: root(form, "super") }
    }

    /// Returns the targets for links in the module of a table.
    pub(super) fn of_table(&self) -> Self {
        LinkTargets { root: root(self.form, "super::super"), ..self.clone() }
    }
}

/// The APIs, with their codes.
type ApisByName<'a> = HashMap<&'a str, (&'a Api, HashMap<&'a str, &'a Code>)>;

/// Returns the path of the module with all APIs. The place of a module in its crate isn't known.
fn root(form: Form, relative: &'static str) -> &'static str {
    match form {
        Form::Crate => "crate",
        Form::Module => relative,
    }
}

/// Returns the docs of an entry's variant: headline, answer, meaning, causes, code examples, fixes,
/// operations and link.
pub(super) fn entry(targets: &LinkTargets<'_>, api: &Api, code: &Code, entry: &Entry) -> Vec<String> {
    let text = |text: &str| markdown(targets, api, text);
    let mut lines = vec![plain(&entry.headline().shown(&entry.params))];
    let mut paragraph = |text: String| {
        lines.push(String::new());
        lines.extend(text.lines().map(str::to_owned));
    };
    entry.answer.iter().for_each(|answer| paragraph(text(answer)));
    let status: Vec<String> = entry.statuses.words().map(|word| word.to_string()).collect();
    paragraph(match status.as_slice() {
        [] => format!("Code `{}`.", code.wire),
        _ if entry.statuses.range() == Some(StatusRange::Any) => {
            format!("Code `{}`, any error status.", code.wire)
        }
        status => format!("Code `{}`, status {}.", code.wire, status.join(", ")),
    });
    entry.meaning.iter().for_each(|meaning| paragraph(text(meaning)));
    let item = |line: &str| list_item(&text(&prose::shown(line)));
    let cause = |Cause { text, fix }: &Cause| {
        let fix = fix.iter().map(|fix| format!("\n  Fix: {}", item(fix).trim_start_matches("- ")));
        item(text) + &fix.collect::<String>()
    };
    let causes: Vec<String> = entry.causes.iter().map(cause).collect();
    let fixes: Vec<String> = entry.fixes.iter().map(|fix| item(fix)).collect();
    let code_examples: Vec<String> =
        entry.code_examples.iter().map(|example| code_example(targets, api, example)).collect();
    for (title, items) in [("Causes", causes), ("Code", code_examples), ("Fixes", fixes)] {
        if !items.is_empty() {
            paragraph(format!("# {title}\n\n{}", items.join("\n")));
        }
    }
    if !entry.operations.is_empty() {
        let items: Vec<String> =
            entry.operations.iter().map(|operation| format!("- `{operation}`")).collect();
        paragraph(format!("# Operations\n\n{}", items.join("\n")));
    }
    if let Some(url) = api.docs_url(entry.code) {
        paragraph(format!("[Reference]({url})"));
    }
    lines
}

/// Renders Markdown as rustdoc.
pub(super) fn markdown<'t>(targets: &LinkTargets<'_>, api: &Api, text: &'t str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut resolve = |link: BrokenLink<'t>| -> Option<(CowStr<'t>, CowStr<'t>)> {
        let (destination, label) = reference(targets, api, &link.reference)?;
        Some((destination.into(), label.into()))
    };
    let parser = Parser::new_with_broken_link_callback(text, links::MARKDOWN, Some(&mut resolve));
    let events = filter(parser).into_iter().map(|event| match event {
        Event::Start(Tag::CodeBlock(kind)) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(not_rust(&kind))))
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: rust_path(targets.root, dest_url), title, id })
        }
        event => event,
    });
    commonmark::write(events.collect(), 0)
}

/// Converts a link to an item. The filter only accepts URLs, so items pass it as paths such as
/// `crate/kakunin/Code`.
fn rust_path<'t>(root: &str, destination: CowStr<'t>) -> CowStr<'t> {
    match destination.strip_prefix("crate/") {
        Some(path) => format!("{root}::{}", path.replace('/', "::")).into(),
        None => destination,
    }
}

/// Returns `true` if a text is the same as Markdown. Most texts are, and don't need the parser.
fn is_plain(text: &str) -> bool {
    let starts_plain = text.starts_with(|c: char| c.is_alphabetic());
    starts_plain && !text.contains(|c: char| "\\`*_[]<>&~|#!\n".contains(c)) && !text.ends_with(' ')
}

/// Escapes plain text for rustdoc.
pub(super) fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c == '\n' {
            written.push(' ');
            continue;
        }
        if c.is_ascii_punctuation() && "\\`*_[]<>#".contains(c) {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

fn code_example(targets: &LinkTargets<'_>, api: &Api, example: &CodeExample) -> String {
    let CodeExample { title, doc, language, fails, mark: _, works } = example;
    let mut parts: Vec<String> = title.iter().map(|title| format!("**{}**", plain(title))).collect();
    parts.extend(doc.iter().map(|doc| markdown(targets, api, doc)));
    let block = |label: &str, code: &str| {
        let label = match example.marked().filter(|_| label == "Fails") {
            Some((mark, line)) => format!("Fails at {} in line {line}:", escape::code(mark)),
            None => format!("{label}:"),
        };
        format!("{label}\n\n{}", escape::fence(&documented(language), code))
    };
    parts.push(block("Fails", fails));
    parts.extend(works.iter().map(|works| block("Works", works)));
    parts.join("\n\n") + "\n"
}

fn list_item(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let rest: String =
        lines.map(|line| if line.is_empty() { "\n".into() } else { format!("\n  {line}") }).collect();
    format!("- {first}{rest}")
}

/// Resolves a reference to a code's variant, a table's module or, if the site's address is known, a guide's
/// page. The second value is the label for [`filter`]: `c` and a code, or `t` and a title.
fn reference(targets: &LinkTargets<'_>, api: &Api, reference: &str) -> Option<(String, String)> {
    if !links::is_reference(reference) {
        return None;
    }
    let is_id = |id: &str| targets.apis.get(&*api.name).is_some_and(|(_, codes)| codes.contains_key(id));
    let target = Target::parse(reference, &api.name, is_id);
    let (linked, codes) = targets.apis.get(target.api())?;
    targets.selection.follow(&api.name, &linked.name);
    let site = || linked.docs_url.as_ref().map(|url| format!("{url}/{}", linked.name));
    match target {
        Target::Code { api, code } => {
            let variant = &codes.get(code)?.variant;
            Some((format!("crate/{api}/Code/{variant}"), format!("c{code}")))
        }
        Target::Guide { name, .. } => {
            let guide = linked.guides.iter().find(|guide| guide.name == name)?;
            Some((format!("{}/guides/{name}/", site()?), format!("t{}", guide.title)))
        }
        Target::Table { name, .. } => {
            let table = linked.tables.iter().find(|table| table.name == name)?;
            Some((format!("crate/{}/{name}", linked.name), format!("t{}", table.title)))
        }
    }
}

/// Returns the language of a code block. rustdoc would compile blocks without a language, and with those that
/// it treats as Rust.
fn not_rust(kind: &CodeBlockKind<'_>) -> CowStr<'static> {
    let CodeBlockKind::Fenced(info) = kind else { return "text".into() };
    documented(info.split([' ', ',']).next().unwrap_or_default())
}

/// Returns the language of a code block that rustdoc doesn't compile.
fn documented(language: &str) -> CowStr<'static> {
    const LANGUAGES: [&str; 9] =
        ["json", "python", "yaml", "sh", "http", "javascript", "typescript", "bash", "toml"];
    LANGUAGES.iter().find(|known| **known == language).map_or("text".into(), |known| (*known).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use errcat_catalog::model::Catalog;

    #[test]
    fn docs_contain_no_html_and_no_compiled_code() {
        let catalog = Catalog { apis: Vec::new() };
        let api = errcat_catalog::model::Api::empty("kakunin");
        let text = markdown(
            &LinkTargets::new(&Selection::all(&catalog), Form::Crate),
            &api,
            "a <b>c</b>\n\n    indented\n\n```\nfenced\n```\n\n<div>\n\n```rust\nx\n```",
        );
        assert!(!text.contains("<b>") || text.contains("\\<b"), "{text}");
        assert!(!text.contains("\n```\nfenced") && !text.contains("```rust"), "{text}");
        assert!(text.contains("```text"), "{text}");
    }

    #[test]
    fn plain_text_stays_plain() {
        assert_eq!(plain("{a} <b> [c] *d*"), "{a} \\<b\\> \\[c\\] \\*d\\*");
    }
}
