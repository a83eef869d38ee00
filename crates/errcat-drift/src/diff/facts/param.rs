//! Compares params. A param is a field of a variant, and a value in a header, a message or a body.

use crate::diff::fact::{Fact, join};
use crate::diff::pairs::by_name;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Audience, Param, ParamType};
use errcat_catalog::shape::Choice;

pub(super) fn facts(old: &[Param], new: &[Param]) -> Vec<Fact> {
    let pairs = by_name(old, new, |param| &param.name);
    let facts = pairs.into_iter().flat_map(|(old, new)| match (old, new) {
        (Some(old), Some(new)) => changed(old, new),
        (None, Some(new)) => vec![added(new)],
        (Some(old), None) => vec![removed(old)],
        (None, None) => Vec::new(),
    });
    facts.collect()
}

/// Adding a param is breaking in Rust even if it is optional, because code that constructs or destructures
/// the variant must list all fields.
fn added(param: &Param) -> Fact {
    let effect = match param.audience {
        Audience::Public => Effect::wire(Rating::Additive).with_docs(Rating::Additive),
        Audience::Internal | Audience::Secret => Effect::TEXT,
    };
    fact(param, "added", effect.with_rust(Rating::Breaking)).after(Some(type_words(param)))
}

/// Removing a public param breaks clients that read it. The field of the variant is removed too.
fn removed(param: &Param) -> Fact {
    let effect = if is_public(param) { Effect::wire(Rating::Breaking) } else { Effect::TEXT };
    fact(param, "removed", effect.with_rust(Rating::Breaking)).before(Some(type_words(param)))
}

fn changed(old: &Param, new: &Param) -> Vec<Fact> {
    let Param {
        name,
        ty: _,       // value_type(), known_values(), enum_name()
        doc: _,      // doc()
        example: _,  // example()
        wire: _,     // wire_name()
        in_body: _,  // in_body()
        audience: _, // audience()
        optional: _, // optional()
    } = new;
    let facts = [
        value_type(old, new),
        known_values(old, new),
        enum_name(old, new),
        optional(old, new),
        audience(old, new),
        in_body(old, new),
        wire_name(old, new),
    ];
    let texts = [example(old, new), doc(old, new)];
    let facts = facts.into_iter().chain(texts).flatten();
    facts.map(|fact| fact.part("param", name)).collect()
}

/// Another type is breaking. But if only the unit changes, such as seconds to milliseconds, it is a text
/// change in Rust, where the field stays a `Duration`.
fn value_type(old: &Param, new: &Param) -> Option<Fact> {
    let wire = if is_public(old) && is_public(new) { Effect::wire(Rating::Breaking) } else { Effect::TEXT };
    let rust = if field_type(&old.ty) == field_type(&new.ty) { Rating::Text } else { Rating::Breaking };
    Fact::if_changed("type", Some(&old.ty.words()), Some(&new.ty.words()), || wire.with_rust(rust))
}

/// A new value is additive, because clients decode values that they don't know. A value that is gone is
/// breaking, and so are values that appear or disappear as a whole, because the field gets another type.
fn known_values(old: &Param, new: &Param) -> Option<Fact> {
    let [before, after] = [old, new].map(|param| param.ty.known_values());
    let lost = |value: &String| after.is_none_or(|after| !after.values.contains(value));
    let is_breaking = before.is_some_and(|before| before.values.iter().any(lost));
    let rating = if is_breaking { Rating::Breaking } else { Rating::Additive };
    let effect = || {
        let wire = if is_public(old) && is_public(new) && before.is_some() && after.is_some() {
            let docs = if is_breaking { Rating::Text } else { Rating::Additive };
            Effect::wire(rating).with_docs(docs)
        } else {
            Effect::TEXT
        };
        wire.with_rust(if before.is_some() && after.is_some() { rating } else { Rating::Breaking })
    };
    let [before, after] = [before, after].map(|known| known.and_then(|known| join(&known.values)));
    Fact::if_changed("values", before.as_deref(), after.as_deref(), effect)
}

