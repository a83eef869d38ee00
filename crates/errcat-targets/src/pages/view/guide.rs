//! The page of a guide.

use serde::Serialize;

use super::{Frame, Link};
use crate::docs::html::Heading;
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use errcat_catalog::model::{ApiId, Guide, GuideId, Id};

#[derive(Debug, Serialize)]
pub(crate) struct GuidePage {
    page: Frame,
    title: String,
    text: Markup,
    /// The table of contents. Empty in Markdown.
    headings: Vec<Heading>,
    /// The guides before and after it.
    previous: Option<Link>,
    next: Option<Link>,
}

impl GuidePage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, guide_id: GuideId) -> Self {
        let api = cx.site.api(api_id);
        let Guide { name: _, title, text, path } = &api[guide_id];
        let page = Page::Guide(api_id, guide_id);
        let page_title = format!("{title} · {}", api.title);
        let first_paragraph = text.split("\n\n").next().unwrap_or_default();
        let (text, headings) = cx.guide(text);
        let neighbor = |position: usize| {
            let guide = Id::new(position);
            Link::new(cx, Page::Guide(api_id, guide), &api[guide].title)
        };
        GuidePage {
            page: Frame::new(cx, page, &page_title, || cx.plain(first_paragraph), path),
            title: title.clone(),
            text,
            headings,
            previous: guide_id.index().checked_sub(1).map(neighbor),
            next: (guide_id.index() + 1 < api.guides.len()).then(|| neighbor(guide_id.index() + 1)),
        }
    }
}

/// Returns links to all guides of an API.
pub(super) fn links(cx: &PageContext<'_>, api: ApiId) -> Vec<Link> {
    let guides = Id::enumerate(&cx.site.api(api).guides);
    guides.map(|(id, guide)| Link::new(cx, Page::Guide(api, id), &guide.title)).collect()
}
