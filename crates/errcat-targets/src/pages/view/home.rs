//! The home page.

use serde::Serialize;

use super::{Frame, Link};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use errcat_catalog::model::Id;

/// The home page, and the page for unknown addresses.
#[derive(Debug, Serialize)]
pub(crate) struct HomePage {
    page: Frame,
    apis: Vec<ApiCard>,
    /// Links to `llms.txt`, `llms-full.txt`, `errors.json` and `errors.schema.json`.
    files: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct ApiCard {
    #[serde(flatten)]
    link: Link,
    name: String,
    summary: Markup,
    errors: usize,
    guides: usize,
}

impl HomePage {
    pub(crate) fn new(cx: &PageContext<'_>, page: Page) -> Self {
        let site = cx.site;
        let titles: Vec<&str> = site.catalog.apis.iter().map(|api| api.title.as_str()).collect();
        let title = match page {
            Page::NotFound => format!("Page not found · {}", site.settings.title),
            _ => site.settings.title.clone(),
        };
        let description = format!("Errors of {}: what they mean and how to fix them.", titles.join(", "));
        let apis = Id::enumerate(&site.catalog.apis).map(|(id, api)| ApiCard {
            link: Link::new(cx, Page::Api(id), &api.title),
            name: api.name.clone(),
            summary: cx.block(&api.summary),
            errors: api.codes.len(),
            guides: api.guides.len(),
        });
        let files = ["llms.txt", "llms-full.txt", "errors.json", "errors.schema.json"];
        let files = if site.flavor().is_some() { &[][..] } else { &files };
        HomePage {
            page: Frame::new(cx, page, &title, || description.clone(), &site.settings.catalog),
            apis: apis.collect(),
            files: files
                .iter()
                .map(|file| Link { text: (*file).to_owned(), url: cx.href(&cx.file(None, file)) })
                .collect(),
        }
    }
}
