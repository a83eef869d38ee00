//! The site over time: the dates and the feed that come from git, and versions next to one another.

mod history;
mod shop;
mod versions;
