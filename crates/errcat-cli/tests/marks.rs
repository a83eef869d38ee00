//! Whoever opens a file that this repository's catalog generates sees at its beginning that it is generated, and from what.

use camino::Utf8Path;
use errcat_cli::reading::{inputs, workspace};
use errcat_targets::header::is_marked;
use errcat_targets::output::Ownership;

#[test]
fn every_generated_file_is_marked_and_no_scaffolded_one() {
    let workspace = workspace::find(Utf8Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this repository");
    let inputs = inputs::read(&workspace).expect("its catalog");
    let plan = errcat_cli::pipeline::generate(&inputs)
        .unwrap_or_else(|report| panic!("{}", errcat_catalog::report::human(&report, false)));
    let is_wrong = |file: &errcat_targets::output::File| {
        is_marked(&file.bytes) != (file.ownership == Ownership::Generated)
    };
    let wrong: Vec<_> = plan.files().filter(|(_, file)| is_wrong(file)).map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
