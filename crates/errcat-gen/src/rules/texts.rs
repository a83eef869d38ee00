//! Rules on messages, on texts and on the links in them.

use crate::finding::{Finding, Findings, Span, Spanned};
use crate::links::{self, Target};
use crate::raw::{RawAudience, RawError};
use crate::rules::{Rule, did_you_mean};
use crate::scope::Scope;
use crate::shape::Text;
use crate::template;

/// An error has a message, or a title that is its message.
pub(super) fn missing_message(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        if entry.raw.same_as.is_none() && scope.message(index).is_none() {
            let message = format!("`{}` has no message", entry.code.value);
            let help = "add `message: …`, or a `title:` that serves as one";
            findings.push(Finding::new(Rule::MissingMessage, entry.code.span, message, help));
        }
    }
}

/// Braces in messages have their other half.
pub(super) fn unbalanced_brace(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, text) in templates(scope) {
        let Err(template::Unbalanced(at)) = template::parse(&text.value) else { continue };
        let rest: String = text.value[at..].chars().take(12).collect();
        findings.push(Finding::new(
            Rule::UnbalancedBrace,
            scope.within(text, &rest),
            "a brace that isn't a placeholder",
            "write `{name}` for a param, `{{` or `}}` for a brace as text",
        ));
    }
}

/// Placeholders in messages are params.
pub(super) fn undeclared_param(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, text) in templates(scope) {
        let params = &scope.entries[index].params;
        for name in template::placeholders(&text.value) {
            if !params.iter().any(|param| param.name == name) {
                let help = did_you_mean(name, params.iter().map(|param| param.name)).unwrap_or_else(|| {
                    format!("declare it: `params: {{ {name}: {{ doc: …, example: … }} }}`")
                });
                let place = scope.within(text, &format!("{{{name}}}"));
                let message = format!("`{{{name}}}` is not a param of this error");
                findings
                    .push(Finding::new(Rule::UndeclaredParam, place, message, help).label("not declared"));
            }
        }
    }
}

/// Internal and secret params don't reach clients; secret ones don't reach the log either.
pub(super) fn exposed_param(scope: &Scope<'_>, findings: &mut Findings) {
    let place_of = |text: &Spanned<String>, name: &str| scope.within(text, &format!("{{{name}}}"));
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        for param in entry.params.iter().filter(|param| param.audience() != RawAudience::Public) {
            let uses = |text: &Text| template::placeholders(&text.value).any(|name| name == param.name);
            let audience = if param.audience() == RawAudience::Secret { "secret" } else { "internal" };
            let mut expose = |place: Span, what: &str, help: &str| {
                let message = format!("the {audience} param `{}` would be shown in {what}", param.name);
                findings.push(
                    Finding::new(Rule::ExposedParam, place, message, help)
                        .related(param.place, format!("{audience} here")),
                );
            };
            if let Some(text) = scope.message(index).filter(|text| uses(text)) {
                expose(
                    place_of(text, param.name),
                    "the message",
                    "move it to `log:`, or make the param public",
                );
            }
            if let Some(text) = entry.raw.log.as_ref().filter(|text| uses(text))
                && param.audience() == RawAudience::Secret
            {
                expose(
                    place_of(text, param.name),
                    "the log",
                    "take it out: a secret is never written anywhere",
                );
            }
            if scope.headers(index).iter().any(|(_, _, header)| crate::scope::fills(header, param.name)) {
                expose(param.place, "a header", "make the param public, or remove the header");
            }
        }
    }
}

