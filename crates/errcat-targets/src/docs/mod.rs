//! The docs as files: where each page is, how files link to one another, and how the catalog's texts read in them.
//!
//! A [`Place`](links::Place) is a file that is being written. It turns names into links and texts into
//! [`Markup`](markup::Markup). What pages say is in [`pages`](crate::pages), the catalog's facts are in
//! [`view`](crate::view).

pub(crate) mod page;

pub(crate) mod difference;
pub(crate) mod escape_html;
mod highlight;
pub(crate) mod html;

mod decoded;
mod icon;
pub(crate) mod site;

pub(crate) mod links;
pub(crate) mod markup;
