//! Lowers what the errors of an API share: successes, headers, envelopes and guides.

use super::texts::text;
use crate::finding::{Span, Spanned};
use crate::model::{
    Audience, Envelope, EnvelopeHeader, EnvelopeId, Fact, FactRange, Guide, Header, Param, ParamType,
    Success, TableId,
};
use crate::parse::GuideFile;
use crate::raw::{RawContext, RawEnvelope, RawFact, RawHeader, RawSuccess};
use crate::scope::Scope;
use crate::shape::{Data, Map, Text};
use crate::value;

pub(super) fn lower_successes(raw: &Map<RawSuccess>) -> Vec<Success> {
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

pub(super) fn lower_header(scope: &Scope<'_>, name: &Spanned<String>, raw: &RawHeader) -> Header {
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

pub(super) fn lower_facts(scope: &Scope<'_>) -> Vec<Fact> {
    let lower = |(name, raw): &(Spanned<String>, RawFact)| {
        let RawFact { span: _, keys: _, r#type, doc, unique, values, ranges, audience } = raw;
        let ty = value::fact_type(r#type.as_ref()).expect("rule invalid-fact");
        let table = |name: &str| scope.tables.iter().position(|table| table.name == name);
        Fact {
            name: name.value.clone(),
            doc: doc.value.clone(),
            unique: unique.as_ref().is_some_and(|flag| flag.value),
            values: values.iter().map(|raw| value::fact(raw, &ty).expect("rule invalid-fact")).collect(),
            ranges: ranges
                .0
                .iter()
                .map(|(name, range)| {
                    let table = TableId::new(table(&name.value).expect("rule invalid-fact"));
                    let (first, last) = value::range(&range.value).expect("rule invalid-fact");
                    FactRange { table, first, last }
                })
                .collect(),
            audience: audience.unwrap_or(Audience::Public),
            line: line_in_api(scope, name.span),
            ty,
        }
    };
    scope.api.facts.0.iter().map(lower).collect()
}

pub(super) fn lower_envelope(scope: &Scope<'_>, id: EnvelopeId) -> Envelope {
    let (name, raw) = &scope.api.envelopes.0[id.index()];
    let RawEnvelope {
        span: _,
        keys: _,
        summary,
        content_type,
        body: _,
        each: _,
        optional,
        identify_by: _,
        headers,
        context,
        fields,
    } = raw;
    let named = value::Named {
        is_context: &|name| context.get(name).is_some(),
        is_nullable: &|name| context.get(name).is_some_and(is_nullable),
        is_fact: &|name| scope.has_public_fact(name),
        code_type: scope.code_type(),
        constant: &|name| scope.constant(id, name),
    };
    let optional: Vec<&str> = optional.iter().map(|word| word.value.as_str()).collect();
    Envelope {
        name: name.value.clone(),
        summary: summary.value.clone(),
        content_type: text(content_type.as_ref()).unwrap_or_else(|| "application/json".to_owned()),
        body: value::body(raw, &optional, &named),
        identify_by: scope.identities(raw),
        headers: headers
            .0
            .iter()
            .map(|(name, text)| EnvelopeHeader {
                name: name.value.clone(),
                value: value::pieces(&text.value, &named),
            })
            .collect(),
        context: context.0.iter().map(|(name, field)| lower_context(name, field)).collect(),
        fields: fields.0.iter().map(|(path, text)| (path.value.clone(), text.value.clone())).collect(),
        pattern: None,            // keys::fill_keys
        key_patterns: Vec::new(), // the same
        line: line_in_api(scope, name.span),
    }
}

/// Returns `true` if a context field is null if the server has no value.
fn is_nullable(raw: &RawContext) -> bool {
    raw.nullable.as_ref().is_some_and(|flag| flag.value)
}

fn lower_context(name: &Spanned<String>, raw: &RawContext) -> Param {
    let RawContext { span: _, keys: _, r#type, unit, doc, example, nullable: _ } = raw; // is_nullable()
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

pub(super) fn lower_guide(scope: &Scope<'_>, guide: &GuideFile) -> Guide {
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