/// Links in texts and guides lead to something.
pub(super) fn broken_link(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |text: &str, place: &dyn Fn(&str) -> Span| {
        for link in links::links(text) {
            if let Some((message, help)) = broken(scope, &link) {
                let part = match &link {
                    links::Link::Shortcut(reference) => format!("[{reference}]"),
                    links::Link::Inline(destination) => destination.clone(),
                };
                findings
                    .push(Finding::new(Rule::BrokenLink, place(&part), message, help).label("leads nowhere"));
            }
        }
    };
    for text in markdown_texts(scope) {
        if text.value.contains('[') || text.value.contains('<') {
            check(&text.value, &|part| scope.within(text, part));
        }
    }
    for guide in &scope.guides {
        let text = &scope.sources.file(guide.file).text;
        let whole = Span { file: guide.file, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
        let spanned = Spanned { value: String::new(), span: whole };
        check(text, &|part| {
            let place = scope.within(&spanned, part);
            if place == whole { Span { end: 0, ..whole } } else { place }
        });
    }
}

fn broken(scope: &Scope<'_>, link: &links::Link) -> Option<(String, String)> {
    let reference = match link {
        links::Link::Inline(destination) if links::is_safe(destination) => return None,
        links::Link::Inline(destination) => {
            let message = format!("a link to `{}`", destination.escape_debug());
            let help = "link to an `https:` URL, or to `[code]`, `[guide:name]` or `[table:name]`";
            return Some((message, help.into()));
        }
        links::Link::Shortcut(reference) => reference,
    };
    let target = Target::parse(reference, scope.name);
    let (api, name) = (target.api(), target.name());
    let Some(names) = scope.others.get(api) else {
        let help = did_you_mean(api, scope.others.keys().map(String::as_str));
        return Some((
            format!("a link to `{reference}`, but there is no API `{api}`"),
            help.unwrap_or_else(|| {
                "name a folder of the catalog, or write `\\[` for a bracket as text".into()
            }),
        ));
    };
    let (what, known) = match &target {
        Target::Code { .. } => ("an error", &names.codes),
        Target::Guide { .. } => ("a guide", &names.guides),
        Target::Table { .. } => ("a table", &names.tables),
    };
    if known.contains(name) {
        return None;
    }
    let help = did_you_mean(name, known.iter().map(String::as_str));
    Some((
        format!("a link to `{reference}`, which isn't {what} of `{api}`"),
        help.unwrap_or_else(|| "link to one that exists, or write `\\[` for a bracket as text".into()),
    ))
}

/// A guide begins with its title.
pub(super) fn guide_title(scope: &Scope<'_>, findings: &mut Findings) {
    for guide in &scope.guides {
        let first = scope.sources.file(guide.file).text.lines().next().unwrap_or_default();
        if first.strip_prefix("# ").is_none_or(|title| title.trim().is_empty()) {
            let place = Span { file: guide.file, start: 0, end: u32::try_from(first.len()).unwrap_or(0) };
            let help = "begin the file with `# Title`";
            findings.push(Finding::new(
                Rule::GuideTitle,
                place,
                "the guide has no title in its first line",
                help,
            ));
        }
    }
}

/// Messages and logs, each with its entry, as they are written.
fn templates<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (usize, &'s Text)> {
    scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)).flat_map(|(index, entry)| {
        scope.message(index).into_iter().chain(entry.raw.log.as_ref()).map(move |text| (index, text))
    })
}

/// Every text that is Markdown, except guides.
fn markdown_texts<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Text> {
    let api = scope.api;
    let envelopes = api.envelopes.0.iter().flat_map(|(_, envelope)| {
        let fields = envelope.fields.0.iter().map(|(_, text)| text);
        let context = envelope.context.0.iter().map(|(_, field)| &field.doc);
        std::iter::once(&envelope.summary).chain(fields).chain(context)
    });
    let headers = api.headers.0.iter().map(|(_, header)| &header.doc);
    let tables = scope.tables.iter().filter_map(|table| table.raw.summary.as_ref());
    let entries = scope.entries.iter().flat_map(|entry| error_texts(entry.raw));
    std::iter::once(&api.summary).chain(envelopes).chain(headers).chain(tables).chain(entries)
}

fn error_texts(raw: &RawError) -> impl Iterator<Item = &Text> {
    let lists = raw.causes.0.iter().chain(&raw.fixes.0).chain(&raw.notes.0).chain(&raw.security.0);
    let single = raw.meaning.iter().chain(&raw.deprecated).chain(&raw.retired);
    let params = raw.params.0.iter().map(|(_, param)| &param.doc);
    let examples = raw.examples.iter().flat_map(|example| example.doc.iter().chain(&example.fix));
    lists.chain(single).chain(params).chain(examples)
}
