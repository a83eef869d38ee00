//! The target `json`: `errors.json`, the public form of the [`view`](crate::view), for programs that don't
//! read Rust.
//!
//! `errors.schema.json` describes every member, and determines which members of the view are public. Texts
//! are Markdown, as in the Markdown pages. Facts for operators are separate, and secrets have no examples.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use errcat_catalog::model::{Api, ApiId, CodeId, Id, StatusRange};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value as Json;

use self::public::Shapes;
use crate::docs::links::PageContext;
use crate::docs::page::{Page, data_file};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::output::Output;
use crate::pages::Pages;
use crate::settings::Settings;
use crate::target::{Request, Target};
use crate::view::{ApiView, ErrorView};

mod operators;
mod public;

/// The schema of both files, for validators and readers. It is written by hand, because it is a promise. A
/// test validates every file against it.
const SCHEMA: &str = include_str!("errors.schema.json");

/// The path of the schema, from the site's root.
const SCHEMA_FILE: &str = "errors.schema.json";

/// The target `json`.
pub(crate) struct JsonModel {
    folder: String,
}

impl JsonModel {
    /// Creates the target, which writes next to the site's pages.
    pub(crate) fn new(settings: &Settings) -> Self {
        JsonModel { folder: settings.pages_folder() }
    }
}

impl Target for JsonModel {
    fn name(&self) -> &str {
        "json"
    }

    fn output(&self) -> &str {
        &self.folder
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.folder.as_str().into()]
    }

    fn contains(&self, path: &Utf8Path) -> bool {
        path.starts_with(&self.folder) && path.extension() == Some("json")
    }

    fn is_committed(&self) -> bool {
        false
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let Pages { site, selection, .. } = request.pages()?;
        let schema_json = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let shapes = &Shapes::new(&schema_json);
        let write = |path: &str, text: String| output.generated(format!("{}/{path}", self.folder), text);
        write("errors.json", pretty(&Index::new(site)) + "\n");
        write(SCHEMA_FILE, schema(site));
        selection.map(|api| write(&data_file(site.api(api)), api_file(site, api, shapes)));
        Ok(())
    }
}

fn schema(site: &Site<'_>) -> String {
    let comment = Json::String(generated_from(&site.settings.catalog));
    SCHEMA.replacen('{', &format!("{{\n  \"$comment\": {comment},"), 1)
}

/// The first members of each file.
#[derive(Serialize)]
struct FileHead {
    #[serde(rename = "$comment")]
    comment: String,
    #[serde(rename = "$schema")]
    schema: String,
}

/// Returns the file of an API. Each error is on its own line, so that errors are rendered on all cores, and
/// versions can be compared.
fn api_file(site: &Site<'_>, api_id: ApiId, shapes: &Shapes) -> String {
    let api = site.api(api_id);
    let cx = &PageContext::for_file(site, Some(api_id), &data_file(api));
    let line = |code| {
        let mut error = to_json(&ErrorView::new(cx, api_id, code));
        leave_out_own_id(&mut error);
        operators::add(&mut error, cx, api_id, code);
        shapes.public("error", error).to_string()
    };
    let codes: Vec<CodeId> = Id::all(&api.codes).collect();
    let errors: Vec<String> = codes.into_par_iter().map(line).collect();
    let head = FileHead { comment: generated_from(&api.path), schema: format!("../{SCHEMA_FILE}") };
    let mut shared = to_json(&ApiView::new(cx, api_id));
    operators::add_facts(&mut shared, cx, api_id);
    let shared = shapes.public("api", shared);
    format!(
        "{{\n{},\n{},\n  \"errors\": [\n    {}\n  ]\n}}\n",
        members(&head),
        members(&shared),
        errors.join(",\n    ")
    )
}

/// Removes the id of an error if it is the code.
fn leave_out_own_id(error: &mut Json) {
    if let Some(error) = error.as_object_mut()
        && error.get("id") == error.get("code")
    {
        error.remove("id");
    }
}

/// Returns the lines of an object without its braces.
fn members(data: &impl Serialize) -> String {
    let object = pretty(data);
    object.strip_prefix("{\n").and_then(|rest| rest.strip_suffix("\n}")).expect("it has members").to_owned()
}

fn to_json(view: &impl Serialize) -> Json {
    serde_json::to_value(view).expect("keys are strings")
}

fn pretty(data: &impl Serialize) -> String {
    serde_json::to_string_pretty(data).expect("keys are strings")
}

/// An index to find errors by code, title, message or status.
#[derive(Serialize)]
struct Index<'a> {
    #[serde(rename = "$comment")]
    comment: String,
    #[serde(rename = "$schema")]
    schema: &'static str,
    title: &'a str,
    apis: Vec<IndexApi<'a>>,
}

#[derive(Serialize)]
struct IndexApi<'a> {
    name: &'a str,
    title: &'a str,
    url: String,
    /// The API's own `errors.json`.
    data: String,
    errors: Vec<IndexError<'a>>,
}

#[derive(Serialize)]
struct IndexError<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a String>,
    title: &'a str,
    message: String,
    #[serde(skip_serializing_if = "<[u16]>::is_empty")]
    status: &'a [u16],
    #[serde(skip_serializing_if = "Option::is_none")]
    status_range: Option<&'a str>,
    url: String,
}

impl<'a> Index<'a> {
    fn new(site: &Site<'a>) -> Self {
        let cx = PageContext::for_file(site, None, "errors.json");
        let error = |api_id: ApiId, api: &'a Api, code: CodeId| {
            let entry = api.owner(code);
            IndexError {
                code: &api[code].wire,
                id: Some(&api[code].code).filter(|id| **id != api[code].wire),
                title: &entry.title,
                message: entry.message.shown(&entry.params),
                status: entry.statuses.numbers(),
                status_range: entry.statuses.range().map(StatusRange::as_str),
                url: cx.url(Page::Error(api_id, code)),
            }
        };
        let apis = Id::enumerate(&site.catalog.apis).map(|(id, api)| IndexApi {
            name: &api.name,
            title: &api.title,
            url: cx.url(Page::Api(id)),
            data: cx.file(Some(id), &data_file(api)),
            errors: Id::all(&api.codes).map(|code| error(id, api, code)).collect(),
        });
        Index {
            comment: generated_from(&site.settings.catalog),
            schema: SCHEMA_FILE,
            title: &site.settings.title,
            apis: apis.collect(),
        }
    }
}
