//! The description of an API.

use errcat_catalog::model::{Api, ApiId};
use errcat_catalog::yaml::block;
use serde_json::{Value as Json, json};

use super::components::{Bodies, Components};
use super::convert;
use super::headers::Headers;
use super::names::Names;
use super::operations::{DescribedOperation, Operations, without_successes};
use super::paths::paths;
use super::responses::{Responses, StatusResponses, status_key};
use super::texts::line;
use super::types::{Object, object};
use crate::docs::links::PageContext;
use crate::docs::page::Page;
use crate::settings::OpenApiVersion;

/// Returns the version of an API. OpenAPI requires one, but the catalog doesn't.
pub(super) fn version(api: &Api) -> &str {
    api.version.as_deref().unwrap_or("0.0.0")
}

/// An API's errors in the terms of OpenAPI.
#[derive(Debug, Clone)]
pub struct Document {
    /// The version of OpenAPI.
    pub version: OpenApiVersion,
    /// The members before `paths`.
    head: Object,
    /// The operations, by path and method.
    paths: Object,
    /// The named parts.
    pub components: Components,
    /// The operations that the catalog lists.
    pub operations: Vec<DescribedOperation>,
    /// The responses that any operation can have, by status.
    pub shared: Vec<(String, String)>,
}

impl Document {
    /// Describes an API. `None` if its errors are never responses.
    pub(super) fn new(cx: &PageContext<'_>, id: ApiId) -> Option<Self> {
        let api = cx.site.api(id);
        let operations = Operations::new(api);
        if !operations.has_responses {
            return None;
        }
        let mut components = Components::default();
        let bodies = Bodies::new(cx, id, &mut components);
        let mut headers = Headers::new(cx, api, &mut Names::new(&api.name));
        components.headers = std::mem::take(&mut headers.components);
        let mut responses = Responses::new(api, &operations, &bodies, &headers, &mut components);
        let shared = responses.shared();
        let described: Vec<DescribedOperation> = operations
            .list
            .iter()
            .map(|operation| DescribedOperation {
                responses: keyed(&responses.of(operation, &shared)),
                operation: operation.clone(),
            })
            .collect();
        let paths = paths(cx, api, &described);
        Some(Document {
            version: OpenApiVersion::V3_1,
            head: head(cx, id, api),
            paths,
            components,
            operations: described,
            shared: keyed(&shared),
        })
    }

    /// Converts the description, which is OpenAPI 3.1, to a version.
    #[must_use]
    pub fn into_version(mut self, version: OpenApiVersion) -> Self {
        if version == OpenApiVersion::V3_0 {
            self.version = version;
            convert::head(&mut self.head, version.as_str());
            convert::components(&mut self.components);
        }
        self
    }

    /// Returns the responses that any operation can have, without those that may be successes.
    pub fn shared_errors(&self) -> Vec<(String, String)> {
        without_successes(&self.shared)
    }

    /// Writes the description as YAML. `components` are its components, indented by two spaces.
    pub(super) fn to_yaml(&self, components: &str) -> String {
        let Document { version: _, head, paths, components: _, operations: _, shared: _ } = self;
        let mut text = block(&Json::Object(head.clone()), 0);
        text.push_str(&block(&json!({ "paths": paths }), 0));
        text.push_str("components:\n");
        text.push_str(components);
        text
    }
}

fn keyed(responses: &StatusResponses) -> Vec<(String, String)> {
    responses.iter().map(|(status, name)| (status_key(*status), name.clone())).collect()
}

fn head(cx: &PageContext<'_>, id: ApiId, api: &Api) -> Object {
    let mut head = object("openapi", OpenApiVersion::V3_1.as_str());
    let info = json!({
        "title": api.title,
        "version": version(api),
        "summary": "The errors of the API",
        "description": line(cx, &api.summary),
    });
    head.insert("info".to_owned(), info);
    if let Some(url) = cx.site.canonical(Page::Api(id)).or(api.reference.clone()) {
        head.insert("externalDocs".to_owned(), json!({ "url": url }));
    }
    if let Some(url) = &api.base_url {
        head.insert("servers".to_owned(), json!([{ "url": url }]));
    }
    head
}
