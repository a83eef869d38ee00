//! The static entries of a table: everything that the catalog says about its errors, except the docs' examples.

use super::body;
use super::data::{self, Literal};
use crate::model::{
    Api, Audience, Backoff, Entry, Param, ParamType, Piece, Retry, RetryAfter, Severity, Table, Template,
};

/// `CODES` and `ENTRIES`, both indexed as the table's entries are.
pub(super) fn statics(api: &Api, table: &Table) -> String {
    let length = table.entries.len();
    let codes: Vec<String> =
        table.entries.iter().map(|entry| format!("Code::{}", api.codes[entry.code].variant)).collect();
    let entries: String =
        table.entries.iter().map(|entry| format!("    {},\n", literal(api, table, entry))).collect();
    format!(
        "#[rustfmt::skip]\nstatic CODES: [Code; {length}] = [{}];\n\n\
         #[rustfmt::skip]\npub(super) static ENTRIES: [Entry; {length}] = [\n{entries}];\n",
        codes.join(", "),
    )
}

fn literal(api: &Api, table: &Table, entry: &Entry) -> String {
    let code = &api.codes[entry.code];
    let mut literal = Literal::tall("Entry");
    literal
        .text("code", &code.code)
        .text("name", &code.variant)
        .text("api", &api.name)
        .text("table", &table.name)
        .text("title", &entry.title)
        .list("statuses", entry.statuses.iter().map(u16::to_string).collect())
        .field("message", message(&entry.message));
    if let Some(log) = &entry.log {
        literal.field("log", format_args!("Some({})", message(log)));
    }
    if let Some(meaning) = &entry.meaning {
        literal.text("meaning", meaning);
    }
    let texts = |texts: &[String]| data::texts(texts.iter().map(String::as_str));
    literal
        .list("causes", texts(&entry.causes))
        .list("fixes", texts(&entry.fixes))
        .list("notes", texts(&entry.notes))
        .list("security", texts(&entry.security));
    if let Some(severity) = entry.severity {
        literal.field("severity", format_args!("Some(Severity::{})", self::severity(severity)));
    }
    literal
        .list("params", entry.params.iter().map(param).collect())
        .list("headers", entry.headers.iter().map(|header| self::header(api, entry, *header)).collect());
    if let Some(retry) = &entry.retry {
        literal.field("retry", self::retry(api, retry));
    }
    if let Some(envelope) = entry.envelope {
        literal.field("envelope", format_args!("Some(&super::{})", body::path(api, envelope)));
    }
    literal
        .option("kind", entry.kind.map(|kind| api.codes[kind].code.as_str()))
        .list("operations", texts(&table.operations))
        .list("sources", data::texts(entry.sources.iter().map(|source| source.text.as_str())))
        .option("owner", entry.owner.as_deref().or(api.owner.as_deref()))
        .option("since", entry.since.as_deref())
        .option("deprecated", entry.deprecated.as_deref())
        .option("retired", entry.retired.as_deref())
        .option("successor", entry.successor.map(|code| api.codes[code].code.as_str()))
        .list("aliases", data::texts(code.aliases.iter().map(|alias| alias.code.as_str())))
        .option("docs_url", api.docs_url(entry.code).as_deref())
        .rest_empty()
}

fn message(template: &Template) -> String {
    let pieces: Vec<String> = template
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => format!("Piece::Text({})", data::text(text)),
            Piece::Param(index) => format!("Piece::Param({index})"),
        })
        .collect();
    format!("Message({})", data::flat_list(&pieces))
}

/// A param, of an error or of an envelope's context.
pub(super) fn param(param: &Param) -> String {
    let mut literal = Literal::flat("Param");
    literal.text("name", &param.name).text("doc", &param.doc).text("wire", &param.wire);
    if param.ty != ParamType::String {
        literal.field("ty", format_args!("ParamType::{}", param_type(&param.ty)));
    }
    for (name, flag) in [("in_body", param.in_body), ("optional", param.optional)] {
        if flag {
            literal.field(name, flag);
        }
    }
    if param.audience != Audience::Public {
        literal.field("audience", format_args!("Audience::{}", audience(param.audience)));
    }
    // An example of a secret stays in the catalog.
    if param.audience != Audience::Secret {
        literal.text("example", &param.example.to_string());
    }
    literal.rest_empty()
}

/// The variant of `ParamType`, which the runtime and the derive have under the same names.
pub(in crate::emit) fn param_type(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::String => "String",
        ParamType::Integer => "Integer",
        ParamType::Number => "Number",
        ParamType::Boolean => "Boolean",
        ParamType::DurationSeconds => "DurationSeconds",
        ParamType::DurationMilliseconds => "DurationMilliseconds",
        ParamType::TimestampRfc3339 => "TimestampRfc3339",
        ParamType::TimestampSeconds => "TimestampSeconds",
        ParamType::TimestampMilliseconds => "TimestampMilliseconds",
        ParamType::Json => "Json",
        ParamType::Rust(_) => "Rust",
    }
}

/// The variant of `Audience`, likewise.
pub(in crate::emit) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Public",
        Audience::Internal => "Internal",
        Audience::Secret => "Secret",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "Info",
        Severity::Warning => "Warning",
        Severity::Error => "Error",
        Severity::Critical => "Critical",
    }
}

fn header(api: &Api, entry: &Entry, header: usize) -> String {
    let header = &api.headers[header];
    let position = entry.params.iter().position(|param| param.name == header.value.name);
    let mut literal = Literal::flat("Header");
    literal.text("name", &header.name);
    match position.filter(|_| !header.constant) {
        Some(index) => literal.field("param", format_args!("Some({index})")).text("constant", ""),
        None => {
            let example = &header.value.example;
            let constant = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            literal.field("param", "None").text("constant", &constant)
        }
    };
    literal.whole()
}

fn retry(api: &Api, retry: &Retry) -> String {
    let Retry::Later(policy) = retry else { return "Retry::Never".to_owned() };
    let mut literal = Literal::flat("RetryPolicy");
    match &policy.after {
        Some(RetryAfter::Header(header)) => {
            let name = data::text(&api.headers[*header].name);
            literal.field("after", format_args!("Some(RetryAfter::Header({name}))"));
        }
        Some(RetryAfter::Delay(delay)) => {
            let milliseconds = delay.as_millis();
            let delay = format!("::core::time::Duration::from_millis({milliseconds})");
            literal.field("after", format_args!("Some(RetryAfter::Delay({delay}))"));
        }
        None => {}
    }
    match policy.backoff {
        Some(Backoff::Constant) => literal.field("backoff", "Some(Backoff::Constant)"),
        Some(Backoff::Exponential) => literal.field("backoff", "Some(Backoff::Exponential)"),
        None => &mut literal,
    };
    if let Some(attempts) = policy.attempts {
        literal.field("attempts", format_args!("Some({attempts})"));
    }
    for (name, flag) in [("jitter", policy.jitter), ("idempotent_only", policy.idempotent_only)] {
        if flag {
            literal.field(name, flag);
        }
    }
    format!("Retry::Later({})", literal.rest_empty())
}
