//! The last phase: converts an API that has passed every rule to a [`model::Api`](crate::model::Api).
//!
//! Lowering can't fail: it expects what the rules ensure, with the name of the rule in the message.
//!
//! Records are destructured exhaustively, so that a new key of the language is a compiler error until it is
//! used here.

mod example;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::finding::{Span, Spanned};
use crate::model::{
    Alias, Api, Audience, Backoff, Code, CodeId, Entry, EntryId, Envelope, Guide, Header, Id, Param,
    ParamType, Piece, Retry, RetryAfter, RetryPolicy, Success, Table, Template,
};
use crate::names;
use crate::raw::{
    RawApi, RawContext, RawEnvelope, RawError, RawHeader, RawParam, RawPolicy, RawRetry, RawSuccess, RawTable,
};
use crate::rules::lints;
use crate::scope::{self, Origin, Scope};
use crate::shape::{Data, Map, Text};
use crate::source;
use crate::template::{self, RawPiece};
use crate::value;

/// Converts an API to the model.
pub fn lower(scope: &Scope<'_>) -> Api {
    let RawApi {
        span: _,
        keys: _,
        title,
        summary,
        base_url,
        docs_url,
        reference,
        repository,
        owner,
        envelope: _, // Scope::envelope
        guides: _,   // the order of Scope::guides
        success,
        envelopes,
        headers,
        header_sets: _, // Scope::headers
        publish,
        reserved,
        lints: _, // lints::level and lints::allows
    } = scope.api;
    let ids = entry_ids(scope);
    let codes = codes(scope, &ids);
    let by_code: HashMap<&str, CodeId> =
        Id::enumerate(&codes).map(|(id, code)| (code.code.as_str(), id)).collect();
    let slots: Vec<Vec<String>> =
        envelopes.0.iter().map(|(_, envelope)| value::slots(&envelope.body.0)).collect();
    let line_ends: Vec<Vec<usize>> = scope.tables.iter().map(|table| line_ends(scope, table)).collect();
    let lowering = Lowering { scope, codes: &by_code, slots: &slots, line_ends: &line_ends };
    let mut entries: Vec<Option<Entry>> =
        (0..scope.entries.len()).into_par_iter().map(|entry| Some(lowering.entry(entry))).collect();
    let mut tables: Vec<Table> = scope.tables.iter().map(|table| lowering.table(table)).collect();
    for (at, entry) in scope.entries.iter().enumerate() {
        tables[entry.table.index()].entries.extend(entries[at].take());
    }
    Api {
        name: scope.name.to_owned(),
        title: title.value.clone(),
        summary: summary.value.clone(),
        base_url: url(base_url.as_ref()),
        docs_url: url(docs_url.as_ref()),
        reference: text(reference.as_ref()),
        repository: text(repository.as_ref()),
        owner: text(owner.as_ref()),
        publish: publish.clone(),
        path: scope.sources.file(scope.place.file).path.clone(),
        reserved: spanned(reserved.as_ref()),
        never_raised_allows: lints::allows(scope, &lints::NEVER_RAISED),
        success: lower_successes(success),
        headers: headers.0.iter().map(|(name, raw)| lower_header(scope, name, raw)).collect(),
        envelopes: envelopes.0.iter().map(|(name, raw)| lower_envelope(scope, name, raw)).collect(),
        tables,
        codes,
        guides: scope.guides.iter().map(|guide| lower_guide(scope, guide)).collect(),
    }
}

fn line_ends(scope: &Scope<'_>, table: &scope::Table<'_>) -> Vec<usize> {
    let text = &scope.sources.file(table.file).text;
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
}

fn entry_ids(scope: &Scope<'_>) -> Vec<EntryId> {
    let mut next = vec![0; scope.tables.len()];
    let id = |entry: &scope::Entry<'_>| {
        let next = &mut next[entry.table.index()];
        *next += 1;
        EntryId { table: entry.table, entry: Id::new(*next - 1) }
    };
    scope.entries.iter().map(id).collect()
}

