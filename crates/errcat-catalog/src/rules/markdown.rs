//! Rules on Markdown, in texts and in guides.

use pulldown_cmark::{Event, Parser};

use crate::finding::{Finding, Findings, Rule, Span};
use crate::invisible;
use crate::links::{self, Target};
use crate::raw::RawError;
use crate::rules::ambiguous::one_of;
use crate::rules::references::renamed;
use crate::scope::Scope;
use crate::shape::Text;
use crate::suggest::{did_you_mean, guesses, nearest, quoted};
use crate::yaml::{self, Parts};

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
    for (text, parts) in markdown(scope).filter(|(text, _)| text.contains(['[', '<'])) {
        check(text, parts);
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
    let is_id = |text: &str| scope.others.get(scope.name).is_some_and(|names| names.codes.contains(text));
    let target = Target::parse(reference, scope.name, is_id);
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
    let renamed = match &target {
        Target::Code { .. } if api == scope.name => renamed(scope, name, findings),
        Target::Code { .. } => names.aliases.get(name).map(String::as_str),
        Target::Guide { .. } | Target::Table { .. } => None,
    };
    let nearest = || nearest(name, guesses(known.iter().map(String::as_str), findings));
    // Several errors may have the code.
    let suffix = format!("/{name}");
    let mut ambiguous: Vec<&str> = match &target {
        Target::Code { .. } => known.iter().map(String::as_str).filter(|id| id.ends_with(&suffix)).collect(),
        Target::Guide { .. } | Target::Table { .. } => Vec::new(),
    };
    if ambiguous.len() > 1 {
        ambiguous.sort_unstable();
        let links: Vec<String> = ambiguous.iter().map(|id| format!("[{before}{id}]")).collect();
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        let message =
            format!("a link to {}, but several errors of `{api}` have this code", quoted(reference));
        return Some((message, "ambiguous link", format!("write {}", one_of(&links))));
    }
    let help = match renamed {
        Some(code) => format!("the error was renamed: write `[{before}{code}]`"),
        None => match nearest() {
            Some(nearest) => format!("did you mean `[{before}{nearest}]`?"),
            None => "link to one that exists, or write `\\[` for a literal bracket".into(),
        },
    };
    Some((format!("a link to {}, which isn't {what} of `{api}`", quoted(reference)), "broken link", help))
}

/// Checks that entities in Markdown, such as `&zwj;` and `&#x202e;`, don't stand for invisible characters.
pub(super) fn invisible_entity(scope: &Scope<'_>, findings: &mut Findings) {
    for (text, mut parts) in markdown(scope).filter(|(text, _)| text.contains('&')) {
        for (event, range) in Parser::new_ext(text, links::MARKDOWN).into_offset_iter() {
            let Event::Text(decoded) = event else { continue };
            if text[range.clone()].starts_with('&')
                && let Some((_, character)) = invisible::find(&decoded).next()
            {
                let finding = yaml::invisible_character(parts.place(range), character);
                findings.push(finding.label("written as an entity"));
            }
        }
    }
}

pub(crate) static GUIDE_TITLE: Rule = Rule {
    name: "guide-title",
    why: "The first line of a guide is its title in the navigation and at the top of its page.",
    fix: "Start the file with `# Title`.",
    ..Rule::REQUIRED
};

/// Checks that guides begin with a title.
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

/// Returns all Markdown, in texts and in guides, with its parts.
fn markdown<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (&'s str, Parts<'s>)> {
    let of_entries = scope.entries.iter().flat_map(|entry| error_texts(entry.raw));
    let texts = api_texts(scope).chain(of_entries);
    texts.map(|text| (&*text.value, scope.parts(&text.value, text.span))).chain(guides(scope))
}

/// Returns the guides, with their parts.
pub(super) fn guides<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (&'s str, Parts<'s>)> {
    scope.guides.iter().map(|guide| {
        let text = scope.sources.file(guide.file).text.as_str();
        (text, Parts::new(Span::of(guide.file, 0..text.len()), text, text))
    })
}

/// Returns the Markdown texts of an API and its tables.
pub(super) fn api_texts<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Text> {
    let api = scope.api;
    let envelopes = api.envelopes.0.iter().flat_map(|(_, envelope)| {
        let fields = envelope.fields.0.iter().map(|(_, text)| text);
        let context = envelope.context.0.iter().map(|(_, field)| &field.doc);
        std::iter::once(&envelope.summary).chain(fields).chain(context)
    });
    let headers = api.headers.0.iter().map(|(_, header)| &header.doc);
    let tables = scope.tables.iter().filter_map(|table| table.raw.summary.as_ref());
    std::iter::once(&api.summary).chain(envelopes).chain(headers).chain(tables)
}

/// Returns the Markdown texts of an error.
pub(super) fn error_texts(raw: &RawError) -> impl Iterator<Item = &Text> {
    let lists = raw.causes().chain(raw.fixes()).chain(&raw.notes.0).chain(&raw.security.0);
    let single = raw.answer.iter().chain(&raw.meaning).chain(&raw.deprecated).chain(&raw.retired);
    let params = raw.params.0.iter().filter_map(|(_, param)| param.doc.as_ref());
    let examples = raw.examples.iter().flat_map(|example| example.doc.iter().chain(&example.fix));
    let code_examples = raw.code_examples.iter().filter_map(|example| example.doc.as_ref());
    lists.chain(single).chain(params).chain(examples).chain(code_examples)
}
