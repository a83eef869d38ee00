//! Lints on examples, which people copy.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::{Found, Subject, of_entries};
use crate::finding::{Finding, Rule, Span};
use crate::links::MARKDOWN;
use crate::parse::GuideFile;
use crate::raw::{RawExample, RawRequest};
use crate::scope::Scope;
use crate::shape::{Data, Map};
use crate::suggest::quoted;

pub(crate) static MISMATCHED_EXAMPLE: Rule = Rule {
    name: "mismatched-example",
    why: "Examples are copied, so they are what they say that they are. A body that isn't the JSON \
          or the form that its `Content-Type` says, a `GET` with a body, or a block called `json` in \
          a guide that doesn't parse fails for whoever copies it.",
    fix: "Mend the example, or say what it is. Where a request is broken on purpose, write `{ allow: \
          REASON }` at its error.",
    ..Rule::LINT
};

/// An example is what it says that it is: JSON that parses, a form, a `GET` without a body.
pub(super) fn mismatched_example(scope: &Scope<'_>, found: &mut Found) {
    of_entries(scope, found, |index, entry| {
        let of_envelope = scope.envelope(index).map(|(_, envelope)| {
            envelope.content_type.as_ref().map_or("application/json", |text| text.value.as_str())
        });
        let examples = entry.raw.examples.iter();
        examples.flat_map(|example| mismatches(scope, example, of_envelope)).collect()
    });
    for guide in &scope.guides {
        found.extend(broken_blocks(scope, guide).map(|finding| (Subject::Api, finding)));
    }
}

fn mismatches(scope: &Scope<'_>, example: &RawExample, of_envelope: Option<&str>) -> Vec<Finding> {
    let said = |headers: &Map<Data>| content_type(headers);
    let requested = example.request.as_ref().and_then(|request| said(&request.headers));
    let mut findings = Vec::new();
    for request in example.request.iter().chain(&example.corrected) {
        // What is to be corrected says what its correction leaves out.
        let content_type = said(&request.headers).or(requested.clone());
        findings.extend(request.body.as_ref().and_then(|body| body_of(scope, body, content_type.as_deref())));
        findings.extend(body_of_get(request, example.request.as_ref()));
    }
    if let Some(response) = &example.response {
        let content_type = said(&response.headers).or(of_envelope.map(str::to_owned));
        findings
            .extend(response.body.as_ref().and_then(|body| body_of(scope, body, content_type.as_deref())));
    }
    for (language, code) in example.code.0.iter().filter(|(language, _)| language.value == "json") {
        if let Some((at, wrong)) = not_json(&code.value) {
            let place = scope.parts(&code.value, code.span).place(at);
            findings.push(finding(place, format!("the code isn't {}: {wrong}", quoted(language)), MEND_JSON));
        }
    }
    findings
}

const MEND_JSON: &str = "mend it; if it is broken on purpose, allow it with the reason";

/// What the text of a header says, without its parameters.
fn content_type(headers: &Map<Data>) -> Option<String> {
    let (_, value) = headers.0.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    let value = value.0.value.as_str()?;
    Some(value.split(';').next().unwrap_or(value).trim().to_ascii_lowercase())
}

/// A body that isn't what its content type says. Without one, what begins as JSON is meant to be JSON.
fn body_of(scope: &Scope<'_>, Data(body): &Data, content_type: Option<&str>) -> Option<Finding> {
    let is_json = |known: &str| known == "application/json" || known.ends_with("+json");
    match (&body.value, content_type) {
        (Json::String(text), known) => {
            let looks_like_json = text.trim_start().starts_with(['{', '[']);
            if known.map_or(looks_like_json, is_json) {
                let (at, wrong) = not_json(text)?;
                let place = scope.parts(text, body.span).place(at);
                return Some(finding(
                    place,
                    format!("the body isn't the JSON that it says it is: {wrong}"),
                    MEND_JSON,
                ));
            }
            let at = (known? == "application/x-www-form-urlencoded").then(|| not_a_form(text)).flatten()?;
            let place = scope.parts(text, body.span).place(at);
            let message = "the body isn't the form that it says it is";
            Some(finding(
                place,
                message.to_owned(),
                "write it as `name=value&other=value`, with `%20` for a blank",
            ))
        }
        (Json::Null, _) => None,
        (_, Some(known)) if !is_json(known) && is_text(known) => {
            let message = format!("the body is shown as JSON, and says that it is {}", quoted(known));
            Some(finding(body.span, message, "write it as a text, `body: |`, or correct its `Content-Type`"))
        }
        _ => None,
    }
}

