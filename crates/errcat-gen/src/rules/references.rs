//! Rules on references: to kinds, tables, envelopes, headers, codes and guides.

use crate::finding::{Finding, Findings};
use crate::rules::{Rule, did_you_mean};
use crate::scope::Scope;
use crate::shape::Word;

fn unknown<'a>(
    rule: Rule,
    what: &str,
    word: &Word,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> Finding {
    let help = did_you_mean(&word.value, known).unwrap_or_else(|| otherwise.to_owned());
    Finding::new(rule, word.span, format!("{what} `{}`", word.value.escape_debug()), help).label("not found")
}

/// `is` names a code of the API.
pub(super) fn unknown_kind(scope: &Scope<'_>, findings: &mut Findings) {
    let tables = scope.tables.iter().filter_map(|table| table.raw.is.as_ref());
    let entries = scope.entries.iter().filter_map(|entry| entry.raw.is.as_ref());
    for word in tables.chain(entries).filter(|word| !scope.written.contains_key(word.value.as_str())) {
        let help = "use a code that one of this API's tables defines";
        findings.push(unknown(
            Rule::UnknownKind,
            "no error has the code",
            word,
            scope.written.keys().copied(),
            help,
        ));
    }
}

/// No error is a kind of itself.
pub(super) fn kind_cycle(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let last = entry.chain[entry.chain.len() - 1];
        // Each circle is told once, at the first of its entries.
        let closes = scope.kind(last) == Some(index);
        if !closes || entry.chain.iter().any(|other| *other < index) {
            continue;
        }
        let circle: Vec<&str> =
            entry.chain.iter().map(|link| scope.entries[*link].code.value.as_str()).collect();
        let place = scope.kind_word(index).map_or(entry.code.span, |word| word.span);
        let message = format!("an error can't be a kind of itself: {} is {}", circle.join(" is "), circle[0]);
        let mut finding = Finding::new(Rule::KindCycle, place, message, "remove one `is` of the circle");
        for link in &entry.chain[1..] {
            if let Some(word) = scope.kind_word(*link) {
                finding = finding.related(word.span, "and this");
            }
        }
        findings.push(finding);
    }
}

/// `same_as` names the table that defines the code.
pub(super) fn unknown_table(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in &scope.entries {
        let Some(word) = &entry.raw.same_as else { continue };
        let Some(table) = scope.tables.iter().find(|table| table.name == word.value) else {
            let known = scope.tables.iter().map(|table| table.name);
            findings.push(unknown(
                Rule::UnknownTable,
                "no table is named",
                word,
                known,
                "name a file without `.yaml`",
            ));
            continue;
        };
        if table.raw.errors.get(&entry.code.value).is_none() {
            let message = format!("the table `{}` doesn't define `{}`", table.name, entry.code.value);
            let help = match scope.owner_of(&entry.code.value) {
                Some(owner) => format!("write `same_as: {}`", scope.tables[scope.entries[owner].table].name),
                None => "define the code there, or here without `same_as`".to_owned(),
            };
            findings.push(Finding::new(Rule::UnknownTable, word.span, message, help));
        }
    }
}

/// `same_as` leads to the definition at once.
pub(super) fn same_as_chain(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in &scope.entries {
        let Some(word) = &entry.raw.same_as else { continue };
        let target = scope.entries.iter().find(|other| {
            scope.tables[other.table].name == word.value && other.code.value == entry.code.value
        });
        let Some(further) = target.and_then(|target| target.raw.same_as.as_ref()) else { continue };
        let message = format!("`{}` is `same_as` itself in the table `{}`", entry.code.value, word.value);
        let help = match scope.owner_of(&entry.code.value) {
            Some(owner) => format!("write `same_as: {}`", scope.tables[scope.entries[owner].table].name),
            None => "define the code in one of the tables".to_owned(),
        };
        findings.push(
            Finding::new(Rule::SameAsChain, word.span, message, help)
                .related(further.span, "which leads on from here"),
        );
    }
}

