//! Tests that each file generated from this repository's catalog begins with a header that names its source.

use camino::Utf8Path;
use errcat_cli::reading::{inputs, workspace};
use errcat_targets::header::is_marked;
use errcat_targets::output::Ownership;

/// Files that are copied into packages, and whose formats have no comments. The manifest of their folder
/// lists them.
const WITHOUT_COMMENTS: [&str; 2] = ["py.typed", "tsconfig.json"];

#[test]
fn only_generated_files_are_marked() {
    let workspace = workspace::find(Utf8Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this repository");
    let inputs = inputs::read(&workspace).expect("its catalog");
    let plan = errcat_cli::pipeline::generate(&inputs)
        .unwrap_or_else(|report| panic!("{}", errcat_catalog::report::human(&report, false)));
    let is_wrong = |file: &errcat_targets::output::File| {
        is_marked(&file.bytes) != (file.ownership != Ownership::Scaffolded)
    };
    let has_comments =
        |path: &Utf8Path| path.file_name().is_some_and(|name| !WITHOUT_COMMENTS.contains(&name));
    let wrong: Vec<_> = plan
        .files()
        .filter(|(path, file)| has_comments(path) && is_wrong(file))
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
