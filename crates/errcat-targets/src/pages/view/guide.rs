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
    guides: Vec<GuideLink>,
}

/// A link to a guide in a list.
#[derive(Debug, Serialize)]
pub(super) struct GuideLink {
    #[serde(flatten)]
    link: Link,
    current: bool,
}

impl GuidePage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, guide_id: GuideId) -> Self {
        let api = cx.site.api(api_id);
        let Guide { name: _, title, text, path } = &api[guide_id];
        let page = Page::Guide(api_id, guide_id);
        let page_title = format!("{title} · {}", api.title);
        let first_paragraph = text.split("\n\n").next().unwrap_or_default();
        let (text, headings) = cx.guide(text);
        GuidePage {
            page: Frame::new(cx, page, &page_title, || cx.plain(first_paragraph), path),
            title: title.clone(),
            text,
            headings,
            guides: links(cx, api_id, Some(guide_id)),
        }
    }
}

pub(super) fn links(cx: &PageContext<'_>, api: ApiId, current: Option<GuideId>) -> Vec<GuideLink> {
    Id::enumerate(&cx.site.api(api).guides)
        .map(|(id, guide)| GuideLink {
            link: Link::new(cx, Page::Guide(api, id), &guide.title),
            current: current == Some(id),
        })
        .collect()
}
