//! Finds the code and the message in a body.

use errcat_catalog::edit::Yaml;
use serde_json::Value;

use super::super::notes::{Notes, Origin};
use super::spec::Spec;

/// The members that may be the code, the best first.
const CODES: [&str; 8] = ["code", "error_code", "errorCode", "error", "type", "reason", "name", "status"];
/// The members that may be the message, the best first.
const MESSAGES: [&str; 7] =
    ["message", "detail", "error_description", "msg", "description", "title", "error"];
/// The members that an error may be in.
const AROUND: [&str; 5] = ["error", "errors", "fault", "detail", "problem"];

/// The maximum depth of a member.
const MAX_DEPTH: usize = 4;

/// The code and the message in a body, and where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) code: String,
    pub(super) message: Option<String>,
    pub(super) title: Option<String>,
    /// The URI of the problem type, if the code is its last segment.
    pub(super) uri: Option<String>,
    pub(super) content_type: String,
    /// The path of the code: `error`, `code`.
    code_path: Vec<String>,
    message_path: Option<Vec<String>>,
    /// `true` if an error is in a list.
    is_list: bool,
    /// The way in which the code was found.
    pub(super) found: Found,
}

/// The way in which a code was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A value in an example of the response, or the only one that a schema allows.
    Own,
    /// A value among several that a schema lists. It may be the list of all codes of the API.
    Listed,
    /// An example in a schema, which may be that of all errors.
    SchemaExample,
}

/// Returns the error in an example.
pub(super) fn of_example(example: &Value) -> Option<Body> {
    in_value(example, &[], MAX_DEPTH)
}

fn in_value(value: &Value, path: &[String], depth: usize) -> Option<Body> {
    let map = value.as_object()?;
    let member = |name: &str| [path, &[name.to_owned()]].concat();
    let found = CODES.iter().find_map(|name| Some((*name, code_of(map.get(*name)?)?)));
    if let Some((name, code)) = found {
        let text = |name: &str| map.get(name)?.as_str().map(str::to_owned);
        let message =
            MESSAGES.iter().find_map(|it| Some((*it, map.get(*it)?.as_str()?))).filter(|(it, _)| *it != name);
        return Some(Body {
            code,
            message: message.map(|(_, text)| text.to_owned()),
            title: text("title").filter(|_| name != "title" && message.is_none_or(|(it, _)| it != "title")),
            uri: text(name).filter(|text| text.contains("://")),
            content_type: String::new(),
            code_path: member(name),
            message_path: message.map(|(name, _)| member(name)),
            is_list: false,
            found: Found::Own,
        });
    }
    let depth = depth.checked_sub(1)?;
    AROUND.iter().find_map(|name| match map.get(*name)? {
        Value::Array(items) => {
            Some(Body { is_list: true, ..in_value(items.first()?, &member(name), depth)? })
        }
        value => in_value(value, &member(name), depth),
    })
}

/// Returns a code: a word or a number, or the last segment of a URL.
fn code_of(value: &Value) -> Option<String> {
    match value {
        // An HTTP status isn't a code.
        Value::Number(number) => {
            number.as_i64().filter(|code| !(100..600).contains(code)).map(|code| code.to_string())
        }
        Value::String(text) if text.contains("://") => {
            let segment = text.trim_end_matches('/').rsplit('/').next()?;
            (!segment.is_empty()).then(|| segment.to_owned())
        }
        Value::String(text) => {
            let is_word = !text.is_empty() && !text.contains(char::is_whitespace) && text != "about:blank";
            let is_status = text.parse::<u16>().is_ok_and(|status| (100..600).contains(&status));
            (is_word && !is_status && text != "string").then(|| text.clone())
        }
        _ => None,
    }
}

/// Returns the errors that a schema describes: one for each code.
pub(super) fn of_schema<'a>(spec: &Spec<'a>, schema: &'a Value) -> Vec<Body> {
    let mut bodies = Vec::new();
    collect(spec, schema, &[], MAX_DEPTH, &mut bodies);
    bodies
}

