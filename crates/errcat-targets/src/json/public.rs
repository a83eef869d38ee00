//! The public form of views, as specified by `errors.schema.json`.
//!
//! Views contain all members for templates. `errors.json` only contains members in the schema, without empty
//! ones unless the schema requires them.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

/// The public members of every part that the schema defines, by reference.
pub(super) struct Shapes(HashMap<String, Shape>);

/// The public members of a value.
#[derive(Debug)]
enum Shape {
    /// A value without members of its own: a string, a number, or an object whose keys are data.
    Plain,
    /// Any JSON.
    Any,
    /// A list of values of one shape.
    List(Box<Shape>),
    /// An object of named members.
    Object(Vec<Member>),
    /// A part that the schema defines, which may contain itself.
    Reference(String),
}

/// A member of an object.
#[derive(Debug)]
struct Member {
    name: String,
    /// `true` if it is written even if it is empty.
    required: bool,
    shape: Shape,
}

impl Shapes {
    /// Reads the definitions of a schema.
    pub(super) fn new(schema: &Json) -> Self {
        let names = schema["$defs"].as_object().into_iter().flat_map(Map::keys);
        Shapes(
            names
                .map(|name| (format!("#/$defs/{name}"), Shape::new(schema, &format!("/$defs/{name}"))))
                .collect(),
        )
    }

    /// Returns a value with only its public members, as the part of this name defines them.
    ///
    /// # Panics
    ///
    /// Panics if the schema doesn't define the part.
    pub(super) fn public(&self, part: &str, value: Json) -> Json {
        self.get(&format!("#/$defs/{part}")).public(self, value)
    }

    fn get(&self, reference: &str) -> &Shape {
        self.0.get(reference).unwrap_or_else(|| panic!("the schema has no {reference}"))
    }
}

impl Shape {
    /// Reads the part of a schema at a JSON pointer.
    fn new(schema: &Json, pointer: &str) -> Self {
        let part = schema.pointer(pointer).unwrap_or_else(|| panic!("the schema has no {pointer}"));
        if let Some(reference) = part["$ref"].as_str() {
            return Shape::Reference(reference.to_owned());
        }
        if part.get("items").is_some() {
            return Shape::List(Box::new(Shape::new(schema, &format!("{pointer}/items"))));
        }
        match part["properties"].as_object() {
            Some(properties) => Shape::Object(members(schema, pointer, properties, &part["required"])),
            None if part.get("type").is_none() && part.get("enum").is_none() => Shape::Any,
            None => Shape::Plain,
        }
    }

    fn public(&self, shapes: &Shapes, value: Json) -> Json {
        match (self, value) {
            (Shape::Reference(reference), value) => shapes.get(reference).public(shapes, value),
            (Shape::Object(members), Json::Object(values)) => {
                let member = |(name, value): (String, Json)| {
                    let member = members.iter().find(|member| member.name == name)?;
                    let value = member.shape.public(shapes, value);
                    (member.required || !member.shape.is_empty_value(shapes, &value)).then_some((name, value))
                };
                Json::Object(values.into_iter().filter_map(member).collect())
            }
            (Shape::List(shape), Json::Array(items)) => {
                Json::Array(items.into_iter().map(|item| shape.public(shapes, item)).collect())
            }
            (_, value) => value,
        }
    }

    fn is_empty_value(&self, shapes: &Shapes, value: &Json) -> bool {
        match (self, value) {
            (Shape::Reference(reference), value) => shapes.get(reference).is_empty_value(shapes, value),
            (_, Json::Null) => true,
            // An empty object is a valid value here.
            (Shape::Any, _) => false,
            (Shape::Object(_), _) => false,
            (_, Json::Bool(value)) => !value,
            (_, Json::Array(items)) => items.is_empty(),
            (_, Json::Object(members)) => members.is_empty(),
            (_, Json::Number(_) | Json::String(_)) => false,
        }
    }
}

fn members(schema: &Json, pointer: &str, properties: &Map<String, Json>, required: &Json) -> Vec<Member> {
    let required = |name: &String| required.as_array().is_some_and(|names| names.iter().any(|n| n == name));
    let member = |name: &String| Member {
        name: name.clone(),
        required: required(name),
        shape: Shape::new(schema, &format!("{pointer}/properties/{name}")),
    };
    properties.keys().map(member).collect()
}