/// The name of the type of known values. Only Rust has it.
fn enum_name(old: &Param, new: &Param) -> Option<Fact> {
    let (before, after) = (old.ty.known_values()?, new.ty.known_values()?);
    let effect = || Effect::TEXT.with_rust(Rating::Breaking);
    Fact::if_changed("name of the type", Some(&before.name), Some(&after.name), effect)
}

/// Breaking in Rust, where the field becomes an `Option` or is no longer one. On the wire, a value that
/// becomes optional is breaking, and one that becomes required is additive.
fn optional(old: &Param, new: &Param) -> Option<Fact> {
    let rating = if new.optional { Rating::Breaking } else { Rating::Additive };
    let effect = if is_public(new) { Effect::wire(rating) } else { Effect::TEXT };
    let word = |param: &Param| if param.optional { "optional" } else { "required" };
    Fact::if_changed("presence", Some(word(old)), Some(word(new)), || effect.with_rust(Rating::Breaking))
}

/// A param that is no longer public is breaking on the wire, and one that becomes public is additive.
/// Internal and secret params make no difference to clients.
fn audience(old: &Param, new: &Param) -> Option<Fact> {
    let effect = match (is_public(old), is_public(new)) {
        (true, false) => Effect::wire(Rating::Breaking),
        (false, true) => Effect::wire(Rating::Additive).with_docs(Rating::Additive),
        _ => Effect::TEXT,
    };
    Fact::if_changed("audience", Some(old.audience.word()), Some(new.audience.word()), || effect)
}

/// The object of params in the body loses or gains a member. Not reported if the audience changed, because
/// that is its own change.
fn in_body(old: &Param, new: &Param) -> Option<Fact> {
    if is_public(old) != is_public(new) {
        return None;
    }
    let rating = if new.in_body { Rating::Additive } else { Rating::Breaking };
    let word = |param: &Param| if param.in_body { "yes" } else { "no" };
    Fact::if_changed("in the body", Some(word(old)), Some(word(new)), || Effect::wire(rating))
}

/// Another name in the body is breaking, because clients read members by name.
fn wire_name(old: &Param, new: &Param) -> Option<Fact> {
    let is_seen = old.in_body && new.in_body;
    let effect = if is_seen { Effect::wire(Rating::Breaking) } else { Effect::TEXT };
    Fact::if_changed("name in the body", Some(&old.wire), Some(&new.wire), || effect)
}

fn example(old: &Param, new: &Param) -> Option<Fact> {
    let (before, after) = (old.example.to_string(), new.example.to_string());
    Fact::if_changed("example", Some(&before), Some(&after), || Effect::TEXT)
}

fn doc(old: &Param, new: &Param) -> Option<Fact> {
    let [before, after] = [old, new].map(|param| Some(param.doc.as_str()).filter(|doc| !doc.is_empty()));
    Fact::if_changed("doc", before, after, || Effect::TEXT)
}

fn fact(param: &Param, message: &'static str, effect: Effect) -> Fact {
    Fact::new(message, effect).part("param", &param.name)
}

fn is_public(param: &Param) -> bool {
    param.audience == Audience::Public
}

/// Returns the type in words, such as `optional integer`.
fn type_words(param: &Param) -> String {
    let optional = if param.optional { "optional " } else { "" };
    format!("{optional}{}", param.ty.words())
}

/// Returns a representative of all types with the same field type in Rust. `known_values` compares enums.
fn field_type(ty: &ParamType) -> ParamType {
    match ty {
        ParamType::DurationMilliseconds => ParamType::DurationSeconds,
        ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => ParamType::TimestampRfc3339,
        ParamType::Enum(_) => ParamType::String,
        ParamType::List(item) => ParamType::List(field_type(item).into()),
        ParamType::Map(item) => ParamType::Map(field_type(item).into()),
        ty => ty.clone(),
    }
}
