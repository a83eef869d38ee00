//! A description, and the references in it.

use serde_json::Value;

/// The maximum number of references that are followed one after the other.
const MAX_REFERENCES: usize = 32;

/// A description, with its references.
pub(super) struct Spec<'a>(pub(super) &'a Value);

impl<'a> Spec<'a> {
    pub(super) fn new(value: &'a Value) -> Self {
        Spec(value)
    }

    pub(super) fn text(&self, pointer: &str) -> Option<&'a str> {
        self.0.pointer(pointer)?.as_str()
    }

    /// Follows the references of a value.
    pub(super) fn resolve(&self, mut value: &'a Value) -> &'a Value {
        for _ in 0..MAX_REFERENCES {
            let target = value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
            let Some(target) = target.and_then(|pointer| self.0.pointer(pointer)) else { break };
            value = target;
        }
        value
    }
}
