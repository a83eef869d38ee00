//! The entries of a table: everything that the catalog says about its errors, except the docs' examples.
//!
//! They are one text, in the lines that `errcat::entries` reads; as Rust they would be most of the crate's compile time.

use std::fmt::Write;

use super::body;
use crate::rust_code::data;
use errcat_catalog::model::{
    Api, Audience, Code, Entry, EnvelopeId, Header, HeaderId, Param, ParamType, Retry, RetryAfter,
    RetryPolicy, Table,
};
use errcat_catalog::shape::Choice;

/// `CODES` and `ENTRIES`, both indexed as the table's entries are.
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

/// The text of a table's entries, as it stands between the quotes of a literal.
fn text(api: &Api, table: &Table, envelopes: &[EnvelopeId]) -> String {
    let mut lines = Lines(String::from("\n"));
    lines.say("api", &api.name).say("table", &table.name).all("operation", &table.operations);
    lines.maybe("owner", api.owner.as_deref());
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
        statuses,
        message,
        log,
        meaning,
        causes,
        fixes,
        notes,
        security,
        severity,
        params,
        headers,
        retry,
        examples: _, // only in the docs
        sources,
        envelope,
        owner,
        related: _, // only in the docs
        since,
        deprecated,
        retired,
        successor,
        reserved: _,     // a note for the workspace's own code
        never_raised: _, // a lint's level
    } = entry;
    let Code {
        code,
        variant,
        slug: _,     // `docs_url`
        owner: _,    // `PLACES`
        shared: _,   // entries of their own
        children: _, // their `kind`
        aliases,
    } = &api[*id];
    lines.say("error", variant).say("  code", code).say("  title", title);
    statuses.iter().for_each(|status| lines.put("  status", status));
    lines
        .say("  message", &message.text)
        .maybe("  log", log.as_ref().map(|log| log.text.as_str()))
        .maybe("  meaning", meaning.as_deref())
        .all("  cause", causes)
        .all("  fix", fixes)
        .all("  note", notes)
        .all("  security", security)
        .maybe("  severity", severity.map(Choice::word));
    params.iter().for_each(|param| write_param(lines, param));
    headers.iter().for_each(|header| write_header(lines, api, entry, *header));
    retry.iter().for_each(|retry| write_retry(lines, api, retry));
    let envelope = envelope.and_then(|envelope| envelopes.binary_search(&envelope).ok());
    envelope.iter().for_each(|at| lines.put("  envelope", at));
    lines.maybe("  kind", kind.map(|kind| api[kind].code.as_str()));
    sources.iter().for_each(|source| lines.put("  source", &source.text));
    lines
        .maybe("  owner", owner.as_deref())
        .maybe("  since", since.as_deref())
        .maybe("  deprecated", deprecated.as_deref())
        .maybe("  retired", retired.as_deref())
        .maybe("  successor", successor.map(|code| api[code].code.as_str()));
    aliases.iter().for_each(|alias| lines.put("  alias", &alias.code));
    lines.maybe("  docs_url", api.docs_url(*id).as_deref());
}

/// Lines of a key and a value, escaped for a literal of Rust.
struct Lines(String);

impl Lines {
    fn say(&mut self, key: &str, value: &str) -> &mut Self {
        let mut key = key;
        for line in value.split('\n') {
            // `Debug` of a `str` escapes everything that a literal doesn't take as it is, and what nobody would see.
            let quoted = format!("{line:?}");
            let escaped = &quoted[1..quoted.len() - 1];
            let space = if escaped.is_empty() { "" } else { " " };
            writeln!(self.0, "{key}{space}{escaped}").expect("a String takes everything");
            key = "  +";
        }
        self
    }

    fn put(&mut self, key: &str, value: impl ToString) {
        self.say(key, &value.to_string());
    }

    fn maybe(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        value.into_iter().for_each(|value| {
            self.say(key, value);
        });
        self
    }

    fn all(&mut self, key: &str, values: &[String]) -> &mut Self {
        values.iter().for_each(|value| {
            self.say(key, value);
        });
        self
    }

    /// A fact that is said by its name alone.
    fn flag(&mut self, key: &str, is_so: bool) {
        if is_so {
            self.say(key, "");
        }
    }
}

fn write_param(lines: &mut Lines, param: &Param) {
    let Param { name, ty, doc, example, wire, in_body, audience, optional } = param;
    lines.say("  param", name).say("    doc", doc);
    if wire != name {
        lines.say("    wire", wire);
    }
    if *ty != ParamType::String {
        lines.say("    type", type_name(ty));
    }
    lines.flag("    in_body", *in_body);
    lines.flag("    optional", *optional);
    if *audience != Audience::Public {
        lines.say("    audience", audience.word());
    }
    // An example of a secret stays in the catalog.
    if *audience != Audience::Secret {
        lines.put("    example", example);
    }
}

/// The type as the runtime reads it: one that is the application's own is a text there.
fn type_name(ty: &ParamType) -> &str {
    if let ParamType::Rust(_) = ty { "rust" } else { ty.name() }
}

fn write_header(lines: &mut Lines, api: &Api, entry: &Entry, header: HeaderId) {
    let Header { name, value, constant, line: _ } = &api[header];
    lines.say("  header", name);
    let is_carried = entry.params.iter().any(|param| param.name == value.name);
    if is_carried && !constant {
        lines.say("    filled_by", &value.name);
    } else {
        let example = &value.example;
        lines.put("    constant", example.as_str().map_or_else(|| example.to_string(), str::to_owned));
    }
}

fn write_retry(lines: &mut Lines, api: &Api, retry: &Retry) {
    let Retry::Later(policy) = retry else {
        lines.say("  retry", "never");
        return;
    };
    let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
    lines.say("  retry", "later");
    match after {
        Some(RetryAfter::Header(header)) => {
            lines.say("    after_header", &api[*header].name);
        }
        Some(RetryAfter::Delay(delay)) => lines.put("    after_ms", delay.as_millis()),
        None => {}
    }
    lines.maybe("    backoff", backoff.map(Choice::word));
    attempts.iter().for_each(|attempts| lines.put("    attempts", attempts));
    lines.flag("    jitter", *jitter);
    lines.flag("    idempotent_only", *idempotent_only);
}
