//! Compares the value of a header, for every error that carries it.

use crate::diff::fact::Fact;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::Header;

/// Compares a header. A header that no error carries only appears in the docs.
pub(super) fn facts(old: &Header, new: &Header, is_sent: bool) -> Vec<Fact> {
    let Header {
        name: _,     // both sides have it
        value: _,    // value_type(), example() and doc()
        constant: _, // constant()
        line: _,     // not visible to clients
    } = new;
    let limit = if is_sent { Rating::Breaking } else { Rating::Text };
    let facts = [value_type(old, new), constant(old, new), example(old, new), doc(old, new)];
    let limited = |fact: Fact| Fact { effect: fact.effect.at_most(limit), ..fact };
    facts.into_iter().flatten().map(limited).collect()
}

/// Another type is breaking: clients would read milliseconds as seconds, or a date as a number.
fn value_type(old: &Header, new: &Header) -> Option<Fact> {
    let (before, after) = (old.value.ty.words(), new.value.ty.words());
    Fact::if_changed("type", Some(&before), Some(&after), || Effect::wire(Rating::Breaking))
}

/// Changing a constant is breaking, because clients may compare it. Making a value constant is additive.
fn constant(old: &Header, new: &Header) -> Option<Fact> {
    let value = |header: &Header| header.constant.then(|| header.value.example.to_string());
    let (before, after) = (value(old), value(new));
    let rating = if old.constant { Rating::Breaking } else { Rating::Additive };
    Fact::if_changed("constant value", before.as_deref(), after.as_deref(), || Effect::wire(rating))
}

fn example(old: &Header, new: &Header) -> Option<Fact> {
    let value = |header: &Header| (!header.constant).then(|| header.value.example.to_string());
    let (before, after) = (value(old)?, value(new)?);
    Fact::if_changed("example", Some(&before), Some(&after), || Effect::TEXT)
}

fn doc(old: &Header, new: &Header) -> Option<Fact> {
    Fact::if_changed("doc", Some(&old.value.doc), Some(&new.value.doc), || Effect::TEXT)
}
