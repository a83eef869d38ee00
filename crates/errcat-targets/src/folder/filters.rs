//! The filters of target templates, in addition to Tera's own.

use std::collections::{BTreeMap, BTreeSet};

use errcat_catalog::invisible;
use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers the filters. `types` and `reserved` are those of `target.toml`.
pub(super) fn register(tera: &mut Tera, types: &BTreeMap<String, String>, reserved: &BTreeSet<String>) {
    tera.register_filter("snake", |text: &str, _: Kwargs, _: &State<'_>| text.to_snake_case());
    tera.register_filter("kebab", |text: &str, _: Kwargs, _: &State<'_>| text.to_kebab_case());
    tera.register_filter("camel", |text: &str, _: Kwargs, _: &State<'_>| text.to_lower_camel_case());
    tera.register_filter("pascal", |text: &str, _: Kwargs, _: &State<'_>| text.to_upper_camel_case());
    tera.register_filter("screaming", |text: &str, _: Kwargs, _: &State<'_>| text.to_shouty_snake_case());
    crate::sentence::register(tera);
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State<'_>| {
        serde_json::to_string(&value).map_err(|error| Error::message(error.to_string()))
    });
    tera.register_filter("comment", |text: &str, arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Ok(Value::safe_string(&comment(text, arguments.must_get::<&str>("start")?)))
    });
    let reserved = reserved.clone();
    tera.register_filter("identifier", move |name: &str, _: Kwargs, _: &State<'_>| {
        identifier(name, &reserved)
    });
    let types = types.clone();
    tera.register_filter("type", move |param: Value, _: Kwargs, _: &State<'_>| type_of(&param, &types));
}

/// Returns a name with `_` after it if it is reserved. Names from the catalog don't end in `_`, so this can't
/// be the name of something else.
pub(super) fn identifier(name: &str, reserved: &BTreeSet<String>) -> String {
    if reserved.contains(name) { format!("{name}_") } else { name.to_owned() }
}

/// Formats a text as the lines of a comment that it can't end. `start` is added to every line except the
/// first, where the template has already written it.
fn comment(text: &str, start: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = invisible::blanked(line).replace('\t', " ");
        // In some languages, a backslash at the end continues the comment on the next line.
        let line = line.trim_end_matches(|c: char| c.is_whitespace() || c == '\\');
        line.replace("*/", "* /").replace("-->", "-- >").replace("\"\"\"", "'''")
    });
    let (mut text, mut is_first) = (String::new(), true);
    for line in lines {
        if !std::mem::take(&mut is_first) {
            text.push('\n');
            text.push_str(if line.is_empty() { start.trim_end() } else { start });
        }
        text.push_str(&line);
    }
    text
}

/// Returns the type of a param in the target's language, by the param's type or by its type on the wire.
fn type_of(param: &Value, types: &BTreeMap<String, String>) -> TeraResult<String> {
    let member = |name: &'static str| param.get_from_path(name);
    let (Some(type_name), Some(wire_type)) =
        (member("type_name").and_then(Value::as_str), member("wire_type").and_then(Value::as_str))
    else {
        return Err(Error::message("the filter `type` is for params and headers"));
    };
    // A target may have no types of its own for lists and maps.
    let any = (["array", "object"].contains(&wire_type)).then_some("json");
    let known = types.get(type_name).or_else(|| types.get(wire_type)).or_else(|| types.get(any?));
    known.cloned().ok_or_else(|| {
        let names = if type_name == wire_type {
            format!("`{type_name}`")
        } else {
            format!("`{type_name}` or `{wire_type}`")
        };
        Error::message(format!("[types] in target.toml doesn't have {names}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_get_an_underscore() {
        let mut tera = Tera::default();
        register(&mut tera, &BTreeMap::new(), &BTreeSet::from(["Error".to_owned()]));
        let text = "{{ \"Error\" | identifier }} {{ \"NotFound\" | identifier }}";
        tera.add_raw_template("names", text).expect("a template");
        assert_eq!(tera.render("names", &tera::Context::new()).expect("two names"), "Error_ NotFound");
    }

    #[test]
    fn texts_cannot_end_a_comment() {
        assert_eq!(comment("one \n\ntwo", "// "), "one\n//\n// two");
        assert_eq!(comment("one\r\ntwo */ x\u{2028}y \\", "// "), "one\n// two * / x y");
    }
}
