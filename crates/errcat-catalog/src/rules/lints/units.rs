//! A lint on numbers that messages show without their unit.

use super::{LintFindings, check_entries};
use crate::finding::{Finding, Level, Rule};
use crate::model::ParamType;
use crate::scope::{Origin, Scope};
use crate::suggest::quoted;
use crate::template;
use crate::value;

pub(crate) static MISSING_UNIT: Rule = Rule {
    name: "missing-unit",
    why: "A message contains a duration or a size as a number: `ended after {timeout}` is sent as `ended after \
          3600`. Readers can't know whether these are seconds or hours.",
    fix: "Write the unit after the placeholder: `ended after {timeout} seconds`.",
    default_level: Some(Level::Warn),
    ..Rule::LINT
};

/// A unit, and how words for it start in languages that messages are written in.
struct Unit {
    name: &'static str,
    starts: &'static [&'static str],
    symbols: &'static [&'static str],
}

const SECONDS: Unit =
    Unit { name: "seconds", starts: &["sec", "sek", "seg", "сек", "秒", "초"], symbols: &["s"] };
const MILLISECONDS: Unit = Unit {
    name: "milliseconds",
    starts: &["millis", "milis", "миллис", "毫秒", "ミリ", "밀리"],
    symbols: &["ms"],
};
const BYTES: Unit =
    Unit {
        name: "bytes", starts: &["byte", "octet", "байт", "字节", "バイト", "바이트"], symbols: &["b"]
    };

/// Checks that messages contain the unit of each duration and size.
pub(super) fn missing_unit(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |index, entry| {
        let raw = scope.is_owner(index).then_some(entry.raw);
        let texts = raw.into_iter().flat_map(|raw| raw.message.iter().chain(&raw.log));
        let mut findings = Vec::new();
        for text in texts {
            let mut parts = scope.parts(&text.value, text.span);
            for (name, range) in template::placed(&text.value) {
                let param = entry.params.iter().find(|param| param.name == name);
                let Some((unit, example)) = param.and_then(|param| unit(name, &param.origin)) else {
                    continue;
                };
                if mentions(&text.value, unit) {
                    continue;
                }
                let message = format!("`{{{name}}}` is shown as {}, without its unit", quoted(&example));
                let help = format!("write `{{{name}}} {}`", unit.name);
                findings.push(Finding::new(&MISSING_UNIT, parts.place(range), message, help));
            }
        }
        findings
    });
}

/// Returns the unit of a param and its example; `None` if it has no unit, or contains it.
fn unit(name: &str, origin: &Origin<'_>) -> Option<(&'static Unit, String)> {
    let (ty, unit, example) = origin.value();
    let is_size = || name.split('_').any(|word| word == "bytes") || doc(origin).contains("bytes");
    let ty = value::param_type(ty, unit)?;
    let example = example.map_or_else(|| value::example_of(name, &ty), |example| example.0.value.clone());
    let unit = match ty {
        ParamType::DurationSeconds => &SECONDS,
        ParamType::DurationMilliseconds => &MILLISECONDS,
        ParamType::Integer | ParamType::Number if is_size() => &BYTES,
        _ => return None,
    };
    value::fits(&example, &ty).is_ok().then(|| (unit, example.to_string()))
}

fn doc<'a>(origin: &Origin<'a>) -> &'a str {
    match origin {
        Origin::Declared(raw) => raw.doc.as_ref().map_or("", |doc| &doc.value),
        Origin::Header(raw) => &raw.doc.value,
    }
}

/// Returns `true` if a message contains a word for a unit outside of its placeholders.
fn mentions(message: &str, unit: &Unit) -> bool {
    let pieces = template::parse(message).unwrap_or_default().into_iter();
    let mut texts = pieces.filter_map(|piece| match piece {
        template::RawPiece::Text(text) => Some(text.to_lowercase()),
        template::RawPiece::Placeholder(..) => None,
    });
    texts.any(|text| {
        let mut words = text.split(|c: char| !c.is_alphabetic() && !"'’".contains(c));
        words.any(|word| {
            unit.symbols.contains(&word) || unit.starts.iter().any(|start| word.starts_with(start))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{BYTES, MILLISECONDS, SECONDS, mentions};

    #[test]
    fn units_are_found_in_messages() {
        for message in
            ["Wait {wait} seconds", "in {wait}s", "{wait} Sekunden", "Seconds left: {wait}", "{wait} 秒"]
        {
            assert!(mentions(message, &SECONDS), "{message}");
        }
        for message in ["Ended after {seconds}", "after {wait} ms", "the user's wait is {wait}"] {
            assert!(!mentions(message, &SECONDS), "{message}");
        }
        assert!(mentions("after {wait} ms", &MILLISECONDS) && mentions("{size} B", &BYTES));
    }
}
