//! Rules on messages and other texts, and on the links in them.

use std::collections::HashSet;

use errcat::Audience;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::links::{self, Target};
use crate::names;
use crate::raw::RawError;
use crate::scope::{MAX_PARAMS, Scope};
use crate::shape::Text;
use crate::suggest::{did_you_mean, guesses, nearest, quoted};
use crate::template;
use crate::yaml::Parts;

pub(crate) static MISSING_MESSAGE: Rule = Rule {
    name: "missing-message",
    why: "The message is the text that clients receive. Without one, they don't learn what went wrong.",
    fix: "Add `message:`, or add `title:`, which is then used as the message too.",
    ..Rule::REQUIRED
};

/// Checks that every error has a message, or a title to use as the message.
pub(super) fn missing_message(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.is_owner(index) && scope.message(index).is_none() {
            let message = format!("{} has no message", quoted(&entry.code.value));
            let help = "add `message: …`, or a `title: …`, which is then used as the message too";
            findings.push(Finding::new(&MISSING_MESSAGE, entry.code.span, message, help));
        }
    }
}

pub(crate) static UNBALANCED_BRACE: Rule = Rule {
    name: "unbalanced-brace",
    why: "`{name}` is a placeholder for a param. An unbalanced brace is a typo, and clients would see \
          it.",
    fix: "Close the brace, or write `{{` and `}}` for literal braces.",
    ..Rule::REQUIRED
};

/// Checks that braces in messages and logs are balanced.
pub(super) fn unbalanced_brace(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, text) in templates(scope) {
        let Err(unbalanced) = template::parse(&text.value) else { continue };
        let place = scope.parts(&text.value, text.span).place(template::extent(&text.value, unbalanced));
        findings.push(brace_finding(&UNBALANCED_BRACE, place, "a param"));
    }
}

/// Creates a finding about a brace that neither belongs to a placeholder nor is doubled.
pub(super) fn brace_finding(rule: &'static Rule, place: Span, what: &str) -> Finding {
    let is_pair = place.end > place.start + 1;
    let message = if is_pair { "the text in braces isn't a valid name" } else { "an unbalanced brace" };
    Finding::new(
        rule,
        place,
        message,
        format!("write `{{name}}` for {what}, or `{{{{` and `}}}}` for literal braces"),
    )
}

pub(crate) static UNDECLARED_PARAM: Rule = Rule {
    name: "undeclared-param",
    why: "A placeholder in a message or log is replaced by a param of the error. Without the param, \
          clients would see the placeholder.",
    fix: "Declare the param under `params`, or use the name of a declared one.",
    ..Rule::REQUIRED
};

/// Checks that placeholders in messages and logs are params.
pub(super) fn undeclared_param(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, text) in templates(scope) {
        let params = &scope.entries[index].params;
        if params.len() > MAX_PARAMS {
            continue; // Reported by `too-many`; the list of params is cut off.
        }
        let mut known: HashSet<&str> = params.iter().map(|param| param.name).collect();
        let mut parts = scope.parts(&text.value, text.span);
        for (name, range) in template::placed(&text.value) {
            // Each name is reported once.
            if known.insert(name) && !scope.may_have(index, name) {
                let help = did_you_mean(name, params.iter().map(|param| param.name)).unwrap_or_else(|| {
                    match names::is_snake_case(name) {
                        true => format!("declare it: `params: {{ {name}: {{ doc: …, example: … }} }}`"),
                        false => "rename it to `snake_case`, and declare it under `params`".to_owned(),
                    }
                });
                let place = parts.place(range);
                let message = format!("{} is not a param of this error", quoted(&format!("{{{name}}}")));
                findings.push(Finding::new(&UNDECLARED_PARAM, place, message, help).label("not declared"));
            }
        }
    }
}

pub(crate) static EXPOSED_PARAM: Rule = Rule {
    name: "exposed-param",
    why: "Internal params are only for operators, and secret ones are never shown. A message or \
          header that contains one shows it to every client.",
    fix: "Remove it from the message or header; `log` may contain internal params. If clients may see \
          the value, remove `audience`.",
    ..Rule::REQUIRED
};

/// Checks that internal and secret params don't reach clients, and that secret ones don't reach the log.
pub(super) fn exposed_param(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let hidden = entry.params.iter().filter(|param| param.audience() != Audience::Public);
        for param in hidden.take(MAX_PARAMS) {
            let is_secret = param.audience() == Audience::Secret;
            let audience = if is_secret { "secret" } else { "internal" };
            let use_in = |text: &Text| {
                let found = template::placed(&text.value).find(|(name, _)| *name == param.name);
                found.map(|(_, range)| scope.parts(&text.value, text.span).place(range))
            };
            let mut expose = |place: Span, what: &str, help: &str| {
                let message = format!("the {audience} param `{}` would be shown in {what}", param.name);
                let help = if is_secret { "remove it: secrets are never shown or logged" } else { help };
                findings.push(
                    Finding::new(&EXPOSED_PARAM, place, message, help)
                        .related(param.place, format!("{audience} here")),
                );
            };
            if let Some(place) = scope.message(index).and_then(use_in) {
                expose(place, "the message", "move it to `log`, or make the param public");
            }
            if let Some(place) = entry.raw.log.as_ref().filter(|_| is_secret).and_then(use_in) {
                expose(place, "the log", "");
            }
            if let Some(place) = scope.header_filled_by(index, param.name) {
                expose(place, "a header", "remove the header, or make the param public");
            }
        }
    }
}

