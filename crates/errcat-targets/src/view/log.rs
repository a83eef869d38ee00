//! Facts for operators only. They have a separate view, so that no other view contains them by accident.

use errcat_catalog::model::{ApiId, Entry, InternalFact};
use serde::Serialize;

use super::param::{ParamView, params_for_operators};
use crate::docs::links::PageContext;

/// An error's message and params in the log.
#[derive(Debug, Serialize)]
pub(crate) struct LogView<'a> {
    /// The log message, with `{name}` for each param. Null if it is the message for clients.
    pub(crate) message: Option<String>,
    /// The internal and secret params. Secrets have no example.
    pub(crate) params: Vec<ParamView<'a>>,
}

impl<'a> LogView<'a> {
    /// Returns `None` if the log contains only what clients see, or if the docs don't contain it.
    pub(crate) fn new(cx: &'a PageContext<'a>, api: ApiId, entry: &'a Entry) -> Option<Self> {
        if !cx.site.publishes(api, InternalFact::Log) {
            return None;
        }
        let message = entry.log.as_ref().map(|log| log.shown(&entry.params));
        let params = params_for_operators(cx, &entry.params);
        (message.is_some() || !params.is_empty()).then_some(LogView { message, params })
    }
}
