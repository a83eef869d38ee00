//! The schema of a body that can be of several errors.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::refine::Constants;
use super::types::Object;

/// One of the schemas that a body can have.
pub(super) struct Alternative<'a> {
    pub(super) schema: Json,
    /// The constants of the schema. Lists of errors have none of their own.
    pub(super) constants: &'a Constants,
}

/// Returns the schema of a body that has one of several schemas: `oneOf` if constants tell them apart,
/// otherwise `anyOf`, because `oneOf` would refuse a body that fits two of them.
pub(super) fn union(alternatives: &[Alternative<'_>]) -> Json {
    if let [alternative] = alternatives {
        return alternative.schema.clone();
    }
    let schemas: Vec<&Json> = alternatives.iter().map(|alternative| &alternative.schema).collect();
    let constants: Vec<&Constants> = alternatives.iter().map(|alternative| alternative.constants).collect();
    if !are_disjoint(&constants) {
        return json!({ "anyOf": schemas });
    }
    match discriminator(alternatives) {
        Some(discriminator) => json!({ "oneOf": schemas, "discriminator": discriminator }),
        None => json!({ "oneOf": schemas }),
    }
}

/// Returns `true` if no body can have two of the constants' schemas.
fn are_disjoint(items: &[&Constants]) -> bool {
    let [first, others @ ..] = items else { return true };
    if others.is_empty() {
        return true;
    }
    let common: Vec<&String> =
        first.keys().filter(|pointer| others.iter().all(|item| item.contains_key(*pointer))).collect();
    let mut groups: BTreeMap<Vec<String>, Vec<&Constants>> = BTreeMap::new();
    for item in items {
        let values = common.iter().map(|pointer| item[*pointer].to_string()).collect();
        groups.entry(values).or_default().push(item);
    }
    // Bodies of different groups differ in one of the constants that all have.
    groups.len() > 1 && groups.values().all(|group| are_disjoint(group))
}

/// Returns the discriminator: a member of the body, a string, whose value selects the schema.
fn discriminator(alternatives: &[Alternative<'_>]) -> Option<Json> {
    let candidates = alternatives.first()?.constants.keys().filter_map(|pointer| pointer.strip_prefix('/'));
    candidates.filter(|name| !name.contains(['/', '~'])).find_map(|name| {
        let mut mapping = Object::new();
        for alternative in alternatives {
            let value = alternative.constants.get(&format!("/{name}"))?.as_str()?;
            let reference = alternative.schema.get("$ref")?.clone();
            if mapping.insert(value.to_owned(), reference).is_some() {
                return None;
            }
        }
        Some(json!({ "propertyName": name, "mapping": mapping }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constants(members: &[(&str, Json)]) -> Constants {
        members.iter().map(|(pointer, value)| ((*pointer).to_owned(), value.clone())).collect()
    }

    fn union_of(all: &[Constants]) -> Json {
        let schema = |index: usize| json!({ "$ref": format!("#/{index}") });
        let alternative = |(index, constants)| Alternative { schema: schema(index), constants };
        union(&all.iter().enumerate().map(alternative).collect::<Vec<_>>())
    }

    fn keywords(all: &[Constants]) -> Vec<String> {
        union_of(all).as_object().expect("an object").keys().cloned().collect()
    }

    #[test]
    fn a_code_in_the_body_is_a_discriminator() {
        let codes = ["a", "b"].map(|code| constants(&[("/code", json!(code)), ("/version", json!("1"))]));
        let discriminator = json!({ "propertyName": "code", "mapping": { "a": "#/0", "b": "#/1" } });
        assert_eq!(union_of(&codes)["discriminator"], discriminator);
        assert_eq!(keywords(&codes), ["oneOf", "discriminator"]);
    }

    #[test]
    fn a_discriminator_is_a_string_of_the_body_itself() {
        for pointer in ["/error/code", "/errors/0"] {
            let nested = ["a", "b"].map(|code| constants(&[(pointer, json!(code))]));
            assert_eq!(keywords(&nested), ["oneOf"], "{pointer}");
        }
        let numbers = [1, 2].map(|code| constants(&[("/code", json!(code))]));
        assert_eq!(keywords(&numbers), ["oneOf"]);
        let facts = ["x", "y"].map(|fact| constants(&[("/code", json!("a")), ("/error/fact", json!(fact))]));
        assert_eq!(keywords(&facts), ["oneOf"]);
    }

    #[test]
    fn bodies_that_may_be_equal_are_in_any_of() {
        assert_eq!(keywords(&[constants(&[]), constants(&[])]), ["anyOf"]);
        let same = ["/code", "/code"].map(|pointer| constants(&[(pointer, json!("a"))]));
        assert_eq!(keywords(&same), ["anyOf"]);
        // Each pair of two has to differ.
        let mixed = [
            constants(&[("/code", json!("a"))]),
            constants(&[("/code", json!("b"))]),
            constants(&[("/kind", json!("c"))]),
        ];
        assert_eq!(keywords(&mixed), ["anyOf"]);
    }

    #[test]
    fn errors_with_the_same_code_can_differ_in_more_constants() {
        let all = [
            constants(&[("/code", json!("a"))]),
            constants(&[("/code", json!("b")), ("/reason", json!("x"))]),
            constants(&[("/code", json!("b")), ("/reason", json!("y"))]),
        ];
        assert_eq!(keywords(&all), ["oneOf"]);
    }
}
