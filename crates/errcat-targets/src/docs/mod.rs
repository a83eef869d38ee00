//! The docs as files: the path of each page, links between files, and the rendering of the catalog's texts.
//!
//! A [`PageContext`](links::PageContext) represents a file that is being written. It turns names into links,
//! and texts into [`Markup`](markup::Markup). [`pages`](crate::pages) defines the contents of pages, and
//! [`view`](crate::view) provides the catalog's facts.

pub(crate) mod page;

pub(crate) mod difference;
pub(crate) mod escape_html;
mod highlight;
pub(crate) mod html;
mod placeholders;

mod icon;
pub(crate) mod site;

pub(crate) mod links;
pub(crate) mod markup;
