//! Reads the fields of a record.

use super::keys::{Condition, Key, Keys};
use super::{Field, Shape, pairs, wrong_type};
use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::suggest::{nearest_of_few, quoted};
use crate::yaml::{Kind, Node};

pub(crate) static MISSING_KEY: Rule = Rule {
    name: "missing-key",
    why: "The key is required. For example, a table needs a title for its heading, and a header an \
          example to show in responses.",
    fix: "Add the key.",
    ..Rule::REQUIRED
};

pub(crate) static UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    why: "If unknown keys were ignored, typos would go unnoticed: with `fix:` instead of `fixes:`, a page \
          would lack its most important part.",
    fix: "Use the suggested key. Start your own keys with `x-`.",
    ..Rule::REQUIRED
};

/// The fields of a record. Applies the rules `unknown-key` and `missing-key`.
pub struct Fields<'a> {
    what: &'static str,
    place: Span,
    /// The values that are set, by key.
    pairs: Vec<(Spanned<String>, &'a Node)>,
    /// Keys of the language that aren't set, and the position of the unknown key that each seems to be.
    misspelled: Vec<(&'static str, usize)>,
    /// `true` if the record couldn't be read.
    is_unreadable: bool,
    /// The keys that have been taken.
    taken: Vec<Key>,
}

/// The help for the key `required`, which other languages have instead of `optional`.
const OPTIONAL: &str = "write `optional: true` if the value may be absent, or remove it: a param is required";

/// The help for words after a comma in braces that continue a text.
const CONTINUES_TEXT: &str =
    "if it continues the text before the comma, put that text in quotes; otherwise remove it";

/// The maximum number of unknown keys of a map that are reported. More would hide the other findings.
const MAX_UNKNOWN_KEYS: usize = 100;

impl<'a> Fields<'a> {
    /// Reads a map. Keys other than the known ones and `x-…` are findings.
    pub fn read(
        node: &'a Node,
        what: &'static str,
        known: &[&'static str],
        is_required: &[bool],
        findings: &mut Findings,
    ) -> Option<Self> {
        if !matches!(node.kind, Kind::Map(_)) {
            let required = known.iter().zip(is_required).filter(|(_, required)| **required);
            return not_a_record(node, what, required.map(|(key, _)| *key), findings);
        }
        let pairs = pairs(node, findings)?.unique;
        let mut misspelled: Vec<(&'static str, usize)> = Vec::new();
        let is_unknown = |key: &str| !known.contains(&key) && !key.starts_with("x-");
        let unknown = pairs.iter().enumerate().filter(|(_, (key, _))| is_unknown(key));
        for (at, (key, value)) in unknown.take(MAX_UNKNOWN_KEYS) {
            let is_opposite = key.value == "required" && known.contains(&"optional");
            let nearest = nearest_of_few(key, known.iter().copied()).filter(|_| !is_opposite);
            let finding = unknown_key(what, key, nearest, known);
            // In `{ doc: How long, in seconds }`, YAML reads a key without a value.
            let is_text = key.value.contains(' ')
                && matches!(&value.kind, Kind::Scalar { text, plain: true } if text.is_empty());
            findings.push(match (is_opposite, is_text) {
                (true, _) => Finding { help: OPTIONAL.to_owned(), ..finding },
                (_, true) => Finding { help: CONTINUES_TEXT.to_owned(), ..finding },
                _ => finding,
            });
            let wanted = known.iter().copied().find(|known| Some(*known) == nearest);
            let is_free = |name: &&str| {
                pairs.iter().all(|(key, _)| key.value != **name)
                    && misspelled.iter().all(|(taken, _)| taken != name)
            };
            misspelled.extend(wanted.filter(is_free).map(|name| (name, at)));
        }
        Some(Fields { what, place: node.span, pairs, misspelled, is_unreadable: false, taken: Vec::new() })
    }

    /// Returns the fields of a record that couldn't be read: none is set, and each counts as reported.
    pub fn unreadable(place: Span) -> Self {
        let (pairs, misspelled) = (Vec::new(), Vec::new());
        Fields { what: "", place, pairs, misspelled, is_unreadable: true, taken: Vec::new() }
    }

    /// Reads a field. If it is unusable or missing, the record keeps its other fields.
    pub fn take<T: Field>(&mut self, name: &'static str, findings: &mut Findings) -> T {
        let is_named = |(key, _): &&(Spanned<String>, &Node)| key.value == name;
        if let Some((key, node)) = self.pairs.iter().find(is_named) {
            let before = findings.len();
            let value = T::read(node, findings);
            let condition = match (&value, findings.len() == before) {
                (None, _) => Condition::Unusable,
                (Some(_), false) => Condition::Reported,
                (Some(_), true) => Condition::Sound,
            };
            self.taken.push(Key { name, place: key.span, condition });
            return value.unwrap_or_else(|| T::absent(node.span));
        }
        if let Some((_, at)) = self.misspelled.iter().find(|(known, _)| *known == name) {
            return self.take_misspelled(name, *at, findings);
        }
        if T::REQUIRED || self.is_unreadable {
            self.taken.push(Key { name, place: self.place, condition: Condition::Missing });
        }
        // The start of the record, because underlining all of it wouldn't be readable.
        let place = Span { end: self.place.start, ..self.place };
        if T::REQUIRED && !self.is_unreadable {
            findings.push(missing_key(self.what, name, place));
        }
        T::absent(place)
    }

    /// Reads the value of an unknown key as that of the known key that it seems to be, so that its findings
    /// are reported in the same run. If the value is a list or map that doesn't fit, the key may mean
    /// something else.
    fn take_misspelled<T: Field>(&mut self, name: &'static str, at: usize, findings: &mut Findings) -> T {
        let (key, node) = &self.pairs[at];
        let mut found = Findings::default();
        let value = T::read(node, &mut found);
        let condition = if value.is_some() { Condition::Reported } else { Condition::Unusable };
        self.taken.push(Key { name, place: key.span, condition });
        if value.is_some() || matches!(node.kind, Kind::Scalar { .. }) {
            findings.extend(found);
        }
        value.unwrap_or_else(|| T::absent(node.span))
    }

    /// Returns the location of the record.
    pub fn place(&self) -> Span {
        self.place
    }

    /// Returns the keys that have been taken.
    pub fn into_keys(self) -> Keys {
        Keys::new(self.taken)
    }
}

/// Reports a value that isn't a map.
fn not_a_record<'a, T>(
    node: &Node,
    what: &str,
    required: impl Iterator<Item = &'a str>,
    findings: &mut Findings,
) -> Option<T> {
    let keys: Vec<String> = required.map(|key| format!("{key}: …")).collect();
    let help = match keys.is_empty() {
        true => "write `key: value` lines, indented below the key".to_owned(),
        false => format!("write a map: `{{ {} }}`", keys.join(", ")),
    };
    wrong_type(node, &format!("{what} (a map)"), &help, findings)
}

fn unknown_key(what: &str, key: &Spanned<String>, nearest: Option<&str>, known: &[&str]) -> Finding {
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            let known = known.join(", ");
            format!("remove it, or rename it to `x-…` to keep it; the known keys are {known}")
        }
    };
    let message = format!("{what} has no key {}", quoted(&key.value));
    Finding::new(&UNKNOWN_KEY, key.span, message, help).label("unknown key")
}

fn missing_key(what: &str, name: &str, place: Span) -> Finding {
    let (message, help) = (format!("{what} needs the key `{name}`"), format!("add `{name}: …` here"));
    Finding::new(&MISSING_KEY, place, message, help).label(format!("`{name}` is missing"))
}

/// A struct that is defined by its keys.
pub trait Record: Shape {
    /// Creates a record. It can always be created: fields that can't be read are absent.
    fn from_fields(fields: Fields<'_>, findings: &mut Findings) -> Self;

    /// Creates a record in place of one that couldn't be read: no key is set, and each counts as reported.
    fn unreadable(place: Span) -> Self {
        Self::from_fields(Fields::unreadable(place), &mut Findings::default())
    }
}
