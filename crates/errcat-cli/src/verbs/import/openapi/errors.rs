//! The errors of a description, each with all responses that it is in.

use std::collections::{BTreeMap, HashMap, HashSet};

use errcat_catalog::edit::NewEntry;
use errcat_catalog::{names, status};

use super::super::draft::DraftEntry;
use super::super::notes::{Notes, Origin};
use super::super::placeholders::escaped;
use super::super::reasons::status_of_code;
use super::super::texts::{cleaned, on_one_line};
use super::body::{Body, Found};
use super::responses::Response;
use super::spec::Spec;
use crate::terminal::output::counted;

/// The maximum number of operations that are listed for an error. One that more of them return is a general
/// one.
const MAX_OPERATIONS: usize = 20;

/// An error, which several operations may return.
pub(super) struct Error {
    pub(super) code: String,
    responses: Vec<ErrorResponse>,
    message: Option<String>,
    origin: Origin,
    pub(super) body: Option<Body>,
    /// `true` if a schema lists the code among others, so that the texts of a response needn't be about it.
    is_listed: bool,
}

/// A response that an error is in.
struct ErrorResponse {
    status: String,
    operation: Option<String>,
    description: Option<String>,
}

/// Returns the errors of all responses, and the number of those that are left out.
pub(super) fn read(spec: &Spec<'_>, notes: &mut Notes) -> (Vec<Error>, usize) {
    let responses = spec.responses(notes);
    let mut bodies: Vec<Vec<Body>> = responses.iter().map(|response| response.errors(spec)).collect();
    remove_general_examples(&responses, &mut bodies);
    let mut errors = Vec::new();
    let mut lists: BTreeMap<Vec<String>, (Origin, usize)> = BTreeMap::new();
    for (response, found) in responses.iter().zip(bodies) {
        if found.is_empty() {
            add(&mut errors, response, response.fallback_code(), None);
        }
        if found.iter().any(|body| body.found == Found::Listed) {
            let codes = found.iter().map(|body| body.code.clone()).collect();
            lists.entry(codes).or_insert_with(|| (response.origin(), 0)).1 += 1;
        }
        for error in found {
            add(&mut errors, response, error.code.clone(), Some(error));
        }
    }
    for (codes, (origin, count)) in lists {
        let others =
            if count > 1 { format!(" and of {}", counted(count - 1, "other")) } else { String::new() };
        let text = format!(
            "the schema lists {} codes, and all of them are taken as errors of this response{others}",
            codes.len()
        );
        notes.push(&origin, text);
    }
    let all = errors.len();
    errors.retain_mut(|error| error.narrow(notes));
    let left_out = all - errors.len();
    (errors, left_out)
}

