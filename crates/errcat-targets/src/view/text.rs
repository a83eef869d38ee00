//! Texts of the catalog, in the format of the file that contains them.

use std::borrow::Cow;
use std::fmt;

use errcat::prose::{self, Part};
use serde::{Serialize, Serializer};

use crate::docs::html::Heading;
use crate::docs::links::PageContext;
use crate::docs::markup::{Markup, Prose};
use errcat_catalog::model::Param;

/// A text of the catalog. It is rendered only when it is used, so creating a view costs nothing.
#[derive(Clone)]
pub(crate) struct CatalogText<'a> {
    cx: &'a PageContext<'a>,
    /// The Markdown in the catalog.
    source: Cow<'a, str>,
    /// The params whose names in braces are placeholders. `None` if all braces are text.
    params: Option<&'a [Param]>,
}

impl<'a> CatalogText<'a> {
    pub(super) fn new(cx: &'a PageContext<'a>, source: impl Into<Cow<'a, str>>) -> Self {
        CatalogText { cx, source: source.into(), params: None }
    }

    /// Returns a view of a cause or a fix, which can mention params.
    pub(super) fn with_placeholders(cx: &'a PageContext<'a>, source: &'a str, params: &'a [Param]) -> Self {
        CatalogText { params: Some(params), ..CatalogText::new(cx, source) }
    }

    /// Returns `true` if the text mentions params.
    pub(crate) fn has_placeholders(&self) -> bool {
        let is_param = |name: &str| self.params.unwrap_or_default().iter().any(|param| param.name == name);
        let mut parts = prose::parts(&self.source).into_iter();
        parts.any(|part| matches!(part, Part::Placeholder(placeholder) if is_param(placeholder.name)))
    }

    fn prose(&self) -> Prose<'_> {
        match self.params {
            Some(params) => Prose::with_placeholders(&self.source, params),
            None => Prose::from(&self.source),
        }
    }

    /// Returns a view for each text of a list.
    pub(super) fn list(cx: &'a PageContext<'a>, sources: &'a [String]) -> Vec<Self> {
        sources.iter().map(|source| CatalogText::new(cx, source)).collect()
    }

    /// Renders a text of its own: paragraphs, lists and code.
    pub(crate) fn block(&self) -> Markup {
        self.cx.block(self.prose())
    }

    /// Renders the text for a line of the page.
    pub(crate) fn line(&self) -> Markup {
        self.cx.line(self.prose())
    }

    /// Renders the text as a page, and returns its headings.
    pub(crate) fn guide(&self) -> (Markup, Vec<Heading>) {
        self.cx.guide(&self.source)
    }

    /// Renders the text on one line, without markup.
    pub(crate) fn plain(&self) -> String {
        self.cx.plain(self.prose())
    }

    /// Serializes the text for a line of the page.
    pub(super) fn serialize_line<S: Serializer>(
        text: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_ref().map(|text| text.line().into_string()).serialize(serializer)
    }

    /// Serializes the text as a page.
    pub(super) fn serialize_guide<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.guide().0.as_str())
    }
}

/// Data contains texts as blocks.
impl Serialize for CatalogText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.block().as_str())
    }
}

impl fmt::Debug for CatalogText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}
