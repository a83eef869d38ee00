//! Placeholders in causes and fixes. Braces around other names are text there, as in `/agents/{id}`.

use std::collections::HashSet;

use errcat::Audience;
use errcat::prose::{self, Part, Placeholder};

use super::{UNDECLARED_PARAM, exposed};
use crate::finding::{Finding, Findings};
use crate::scope::{MAX_PARAMS, Scope};
use crate::shape::Text;
use crate::suggest::{nearest, quoted};

/// The minimum length of a name that may be a misspelled param, in bytes.
const MIN_NAME: usize = 4;

/// Reports names in braces that are nearly those of a param.
pub(super) fn misspelled_params(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, text) in texts(scope) {
        let params = &scope.entries[index].params;
        if params.len() > MAX_PARAMS {
            continue; // Reported by `too-many`; the list of params is cut off.
        }
        let names = || params.iter().map(|param| param.name);
        let mut known: HashSet<&str> = names().collect();
        let mut parts = scope.parts(&text.value, text.span);
        for Placeholder { name, range, .. } in placeholders(text) {
            // Each name is reported once. Short names, such as `{id}` in a path, are similar by chance.
            if known.insert(name)
                && name.len() >= MIN_NAME
                && !scope.may_have(index, name)
                && let Some(meant) = nearest(name, names())
            {
                let message = format!("{} is not a param of this error", quoted(&format!("{{{name}}}")));
                let help = format!("did you mean `{{{meant}}}`? Write `{{{{{name}}}}}` for literal braces");
                let finding = Finding::new(&UNDECLARED_PARAM, parts.place(range), message, help);
                findings.push(finding.label("not declared"));
            }
        }
    }
}

/// Reports internal and secret params.
pub(super) fn exposed_params(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, text) in texts(scope) {
        let hidden = scope.entries[index].params.iter().filter(|param| param.audience() != Audience::Public);
        for param in hidden.take(MAX_PARAMS) {
            if let Some(Placeholder { range, .. }) = placeholders(text).find(|it| it.name == param.name) {
                let place = scope.parts(&text.value, text.span).place(range);
                let help = "remove it, or make the param public";
                findings.push(exposed(param, place, "a cause or a fix", help));
            }
        }
    }
}

/// Returns the names in braces.
pub(in crate::rules) fn placeholders(text: &Text) -> impl Iterator<Item = Placeholder<'_>> {
    prose::parts(&text.value).into_iter().filter_map(|part| match part {
        Part::Placeholder(placeholder) => Some(placeholder),
        Part::Text(_) => None,
    })
}

/// Returns the causes and fixes with braces, each with the index of its entry.
pub(in crate::rules) fn texts<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (usize, &'s Text)> {
    scope.entries.iter().enumerate().flat_map(|(index, entry)| {
        let texts = entry.raw.causes().chain(entry.raw.fixes());
        texts.filter(|text| text.value.contains('{')).map(move |text| (index, text))
    })
}
