//! Limits on the size of what is generated, which can be far larger than the catalog.
//!
//! An error inherits from its ancestors, and its page shows a response in which every placeholder is replaced
//! by an example. The size of the files therefore doesn't limit the size of the pages. These rules do.

use std::collections::HashMap;

use crate::finding::{Finding, Findings, Rule, Span};
use crate::parse::TOO_LARGE;
use crate::raw::RawEnvelope;
use crate::rules::codes::owned_codes_and_aliases;
use crate::scope::{Entry, MAX_HEADERS, MAX_KINDS, MAX_PARAMS, Origin, Scope};
use crate::suggest::quoted;
use crate::template::{self, BodyPlaceholder, RawPiece};
use crate::value;
use crate::yaml::{Kind, Node};

/// The maximum number of codes of an API. A `Code` is two bytes.
const MAX_CODES: usize = u16::MAX as usize;
/// The maximum number of values and placeholders in an envelope's body, and of paths in `optional` and
/// `fields`. Each path is searched for among the members, and each error's page lists all of them. Real
/// envelopes have about a dozen.
const MAX_MEMBERS: usize = 1_000;
/// The maximum number of context fields of an envelope: the same as for params, which they are used next to.
const MAX_CONTEXT: usize = MAX_PARAMS;
/// The maximum number of facts of an API. The page of each error lists all of them.
const MAX_FACTS: usize = 64;
/// The maximum number of known values of a fact. Each value of an error is searched for among them.
const MAX_VALUES: usize = 1_000;
/// The maximum number of guides of an API. The page of each guide lists all of them.
const MAX_GUIDES: usize = 200;
/// The maximum length of a text that is repeated on other pages (a title, an owner, an operation, a URL), in
/// bytes. Real ones fit on a line; the tests of generated files use some of twenty thousand bytes.
const MAX_LINE_BYTES: usize = 32 << 10;
/// The maximum number of operations of its table that an error's page shows.
const MAX_REPEATED_OPERATIONS: usize = 20;
/// The maximum size of the example response on an error's page, in bytes. Clients read four times as much of
/// a body ([`errcat::decode::MAX_BODY_BYTES`]); a page of that size would be unreadable.
const MAX_RESPONSE_BYTES: usize = 1 << 20;
/// The maximum size of what all errors of an API inherit, repeat on their pages, and have in their example
/// responses, in bytes: 4 KiB per code if the API has [`MAX_CODES`]. The generated files are about ten times
/// as large.
const MAX_INHERITED_BYTES: usize = 256 << 20;

/// Checks the numbers of members, context fields and guides. If there are too many, no other rule runs.
pub(super) fn too_many_members(scope: &Scope<'_>, findings: &mut Findings) {
    let mut too_many = |place: Span, what: String, most: usize, help: &str| {
        findings.push(Finding::new(&TOO_MANY, place, format!("{what}, more than {most}"), help));
    };
    for (name, envelope) in &scope.api.envelopes.0 {
        let shown = quoted(&name.value);
        let paths = envelope.fields.0.len().max(envelope.optional.len());
        let members = BodyStats::of(envelope).count.max(paths);
        if members > MAX_MEMBERS {
            let what = format!("the envelope {shown} has {members} members");
            too_many(name.span, what, MAX_MEMBERS, "move variable parts into a param of type `json`");
        }
        let fields = envelope.context.0.len();
        if fields > MAX_CONTEXT {
            let what = format!("the envelope {shown} has {fields} context fields");
            too_many(name.span, what, MAX_CONTEXT, "combine them into one field of type `json`");
        }
    }
    let facts = &scope.api.facts.0;
    if let Some((name, _)) = facts.get(MAX_FACTS) {
        too_many(name.span, format!("the API has {} facts", facts.len()), MAX_FACTS, "remove some of them");
    }
    for (name, fact) in facts.iter().filter(|(_, fact)| fact.values.len() > MAX_VALUES) {
        let what = format!("the fact {} has {} known values", quoted(&name.value), fact.values.len());
        too_many(name.span, what, MAX_VALUES, "remove `values`, so that it can have any");
    }
    if let Some(guide) = scope.guides.get(MAX_GUIDES) {
        let what = format!("the API has {} guides", scope.guides.len());
        let place = Span::start_of(guide.file);
        too_many(place, what, MAX_GUIDES, "merge some of them: a guide can have many sections");
    }
}

