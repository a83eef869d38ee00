//! Checks of bodies that aren't JSON.

use errcat::BodyFormat;

use super::envelopes::INVALID_BODY;
use super::headers::is_media_type;
use crate::finding::{Finding, Findings};
use crate::raw::RawEnvelope;
use crate::scope::Scope;
use crate::suggest::quoted;
use crate::template;
use crate::value;
use crate::yaml::Kind;

mod xml;

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
