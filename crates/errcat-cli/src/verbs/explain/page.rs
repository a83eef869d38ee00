//! What `explain` says about an error or a rule.

use std::fmt::Write;

use errcat_catalog::finding::Rule;
use errcat_catalog::lint_levels::LintLevels;
use errcat_catalog::model::{Api, Backoff, Catalog, CodeId, Entry, QualifiedCode, Retry, RetryAfter};
use errcat_catalog::report::visible;

use super::prose::{item, plain};

const BOLD: anstyle::Style = anstyle::Style::new().bold();

/// Why a rule exists, and how to satisfy it.
pub(super) fn of_rule(rule: &Rule, lints: &LintLevels) -> String {
    let (why, mend) = (plain(rule.why, 2), plain(rule.fix, 2));
    let level = rule.default_level.map(|unless_chosen| {
        let (unless_chosen, here) = (unless_chosen.name(), lints.level(rule).name());
        format!("  a lint: `{unless_chosen}` unless chosen, `{here}` in this workspace\n")
    });
    format!(
        "{}{}\n{}\n{}",
        heading(&format!("rule {}", rule.name)),
        level.unwrap_or_default(),
        section("Why", &why),
        section("Mend", &mend)
    )
}

/// The lints, each with its level in the workspace and what it holds that a catalog should be.
pub(super) fn of_lints(lints: &LintLevels) -> String {
    let mut page = heading("lints, and their level in this workspace");
    let width = errcat_catalog::rules::lints().map(|lint| lint.name.len()).max().unwrap_or(0);
    for lint in errcat_catalog::rules::lints() {
        let (name, level) = (lint.name, lints.level(lint).name());
        let (why, _) = lint.why.split_once(". ").unwrap_or((lint.why.trim_end_matches('.'), ""));
        writeln!(page, "  {name:<width$}  {level:<5}  {why}").expect("writing to a String");
    }
    page
}

/// All there is to know about an error when it is in front of one.
pub(super) fn of_code(catalog: &Catalog, id: QualifiedCode) -> String {
    let api = &catalog[id.api];
    let code = &api[id.code];
    let entry = api.owner(id.code);
    let mut page = heading(&format!("{}/{}: {}", api.name, code.code, entry.title));
    let message = entry.message.shown(&entry.params);
    if message != entry.title {
        page.push_str(&plain_text(&message, 2));
    }
    page.push('\n');
    for (name, fact) in facts(api, id.code) {
        writeln!(page, "  {name:<11} {}", visible::line(&fact)).expect("writing to a String");
    }
    let paragraphs =
        |texts: &[String]| texts.iter().map(|text| plain(text, 2)).collect::<Vec<_>>().join("\n");
    let meaning = entry.meaning.as_deref().map(|text| plain(text, 2)).unwrap_or_default();
    let owner = &api[code.owner.table].title;
    let titled =
        |title: &str| if code.shared.is_empty() { title.to_owned() } else { format!("{title} ({owner})") };
    for (title, text) in [
        ("Meaning", meaning),
        (&titled("Causes"), items(&entry.causes)),
        (&titled("Fixes"), items(&entry.fixes)),
        ("Notes", paragraphs(&entry.notes)),
        ("Security", paragraphs(&entry.security)),
    ] {
        if !text.is_empty() {
            page.push('\n');
            page.push_str(&section(title, &text));
        }
    }
    for shared in &code.shared {
        page.push_str(&in_table(&api[shared.table].title, &api[*shared]));
    }
    page
}

/// What another table says about the same code.
fn in_table(table: &str, entry: &Entry) -> String {
    let mut text = String::new();
    for (title, items) in [("Causes", items(&entry.causes)), ("Fixes", items(&entry.fixes))] {
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
    let facts = [
        ("Retired", entry.retired.clone()),
        ("Deprecated", entry.deprecated.clone()),
        ("Use instead", entry.successor.map(code_of)),
        ("Status", joined(entry.statuses.iter().map(u16::to_string).collect())),
        ("Kind", entry.kind.map(code_of)),
        ("Retry", entry.retry.as_ref().map(|retry| retry_sentence(api, retry))),
        ("Headers", joined(entry.headers.iter().map(|header| api[*header].name.clone()).collect())),
        ("Operations", joined(table.operations.clone())),
        ("Once called", joined(code.aliases.iter().map(|alias| alias.code.clone()).collect())),
        ("Owner", entry.owner.clone().or_else(|| api.owner.clone())),
        ("Docs", api.docs_url(id)),
        ("Source", Some(format!("{}:{}", table.path, entry.line))),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}

fn retry_sentence(api: &Api, retry: &Retry) -> String {
    let Retry::Later(policy) = retry else { return "never: the same request fails again".into() };
    let after = policy.after.as_ref().map(|after| match after {
        RetryAfter::Header(header) => format!("when {} says", api[*header].name),
        RetryAfter::Delay(delay) => format!("after {delay:?}"),
    });
    let backoff = policy.backoff.map(|backoff| match backoff {
        Backoff::Constant => "waiting as long each time".to_owned(),
        Backoff::Exponential => "waiting twice as long each time".to_owned(),
    });
    let jitter = policy.jitter.then(|| "a little more or less at random".to_owned());
    let attempts = policy.attempts.map(|attempts| format!("at most {attempts} attempts"));
    let idempotent = policy.idempotent_only.then(|| "only what is safe to send twice".to_owned());
    let parts: Vec<String> = [after, backoff, jitter, attempts, idempotent].into_iter().flatten().collect();
    if parts.is_empty() { "later".into() } else { parts.join(", ") }
}

fn heading(text: &str) -> String {
    format!("{BOLD}{}{BOLD:#}\n", visible::line(text))
}

fn section(title: &str, text: &str) -> String {
    format!("{}{text}", heading(title))
}

fn items(texts: &[String]) -> String {
    texts.iter().map(|text| item("- ", text, 2)).collect()
}

/// Text that isn't Markdown, indented.
fn plain_text(text: &str, indent: usize) -> String {
    format!("{:indent$}{}\n", "", visible::line(text))
}
