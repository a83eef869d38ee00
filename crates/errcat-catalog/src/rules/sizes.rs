//! Limits on what becomes of a catalog: what a few lines stand for can be far more than the lines.
//!
//! An error has all that its kinds have, and each of its pages shows a response in which every placeholder is an example. So
//! the files' sizes say nothing about those of the pages; these rules do.

use std::collections::HashMap;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::parse::TOO_LARGE;
use crate::raw::RawEnvelope;
use crate::rules::codes::owned_codes_and_aliases;
use crate::scope::{Entry, MAX_HEADERS, MAX_KINDS, MAX_PARAMS, Origin, Scope};
use crate::suggest::quoted;
use crate::template::{self, RawPiece};
use crate::value;
use crate::yaml::{Kind, Node};

/// The most codes of an API: what fits into two bytes.
const MAX_CODES: usize = u16::MAX as usize;
/// The most values and placeholders in an envelope's body, and the most paths that tell of its members: each is looked up
/// among the others, and each error's page shows them all. Real ones have a dozen.
const MAX_MEMBERS: usize = 1_000;
/// The most context fields of an envelope: as many as an error may have params, which they are beside.
const MAX_CONTEXT: usize = MAX_PARAMS;
/// The most guides of an API: each one's page lists them all.
const MAX_GUIDES: usize = 200;
/// The most bytes of a text that other pages repeat: a title, an owner, an operation, an address. Real ones are a line; the
/// tests of what is generated have some of twenty thousand.
const MAX_LINE_BYTES: usize = 32 << 10;
/// The most of its table's operations that an error's page repeats.
const MAX_REPEATED_OPERATIONS: usize = 20;
/// The most bytes of the response that an error's page shows, made of the params' examples. Clients read four times as
/// much of a body ([`errcat::decode::MAX_BODY_BYTES`]), and nobody reads a page of it.
const MAX_RESPONSE_BYTES: usize = 1 << 20;
/// The most bytes that all errors of an API have from others, repeat on their pages, and have in their responses: 4 KiB for each
/// of the most codes. What is generated is some ten times as much.
const MAX_INHERITED_BYTES: usize = 256 << 20;

/// What nobody writes by hand: beyond, no other rule looks at the API.
pub(super) fn too_many_members(scope: &Scope<'_>, findings: &mut Findings) {
    let mut too_many = |place: Span, what: String, most: usize, help: &str| {
        findings.push(Finding::new(&TOO_MANY, place, format!("{what}, more than {most}"), help));
    };
    for (name, envelope) in &scope.api.envelopes.0 {
        let shown = quoted(&name.value);
        let paths = envelope.fields.0.len().max(envelope.optional.len());
        let members = Members::of(&envelope.body.0).count.max(paths);
        if members > MAX_MEMBERS {
            let what = format!("the envelope {shown} has {members} members");
            too_many(name.span, what, MAX_MEMBERS, "put what varies into a param of type `json`");
        }
        let fields = envelope.context.0.len();
        if fields > MAX_CONTEXT {
            let what = format!("the envelope {shown} has {fields} context fields");
            too_many(name.span, what, MAX_CONTEXT, "put them into one field of type `json`");
        }
    }
    if let Some(guide) = scope.guides.get(MAX_GUIDES) {
        let what = format!("the API has {} guides", scope.guides.len());
        let place = Span::start_of(guide.file);
        too_many(place, what, MAX_GUIDES, "join some of them: a guide may have many sections");
    }
}

