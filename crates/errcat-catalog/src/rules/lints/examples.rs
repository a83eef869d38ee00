//! Lints on examples, which readers copy.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::{LintFindings, Subject, check_entries};
use crate::finding::{Finding, Rule, Span};
use crate::links::MARKDOWN;
use crate::parse::GuideFile;
use crate::raw::{RawExample, RawRequest};
use crate::scope::Scope;
use crate::shape::{Data, Map};
use crate::suggest::quoted;

pub(crate) static MISMATCHED_EXAMPLE: Rule = Rule {
    name: "mismatched-example",
    why: "Readers copy examples, so these have to work. A body that isn't valid for its \
          `Content-Type`, a `GET` request with a body, and a `json` block in a guide that doesn't \
          parse are wrong.",
    fix: "Fix the example, or correct its type. If a request is broken on purpose, set the lint to \
          `{ allow: REASON }` on its error.",
    ..Rule::LINT
};

/// Checks that JSON and forms in examples are valid, and that `GET` requests have no body.
pub(super) fn mismatched_example(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |index, entry| {
        let of_envelope = scope.envelope(index).map(|(_, envelope)| {
            envelope.content_type.as_ref().map_or("application/json", |text| text.value.as_str())
        });
        let examples = entry.raw.examples.iter();
        examples.flat_map(|example| check_example(scope, example, of_envelope)).collect()
    });
    for guide in &scope.guides {
        found.extend(check_guide_blocks(scope, guide).map(|finding| (Subject::Api, finding)));
    }
}

fn check_example(scope: &Scope<'_>, example: &RawExample, of_envelope: Option<&str>) -> Vec<Finding> {
    let requested = example.request.as_ref().and_then(|request| content_type(&request.headers));
    let mut findings = Vec::new();
    for request in example.request.iter().chain(&example.corrected) {
        // A corrected request has the content type of the original one, unless it sets its own.
        let content_type = content_type(&request.headers).or(requested.clone());
        findings
            .extend(request.body.as_ref().and_then(|body| check_body(scope, body, content_type.as_deref())));
        findings.extend(check_get(request, example.request.as_ref()));
    }
    if let Some(response) = &example.response {
        let content_type = content_type(&response.headers).or(of_envelope.map(str::to_owned));
        findings
            .extend(response.body.as_ref().and_then(|body| check_body(scope, body, content_type.as_deref())));
    }
    for (_, code) in example.code.0.iter().filter(|(language, _)| language.value == "json") {
        if let Some((at, error)) = json_error(&code.value) {
            let place = scope.parts(&code.value, code.span).place(at);
            findings.push(finding(place, format!("the code isn't valid JSON: {error}"), FIX_JSON));
        }
    }
    findings
}

const FIX_JSON: &str = "fix it; if it is broken on purpose, allow the lint with a reason";

/// Returns the content type without its parameters.
fn content_type(headers: &Map<Data>) -> Option<String> {
    let (_, value) = headers.0.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    let value = value.0.value.as_str()?;
    Some(value.split(';').next().unwrap_or(value).trim().to_ascii_lowercase())
}

/// Checks that a body matches its content type. Without one, text that starts like JSON must be JSON.
fn check_body(scope: &Scope<'_>, Data(body): &Data, content_type: Option<&str>) -> Option<Finding> {
    let is_json = |known: &str| known == "application/json" || known.ends_with("+json");
    match (&body.value, content_type) {
        (Json::String(text), known) => {
            let looks_like_json = text.trim_start().starts_with(['{', '[']);
            if known.map_or(looks_like_json, is_json) {
                let (at, error) = json_error(text)?;
                let place = scope.parts(text, body.span).place(at);
                return Some(finding(place, format!("the body isn't valid JSON: {error}"), FIX_JSON));
            }
            let at = (known? == "application/x-www-form-urlencoded").then(|| form_error(text)).flatten()?;
            let place = scope.parts(text, body.span).place(at);
            let message = "the body isn't a valid form";
            Some(finding(
                place,
                message.to_owned(),
                "write it as `name=value&other=value`, with `%20` for a space",
            ))
        }
        (Json::Null, _) => None,
        (_, Some(known)) if !is_json(known) && is_text(known) => {
            let message = format!("the body is shown as JSON, but its `Content-Type` is {}", quoted(known));
            Some(finding(body.span, message, "write it as text, `body: |`, or correct its `Content-Type`"))
        }
        _ => None,
    }
}

