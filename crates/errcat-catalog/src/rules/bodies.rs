//! The rule on bodies, and the checks of bodies that aren't JSON.

use errcat::BodyFormat;

use super::headers::is_media_type;
use crate::finding::{Finding, Findings, Rule};
use crate::raw::RawEnvelope;
use crate::scope::Scope;
use crate::suggest::quoted;
use crate::template;
use crate::value;
use crate::yaml::Kind;

mod xml;

pub(crate) static INVALID_BODY: Rule = Rule {
    name: "invalid-body",
    why: "A body is data with placeholders. This one has an unbalanced brace, \
          a cast that isn't one, a list of errors without the form of its items, or a placeholder \
          without quotes, which YAML reads as a map. Or its content type isn't JSON, and it isn't a text \
          from which clients can read all values.",
    fix: "Close the brace, or write `{{` and `}}` for literal braces. Put quotes around texts with \
          placeholders. `{status:string}` writes a value as a string. For a \
          content type that isn't JSON, write the body as a text, `body: |-`, with text between placeholders.",
    ..Rule::REQUIRED
};

/// Checks that a body of another content type than JSON is a text, and that clients can read its values.
pub(super) fn check(scope: &Scope<'_>, envelope: &RawEnvelope, findings: &mut Findings) {
    let Some(content_type) = envelope.content_type.as_ref().filter(|text| is_media_type(&text.value)) else {
        return;
    };
    if value::format(envelope) == BodyFormat::Json || envelope.has_unknown_body() {
        return;
    }
    let body = &envelope.body.0;
    let Kind::Scalar { text, .. } = &body.kind else {
        let message = format!("a body of the type {} is a text", quoted(&content_type.value));
        let help = "write it as text, `body: |-`, or remove `content_type` if the body is JSON";
        findings.push(
            Finding::new(&INVALID_BODY, body.span, message, help).related(content_type.span, "set here"),
        );
        return;
    };
    let mut parts = scope.parts(text, body.span);
    let mut report = |range, message: String, help: &str| {
        findings.push(Finding::new(&INVALID_BODY, parts.place(range), message, help));
    };
    let mut end = None;
    for slot in template::in_body(text) {
        if slot.name == "params" {
            let help = "write a placeholder for each param";
            report(slot.range.clone(), "`{params}` is an object, which only JSON has".to_owned(), help);
        } else if end == Some(slot.range.start) {
            let help = "write text between the placeholders";
            let message = format!("nothing marks where the value before `{{{}}}` ends", slot.name);
            report(slot.range.clone(), message, help);
        }
        end = Some(slot.range.end);
    }
    if value::format(envelope) == BodyFormat::Xml
        && let Some((range, message)) = xml::mistake(text)
    {
        let help = "close each element, and write placeholders only in texts and in the values of attributes";
        report(range, message, help);
    }
}
