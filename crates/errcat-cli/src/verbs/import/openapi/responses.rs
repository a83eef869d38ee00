//! The error responses of operations.

use errcat_catalog::names::suggest_snake_case;
use errcat_catalog::status;
use serde_json::{Map, Value};

use super::super::notes::{Notes, Origin};
use super::super::tabular::status_of;
use super::super::texts::on_one_line;
use super::body::{self, Body};
use super::spec::Spec;
use crate::terminal::output::counted;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An error response.
pub(super) struct Response<'a> {
    /// `POST /v1/orders`; `None` for a response that no operation has.
    pub(super) operation: Option<String>,
    /// The status as the catalog writes it.
    pub(super) status: String,
    pub(super) description: Option<String>,
    /// The name in `components.responses`.
    component: Option<&'a str>,
    value: &'a Value,
}

impl<'a> Spec<'a> {
    /// Returns the error responses of all operations, and those that no operation has.
    pub(super) fn responses(&self, notes: &mut Notes) -> Vec<Response<'a>> {
        let mut responses = Vec::new();
        let files = references_to_files(self.0);
        if files > 0 {
            let text = format!(
                "{} to other files aren't followed: bundle them into one file first",
                counted(files, "reference")
            );
            notes.push(&Origin::File, text);
        }
        let (paths, webhooks) = (self.0.get("paths"), self.0.get("webhooks"));
        if webhooks.is_some() {
            notes.push(&Origin::File, "`webhooks` aren't carried: their errors are those of other servers");
        }
        for (path, item) in paths.and_then(Value::as_object).into_iter().flatten() {
            let item = self.resolve(item);
            for (method, operation) in METHODS.iter().filter_map(|method| Some((method, item.get(method)?))) {
                let path = on_one_line(path).unwrap_or_default();
                let name = format!("{} {path}", method.to_uppercase());
                for (status, response) in
                    operation.get("responses").and_then(Value::as_object).into_iter().flatten()
                {
                    responses.extend(self.response(Some(&name), status, response, notes));
                }
            }
        }
        let used: Vec<&str> = responses.iter().filter_map(|response| response.component).collect();
        if responses.is_empty() {
            notes.push(&Origin::File, "no operation has a response with a status from 400 on");
        }
        let components = self.0.pointer("/components/responses").and_then(Value::as_object);
        let unused = components.into_iter().flatten().filter(|(name, _)| !used.contains(&name.as_str()));
        let unused: Vec<(&String, &Value)> = unused.collect();
        for (name, response) in unused {
            notes.push(
                &Origin::Part(format!("components.responses.{name}")),
                "no operation has it, so its status isn't known",
            );
            let response = self.response(None, "default", response, notes);
            responses.extend(response.map(|it| Response { component: Some(name), ..it }));
        }
        responses
    }

    /// Returns a response if it is that of an error.
    fn response(
        &self,
        operation: Option<&str>,
        status: &str,
        value: &'a Value,
        notes: &mut Notes,
    ) -> Option<Response<'a>> {
        if status.starts_with(['1', '2', '3']) || status.starts_with("x-") {
            return None;
        }
        let Some(status) = status_of(status) else {
            let part = Origin::Part(operation.unwrap_or("components.responses").to_owned());
            notes.push(&part, format!("the response `{status}` isn't carried: it is no status"));
            return None;
        };
        let reference = value.get("$ref").and_then(Value::as_str);
        let value = self.resolve(value);
        Some(Response {
            operation: operation.map(str::to_owned),
            status,
            description: value.get("description").and_then(Value::as_str).map(str::to_owned),
            component: reference.and_then(|it| it.rsplit('/').next()),
            value,
        })
    }
}

/// Returns the number of references to other files.
fn references_to_files(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(references_to_files).sum(),
        Value::Object(map) => {
            let target = map.get("$ref").and_then(Value::as_str);
            let own = target.is_some_and(|target| !target.starts_with('#'));
            usize::from(own) + map.values().map(references_to_files).sum::<usize>()
        }
        _ => 0,
    }
}

impl<'a> Response<'a> {
    pub(super) fn origin(&self) -> Origin {
        match (&self.operation, self.component) {
            (Some(operation), _) => Origin::Part(format!("{operation} {}", self.status)),
            (None, component) => {
                Origin::Part(format!("components.responses.{}", component.unwrap_or_default()))
            }
        }
    }

    /// Returns the errors in the examples of the body, or else those that its schema describes.
    pub(super) fn errors(&self, spec: &Spec<'a>) -> Vec<Body> {
        let Some((content_type, media)) = self.media() else { return Vec::new() };
        let examples = media.get("examples").and_then(Value::as_object).into_iter().flatten();
        let examples = examples.filter_map(|(_, example)| spec.resolve(example).get("value"));
        let schema = media.get("schema").map(|schema| spec.resolve(schema));
        let own = schema.and_then(|schema| schema.get("example"));
        let mut bodies: Vec<Body> = media
            .get("example")
            .into_iter()
            .chain(examples)
            .chain(own)
            .filter_map(body::of_example)
            .collect();
        if bodies.is_empty()
            && let Some(schema) = schema
        {
            bodies = body::of_schema(spec, schema);
        }
        bodies.iter_mut().for_each(|body| content_type.clone_into(&mut body.content_type));
        bodies
    }

    /// Returns the content of the response, JSON if there is one.
    fn media(&self) -> Option<(&'a str, &'a Value)> {
        let content: &Map<String, Value> = match self.value.get("content") {
            Some(content) => content.as_object()?,
            // Swagger 2: the schema is in the response itself.
            None => return self.value.get("schema").map(|_| ("application/json", self.value)),
        };
        let json = content.iter().find(|(name, _)| name.contains("json"));
        json.or_else(|| content.iter().next()).map(|(name, media)| (name.as_str(), media))
    }

    /// Returns a code for a response whose body has none: the name of the component, or the status in words.
    pub(super) fn fallback_code(&self) -> String {
        let of_status = match self.status.as_str() {
            "4xx" => "client_error".to_owned(),
            "5xx" => "server_error".to_owned(),
            status => suggest_snake_case(status.parse().map_or("", status::reason)).unwrap_or_default(),
        };
        let of_component = || self.component.and_then(suggest_snake_case);
        let code = of_component().unwrap_or(of_status);
        match (code.is_empty(), self.status.parse::<u16>()) {
            (false, _) => code,
            (true, Ok(status)) => format!("status_{status}"),
            (true, Err(_)) => "unexpected_error".to_owned(),
        }
    }
}
