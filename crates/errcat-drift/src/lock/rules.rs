//! The rules on published codes: one function each, named after the rule. Each finding shows the value now,
//! the published one, and the lines of YAML that restore it.

use std::collections::{BTreeSet, HashMap};

use super::Locked;
use super::published::Pair;
use super::raw::RawLocked;
use super::text::scalar;
use errcat_catalog::finding::{Finding, Rule, Span, Spanned};
use errcat_catalog::model::{StatusRange, Statuses};
use errcat_catalog::raw::RawError;
use errcat_catalog::shape::Choice;
use errcat_catalog::suggest::quoted;

mod api;
mod facts;
mod gone;
mod lost;
mod params;
mod tables;

pub(crate) use self::api::RENAMED_API;
pub use self::api::check_apis;
pub(super) use self::api::{renamed_api, renamed_api_since};
pub(crate) use self::facts::CHANGED_FACT;
pub(crate) use self::gone::RENAMED_CODE;
pub(super) use self::gone::check_gone;
pub(crate) use self::lost::LOST_LOCK;
pub(super) use self::lost::lost_lock;
pub(crate) use self::params::CHANGED_PARAM;
pub(crate) use self::tables::CHANGED_TABLE;

use self::facts::changed_fact;
use self::params::changed_param;
use self::tables::changed_table;

/// All codes of the API, by their text.
pub(super) type Codes<'a> = HashMap<&'a str, &'a Locked<'a>>;

/// Applies the rules to a published code that the catalog still contains.
pub(super) fn check(pair: &Pair<'_>, codes: &Codes<'_>) -> Changes {
    let mut changes = Changes::default();
    for rule in [reused_code, changed_name, changed_code, changed_since] {
        rule(pair, &mut changes);
    }
    // A retired code is no longer sent, so clients don't depend on the form of its responses, and no enum has
    // a variant for it.
    if !pair.now.retired {
        for rule in
            [changed_table, changed_status, changed_fact, changed_kind, changed_envelope, changed_param]
        {
            rule(pair, &mut changes);
        }
    }
    removed_alias(pair, codes, &mut changes);
    changes
}

/// The facts that differ from a version: what each is about, such as a param, and the finding.
#[derive(Default)]
pub(super) struct Changes(Vec<(String, Finding)>);

impl Changes {
    /// Adds a change of a fact that a code has once.
    fn push(&mut self, finding: Finding) {
        self.push_of("", finding);
    }

    /// Adds a change of a param, an alias or a table.
    fn push_of(&mut self, part: &str, finding: Finding) {
        self.0.push((part.to_owned(), finding));
    }

    /// Keeps the changes of facts that have changed since another version, too.
    pub(super) fn retain_in(&mut self, other: &Changes) {
        self.0.retain(|(part, finding)| {
            other.0.iter().any(|(same, of)| (same, of.rule) == (part, finding.rule))
        });
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.0.into_iter().map(|(_, finding)| finding).collect()
    }
}

impl Pair<'_> {
    fn raw(&self) -> &RawError {
        self.scope.entries[self.entry].raw
    }

    /// Returns the place of a key; if it is inherited, that of the code.
    fn place(&self, key: &str) -> Span {
        self.raw().keys.place(key).unwrap_or(self.scope.entries[self.entry].code.span)
    }

    /// Creates a finding from the value now and the published one, with their places, and the fix.
    fn changed(&self, rule: &'static Rule, now: (Span, String), was: (Span, String), fix: &str) -> Finding {
        let code = quoted(self.locked);
        let message = format!("{code} {}, but was published {}", now.1, was.1);
        let accept = accept(self.locked);
        Finding::new(rule, now.0, message, format!("{fix}\n{accept}")).related(was.0, "published here")
    }
}

/// Returns the help for restoring lines of an entry.
fn restore(lines: &str) -> String {
    format!("restore what was published:\n{lines}")
}

/// Returns the help for accepting a change.
fn accept(code: &str) -> String {
    format!("or, if the change is intended: gen --accept {}", scalar(code))
}

pub(crate) static REUSED_CODE: Rule = Rule {
    name: "reused-code",
    why: "A code keeps its meaning forever. Clients that were written for the former meaning would do \
          the wrong thing without noticing.",
    fix: "Give the new error its own code, and keep the former one. Mark it `retired` if it is no \
          longer used.",
    ..Rule::REQUIRED
};

