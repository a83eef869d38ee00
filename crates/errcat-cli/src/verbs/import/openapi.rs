//! Makes entries of the error responses in an OpenAPI description.

mod body;
mod responses;
mod spec;

use errcat_catalog::edit::{NewApi, NewEntry, Yaml};
use errcat_catalog::finding::{Findings, Sources};
use errcat_catalog::shape::to_json;
use errcat_catalog::{Report, report};
use errcat_catalog::{status, yaml};
use serde_json::Value;

use self::body::Body;
use self::responses::Response;
use self::spec::Spec;
use super::draft::{Draft, DraftEntry};
use super::notes::{Notes, Origin};
use super::placeholders::escaped;
use super::problems;
use super::tabular::TABLE;
use super::texts::{cleaned, on_one_line};
use crate::terminal::failure::Failure;

/// The maximum number of operations that are listed for an error. One that more of them return is a general
/// one.
const MAX_OPERATIONS: usize = 20;

/// Reads an OpenAPI description in JSON or YAML.
///
/// # Errors
///
/// If the text is neither, or has no `paths`.
pub(super) fn parse(path: &str, text: &str) -> Result<Value, Failure> {
    let text = text.trim_start_matches('\u{FEFF}');
    let spec: Value = match serde_json::from_str(text) {
        Ok(spec) => spec,
        Err(_) => {
            let (mut sources, mut findings) = (Sources::default(), Findings::default());
            let node = yaml::read(text, sources.add(path, text), &mut findings);
            let Some(node) = node else {
                let findings = report::human(&Report { findings, sources }, false);
                return Err(Failure::new(format!("{path} is neither JSON nor YAML"), findings.trim_end()));
            };
            // Texts that YAML parsers read differently don't matter here.
            to_json(&node, &mut Findings::default())
        }
    };
    if spec.get("paths").is_none_or(|paths| !paths.is_object()) {
        return Err(Failure::new(format!("{path} has no `paths`"), "pass an OpenAPI description"));
    }
    Ok(spec)
}

/// Makes a catalog of an OpenAPI description.
pub(super) fn draft(spec: &Value, notes: &mut Notes) -> Draft {
    let spec = Spec::new(spec);
    let mut errors: Vec<Error> = Vec::new();
    for response in spec.responses(notes) {
        let found = response.errors(&spec, notes);
        if found.is_empty() {
            add(&mut errors, &response, response.fallback_code(), None, None);
        }
        for error in found {
            add(&mut errors, &response, error.code.clone(), error.message.clone(), Some(error));
        }
    }
    let bodies: Vec<&Body> = errors.iter().filter_map(|error| error.body.as_ref()).collect();
    let envelope = body::envelope(&bodies, notes);
    let uri = bodies.iter().find_map(|body| body.uri.clone()).unwrap_or_default();
    let has_codes = errors.iter().all(|error| error.body.is_some());
    let mut draft = Draft { api: api(&spec, envelope), ..Draft::default() };
    if draft.api.envelope == "problem" {
        problems::set_docs_url(&mut draft.api, problems::split(&uri).0, notes);
    }
    draft.api.has_integer_codes = !errors.is_empty()
        && errors.iter().all(|it| it.code.parse::<i64>().is_ok_and(|code| code.to_string() == it.code));
    for error in errors {
        let is_sent = error.body.is_some();
        let mut entry = error.entry(notes);
        if !is_sent && draft.api.envelope != "none" {
            entry.entry.envelope = Some("none".to_owned());
            notes.push(
                &entry.origin,
                format!("`{}` is named by its status: no code is in its body", entry.entry.code),
            );
        }
        draft.push(TABLE, entry);
    }
    if !has_codes && draft.api.envelope == "none" {
        notes.push(&Origin::File, "errors are named by their statuses, because no body has a code");
    }
    draft
}

fn api(spec: &Spec<'_>, envelope: Option<(&'static str, Option<Yaml>)>) -> NewApi {
    let (envelope, definition) = envelope.unwrap_or(("none", None));
    NewApi {
        title: spec.text("/info/title").and_then(on_one_line).unwrap_or_default(),
        summary: spec.text("/info/description").and_then(cleaned).unwrap_or_default(),
        base_url: spec.text("/servers/0/url").filter(|url| url.starts_with("http")).map(str::to_owned),
        envelope: envelope.to_owned(),
        envelopes: definition.map(|definition| (envelope.to_owned(), definition)).into_iter().collect(),
        ..NewApi::default()
    }
}

/// An error of the description, which several operations may return.
struct Error {
    code: String,
    statuses: Vec<String>,
    operations: Vec<String>,
    message: Option<String>,
    description: Option<String>,
    origin: Origin,
    body: Option<Body>,
}

fn add(
    errors: &mut Vec<Error>,
    response: &Response<'_>,
    code: String,
    message: Option<String>,
    body: Option<Body>,
) {
    let Response { operation, status, description, .. } = response;
    let index = errors.iter().position(|known| known.code == code).unwrap_or_else(|| {
        errors.push(Error {
            code,
            statuses: Vec::new(),
            operations: Vec::new(),
            message: None,
            description: None,
            origin: response.origin(),
            body: None,
        });
        errors.len() - 1
    });
    let error = &mut errors[index];
    if !error.statuses.contains(status) {
        error.statuses.push(status.clone());
    }
    error.operations.extend(operation.clone().filter(|operation| !error.operations.contains(operation)));
    error.message = error.message.take().or(message);
    error.description = error.description.take().or_else(|| description.clone());
    error.body = error.body.take().or(body);
}

impl Error {
    fn entry(self, notes: &mut Notes) -> DraftEntry {
        let Error { code, mut statuses, mut operations, message, description, origin, body } = self;
        // A number is more than a class that has it; words can't be in a list.
        if statuses.len() > 1 && statuses.iter().any(|status| status.parse::<u16>().is_ok()) {
            statuses.retain(|status| status.parse::<u16>().is_ok());
        }
        if statuses.len() > 1 && statuses[0].parse::<u16>().is_err() {
            statuses = vec!["default".to_owned()];
        }
        statuses.sort();
        if operations.len() > MAX_OPERATIONS {
            let text =
                format!("`{code}`: {} operations return it, so it is one of any operation", operations.len());
            notes.push(&origin, text);
            operations.clear();
        }
        let title = body.and_then(|body| body.title).as_deref().and_then(on_one_line);
        let summary = description.as_deref().and_then(on_one_line);
        let message =
            message.as_deref().or(summary.as_deref()).and_then(on_one_line).map(|text| escaped(&text));
        // A phrase such as `Bad Request` says no more than the status.
        let is_reason = |text: &String| {
            let mut reasons = statuses.iter().filter_map(|status| status.parse().ok()).map(status::reason);
            reasons.any(|reason| reason.eq_ignore_ascii_case(text))
        };
        let is_new = |text: &String| message.as_ref() != Some(text) && !is_reason(text);
        let meaning = description.as_deref().and_then(cleaned).filter(is_new);
        let message = message.or_else(|| Some(errcat_catalog::names::in_words(&code)));
        let entry = NewEntry { code, title, statuses, operations, message, meaning, ..NewEntry::default() };
        DraftEntry { entry, origin }
    }
}
