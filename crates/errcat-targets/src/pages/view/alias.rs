//! A former code: it leads on to the code that it became.

use serde::Serialize;

use super::{ErrorLink, Frame};
use crate::pages::links::Place;
use crate::pages::page::Page;

#[derive(Debug, Serialize)]
pub(crate) struct AliasPage {
    page: Frame,
    alias: String,
    target: ErrorLink,
}

impl AliasPage {
    pub(crate) fn new(place: &Place<'_>, api_index: usize, code_index: usize, alias: usize) -> Self {
        let api = place.site.api(api_index);
        let code = &api.codes[code_index];
        let alias_code = &code.aliases[alias].code;
        let page = Page::Alias(api_index, code_index, alias);
        let title = format!("{alias_code} is now {}", code.code);
        let source = &api.tables[code.owner.table].path;
        AliasPage {
            page: Frame::new(place, page, &title, || title.clone(), source),
            alias: alias_code.clone(),
            target: ErrorLink::new(place, api_index, code_index),
        }
    }
}
