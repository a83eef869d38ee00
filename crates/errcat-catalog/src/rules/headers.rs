//! Rules on headers: their names, their values, and who sets them.

mod formats;
mod owned;
mod unsent;
mod values;

use std::collections::{HashMap, HashSet};

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::model::ParamType;
use crate::raw::{RawExample, RawHeader};
use crate::scope::{Origin, Param, Scope, fills};
use crate::shape::{DUPLICATE_ITEM, Data, Map, Word};
use crate::suggest::quoted;
use crate::value;

pub(super) use self::owned::{RESERVED_HEADER, reserved_header};
pub(super) use self::unsent::{UNSENT_HEADER, unsent_header};
pub(super) use self::values::{
    INVALID_CONTENT_TYPE, INVALID_HEADER_VALUE, invalid_content_type, invalid_header_value, is_media_type,
};

pub(crate) static INVALID_HEADER: Rule = Rule {
    name: "invalid-header",
    why: "A header name consists of letters, digits and a few symbols (RFC 9110, section 5.1), and \
          names that differ only in case are the same.",
    fix: "Write the name as it is sent, and define it once.",
    ..Rule::REQUIRED
};

/// Checks that header names are tokens and unique, in `api.yaml`, in envelopes and in examples.
pub(super) fn invalid_header(scope: &Scope<'_>, findings: &mut Findings) {
    check_names(scope.api.headers.0.iter().map(|(name, _)| name), findings);
    for (_, envelope) in &scope.api.envelopes.0 {
        check_names(envelope.headers.0.iter().map(|(name, _)| name), findings);
        for (name, _) in &envelope.headers.0 {
            let mut headers = scope.api.headers.0.iter().map(|(header, _)| header);
            if let Some(header) = headers.find(|header| header.eq_ignore_ascii_case(name)) {
                let message = format!("errors set the header {} too", quoted(&name.value));
                let help = "give it another name, or remove one of the two";
                findings.push(
                    Finding::new(&INVALID_HEADER, name.span, message, help)
                        .related(header.span, "the header of errors"),
                );
            }
        }
    }
    for headers in example_headers(scope) {
        check_names(headers.0.iter().map(|(name, _)| name), findings);
    }
    for (name, _) in &scope.api.header_sets.0 {
        if let Some((header, _)) = scope.api.headers.0.iter().find(|(header, _)| header.value == name.value) {
            let message = format!("{} is the name of a header and of a header set", quoted(&name.value));
            let help = "give the set another name: errors could not use the header alone";
            findings.push(
                Finding::new(&INVALID_HEADER, name.span, message, help)
                    .related(header.span, "the header is defined here"),
            );
        }
    }
}

fn check_names<'a>(names: impl Iterator<Item = &'a Spanned<String>>, findings: &mut Findings) {
    let mut first: HashMap<String, &Spanned<String>> = HashMap::new();
    for name in names {
        if !is_token(name) {
            let message = format!("{} isn't a valid header name", quoted(&name.value));
            let help = "use letters, digits and `-`";
            findings.push(Finding::new(&INVALID_HEADER, name.span, message, help));
        }
        if let Some(before) = first.insert(name.to_lowercase(), name) {
            let message =
                format!("{} and {} are the same header", quoted(&before.value), quoted(&name.value));
            let help = "remove one: case makes no difference";
            findings.push(
                Finding::new(&INVALID_HEADER, name.span, message, help)
                    .related(before.span, "first defined here"),
            );
        }
    }
}

/// Returns `true` if a text is a token (RFC 9110, section 5.6.2), such as a header name or a method.
fn is_token(text: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_token)
}

/// Returns the headers of the requests and responses in examples.
fn example_headers<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Map<Data>> {
    let of_example = |example: &'s RawExample| {
        let requests = example.request.iter().chain(&example.corrected).map(|request| &request.headers);
        requests.chain(example.response.iter().map(|response| &response.headers))
    };
    scope.entries.iter().flat_map(|entry| &entry.raw.examples).flat_map(of_example)
}

pub(crate) static CONFLICTING_TYPE: Rule = Rule {
    name: "conflicting-type",
    why: "A param has one type and one unit, and every header that it fills is written in that format. \
          With another type, the header would have a value that its definition doesn't allow.",
    fix: "Use a separate param for each header, or the same type and unit.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that each header has the type of the param that fills it.
pub(super) fn conflicting_type(scope: &Scope<'_>, findings: &mut Findings) {
    // Errors that inherit the same conflict don't repeat it.
    let mut known: HashSet<(Span, Span)> = HashSet::new();
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        for (_, name, header) in scope.headers(index) {
            let filled = |param: &&Param<'_>| fills(header, param.name);
            let Some(param) = entry.params.iter().find(filled) else { continue };
            let (ty, unit, _) = param.origin.value();
            let (of_param, of_header) =
                (value::param_type(ty, unit), value::param_type(header.r#type.as_ref(), header.unit));
            let (Some(of_param), Some(of_header)) = (of_param, of_header) else { continue };
            let (place, other) = places(param, header);
            if of_param != of_header && known.insert((place, other)) {
                findings.push(conflict(param, name, (&of_param, &of_header), (place, other)));
            }
        }
    }
}

/// Returns the location of the finding and the related one: the definition that could be changed comes first.
fn places(param: &Param<'_>, header: &RawHeader) -> (Span, Span) {
    let in_header = header.param.as_ref().map_or(header.span, |param| param.span);
    match param.origin {
        Origin::Declared(_) => (param.place, in_header),
        Origin::Header(_) => (in_header, param.place),
    }
}

fn conflict(
    param: &Param<'_>,
    header: &str,
    (of_param, of_header): (&ParamType, &ParamType),
    (place, other): (Span, Span),
) -> Finding {
    let (name, of_param, of_header) = (param.name, of_param.words(), of_header.words());
    let message = format!(
        "the type of the param `{name}` is {of_param}, but the type of the header {} is {of_header}",
        quoted(header)
    );
    let (help, label) = match param.origin {
        Origin::Declared(_) => (
            "give it the type and unit of the header, or another name",
            "the header gets its value from the param",
        ),
        Origin::Header(_) => (
            "use a separate param for each header, or the same type and unit",
            "another header defines the param",
        ),
    };
    Finding::new(&CONFLICTING_TYPE, place, message, help).related(other, label)
}

/// Checks that an error doesn't list a header that is also in one of its header sets.
pub(super) fn repeated_header(scope: &Scope<'_>, findings: &mut Findings) {
    for entry in scope.entries.iter().filter(|entry| entry.raw.headers.0.len() > 1) {
        let mut known: HashMap<&str, &Word> = HashMap::new();
        for word in &entry.raw.headers.0 {
            let set = scope.api.header_sets.get(&word.value).map(Vec::as_slice);
            for header in set.unwrap_or(std::slice::from_ref(word)) {
                match known.get(header.value.as_str()) {
                    // The same word twice is reported for every list.
                    Some(first) if first.value == word.value => {}
                    Some(first) => {
                        let message = format!("{} is sent once, but listed twice", quoted(&header.value));
                        let help = "remove one: a header set includes its headers";
                        findings.push(
                            Finding::new(&DUPLICATE_ITEM, word.span, message, help)
                                .related(first.span, "first listed here"),
                        );
                    }
                    None => drop(known.insert(&header.value, word)),
                }
            }
        }
    }
}