fn codes(scope: &Scope<'_>, ids: &[EntryId]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let mut of_entry: HashMap<usize, CodeId> = HashMap::new();
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        of_entry.insert(index, Id::new(codes.len()));
        let alias =
            |alias: &crate::shape::Word| Alias { code: alias.value.clone(), slug: names::slug(&alias.value) };
        codes.push(Code {
            code: entry.code.value.clone(),
            variant: entry
                .raw
                .name
                .as_ref()
                .map_or_else(|| names::variant(entry.code), |name| name.value.clone()),
            slug: names::slug(entry.code),
            owner: ids[index],
            shared: Vec::new(),
            children: Vec::new(),
            aliases: entry.raw.aliases.0.iter().map(alias).collect(),
        });
    }
    for (index, entry) in scope.entries.iter().enumerate() {
        if !scope.is_owner(index) {
            codes[of_entry[&entry.owner].index()].shared.push(ids[index]);
        } else if let Some(kind) = scope.kind(index) {
            codes[of_entry[&kind].index()].children.push(of_entry[&index]);
        }
    }
    codes
}

fn lower_successes(raw: &Map<RawSuccess>) -> Vec<Success> {
    let lower = |(status, raw): &(Spanned<String>, RawSuccess)| {
        let RawSuccess { span: _, keys: _, title, doc } = raw;
        Success {
            status: status.parse().expect("rule invalid-status"),
            title: title.value.clone(),
            doc: doc.value.clone(),
        }
    };
    let mut statuses: Vec<Success> = raw.0.iter().map(lower).collect();
    statuses.sort_by_key(|success| success.status);
    statuses
}

