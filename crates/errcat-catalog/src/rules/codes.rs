//! Rules on codes, and on the Rust names and URLs that are made from them.

use std::collections::HashSet;

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::invisible;
use crate::model::CodeType;
use crate::names;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static INVALID_CODE: Rule = Rule {
    name: "invalid-code",
    why: "Codes are read aloud, typed and searched for. White space, invisible characters and lengths over \
          256 bytes make that impossible.",
    fix: "Write the code as it is on the wire, without white space and invisible characters.",
    ..Rule::REQUIRED
};

/// Checks that codes are 1 to 256 bytes without white space and invisible characters, and that those of an
/// API whose codes are integers are whole numbers. Also checks the prefix of variants.
pub(super) fn invalid_code(scope: &Scope<'_>, findings: &mut Findings) {
    let keys: HashSet<Span> =
        scope.entries.iter().filter(|entry| entry.raw.code.is_some()).map(|entry| entry.code.span).collect();
    for code in codes_and_aliases(scope) {
        let wrong = if code.is_empty() {
            "it is empty".to_owned()
        } else if code.len() > names::MAX_CODE_BYTES {
            format!("it has {} bytes, more than {}", code.len(), names::MAX_CODE_BYTES)
        } else if code.chars().any(|c| c.is_whitespace() && !invisible::is_invisible(c)) {
            "it contains white space".to_owned()
        } else if let Some(character) = needed_but_invisible(code) {
            format!("it contains the invisible character U+{:04X}", u32::from(character))
        } else if scope.code_type() == CodeType::Integer && !is_integer(code) && !keys.contains(&code.span) {
            let message = format!("{} isn't a whole number, as the codes of this API are", quoted(code));
            let help = "write the number as it is on the wire, or remove `type` from `codes` in api.yaml";
            findings.push(Finding::new(&INVALID_CODE, code.span, message, help));
            continue;
        } else {
            continue;
        };
        let help =
            "write the code as it is on the wire: 1 to 256 bytes without spaces and invisible characters";
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

pub(super) fn codes_and_aliases<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Spanned<String>> {
    scope.entries.iter().flat_map(|entry| {
        let code = entry.raw.code.as_ref().map(|code| &code.0);
        std::iter::once(entry.code).chain(code).chain(aliases(entry.raw))
    })
}

pub(super) fn owned_codes_and_aliases<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Spanned<String>> {
    let owned = scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index));
    owned.flat_map(|(_, entry)| std::iter::once(entry.code).chain(aliases(entry.raw)))
}

pub(super) fn aliases(raw: &crate::raw::RawError) -> impl Iterator<Item = &Spanned<String>> {
    raw.aliases.0.iter().map(|alias| &alias.0)
}

fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
