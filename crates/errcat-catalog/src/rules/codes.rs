//! Rules on names and codes.

use std::collections::{HashMap, HashSet};

use crate::finding::Rule;
use crate::finding::{FileId, Finding, Findings, Span, Spanned};
use crate::names;
use crate::scope::{Entry, MAX_HEADERS, MAX_KINDS, MAX_PARAMS, Scope};
use crate::suggest::quoted;

/// The most codes of an API: what fits into two bytes.
const MAX_CODES: usize = u16::MAX as usize;

pub(crate) static INVALID_NAME: Rule = Rule {
    name: "invalid-name",
    why: "Names of folders, tables, envelopes, params and header sets become Rust names, URLs and \
          file names. `snake_case` is valid in all of them.",
    fix: "Use lower-case letters and digits, a letter first, and one `_` between words.",
    ..Rule::REQUIRED
};

/// Folders, tables, envelopes, header sets, guides, params and context fields.
pub(super) fn invalid_name(scope: &Scope<'_>, findings: &mut Findings) {
    let help =
        "write it in `snake_case`: lower-case letters and digits, a letter first, one `_` between words";
    let mut check = |what: &str, name: &str, place: Span| {
        if !names::is_snake_case(name) {
            let message = format!("{} can't be the name of {what}", quoted(name));
            findings.push(Finding::new(&INVALID_NAME, place, message, help));
        }
    };
    check("an API's folder", scope.name, scope.place);
    for table in &scope.tables {
        check("a table's file", table.name, Span::start_of(table.file));
    }
    for guide in &scope.guides {
        check("a guide's file", &guide.name.replace('-', "_"), Span::start_of(guide.file));
    }
    for (name, _) in &scope.api.envelopes.0 {
        check("an envelope", name, name.span);
    }
    for (name, _) in &scope.api.header_sets.0 {
        check("a header set", name, name.span);
    }
    for (name, _) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.context.0) {
        check("a context field", name, name.span);
    }
    for name in scope.api.headers.0.iter().filter_map(|(_, header)| header.param.as_ref()) {
        check("a param", name, name.span);
    }
    for (name, _) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        check("a param", name, name.span);
    }
}

pub(crate) static RUST_KEYWORD: Rule = Rule {
    name: "rust-keyword",
    why: "The name becomes a Rust module, field or variant, and Rust has taken the word.",
    fix: "Use another name. A param keeps the word on the wire by `wire:`.",
    ..Rule::REQUIRED
};

/// Modules and fields.
pub(super) fn rust_keyword(scope: &Scope<'_>, findings: &mut Findings) {
    if scope.name == "generated" {
        let message =
            "`generated` is the module of all generated code, and can't be the name of an API's folder";
        findings.push(Finding::new(&RUST_KEYWORD, scope.place, message, "rename the folder"));
    }
    let mut check = |what: &str, name: &str, place: Span, help: String| {
        if names::is_snake_case(name) && names::is_taken(name) {
            let message = format!("`{name}` is taken by Rust, and can't be the name of {what}");
            findings.push(Finding::new(&RUST_KEYWORD, place, message, help));
        }
    };
    check("an API's folder", scope.name, scope.place, "rename the folder".into());
    for table in &scope.tables {
        let place = Span::start_of(table.file);
        check(
            "a table's file",
            table.name,
            place,
            format!("rename it, for example to `{}_errors.yaml`", table.name),
        );
    }
    let header_params = scope.api.headers.0.iter().filter_map(|(_, header)| header.param.as_ref());
    for name in header_params {
        check("a param", name, name.span, format!("rename it, for example to `{}_value`", name.value));
    }
    for (name, _) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        let help = format!(
            "rename it, for example to `{0}_name`, and keep the name on the wire: `wire: {0}`",
            name.value
        );
        check("a param", name, name.span, help);
    }
}

