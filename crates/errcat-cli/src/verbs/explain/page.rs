//! The pages that `explain` prints about errors, rules and lints.

use std::fmt::Write;

use errcat_catalog::finding::Rule;
use errcat_catalog::lint_levels::LintLevels;
use errcat_catalog::model::{
    Api, Backoff, Catalog, Cause, Code, CodeId, Entry, Id, Param, Piece, QualifiedCode, Retry, RetryAfter,
    RetryPolicy,
};
use errcat_catalog::report::visible;
use errcat_catalog::shape::Choice;
use errcat_catalog::source;

use super::code;
use super::input::Values;
use super::prose::{item, plain};
use crate::program::Program;

const BOLD: anstyle::Style = anstyle::Style::new().bold();

/// Renders a rule: why it exists, and how to satisfy it.
pub(super) fn of_rule(rule: &Rule, lints: &LintLevels) -> String {
    let (why, fix) = (plain(rule.why, 2), plain(rule.fix, 2));
    let level = rule.default_level.map(|default| {
        let (default, here) = (default.name(), lints.level(rule).name());
        format!("  lint: `{here}` in this workspace, `{default}` by default\n")
    });
    format!(
        "{}{}\n{}\n{}",
        heading(&format!("rule {}", rule.name)),
        level.unwrap_or_default(),
        section("Why", &why),
        section("Fix", &fix)
    )
}

/// Renders a list of errors, each of which may be the one in a text.
pub(super) fn of_possible(catalog: &Catalog, codes: &[QualifiedCode], program: Program) -> String {
    let name = |id: &QualifiedCode| format!("{}/{}", catalog[id.api].name, catalog[*id].code);
    let width = codes.iter().map(|id| name(id).len()).max().unwrap_or(0);
    let mut page = heading("Possible errors");
    for id in codes {
        let entry = catalog[id.api].owner(id.code);
        let headline = visible::line(&entry.headline().shown(&entry.params)).into_owned();
        writeln!(page, "  {:width$}  {headline}", name(id)).expect("writing to a String");
    }
    let help =
        format!("\nThe text has no code and no message. For details: {} explain CODE\n", program.command);
    page + &help
}

/// Renders a list of the lints, each with its level in the workspace and a short reason.
pub(super) fn of_lints(lints: &LintLevels) -> String {
    let mut page = heading("lints and their levels in this workspace");
    let width = errcat_catalog::rules::lints().map(|lint| lint.name.len()).max().unwrap_or(0);
    for lint in errcat_catalog::rules::lints() {
        let (name, level) = (lint.name, lints.level(lint).name());
        let (why, _) = lint.why.split_once(". ").unwrap_or((lint.why.trim_end_matches('.'), ""));
        writeln!(page, "  {name:<width$}  {level:<5}  {why}").expect("writing to a String");
    }
    page
}

/// Renders an error: its answer, facts, meaning, causes, code examples and fixes. `values` are those of its
/// params, as far as they are known.
pub(super) fn of_code(catalog: &Catalog, id: QualifiedCode, values: &Values) -> String {
    let api = &catalog[id.api];
    let Code {
        code,
        variant: _,
        slug: _,    // facts()
        wire: _,    // the body
        address: _, // facts()
        table_variant: _,
        owner: defined_by,
        shared,
        children: _,         // each has its own page
        decoding: _,         // for clients
        shared_decodings: _, // for clients
        aliases: _,          // facts()
    } = &api[id.code];
    let Entry {
        code: _,
        shared: _,
        place: _,
        line: _, // facts()
        kind: _, // facts()
        title,
        has_own_title: _, // only for headings
        statuses: _,      // facts()
        facts: _,         // facts()
        operations: _,    // facts()
        message,
        log: _, // the reader of a log has it already
        answer,
        meaning,
        causes,
        fixes,
        notes,
        security,
        severity: _, // only on the page
        params,
        fallback_for: _, // facts()
        headers: _,      // facts()
        retry: _,        // facts()
        examples: _,     // only on the page
        code_examples,
        sources: _,      // only on the page
        envelope: _,     // only on the page
        owner: _,        // facts()
        related: _,      // only on the page
        since: _,        // only on the page
        deprecated: _,   // facts()
        retired: _,      // facts()
        successor: _,    // facts()
        reserved: _,     // a note for the workspace's own code
        never_raised: _, // a lint's level
    } = api.owner(id.code);
    let mut page = heading(&format!("{}/{code}: {title}", api.name));
    let shown = message.filled(params, |param| values.get(&param.index()).map(String::as_str));
    if shown != *title {
        page.push_str(&plain_text(&shown, 2));
    }
    page.push('\n');
    if let Some(answer) = answer {
        page.push_str(&plain(answer, 2));
        page.push('\n');
    }
    let in_message = |at: usize| message.pieces.contains(&Piece::Param(Id::new(at)));
    for (at, value) in values.iter().filter(|(at, _)| !in_message(**at)) {
        let fact = format!("{} = {value}", params[*at].name);
        writeln!(page, "  {:<13} {}", "Param", visible::line(&fact)).expect("writing to a String");
    }
    for (name, fact) in facts(api, id.code) {
        writeln!(page, "  {name:<13} {}", visible::line(&fact)).expect("writing to a String");
    }
    let paragraphs =
        |texts: &[String]| texts.iter().map(|text| plain(text, 2)).collect::<Vec<_>>().join("\n");
    let meaning = meaning.as_deref().map(|text| plain(text, 2)).unwrap_or_default();
    let in_general = api.owner(id.code).status_doc().map(|text| plain(text, 2)).unwrap_or_default();
    let filled = |text: &str| fill_params(text, params, values);
    let owner = &api[defined_by.table].title;
    let titled =
        |title: &str| if shared.is_empty() { title.to_owned() } else { format!("{title} ({owner})") };
    for (title, text) in [
        ("Meaning", meaning),
        ("In general", in_general),
        (&titled("Causes"), cause_items(causes, &filled)),
        (&titled("Code"), code::examples(code_examples)),
        (&titled("Fixes"), items(fixes, &filled)),
        ("Notes", paragraphs(notes)),
        ("Security", paragraphs(security)),
    ] {
        if !text.is_empty() {
            page.push('\n');
            page.push_str(&section(title, &text));
        }
    }
    for shared in shared {
        page.push_str(&in_table(&api[shared.table].title, &api[*shared], values));
    }
    page
}

