//! Parses the text of a table's entries.

use std::borrow::Cow;
use std::time::Duration;

use crate::retry::{Backoff, Retry, RetryAfter, RetryPolicy};
use crate::{
    Audience, Entry, Envelope, Fact, FactValue, Header, Message, Param, ParamType, Piece, Severity,
    StatusRange,
};

/// Parses all entries of a text. The result lives as long as the process, like the text itself.
pub(super) fn parse(text: &'static str, envelopes: &[&'static Envelope<'static>]) -> Box<[Entry]> {
    let mut common = Draft::default();
    let mut current: Option<Draft> = None;
    let mut entries = Vec::new();
    for (key, value) in fields(text) {
        if key == "error" {
            entries.extend(current.take().map(|draft| draft.finish(&common)));
            current = Some(Draft::default());
        }
        current.as_mut().unwrap_or(&mut common).set(key, value, envelopes);
    }
    entries.extend(current.map(|draft| draft.finish(&common)));
    entries.into()
}

/// Returns the keys of a text with their values.
fn fields(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut lines = text.split('\n').map(split).filter(|(key, _)| !key.is_empty()).peekable();
    std::iter::from_fn(move || {
        let (key, value) = lines.next()?;
        let mut value = Cow::Borrowed(value);
        while let Some((_, more)) = lines.next_if(|(key, _)| *key == "+") {
            let whole = value.to_mut();
            whole.push('\n');
            whole.push_str(more);
        }
        let value = match value {
            Cow::Borrowed(value) => value,
            Cow::Owned(value) => value.leak(),
        };
        Some((key, value))
    })
}

fn split(line: &'static str) -> (&'static str, &'static str) {
    let line = line.trim_start_matches(' ');
    // Keys are short, so that a plain loop is faster than `split_once`.
    match line.bytes().position(|byte| byte == b' ') {
        Some(end) => (&line[..end], &line[end + 1..]),
        None => (line, ""),
    }
}

#[derive(Default)]
struct Draft {
    /// The properties that are a single word or line.
    entry: Entry,
    statuses: Vec<u16>,
    facts: Vec<Fact>,
    /// The message template, parsed once all params are known.
    message: &'static str,
    log: Option<&'static str>,
    causes: Vec<&'static str>,
    fixes: Vec<&'static str>,
    notes: Vec<&'static str>,
    security: Vec<&'static str>,
    operations: Vec<&'static str>,
    sources: Vec<&'static str>,
    aliases: Vec<&'static str>,
    params: Vec<Param<'static>>,
    headers: Vec<Header>,
}

impl Draft {
    fn set(&mut self, key: &str, value: &'static str, envelopes: &[&'static Envelope<'static>]) {
        let entry = &mut self.entry;
        match key {
            "error" => entry.name = value,
            "code" => entry.code = value,
            "id" => entry.id = Some(value),
            "api" => entry.api = value,
            "table" => entry.table = value,
            "title" => entry.title = value,
            "status" => match value.parse() {
                Ok(status) => self.statuses.push(status),
                Err(_) => entry.status_range = StatusRange::from_name(value),
            },
            "fact" => self.facts.extend(fact(value)),
            "message" => self.message = value,
            "log" => self.log = Some(value),
            "answer" => entry.answer = value,
            "meaning" => entry.meaning = value,
            "cause" => self.causes.push(value),
            "fix" => self.fixes.push(value),
            "note" => self.notes.push(value),
            "security" => self.security.push(value),
            "severity" => entry.severity = severity(value),
            "envelope" => {
                let at = value.parse::<usize>().ok();
                entry.envelope = at.and_then(|at| envelopes.get(at)).copied();
            }
            "kind" => entry.kind = Some(value),
            "kind_id" => entry.kind_id = Some(value),
            "operation" => self.operations.push(value),
            "source" => self.sources.push(value),
            "owner" => entry.owner = Some(value),
            "since" => entry.since = Some(value),
            "deprecated" => entry.deprecated = Some(value),
            "retired" => entry.retired = Some(value),
            "successor" => entry.successor = Some(value),
            "alias" => self.aliases.push(value),
            "docs_url" => entry.docs_url = Some(value),
            "param" => self.params.push(Param { name: value, wire: value, ..Param::EMPTY }),
            "header" => self.headers.push(Header { name: value, param: None, constant: "" }),
            "retry" if value == "never" => entry.retry = Retry::Never,
            "retry" => entry.retry = Retry::Later(RetryPolicy::EMPTY),
            _ => self.set_detail(key, value),
        }
    }

    /// Sets a property of the last param or header, or of the retry policy.
    fn set_detail(&mut self, key: &str, value: &'static str) {
        if let Retry::Later(policy) = &mut self.entry.retry
            && set_retry(policy, key, value)
        {
            return;
        }
        let header = self.headers.last_mut();
        match (key, header, self.params.last_mut()) {
            ("filled_by", Some(header), _) => {
                let at = self.params.iter().position(|param| param.name == value);
                header.param = at.and_then(|at| u8::try_from(at).ok());
            }
            ("constant", Some(header), _) => header.constant = value,
            (_, _, Some(param)) => set_param(param, key, value),
            _ => {}
        }
    }