pub(crate) static BROKEN_LINK: Rule = Rule {
    name: "broken-link",
    why: "A broken link takes readers nowhere, and often means that a code was renamed.",
    fix: "Link to an existing `[code]`, `[api/code]`, `[guide:name]` or `[table:name]`, or to an \
          `https:` URL. Write `\\[` for a literal bracket.",
    ..Rule::REQUIRED
};

/// Checks that the targets of links in texts and guides exist.
pub(super) fn broken_link(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |text: &str, mut parts: Parts<'_>| {
        for (link, range) in links::links(text) {
            if let Some((message, label, help)) = link_problem(scope, &link, findings) {
                findings.push(Finding::new(&BROKEN_LINK, parts.place(range), message, help).label(label));
            }
        }
    };
    for text in markdown_texts(scope) {
        if text.value.contains('[') || text.value.contains('<') {
            check(&text.value, scope.parts(&text.value, text.span));
        }
    }
    for guide in &scope.guides {
        let text = &scope.sources.file(guide.file).text;
        let whole = Span::of(guide.file, 0..text.len());
        check(text, Parts::new(whole, text, text));
    }
}

/// Returns the message, the label and the help for a broken link; `None` if the link is fine.
fn link_problem(
    scope: &Scope<'_>,
    link: &links::Link,
    findings: &Findings,
) -> Option<(String, &'static str, String)> {
    let reference = match link {
        links::Link::Inline(destination) if links::is_safe(destination) => return None,
        links::Link::Inline(destination) => {
            let message = format!("pages can't link to {}", quoted(destination));
            let help = "link to an `https:` URL, or to `[code]`, `[guide:name]` or `[table:name]`";
            return Some((message, "not a web address", help.into()));
        }
        links::Link::Shortcut(reference) => reference,
    };
    let target = Target::parse(reference, scope.name);
    let (api, name) = (target.api(), target.name());
    let Some(names) = scope.others.get(api) else {
        let help = did_you_mean(api, scope.others.keys().map(String::as_str));
        return Some((
            format!("a link to {}, but there is no API {}", quoted(reference), quoted(api)),
            "broken link",
            help.unwrap_or_else(|| {
                "use the name of a folder in the catalog, or write `\\[` for a literal bracket".into()
            }),
        ));
    };
    let (what, known) = match &target {
        Target::Code { .. } => ("an error", &names.codes),
        Target::Guide { .. } => ("a guide", &names.guides),
        Target::Table { .. } => ("a table", &names.tables),
    };
    if known.contains(name) || !names.complete {
        return None;
    }
    let before = &reference[..reference.len() - name.len()];
    let nearest = nearest(name, guesses(known.iter().map(String::as_str), findings));
    Some((
        format!("a link to {}, which isn't {what} of `{api}`", quoted(reference)),
        "broken link",
        match nearest {
            Some(nearest) => format!("did you mean `[{before}{nearest}]`?"),
            None => "link to one that exists, or write `\\[` for a literal bracket".into(),
        },
    ))
}

pub(crate) static GUIDE_TITLE: Rule = Rule {
    name: "guide-title",
    why: "The first line of a guide is its title in the navigation and at the top of its page.",
    fix: "Start the file with `# Title`.",
    ..Rule::REQUIRED
};

/// A guide begins with its title.
pub(super) fn guide_title(scope: &Scope<'_>, findings: &mut Findings) {
    for guide in &scope.guides {
        let first = scope.sources.file(guide.file).text.lines().next().unwrap_or_default();
        if first.strip_prefix("# ").is_none_or(|title| title.trim().is_empty()) {
            let place = Span::of(guide.file, 0..first.len());
            let help = "start the file with `# Title`";
            findings.push(Finding::new(
                &GUIDE_TITLE,
                place,
                "the first line of the guide isn't a title",
                help,
            ));
        }
    }
}

/// Returns the messages and logs, each with the index of its entry.
fn templates<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (usize, &'s Text)> {
    scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)).flat_map(|(index, entry)| {
        scope.message(index).into_iter().chain(entry.raw.log.as_ref()).map(move |text| (index, text))
    })
}

/// Returns all Markdown texts except guides.
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