fn lower_header(scope: &Scope<'_>, name: &Spanned<String>, raw: &RawHeader) -> Header {
    let RawHeader { span: _, keys: _, r#type, unit, param, doc, example } = raw;
    Header {
        name: name.value.clone(),
        value: Param {
            name: param.as_ref().map_or_else(|| name.value.clone(), |word| word.value.clone()),
            ..public_param(name, value::param_type(r#type.as_ref(), *unit), doc, example)
        },
        constant: param.is_none(),
        line: line_in_api(scope, name.span),
    }
}

fn lower_envelope(scope: &Scope<'_>, name: &Spanned<String>, raw: &RawEnvelope) -> Envelope {
    let RawEnvelope { span: _, keys: _, summary, content_type, body, optional, identify_by, context, fields } =
        raw;
    let optional: Vec<&str> = optional.iter().map(|word| word.value.as_str()).collect();
    Envelope {
        name: name.value.clone(),
        summary: summary.value.clone(),
        content_type: text(content_type.as_ref()).unwrap_or_else(|| "application/json".to_owned()),
        body: value::body(&body.0, &optional, &|name| context.get(name).is_some()),
        identify_by: identify_by.0.clone(),
        context: context.0.iter().map(|(name, field)| lower_context(name, field)).collect(),
        fields: fields.0.iter().map(|(path, text)| (path.value.clone(), text.value.clone())).collect(),
        line: line_in_api(scope, name.span),
    }
}

fn lower_context(name: &Spanned<String>, raw: &RawContext) -> Param {
    let RawContext { span: _, keys: _, r#type, unit, doc, example } = raw;
    public_param(name, value::param_type(r#type.as_ref(), *unit), doc, example)
}

fn public_param(name: &Spanned<String>, ty: Option<ParamType>, doc: &Text, Data(example): &Data) -> Param {
    Param {
        name: name.value.clone(),
        ty: ty.expect("rule unknown-type"),
        doc: doc.value.clone(),
        example: example.value.clone(),
        wire: name.value.clone(),
        in_body: false,
        audience: Audience::Public,
        optional: false,
    }
}

/// Returns the line of a span in `api.yaml`. Built-in definitions aren't in that file; their line is the
/// first.
fn line_in_api(scope: &Scope<'_>, span: Span) -> usize {
    if span.file == scope.place.file { scope.sources.position(span).0 } else { 1 }
}

fn lower_guide(scope: &Scope<'_>, guide: &crate::parse::GuideFile) -> Guide {
    let file = scope.sources.file(guide.file);
    // A checkout with CRLF must result in the same pages.
    let text = file.text.replace("\r\n", "\n");
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    Guide {
        name: guide.name.clone(),
        title: first.strip_prefix("# ").expect("rule guide-title").trim().to_owned(),
        text: rest.trim_start_matches('\n').to_owned(),
        path: file.path.clone(),
    }
}

struct Lowering<'s> {
    scope: &'s Scope<'s>,
    codes: &'s HashMap<&'s str, CodeId>,
    /// The placeholders in the body of each envelope.
    slots: &'s [Vec<String>],
    /// The ends of the lines of each table's file, computed once per table.
    line_ends: &'s [Vec<usize>],
}

impl Lowering<'_> {
    fn table(&self, table: &scope::Table<'_>) -> Table {
        let RawTable {
            span: _,
            keys: _,
            title,
            summary,
            order: _, // the order of Scope::tables
            operation,
            operations,
            envelope: _, // Scope::envelope
            is: _,       // Scope::kind
            status: _,   // Scope::statuses
            reserved,
            lints: _,  // lints::level
            errors: _, // Scope::entries
        } = table.raw;
        Table {
            name: table.name.to_owned(),
            title: title.value.clone(),
            summary: text(summary.as_ref()),
            operations: texts(operation.iter().chain(operations)),
            path: self.scope.sources.file(table.file).path.clone(),
            reserved: spanned(reserved.as_ref()),
            entries: Vec::new(),
        }
    }

    fn entry(&self, index: usize) -> Entry {
        let scope = self.scope;
        let entry = &scope.entries[index];
        let RawError {
            span: _,
            keys: _,
            same_as: _, // scope::Entry::owner
            is: _,      // Scope::kind
            name: _,    // codes
            title: _,   // Scope::title
            status: _,  // Scope::statuses
            message: _, // Scope::message
            meaning,
            causes: _, // the entry's own
            fixes: _,  // the entry's own
            notes: _,  // the entry's own
            security,
            severity: _, // Scope::severity
            params: _,   // scope::Entry::params
            log,
            headers: _,  // Scope::headers
            retry: _,    // Scope::retry
            examples: _, // the entry's own
            sources: _,  // the entry's own
            envelope: _, // Scope::envelope
            owner,
            related,
            since,
            deprecated,
            retired,
            r#use,
            aliases: _, // codes
            reserved,
            lints: _, // lints::level
        } = scope.entries[entry.owner].raw;
        // An entry with `same_as` has only these of its own; other keys break the rule `same-as-overrides`.
        let RawError { causes, fixes, notes, examples, sources, .. } = entry.raw;
        let params = self.params(index);
        let message = scope.message(index).expect("rule missing-message");
        let code = |word: &crate::shape::Word| self.codes[word.value.as_str()];
        Entry {
            code: self.codes[entry.code.value.as_str()],
            shared: !scope.is_owner(index),
            place: entry.code.span,
            line: 1 + self.line_ends[entry.table.index()]
                .partition_point(|end| *end < entry.code.span.start as usize),
            kind: scope.kind(entry.owner).map(|kind| self.codes[scope.entries[kind].code.value.as_str()]),
            title: scope.title(index).map_or_else(|| in_words(entry.code), |title| title.value.clone()),
            statuses: scope
                .statuses(index)
                .expect("rule missing-status")
                .0
                .iter()
                .map(|status| u16::try_from(status.value).expect("rule invalid-status"))
                .collect(),
            message: lower_template(message, &params),
            log: log.as_ref().map(|log| lower_template(log, &params)),
            meaning: text(meaning.as_ref()),
            causes: texts(&causes.0),
            fixes: texts(&fixes.0),
            notes: texts(&notes.0),
            security: texts(&security.0),
            severity: scope.severity(index),
            params,
            headers: scope.headers(index).map(|(header, _, _)| header).collect(),
            retry: scope.retry(index).map(|retry| self.retry(retry)),
            examples: examples.iter().map(example::lower).collect(),
            sources: sources
                .0
                .iter()
                .map(|text| source::parse(&text.value, text.span).expect("rule invalid-source"))
                .collect(),
            envelope: scope.envelope(index).map(|(envelope, _)| envelope),
            owner: text(owner.as_ref()),
            related: related.0.iter().map(code).collect(),
            since: text(since.as_ref()),
            deprecated: text(deprecated.as_ref()),
            retired: text(retired.as_ref()),
            successor: r#use.as_ref().map(code),
            reserved: spanned(reserved.as_ref()),
            never_raised: lints::level(scope, &lints::NEVER_RAISED, entry.owner),
        }
    }

    fn params(&self, index: usize) -> Vec<Param> {
        let scope = self.scope;
        let slots: Vec<&str> = scope
            .envelope(index)
            .map(|(envelope, _)| self.slots[envelope.index()].iter().map(String::as_str).collect())
            .unwrap_or_default();
        let lower = |param: &scope::Param<'_>| {
            let (r#type, unit, doc, example, wire, optional) = match param.origin {
                Origin::Declared(raw) => {
                    let RawParam {
                        span: _,
                        keys: _,
                        r#type,
                        unit,
                        doc,
                        example,
                        wire,
                        audience: _, // scope::Param::audience
                        optional,
                    } = raw;
                    let optional = optional.as_ref().is_some_and(|flag| flag.value);
                    (r#type, unit, doc, example, wire.as_ref(), optional)
                }
                // The key `param` is the name of this param.
                Origin::Header(RawHeader { span: _, keys: _, r#type, unit, param: _, doc, example }) => {
                    (r#type, unit, doc, example, None, false)
                }
            };
            Param {
                name: param.name.to_owned(),
                ty: value::param_type(r#type.as_ref(), *unit).expect("rule unknown-type"),
                doc: doc.value.clone(),
                example: example.0.value.clone(),
                wire: wire.map_or(param.name, |wire| &wire.value).to_owned(),
                in_body: scope.in_body(index, param, &slots),
                audience: param.audience(),
                optional,
            }
        };
        scope.entries[index].params.iter().map(lower).collect()
    }

    fn retry(&self, raw: &RawRetry) -> Retry {
        match raw {
            RawRetry::Never => Retry::Never,
            RawRetry::Backoff => {
                Retry::Later(RetryPolicy { backoff: Some(Backoff::Exponential), ..RetryPolicy::default() })
            }
            RawRetry::Policy(policy) => Retry::Later(self.policy(policy)),
        }
    }

    fn policy(&self, raw: &RawPolicy) -> RetryPolicy {
        let RawPolicy { span: _, keys: _, after, backoff, jitter, attempts, idempotent_only } = raw;
        let header = |name: &str| self.scope.api.headers.keys().position(|header| header == name);
        RetryPolicy {
            after: after.as_ref().map(|after| match header(&after.value) {
                Some(header) => RetryAfter::Header(Id::new(header)),
                None => RetryAfter::Delay(source::delay(&after.value).expect("rule invalid-delay")),
            }),
            backoff: *backoff,
            jitter: jitter.as_ref().is_some_and(|flag| flag.value),
            attempts: attempts.as_ref().map(|n| u32::try_from(n.value).expect("rule invalid-delay")),
            idempotent_only: idempotent_only.as_ref().is_some_and(|flag| flag.value),
        }
    }
}

fn lower_template(text: &Text, params: &[Param]) -> Template {
    let piece = |piece: RawPiece<'_>| match piece {
        RawPiece::Text(text) => Piece::Text(text),
        RawPiece::Placeholder(name, _) => {
            let param = params.iter().position(|param| param.name == name);
            Piece::Param(Id::new(param.expect("rule undeclared-param")))
        }
    };
    let pieces =
        template::parse(&text.value).expect("rule unbalanced-brace").into_iter().map(piece).collect();
    Template { text: text.value.clone(), pieces }
}

/// Converts a code to words: `agent_not_found` to `Agent not found`.
fn in_words(code: &str) -> String {
    use heck::ToSnakeCase;
    let words = code.to_snake_case().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| code.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

fn url(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.trim_end_matches('/').to_owned())
}

fn spanned(text: Option<&Text>) -> Option<Spanned<String>> {
    text.map(|text| text.0.clone())
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.clone()).collect()
}