/// What many pages repeat is a line.
fn too_long(scope: &Scope<'_>, findings: &mut Findings) {
    let api = scope.api;
    let of_api = [Some(&api.title), api.owner.as_ref(), api.docs_url.as_ref(), api.base_url.as_ref()];
    let of_api = of_api.into_iter().chain([api.repository.as_ref(), api.reference.as_ref()]).flatten();
    let of_tables = scope.tables.iter().flat_map(|table| {
        std::iter::once(&table.raw.title).chain(&table.raw.operation).chain(&table.raw.operations)
    });
    let of_errors = scope.entries.iter().flat_map(|entry| entry.raw.title.iter().chain(&entry.raw.owner));
    let texts = of_api.chain(of_tables).chain(of_errors).map(|text| (text.len(), text.span));
    let guides = scope.guides.iter().map(|guide| {
        let first = scope.sources.file(guide.file).text.lines().next().unwrap_or_default().len();
        (first, Span::of(guide.file, 0..first))
    });
    for (bytes, place) in texts.chain(guides).filter(|(bytes, _)| *bytes > MAX_LINE_BYTES) {
        let message = format!("a line of {bytes} bytes, more than {MAX_LINE_BYTES}");
        let help = "shorten it: other pages repeat it";
        findings.push(Finding::new(&TOO_LARGE, place, message, help));
    }
}

/// What errors inherit and show stays in proportion to what is written.
pub(super) fn too_large(scope: &Scope<'_>, findings: &mut Findings) {
    too_long(scope, findings);
    let bodies: Vec<Members<'_>> =
        scope.api.envelopes.0.iter().map(|(_, envelope)| Members::of(&envelope.body.0)).collect();
    let mut all = 0_usize;
    for (index, entry) in scope.entries.iter().enumerate() {
        let is_told = entry.params.len() > MAX_PARAMS || scope.headers(index).count() > MAX_HEADERS;
        if is_told {
            continue;
        }
        let response = scope
            .envelope(index)
            .map_or(0, |(at, envelope)| bodies[at.index()].response(scope, index, envelope));
        if response > MAX_RESPONSE_BYTES {
            let message = format!(
                "the response of {} would have {} bytes, more than {MAX_RESPONSE_BYTES}",
                quoted(&entry.code.value),
                response
            );
            let help =
                "shorten the params' examples, or use fewer placeholders in the message and in the body";
            findings.push(Finding::new(&TOO_LARGE, entry.code.span, message, help));
        }
        let before = all;
        all = all.saturating_add(response).saturating_add(inherited(scope, index));
        if before <= MAX_INHERITED_BYTES && all > MAX_INHERITED_BYTES {
            let message = format!(
                "the API's errors up to this have over {} MiB from their kinds, headers and examples",
                MAX_INHERITED_BYTES >> 20
            );
            let help =
                "shorten what many errors inherit: docs and examples of params and headers, or the envelope";
            findings.push(Finding::new(&TOO_LARGE, entry.code.span, message, help));
        }
    }
}

/// The bytes of what an error has from its kinds and headers, and of what its page repeats.
fn inherited(scope: &Scope<'_>, index: usize) -> usize {
    let params = scope.entries[index].params.iter().map(|param| match param.origin {
        Origin::Declared(raw) => length(raw.span),
        Origin::Header(raw) => length(raw.span),
    });
    let headers = scope.headers(index).map(|(_, _, header)| length(header.span));
    let entry = &scope.entries[index];
    let (api, table) = (scope.api, scope[entry.table].raw);
    let message = |index: usize| scope.message(index).map_or(0, |message| message.len());
    let related = entry.raw.related.0.iter().filter_map(|code| scope.owner_of(&code.value)).map(message);
    let lines =
        [scope.title(index), Some(&api.title), api.owner.as_ref(), api.docs_url.as_ref(), Some(&table.title)];
    let operations = table.operation.iter().chain(&table.operations).take(MAX_REPEATED_OPERATIONS);
    let lines = lines.into_iter().flatten().chain(operations).map(|text| text.len());
    params.chain(headers).chain(related).chain(lines).fold(0, usize::saturating_add)
}

/// What a body is made of.
#[derive(Default)]
struct Members<'a> {
    /// How many values and placeholders.
    count: usize,
    /// Bytes of what stands there as it is, names included.
    literal: usize,
    /// How often each placeholder stands there.
    slots: HashMap<&'a str, usize>,
}

impl<'a> Members<'a> {
    fn of(body: &'a Node) -> Self {
        let mut members = Members::default();
        members.add_names(body);
        value::for_each_text(body, &mut |text, _| {
            members.count += 1;
            for piece in template::parse(text).unwrap_or_default() {
                match piece {
                    RawPiece::Text(text) => members.literal += text.len(),
                    RawPiece::Placeholder(name, _) => {
                        members.count += 1;
                        *members.slots.entry(name).or_default() += 1;
                    }
                }
            }
        });
        members
    }