/// A shared code's facts are written where it is defined.
pub(super) fn same_as_overrides(scope: &Scope<'_>, findings: &mut Findings) {
    for raw in scope.entries.iter().map(|entry| entry.raw) {
        let Some(same_as) = &raw.same_as else { continue };
        let word = |word: &Option<Word>| word.as_ref().map(|word| word.span);
        let text = |text: &Option<crate::shape::Text>| text.as_ref().map(|text| text.span);
        let written = [
            ("is", word(&raw.is)),
            ("name", word(&raw.name)),
            ("title", text(&raw.title)),
            ("status", raw.status.as_ref().map(|_| raw.span)),
            ("message", text(&raw.message)),
            ("meaning", text(&raw.meaning)),
            ("severity", raw.severity.map(|_| raw.span)),
            ("params", raw.params.0.first().map(|(name, _)| name.span)),
            ("log", text(&raw.log)),
            ("headers", raw.headers.0.first().map(|word| word.span)),
            ("retry", raw.retry.as_ref().map(|_| raw.span)),
            ("security", raw.security.0.first().map(|text| text.span)),
            ("owner", text(&raw.owner)),
            ("related", raw.related.0.first().map(|word| word.span)),
            ("since", text(&raw.since)),
            ("deprecated", text(&raw.deprecated)),
            ("retired", text(&raw.retired)),
            ("use", word(&raw.r#use)),
            ("aliases", raw.aliases.0.first().map(|word| word.span)),
        ];
        for (key, place) in written {
            let Some(place) = place else { continue };
            let message = format!("a shared code can't have its own `{key}`");
            let help = format!("remove `{key}` here, or write it in the table `{}`", same_as.value);
            findings.push(
                Finding::new(Rule::SameAsOverrides, place, message, help)
                    .related(same_as.span, "shared from there"),
            );
        }
    }
}

/// Envelopes that are named exist; an API that has some names one for each table.
pub(super) fn unknown_envelope(scope: &Scope<'_>, findings: &mut Findings) {
    let known: Vec<&str> = scope.api.envelopes.keys().chain(["none"]).collect();
    let tables = scope.tables.iter().filter_map(|table| table.raw.envelope.as_ref());
    let entries = scope.entries.iter().filter_map(|entry| entry.raw.envelope.as_ref());
    for word in scope.api.envelope.iter().chain(tables).chain(entries) {
        if !known.contains(&word.value.as_str()) {
            let help = format!("use one of {}", known.join(", "));
            let known = known.iter().copied();
            findings.push(unknown(Rule::UnknownEnvelope, "no envelope is named", word, known, &help));
        }
    }
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.envelope_word(index).is_none() && known.len() > 1 {
            let message = format!("`{}` has no envelope", entry.code.value);
            let help =
                format!("add `envelope:` to the table, the error or api.yaml: one of {}", known.join(", "));
            findings.push(Finding::new(Rule::UnknownEnvelope, entry.code.span, message, help));
        }
    }
}

/// Headers and header sets that are named exist.
pub(super) fn unknown_header(scope: &Scope<'_>, findings: &mut Findings) {
    let headers: Vec<&str> = scope.api.headers.keys().collect();
    for word in scope.api.header_sets.0.iter().flat_map(|(_, set)| set) {
        if !headers.contains(&word.value.as_str()) {
            let known = headers.iter().copied();
            findings.push(unknown(
                Rule::UnknownHeader,
                "no header is named",
                word,
                known,
                "define it under `headers`",
            ));
        }
    }
    let known: Vec<&str> = headers.iter().copied().chain(scope.api.header_sets.keys()).collect();
    for word in scope.entries.iter().flat_map(|entry| &entry.raw.headers.0) {
        if !known.contains(&word.value.as_str()) {
            let help = "define it under `headers` of api.yaml";
            let known = known.iter().copied();
            findings.push(unknown(
                Rule::UnknownHeader,
                "no header or header set is named",
                word,
                known,
                help,
            ));
        }
    }
}

/// `use` and `related` name codes of the API.
pub(super) fn unknown_code(scope: &Scope<'_>, findings: &mut Findings) {
    for word in scope.entries.iter().flat_map(|entry| entry.raw.related.0.iter().chain(&entry.raw.r#use)) {
        if !scope.written.contains_key(word.value.as_str()) {
            let known = scope.written.keys().copied();
            let help = "use a code that one of this API's tables defines";
            findings.push(unknown(Rule::UnknownCode, "no error has the code", word, known, help));
        }
    }
}

/// `guides` names files.
pub(super) fn unknown_guide(scope: &Scope<'_>, findings: &mut Findings) {
    for word in &scope.api.guides {
        if !scope.guides.iter().any(|guide| guide.name == word.value) {
            let known = scope.guides.iter().map(|guide| guide.name.as_str());
            let help = format!("add `guides/{}.md`, or remove the name", word.value.escape_debug());
            findings.push(unknown(Rule::UnknownGuide, "no guide is named", word, known, &help));
        }
    }
}

/// `use` belongs to a code that is deprecated or retired.
pub(super) fn needless_successor(scope: &Scope<'_>, findings: &mut Findings) {
    for raw in scope.entries.iter().map(|entry| entry.raw) {
        let Some(word) = &raw.r#use else { continue };
        if raw.deprecated.is_none() && raw.retired.is_none() && raw.same_as.is_none() {
            let message = "a successor of a code that is neither deprecated nor retired";
            let help = "add `deprecated: …` or `retired: …`, or remove `use`";
            findings.push(Finding::new(Rule::NeedlessSuccessor, word.span, message, help));
        }
    }
}
