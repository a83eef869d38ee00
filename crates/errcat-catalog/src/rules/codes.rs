//! Rules on codes, and on the Rust names and URLs that are made from them.

use std::collections::{HashMap, HashSet};

use crate::finding::{FileId, Finding, Findings, Rule, Span, Spanned};
use crate::invisible;
use crate::model::CodeType;
use crate::names;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static INVALID_CODE: Rule = Rule {
    name: "invalid-code",
    why: "Codes are read aloud, typed and searched for. White space, invisible characters and lengths over \
          128 bytes make that impossible.",
    fix: "Write the code as it is on the wire, without white space and invisible characters.",
    ..Rule::REQUIRED
};

/// Checks that codes are 1 to 128 bytes without white space and invisible characters, and that those of an
/// API whose codes are integers are whole numbers. Also checks the prefix of variants.
pub(super) fn invalid_code(scope: &Scope<'_>, findings: &mut Findings) {
    for code in codes_and_aliases(scope) {
        let wrong = if code.is_empty() {
            "it is empty".to_owned()
        } else if code.len() > names::MAX_CODE_BYTES {
            format!("it has {} bytes, more than {}", code.len(), names::MAX_CODE_BYTES)
        } else if code.chars().any(|c| c.is_whitespace() && !invisible::is_invisible(c)) {
            "it contains white space".to_owned()
        } else if let Some(character) = needed_but_invisible(code) {
            format!("it contains the invisible character U+{:04X}", u32::from(character))
        } else if scope.code_type() == CodeType::Integer && !is_integer(code) {
            let message = format!("{} isn't a whole number, as the codes of this API are", quoted(code));
            let help = "write the number as it is on the wire, or remove `type` from `codes` in api.yaml";
            findings.push(Finding::new(&INVALID_CODE, code.span, message, help));
            continue;
        } else {
            continue;
        };
        let help =
            "write the code as it is on the wire: 1 to 128 bytes without spaces and invisible characters";
        findings.push(Finding::new(&INVALID_CODE, code.span, format!("invalid code: {wrong}"), help));
    }
}

/// Returns `true` if a text is a whole number as JSON has it: `-32020`, but not `007` or `+1`.
fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

/// Returns an invisible character that is allowed in texts, because a script or an emoji needs it. Others are
/// reported by `invisible-character`.
fn needed_but_invisible(code: &str) -> Option<char> {
    let is_reported = invisible::find(code).next().is_some();
    invisible::all(code).next().filter(|_| !is_reported).map(|(_, character)| character)
}

pub(crate) static DUPLICATE_CODE: Rule = Rule {
    name: "duplicate-code",
    why: "A code has one meaning within its API. Clients may ignore case and treat `-` and `_` alike, \
          so codes must differ in more than that. Former codes (`aliases`) can't be used again \
          either.",
    fix: "If both tables mean the same error, write `same_as: TABLE` in the second one. Otherwise, \
          give one of the errors another code.",
    ..Rule::REQUIRED
};

/// Checks that codes and aliases are unique within their API, ignoring case and treating `-` and `_` alike.
pub(super) fn duplicate_code(scope: &Scope<'_>, findings: &mut Findings) {
    let mut first: HashMap<String, (&str, Span)> = HashMap::new();
    let tables: HashMap<FileId, &str> = scope.tables.iter().map(|table| (table.file, table.name)).collect();
    let defined: HashSet<Span> = scope.entries.iter().map(|entry| entry.code.span).collect();
    for code in owned_codes_and_aliases(scope) {
        let folded = names::folded(code);
        let Some((before, place)) = first.get(&folded) else {
            first.insert(folded, (&code.value, code.span));
            continue;
        };
        let same = *before == code.value;
        let message = if same {
            format!("the code {} is defined twice", quoted(&code.value))
        } else {
            format!(
                "the codes {} and {} differ only in case, or in `-` and `_`",
                quoted(&code.value),
                quoted(before)
            )
        };
        let may_be_shared =
            same && place.file != code.span.file && [place, &code.span].iter().all(|at| defined.contains(at));
        let help = match tables.get(&place.file).filter(|_| may_be_shared) {
            Some(table) => {
                format!("if it is the same error, write `same_as: {table}`; otherwise give it another code")
            }
            None => "give one of them another code, or remove it".to_owned(),
        };
        findings.push(
            Finding::new(&DUPLICATE_CODE, code.span, message, help)
                .label("defined again")
                .related(*place, "first defined here"),
        );
    }
}

pub(crate) static INVALID_VARIANT: Rule = Rule {
    name: "invalid-variant",
    why: "Each code becomes a Rust enum variant, and the name of this one isn't valid. For example, \
          `08P01` starts with a digit.",
    fix: "Add a `title:`, which the variant is then named by, `name:` in UpperCamelCase, or `prefix` to \
          `codes` of the API; the code on the wire stays the same.",
    ..Rule::REQUIRED
};