    fn add_names(&mut self, body: &Node) {
        match &body.kind {
            Kind::Scalar { .. } => {}
            Kind::List(items) => items.iter().for_each(|item| self.add_names(item)),
            Kind::Map(pairs) => {
                for (name, value) in pairs {
                    self.literal += length(name.span);
                    self.add_names(value);
                }
            }
        }
    }

    /// The bytes of an error's response, as far as they are texts of the catalog.
    fn response(&self, scope: &Scope<'_>, index: usize, envelope: &RawEnvelope) -> usize {
        let params = &scope.entries[index].params;
        let example = |name: &str| {
            let param = params.iter().find(|param| param.name == name);
            param.map_or(0, |param| length(param.origin.value().2.0.span))
        };
        let message = || {
            let text = scope.message(index).map_or("", |text| text.value.as_str());
            template::placeholders(text).map(example).fold(text.len(), usize::saturating_add)
        };
        let all = || params.iter().map(|param| param.name.len() + example(param.name)).sum::<usize>();
        let size = |slot: &str| match slot {
            "message" => message(),
            "title" => scope.title(index).map_or(0, |title| title.len()),
            "params" => all(),
            name => match envelope.context.get(name) {
                Some(field) => length(field.example.0.span),
                None => example(name),
            },
        };
        let slots = self.slots.iter().map(|(slot, times)| size(slot).saturating_mul(*times));
        slots.fold(self.literal, usize::saturating_add)
    }
}

fn length(span: Span) -> usize {
    span.end.saturating_sub(span.start) as usize
}

/// What fits into a `Code`. Aliases take part in the index of codes.
pub(super) fn too_many_codes(scope: &Scope<'_>, findings: &mut Findings) {
    if let Some(code) = owned_codes_and_aliases(scope).nth(MAX_CODES) {
        let message = format!("the API has more than {MAX_CODES} codes and aliases");
        findings.push(Finding::new(&TOO_MANY, code.span, message, "split the API into several folders"));
    }
}

pub(crate) static TOO_MANY: Rule = Rule {
    name: "too-many",
    why: "A `Code` is two bytes, so an API has at most 65,535 of them; an error with over 64 params \
          or headers is data, not an error, and so is a body with over 1,000 members or 64 context \
          fields; each guide's page lists all guides, of which an API has at most 200; and of 32 \
          kinds, one above the other, nobody knows any more what they add up to.",
    fix: "Split the API into several folders; give the error one param of type `json`; join guides; \
          leave out kinds that say nothing of their own.",
    ..Rule::REQUIRED
};

/// What can still be called an error.
pub(super) fn too_many(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in scope.entries.iter().filter(|entry| entry.params.len() > MAX_PARAMS) {
        let message = format!("the error has more than {MAX_PARAMS} params");
        let help = "put them into one param of type `json`";
        findings.push(Finding::new(&TOO_MANY, entry.code.span, message, help));
    }
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.headers(index).count() > MAX_HEADERS {
            let message = format!("the error has more than {MAX_HEADERS} headers");
            let help = "leave out those that its body could carry";
            findings.push(Finding::new(&TOO_MANY, entry.code.span, message, help));
        }
    }
    // Told where it begins, for what is of that error's kind has as many kinds and one more; in a circle, at the first.
    let mut endless = scope.entries.iter().filter(|entry| entry.chain.len() > MAX_KINDS).peekable();
    let first = endless.peek().map(|entry| entry.code.span);
    let is_beginning = |entry: &&Entry<'_>| scope.kind(entry.chain[MAX_KINDS]).is_none();
    let places: Vec<Span> = endless.filter(is_beginning).map(|entry| entry.code.span).collect();
    for place in if places.is_empty() { first.into_iter().collect() } else { places } {
        let message = format!("the error is of {MAX_KINDS} kinds, one above the other");
        let help = "leave out those that say nothing of their own";
        findings.push(Finding::new(&TOO_MANY, place, message, help));
    }
}