pub(crate) static DEVICE_NAME: Rule = Rule {
    name: "device-name",
    why: "Windows can't have a file of that name (`con`, `nul`, `com1`, …), so nobody could check \
          the generated files out there.",
    fix: "Use another name; for a code that can't change, ask its owner why it is called so.",
    ..Rule::REQUIRED
};

/// Folders, tables, guides and pages.
pub(super) fn device_name(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |what: &str, name: &str, place: Span| {
        if names::is_device(name) {
            let message =
                format!("{} can't be the name of {what}: Windows keeps it for a device", quoted(name));
            findings.push(Finding::new(&DEVICE_NAME, place, message, "choose another name"));
        }
    };
    check("an API's folder", scope.name, scope.place);
    for table in &scope.tables {
        check("a table's file", table.name, Span::start_of(table.file));
    }
    for guide in &scope.guides {
        check("a guide's file", &guide.name, Span::start_of(guide.file));
    }
    for code in codes_and_aliases(scope) {
        check("a code's page", &names::slug(code), code.span);
    }
}

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

/// What fits into a `Code`. Aliases take part in the index of codes.
pub(super) fn too_many_codes(scope: &Scope<'_>, findings: &mut Findings) {
    if let Some(code) = owned_codes_and_aliases(scope).nth(MAX_CODES) {
        let message = format!("the API has more than {MAX_CODES} codes and aliases");
        findings.push(Finding::new(&TOO_MANY, code.span, message, "split the API into several folders"));
    }
}

pub(crate) static TOO_MANY: Rule = Rule {
    name: "too-many",
    why: "A `Code` is two bytes, so an API has at most 65,535 of them; an error with over 64 params \
          or headers is data, not an error, and so is a body with over 1,000 members or 64 context \
          fields; each guide's page lists all guides, of which an API has at most 200; and of 32 \
          kinds, one above the other, nobody knows any more what they add up to.",
    fix: "Split the API into several folders; give the error one param of type `json`; join guides; \
          leave out kinds that say nothing of their own.",
    ..Rule::REQUIRED
};

/// What can still be called an error.
pub(super) fn too_many(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in scope.entries.iter().filter(|entry| entry.params.len() > MAX_PARAMS) {
        let message = format!("the error has more than {MAX_PARAMS} params");
        let help = "put them into one param of type `json`";
        findings.push(Finding::new(&TOO_MANY, entry.code.span, message, help));
    }
    for (index, entry) in scope.entries.iter().enumerate() {
        if scope.headers(index).count() > MAX_HEADERS {
            let message = format!("the error has more than {MAX_HEADERS} headers");
            let help = "leave out those that its body could carry";
            findings.push(Finding::new(&TOO_MANY, entry.code.span, message, help));
        }
    }
    // Told where it begins, for what is of that error's kind has as many kinds and one more; in a circle, at the first.
    let mut endless = scope.entries.iter().filter(|entry| entry.chain.len() > MAX_KINDS).peekable();
    let first = endless.peek().map(|entry| entry.code.span);
    let is_beginning = |entry: &&Entry<'_>| scope.kind(entry.chain[MAX_KINDS]).is_none();
    let places: Vec<Span> = endless.filter(is_beginning).map(|entry| entry.code.span).collect();
    for place in if places.is_empty() { first.into_iter().collect() } else { places } {
        let message = format!("the error is of {MAX_KINDS} kinds, one above the other");
        let help = "leave out those that say nothing of their own";
        findings.push(Finding::new(&TOO_MANY, place, message, help));
    }
}

fn codes_and_aliases<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Spanned<String>> {
    scope.entries.iter().flat_map(|entry| std::iter::once(entry.code).chain(aliases(entry.raw)))
}

fn owned_codes_and_aliases<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Spanned<String>> {
    let owned = scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index));
    owned.flat_map(|(_, entry)| std::iter::once(entry.code).chain(aliases(entry.raw)))
}

fn aliases(raw: &crate::raw::RawError) -> impl Iterator<Item = &Spanned<String>> {
    raw.aliases.0.iter().map(|alias| &alias.0)
}

fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
