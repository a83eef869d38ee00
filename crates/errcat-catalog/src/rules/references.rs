//! Rules on references: to kinds, tables, envelopes, headers, codes and guides.

use std::collections::{HashMap, HashSet};

use crate::finding::{Finding, Findings, Rule};
use crate::scope::{Entry, Scope};
use crate::shape::Word;
use crate::suggest::{did_you_mean, guesses, quoted};

/// Returns the code that an error was renamed to; `None` if it isn't known, or after too many findings.
pub(super) fn renamed<'s>(scope: &'s Scope<'_>, former: &str, findings: &Findings) -> Option<&'s str> {
    guesses([former], findings).find_map(|former| scope.renamed(former))
}

/// Creates a finding about a word that refers to a code that doesn't exist.
fn unknown_code_reference(
    rule: &'static Rule,
    scope: &Scope<'_>,
    word: &Word,
    findings: &Findings,
) -> Finding {
    let what = "no error has the code";
    if let Some(code) = renamed(scope, &word.value, findings) {
        let help = format!("the error was renamed: write `{code}`");
        return Finding::new(rule, word.span, format!("{what} {}", quoted(&word.value)), help)
            .label("not found");
    }
    let known = scope.written.iter().map(|known| &**known);
    let otherwise = "use a code that is defined in one of this API's tables";
    unknown_reference(rule, what, word, known, otherwise, findings)
}

/// Creates a finding about a word that refers to something that doesn't exist.
fn unknown_reference<'a>(
    rule: &'static Rule,
    what: &str,
    word: &Word,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
    findings: &Findings,
) -> Finding {
    let help = did_you_mean(&word.value, guesses(known, findings)).unwrap_or_else(|| otherwise.to_owned());
    Finding::new(rule, word.span, format!("{what} {}", quoted(&word.value)), help).label("not found")
}

pub(crate) static UNKNOWN_KIND: Rule = Rule {
    name: "unknown-kind",
    why: "`is` refers to the code that an error inherits from. The API has no such code.",
    fix: "Use a code of the same API, from any of its tables.",
    ..Rule::REQUIRED
};

/// Checks that `is` refers to a code of the API.
pub(super) fn unknown_kind(scope: &Scope<'_>, findings: &mut Findings) {
    if !scope.complete {
        return;
    }
    let tables = scope.tables.iter().filter_map(|table| table.raw.is.as_ref());
    let entries = scope.entries.iter().filter_map(|entry| entry.raw.is.as_ref());
    for word in tables.chain(entries).filter(|word| !scope.written.contains(word.value.as_str())) {
        findings.push(unknown_code_reference(&UNKNOWN_KIND, scope, word, findings));
    }
}

pub(crate) static KIND_CYCLE: Rule = Rule {
    name: "kind-cycle",
    why: "An error can't inherit from itself, not even indirectly: inheritance would never end.",
    fix: "Remove one `is` from the cycle.",
    ..Rule::REQUIRED
};

/// Checks that no error inherits from itself.
pub(super) fn kind_cycle(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let last = entry.chain[entry.chain.len() - 1];
        // Each cycle is reported once, at its first entry.
        let closes = scope.kind(last) == Some(index);
        // A code that doesn't exist is reported by `unknown-kind`.
        let exists =
            |link: &usize| scope.kind_word(*link).is_some_and(|kind| scope.owner_of(&kind.value).is_some());
        if !closes || !entry.chain.iter().all(exists) || entry.chain.iter().any(|other| *other < index) {
            continue;
        }
        let cycle: Vec<String> =
            entry.chain.iter().map(|link| quoted(&scope.entries[*link].code.value)).collect();
        let place = scope.kind_word(index).map_or(entry.code.span, |word| word.span);
        let message = format!("an error can't inherit from itself: {} is {}", cycle.join(" is "), cycle[0]);
        let mut finding = Finding::new(&KIND_CYCLE, place, message, "remove one `is` from the cycle");
        for link in &entry.chain[1..] {
            if let Some(word) = scope.kind_word(*link) {
                finding = finding.related(word.span, "part of the cycle");
            }
        }
        findings.push(finding);
    }
}

