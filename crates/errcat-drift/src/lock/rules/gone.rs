//! The rules on published codes that the catalog no longer contains.

use errcat_catalog::finding::{Finding, Findings, Rule, Spanned};
use errcat_catalog::names;
use errcat_catalog::parse::REMOVED_CODE;
use errcat_catalog::shape::Word;
use errcat_catalog::suggest::quoted;

use super::{Codes, accept};
use crate::lock::Locked;
use crate::lock::published::Gone;
use crate::lock::raw::RawLocked;
use crate::lock::text::scalar;

/// Applies the rules to codes that no longer exist. `new` are the codes that haven't been published yet.
pub(in crate::lock) fn check_gone(
    gone: &[Gone<'_>],
    new: &[&Locked<'_>],
    codes: &Codes<'_>,
    findings: &mut Findings,
) {
    let is_alias = |code: &str| codes.values().any(|locked| locked.aliases.contains(&code));
    for gone in gone.iter().filter(|gone| !is_alias(&gone.locked.value)) {
        let same = |locked: &&&Locked<'_>| {
            names::folded(locked.code) == names::folded(gone.locked)
                || (locked.message == gone.was.message.value && has_statuses(locked, gone.was))
        };
        match new.iter().find(same) {
            Some(new) => renamed_code(gone, new, findings),
            None => removed_code(gone, findings),
        }
    }
}

fn has_statuses(locked: &Locked<'_>, was: &RawLocked) -> bool {
    let was = was.status.iter().map(|status| status.value);
    was.eq(locked.statuses.iter().map(|status| i64::from(*status)))
}

pub(crate) static RENAMED_CODE: Rule = Rule {
    name: "renamed-code",
    why: "A published code was renamed. Clients that know the former code would no longer recognize \
          the error, and its page would be gone.",
    fix: "Add the former code to `aliases`.",
    ..Rule::REQUIRED
};

/// Reports a code that was renamed without an alias.
fn renamed_code(gone: &Gone<'_>, new: &Locked<'_>, findings: &mut Findings) {
    let Gone { scope, locked, .. } = gone;
    let entry = scope.owner_of(new.code).map(|entry| scope.entries[entry].code.span);
    let message = format!("{} was published as {}, which no longer exists", quoted(new.code), quoted(locked));
    let help = format!(
        "add the former code as an alias:\n  {}:\n    aliases: [{}]\n{}",
        scalar(new.code),
        scalar(locked),
        accept(locked)
    );
    findings.push(
        Finding::new(&RENAMED_CODE, entry.unwrap_or(locked.span), message, help)
            .related(locked.span, "published here"),
    );
}

/// Reports a code that was removed. Codes that are no longer used are retired, and keep their page.
fn removed_code(gone: &Gone<'_>, findings: &mut Findings) {
    let Gone { scope, locked, was } = gone;
    let message = format!("{} was published, but no longer exists", quoted(locked));
    let table = scope.tables.iter().find(|table| table.name == was.table.value);
    let help = format!(
        "keep it in {}.yaml, marked as retired:\n{}{}",
        was.table.value,
        restated(locked, was),
        accept(locked)
    );
    let mut finding = Finding::new(&REMOVED_CODE, locked.span, message, help).label("published here");
    if let Some(errors) = table.and_then(|table| table.raw.keys.place("errors")) {
        finding = finding.related(errors, "it was in this table");
    }
    findings.push(finding);
}

/// Returns the lines of a table that define a code as it was published.
fn restated(code: &Spanned<String>, was: &RawLocked) -> String {
    let mut lines = vec![format!("  {}:", scalar(code))];
    if names::variant(code) != was.name.value {
        lines.push(format!("    name: {}", was.name.value));
    }
    lines.extend(was.is.as_ref().map(|kind: &Word| format!("    is: {}", scalar(&kind.value))));
    let statuses: Vec<String> = was.status.iter().map(|status| status.value.to_string()).collect();
    lines.push(match &*statuses {
        [] => "    status: none".to_owned(),
        [status] => format!("    status: {status}"),
        several => format!("    status: [{}]", several.join(", ")),
    });
    lines.push(format!("    message: {}", scalar(&was.message.value)));
    lines.push("    retired: since when, and why".to_owned());
    lines.join("\n") + "\n"
}
