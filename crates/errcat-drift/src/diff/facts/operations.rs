//! Compares the operations that return an error, or the errors of a table.

use crate::diff::fact::{Fact, join};
use crate::diff::{Effect, Rating};

/// Adding an operation is additive. Removing one is breaking, because derives that use it with these errors
/// no longer compile. Errors without operations apply to all of them, so adding the first one removes all
/// others.
pub(super) fn facts(before: &[String], after: &[String]) -> Vec<Fact> {
    match (before.is_empty(), after.is_empty()) {
        (true, true) => return Vec::new(),
        (true, false) => {
            let effect =
                Effect::wire(Rating::Additive).with_rust(Rating::Breaking).with_docs(Rating::Additive);
            return vec![Fact::new("only these operations", effect).after(join(after))];
        }
        (false, true) => {
            let effect =
                Effect::wire(Rating::Additive).with_rust(Rating::Additive).with_docs(Rating::Additive);
            return vec![Fact::new("any operation", effect).before(join(before))];
        }
        (false, false) => {}
    }
    let more = after.iter().filter(|operation| !before.contains(operation));
    let less = before.iter().filter(|operation| !after.contains(operation));
    let added = |operation: &String| {
        let effect = Effect::wire(Rating::Additive).with_rust(Rating::Additive).with_docs(Rating::Additive);
        Fact::new("added", effect).part("operation", operation)
    };
    let removed = |operation: &String| {
        let effect = Effect::wire(Rating::Additive).with_rust(Rating::Breaking).with_docs(Rating::Additive);
        Fact::new("removed", effect).part("operation", operation)
    };
    less.map(removed).chain(more.map(added)).collect()
}
