//! Rust that is generated as a module of an existing crate.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use errcat_catalog::InputFile;

use crate::emit::emit;
use crate::fixture;
use crate::output::Plan;
use crate::selection::Selection;
use crate::settings::Settings;
use crate::target::{Request, owned_directories};

/// Returns everything that is generated from the fixture, and the owned directories.
fn generate(rust: &str) -> (BTreeMap<String, String>, Vec<Utf8PathBuf>) {
    let settings = Settings { rust: rust.to_owned(), ..Settings::default() };
    let templates: Vec<InputFile> =
        fixture::templates().iter().map(|it| InputFile::new(&*it.path, &*it.text)).collect();
    let catalog = fixture::catalog();
    let selection = Selection::all(&catalog);
    let request = Request::new(&selection, &settings, &templates);
    let targets = crate::built_in(&settings);
    let plan = Plan::collect(Vec::new(), |output| emit(&targets, &request, output, &mut |_| {}))
        .expect("templates without mistakes");
    let files = plan
        .files()
        .map(|(path, file)| (path.to_string(), String::from_utf8_lossy(&file.bytes).into_owned()));
    (files.collect(), owned_directories(&targets))
}

#[test]
fn a_module_depends_neither_on_its_place_nor_on_features_of_its_crate() {
    let (files, owned) = generate("crates/shop/src/api/errors");
    let rust: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert!(rust.len() > 5, "{:?}", rust.keys());
    for (path, text) in rust {
        assert!(path.starts_with("crates/shop/src/api/errors/"), "{path}");
        assert!(!text.contains("crate::"), "{path} depends on the place of the module");
        assert!(!text.contains("feature ="), "{path} depends on a feature");
    }
    assert!(!files.keys().any(|path| path.ends_with(".toml")), "a module has no manifest");
    assert!(owned.contains(&"crates/shop/src/api/errors".into()), "{owned:?}");
}

/// A module has the files of a crate, whose links and features are written in another way.
#[test]
fn a_module_contains_what_a_crate_contains() {
    let (of_crate, _) = generate("crates/api-errors");
    let (of_module, _) = generate("src/errors");
    let below = |files: &BTreeMap<String, String>, folder: &str| -> Vec<String> {
        files.keys().filter_map(|path| path.strip_prefix(folder)).map(str::to_owned).collect()
    };
    let folder = "crates/api-errors/src/generated/";
    assert_eq!(below(&of_module, "src/errors/"), below(&of_crate, folder));
    let table = &of_module["src/errors/bank/http.rs"];
    assert!(table.contains("](super::super::bank::"), "{table}");
    assert!(table.contains("::errcat::__if_json! {\n    impl Error {\n"), "{table}");
    let page = of_module.iter().find(|(path, text)| path.ends_with(".md") && text.contains("In a service"));
    let (path, page) = page.expect("a page with Rust");
    assert!(page.contains("use crate::errors::bank::"), "{path}: {page}");
}
