//! The rules for code that uses errors: one function each, named after the rule.

use std::collections::{HashMap, HashSet};

use crate::settings::Code;
use errcat_catalog::finding::Report;
use errcat_catalog::finding::{Finding, Level, Rule, Spanned};
use errcat_catalog::model::{Api, ApiId, Catalog, CodeId, Id, QualifiedCode};
use errcat_catalog::rules::{NEEDLESS_ALLOW, NEVER_RAISED};
use errcat_catalog::suggest::{did_you_mean, quoted};

use super::texts::SourceTexts;
use super::{CodeUses, File, UnknownCode, UseKind};

/// Returns `true` if any rule for code can have findings. Otherwise, code needn't be read.
pub fn needs_code(catalog: &Catalog, settings: &Code) -> bool {
    let entries = || catalog.apis.iter().flat_map(|api| api.tables.iter().flat_map(|table| &table.entries));
    let is_reserved = |api: &Api| api.reserved.is_some() || api.tables.iter().any(|it| it.reserved.is_some());
    !settings.literals.is_empty()
        || catalog.apis.iter().any(is_reserved)
        || catalog.apis.iter().any(super::servers::needs_code)
        || catalog.apis.iter().any(|api| !api.never_raised_allows.is_empty())
        || entries()
            .any(|it| it.never_raised.level != Level::Allow || it.reserved.is_some() || it.retired.is_some())
}

/// Reports the findings of all rules for code.
pub fn check(catalog: &Catalog, settings: &Code, files: &[File], found: &CodeUses, report: &mut Report) {
    let mut texts = SourceTexts { files, ids: HashMap::new() };
    undocumented_code(catalog, settings, found, &mut texts, report);
    for (id, api) in Id::enumerate(&catalog.apis) {
        let raised = raised(api, id, found);
        never_raised(api, &raised, report);
        needless_reserved(api, &raised, report);
        retired_raised(api, id, found, &mut texts, report);
        super::servers::missing_fallback(api, id, found, &mut texts, report);
    }
}

/// Returns the codes of an API that are raised. A kind is raised if one of its errors is.
pub(super) fn raised(api: &Api, id: ApiId, found: &CodeUses) -> HashSet<CodeId> {
    let is_raised = |code: &CodeId| found.is_raised(QualifiedCode { api: id, code: *code });
    let mut raised = HashSet::new();
    for code in Id::all(&api.codes).filter(is_raised) {
        let mut next = Some(code);
        while let Some(code) = next.filter(|code| raised.insert(*code)) {
            next = api.owner(code).kind;
        }
    }
    raised
}

/// Reports codes that aren't raised, except for deprecated and retired ones.
fn never_raised(api: &Api, raised: &HashSet<CodeId>, report: &mut Report) {
    let mut needed = HashSet::new();
    for (code, known) in Id::enumerate(&api.codes).filter(|(code, _)| !raised.contains(code)) {
        let entry = &api[known.owner];
        let is_sent_by_middleware = !entry.fallback_for.is_empty();
        let is_over = entry.deprecated.is_some() || entry.retired.is_some();
        if api.is_reserved(code) || is_sent_by_middleware || is_over {
            continue;
        }
        if entry.never_raised.level == Level::Allow {
            needed.extend(entry.never_raised.place);
            continue;
        }
        let message = format!("nothing raises {}", quoted(&known.code));
        let help = "raise it, retire it, or explain why it isn't raised here: `reserved: REASON`";
        let finding = Finding::new(&NEVER_RAISED, entry.place, message, help);
        report.findings.push(finding.level(entry.never_raised.level));
    }
    for place in api.never_raised_allows.iter().filter(|place| !needed.contains(place)) {
        let message = format!("`{}` is allowed here, but has no findings", NEVER_RAISED.name);
        report.findings.push(Finding::new(&NEEDLESS_ALLOW, *place, message, "remove it"));
    }
}

pub(crate) static NEEDLESS_RESERVED: Rule = Rule {
    name: "needless-reserved",
    why: "`reserved` explains why an error isn't raised here. This one covers only errors that are \
          raised, and would hide it if their last use were removed.",
    fix: "Remove it.",
    ..Rule::REQUIRED
};

