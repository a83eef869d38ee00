//! Texts of the catalog in descriptions, which are Markdown.

use crate::docs::links::PageContext;
use crate::view::CatalogText;

/// Renders Markdown for a description. Without the site's address, links would lead nowhere, so the text has
/// no markup then.
pub(super) fn render(cx: &PageContext<'_>, text: &CatalogText<'_>) -> String {
    match cx.site.published(cx.api) {
        Some(_) => text.block().into_string().trim_end().to_owned(),
        None => text.plain(),
    }
}

/// Like [`render`], for a line of the model.
pub(super) fn line(cx: &PageContext<'_>, text: &str) -> String {
    match cx.site.published(cx.api) {
        Some(_) => cx.block(text).into_string().trim_end().to_owned(),
        None => cx.plain(text),
    }
}
