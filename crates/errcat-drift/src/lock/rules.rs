//! The rules on what was published: one function each, named after the rule. Each finding shows what is now,
//! what was published, and the lines of YAML that make the two agree.

use std::collections::{BTreeSet, HashMap};

use super::published::Pair;
use super::text::scalar;
use super::{Locked, LockedParam};
use errcat_catalog::finding::{Finding, Findings, Rule, Span, Spanned};
use errcat_catalog::raw::RawError;
use errcat_catalog::suggest::quoted;

mod gone;

pub(crate) use self::gone::RENAMED_CODE;
pub(super) use self::gone::check_gone;

/// All codes, by what they are.
pub(super) type Codes<'a> = HashMap<&'a str, &'a Locked<'a>>;

/// Applies every rule on a code that is still there.
pub(super) fn check(pair: &Pair<'_>, codes: &Codes<'_>, findings: &mut Findings) {
    for rule in [
        reused_code,
        changed_name,
        changed_table,
        changed_status,
        changed_kind,
        changed_envelope,
        changed_since,
    ] {
        rule(pair, findings);
    }
    changed_param(pair, findings);
    removed_alias(pair, codes, findings);
}

impl Pair<'_> {
    fn raw(&self) -> &RawError {
        self.scope.entries[self.entry].raw
    }

    /// Where the catalog says something of the code; where it inherits that, the code itself.
    fn place(&self, key: &str) -> Span {
        self.raw().keys.place(key).unwrap_or(self.scope.entries[self.entry].code.span)
    }

    /// What `rule` found: the value now, at its place; the published one, at its; and the lines that bring it
    /// back.
    fn changed(&self, rule: &'static Rule, now: (Span, String), was: (Span, String), mend: &str) -> Finding {
        let code = quoted(self.locked);
        let message = format!("{code} {}, and was published {}", now.1, was.1);
        let accept = accept(self.locked);
        Finding::new(rule, now.0, message, format!("{mend}\n{accept}")).related(was.0, "published here")
    }
}

/// A mend of an entry's own lines.
fn known(lines: &str) -> String {
    format!("write it as clients know it:\n{lines}")
}

fn accept(code: &str) -> String {
    format!("or, if clients are to have the change: gen --accept {}", scalar(code))
}

pub(crate) static REUSED_CODE: Rule = Rule {
    name: "reused-code",
    why: "A code means one thing, forever. A client that was written for its former meaning would do \
          the wrong thing, and not notice.",
    fix: "Give the new error a code of its own, and keep the former one: retired, if it is no longer \
          used.",
    ..Rule::REQUIRED
};

/// A code keeps its meaning: what is retired stays retired, and no error takes over the code of another.
fn reused_code(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, locked, .. } = pair;
    let message = if was.retired.is_some() && !now.retired {
        format!("{} was retired, and is used again", quoted(locked))
    } else if now.meaning.to_string() != was.meaning.value && !share_a_word(&was.message, now.message) {
        format!("{} says something else than it was published with", quoted(locked))
    } else {
        return;
    };
    let key = if was.retired.is_some() { "name" } else { "message" };
    let retired = if was.retired.is_some() { "\n    retired: since when, and why" } else { "" };
    let help = format!(
        "give the new error a code of its own, and keep this one as it was:\n  {}:\n    message: {}{retired}\n{}",
        scalar(locked),
        scalar(&was.message.value),
        accept(locked),
    );
    findings.push(
        Finding::new(&REUSED_CODE, pair.place(key), message, help)
            .related(was.retired.as_ref().map_or(was.message.span, |retired| retired.span), "published here"),
    );
}

/// Whether two messages have a word of more than three letters in common, or one of them has none.
fn share_a_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
        words.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    a.is_empty() || b.is_empty() || !a.is_disjoint(&b)
}

pub(crate) static CHANGED_NAME: Rule = Rule {
    name: "changed-name",
    why: "The name of the Rust variant is in the code of whoever raises or matches the error.",
    fix: "Write the published `name:`. If the change is meant, `gen --accept CODE`: it is a breaking \
          release of the generated crate.",
    ..Rule::REQUIRED
};

/// The Rust variant keeps its name.
fn changed_name(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    if now.name != was.name.value {
        findings.push(pair.changed(
            &CHANGED_NAME,
            (pair.place("name"), format!("is `{}` in Rust", now.name)),
            (was.name.span, format!("as `{}`", was.name.value)),
            &known(&format!("    name: {}", was.name.value)),
        ));
    }
}

