//! What only operators may know. It is a view of its own, so that no other has it by accident.

use errcat_catalog::model::Entry;
use serde::Serialize;

use super::param::{ParamView, operators_params};
use crate::docs::links::Place;

/// What a log says of an error.
#[derive(Debug, Serialize)]
pub(crate) struct LogView<'a> {
    /// The message, with `{name}` for each param; null if it is the one that clients get.
    pub(crate) message: Option<String>,
    /// The internal and secret params; a secret has no example.
    pub(crate) params: Vec<ParamView<'a>>,
}

impl<'a> LogView<'a> {
    /// Returns `None` if the log says what clients are told.
    pub(crate) fn new(place: &'a Place<'a>, entry: &'a Entry) -> Option<Self> {
        let message = entry.log.as_ref().map(|log| log.shown(&entry.params));
        let params = operators_params(place, &entry.params);
        (message.is_some() || !params.is_empty()).then_some(LogView { message, params })
    }
}