/// Checks the length of texts that are repeated on many pages.
fn too_long(scope: &Scope<'_>, findings: &mut Findings) {
    let api = scope.api;
    let of_api = [Some(&api.title), api.owner.as_ref(), api.docs_url.as_ref(), api.base_url.as_ref()];
    let of_api = of_api.into_iter().chain([api.repository.as_ref(), api.reference.as_ref()]).flatten();
    let of_tables = scope
        .tables
        .iter()
        .flat_map(|table| std::iter::once(&table.raw.title).chain(table.raw.all_operations()));
    let of_errors = scope.entries.iter().map(|entry| entry.raw);
    let of_errors = of_errors.flat_map(|raw| raw.title.iter().chain(&raw.owner).chain(raw.own_operations()));
    let texts = of_api.chain(of_tables).chain(of_errors).map(|text| (text.len(), text.span));
    let version = api.version.iter().map(|version| (version.value.len(), version.span));
    let guides = scope.guides.iter().map(|guide| {
        let first = scope.sources.file(guide.file).text.lines().next().unwrap_or_default().len();
        (first, Span::of(guide.file, 0..first))
    });
    for (bytes, place) in texts.chain(version).chain(guides).filter(|(bytes, _)| *bytes > MAX_LINE_BYTES) {
        let message = format!("a line of {bytes} bytes, more than {MAX_LINE_BYTES}");
        let help = "shorten it: other pages repeat it";
        findings.push(Finding::new(&TOO_LARGE, place, message, help));
    }
}

/// Checks the size of what errors inherit and show.
pub(super) fn too_large(scope: &Scope<'_>, findings: &mut Findings) {
    too_long(scope, findings);
    let bodies: Vec<BodyStats<'_>> =
        scope.api.envelopes.0.iter().map(|(_, envelope)| BodyStats::of(envelope)).collect();
    let mut all = 0_usize;
    for (index, entry) in scope.entries.iter().enumerate() {
        let is_reported = entry.params.len() > MAX_PARAMS || scope.headers(index).count() > MAX_HEADERS;
        if is_reported {
            continue;
        }
        let response = scope
            .envelope(index)
            .map_or(0, |(at, envelope)| bodies[at.index()].response_bytes(scope, index, envelope));
        if response > MAX_RESPONSE_BYTES {
            let message = format!(
                "the example response of {} would have {} bytes, more than {MAX_RESPONSE_BYTES}",
                quoted(&entry.code.value),
                response
            );
            let help =
                "shorten the params' examples, or use fewer placeholders in the message and in the body";
            findings.push(Finding::new(&TOO_LARGE, entry.code.span, message, help));
        }
        let before = all;
        all = all.saturating_add(response).saturating_add(inherited_bytes(scope, index));
        if before <= MAX_INHERITED_BYTES && all > MAX_INHERITED_BYTES {
            let message = format!(
                "the API's errors up to this one inherit and repeat over {} MiB",
                MAX_INHERITED_BYTES >> 20
            );
            let help = "shorten what many errors inherit or show: docs and examples of params and headers, or the envelope";
            findings.push(Finding::new(&TOO_LARGE, entry.code.span, message, help));
        }
    }
}

/// Returns the size of what an error inherits from its ancestors and headers, and of what its page repeats.
fn inherited_bytes(scope: &Scope<'_>, index: usize) -> usize {
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
    // Its own operations aren't repeated.
    let operations = table.all_operations().take(MAX_REPEATED_OPERATIONS);
    let lines = lines.into_iter().flatten().chain(operations).map(|text| text.len());
    params.chain(headers).chain(related).chain(lines).fold(0, usize::saturating_add)
}

