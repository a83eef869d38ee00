//! What is generated from a checked catalog: [`built_in`] and [`folder::discover`] list the targets, [`emit::emit`] generates
//! their files.
//!
//! # Invariants
//!
//! - **No IO.** Files are handed to an [`Output`](output::Output); the same input gives the same bytes, whatever the machine, the
//!   clock, the environment or the number of threads.
//! - **Targets see only the checked catalog**, and none knows of another.
//! - **Data is generated, logic is written by hand.** Generated Rust is enums, tables and `impl` headers; what they do is in the
//!   crate `errcat`.

pub mod output;
pub mod selection;
pub mod settings;
pub mod target;

pub mod commonmark;
pub mod header;
mod rust_code;
pub mod template;

mod docs;
mod view;

pub mod pages;

mod collision;
pub mod emit;

pub mod folder;
pub mod unused;

mod derive;
mod json;
mod markdown;
mod rust;
mod schema;
mod site;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use errcat_catalog::finding::Rule;

use self::derive::Derive;
use self::json::JsonModel;
use self::markdown::{Book, Twins};
use self::rust::RustCrate;
use self::schema::Schema;
use self::settings::Settings;
use self::site::Site;
use self::target::Target;

/// The targets that are built in, in the order in which they run.
pub fn built_in(settings: &Settings) -> Vec<Box<dyn Target>> {
    let mut targets: Vec<Box<dyn Target>> = vec![
        Box::new(RustCrate::new(settings)),
        Box::new(Derive::new(settings)),
        Box::new(Schema::new(settings)),
    ];
    match &settings.markdown {
        Some(markdown) => targets.push(Box::new(Book::new(markdown, settings))),
        None => {
            targets.push(Box::new(Site::new(settings)));
            targets.push(Box::new(Twins::new(settings)));
            targets.push(Box::new(JsonModel::new(settings)));
        }
    }
    targets
}

/// The rules of this crate.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        &template::TEMPLATE,
        &folder::TARGET_MANIFEST,
        &folder::UNSAFE_OUTPUT,
        &folder::UNMARKED_OUTPUT,
        &collision::OUTPUT_COLLISION,
        &unused::UNUSED_TEMPLATE,
    ]
    .into_iter()
}