    fn finish(self, common: &Self) -> Entry {
        let Draft { entry, params, .. } = self;
        let params: &'static [_] = params.leak();
        let shared = &common.entry;
        // An error's own operations replace those of its table.
        let operations = if self.operations.is_empty() { common.operations.clone() } else { self.operations };
        Entry {
            api: shared.api,
            table: shared.table,
            statuses: self.statuses.leak(),
            facts: self.facts.leak(),
            message: message(self.message, params),
            log: self.log.map(|log| message(log, params)),
            causes: self.causes.leak(),
            fixes: self.fixes.leak(),
            notes: self.notes.leak(),
            security: self.security.leak(),
            params,
            headers: self.headers.leak(),
            operations: operations.leak(),
            sources: self.sources.leak(),
            owner: entry.owner.or(shared.owner),
            aliases: self.aliases.leak(),
            ..entry
        }
    }
}

/// Sets a property of a retry policy. Returns `true` if `key` is one.
fn set_retry(policy: &mut RetryPolicy, key: &str, value: &'static str) -> bool {
    match key {
        "after_header" => policy.after = Some(RetryAfter::Header(value)),
        "after_ms" => {
            let delay = value.parse().ok().map(Duration::from_millis);
            policy.after = delay.map(RetryAfter::Delay);
        }
        "backoff" if value == "constant" => policy.backoff = Some(Backoff::Constant),
        "backoff" => policy.backoff = Some(Backoff::Exponential),
        "attempts" => policy.attempts = value.parse().ok(),
        "jitter" => policy.jitter = true,
        "idempotent_only" => policy.idempotent_only = true,
        _ => return false,
    }
    true
}

fn set_param(param: &mut Param<'static>, key: &str, value: &'static str) {
    match key {
        "type" => param.ty = param_type(value),
        "values" => param.values = value.split('\n').collect::<Vec<_>>().leak(),
        "wire" => param.wire = value,
        "in_body" => param.in_body = true,
        "optional" => param.optional = true,
        "audience" if value == "internal" => param.audience = Audience::Internal,
        "audience" => param.audience = Audience::Secret,
        "doc" => param.doc = value,
        "example" => param.example = value,
        _ => {}
    }
}

/// Parses a fact: its name, its type and its value, such as `errno integer 1146`.
fn fact(text: &'static str) -> Option<Fact> {
    let (name, typed) = text.split_once(' ')?;
    let (ty, value) = typed.split_once(' ')?;
    let value = match ty {
        "integer" => FactValue::Integer(value.parse().ok()?),
        "number" => FactValue::Number(value.parse().ok()?),
        "boolean" => FactValue::Boolean(value.parse().ok()?),
        _ => FactValue::Text(value),
    };
    Some(Fact { name, value })
}

fn severity(name: &str) -> Option<Severity> {
    [Severity::Info, Severity::Warning, Severity::Error, Severity::Critical]
        .into_iter()
        .find(|severity| severity.as_str() == name)
}

/// Parses a type: `integer`, `list_of_integer`, `map_of_string`.
fn param_type(name: &str) -> ParamType {
    match (name.strip_prefix("list_of_"), name.strip_prefix("map_of_")) {
        (Some(item), _) => ParamType::List(item_type(item)),
        (_, Some(item)) => ParamType::Map(item_type(item)),
        _ => *item_type(name),
    }
}

fn item_type(name: &str) -> &'static ParamType {
    match name {
        "integer" => &ParamType::Integer,
        "number" => &ParamType::Number,
        "boolean" => &ParamType::Boolean,
        "duration_seconds" => &ParamType::DurationSeconds,
        "duration_milliseconds" => &ParamType::DurationMilliseconds,
        "timestamp_rfc3339" => &ParamType::TimestampRfc3339,
        "timestamp_seconds" => &ParamType::TimestampSeconds,
        "timestamp_milliseconds" => &ParamType::TimestampMilliseconds,
        "json" => &ParamType::Json,
        "rust" => &ParamType::Rust,
        _ => &ParamType::String,
    }
}