pub(crate) static UNKNOWN_TABLE: Rule = Rule {
    name: "unknown-table",
    why: "`same_as` refers to the table that defines the same code. There is no such table, or it \
          doesn't define the code.",
    fix: "Write the name of the file that defines the code, without `.yaml`.",
    ..Rule::REQUIRED
};

/// Checks that `same_as` refers to a table that contains the code.
pub(super) fn unknown_table(scope: &Scope<'_>, findings: &mut Findings) {
    let written: HashSet<(&str, &str)> = scope
        .tables
        .iter()
        .flat_map(|table| table.raw.errors.keys().map(|code| (table.name, code)))
        .collect();
    for entry in &scope.entries {
        let Some(word) = &entry.raw.same_as else { continue };
        let Some(table) = scope.tables.iter().find(|table| table.name == word.value) else {
            if scope.complete {
                let known = || scope.tables.iter().map(|table| table.name);
                let help = match defining_table(scope, entry) {
                    Some(table) => format!("write `same_as: {table}`"),
                    None => format!("use one of {}", known().collect::<Vec<_>>().join(", ")),
                };
                let finding =
                    unknown_reference(&UNKNOWN_TABLE, "no table is named", word, known(), &help, findings);
                findings.push(finding);
            }
            continue;
        };
        let is_lost = table.raw.keys.is_unusable("errors");
        if !is_lost && !written.contains(&(table.name, entry.code.value.as_str())) {
            let message = format!("the table `{}` doesn't define {}", table.name, quoted(&entry.code.value));
            let help = match defining_table(scope, entry) {
                Some(table) => format!("write `same_as: {table}`"),
                None => "define the code there, or here without `same_as`".to_owned(),
            };
            findings.push(Finding::new(&UNKNOWN_TABLE, word.span, message, help));
        }
    }
}

pub(crate) static SAME_AS_CHAIN: Rule = Rule {
    name: "same-as-chain",
    why: "`same_as` must refer directly to the table that defines the code. A chain of references \
          would hide the definition, and a cycle wouldn't have one.",
    fix: "Write the name of the table that defines the code.",
    ..Rule::REQUIRED
};

/// Checks that `same_as` refers directly to the definition.
pub(super) fn same_as_chain(scope: &Scope<'_>, findings: &mut Findings) {
    let shared: HashMap<(&str, &str), &Word> = scope
        .entries
        .iter()
        .filter_map(|entry| {
            let at = (scope[entry.table].name, entry.code.value.as_str());
            Some((at, entry.raw.same_as.as_ref()?))
        })
        .collect();
    for entry in &scope.entries {
        let Some(word) = &entry.raw.same_as else { continue };
        let Some(further) = shared.get(&(word.value.as_str(), entry.code.value.as_str())) else { continue };
        let is_itself = further.span == word.span;
        let message = if is_itself {
            format!("{} is `same_as` itself", quoted(&entry.code.value))
        } else {
            format!(
                "the table `{}` doesn't define {} either: it has `same_as` too",
                word.value,
                quoted(&entry.code.value)
            )
        };
        let help = match defining_table(scope, entry) {
            Some(table) => format!("write `same_as: {table}`"),
            None => "define the code in one of the tables, without `same_as`".to_owned(),
        };
        let mut finding = Finding::new(&SAME_AS_CHAIN, word.span, message, help);
        if !is_itself {
            finding = finding.related(further.span, "refers to another table");
        }
        findings.push(finding);
    }
}

/// Returns the name of the table that defines an entry's code.
fn defining_table<'s>(scope: &Scope<'s>, entry: &Entry<'_>) -> Option<&'s str> {
    scope.owner_of(&entry.code.value).map(|owner| scope[scope.entries[owner].table].name)
}

