//! Makes entries of the error responses in an OpenAPI description.

mod body;
mod errors;
mod responses;
mod spec;

use errcat_catalog::edit::{NewApi, Yaml};
use errcat_catalog::finding::{Findings, Sources};
use errcat_catalog::shape::to_json;
use errcat_catalog::yaml;
use errcat_catalog::{Report, report};
use serde_json::Value;

use self::body::Body;
use self::spec::Spec;
use super::draft::Draft;
use super::notes::{Notes, Origin};
use super::problems;
use super::tabular::TABLE;
use super::texts::{cleaned, on_one_line};
use crate::terminal::failure::Failure;

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
    let (errors, left_out) = errors::read(&spec, notes);
    let bodies: Vec<&Body> = errors.iter().filter_map(|error| error.body.as_ref()).collect();
    let envelope = body::envelope(&bodies, notes);
    let uri = bodies.iter().find_map(|body| body.uri.clone()).unwrap_or_default();
    let has_codes = errors.iter().all(|error| error.body.is_some());
    let mut draft = Draft { api: api(&spec, envelope), left_out, ..Draft::default() };
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