/// Checks that codes keep their meaning: retired codes stay retired, and no error takes over another's code.
fn reused_code(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, locked, .. } = pair;
    let message = if was.retired.is_some() && !now.retired {
        format!("{} was retired, but is used again", quoted(locked))
    } else if now.retired {
        return; // It may lose its message.
    } else if now.meaning.to_string() != was.meaning.value && !share_a_word(&was.message, now.message) {
        format!("{} was published with a different meaning", quoted(locked))
    } else {
        return;
    };
    let key = if was.retired.is_some() { "name" } else { "message" };
    let retired = if was.retired.is_some() { "\n    retired: since when, and why" } else { "" };
    let help = format!(
        "give the new error its own code, and keep this one as it was:\n  {}:\n    message: {}{retired}\n{}",
        scalar(locked),
        scalar(&was.message.value),
        accept(locked),
    );
    changes.push(
        Finding::new(&REUSED_CODE, pair.place(key), message, help)
            .related(was.retired.as_ref().map_or(was.message.span, |retired| retired.span), "published here"),
    );
}

/// Returns `true` if two messages have a word of more than three letters in common, or one of them has no
/// such word.
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
    why: "Code that raises or matches the error uses the name of the Rust variant.",
    fix: "Write the published `name:`. If the change is intended, run `gen --accept CODE`; it is a \
          breaking change of the generated crate.",
    ..Rule::REQUIRED
};

/// Checks that the Rust variant keeps its name.
fn changed_name(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    if now.name != was.name.value {
        changes.push(pair.changed(
            &CHANGED_NAME,
            (pair.place("name"), format!("is `{}` in Rust", now.name)),
            (was.name.span, format!("as `{}`", was.name.value)),
            &restore(&format!("    name: {}", was.name.value)),
        ));
    }
}

pub(crate) static CHANGED_CODE: Rule = Rule {
    name: "changed-code",
    why: "Clients compare the code in a response with the published one. An error with another code is unknown \
          to them.",
    fix: "Write the published `code:`. If the change is intended, run `gen --accept CODE`; it breaks clients.",
    ..Rule::REQUIRED
};

/// Checks that the code on the wire stays, if it isn't the id.
fn changed_code(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    let before = was.code.as_ref().map_or(pair.locked.value.as_str(), |code| &code.value);
    if now.wire != before {
        changes.push(pair.changed(
            &CHANGED_CODE,
            (pair.place("code"), format!("is {} on the wire", quoted(now.wire))),
            (was.code.as_ref().map_or(pair.locked.span, |code| code.span), format!("as {}", quoted(before))),
            &restore(&format!("    code: {}", scalar(before))),
        ));
    }
}

pub(crate) static CHANGED_STATUS: Rule = Rule {
    name: "changed-status",
    why: "Clients, proxies and alerts check the status before anything else. Changing a published \
          status breaks them without warning.",
    fix: "Write the published status. If the change is intended, run `gen --accept CODE` and announce \
          it to clients; `diff` prints release notes.",
    ..Rule::REQUIRED
};

/// Checks that published statuses stay. New ones may be added, and a range may be narrowed: clients that
/// expect it expect each status in it.
fn changed_status(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    let before = published_statuses(was);
    let is_narrowed = before.range().is_some() && !now.statuses.is_none() && before.includes(now.statuses);
    let is_grown = !before.is_none() && now.statuses.includes(&before);
    if is_grown || is_narrowed || (before.is_none() && now.statuses.is_none()) {
        return;
    }
    let shown = |statuses: &Statuses| match &*words(statuses) {
        [] => "no status".to_owned(),
        [status] => format!("the status {status}"),
        several => format!("the statuses {}", several.join(", ")),
    };
    changes.push(pair.changed(
        &CHANGED_STATUS,
        (pair.place("status"), format!("has {}", shown(now.statuses))),
        (key(was, "status", pair.locked), format!("with {}", shown(&before))),
        &restore(&format!("    status: {}", written(&before))),
    ));
}

/// Returns the statuses in the lock. Other words are left out, because an edit or a newer version wrote them.
fn published_statuses(was: &RawLocked) -> Statuses {
    let words = || was.status.iter().map(|word| word.value.as_str());
    match words().find_map(StatusRange::from_word) {
        Some(range) => Statuses::Range(range),
        None => Statuses::Listed(words().filter_map(|word| word.parse().ok()).collect()),
    }
}

