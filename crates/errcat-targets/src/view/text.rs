//! The catalog's texts, which take the form of the place that they are shown in.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::docs::html::Heading;
use crate::docs::links::Place;
use crate::docs::markup::Markup;

/// A text of the catalog. It is rendered when it is asked for, so a view of it costs nothing.
#[derive(Clone)]
pub(crate) struct Text<'a> {
    place: &'a Place<'a>,
    /// Markdown as the catalog has it.
    source: Cow<'a, str>,
}

impl<'a> Text<'a> {
    pub(super) fn new(place: &'a Place<'a>, source: impl Into<Cow<'a, str>>) -> Self {
        Text { place, source: source.into() }
    }

    /// Returns a view of each text of a list.
    pub(super) fn list(place: &'a Place<'a>, sources: &'a [String]) -> Vec<Self> {
        sources.iter().map(|source| Text::new(place, source)).collect()
    }

    /// Renders paragraphs, lists and code.
    pub(crate) fn block(&self) -> Markup {
        self.place.block(&self.source)
    }

    /// Renders it for a line of the page.
    pub(crate) fn line(&self) -> Markup {
        self.place.line(&self.source)
    }

    /// Renders it as a page of its own, with the headings that it has.
    pub(crate) fn guide(&self) -> (Markup, Vec<Heading>) {
        self.place.guide(&self.source)
    }

    /// Renders it without markup, on one line.
    pub(crate) fn plain(&self) -> String {
        self.place.plain(&self.source)
    }

    /// Serializes it for a line of the page.
    pub(super) fn serialize_line<S: Serializer>(
        text: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_ref().map(|text| text.line().into_string()).serialize(serializer)
    }

    /// Serializes it as a page of its own.
    pub(super) fn serialize_guide<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.guide().0.as_str())
    }
}

/// Data has texts as blocks.
impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.block().as_str())
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}
