//! Rules on the values of headers.

use serde_json::Value as Json;

use super::{example_headers, formats, is_token};
use crate::finding::{Finding, Findings, Rule, Span};
use crate::model::ParamType;
use crate::raw::RawHeader;
use crate::scope::Scope;
use crate::suggest::quoted;
use crate::template;
use crate::value;

pub(crate) static INVALID_HEADER_VALUE: Rule = Rule {
    name: "invalid-header-value",
    why: "The value of a header is a line of visible ASCII characters (RFC 9110, section 5.5), and standard \
          headers have formats of their own. Clients and proxies reject or ignore other values.",
    fix: "Write the value as it is sent, and use a type whose values are valid in this header.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that the values of headers can be sent, and have the format of the header.
pub(in crate::rules) fn invalid_header_value(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, header) in &scope.api.headers.0 {
        let example = &header.example.0;
        let has_example = header.keys.place("example").is_some();
        let is_list = header.r#type.as_ref().is_some_and(|word| word.value.starts_with(value::LIST_OF));
        let items = || match &example.value {
            Json::Array(items) if is_list => items.iter(),
            value => std::slice::from_ref(value).iter(),
        };
        let check_example = || {
            items()
                .find_map(|item| check_characters(example.span, item))
                .or_else(|| check_format(name, header))
        };
        let found = check_type(name, header).or_else(|| has_example.then(check_example).flatten());
        if let Some(finding) = found {
            findings.push(finding);
        }
    }
    for (_, text) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.headers.0) {
        if let Some(finding) = check_characters(text.span, &Json::String(text.value.clone())) {
            findings.push(finding);
        }
        let mut parts = scope.parts(&text.value, text.span);
        for slot in template::in_body(&text.value).filter(|slot| slot.name == "params") {
            let message = "a header can't contain an object of params";
            let help = "use the names of single params, or put `{params}` in the body";
            let place = parts.place(slot.range);
            findings.push(Finding::new(&INVALID_HEADER_VALUE, place, message, help));
        }
    }
    for (_, value) in example_headers(scope).flat_map(|headers| &headers.0) {
        if let Some(finding) = check_characters(value.0.span, &value.0.value) {
            findings.push(finding);
        }
    }
}

fn check_type(name: &str, header: &RawHeader) -> Option<Finding> {
    let ty = value::param_type(header.r#type.as_ref(), header.unit)?;
    let of_type = header.r#type.as_ref().map_or(header.example.0.span, |word| word.span);
    let place = match ty {
        ParamType::DurationMilliseconds => header.keys.place("unit").unwrap_or(of_type),
        _ => of_type,
    };
    if let ParamType::Json | ParamType::Map(_) = ty {
        let shown = if ty == ParamType::Json { "`json`" } else { "a map" };
        let message = format!("the header {} can't be {}: a header is a line of text", quoted(name), shown);
        let help = "use `string`, `integer`, `number`, `boolean`, `duration`, `timestamp`, or a list of them";
        return Some(Finding::new(&INVALID_HEADER_VALUE, place, message, help));
    }
    if let (ParamType::List(_), None) = (&ty, &header.param) {
        let message = format!("the header {} always has the same value, so it can't be a list", quoted(name));
        let help = "add `param`, or write the value as a text";
        return Some(Finding::new(&INVALID_HEADER_VALUE, place, message, help));
    }
    let format = formats::of(name).filter(|format| !format.allows(&ty))?;
    let message = format!("{} is {}, but its type is {}", quoted(name), format.description, ty.words());
    let help = match ty {
        ParamType::DurationMilliseconds => "write `unit: seconds`",
        _ if format.allows(&ParamType::DurationSeconds) => "write `type: duration` with `unit: seconds`",
        _ => "write `type: string`, with an example of this format",
    };
    Some(Finding::new(&INVALID_HEADER_VALUE, place, message, help))
}

/// Checks that a value contains only characters that the server sends unchanged.
fn check_characters(place: Span, value: &Json) -> Option<Finding> {
    let (message, help) = match value {
        Json::String(text) => {
            if let Some(c) = text.chars().find(|c| !matches!(c, ' '..='~')) {
                let message = format!("a header can't contain the character U+{:04X}", u32::from(c));
                (
                    message,
                    "use visible ASCII characters and spaces, or encode the value, as `%C3%A9` for example",
                )
            } else if text.trim() != text {
                ("a header can't start or end with a space".to_owned(), "remove the space: readers ignore it")
            } else {
                return None;
            }
        }
        Json::Bool(_) | Json::Number(_) => return None,
        Json::Null | Json::Array(_) | Json::Object(_) => {
            let message = format!("the value of a header is a line of text, not {}", value::describe(value));
            (message, "write it as it is sent, in quotes")
        }
    };
    Some(Finding::new(&INVALID_HEADER_VALUE, place, message, help))
}

fn check_format(name: &str, header: &RawHeader) -> Option<Finding> {
    let format = formats::of(name)?;
    let example = match &header.example.0.value {
        Json::String(text) => text.clone(),
        // Durations are sent in whole units.
        Json::Number(number) if number.is_i64() => number.to_string(),
        _ => return None,
    };
    if format.fits(&example) {
        return None;
    }
    let message = format!("{} is {}, not {}", quoted(name), format.description, quoted(&example));
    let help = "write the example as it is sent";
    Some(Finding::new(&INVALID_HEADER_VALUE, header.example.0.span, message, help))
}

pub(crate) static INVALID_CONTENT_TYPE: Rule = Rule {
    name: "invalid-content-type",
    why: "Clients choose how to read a body by its media type (RFC 9110, section 8.3.1). This text isn't one.",
    fix: "Write a type and a subtype, such as `application/json`, and then params if there are any: \
          `text/plain; charset=utf-8`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that content types are media types.
pub(in crate::rules) fn invalid_content_type(scope: &Scope<'_>, findings: &mut Findings) {
    for (_, envelope) in &scope.api.envelopes.0 {
        let Some(content_type) = &envelope.content_type else { continue };
        if !content_type.is_empty() && !is_media_type(content_type) {
            let message = format!("{} isn't a media type", quoted(&content_type.value));
            let help = "write a type and a subtype: `application/json`";
            findings.push(Finding::new(&INVALID_CONTENT_TYPE, content_type.span, message, help));
        }
    }
}

/// Returns `true` for a text such as `text/plain; charset=utf-8`.
pub(in crate::rules) fn is_media_type(text: &str) -> bool {
    let mut parts = text.split(';');
    let is_type =
        |text: &str| text.split_once('/').is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype));
    let is_param = |text: &str| {
        text.trim_matches(' ').split_once('=').is_some_and(|(name, value)| {
            let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let is_plain = |value: &str| value.chars().all(|c| matches!(c, ' '..='~') && !"\"\\".contains(c));
            is_token(name) && quoted.map_or_else(|| is_token(value), is_plain)
        })
    };
    parts.next().is_some_and(|first| is_type(first.trim_end_matches(' '))) && parts.all(is_param)
}

#[cfg(test)]
mod tests {
    use super::is_media_type;

    #[test]
    fn media_types_have_a_type_a_subtype_and_params() {
        for text in [
            "application/json",
            "application/problem+json",
            "text/plain; charset=utf-8",
            "a/b;c=\"d e\" ; f=g",
        ] {
            assert!(is_media_type(text), "{text}");
        }
        for text in
            ["json", "application/", "a/b c", "a/b\r\nX: y", "a/b; charset", "a/b; c=\"d", "ä/b", "a/b;"]
        {
            assert!(!is_media_type(text), "{text}");
        }
    }
}
