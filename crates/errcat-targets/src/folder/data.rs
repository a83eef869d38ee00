//! Converts views of the catalog to template values, which templates share instead of copying.

use errcat_catalog::model::{Api, ApiId, CodeId, Id, Table};
use rayon::prelude::*;
use tera::{Context, Map, Value};

use crate::docs::links::PageContext;
use crate::docs::site::Site;
use crate::view::{ApiView, DecodedFromView, ErrorView, body_format};

/// The data of APIs that files for the whole catalog use.
pub(super) struct CatalogData {
    /// All APIs without their errors. Empty if no file uses them.
    pub(super) overviews: Vec<Value>,
    /// All APIs with their errors. Empty if no file uses them.
    pub(super) apis: Vec<ApiData>,
}

impl CatalogData {
    /// Creates the data that is used.
    pub(super) fn new(site: &Site<'_>, uses_overviews: bool, uses_apis: bool) -> Self {
        let apis: Vec<ApiId> = Id::all(&site.catalog.apis).collect();
        let used = |is_used: bool| if is_used { apis.as_slice() } else { &[] };
        let overview = |id: &ApiId| overview(&PageContext::outside(site, *id), *id);
        CatalogData {
            overviews: used(uses_overviews).par_iter().map(overview).collect(),
            apis: used(uses_apis).par_iter().map(|id| ApiData::new(site, *id)).collect(),
        }
    }
}

/// An API with its tables and errors, as template values.
#[derive(Clone)]
pub(super) struct ApiData {
    /// The API, including `tables`, `errors` and `by_id`.
    pub(super) api: Value,
    /// The tables, each including `errors`.
    pub(super) tables: Vec<Value>,
    /// The errors, in the order of the docs.
    pub(super) errors: Vec<Value>,
}

impl ApiData {
    /// Creates the data of an API.
    pub(super) fn new(site: &Site<'_>, id: ApiId) -> Self {
        let cx = &PageContext::outside(site, id);
        let model = site.api(id);
        let codes: Vec<CodeId> = Id::all(&model.codes).collect();
        let errors: Vec<Value> =
            codes.par_iter().map(|code| Value::from_serializable(&ErrorView::new(cx, id, *code))).collect();
        let api = overview(cx, id);
        let views = api.get_from_path("tables").and_then(Value::as_array).unwrap_or_default();
        let tables = model.tables.iter().zip(views).map(|(table, view)| with_errors(view, table, &errors));
        let tables: Vec<Value> = tables.collect();
        let mut api = object(api);
        api.insert("tables".into(), tables.clone().into());
        api.insert("errors".into(), errors.clone().into());
        api.insert("by_id".into(), by_id(&errors).into());
        ApiData { api: api.into(), tables, errors }
    }
}

/// Returns an API without its errors, except for an example.
fn overview(cx: &PageContext<'_>, id: ApiId) -> Value {
    let mut api = object(Value::from_serializable(&ApiView::new(cx, id)));
    let example = example(cx.site.api(id)).map(|code| ErrorView::new(cx, id, code));
    api.insert("example".into(), Value::from_serializable(&example));
    api.into()
}

/// Returns an error for examples, preferably the first that clients can get. `None` if there are no errors.
fn example(api: &Api) -> Option<CodeId> {
    let codes = || Id::all(&api.codes);
    let is_decoded = |code: &CodeId| {
        let mut from = DecodedFromView::list(api, *code).into_iter();
        from.any(|from| body_format(&api[from.envelope.id]) != "xml")
    };
    codes().find(is_decoded).or_else(|| codes().next())
}

/// Returns the errors by their ids, for templates that follow references such as `is`.
fn by_id(errors: &[Value]) -> Map {
    let id = |error: &Value| error.get_from_path("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    errors.iter().map(|error| (id(error).into(), error.clone())).collect()
}

/// Adds the errors of a table to its view.
fn with_errors(view: &Value, table: &Table, errors: &[Value]) -> Value {
    let mut view = object(view.clone());
    let own: Vec<Value> = table.entries.iter().map(|entry| errors[entry.code.index()].clone()).collect();
    view.insert("errors".into(), own.into());
    view.into()
}

fn object(view: Value) -> Map {
    view.into_map().expect("a view is an object")
}

/// Returns the values that every template sees.
pub(super) fn shared(site: &Site<'_>, values: &impl serde::Serialize) -> Context {
    let mut context = Context::new();
    context.insert("title", &site.settings.title);
    context.insert("values", values);
    context
}
