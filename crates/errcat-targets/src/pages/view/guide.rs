//! A guide.

use serde::Serialize;

use super::{Frame, Link};
use crate::docs::html::Heading;
use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use errcat_catalog::model::{ApiId, Guide, GuideId, Id};

#[derive(Debug, Serialize)]
pub(crate) struct GuidePage {
    page: Frame,
    title: String,
    text: Markup,
    /// Only of a page; a twin's reader has no use for them.
    headings: Vec<Heading>,
    guides: Vec<GuideLink>,
}

/// A guide in a list.
#[derive(Debug, Serialize)]
pub(super) struct GuideLink {
    #[serde(flatten)]
    link: Link,
    current: bool,
}

impl GuidePage {
    pub(crate) fn new(place: &Place<'_>, api_id: ApiId, guide_id: GuideId) -> Self {
        let api = place.site.api(api_id);
        let Guide { name: _, title, text, path } = &api[guide_id];
        let page = Page::Guide(api_id, guide_id);
        let page_title = format!("{title} · {}", api.title);
        let first_paragraph = text.split("\n\n").next().unwrap_or_default();
        let (text, headings) = place.guide(text);
        GuidePage {
            page: Frame::new(place, page, &page_title, || place.plain(first_paragraph), path),
            title: title.clone(),
            text,
            headings,
            guides: links(place, api_id, Some(guide_id)),
        }
    }
}

pub(super) fn links(place: &Place<'_>, api: ApiId, current: Option<GuideId>) -> Vec<GuideLink> {
    Id::enumerate(&place.site.api(api).guides)
        .map(|(id, guide)| GuideLink {
            link: Link::new(place, Page::Guide(api, id), &guide.title),
            current: current == Some(id),
        })
        .collect()
}