/// Reports a `reserved` that covers only errors that are raised.
fn needless_reserved(api: &Api, raised: &HashSet<CodeId>, report: &mut Report) {
    let is_needless = |codes: &mut dyn Iterator<Item = CodeId>| {
        let mut codes = codes.filter(|code| api.owner(*code).retired.is_none()).peekable();
        codes.peek().is_some() && codes.all(|code| raised.contains(&code))
    };
    let mut push = |reserved: &Spanned<String>, what: String| {
        let message = format!("marked as reserved, but {what} raised");
        report.findings.push(Finding::new(&NEEDLESS_RESERVED, reserved.span, message, "remove `reserved`"));
    };
    if let Some(reserved) = &api.reserved
        && is_needless(&mut Id::all(&api.codes))
    {
        push(reserved, format!("every error of {} is", quoted(&api.name)));
    }
    for table in &api.tables {
        let owned = || table.entries.iter().filter(|entry| !entry.shared);
        if let Some(reserved) = &table.reserved
            && is_needless(&mut owned().map(|entry| entry.code))
        {
            push(reserved, format!("every error of {} is", quoted(&table.name)));
        }
        for entry in owned().filter(|entry| raised.contains(&entry.code)) {
            if let Some(reserved) = &entry.reserved {
                push(reserved, format!("{} is", quoted(&api[entry.code].code)));
            }
        }
    }
}

pub(crate) static RETIRED_RAISED: Rule = Rule {
    name: "retired-raised",
    why: "Clients rely on retired codes never being sent again.",
    fix: "Raise its successor, or remove `retired:`.",
    ..Rule::REQUIRED
};

/// Reports code that raises a retired error.
fn retired_raised(api: &Api, id: ApiId, found: &CodeUses, texts: &mut SourceTexts<'_>, report: &mut Report) {
    for (code, known) in Id::enumerate(&api.codes) {
        let entry = &api[known.owner];
        if entry.retired.is_none() {
            continue;
        }
        let help = match entry.successor {
            Some(successor) => format!("raise `{}`, its successor", api[successor].code),
            None => "raise another error".to_owned(),
        };
        let uses = found.uses(QualifiedCode { api: id, code }).iter();
        for usage in uses.filter(|usage| usage.raises() || (!usage.is_test && usage.kind == UseKind::Derived))
        {
            let span = texts.span(usage.file, &usage.range, &mut report.sources);
            let message = format!("{} is retired, but raised here", quoted(&known.code));
            let finding = Finding::new(&RETIRED_RAISED, span, message, &*help);
            report.findings.push(finding.related(entry.place, "retired here"));
        }
    }
}

pub(crate) static UNDOCUMENTED_CODE: Rule = Rule {
    name: "undocumented-code",
    why: "A code that isn't in the catalog has no page, and clients can't decode it.",
    fix: "Write the code as it is in the catalog, or add it to a table. If the text isn't a code, \
          narrow the pattern in [workspace.metadata.errcat.code].",
    ..Rule::REQUIRED
};

/// Reports matches of a pattern of the settings that aren't codes.
fn undocumented_code(
    catalog: &Catalog,
    settings: &Code,
    found: &CodeUses,
    texts: &mut SourceTexts<'_>,
    report: &mut Report,
) {
    for UnknownCode { literal, file, range } in &found.unknown {
        let name = &settings.literals[*literal].api;
        let codes = catalog.apis.iter().filter(|api| api.name == *name).flat_map(|api| &api.codes);
        let text = &texts.files[*file].text[range.clone()];
        let help = did_you_mean(text, codes.map(|code| &*code.code)).unwrap_or_else(|| {
            format!("add it to a table of {}, or narrow the pattern that finds it", quoted(name))
        });
        let message = format!("{} isn't a code of {}", quoted(text), quoted(name));
        let span = texts.span(*file, range, &mut report.sources);
        report.findings.push(Finding::new(&UNDOCUMENTED_CODE, span, message, help));
    }
}