/// Renders the causes, code examples and fixes of the same code in another table.
fn in_table(table: &str, entry: &Entry, values: &Values) -> String {
    let filled = |text: &str| fill_params(text, &entry.params, values);
    let mut text = String::new();
    for (title, items) in [
        ("Causes", cause_items(&entry.causes, &filled)),
        ("Code", code::examples(&entry.code_examples)),
        ("Fixes", items(&entry.fixes, &filled)),
    ] {
        if !items.is_empty() {
            write!(text, "\n{}", section(&format!("{title} ({table})"), &items))
                .expect("writing to a String");
        }
    }
    text
}

fn facts(api: &Api, id: CodeId) -> Vec<(&'static str, String)> {
    let code = &api[id];
    let entry = api.owner(id);
    let table = &api[code.owner.table];
    let code_of = |code: CodeId| api[code].code.clone();
    let joined = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", "));
    let constants = api.facts_of(entry).map(|(fact, value)| format!("{} {}", fact.name, value.text()));
    let facts = [
        ("Retired", entry.retired.clone()),
        ("Deprecated", entry.deprecated.clone()),
        ("Use instead", entry.successor.map(code_of)),
        ("Status", joined(entry.statuses.words().map(|word| word.to_string()).collect())),
        ("Facts", joined(constants.collect())),
        ("Inherits from", entry.kind.map(code_of)),
        ("Retry", entry.retry.as_ref().map(|retry| retry_sentence(api, retry))),
        ("Fallback for", joined(entry.fallback_for.iter().map(|it| it.word().to_owned()).collect())),
        ("Headers", joined(entry.headers.iter().map(|header| api[*header].name.clone()).collect())),
        ("Operations", joined(table.operations_of(entry).to_vec())),
        ("Formerly", joined(code.aliases.iter().map(|alias| alias.code.clone()).collect())),
        ("Owner", entry.owner.clone().or_else(|| api.owner.clone())),
        ("Docs", api.docs_url(id)),
        ("Source", Some(format!("{}:{}", table.path, entry.line))),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}

fn retry_sentence(api: &Api, retry: &Retry) -> String {
    let Retry::Later(policy) = retry else { return "no: the same request fails again".into() };
    let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
    let after = after.as_ref().map(|after| match after {
        RetryAfter::Header(header) => format!("after the time in {}", api[*header].name),
        RetryAfter::Delay(delay) => format!("after {}", source::delay_text(*delay)),
    });
    let backoff = backoff.map(|backoff| match backoff {
        Backoff::Constant => "constant backoff".to_owned(),
        Backoff::Exponential => "exponential backoff".to_owned(),
    });
    let jitter = jitter.then(|| "with jitter".to_owned());
    let attempts = attempts.map(|attempts| format!("at most {attempts} attempts"));
    let idempotent = idempotent_only.then(|| "only idempotent requests".to_owned());
    let parts: Vec<String> = [after, backoff, jitter, attempts, idempotent].into_iter().flatten().collect();
    if parts.is_empty() { "yes".into() } else { parts.join(", ") }
}

fn heading(text: &str) -> String {
    format!("{BOLD}{}{BOLD:#}\n", visible::line(text))
}

fn section(title: &str, text: &str) -> String {
    format!("{}{text}", heading(title))
}

fn items(texts: &[String], filled: &dyn Fn(&str) -> String) -> String {
    texts.iter().map(|text| item("- ", &filled(text), 2)).collect()
}

/// Renders causes, each with its fix below it.
fn cause_items(causes: &[Cause], filled: &dyn Fn(&str) -> String) -> String {
    let cause = |Cause { text, fix }: &Cause| {
        let fix = fix.iter().map(|fix| item("Fix: ", &filled(fix), 4));
        item("- ", &filled(text), 2) + &fix.collect::<String>()
    };
    causes.iter().map(cause).collect()
}

/// Fills the placeholders of a cause or a fix whose values are known.
fn fill_params(text: &str, params: &[Param], values: &Values) -> String {
    errcat_catalog::prose::fill(text, |name| values.get(&params.iter().position(|param| param.name == name)?))
}

/// Indents a text that isn't Markdown.
fn plain_text(text: &str, indent: usize) -> String {
    format!("{:indent$}{}\n", "", visible::line(text))
}