/// Parses a message template: `Your balance ({balance}) is {{low}}`.
fn message(template: &'static str, params: &[Param<'_>]) -> Message<'static> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        // A doubled brace is a literal brace and part of the preceding text.
        if from.starts_with("{{") || from.starts_with("}}") {
            pieces.push(Piece::Text(&rest[..=at]));
            rest = &from[2..];
            continue;
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let (name, after) = from[1..].split_once('}').unwrap_or(("", &from[1..]));
        let index = params.iter().position(|param| param.name == name);
        pieces.extend(index.and_then(|index| u8::try_from(index).ok()).map(Piece::Param));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Message(pieces.leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    static ENVELOPES: &[&Envelope<'static>] = &[&Envelope::PROBLEM];

    fn entries(text: &'static str) -> Box<[Entry]> {
        parse(text, ENVELOPES)
    }

    #[test]
    fn every_property_is_parsed() {
        let parsed = entries(
            "
api zazmic
table http
operation POST /v1/tasks
owner Team Z

error BalanceTooLow
  code balance_too_low
  id task/balance_too_low
  title Too low
  status 403
  status 402
  fact errno integer 1146
  fact state string HY 000
  fact share number 0.5
  fact is_final boolean true
  message Your {balance} is {{low}}
  log {account}
  answer Pay
  meaning One
  +
  + two
  cause c1
  cause c2
  fix f
  note n
  security s
  severity critical
  param balance
    doc Held
    example \"$5\"
    in_body
  param wait
    type duration_seconds
    wire retryAfter
    optional
  param account
    audience internal
  header Retry-After
    filled_by wait
  header X-Version
    constant 2
  retry later
    after_header Retry-After
    backoff exponential
    attempts 3
    jitter
    idempotent_only
  envelope 0
  kind forbidden
  kind_id http/forbidden
  source a.py:1
  since 1.0
  deprecated d
  retired r
  successor other
  alias OLD
  docs_url https://e.example/
  unheard_of x

error Other
  code other
  status 4xx
  operation GET /v1/tasks
  operation PUT /v1/tasks
  owner Team O
  retry never
",
        );
        let [first, second] = &*parsed else { panic!("{parsed:?}") };
        let expected = Entry {
            code: "balance_too_low",
            id: Some("task/balance_too_low"),
            name: "BalanceTooLow",
            api: "zazmic",
            table: "http",
            title: "Too low",
            statuses: &[403, 402],
            status_range: None,
            facts: &[
                Fact { name: "errno", value: FactValue::Integer(1146) },
                Fact { name: "state", value: FactValue::Text("HY 000") },
                Fact { name: "share", value: FactValue::Number(0.5) },
                Fact { name: "is_final", value: FactValue::Boolean(true) },
            ],
            message: Message(&[
                Piece::Text("Your "),
                Piece::Param(0),
                Piece::Text(" is {"),
                Piece::Text("low}"),
            ]),
            log: Some(Message(&[Piece::Param(2)])),
            answer: "Pay",
            meaning: "One\n\ntwo",
            causes: &["c1", "c2"],
            fixes: &["f"],
            notes: &["n"],
            security: &["s"],
            severity: Some(Severity::Critical),
            params: &[
                Param {
                    name: "balance",
                    wire: "balance",
                    doc: "Held",
                    example: "\"$5\"",
                    in_body: true,
                    ..Param::EMPTY
                },
                Param {
                    name: "wait",
                    wire: "retryAfter",
                    ty: ParamType::DurationSeconds,
                    optional: true,
                    ..Param::EMPTY
                },
                Param { name: "account", wire: "account", audience: Audience::Internal, ..Param::EMPTY },
            ],
            headers: &[
                Header { name: "Retry-After", param: Some(1), constant: "" },
                Header { name: "X-Version", param: None, constant: "2" },
            ],
            retry: Retry::Later(RetryPolicy {
                after: Some(RetryAfter::Header("Retry-After")),
                backoff: Some(Backoff::Exponential),
                jitter: true,
                attempts: Some(3),
                idempotent_only: true,
            }),
            envelope: Some(&Envelope::PROBLEM),
            kind: Some("forbidden"),
            kind_id: Some("http/forbidden"),
            operations: &["POST /v1/tasks"],
            sources: &["a.py:1"],
            owner: Some("Team Z"),
            since: Some("1.0"),
            deprecated: Some("d"),
            retired: Some("r"),
            successor: Some("other"),
            aliases: &["OLD"],
            docs_url: Some("https://e.example/"),
            constant_body: None,
        };
        assert_eq!(*first, expected);
        assert_eq!((second.code, second.owner, second.retry), ("other", Some("Team O"), Retry::Never));
        assert_eq!((second.table, second.statuses), ("http", [].as_slice()));
        assert_eq!(second.status_range, Some(StatusRange::ClientError));
        assert_eq!(second.operations, ["GET /v1/tasks", "PUT /v1/tasks"], "its own, instead of the table's");
    }

    #[test]
    fn broken_texts_dont_panic() {
        for text in [
            "",
            "\n\n",
            "code x",
            "error",
            "error A\n+\n  status x\n  envelope 9\n  filled_by z",
            "error A\n message {",
        ] {
            entries(text);
        }
        let broken: &'static str = "error A\n  message {unknown} } {{ a";
        assert_eq!(
            entries(broken)[0].message,
            Message(&[Piece::Text(" "), Piece::Text(" {"), Piece::Text(" a")])
        );
    }
}