pub(crate) static CHANGED_TABLE: Rule = Rule {
    name: "changed-table",
    why: "A table is a Rust enum: an error that moves to another one, or is no longer shared with \
          one, is gone from where code looks for it.",
    fix: "Move the entry back, or share it from its new table by `same_as`. If the change is meant, \
          `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// A code stays in the tables, which are enums, that it was published in.
fn changed_table(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    if now.table != was.table.value {
        findings.push(pair.changed(
            &CHANGED_TABLE,
            (pair.place(""), format!("is in the table {}", quoted(now.table))),
            (was.table.span, format!("in {}", quoted(&was.table.value))),
            &format!("move it back into {}.yaml", was.table.value),
        ));
        return;
    }
    for table in was.also.iter().filter(|table| !now.also.contains(&table.value.as_str())) {
        findings.push(pair.changed(
            &CHANGED_TABLE,
            (pair.place(""), format!("isn't in the table {}", quoted(&table.value))),
            (table.span, "there too".to_owned()),
            &format!(
                "share it with {}.yaml:\n  {}:\n    same_as: {}",
                table.value,
                scalar(pair.locked),
                scalar(now.table)
            ),
        ));
    }
}

pub(crate) static CHANGED_STATUS: Rule = Rule {
    name: "changed-status",
    why: "Clients, proxies and alarms look at the status before anything else. A status that was \
          published and changes breaks them without a sign.",
    fix: "Write the published status. If the change is meant, `gen --accept CODE`, and tell clients: \
          `diff` has the words.",
    ..Rule::REQUIRED
};

/// A status that clients look for stays; further ones may come.
fn changed_status(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    let is_there = |status: i64| now.statuses.iter().any(|now| i64::from(*now) == status);
    let is_grown = !was.status.is_empty() && was.status.iter().all(|status| is_there(status.value));
    if is_grown || (was.status.is_empty() && now.statuses.is_empty()) {
        return;
    }
    let shown = |statuses: &[i64]| match statuses {
        [] => "no status".to_owned(),
        [status] => format!("the status {status}"),
        several => format!("the statuses {}", joined(several)),
    };
    let written = |statuses: &[i64]| match statuses {
        [] => "none".to_owned(),
        [status] => status.to_string(),
        several => format!("[{}]", joined(several)),
    };
    let before: Vec<i64> = was.status.iter().map(|status| status.value).collect();
    let after: Vec<i64> = now.statuses.iter().map(|status| i64::from(*status)).collect();
    findings.push(pair.changed(
        &CHANGED_STATUS,
        (pair.place("status"), format!("has {}", shown(&after))),
        (key(was, "status", pair.locked), format!("with {}", shown(&before))),
        &known(&format!("    status: {}", written(&before))),
    ));
}

fn joined(statuses: &[i64]) -> String {
    statuses.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

pub(crate) static CHANGED_KIND: Rule = Rule {
    name: "changed-kind",
    why: "Where a body doesn't tell errors apart, decoding gives their kind; an error of another \
          kind is decoded as something else.",
    fix: "Write the published kind. If the change is meant, `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// What decoding gives for a code that can't be told from others stays.
fn changed_kind(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    let before = was.is.as_ref().map(|kind| kind.value.as_str());
    if let Some(kind) = before
        && now.kind != before
    {
        let is_now = now.kind.map_or("of no kind".to_owned(), |kind| format!("a kind of {}", quoted(kind)));
        findings.push(pair.changed(
            &CHANGED_KIND,
            (pair.place("is"), format!("is {is_now}")),
            (key(was, "is", pair.locked), format!("as one of {}", quoted(kind))),
            &known(&format!("    is: {}", scalar(kind))),
        ));
    }
}

pub(crate) static CHANGED_ENVELOPE: Rule = Rule {
    name: "changed-envelope",
    why: "The envelope is the shape of the body, which clients read.",
    fix: "Write the published envelope. If the change is meant, `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// The shape of the body stays.
fn changed_envelope(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    let before = was.envelope.as_ref().map(|envelope| envelope.value.as_str());
    if now.envelope != before {
        let shown = |envelope: Option<&str>| envelope.map_or("none".to_owned(), quoted);
        findings.push(pair.changed(
            &CHANGED_ENVELOPE,
            (pair.place("envelope"), format!("has the envelope {}", shown(now.envelope))),
            (key(was, "envelope", pair.locked), format!("with {}", shown(before))),
            &known(&format!("    envelope: {}", before.map_or("none".into(), scalar))),
        ));
    }
}

pub(crate) static CHANGED_SINCE: Rule = Rule {
    name: "changed-since",
    why: "The release that brought a code is history.",
    fix: "Write the published `since:`.",
    ..Rule::REQUIRED
};

/// The release that brought a code stays the one that did.
fn changed_since(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    if let Some(since) = &was.since
        && now.since != Some(&*since.value)
    {
        let is_now =
            now.since.map_or("doesn't say since when it is".to_owned(), |since| format!("is since {since}"));
        findings.push(pair.changed(
            &CHANGED_SINCE,
            (pair.place("since"), is_now),
            (since.span, format!("with {}", since.value)),
            &known(&format!("    since: {}", serde_json::Value::from(since.value.as_str()))),
        ));
    }
}

pub(crate) static CHANGED_PARAM: Rule = Rule {
    name: "changed-param",
    why: "Clients read params by name and type. One that vanished, changed its type or its name in \
          the body breaks those that do.",
    fix: "Declare it as it was published. If the change is meant, `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// A param that clients read stays, with its type and its name in the body.
fn changed_param(pair: &Pair<'_>, findings: &mut Findings) {
    let Pair { was, now, scope, .. } = pair;
    for (name, was) in &was.params.0 {
        let param = now.params.iter().find(|param| param.name == name.value);
        let place = scope.entries[pair.entry].params.iter().find(|param| param.name == name.value);
        // An inherited param is told where this error is.
        let place = place.map(|param| param.place).unwrap_or_else(|| pair.place("params"));
        let wire = was.wire.as_ref().map(|wire| wire.value.as_str());
        let mut tell = |is_now: String, was_then: String, line: String| {
            let lines = known(&format!("    params:\n      {}: {{ {line}, … }}", scalar(name)));
            findings.push(pair.changed(&CHANGED_PARAM, (place, is_now), (name.span, was_then), &lines));
        };
        let shown = quoted(name);
        match param {
            None => tell(
                format!("no longer tells clients {shown}"),
                "with it".to_owned(),
                format!("type: {}", was.r#type.value),
            ),
            Some(LockedParam { ty, .. }) if *ty != was.r#type.value => tell(
                format!("has {shown} as {ty}"),
                format!("with it as {}", was.r#type.value),
                format!("type: {}", was.r#type.value),
            ),
            Some(LockedParam { wire: now, .. }) if wire.is_some() && *now != wire => tell(
                match now {
                    Some(now) => format!("has {shown} as {} in the body", quoted(now)),
                    None => format!("has no {shown} in the body"),
                },
                format!("with it as {}", quoted(wire.unwrap_or_default())),
                format!("wire: {}", scalar(wire.unwrap_or_default())),
            ),
            Some(LockedParam { optional: true, .. }) if was.optional.is_none() => tell(
                format!("may lack {shown}"),
                "with it in every case".to_owned(),
                "optional: false".to_owned(),
            ),
            Some(_) => {}
        }
    }
}

pub(crate) static REMOVED_ALIAS: Rule = Rule {
    name: "removed-alias",
    why: "A former code still stands in clients and in bookmarks; the alias is what leads them on.",
    fix: "Put it back into `aliases`.",
    ..Rule::REQUIRED
};

/// A former code stays one: its page leads on, and its text still parses.
fn removed_alias(pair: &Pair<'_>, codes: &Codes<'_>, findings: &mut Findings) {
    let Pair { was, now, .. } = pair;
    for alias in was.aliases.iter().filter(|alias| !now.aliases.contains(&alias.value.as_str())) {
        let taken = codes.get(alias.value.as_str());
        let is_now = match taken {
            Some(_) => format!("no longer goes by {}, which is a code of its own", quoted(&alias.value)),
            None => format!("no longer goes by {}", quoted(&alias.value)),
        };
        let rule = if taken.is_some() { &REUSED_CODE } else { &REMOVED_ALIAS };
        findings.push(pair.changed(
            rule,
            (pair.place("aliases"), is_now),
            (alias.span, "with it".to_owned()),
            &known(&format!("    aliases: [{}]", scalar(&alias.value))),
        ));
    }
}

/// Where a key of a locked code stands; where it isn't, the code itself.
fn key(was: &super::raw::RawLocked, key: &str, code: &Spanned<String>) -> Span {
    was.keys.place(key).unwrap_or(code.span)
}
