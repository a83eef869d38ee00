//! Rules on codes, and what they become in Rust and in URLs.

use std::collections::{HashMap, HashSet};

use crate::finding::{FileId, Finding, Findings, Rule, Span, Spanned};
use crate::names;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static INVALID_CODE: Rule = Rule {
    name: "invalid-code",
    why: "A code is read aloud, typed and searched for. White space, control characters and lengths \
          over 128 bytes make that impossible.",
    fix: "Write the code that is on the wire, without white space.",
    ..Rule::REQUIRED
};

/// A code is 1 to 128 bytes without white space.
pub(super) fn invalid_code(scope: &Scope<'_>, findings: &mut Findings) {
    for code in codes_and_aliases(scope) {
        let wrong = if code.is_empty() {
            "it is empty".to_owned()
        } else if code.len() > names::MAX_CODE_BYTES {
            format!("it has {} bytes, more than {}", code.len(), names::MAX_CODE_BYTES)
        } else if code.chars().any(char::is_whitespace) {
            "it has white space in it".to_owned()
        } else {
            continue;
        };
        let help = "write the code as it is on the wire: 1 to 128 bytes without white space";
        findings.push(Finding::new(&INVALID_CODE, code.span, format!("not a code: {wrong}"), help));
    }
}

pub(crate) static DUPLICATE_CODE: Rule = Rule {
    name: "duplicate-code",
    why: "A code means one thing in its API. Clients compare codes in whatever case and with `-` or \
          `_`, so those don't make a difference either, and a former code (`aliases`) is as taken as \
          a present one.",
    fix: "If the second table means the same error, write `same_as: TABLE` there. If not, one of the \
          two needs another code.",
    ..Rule::REQUIRED
};

/// A code means one thing in its API, in whatever case, with `-` or `_`; aliases are as taken as codes.
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
                "the codes {} and {} can't be told apart: case and `-` or `_` make no difference",
                quoted(&code.value),
                quoted(before)
            )
        };
        let may_be_shared =
            same && place.file != code.span.file && [place, &code.span].iter().all(|at| defined.contains(at));
        let help = match tables.get(&place.file).filter(|_| may_be_shared) {
            Some(table) => {
                format!("if it means the same here, write `same_as: {table}`; if not, give it another code")
            }
            None => "give one of them another code, or remove it".to_owned(),
        };
        findings.push(
            Finding::new(&DUPLICATE_CODE, code.span, message, help)
                .label("again")
                .related(*place, "first here"),
        );
    }
}

pub(crate) static INVALID_VARIANT: Rule = Rule {
    name: "invalid-variant",
    why: "Each code becomes a Rust variant, and this one gives no valid name: `08P01` begins with a \
          digit.",
    fix: "Add `name: UpperCamelCase`; the code on the wire stays as it is.",
    ..Rule::REQUIRED
};

/// Each code gives a valid variant, by itself or by `name`.
pub(super) fn invalid_variant(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let is_variant = |name: &str| names::is_variant(name) && name != "Self";
        let (place, message, help) = match &entry.raw.name {
            Some(name) if is_variant(&name.value) => continue,
            Some(name) => {
                let help = match names::variant(&name.value) {
                    variant if is_variant(&variant) => format!("write `name: {variant}`"),
                    _ => "write it in `UpperCamelCase`, in ASCII letters and digits".to_owned(),
                };
                (name.span, format!("{} can't be a Rust variant", quoted(&name.value)), help)
            }
            None => {
                let variant = names::variant(&entry.code.value);
                if is_variant(&variant) {
                    continue;
                }
                let help = match ascii(&variant) {
                    letters if letters.is_empty() || letters.len() > 40 => {
                        "add a `name:` in `UpperCamelCase`".to_owned()
                    }
                    letters => format!("add `name: Code{letters}`, or a better one"),
                };
                (
                    entry.code.span,
                    format!("the code {} gives no name for a Rust variant", quoted(&entry.code.value)),
                    help,
                )
            }
        };
        findings.push(Finding::new(&INVALID_VARIANT, place, message, help));
    }
}

pub(crate) static VARIANT_COLLISION: Rule = Rule {
    name: "variant-collision",
    why: "Two codes become one Rust variant, and the enum would not compile.",
    fix: "Give one of them a `name:`.",
    ..Rule::REQUIRED
};

/// Two codes don't become one variant, nor two tables one of the API's error.
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
    let mut first: HashMap<String, &Spanned<String>> = HashMap::new();
    for (_, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let variant =
            entry.raw.name.as_ref().map_or_else(|| names::variant(entry.code), |name| name.value.clone());
        let Some(before) = first.insert(variant.clone(), entry.code) else { continue };
        if names::folded(before) == names::folded(entry.code) {
            continue; // `duplicate-code` says it already.
        }
        let (one, other, shown) = (quoted(&before.value), quoted(&entry.code.value), quoted(&variant));
        let message = format!("the codes {one} and {other} both become the Rust variant {shown}");
        let help =
            format!("add a `name:` to one of them, for example {}", quoted(&format!("name: {variant}2")));
        findings.push(
            Finding::new(&VARIANT_COLLISION, entry.code.span, message, help)
                .related(before.span, "the other one"),
        );
    }
}

/// What the site has below an API of its own: pages, their twins, and files.
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
    why: "Each code has a page of its own. On a disk that ignores case, one would overwrite the \
          other.",
    fix: "Change one of the codes, or its spelling.",
    ..Rule::REQUIRED
};

/// Two codes, aliases or the site's own pages don't share a URL on a disk that ignores case.
pub(super) fn url_collision(scope: &Scope<'_>, findings: &mut Findings) {
    // The API's own page and its twin lie beside those of the other APIs, in the root of the site.
    if scope.name == "index" {
        let message = "the pages of an API `index` would stand where the site has its own";
        findings.push(Finding::new(&URL_COLLISION, scope.place, message, "rename the folder"));
    }
    let mut first: HashMap<String, (&str, Span)> = HashMap::new();
    for code in owned_codes_and_aliases(scope) {
        let slug = names::slug(code).to_lowercase();
        let help = "change one of the codes";
        if SITE_PATHS.contains(&slug.as_str()) {
            let message =
                format!("the page of `{}` would stand where the site has its own `{slug}`", code.value);
            findings.push(Finding::new(&URL_COLLISION, code.span, message, "give it another code"));
            continue;
        }
        // A page is a folder, and beside it lies its twin in Markdown.
        for path in [format!("{slug}.md"), slug] {
            let Some((before, place)) = first.get(&path) else {
                first.insert(path, (&code.value, code.span));
                continue;
            };
            if names::folded(before) == names::folded(code) {
                continue; // `duplicate-code` says it already.
            }
            let (one, other) = (quoted(&code.value), quoted(before));
            let message = format!("the pages of {one} and {other} have the same URL, {}", quoted(&path));
            findings.push(
                Finding::new(&URL_COLLISION, code.span, message, help).related(*place, "the other one"),
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
