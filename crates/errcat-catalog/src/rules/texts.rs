//! Rules on messages, on texts and on the links in them.

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
    why: "The message is what a client is told. Without it an error says nothing.",
    fix: "Add `message:`; or `title:`, whose text then is the message too.",
    ..Rule::REQUIRED
};

/// An error has a message, or a title that is its message.
pub(super) fn missing_message(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        if entry.raw.same_as.is_none() && scope.message(index).is_none() {
            let message = format!("{} has no message", quoted(&entry.code.value));
            let help = "add `message: …`, or a `title:` that serves as one";
            findings.push(Finding::new(&MISSING_MESSAGE, entry.code.span, message, help));
        }
    }
}

pub(crate) static UNBALANCED_BRACE: Rule = Rule {
    name: "unbalanced-brace",
    why: "`{name}` is a param. A brace without its other half is a typing mistake, and would be \
          shown to clients.",
    fix: "Close the brace; write `{{` and `}}` for braces as text.",
    ..Rule::REQUIRED
};

/// Braces in messages have their other half.
pub(super) fn unbalanced_brace(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, text) in templates(scope) {
        let Err(unbalanced) = template::parse(&text.value) else { continue };
        let place = scope.parts(&text.value, text.span).place(template::extent(&text.value, unbalanced));
        findings.push(brace(&UNBALANCED_BRACE, place, "a param"));
    }
}

/// A brace that is neither a placeholder's nor doubled.
pub(super) fn brace(rule: &'static Rule, place: Span, what: &str) -> Finding {
    let is_pair = place.end > place.start + 1;
    let message =
        if is_pair { "braces around what can't be a name" } else { "a brace without its other half" };
    Finding::new(
        rule,
        place,
        message,
        format!("write `{{name}}` for {what}, `{{{{` or `}}}}` for a brace as text"),
    )
}

pub(crate) static UNDECLARED_PARAM: Rule = Rule {
    name: "undeclared-param",
    why: "A placeholder is filled from a param of the error. Without one, clients would read the \
          placeholder.",
    fix: "Declare it under `params`, or use the name of one that is.",
    ..Rule::REQUIRED
};

/// Placeholders in messages are params.
pub(super) fn undeclared_param(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, text) in templates(scope) {
        let params = &scope.entries[index].params;
        if params.len() > MAX_PARAMS {
            continue; // `too-many` has told of it, and not all are known.
        }
        let mut known: HashSet<&str> = params.iter().map(|param| param.name).collect();
        let mut parts = scope.parts(&text.value, text.span);
        for (name, range) in template::placed(&text.value) {
            // Each name is told once.
            if known.insert(name) && !scope.may_have(index, name) {
                let help = did_you_mean(name, params.iter().map(|param| param.name)).unwrap_or_else(|| {
                    match names::is_snake_case(name) {
                        true => format!("declare it: `params: {{ {name}: {{ doc: …, example: … }} }}`"),
                        false => "give it a name in `snake_case`, and declare that under `params`".to_owned(),
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
    why: "Internal params are for the operators, secret ones for nobody. A message or header that \
          carries one shows it to every client.",
    fix: "Take it out of the message; `log` may use internal params. If everybody may see it, remove \
          `audience`.",
    ..Rule::REQUIRED
};

/// Internal and secret params don't reach clients; secret ones don't reach the log either.
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
                let help = if is_secret { "take it out: a secret is never written anywhere" } else { help };
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
                expose(place, "a header", "take out the header, or make the param public");
            }
        }
    }
}

pub(crate) static BROKEN_LINK: Rule = Rule {
    name: "broken-link",
    why: "A link that leads nowhere costs the reader the answer, and often means that a code was \
          renamed.",
    fix: "Link to `[code]`, `[api/code]`, `[guide:name]` or `[table:name]` that exists, or to an \
          `https:` URL. Write `\\[` for a bracket as text.",
    ..Rule::REQUIRED
};

/// Links in texts and guides lead to something.
pub(super) fn broken_link(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |text: &str, mut parts: Parts<'_>| {
        for (link, range) in links::links(text) {
            if let Some((message, label, help)) = broken(scope, &link, findings) {
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

/// Message, label and mend of a link that leads nowhere.
fn broken(
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
            "leads nowhere",
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
    if known.contains(name) || (api == scope.name && !scope.complete) {
        return None;
    }
    let before = &reference[..reference.len() - name.len()];
    let nearest = nearest(name, guesses(known.iter().map(String::as_str), findings));
    Some((
        format!("a link to {}, which isn't {what} of `{api}`", quoted(reference)),
        "leads nowhere",
        match nearest {
            Some(nearest) => format!("did you mean `[{before}{nearest}]`?"),
            None => "link to one that exists, or write `\\[` for a bracket as text".into(),
        },
    ))
}

pub(crate) static GUIDE_TITLE: Rule = Rule {
    name: "guide-title",
    why: "A guide's first line is its title, in the navigation and at the top of its page.",
    fix: "Begin the file with `# Title`.",
    ..Rule::REQUIRED
};

/// A guide begins with its title.
pub(super) fn guide_title(scope: &Scope<'_>, findings: &mut Findings) {
    for guide in &scope.guides {
        let first = scope.sources.file(guide.file).text.lines().next().unwrap_or_default();
        if first.strip_prefix("# ").is_none_or(|title| title.trim().is_empty()) {
            let place = Span::of(guide.file, 0..first.len());
            let help = "begin the file with `# Title`";
            findings.push(Finding::new(
                &GUIDE_TITLE,
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
