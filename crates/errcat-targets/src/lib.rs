//! Generates files from a checked catalog: a Rust crate and its derive macro, or a module, a site, Markdown,
//! JSON, and anything that folders of templates describe.
//!
//! ```
//! use errcat_catalog::{InputFile, Inputs, read};
//! use errcat_targets::output::Plan;
//! use errcat_targets::selection::Selection;
//! use errcat_targets::settings::Settings;
//! use errcat_targets::target::Request;
//! use errcat_targets::{built_in, emit};
//!
//! let files = [
//!     InputFile::new("catalog/shop/api.yaml", "title: Shop\nsummary: Sells things.\n"),
//!     InputFile::new(
//!         "catalog/shop/orders.yaml",
//!         "title: Orders\nstatus: none\nenvelope: none\nerrors:\n  sold_out: { message: Sold out }\n",
//!     ),
//! ];
//! let catalog = read(&Inputs::of(&files)).expect("a catalog without mistakes").catalog;
//!
//! let settings = Settings::default();
//! let mut targets = built_in(&settings);
//! targets.retain(|target| target.name() == "rust");
//! let selection = Selection::all(&catalog);
//! let request = Request::new(&selection, &settings, &[]);
//! let plan = Plan::collect(Vec::new(), |output| emit::emit(&targets, &request, output, &mut |_| {}))
//!     .expect("the target uses no templates");
//!
//! let table = "crates/api-errors/src/generated/shop/orders.rs";
//! let (_, file) = plan.files().find(|(path, _)| *path == table).expect("a module for each table");
//! assert!(String::from_utf8_lossy(&file.bytes).contains("SoldOut"));
//! ```
//!
//! # Where to go next
//!
//! - [`target::Target`] is the trait of targets. [`built_in`] lists the targets in this crate.
//!   [`folder::discover`] finds folders with a `target.toml`, which `templates/README.md` in the repository
//!   describes.
//! - [`emit::emit`] runs targets, and [`output`] receives their files.
//! - [`settings`] defines the settings of targets.
//! - `errcat_cli::pipeline` reads the catalog and runs the targets, in memory.
//!
//! # Invariants
//!
//! - **No IO.** Files are passed to an [`Output`](output::Output). The same input produces the same bytes, on
//!   any machine, at any time, in any environment and with any number of threads.
//! - **Targets see only the checked catalog**, and don't depend on each other.
//! - **Data is generated, logic is written by hand.** Generated Rust consists of enums, tables and `impl`
//!   headers. The code behind them is in the crate `errcat`.

pub mod history;
pub mod output;
pub mod selection;
pub mod settings;
pub mod target;

pub mod commonmark;
pub mod header;
mod rust_code;
mod sentence;

pub use self::rust_code::dependency;
pub use self::rust_code::words::crate_name;
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
pub mod openapi;
mod rust;
mod schema;
mod site;

pub use self::site::HTTP_PATTERNS;
mod vectors;

mod optional;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use errcat_catalog::finding::Rule;

use self::derive::Derive;
use self::json::JsonModel;
use self::markdown::{Book, Twins};
use self::openapi::OpenApi;
pub use self::optional::{OPTIONAL_TARGETS, optional_outputs};
use self::rust::Rust;
use self::schema::Schema;
use self::settings::Settings;
use self::site::SiteTarget;
pub use self::site::{feed_file, has_common_address, published_path};
use self::target::Target;
use self::vectors::Vectors;

/// Returns the built-in targets, in the order in which they run.
pub fn built_in(settings: &Settings) -> Vec<Box<dyn Target>> {
    let mut targets: Vec<Box<dyn Target>> = vec![Box::new(Rust::new(settings))];
    // A module contains what the derive needs.
    if settings.rust_module().is_none() {
        targets.push(Box::new(Derive::new(settings)));
    }
    targets.push(Box::new(Schema::new(settings)));
    match &settings.markdown {
        Some(markdown) => targets.push(Box::new(Book::new(markdown, settings))),
        None => {
            targets.push(Box::new(SiteTarget::new(settings)));
            targets.push(Box::new(Twins::new(settings)));
            targets.push(Box::new(JsonModel::new(settings)));
        }
    }
    targets.extend(OpenApi::new(settings).map(|target| -> Box<dyn Target> { Box::new(target) }));
    targets.extend(Vectors::new(settings).map(|target| -> Box<dyn Target> { Box::new(target) }));
    targets
}

/// Returns the rules of this crate.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        &template::TEMPLATE,
        &folder::TARGET_MANIFEST,
        &folder::UNSAFE_OUTPUT,
        &collision::OUTPUT_COLLISION,
        &unused::UNUSED_TEMPLATE,
    ]
    .into_iter()
}
