//! The page at a former address of pages: it redirects to the current one, or lists the errors that may be
//! meant.

use serde::Serialize;

use super::{ErrorLink, Frame, Listing, MAX_LINKS};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use errcat_catalog::model::{ApiId, FormerPageId};

#[derive(Debug, Serialize)]
pub(crate) struct FormerPage {
    page: Frame,
    /// The code that the page was of.
    code: String,
    /// The page to redirect to, if only one error is meant.
    target: Option<ErrorLink>,
    /// The address of that page.
    redirect: Option<Markup>,
    errors: Option<Listing<ErrorLink>>,
}

impl FormerPage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, former_id: FormerPageId) -> Self {
        let api = cx.site.api(api_id);
        let codes = &api[former_id].codes;
        let first = &api[codes[0]];
        // The codes have the same key, which is the end of an id.
        let code = first.code.strip_prefix(&format!("{}/", api[first.owner.table].name));
        let code = code.unwrap_or(&first.code).to_owned();
        let (title, target) = match **codes {
            [target] => (format!("The page of {code} has moved"), Some(ErrorLink::new(cx, api_id, target))),
            _ => (format!("Errors with the code {code}"), None),
        };
        let links = codes.iter().map(|code| ErrorLink::new(cx, api_id, *code));
        let all = cx.all_codes(api_id, Some(("q", &code)));
        FormerPage {
            page: Frame::new(cx, Page::Former(api_id, former_id), &title, || title.clone(), &api.path),
            errors: Listing::first(links, MAX_LINKS, cx.href(&all)),
            code,
            target,
            redirect: match **codes {
                [target] => Some(cx.href(&cx.redirect(Page::Error(api_id, target)))),
                _ => None,
            },
        }
    }
}
