//! Rules on codes that look like others.

use std::collections::HashMap;

use unicode_security::confusable_detection::skeleton;

use super::codes::owned_codes_and_aliases;
use crate::finding::{Finding, Findings, Rule, Spanned};
use crate::invisible;
use crate::names;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static CONFUSABLE_CODE: Rule = Rule {
    name: "confusable-code",
    why: "Some characters of other scripts look like ASCII letters, or like one another (Unicode Technical \
          Standard 39). Readers who type or search for the code that they see don't find it.",
    fix: "Write the code with the letters that readers see.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that no code with characters beyond ASCII looks like ASCII, or like another code.
///
/// `I`, `l` and `1` look alike too, but are part of existing codes, and a monospace font distinguishes them.
pub(super) fn confusable_code(scope: &Scope<'_>, findings: &mut Findings) {
    if owned_codes_and_aliases(scope).all(|code| code.is_ascii()) {
        return;
    }
    let mut first: HashMap<String, &Spanned<String>> = HashMap::new();
    for code in owned_codes_and_aliases(scope) {
        if invisible::all(code).next().is_some() {
            continue; // Reported by `invisible-character` or `invalid-code`.
        }
        let shape: String = skeleton(&names::folded(code)).collect();
        if !code.is_ascii() && shape.is_ascii() {
            let other = code.chars().find(|c| !c.is_ascii()).map_or(0, u32::from);
            let message = format!("{} looks like ASCII, but contains U+{other:04X}", quoted(&code.value));
            let help = "write it with ASCII letters";
            findings.push(Finding::new(&CONFUSABLE_CODE, code.span, message, help));
            continue;
        }
        let Some(before) = first.get(&shape) else {
            first.insert(shape, code);
            continue;
        };
        // Equal ones are reported by `duplicate-code`.
        let is_ascii = code.is_ascii() && before.is_ascii();
        if !is_ascii && names::folded(before) != names::folded(code) {
            let message =
                format!("the codes {} and {} look the same", quoted(&code.value), quoted(&before.value));
            let help = "give one of them another code, or write both with the same characters";
            findings.push(
                Finding::new(&CONFUSABLE_CODE, code.span, message, help)
                    .related(before.span, "the other code"),
            );
        }
    }
}
