//! The rule on the params of published codes.

use errcat_catalog::finding::{Rule, Span};
use errcat_catalog::shape::Word;
use errcat_catalog::suggest::quoted;

use super::{Changes, key, restore};
use crate::lock::LockedParam;
use crate::lock::published::Pair;
use crate::lock::text::scalar;

pub(crate) static CHANGED_PARAM: Rule = Rule {
    name: "changed-param",
    why: "Clients read params by name and type. Removing a param or one of its known values, or changing its \
          type or its name in the body, breaks them. Responses of servers that don't have a new required \
          param yet can't be decoded to the error.",
    fix: "Declare it as it was published, and a new one with `optional: true`. If the change is intended, run \
          `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Checks that params that clients read stay, with their type and their name in the body.
pub(super) fn changed_param(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    for (name, was) in &was.params.0 {
        let param = now.params.iter().find(|param| param.name == name.value);
        let place = param_place(pair, name);
        let wire = was.wire.as_ref().map(|wire| wire.value.as_str());
        let mut report = |is_now: String, was_then: String, line: String| {
            let lines = restore(&format!("    params:\n      {}: {{ {line}, … }}", scalar(name)));
            changes
                .push_of(name, pair.changed(&CHANGED_PARAM, (place, is_now), (name.span, was_then), &lines));
        };
        let shown = quoted(name);
        match param {
            None => report(
                format!("no longer sends {shown} to clients"),
                "with it".to_owned(),
                format!("type: {}", was.r#type.value),
            ),
            Some(LockedParam { ty, .. }) if *ty != was.r#type.value => report(
                format!("has {shown} as {ty}"),
                format!("with it as {}", was.r#type.value),
                format!("type: {}", was.r#type.value),
            ),
            Some(LockedParam { values, .. }) if removed_value(&was.values, values).is_some() => {
                let removed = removed_value(&was.values, values).unwrap_or_default();
                let published = was.values.iter().map(|value| scalar(&value.value)).collect::<Vec<_>>();
                report(
                    format!("has {shown} without the value {}", quoted(removed)),
                    "with it".to_owned(),
                    format!("values: [{}]", published.join(", ")),
                );
            }
            Some(LockedParam { wire: now, .. }) if wire.is_some() && *now != wire => report(
                match now {
                    Some(now) => format!("has {shown} as {} in the body", quoted(now)),
                    None => format!("has no {shown} in the body"),
                },
                format!("with it as {}", quoted(wire.unwrap_or_default())),
                format!("wire: {}", scalar(wire.unwrap_or_default())),
            ),
            Some(LockedParam { optional: true, .. }) if was.optional.is_none() => report(
                format!("has {shown} as optional"),
                "with it as required".to_owned(),
                "optional: false".to_owned(),
            ),
            Some(_) => {}
        }
    }
    required_params(pair, changes);
}

/// Returns a published value that is no longer known.
fn removed_value<'w>(was: &'w [Word], now: &[&str]) -> Option<&'w str> {
    was.iter().map(|value| value.value.as_str()).find(|value| !now.contains(value))
}

/// Checks that new params are optional, because servers of the published version don't send them.
fn required_params(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    let is_known = |name: &str| {
        was.params.get(name).is_some() || was.internal.iter().any(|internal| internal.value == name)
    };
    for LockedParam { name, .. } in now.params.iter().filter(|param| !param.optional && !is_known(param.name))
    {
        let fix = format!("make it optional:\n    params:\n      {}: {{ optional: true, … }}", scalar(name));
        let requires = format!("requires {}", quoted(name));
        let published = (key(was, "params", pair.locked), "without it".to_owned());
        changes.push_of(
            name,
            pair.changed(&CHANGED_PARAM, (param_place(pair, name), requires), published, &fix),
        );
    }
}

/// Returns the place of a param's declaration. A finding on a param that is gone is at the error.
fn param_place(pair: &Pair<'_>, name: &str) -> Span {
    let mut params = pair.scope.entries[pair.entry].params.iter();
    params.find(|param| param.name == name).map_or_else(|| pair.place("params"), |param| param.place)
}