/// Removes codes that are examples in a schema which responses with different statuses have: they are codes
/// of none of them.
fn remove_general_examples(responses: &[Response<'_>], bodies: &mut [Vec<Body>]) {
    let mut statuses: HashMap<String, HashSet<&str>> = HashMap::new();
    for (response, found) in responses.iter().zip(&*bodies) {
        for body in found.iter().filter(|body| body.found == Found::SchemaExample) {
            statuses.entry(body.code.clone()).or_default().insert(&response.status);
        }
    }
    let is_general = |body: &Body| {
        body.found == Found::SchemaExample && statuses.get(&body.code).is_some_and(|found| found.len() > 1)
    };
    bodies.iter_mut().for_each(|found| found.retain(|body| !is_general(body)));
}

fn add(errors: &mut Vec<Error>, response: &Response<'_>, code: String, body: Option<Body>) {
    let Response { operation, status, description, .. } = response;
    let index = errors.iter().position(|known| known.code == code).unwrap_or_else(|| {
        errors.push(Error {
            code,
            responses: Vec::new(),
            message: None,
            origin: response.origin(),
            body: None,
            is_listed: false,
        });
        errors.len() - 1
    });
    let error = &mut errors[index];
    error.is_listed |= body.as_ref().is_some_and(|body| body.found == Found::Listed);
    error.responses.push(ErrorResponse {
        status: status.clone(),
        operation: operation.clone(),
        description: description.clone(),
    });
    error.message = error.message.take().or_else(|| body.as_ref()?.message.clone());
    error.body = error.body.take().or(body);
}

impl Error {
    /// Removes the responses with another status, if the code is the name of one. Returns `false` for names
    /// of statuses that are no errors.
    fn narrow(&mut self, notes: &mut Notes) -> bool {
        let Some(status) = status_of_code(&self.code).filter(|_| self.is_listed) else { return true };
        if status < 400 {
            let text = format!("`{}` is left out: the status of this name is no error", self.code);
            notes.push(&self.origin, text);
            return false;
        }
        // Responses with a class of statuses, or with all that the description doesn't list, include it.
        let (status, class) = (status.to_string(), format!("{}xx", status / 100));
        for including in [&status, &class, "default"] {
            if self.responses.iter().any(|response| response.status == including) {
                self.responses.retain(|response| response.status == including);
                self.responses.iter_mut().for_each(|response| response.status.clone_from(&status));
                break;
            }
        }
        true
    }

    fn statuses(&self) -> Vec<String> {
        let mut statuses: Vec<String> = self.responses.iter().map(|it| it.status.clone()).collect();
        statuses.sort();
        statuses.dedup();
        // A number is more than a class that has it; words can't be in a list.
        if statuses.len() > 1 && statuses.iter().any(|status| status.parse::<u16>().is_ok()) {
            statuses.retain(|status| status.parse::<u16>().is_ok());
        }
        if statuses.len() > 1 && statuses[0].parse::<u16>().is_err() {
            statuses = vec!["default".to_owned()];
        }
        statuses
    }

    fn operations(&self, notes: &mut Notes) -> Vec<String> {
        let mut operations: Vec<String> = Vec::new();
        for operation in self.responses.iter().filter_map(|it| it.operation.as_ref()) {
            if !operations.contains(operation) {
                operations.push(operation.clone());
            }
        }
        if operations.len() > MAX_OPERATIONS {
            let (code, count) = (&self.code, operations.len());
            let text = format!("`{code}`: {count} operations return it, so it is one of any operation");
            notes.push(&self.origin, text);
            operations.clear();
        }
        operations
    }

    /// Returns the entry of the catalog.
    pub(super) fn entry(self, notes: &mut Notes) -> DraftEntry {
        let (statuses, operations) = (self.statuses(), self.operations(notes));
        let Error { code, responses, message, origin, body, is_listed } = self;
        let mut descriptions = responses.into_iter().filter_map(|response| response.description);
        let description = descriptions.next();
        let is_about_code = !is_listed || descriptions.all(|other| Some(other) == description);
        let description = description.filter(|_| is_about_code);
        let title = body.and_then(|body| body.title).as_deref().and_then(on_one_line);
        let summary = description.as_deref().and_then(on_one_line);
        let message = message.as_deref().or(summary.as_deref()).filter(|_| !is_listed);
        let message = message.and_then(on_one_line);
        // A phrase such as `Bad Request` says no more than the status.
        let is_reason = |text: &String| {
            let mut reasons = statuses.iter().filter_map(|status| status.parse().ok()).map(status::reason);
            reasons.any(|reason| reason.eq_ignore_ascii_case(text))
        };
        let meaning = description.as_deref().and_then(cleaned).filter(|text| !is_reason(text));
        let meaning = meaning.filter(|_| summary != message);
        let message = message.map_or_else(|| names::in_words(&code), |text| escaped(&text));
        let entry = NewEntry {
            code,
            title,
            statuses,
            operations,
            message: Some(message),
            meaning,
            ..NewEntry::default()
        };
        DraftEntry { entry, origin }
    }
}
