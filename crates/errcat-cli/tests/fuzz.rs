//! Tests that no content of a catalog, a lock, a guide, a template or code causes a panic, and that every
//! finding has a valid location.

mod catalog;
mod hostile;
mod mutation;

use std::sync::LazyLock;

use errcat_catalog::model::Catalog;
use errcat_catalog::{InputFile, report};
use errcat_cli::pipeline::{Inputs, read};
use errcat_drift::code::{self, File};
use errcat_drift::diff::diff;
use proptest::prelude::*;

use hostile::{FILES, with};
use mutation::{mistaken, mistaken_text};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    read(&catalog::real()).unwrap_or_else(|found| panic!("{}", report::human(&found, false))).catalog
});

proptest! {
    #![proptest_config(mutation::config(256))]

    /// One file of an API has mistakes: a table, an api.yaml, a lock or a guide. The others are valid.
    #[test]
    fn files_of_a_catalog((file, bytes) in mistaken(texts(FILES.iter()))) {
        hostile::in_catalog(&FILES[file].path, bytes);
    }

    /// The differences between any two catalogs can be rendered.
    #[test]
    fn differences((file, bytes) in mistaken(texts(FILES.iter()))) {
        let path = &FILES[file].path;
        let inputs = Inputs { lenient: true, ..with(path, bytes) };
        if let Ok(new) = read(&inputs) {
            let old = Inputs { lenient: true, ..with(path, FILES[file].bytes.clone()) };
            let old = read(&old).expect("it has no finding");
            let printed = errcat_drift::diff::show::markdown(&diff(&old.catalog, &new.catalog), "main");
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&printed));
            prop_assert!(!html.contains("<script>") && !html.contains("=\"javascript:"), "{}", printed);
        }
    }

    /// Templates with mistakes replace built-in ones.
    #[test]
    fn own_templates((template, bytes) in mistaken(texts(hostile::templates()))) {
        let template = hostile::templates().nth(template).expect("one of them");
        hostile::as_template(&template.path, bytes);
    }

    /// Rust files with mistakes are searched for uses of errors.
    #[test]
    fn code_that_uses_errors((_, text) in mistaken_text(RUST.iter().map(ToString::to_string).collect())) {
        let file = File { path: "src/lib.rs".into(), text, is_rust: true, literals: Vec::new() };
        let found = code::find(&CATALOG, &[], std::slice::from_ref(&file));
        for place in CATALOG.codes().flat_map(|code| found.uses(code)) {
            prop_assert!(file.text.get(place.range.clone()).is_some());
        }
    }
}

const RUST: &[&str] = &[
    include_str!("../../api-errors/examples/service.rs"),
    include_str!("../../api-errors/tests/derive.rs"),
    include_str!("../../api-errors/tests/kakunin.rs"),
];

fn texts<'a>(files: impl Iterator<Item = &'a InputFile>) -> Vec<String> {
    files.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect()
}
