//! The architecture: crates are floors, and modules import in one direction only.
//!
//! `FLOORS_ROOT=crates/errcat/src/lib.rs cargo test -p xtask --test floors` checks the modules of one crate,
//! also of one that isn't a member of this workspace.

mod arrows;
mod crate_floors;
mod cycles;
mod definitions;
mod mentions;
mod module_tree;
mod read;
mod report;
mod resolve;
mod test_code;
mod tokens;
mod use_tree;
mod workspace;

mod small_houses;
mod small_trees;

use camino::{Utf8Path, Utf8PathBuf};

use crate::crate_floors::Floors;

/// The program, from the bottom up. A crate depends only on crates of lower floors.
const PROGRAM: Floors = &[
    // The runtime and the templates. The program uses the runtime without its derive.
    &["errcat", "errcat-templates"],
    // The language: reads YAML into a checked catalog.
    &["errcat-catalog"],
    // Generates all output from a checked catalog.
    &["errcat-targets"],
    // Compares the catalog with locks, revisions and code.
    &["errcat-drift"],
    // The command line.
    &["errcat-cli"],
    // The tasks of this repository.
    &["xtask"],
];

/// The runtime, and the derive of generated modules, which it re-exports. The test that users' suites contain
/// runs the program, and depends on nothing.
const RUNTIME: Floors = &[&["errcat-derive", "errcat-test"], &["errcat-macros"], &["errcat"]];

/// The generated crates. The program doesn't depend on them, because it has to run when they don't compile;
/// they don't depend on the program, because services link them.
const GENERATED: Floors = &[&["errcat", "errcat-derive"], &["api-errors-derive"], &["api-errors"]];

#[test]
fn crates_depend_on_lower_floors() {
    let violations = crate_floors::violations(&workspace::members(), &[PROGRAM, RUNTIME, GENERATED]);
    assert!(violations.is_empty(), "the floors are listed in {}:\n{}", file!(), violations.join("\n"));
}

#[test]
fn modules_have_no_cycles() {
    let roots = roots();
    assert!(!roots.is_empty(), "no crate was found");
    let cycles: Vec<String> = roots.iter().flat_map(|(name, root)| cycles_of(name, root)).collect();
    assert!(
        cycles.is_empty(),
        "{} import cycles between modules:\n\n{}\n{ADVICE}",
        cycles.len(),
        cycles.join("\n"),
    );
}

const ADVICE: &str = "\
Modules of the same parent, each with everything below it, may use each other in one direction only. Remove
an arrow of each cycle; the first may be the easiest. Move what both modules need to a third one below them,
move the code that needs both to one above them, or merge two modules that are one idea. What the crate root
defines is above all modules: define it in a module instead, and re-export it from the root.";

/// Returns the names and root files of all hand-written crates, or of the crate in `FLOORS_ROOT`.
fn roots() -> Vec<(String, Utf8PathBuf)> {
    if let Ok(root) = std::env::var("FLOORS_ROOT") {
        return vec![(root.clone(), root.into())];
    }
    let members = workspace::members().into_iter();
    let generated = GENERATED[1..].concat();
    let by_hand = members.filter(|member| !generated.contains(&member.name.as_str()));
    by_hand.flat_map(|member| member.roots.into_iter().map(move |root| (member.name.clone(), root))).collect()
}

fn cycles_of(name: &str, root: &Utf8Path) -> Vec<String> {
    let read_file = |path: &Utf8Path| std::fs::read_to_string(workspace::root().join(path)).ok();
    let tree = read::read(root, &read_file).unwrap_or_else(|error| panic!("{error}"));
    let cycles = report::render_cycles(&tree, &arrows::arrows(&tree));
    cycles.into_iter().map(|cycle| format!("{name}, {cycle}")).collect()
}