/// Returns `true` if bodies of this type are never JSON.
fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || content_type.ends_with("/xml")
        || content_type.ends_with("+xml")
        || content_type == "application/x-www-form-urlencoded"
}

/// Checks that a `GET` or `HEAD` request has no body, which would have no meaning (RFC 9110, section 9.3.1).
fn check_get(request: &RawRequest, corrects: Option<&RawRequest>) -> Option<Finding> {
    let body = request.body.as_ref()?;
    let operation = request.operation.as_ref().or(corrects?.operation.as_ref())?;
    let (method, _) = operation.split_once(' ')?;
    let has_none = matches!(method, "GET" | "HEAD");
    let message = format!("a {} request has a body", quoted(method));
    has_none.then(|| finding(body.0.span, message, "move it into the path, or correct the operation"))
}

/// Checks that the `json` blocks of a guide are valid.
fn check_guide_blocks(scope: &Scope<'_>, guide: &GuideFile) -> impl Iterator<Item = Finding> {
    let text = &scope.sources.file(guide.file).text;
    let mut findings = Vec::new();
    // The text of an open block, and the offset of each of its pieces in the guide and in the block.
    let mut open: Option<(String, Vec<(usize, usize)>)> = None;
    for (event, range) in Parser::new_ext(text, MARKDOWN).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "json" => {
                open = Some((String::new(), Vec::new()));
            }
            Event::Text(piece) => {
                if let Some((block, pieces)) = &mut open {
                    pieces.push((range.start, block.len()));
                    block.push_str(&piece);
                }
            }
            Event::End(_) => {
                let Some((block, pieces)) = open.take() else { continue };
                let Some((error_at, error)) = json_error(&block) else { continue };
                let piece = pieces.iter().rfind(|(_, start)| *start <= error_at.start);
                let (in_guide, in_block) = piece.copied().unwrap_or((range.start, 0));
                let at = |at: usize| in_guide + at - in_block;
                let place = Span::of(guide.file, at(error_at.start)..at(error_at.end));
                let help = "fix it, or label the block `jsonc` or `text`";
                findings.push(finding(place, format!("the block isn't valid JSON: {error}"), help));
            }
            _ => {}
        }
    }
    findings.into_iter()
}

fn finding(place: Span, message: String, help: &str) -> Finding {
    Finding::new(&MISMATCHED_EXAMPLE, place, message, help)
}

/// Returns where a text stops being valid JSON, and the parser's message; `None` if it is valid.
fn json_error(text: &str) -> Option<(Range<usize>, String)> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    // The parser counts bytes up to and including the wrong one, and reports missing text at the end.
    let end = text.trim_end().len();
    let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let start = text.floor_char_boundary((line + error.column().saturating_sub(1)).min(last));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    Some((start..start + length, message))
}

/// Returns the place of the first character that isn't allowed in a form; `None` if it is valid.
fn form_error(text: &str) -> Option<Range<usize>> {
    let text = text.trim_end();
    let is_escape = |at: usize| {
        let digits = text.as_bytes().get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let is_wrong = |(at, c): &(usize, char)| match c {
        '%' => !is_escape(*at),
        c => !c.is_ascii_graphic() || "{}\"<>".contains(*c),
    };
    text.char_indices().find(is_wrong).map(|(at, c)| at..at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::{form_error, json_error};

    #[test]
    fn json_errors_are_located() {
        for text in ["{}", " [1, 2]\n", "\"ä\"", "1"] {
            assert_eq!(json_error(text), None, "{text}");
        }
        for (text, at) in [
            ("{\"a\": 1", 6..7),
            ("{\"a\" 1}", 5..6),
            ("{\n  \"ä\": x\n}", 10..11),
            ("", 0..0),
            ("{} x", 3..4),
            ("\"ä", 1..3),
        ] {
            assert_eq!(json_error(text).map(|(at, _)| at), Some(at), "{text}");
        }
    }

    #[test]
    fn form_errors_are_located() {
        assert_eq!(form_error("a=1&b=%20x+y&c[]=2\n"), None);
        for (text, at) in [("a=1 2", 3), ("{\"a\": 1}", 0), ("a=%2", 2), ("a=ä", 2)] {
            assert_eq!(form_error(text).map(|at| at.start), Some(at), "{text}");
        }
    }
}
