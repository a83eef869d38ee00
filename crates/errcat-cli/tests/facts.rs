//! Tests that the generated pages contain every fact of the four references that this repository's catalogs
//! are based on.
//!
//! `facts/<api>.txt` has one literal per line: a code, a header's value, a source, a number. The Markdown
//! pages are searched, because they have the same text as the HTML pages, without markup between words.

use std::fs;

use camino::Utf8Path;
use errcat_cli::reading::{inputs, workspace};

#[test]
fn every_fact_is_in_the_generated_pages() {
    let here = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = workspace::find(here).unwrap_or_else(|failure| panic!("{failure}"));
    let inputs = inputs::read(&workspace).unwrap_or_else(|failure| panic!("{failure}"));
    let plan = errcat_cli::pipeline::generate(&inputs)
        .unwrap_or_else(|report| panic!("{}", errcat_catalog::report::human(&report, false)));

    let mut apis = 0;
    let mut missing = Vec::new();
    for entry in here.join("tests/facts").read_dir_utf8().expect("tests/facts") {
        let path = entry.expect("tests/facts").into_path();
        let Some(api) = path.file_name().and_then(|name| name.strip_suffix(".txt")) else { continue };
        let folder = Utf8Path::new(&workspace.settings.targets.site).join(api);
        let page = folder.with_extension("md");
        let is_page =
            |path: &Utf8Path| path == page || (path.starts_with(&folder) && path.extension() == Some("md"));
        let pages: String = plan
            .files()
            .filter(|(path, _)| is_page(path))
            .map(|(_, file)| String::from_utf8_lossy(&file.bytes))
            .collect();
        let facts = fs::read_to_string(&path).expect("a list of facts");
        let facts = facts.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        missing.extend(facts.filter(|fact| !pages.contains(fact)).map(|fact| format!("{api}: {fact}")));
        apis += 1;
    }
    assert!(apis > 0, "tests/facts has no lists");
    assert!(missing.is_empty(), "{} facts are missing:\n{}", missing.len(), missing.join("\n"));
}
