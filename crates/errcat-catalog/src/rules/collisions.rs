//! Rules on names that must be unique: codes, Rust variants, and the addresses of pages.

use std::collections::{HashMap, HashSet};

use super::codes::{aliases, owned_codes_and_aliases};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::names;
use crate::scope::{Address, Claims, Clash, Scope, reserved_segment};
use crate::suggest::quoted;

pub(crate) static DUPLICATE_CODE: Rule = Rule {
    name: "duplicate-code",
    why: "Clients know an error by its code. Several errors of an API can have the same code only if \
          something else in the response distinguishes them: a value that `identify_by` of the envelope \
          lists, or another envelope. Clients may ignore case and treat `-` and `_` alike, so codes must \
          differ in more than that. Former codes (`aliases`) can't be used again either.",
    fix: "If both tables mean the same error, write `same_as: TABLE` in the second one. Otherwise, \
          give one of the errors another code, or add a value that differs, such as the table or a fact, to \
          the body and to `identify_by`.",
    ..Rule::REQUIRED
};

/// Checks that errors with the same code can be distinguished, and that former codes aren't used again.
pub(super) fn duplicate_code(scope: &Scope<'_>, findings: &mut Findings) {
    for Clash { first, second, envelope } in scope.clashes() {
        let [before, code] = [first, second].map(|index| scope.entries[index].code);
        let [one, other] = [first, second].map(|index| scope.wire_code(index));
        let has_key = before.value != one.value || code.value != other.value;
        let message = if has_key && one.value == other.value {
            format!("{} and {} have the code {}", quoted(before), quoted(code), quoted(one))
        } else if before.value == code.value {
            format!("the code {} is defined twice", quoted(code))
        } else {
            format!(
                "the codes {} and {} differ only in case, or in `-` and `_`",
                quoted(code),
                quoted(before)
            )
        };
        let can_be_same = before.value == code.value && before.span.file != code.span.file;
        let name = envelope.map(|at| scope.api.envelopes.0[at.index()].0.value.as_str());
        let is_code_sent = envelope.is_some_and(|at| {
            let (_, envelope) = &scope.api.envelopes.0[at.index()];
            crate::value::slots(envelope).iter().any(|slot| slot == "code")
        });
        // Errors of one table differ in something else.
        let is_same_table = scope.entries[first].table == scope.entries[second].table;
        let value = if is_same_table { "a fact" } else { "`{table}`" };
        let apart = name.filter(|_| is_code_sent).map(|name| {
            format!("add a value that differs, such as {value}, to `identify_by` and the body of the envelope `{name}`")
        });
        let table = scope[scope.entries[first].table].name;
        let help = match (can_be_same, apart) {
            (true, Some(apart)) => {
                format!(
                    "if it is the same error, write `same_as: {table}`; otherwise give it another code, or {apart}"
                )
            }
            (true, None) => {
                format!("if it is the same error, write `same_as: {table}`; otherwise give it another code")
            }
            (false, Some(apart)) => format!("give one of them another code, or {apart}"),
            (false, None) => "give one of them another code, or remove it".to_owned(),
        };
        findings.push(
            Finding::new(&DUPLICATE_CODE, code.span, message, help)
                .label("defined again")
                .related(before.span, "first defined here"),
        );
    }
    duplicate_alias(scope, findings);
}

/// Checks that former codes are those of one error.
fn duplicate_alias(scope: &Scope<'_>, findings: &mut Findings) {
    let is_alias: HashSet<Span> =
        scope.entries.iter().flat_map(|entry| aliases(entry.raw)).map(|alias| alias.span).collect();
    let mut first: HashMap<String, &Spanned<String>> = HashMap::new();
    for code in owned_codes_and_aliases(scope) {
        let before = *first.entry(names::folded(code)).or_insert(code);
        let has_alias = [before, code].iter().any(|code| is_alias.contains(&code.span));
        if before.span == code.span || !has_alias {
            continue;
        }
        let message = if before.value == code.value {
            format!("the code {} is defined twice", quoted(&code.value))
        } else {
            format!(
                "the codes {} and {} differ only in case, or in `-` and `_`",
                quoted(&code.value),
                quoted(&before.value)
            )
        };
        findings.push(
            Finding::new(&DUPLICATE_CODE, code.span, message, "give one of them another code, or remove it")
                .label("defined again")
                .related(before.span, "first defined here"),
        );
    }
}

pub(crate) static VARIANT_COLLISION: Rule = Rule {
    name: "variant-collision",
    why: "Two codes, or two tables, would become the same Rust variant, and the enum wouldn't compile.",
    fix: "Add a `name:` to one of the codes, or rename one of the tables.",
    ..Rule::REQUIRED
};

