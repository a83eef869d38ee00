//! The catalog's views as values of templates, which share them instead of copying.

use errcat_catalog::model::Table;
use rayon::prelude::*;
use tera::{Context, Map, Value};

use crate::pages::links::Place;
use crate::pages::site::Site;
use crate::view::{ApiView, ErrorView};

/// An API, and what it is made of.
#[derive(Clone)]
pub(super) struct ApiData {
    /// With `tables` and `errors`.
    pub(super) api: Value,
    /// Each with `errors`.
    pub(super) tables: Vec<Value>,
    /// In the order of the docs.
    pub(super) errors: Vec<Value>,
}

impl ApiData {
    /// The API at a position.
    pub(super) fn new(site: &Site<'_>, position: usize) -> Self {
        let place = &Place::beside(site, Some(position), "");
        let model = site.api(position);
        let codes = (0..model.codes.len()).into_par_iter();
        let errors: Vec<Value> =
            codes.map(|code| Value::from_serializable(&ErrorView::new(place, position, code))).collect();
        let api = Value::from_serializable(&ApiView::new(place, position));
        let views = api.get_from_path("tables").and_then(Value::as_array).unwrap_or_default();
        let tables = model.tables.iter().zip(views).map(|(table, view)| with_errors(view, table, &errors));
        let tables: Vec<Value> = tables.collect();
        let mut api = object(api);
        api.insert("tables".into(), tables.clone().into());
        api.insert("errors".into(), errors.clone().into());
        ApiData { api: api.into(), tables, errors }
    }
}

/// Adds the errors of a table to its view.
fn with_errors(view: &Value, table: &Table, errors: &[Value]) -> Value {
    let mut view = object(view.clone());
    let own: Vec<Value> = table.entries.iter().map(|entry| errors[entry.code].clone()).collect();
    view.insert("errors".into(), own.into());
    view.into()
}

fn object(view: Value) -> Map {
    view.into_map().expect("a view is an object")
}

/// What every template sees, whatever it is rendered for.
pub(super) fn shared(site: &Site<'_>, values: &impl serde::Serialize) -> Context {
    let mut context = Context::new();
    context.insert("title", &site.settings.title);
    context.insert("values", values);
    context
}
