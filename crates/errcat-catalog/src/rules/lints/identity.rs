//! A lint on errors that clients can't tell apart.

use super::{LintFindings, Subject, is_whole};
use crate::finding::{Finding, Rule};
use crate::scope::{Identification, Scope};
use crate::suggest::quoted;

pub(crate) static UNIDENTIFIED_CODE: Rule = Rule {
    name: "unidentified-code",
    why: "No client ever gets this code: responses of other errors look the same, so clients decode them to \
          the code that all of them inherit from.",
    fix: "Add a value that differs to `identify_by` of the envelope, such as the code, or allow the lint if \
          the API is as it is.",
    ..Rule::LINT
};

/// Checks that clients can identify each error that is sent.
pub(super) fn unidentified_code(scope: &Scope<'_>, found: &mut LintFindings) {
    if !is_whole(scope, &["envelopes"]) {
        return;
    }
    let mut identifications: Vec<(usize, Identification)> = scope.identifications().into_iter().collect();
    identifications.retain(|(index, _)| scope.is_owner(*index));
    identifications.sort_unstable_by_key(|(index, _)| *index);
    for (index, Identification { decoded, look_alikes }) in identifications {
        let entry = &scope.entries[index];
        let (Some(other), true) = (look_alikes.first(), entry.raw.retired.is_none() && decoded != index)
        else {
            continue;
        };
        let [code, kind] = [index, decoded].map(|at| quoted(&scope.entries[at].code.value));
        let envelope = scope.envelope_word(index).map_or("", |word| word.value.as_str());
        let message = format!("clients can't identify {code}: they decode it as {kind}");
        let help = format!("add a value that differs to `identify_by` of the envelope `{envelope}`");
        let finding = Finding::new(&UNIDENTIFIED_CODE, entry.code.span, message, help)
            .related(scope.entries[*other].code.span, "looks the same to a client");
        found.push((Subject::Entry(index), finding));
    }
}