/// Types whose bodies are never JSON.
fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || content_type.ends_with("/xml")
        || content_type.ends_with("+xml")
        || content_type == "application/x-www-form-urlencoded"
}

/// A body in a `GET` means nothing (RFC 9110, section 9.3.1).
fn body_of_get(request: &RawRequest, corrects: Option<&RawRequest>) -> Option<Finding> {
    let body = request.body.as_ref()?;
    let operation = request.operation.as_ref().or(corrects?.operation.as_ref())?;
    let (method, _) = operation.split_once(' ')?;
    let has_none = matches!(method, "GET" | "HEAD");
    let message = format!("a body in a request of {}", quoted(method));
    has_none.then(|| finding(body.0.span, message, "move it into the path, or correct the operation"))
}

/// Blocks of a guide that say `json` and aren't.
fn broken_blocks(scope: &Scope<'_>, guide: &GuideFile) -> impl Iterator<Item = Finding> {
    let text = &scope.sources.file(guide.file).text;
    let mut findings = Vec::new();
    // The text of an open block, and where each of its pieces stands in the guide and in the block.
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
                let Some((wrong_at, wrong)) = not_json(&block) else { continue };
                let piece = pieces.iter().rfind(|(_, start)| *start <= wrong_at.start);
                let (in_guide, in_block) = piece.copied().unwrap_or((range.start, 0));
                let at = |at: usize| in_guide + at - in_block;
                let place = Span::of(guide.file, at(wrong_at.start)..at(wrong_at.end));
                let help = "mend it, or call the block `jsonc` or `text`";
                findings.push(finding(place, format!("the block isn't `json`: {wrong}"), help));
            }
            _ => {}
        }
    }
    findings.into_iter()
}

fn finding(place: Span, message: String, help: &str) -> Finding {
    Finding::new(&MISMATCHED_EXAMPLE, place, message, help)
}

/// Where a text stops being JSON, and why.
fn not_json(text: &str) -> Option<(Range<usize>, String)> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    // The reader counts the bytes up to and with the one that is wrong; what is missing is missed at the end.
    let end = text.trim_end().len();
    let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let start = text.floor_char_boundary((line + error.column().saturating_sub(1)).min(last));
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let wrong = error.to_string();
    let wrong = wrong.split(" at line ").next().unwrap_or_default().to_owned();
    Some((start..start + length, wrong))
}

/// The first character that can't be in a form.
fn not_a_form(text: &str) -> Option<Range<usize>> {
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
    use super::{not_a_form, not_json};

    #[test]
    fn json_is_told_where_it_breaks() {
        for text in ["{}", " [1, 2]\n", "\"ä\"", "1"] {
            assert_eq!(not_json(text), None, "{text}");
        }
        for (text, at) in [
            ("{\"a\": 1", 6..7),
            ("{\"a\" 1}", 5..6),
            ("{\n  \"ä\": x\n}", 10..11),
            ("", 0..0),
            ("{} x", 3..4),
            ("\"ä", 1..3),
        ] {
            assert_eq!(not_json(text).map(|(at, _)| at), Some(at), "{text}");
        }
    }

    #[test]
    fn forms() {
        assert_eq!(not_a_form("a=1&b=%20x+y&c[]=2\n"), None);
        for (text, at) in [("a=1 2", 3), ("{\"a\": 1}", 0), ("a=%2", 2), ("a=ä", 2)] {
            assert_eq!(not_a_form(text).map(|at| at.start), Some(at), "{text}");
        }
    }
}
