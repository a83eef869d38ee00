//! The rule on published facts.

use errcat_catalog::finding::Rule;

use super::{Changes, restore};
use crate::lock::published::Pair;
use crate::lock::text::{fact, scalar};

pub(crate) static CHANGED_FACT: Rule = Rule {
    name: "changed-fact",
    why: "Clients, manuals and support tickets know the error by its facts, such as its number.",
    fix: "Write the published value. If the change is intended, run `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Checks that published facts stay. New ones may be added.
pub(super) fn changed_fact(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    for (name, value) in &was.facts.0 {
        let is_now = now.facts.iter().find(|(known, _)| *known == name.value).map(|(_, value)| *value);
        if is_now.is_some_and(|now| now.text() == value.value) {
            continue;
        }
        let is_text = is_now.is_none_or(|now| now.value.is_string());
        let published = if is_text { scalar(&value.value) } else { value.value.as_str().into() };
        let is_now = match is_now {
            Some(now) => format!("has the {} {}", name.value, fact(now)),
            None => format!("has no {}", name.value),
        };
        let restore = restore(&format!("    facts: {{ {}: {published} }}", name.value));
        let written = pair.raw().facts.0.iter().find(|(known, _)| known.value == name.value);
        let place = written.map_or_else(|| pair.place("facts"), |(_, value)| value.span);
        let finding =
            pair.changed(&CHANGED_FACT, (place, is_now), (value.span, format!("with {published}")), &restore);
        changes.push_of(&name.value, finding);
    }
}
