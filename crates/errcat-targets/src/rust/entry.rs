//! Generates the entries of a table: all facts of the catalog about its errors, except examples in the docs.
//!
//! The entries are a single string, in the line format that `errcat::entries` parses. As Rust data, they
//! would take most of the crate's compile time.

use std::borrow::Cow;
use std::fmt::Write;

use super::body;
use crate::rust_code::data;
use errcat_catalog::model::{
    Api, Audience, Code, Entry, EnvelopeId, Header, HeaderId, Param, ParamType, Retry, RetryAfter,
    RetryPolicy, Table,
};
use errcat_catalog::shape::Choice;

/// Returns the statics `CODES` and `ENTRIES`, which are both indexed by entry.
pub(super) fn statics(api: &Api, table: &Table) -> String {
    let length = table.entries.len();
    let codes: Vec<String> =
        table.entries.iter().map(|entry| format!("Code::{}", api[entry.code].variant)).collect();
    let mut used: Vec<EnvelopeId> = table.entries.iter().filter_map(|entry| entry.envelope).collect();
    used.sort_unstable();
    used.dedup();
    let envelopes: Vec<String> =
        used.iter().map(|envelope| format!("&super::{}", body::path(api, *envelope))).collect();
    format!(
        "#[rustfmt::skip]\nstatic CODES: [Code; {length}] = [{}];\n\n\
         #[rustfmt::skip]\npub(super) static ENTRIES: Entries = Entries::new(\n\"{}\",\n{});\n",
        codes.join(", "),
        text(api, table, &used),
        data::flat_list(&envelopes),
    )
}

/// Returns the text of a table's entries, escaped for a string literal.
fn text(api: &Api, table: &Table, envelopes: &[EnvelopeId]) -> String {
    let mut lines = Lines(String::from("\n"));
    lines.text("api", &api.name).text("table", &table.name).list("operation", &table.operations);
    lines.optional("owner", api.owner.as_deref());
    for entry in &table.entries {
        lines.0.push('\n');
        write_entry(&mut lines, api, entry, envelopes);
    }
    lines.0
}

fn write_entry(lines: &mut Lines, api: &Api, entry: &Entry, envelopes: &[EnvelopeId]) {
    let Entry {
        code: id,
        shared: _,
        place: _,
        line: _,
        kind,
        title,
        has_own_title: _, // only for headings
        statuses,
        facts: _, // below
        operations,
        message,
        log,
        answer,
        meaning,
        causes: _, // below
        fixes: _,  // below
        notes,
        security,
        severity,
        params,
        fallback_for: _, // `Decode::fallbacks`
        headers,
        retry,
        examples: _,      // only in the docs
        code_examples: _, // only in the docs
        sources,
        envelope,
        owner,
        related: _, // only in the docs
        since,
        deprecated,
        retired,
        successor,
        reserved: _,     // a note for the workspace's own code
        never_raised: _, // level of a lint
    } = entry;
    let Code {
        code: unique,
        wire,
        variant,
        table_variant: _, // the enum of the table
        slug: _,          // of targets in other languages
        address: _,       // `docs_url`
        owner: _,         // `PLACES`
        decoding: _,      // the runtime finds it
        shared_decodings: _,
        shared: _,   // entries of their own
        children: _, // their `kind`
        aliases,
    } = &api[*id];
    lines.text("error", variant).text("  code", wire);
    lines.optional("  id", Some(unique.as_str()).filter(|id| id != wire)).text("  title", title);
    statuses.words().for_each(|status| lines.value("  status", status));
    for (fact, value) in api.facts_of(entry) {
        lines.text("  fact", &format!("{} {} {}", fact.name, fact.ty.name(), value.text()));
    }
    lines
        .list("  operation", operations)
        .text("  message", &message.text)
        .optional("  log", log.as_ref().map(|log| log.text.as_str()))
        .optional("  answer", answer.as_deref())
        .optional("  meaning", meaning.as_deref())
        .list("  cause", entry.cause_texts())
        .list("  fix", entry.all_fixes())
        .list("  note", notes)
        .list("  security", security)
        .optional("  severity", severity.map(Choice::word));
    params.iter().for_each(|param| write_param(lines, param));
    headers.iter().for_each(|header| write_header(lines, api, entry, *header));
    retry.iter().for_each(|retry| write_retry(lines, api, retry));
    let envelope = envelope.and_then(|envelope| envelopes.binary_search(&envelope).ok());
    envelope.iter().for_each(|at| lines.value("  envelope", at));
    let kind = kind.map(|kind| &api[kind]);
    lines.optional("  kind", kind.map(|kind| kind.wire.as_str()));
    lines.optional("  kind_id", kind.filter(|kind| kind.code != kind.wire).map(|kind| kind.code.as_str()));
    sources.iter().for_each(|source| lines.value("  source", &source.text));
    lines
        .optional("  owner", owner.as_deref())
        .optional("  since", since.as_deref())
        .optional("  deprecated", deprecated.as_deref())
        .optional("  retired", retired.as_deref())
        .optional("  successor", successor.map(|code| api[code].code.as_str()));
    aliases.iter().for_each(|alias| lines.value("  alias", &alias.code));
    lines.optional("  docs_url", api.docs_url(*id).as_deref());
}