fn words(statuses: &Statuses) -> Vec<String> {
    statuses.words().map(|word| word.to_string()).collect()
}

/// Returns statuses as in the catalog.
fn written(statuses: &Statuses) -> String {
    match &*words(statuses) {
        [] => "none".to_owned(),
        [status] => status.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

pub(crate) static CHANGED_KIND: Rule = Rule {
    name: "changed-kind",
    why: "If a body doesn't identify the error, clients decode it to the code that it inherits from. \
          If that changes, they get a different error.",
    fix: "Write the published `is:`. If the change is intended, run `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Checks that a code keeps the kind that clients may decode it to.
fn changed_kind(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    let before = was.is.as_ref().map(|kind| kind.value.as_str());
    if let Some(kind) = before
        && now.kind != before
    {
        let is_now = match now.kind {
            Some(kind) => format!("inherits from {}", quoted(kind)),
            None => "inherits from no code".to_owned(),
        };
        changes.push(pair.changed(
            &CHANGED_KIND,
            (pair.place("is"), is_now),
            (key(was, "is", pair.locked), format!("as inheriting from {}", quoted(kind))),
            &restore(&format!("    is: {}", scalar(kind))),
        ));
    }
}

pub(crate) static CHANGED_ENVELOPE: Rule = Rule {
    name: "changed-envelope",
    why: "The envelope is the format of the body, which clients parse.",
    fix: "Write the published envelope. If the change is intended, run `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Checks that the format of the body stays.
fn changed_envelope(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    let before = was.envelope.as_ref().map(|envelope| envelope.value.as_str());
    if now.envelope != before {
        let shown = |envelope: Option<&str>| envelope.map_or("none".to_owned(), quoted);
        changes.push(pair.changed(
            &CHANGED_ENVELOPE,
            (pair.place("envelope"), format!("has the envelope {}", shown(now.envelope))),
            (key(was, "envelope", pair.locked), format!("with {}", shown(before))),
            &restore(&format!("    envelope: {}", before.map_or("none".into(), scalar))),
        ));
    }
}

pub(crate) static CHANGED_SINCE: Rule = Rule {
    name: "changed-since",
    why: "`since` is the release that introduced the code, which doesn't change.",
    fix: "Write the published `since:`.",
    ..Rule::REQUIRED
};

/// Checks that `since` stays.
fn changed_since(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    if let Some(since) = &was.since
        && now.since != Some(&*since.value)
        && !(now.retired && now.since.is_none())
    {
        let is_now = now.since.map_or("has no `since`".to_owned(), |since| format!("has `since` {since}"));
        changes.push(pair.changed(
            &CHANGED_SINCE,
            (pair.place("since"), is_now),
            (since.span, format!("with {}", since.value)),
            &restore(&format!("    since: {}", serde_json::Value::from(since.value.as_str()))),
        ));
    }
}

pub(crate) static REMOVED_ALIAS: Rule = Rule {
    name: "removed-alias",
    why: "Clients and bookmarks still use the former code, and the alias redirects them.",
    fix: "Add it to `aliases` again.",
    ..Rule::REQUIRED
};

/// Checks that aliases stay, so that their pages redirect and their texts parse.
fn removed_alias(pair: &Pair<'_>, codes: &Codes<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    for alias in was.aliases.iter().filter(|alias| !now.aliases.contains(&alias.value.as_str())) {
        let taken = codes.get(alias.value.as_str());
        let is_now = match taken {
            Some(_) => format!("no longer has the alias {}, which is now another code", quoted(&alias.value)),
            None => format!("no longer has the alias {}", quoted(&alias.value)),
        };
        let rule = if taken.is_some() { &REUSED_CODE } else { &REMOVED_ALIAS };
        changes.push_of(
            &alias.value,
            pair.changed(
                rule,
                (pair.place("aliases"), is_now),
                (alias.span, "with it".to_owned()),
                &restore(&format!("    aliases: [{}]", scalar(&alias.value))),
            ),
        );
    }
}

/// Returns the place of a key of a locked code; if the key isn't set, that of the code.
fn key(was: &super::raw::RawLocked, key: &str, code: &Spanned<String>) -> Span {
    was.keys.place(key).unwrap_or(code.span)
}
