//! The target `json`: `errors.json`, the facts of the pages as data, for programs that don't read Rust.
//!
//! Texts are Markdown, as in the twins: links have become links. What isn't known is left out. As on the pages,
//! what only operators may know is apart from the rest, and a secret has no example. `errors.schema.json` says what every
//! member is.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value as Json;

use self::error::ErrorData;
use crate::pages::links::Place;
use crate::pages::markup::{Markup, message_text};
use crate::pages::page::{Page, data_file};
use crate::pages::site::Site;
use crate::pages::view::{self, FieldRow};
use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;

use crate::header::generated_from;
use crate::output::Output;
use crate::pages::{Pages, words};
use crate::settings::Settings;
use crate::target::{Request, Target};
use errcat_catalog::model::{
    Api, ApiId, Audience, CodeId, Envelope, Guide, GuideId, Header, Id, Param, Success, Table,
};
use errcat_catalog::shape::Choice;

mod error;

/// What both are, for validators and people. Written by hand, as the promise that it is; a test holds every file
/// against it, and no member is allowed that it doesn't name.
const SCHEMA: &str = include_str!("errors.schema.json");

/// The schema's name, in the site's root.
const SCHEMA_FILE: &str = "errors.schema.json";

/// The target `json`.
pub(crate) struct JsonModel {
    folder: String,
}

impl JsonModel {
    /// The data next to the site's pages.
    pub(crate) fn new(settings: &Settings) -> Self {
        JsonModel { folder: settings.site.clone() }
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
        let put = |path: &str, text: String| output.generated(format!("{}/{path}", self.folder), text);
        put("errors.json", pretty(&Index::new(site)) + "\n");
        put(SCHEMA_FILE, schema(site));
        selection.map(|api| put(&data_file(site.api(api)), whole(site, api)));
        Ok(())
    }
}

fn schema(site: &Site<'_>) -> String {
    let comment = Json::String(generated_from(&site.settings.catalog));
    SCHEMA.replacen('{', &format!("{{\n  \"$comment\": {comment},"), 1)
}

/// Everything about an API. Each error is a line, which is rendered on any core, and by which two versions can be compared.
fn whole(site: &Site<'_>, api_id: ApiId) -> String {
    let api = site.api(api_id);
    let place = &Place::beside(site, Some(api_id), &data_file(api));
    let line = |code| serde_json::to_string(&ErrorData::new(place, api_id, code)).expect("keys are strings");
    let codes: Vec<CodeId> = Id::all(&api.codes).collect();
    let errors: Vec<String> = codes.into_par_iter().map(line).collect();
    let shared = pretty(&Shared::new(place, api_id, api));
    let shared = shared.strip_suffix("\n}").unwrap_or(&shared);
    format!("{shared},\n  \"errors\": [\n    {}\n  ]\n}}\n", errors.join(",\n    "))
}

fn pretty(data: &impl Serialize) -> String {
    serde_json::to_string_pretty(data).expect("keys are strings")
}

/// Enough to find an error by what is known of it.
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
    /// Where everything about it is.
    data: String,
    errors: Vec<IndexError<'a>>,
}

#[derive(Serialize)]
struct IndexError<'a> {
    code: &'a str,
    title: &'a str,
    message: String,
    status: &'a [u16],
    url: String,
}

impl<'a> Index<'a> {
    fn new(site: &Site<'a>) -> Self {
        let place = Place::beside(site, None, "errors.json");
        let error = |api_id: ApiId, api: &'a Api, code: CodeId| {
            let entry = api.owner(code);
            IndexError {
                code: &api[code].code,
                title: &entry.title,
                message: message_text(&entry.message, &entry.params),
                status: &entry.statuses,
                url: place.url(Page::Error(api_id, code)),
            }
        };
        let apis = Id::enumerate(&site.catalog.apis).map(|(id, api)| IndexApi {
            name: &api.name,
            title: &api.title,
            url: place.url(Page::Api(id)),
            data: place.file(Some(id), &data_file(api)),
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

/// What an API's errors share.
#[derive(Serialize)]
struct Shared<'a> {
    #[serde(rename = "$comment")]
    comment: String,
    #[serde(rename = "$schema")]
    schema: String,
    name: &'a str,
    title: &'a str,
    summary: String,
    url: String,
    #[serde(skip_serializing_if = "is_nothing")]
    base_url: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    owner: Option<&'a str>,
    success: Vec<SuccessData<'a>>,
    envelopes: Vec<EnvelopeData<'a>>,
    headers: Vec<HeaderData<'a>>,
    tables: Vec<TableData<'a>>,
    guides: Vec<GuideData<'a>>,
}

#[derive(Serialize)]
struct SuccessData<'a> {
    status: u16,
    title: &'a str,
    doc: &'a str,
}

#[derive(Serialize)]
struct EnvelopeData<'a> {
    name: &'a str,
    summary: String,
    content_type: &'a str,
    identify_by: Vec<&'static str>,
    fields: Vec<FieldData>,
}

