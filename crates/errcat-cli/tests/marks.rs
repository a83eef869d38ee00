//! What this repository's catalog generates can be told from what people write: without its mark, a file would be taken
//! for a hand-made one as soon as it has to change.

use camino::Utf8Path;
use errcat_cli::disk::compare;
use errcat_cli::reading::{inputs, workspace};
use errcat_targets::output::Ownership;

#[test]
fn every_generated_file_is_marked_and_no_scaffolded_one() {
    let workspace = workspace::find(Utf8Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this repository");
    let inputs = inputs::read(&workspace).expect("its catalog");
    let plan = errcat_cli::pipeline::generate(&inputs)
        .unwrap_or_else(|report| panic!("{}", errcat_catalog::report::human(&report, false)));
    let is_wrong = |file: &errcat_targets::output::File| {
        compare::is_marked(&file.bytes) != (file.ownership == Ownership::Generated)
    };
    let wrong: Vec<_> = plan.files().filter(|(_, file)| is_wrong(file)).map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