/// The sizes of a body's parts.
#[derive(Default)]
struct BodyStats<'a> {
    /// The number of values and placeholders.
    count: usize,
    /// The size of the literal text, including the names of members, in bytes.
    literal: usize,
    /// The number of occurrences of each placeholder.
    slots: HashMap<&'a str, usize>,
}

impl<'a> BodyStats<'a> {
    fn of(envelope: &'a RawEnvelope) -> Self {
        let mut members = BodyStats::default();
        value::parts(envelope).for_each(|part| members.add_names(part));
        for (text, _) in value::texts(envelope) {
            members.count += 1;
            for piece in template::parse_body(text).unwrap_or_default() {
                match piece {
                    RawPiece::Text(text) => members.literal += text.len(),
                    RawPiece::Placeholder(name, range) => {
                        members.count += 1;
                        let name = BodyPlaceholder::new(name, range).name;
                        *members.slots.entry(name).or_default() += 1;
                    }
                }
            }
        }
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

    /// Returns the size of an error's example response, in bytes. Only texts of the catalog are counted.
    fn response_bytes(&self, scope: &Scope<'_>, index: usize, envelope: &RawEnvelope) -> usize {
        let params = &scope.entries[index].params;
        let example = |name: &str| {
            let param = params.iter().find(|param| param.name == name);
            param.map_or(0, |param| match param.origin.value().2 {
                Some(example) => length(example.0.span),
                // `value::example_of` isn't much longer than the name.
                None => param.name.len() + 32,
            })
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

/// Checks the number of codes. Aliases count too, because they are in the same index.
pub(super) fn too_many_codes(scope: &Scope<'_>, findings: &mut Findings) {
    if let Some(code) = owned_codes_and_aliases(scope).nth(MAX_CODES) {
        let message = format!("the API has more than {MAX_CODES} codes and aliases");
        findings.push(Finding::new(&TOO_MANY, code.span, message, "split the API into several folders"));
    }
}

pub(crate) static TOO_MANY: Rule = Rule {
    name: "too-many",
    why: "A `Code` is two bytes, so an API can have at most 65,535 codes. An error may have 64 params \
          and 64 headers, an envelope 1,000 members and 64 context fields, and an API 200 guides: the \
          pages that list them would be unreadable with more. 32 levels of inheritance are too many \
          to follow.",
    fix: "Split the API into several folders, combine params into one of type `json`, merge guides, \
          or remove levels of inheritance that add nothing.",
    ..Rule::REQUIRED
};

/// Checks the numbers of params and headers, and the levels of inheritance.
pub(super) fn too_many(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in scope.entries.iter().filter(|entry| entry.params.len() > MAX_PARAMS) {
        let message = format!("the error has more than {MAX_PARAMS} params");
        let help = "combine them into one param of type `json`";
        findings.push(Finding::new(&TOO_MANY, entry.code.span, message, help));
    }
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.headers(index).count() > MAX_HEADERS {
            let message = format!("the error has more than {MAX_HEADERS} headers");
            let help = "remove those whose values can be in the body";
            findings.push(Finding::new(&TOO_MANY, entry.code.span, message, help));
        }
    }
    // Reported only at the first error that is too deep, because all that inherit from it are too. In a
    // cycle, it is reported at the first entry.
    let mut endless = scope.entries.iter().filter(|entry| entry.chain.len() > MAX_KINDS).peekable();
    let first = endless.peek().map(|entry| entry.code.span);
    let is_beginning = |entry: &&Entry<'_>| scope.kind(entry.chain[MAX_KINDS]).is_none();
    let places: Vec<Span> = endless.filter(is_beginning).map(|entry| entry.code.span).collect();
    for place in if places.is_empty() { first.into_iter().collect() } else { places } {
        let message = format!("the error has {MAX_KINDS} levels of inheritance");
        let help = "remove levels that add nothing";
        findings.push(Finding::new(&TOO_MANY, place, message, help));
    }
}