/// Lines of keys and values, escaped for a Rust literal.
struct Lines(String);

impl Lines {
    fn text(&mut self, key: &str, value: &str) -> &mut Self {
        let mut key = key;
        for line in value.split('\n') {
            // The `Debug` format of a `str` escapes characters that literals can't contain, and invisible
            // ones.
            let quoted = format!("{line:?}");
            let escaped = &quoted[1..quoted.len() - 1];
            let space = if escaped.is_empty() { "" } else { " " };
            writeln!(self.0, "{key}{space}{escaped}").expect("writing to a String never fails");
            key = "  +";
        }
        self
    }

    fn value(&mut self, key: &str, value: impl ToString) {
        self.text(key, &value.to_string());
    }

    fn optional(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        value.into_iter().for_each(|value| {
            self.text(key, value);
        });
        self
    }

    fn list<'v>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = &'v (impl AsRef<str> + ?Sized + 'v)>,
    ) -> &mut Self {
        values.into_iter().for_each(|value| {
            self.text(key, value.as_ref());
        });
        self
    }

    /// Writes a flag, which has a name but no value.
    fn flag(&mut self, key: &str, is_set: bool) {
        if is_set {
            self.text(key, "");
        }
    }
}

fn write_param(lines: &mut Lines, param: &Param) {
    let Param { name, ty, doc, example, wire, in_body, audience, optional } = param;
    lines.text("  param", name);
    if !doc.is_empty() {
        lines.text("    doc", doc);
    }
    if wire != name {
        lines.text("    wire", wire);
    }
    if !matches!(ty, ParamType::String | ParamType::Enum(_)) {
        lines.text("    type", &type_name(ty));
    }
    if let Some(known) = ty.known_values() {
        lines.text("    values", &known.values.join("\n"));
    }
    lines.flag("    in_body", *in_body);
    lines.flag("    optional", *optional);
    if *audience != Audience::Public {
        lines.text("    audience", audience.word());
    }
    // Examples of secrets aren't published.
    if *audience != Audience::Secret {
        lines.value("    example", example);
    }
}

/// Returns the type's name for the runtime, which treats the application's own types as strings.
fn type_name(ty: &ParamType) -> Cow<'_, str> {
    if let ParamType::Rust(_) = ty { "rust".into() } else { ty.name() }
}

fn write_header(lines: &mut Lines, api: &Api, entry: &Entry, header: HeaderId) {
    let Header { name, value, constant, line: _ } = &api[header];
    lines.text("  header", name);
    let is_carried = entry.params.iter().any(|param| param.name == value.name);
    if is_carried && !constant {
        lines.text("    filled_by", &value.name);
    } else {
        let example = &value.example;
        lines.value("    constant", example.as_str().map_or_else(|| example.to_string(), str::to_owned));
    }
}

fn write_retry(lines: &mut Lines, api: &Api, retry: &Retry) {
    let Retry::Later(policy) = retry else {
        lines.text("  retry", "never");
        return;
    };
    let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
    lines.text("  retry", "later");
    match after {
        Some(RetryAfter::Header(header)) => {
            lines.text("    after_header", &api[*header].name);
        }
        Some(RetryAfter::Delay(delay)) => lines.value("    after_ms", delay.as_millis()),
        None => {}
    }
    lines.optional("    backoff", backoff.map(Choice::word));
    attempts.iter().for_each(|attempts| lines.value("    attempts", attempts));
    lines.flag("    jitter", *jitter);
    lines.flag("    idempotent_only", *idempotent_only);
}