pub(crate) static SAME_AS_OVERRIDES: Rule = Rule {
    name: "same-as-overrides",
    why: "A shared code means the same in every table: its status, message and params are written \
          once, where it is defined. Only operations, causes, fixes, notes, examples, code examples, \
          sources, the envelope and lints may differ between tables.",
    fix: "Remove the key here, or give this error its own code.",
    ..Rule::REQUIRED
};

/// Checks that entries with `same_as` have only keys that may differ between tables.
pub(super) fn same_as_overrides(scope: &Scope<'_>, findings: &mut Findings) {
    const OWN: [&str; 11] = [
        "same_as",
        "operation",
        "operations",
        "causes",
        "fixes",
        "notes",
        "examples",
        "code_examples",
        "sources",
        "envelope",
        "lints",
    ];
    for raw in scope.entries.iter().map(|entry| entry.raw) {
        let Some(same_as) = &raw.same_as else { continue };
        for (key, place) in raw.keys.iter().filter(|(key, _)| !OWN.contains(key)) {
            let message = format!("a shared code can't have its own `{key}`");
            let help = format!("remove `{key}` here, or write it in the table {}", quoted(&same_as.value));
            findings.push(
                Finding::new(&SAME_AS_OVERRIDES, place, message, help)
                    .related(same_as.span, "shared from this table"),
            );
        }
    }
}

pub(crate) static UNKNOWN_ENVELOPE: Rule = Rule {
    name: "unknown-envelope",
    why: "The envelope is the format of the body. This one isn't defined under `envelopes` in \
          `api.yaml`; or the API has envelopes, and some errors of this table don't use any of them.",
    fix: "Use an envelope of `api.yaml`, define it there, or write `none` if the error is never sent \
          as a body.",
    ..Rule::REQUIRED
};

/// Checks that envelopes exist, and that every error has one if the API defines any.
pub(super) fn unknown_envelope(scope: &Scope<'_>, findings: &mut Findings) {
    if scope.api.keys.is_unusable("envelopes") {
        return;
    }
    let known: Vec<&str> =
        scope.api.envelopes.keys().chain(scope.api.envelopes.unusable()).chain(["none"]).collect();
    let tables = scope.tables.iter().filter_map(|table| table.raw.envelope.as_ref());
    let entries = scope.entries.iter().filter_map(|entry| entry.raw.envelope.as_ref());
    for word in scope.api.envelope.iter().chain(tables).chain(entries) {
        if !known.contains(&word.value.as_str()) {
            // The built-in envelope becomes known where it is used.
            let similar = did_you_mean(&word.value, known.iter().copied().chain(["problem"]));
            let help = similar.unwrap_or_else(|| format!("use one of {}", known.join(", ")));
            let known = known.iter().copied();
            let finding =
                unknown_reference(&UNKNOWN_ENVELOPE, "no envelope is named", word, known, &help, findings);
            findings.push(finding);
        }
    }
    for (at, table) in scope.tables.iter().enumerate() {
        let has_none = |(index, entry): (usize, &Entry<'_>)| {
            entry.table.index() == at
                && scope.envelope_word(index).is_none()
                && !scope.has_unknown_envelope(index)
        };
        let Some(place) = table.raw.keys.place("errors") else { continue };
        if known.len() > 1 && scope.entries.iter().enumerate().any(has_none) {
            let message = "the errors of this table have no envelope";
            let help = format!("add `envelope:` above, or to api.yaml: one of {}", known.join(", "));
            findings.push(Finding::new(&UNKNOWN_ENVELOPE, place, message, help));
        }
    }
}

pub(crate) static UNKNOWN_HEADER: Rule = Rule {
    name: "unknown-header",
    why: "Headers are described once, under `headers` in `api.yaml`. This name is neither there nor \
          under `header_sets`.",
    fix: "Use a name that is defined, or define it there.",
    ..Rule::REQUIRED
};