fn collect<'a>(spec: &Spec<'a>, schema: &'a Value, path: &[String], depth: usize, bodies: &mut Vec<Body>) {
    let schema = spec.resolve(schema);
    let Some(depth) = depth.checked_sub(1) else { return };
    for alternatives in ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(*key)?.as_array()) {
        alternatives.iter().for_each(|schema| collect(spec, schema, path, depth, bodies));
    }
    let properties = properties(spec, schema, depth);
    let property =
        |name: &str| properties.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let member = |name: &str| [path, &[name.to_owned()]].concat();
    let code = CODES.iter().find_map(|name| {
        let property = property(name)?;
        let values: Vec<String> = values(property).into_iter().filter_map(code_of).collect();
        let found = match &values[..] {
            [] => return None,
            _ if property.get("const").is_none() && property.get("enum").is_none() => Found::SchemaExample,
            [_] => Found::Own,
            _ => Found::Listed,
        };
        Some((*name, values, found))
    });
    if let Some((name, codes, found)) = code {
        let message = MESSAGES.iter().find(|it| **it != name && property(it).is_some()).copied();
        let text = message.and_then(property).map(values).unwrap_or_default();
        // One text for several codes isn't the message of each.
        let text =
            text.first().and_then(|text| text.as_str()).filter(|_| codes.len() == 1).map(str::to_owned);
        bodies.extend(codes.into_iter().map(|code| Body {
            code,
            message: text.clone(),
            title: None,
            uri: None,
            content_type: String::new(),
            code_path: member(name),
            message_path: message.map(member),
            is_list: false,
            found,
        }));
        return;
    }
    for (name, inner) in AROUND.iter().filter_map(|name| Some((name, property(name)?))) {
        let before = bodies.len();
        match inner.get("items") {
            Some(items) => collect(spec, items, &member(name), depth, bodies),
            None => collect(spec, inner, &member(name), depth, bodies),
        }
        bodies[before..].iter_mut().for_each(|body| body.is_list |= inner.get("items").is_some());
    }
}

/// Returns the properties of a schema and of those that it combines. Later ones replace earlier ones.
fn properties<'a>(spec: &Spec<'a>, schema: &'a Value, depth: usize) -> Vec<(&'a str, &'a Value)> {
    let mut all = Vec::new();
    if let Some(depth) = depth.checked_sub(1) {
        let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        parts.for_each(|part| all.extend(properties(spec, spec.resolve(part), depth)));
    }
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    all.extend(own.map(|(name, value)| (name.as_str(), spec.resolve(value))));
    all
}

/// Returns the values that a schema lists.
fn values(schema: &Value) -> Vec<&Value> {
    let list = |key: &str| schema.get(key).and_then(Value::as_array).map(|values| values.iter().collect());
    let one = |key: &str| schema.get(key).map(|value| vec![value]);
    one("const")
        .or_else(|| list("enum"))
        .or_else(|| list("examples"))
        .or_else(|| one("example"))
        .or_else(|| one("default"))
        .unwrap_or_default()
}

/// Returns the envelope of most bodies: its name, and its definition unless it is built in.
pub(super) fn envelope(bodies: &[&Body], notes: &mut Notes) -> Option<(&'static str, Option<Yaml>)> {
    let shape = |body: &Body| (body.code_path.clone(), body.message_path.clone(), body.is_list);
    let most =
        bodies.iter().max_by_key(|body| bodies.iter().filter(|it| shape(it) == shape(body)).count())?;
    let others = bodies.iter().filter(|body| shape(body) != shape(most)).count();
    if others > 0 {
        notes.push(
            &Origin::File,
            format!("{others} errors have their code in another member: one envelope is written"),
        );
    }
    if most.content_type.contains("problem+json") && most.code_path == ["type"] {
        return Some(("problem", None));
    }
    notes.push(
        &Origin::File,
        "the envelope has the code and the message: add other members of the bodies to api.yaml",
    );
    let (mut body, mut each) = (Vec::new(), Vec::new());
    let (list, item) = most.code_path.split_at(if most.is_list { most.code_path.len() - 1 } else { 0 });
    let members = if most.is_list { &mut each } else { &mut body };
    insert(members, item, Yaml::Text("{code}".to_owned()));
    if let Some(path) = most.message_path.as_deref().and_then(|path| path.strip_prefix(list)) {
        insert(members, path, Yaml::Text("{message}".to_owned()));
    }
    if most.is_list {
        insert(&mut body, list, Yaml::ShortList(vec![Yaml::Text("{each}".to_owned())]));
    }
    let is_json = most.content_type.is_empty() || most.content_type == "application/json";
    let content_type = (!is_json && most.content_type.contains("json"))
        .then(|| ("content_type".to_owned(), Yaml::Text(most.content_type.clone())));
    let pairs = [("summary".to_owned(), Yaml::Text("Every error".to_owned()))]
        .into_iter()
        .chain(content_type)
        .chain([("body".to_owned(), Yaml::ShortMap(body))]);
    let each = (!each.is_empty()).then(|| ("each".to_owned(), Yaml::ShortMap(each)));
    let pairs = pairs.chain(each).chain([("identify_by".to_owned(), Yaml::Word("code".to_owned()))]);
    Some(("http", Some(Yaml::Map(pairs.collect()))))
}

/// Adds a member at a path.
fn insert(map: &mut Vec<(String, Yaml)>, path: &[String], value: Yaml) {
    let Some((name, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        map.push((name.clone(), value));
        return;
    }
    let index = map.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        map.push((name.clone(), Yaml::ShortMap(Vec::new())));
        map.len() - 1
    });
    if let Yaml::ShortMap(inner) = &mut map[index].1 {
        insert(inner, rest, value);
    }
}
