//! The page of a former code, which redirects to the current one.

use serde::Serialize;

use super::{ErrorLink, Frame};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use errcat_catalog::model::{AliasId, ApiId, CodeId};

#[derive(Debug, Serialize)]
pub(crate) struct AliasPage {
    page: Frame,
    alias: String,
    target: ErrorLink,
    /// The address that the page redirects to.
    redirect: Markup,
}

impl AliasPage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, code_id: CodeId, alias: AliasId) -> Self {
        let api = cx.site.api(api_id);
        let code = &api[code_id];
        let alias_code = &code[alias].code;
        let page = Page::Alias(api_id, code_id, alias);
        let title = format!("{alias_code} is now {}", code.code);
        let source = &api[code.owner.table].path;
        AliasPage {
            page: Frame::new(cx, page, &title, || title.clone(), source),
            alias: alias_code.clone(),
            target: ErrorLink::new(cx, api_id, code_id),
            redirect: cx.href(&cx.redirect(Page::Error(api_id, code_id))),
        }
    }
}