/// Checks that headers and header sets exist.
pub(super) fn unknown_header(scope: &Scope<'_>, findings: &mut Findings) {
    if scope.api.keys.is_unusable("headers") {
        return;
    }
    let headers: Vec<&str> = scope.api.headers.keys().chain(scope.api.headers.unusable()).collect();
    for word in scope.api.header_sets.0.iter().flat_map(|(_, set)| set) {
        if !headers.contains(&word.value.as_str()) {
            let known = headers.iter().copied();
            let finding = unknown_reference(
                &UNKNOWN_HEADER,
                "no header is named",
                word,
                known,
                "define it under `headers`",
                findings,
            );
            findings.push(finding);
        }
    }
    if scope.api.keys.is_unusable("header_sets") {
        return;
    }
    let sets = scope.api.header_sets.keys().chain(scope.api.header_sets.unusable());
    let known: Vec<&str> = headers.iter().copied().chain(sets).collect();
    for word in scope.entries.iter().flat_map(|entry| &entry.raw.headers.0) {
        if !known.contains(&word.value.as_str()) {
            let help = "define it under `headers` in api.yaml";
            let known = known.iter().copied();
            let finding = unknown_reference(
                &UNKNOWN_HEADER,
                "no header or header set is named",
                word,
                known,
                help,
                findings,
            );
            findings.push(finding);
        }
    }
}

pub(crate) static UNKNOWN_CODE: Rule = Rule {
    name: "unknown-code",
    why: "`use` and `related` refer readers to another error. The API has no such code.",
    fix: "Use a code of the same API.",
    ..Rule::REQUIRED
};

/// Checks that `use` and `related` refer to codes of the API.
pub(super) fn unknown_code(scope: &Scope<'_>, findings: &mut Findings) {
    for word in scope.entries.iter().flat_map(|entry| entry.raw.related.0.iter().chain(&entry.raw.r#use)) {
        if scope.complete && !scope.written.contains(word.value.as_str()) {
            findings.push(unknown_code_reference(&UNKNOWN_CODE, scope, word, findings));
        }
    }
}

pub(crate) static UNKNOWN_GUIDE: Rule = Rule {
    name: "unknown-guide",
    why: "`guides` sets the order of the guides. The folder `guides` has no file with this name.",
    fix: "Write the name of the file without `.md`.",
    ..Rule::REQUIRED
};

/// Checks that each item of `guides` is a file.
pub(super) fn unknown_guide(scope: &Scope<'_>, findings: &mut Findings) {
    for word in &scope.api.guides {
        if scope.complete && !scope.guides.iter().any(|guide| guide.name == word.value) {
            let known = scope.guides.iter().map(|guide| guide.name.as_str());
            let help =
                format!("add the file {}, or remove the name", quoted(&format!("guides/{}.md", word.value)));
            let finding =
                unknown_reference(&UNKNOWN_GUIDE, "no guide is named", word, known, &help, findings);
            findings.push(finding);
        }
    }
}

pub(crate) static NEEDLESS_SUCCESSOR: Rule = Rule {
    name: "needless-successor",
    why: "`use` is the code to use instead of one that is deprecated or retired. This code is \
          neither.",
    fix: "Add `deprecated:` or `retired:` with the reason, or remove `use`.",
    ..Rule::REQUIRED
};

/// Checks that only deprecated and retired codes have `use`.
pub(super) fn needless_successor(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        let raw = entry.raw;
        let Some(word) = &raw.r#use else { continue };
        if raw.deprecated.is_none() && raw.retired.is_none() && scope.is_owner(index) {
            let message = "`use` on a code that is neither deprecated nor retired";
            let help = "add `deprecated: …` or `retired: …`, or remove `use`";
            findings.push(Finding::new(&NEEDLESS_SUCCESSOR, word.span, message, help));
        }
    }
}
