//! A param: a field of a variant, and a value in a header, a message or a body.

use crate::diff::fact::Fact;
use crate::diff::pairs::by_name;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Audience, Param, ParamType};
use errcat_catalog::shape::Choice;

pub(super) fn facts(old: &[Param], new: &[Param]) -> Vec<Fact> {
    let pairs = by_name(old, new, |param| &param.name);
    let facts = pairs.into_iter().flat_map(|(old, new)| match (old, new) {
        (Some(old), Some(new)) => changed(old, new),
        (None, Some(new)) => vec![added(new)],
        (Some(old), None) => vec![gone(old)],
        (None, None) => Vec::new(),
    });
    facts.collect()
}

/// A variant has all of its fields wherever it is made or taken apart, so also an optional one breaks both.
fn added(param: &Param) -> Fact {
    let effect = match param.audience {
        Audience::Public => Effect::wire(Rating::Additive).docs(Rating::Additive),
        Audience::Internal | Audience::Secret => Effect::TEXT,
    };
    named(param, "new", effect.rust(Rating::Breaking)).after(Some(rust_words(param)))
}

/// What a client read isn't there any longer, and neither is the field.
fn gone(param: &Param) -> Fact {
    let effect = if is_public(param) { Effect::wire(Rating::Breaking) } else { Effect::TEXT };
    named(param, "gone", effect.rust(Rating::Breaking)).before(Some(rust_words(param)))
}

fn changed(old: &Param, new: &Param) -> Vec<Fact> {
    let Param {
        name,
        ty: _,       // value_type()
        doc: _,      // doc()
        example: _,  // example()
        wire: _,     // wire_name()
        in_body: _,  // in_body()
        audience: _, // audience()
        optional: _, // optional()
    } = new;
    let facts = [
        value_type(old, new),
        optional(old, new),
        audience(old, new),
        in_body(old, new),
        wire_name(old, new),
    ];
    let texts = [example(old, new), doc(old, new)];
    let facts = facts.into_iter().chain(texts).flatten();
    facts.map(|fact| fact.part("param", name)).collect()
}

/// Another type is read in another way. Of units (seconds, milliseconds) Rust knows nothing: the field stays
/// a `Duration`.
fn value_type(old: &Param, new: &Param) -> Option<Fact> {
    let wire = if is_public(old) && is_public(new) { Effect::wire(Rating::Breaking) } else { Effect::TEXT };
    let rust = if field_type(&old.ty) == field_type(&new.ty) { Rating::Text } else { Rating::Breaking };
    Fact::if_changed("type", Some(&old.ty.words()), Some(&new.ty.words()), || wire.rust(rust))
}

/// The field becomes an `Option` or ceases to be one. On the wire a value that may be absent wasn't reckoned
/// with; one that always comes is fine.
fn optional(old: &Param, new: &Param) -> Option<Fact> {
    let rating = if new.optional { Rating::Breaking } else { Rating::Additive };
    let effect = if is_public(new) { Effect::wire(rating) } else { Effect::TEXT };
    let word = |param: &Param| if param.optional { "optional" } else { "required" };
    Fact::if_changed("presence", Some(word(old)), Some(word(new)), || effect.rust(Rating::Breaking))
}

/// What clients are no longer told is missing; what they are told now is more. Internal and secret are the
/// same to them.
fn audience(old: &Param, new: &Param) -> Option<Fact> {
    let effect = match (is_public(old), is_public(new)) {
        (true, false) => Effect::wire(Rating::Breaking),
        (false, true) => Effect::wire(Rating::Additive).docs(Rating::Additive),
        _ => Effect::TEXT,
    };
    Fact::if_changed("audience", Some(old.audience.word()), Some(new.audience.word()), || effect)
}

/// The object of the params in the body loses or gains a member. Where the audience changed, that says so.
fn in_body(old: &Param, new: &Param) -> Option<Fact> {
    if is_public(old) != is_public(new) {
        return None;
    }
    let rating = if new.in_body { Rating::Additive } else { Rating::Breaking };
    let word = |param: &Param| if param.in_body { "yes" } else { "no" };
    Fact::if_changed("in the body", Some(word(old)), Some(word(new)), || Effect::wire(rating))
}

/// A client looks for a member by its name.
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
    Fact::if_changed("doc", Some(&old.doc), Some(&new.doc), || Effect::TEXT)
}

fn named(param: &Param, message: &'static str, effect: Effect) -> Fact {
    Fact::new(message, effect).part("param", &param.name)
}

fn is_public(param: &Param) -> bool {
    param.audience == Audience::Public
}

/// `optional integer`.
fn rust_words(param: &Param) -> String {
    let optional = if param.optional { "optional " } else { "" };
    format!("{optional}{}", param.ty.words())
}

/// Types that are one field's type in Rust are equal.
fn field_type(ty: &ParamType) -> &ParamType {
    match ty {
        ParamType::DurationMilliseconds => &ParamType::DurationSeconds,
        ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => &ParamType::TimestampRfc3339,
        ty => ty,
    }
}