/// Checks that each code, or its `name`, is a valid name for a Rust variant.
pub(super) fn invalid_variant(scope: &Scope<'_>, findings: &mut Findings) {
    let prefix = scope.api.codes.as_ref().and_then(|codes| codes.prefix.as_ref());
    if let Some(prefix) = prefix.filter(|prefix| !names::is_variant(&prefix.value)) {
        let message = format!("{} can't be the start of a Rust variant", quoted(&prefix.value));
        let help = "write it in `UpperCamelCase`, with ASCII letters and digits: `prefix: Error`";
        findings.push(Finding::new(&INVALID_VARIANT, prefix.span, message, help));
        return;
    }
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        if entry.raw.keys.is_reported("name") || scope.api.keys.is_reported("codes") {
            continue;
        }
        let is_variant = |name: &str| names::is_variant(name) && name != "Self";
        let (place, message, help) = match &entry.raw.name {
            Some(name) if is_variant(&name.value) => continue,
            Some(name) => {
                let help = match names::variant(&name.value) {
                    variant if is_variant(&variant) => format!("write `name: {variant}`"),
                    _ => "write it in `UpperCamelCase`, with ASCII letters and digits".to_owned(),
                };
                (name.span, format!("{} isn't a valid name for a Rust variant", quoted(&name.value)), help)
            }
            None => {
                let variant = scope.variant(index);
                if is_variant(variant) || entry.raw.keys.is_reported("title") {
                    continue;
                }
                let help = match ascii(variant) {
                    letters if letters.is_empty() || letters.len() > 40 => {
                        "add a `title:` to name it by, or a `name:` in `UpperCamelCase`".to_owned()
                    }
                    letters => format!("add a `title:` to name it by, or `name: Code{letters}`"),
                };
                (
                    entry.code.span,
                    format!("the code {} can't be made into a Rust variant", quoted(&entry.code.value)),
                    help,
                )
            }
        };
        findings.push(Finding::new(&INVALID_VARIANT, place, message, help));
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

/// The paths below an API that the site uses for other pages, their Markdown versions, and files.
const SITE_PATHS: [&str; 9] = [
    "codes",
    "codes.md",
    "errors.json",
    "guides",
    "index",
    "index.html",
    "llms-full.txt",
    "operations",
    "operations.md",
];

pub(crate) static URL_COLLISION: Rule = Rule {
    name: "url-collision",
    why: "Each code has its own page, whose URL is made from the code. On a file system that ignores \
          case, this page would overwrite another one.",
    fix: "Change one of the codes, or rename the API's folder.",
    ..Rule::REQUIRED
};

/// Checks that the URLs of codes, aliases and the site's own pages are unique, ignoring case.
pub(super) fn url_collision(scope: &Scope<'_>, findings: &mut Findings) {
    // The API's own page and its Markdown version are in the root of the site.
    if scope.name == "index" {
        let message = "the pages of an API named `index` would replace the site's own";
        findings.push(Finding::new(&URL_COLLISION, scope.place, message, "rename the folder"));
    }
    let mut first: HashMap<String, (&str, Span)> = HashMap::new();
    for code in owned_codes_and_aliases(scope) {
        let slug = names::slug(code).to_lowercase();
        let help = "change one of the codes";
        if SITE_PATHS.contains(&slug.as_str()) {
            let message = format!("the page of `{}` would replace the site's own `{slug}`", code.value);
            findings.push(Finding::new(&URL_COLLISION, code.span, message, "give it another code"));
            continue;
        }
        // A page is a folder, next to its Markdown version.
        for path in [format!("{slug}.md"), slug] {
            let Some((before, place)) = first.get(&path) else {
                first.insert(path, (&code.value, code.span));
                continue;
            };
            if names::folded(before) == names::folded(code) {
                continue; // Reported by `duplicate-code`.
            }
            let (one, other) = (quoted(&code.value), quoted(before));
            let message = format!("the pages of {one} and {other} have the same URL, {}", quoted(&path));
            findings.push(
                Finding::new(&URL_COLLISION, code.span, message, help).related(*place, "the other code"),
            );
            break;
        }
    }
}

pub(super) fn codes_and_aliases<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Spanned<String>> {
    scope.entries.iter().flat_map(|entry| std::iter::once(entry.code).chain(aliases(entry.raw)))
}

pub(super) fn owned_codes_and_aliases<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Spanned<String>> {
    let owned = scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index));
    owned.flat_map(|(_, entry)| std::iter::once(entry.code).chain(aliases(entry.raw)))
}

fn aliases(raw: &crate::raw::RawError) -> impl Iterator<Item = &Spanned<String>> {
    raw.aliases.0.iter().map(|alias| &alias.0)
}

fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