/// Checks that the variants of codes are unique, and those of tables in the API's error type.
pub(super) fn variant_collision(scope: &Scope<'_>, findings: &mut Findings) {
    let mut tables: HashMap<String, &str> = HashMap::new();
    for table in &scope.tables {
        let variant = names::variant(table.name);
        if let Some(before) = tables.insert(variant.clone(), table.name) {
            let message = format!(
                "the tables `{before}` and `{}` both become the Rust variant `{variant}`",
                table.name
            );
            let place = Span::start_of(table.file);
            findings.push(Finding::new(&VARIANT_COLLISION, place, message, "rename one of the files"));
        }
    }
    table_variant_collision(scope, findings);
    let mut first: HashMap<&str, &Spanned<String>> = HashMap::new();
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        if entry.raw.keys.is_reported("name") || scope.api.keys.is_reported("codes") {
            continue;
        }
        let variant = scope.variant(index);
        let Some(before) = first.insert(variant, entry.code) else { continue };
        if names::folded(before) == names::folded(entry.code) {
            continue; // Reported by `duplicate-code`.
        }
        let (one, other, shown) = (quoted(&before.value), quoted(&entry.code.value), quoted(variant));
        let message = format!("the codes {one} and {other} both become the Rust variant {shown}");
        let help =
            format!("add a `name:` to one of them, for example {}", quoted(&format!("name: {variant}2")));
        findings.push(
            Finding::new(&VARIANT_COLLISION, entry.code.span, message, help)
                .related(before.span, "the other code"),
        );
    }
}

/// Checks that no code, in a table whose errors share codes with others, gets the variant of another one.
fn table_variant_collision(scope: &Scope<'_>, findings: &mut Findings) {
    let mut first: HashMap<(usize, String), usize> = HashMap::new();
    for (index, entry) in scope.entries.iter().enumerate() {
        let variant = scope.table_variant(index);
        if entry.raw.keys.is_reported("name") || scope.api.keys.is_reported("codes") {
            continue;
        }
        let Some(before) = first.insert((entry.table.index(), variant.clone()), index) else { continue };
        // The variants of the API are compared above.
        let [one, other] = [before, index].map(|index| scope.variant(scope.entries[index].owner));
        let before = scope.entries[before].code;
        let is_reported = one == other || names::folded(before) == names::folded(entry.code);
        if is_reported {
            continue;
        }
        let (one, other) = (quoted(&before.value), quoted(&entry.code.value));
        let message =
            format!("the codes {one} and {other} both become the Rust variant `{variant}` of their table");
        let help = format!("add a `name:` to one of them, for example `name: {variant}2`");
        findings.push(
            Finding::new(&VARIANT_COLLISION, entry.code.span, message, help)
                .related(before.span, "the other code"),
        );
    }
}

pub(crate) static URL_COLLISION: Rule = Rule {
    name: "url-collision",
    why: "Each code has its own page, whose URL is made from the code or from `page_path`. On a file system \
          that ignores case, this page would overwrite another one.",
    fix: "Change one of the codes or `page_path`, or rename the table or the API's folder.",
    ..Rule::REQUIRED
};

/// Checks that the URLs of codes, aliases and the site's own pages are unique, ignoring case.
pub(super) fn url_collision(scope: &Scope<'_>, findings: &mut Findings) {
    // The API's own page and its Markdown version are in the root of the site.
    if scope.name == "index" {
        let message = "the pages of an API named `index` would replace the site's own";
        findings.push(Finding::new(&URL_COLLISION, scope.place, message, "rename the folder"));
    }
    // The second ones of errors that have the same code and can't be distinguished.
    let clashes: HashSet<usize> = scope.clashes().iter().map(|clash| clash.second).collect();
    let has_pattern = scope.api.page_path.is_some();
    let mut claims: Claims<(&Spanned<String>, bool)> = Claims::default();
    for Address { code, owner, is_alias, path } in scope.addresses() {
        let below = scope.below(&path);
        if let Some(segment) = reserved_segment(below) {
            let message = format!("the page of `{}` would replace the site's own `{segment}`", code.value);
            let help = match has_pattern {
                true => "change `page_path` in api.yaml, for example to `errors/{code}`",
                false if !below.contains('/') => "give it another code",
                false => "rename the table",
            };
            findings.push(Finding::new(&URL_COLLISION, code.span, message, help));
            continue;
        }
        let Err((path, (before, was_alias))) = claims.claim(below, (code, is_alias)) else { continue };
        if (is_alias || was_alias || clashes.contains(&owner)) && names::folded(before) == names::folded(code)
        {
            continue; // Reported by `duplicate-code`.
        }
        let (one, other) = (quoted(&code.value), quoted(&before.value));
        let message = format!("the pages of {one} and {other} have the same URL, {}", quoted(&path));
        let help = match has_pattern {
            true => "change one of the codes, or add a value that differs to `page_path` in api.yaml",
            false => "change one of the codes",
        };
        findings.push(
            Finding::new(&URL_COLLISION, code.span, message, help).related(before.span, "the other code"),
        );
    }
}
