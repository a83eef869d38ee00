//! A guide.

use serde::Serialize;

use super::{Frame, Link};
use crate::pages::html::Heading;
use crate::pages::links::Place;
use crate::pages::markup::Markup;
use crate::pages::page::Page;

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
    pub(crate) fn new(place: &Place<'_>, api_index: usize, guide_index: usize) -> Self {
        let api = place.site.api(api_index);
        let guide = &api.guides[guide_index];
        let page = Page::Guide(api_index, guide_index);
        let title = format!("{} · {}", guide.title, api.title);
        let first_paragraph = guide.text.split("\n\n").next().unwrap_or_default();
        let (text, headings) = place.guide(&guide.text);
        GuidePage {
            page: Frame::new(place, page, &title, || place.plain(first_paragraph), &guide.path),
            title: guide.title.clone(),
            text,
            headings,
            guides: links(place, api_index, Some(guide_index)),
        }
    }
}

pub(super) fn links(place: &Place<'_>, api: usize, current: Option<usize>) -> Vec<GuideLink> {
    let guides = place.site.api(api).guides.iter().enumerate();
    guides
        .map(|(position, guide)| GuideLink {
            link: Link::new(place, Page::Guide(api, position), &guide.title),
            current: current == Some(position),
        })
        .collect()
}