#[derive(Serialize)]
struct FieldData {
    path: String,
    #[serde(rename = "type", skip_serializing_if = "is_nothing")]
    type_name: Option<String>,
    #[serde(skip_serializing_if = "is_nothing")]
    optional: bool,
    #[serde(skip_serializing_if = "is_nothing")]
    doc: Option<String>,
    #[serde(skip_serializing_if = "is_nothing")]
    example: Option<String>,
}

#[derive(Serialize)]
struct HeaderData<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    type_name: String,
    doc: String,
    example: &'a Json,
    /// The param that fills it.
    #[serde(skip_serializing_if = "is_nothing")]
    param: Option<&'a str>,
}

#[derive(Serialize)]
struct TableData<'a> {
    name: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "is_nothing")]
    summary: Option<String>,
    operations: &'a [String],
    source: &'a str,
}

#[derive(Serialize)]
struct GuideData<'a> {
    title: &'a str,
    url: String,
}

/// A param, of an error or of its log.
#[derive(Serialize)]
struct ParamData<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    type_name: String,
    #[serde(skip_serializing_if = "is_nothing")]
    optional: bool,
    audience: &'static str,
    /// Its name in the body.
    #[serde(skip_serializing_if = "is_nothing")]
    wire: Option<&'a str>,
    doc: String,
    #[serde(skip_serializing_if = "is_nothing")]
    example: Option<&'a Json>,
}

impl<'a> Shared<'a> {
    fn new(place: &Place<'_>, api_id: ApiId, api: &'a Api) -> Self {
        let Api {
            name,
            title,
            summary,
            base_url,
            docs_url: _, // every `url`
            reference,
            repository: _, // pages link to it
            owner,
            path,
            reserved: _,            // a note for the workspace's own code
            never_raised_allows: _, // a lint's levels
            success,
            headers,
            envelopes,
            tables,
            codes: _, // ErrorData
            guides,
        } = api;
        let guide = |(id, guide): (GuideId, &'a Guide)| {
            let Guide { name: _, title, text: _, path: _ } = guide;
            GuideData { title, url: place.url(Page::Guide(api_id, id)) }
        };
        Shared {
            comment: generated_from(path),
            schema: format!("../{SCHEMA_FILE}"),
            name,
            title,
            summary: markdown(place, summary),
            url: place.url(Page::Api(api_id)),
            base_url: base_url.as_deref(),
            reference: reference.as_deref(),
            owner: owner.as_deref(),
            success: success.iter().map(self::success).collect(),
            envelopes: envelopes.iter().map(|value| envelope(place, api, value)).collect(),
            headers: headers.iter().map(|value| header(place, value)).collect(),
            tables: tables.iter().map(|value| table(place, value)).collect(),
            guides: Id::enumerate(guides).map(guide).collect(),
        }
    }
}

fn success(success: &Success) -> SuccessData<'_> {
    let Success { status, title, doc } = success;
    SuccessData { status: *status, title, doc }
}

fn envelope<'a>(place: &Place<'_>, api: &Api, envelope: &'a Envelope) -> EnvelopeData<'a> {
    let Envelope {
        name,
        summary,
        content_type,
        body: _, // `fields`
        identify_by,
        context: _, // `fields`
        fields: _,  // `fields`
        line: _,
    } = envelope;
    EnvelopeData {
        name,
        summary: markdown(place, summary),
        content_type,
        identify_by: identify_by.iter().map(|by| by.word()).collect(),
        fields: view::fields(place, api, envelope).into_iter().map(field).collect(),
    }
}

fn field(field: FieldRow) -> FieldData {
    FieldData {
        path: field.path,
        type_name: field.type_name,
        optional: field.optional,
        doc: field.doc.map(Markup::into_string),
        example: field.example,
    }
}

fn header<'a>(place: &Place<'_>, header: &'a Header) -> HeaderData<'a> {
    let Header { name, value, constant, line: _ } = header;
    HeaderData {
        name,
        type_name: words::param_type(&value.ty),
        doc: markdown(place, &value.doc),
        example: &value.example,
        param: (!constant).then_some(&value.name),
    }
}

fn table<'a>(place: &Place<'_>, table: &'a Table) -> TableData<'a> {
    let Table {
        name,
        title,
        summary,
        operations,
        path,
        reserved: _, // a note for the workspace's own code
        entries: _,  // ErrorData
    } = table;
    TableData {
        name,
        title,
        summary: summary.as_deref().map(|summary| markdown(place, summary)),
        operations,
        source: path,
    }
}

fn param<'a>(place: &Place<'_>, param: &'a Param) -> ParamData<'a> {
    let Param { name, ty, doc, example, wire, in_body, audience, optional } = param;
    ParamData {
        name,
        type_name: words::param_type(ty),
        optional: *optional,
        audience: audience.word(),
        wire: in_body.then_some(wire),
        doc: markdown(place, doc),
        example: (*audience != Audience::Secret).then_some(example),
    }
}

fn markdown(place: &Place<'_>, text: &str) -> String {
    place.block(text).into_string()
}

/// Whether a member says nothing, and is left out.
fn is_nothing<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
