//! In an API that has changed, only pages of errors whose inputs have changed are rendered.

use std::path::Path;

use camino::Utf8Path;
use errcat_catalog::stored::no_models;
use errcat_cli::disk::Real;
use errcat_cli::disk::compare::InMemory;
use errcat_cli::disk::last_run::{LastRun, selection};
use errcat_cli::session::Session;
use errcat_cli::verbs::generate::{Outcome, write};

use super::large::{self, append, edit};

#[test]
fn an_edit_of_a_message_changes_the_inputs_of_few_pages() {
    let folder = large::workspace();
    let root = folder.path();
    generate(root);
    assert_eq!(stale_and_kept(root), (0, 0), "no API has changed");

    // Its own page, and those of errors in the same table that list it, in two formats.
    edit(
        root,
        "catalog/many/all.yaml",
        "one_7: { status: 400, message: Of",
        "one_7: { status: 400, message: One of",
    );
    let (stale, kept) = stale_and_kept(root);
    assert!((2..=2 * 14).contains(&stale) && kept == 2 * 260 - stale, "{stale} {kept}");
    generate(root);

    // Any page could show it.
    let (before, after) = ("one_7: { status: 400", "one_7: { since: \"7.1\", status: 400");
    edit(root, "catalog/many/all.yaml", before, after);
    assert_eq!(stale_and_kept(root).1, 0, "a release");
    edit(root, "catalog/many/all.yaml", after, before);

    // Edited pages are compared, whatever their inputs.
    edit(root, "catalog/many/all.yaml", "One of many", "Of many");
    append(root, "site/many/one_9/index.html", "by hand");
    assert_eq!(stale_and_kept(root).1, 0, "an edited page");
}

fn open(root: &Path) -> Session {
    Session::open(Utf8Path::from_path(root).expect("a path in UTF-8")).expect("a workspace")
}

fn generate(root: &Path) {
    let session = open(root);
    let outcome = write(&session, &Real, &mut |_| {}).expect("a catalog without mistakes");
    assert!(matches!(outcome, Outcome::Written(_)));
}

/// The numbers of pages in changed APIs that have to be rendered, and that don't.
fn stale_and_kept(root: &Path) -> (usize, usize) {
    let session = open(root);
    let catalog = session.examine(&no_models, &mut |_| {}).expect("a catalog without mistakes").catalog;
    let last_run = LastRun::look(&session.workspace, &session.inputs);
    let up_to_date = last_run.up_to_date(&catalog);
    let targets = session.targets(Vec::new()).expect("targets without mistakes");
    let selection = selection(&catalog, &up_to_date);
    let changes = session
        .compare(&targets, &selection, &up_to_date, &[], &InMemory, &mut |_| {})
        .unwrap_or_else(|_| panic!("it can be generated"));
    let is_kept = |page: &(&camino::Utf8PathBuf, &u64)| up_to_date.pages.get(page.0) == Some(page.1);
    let kept = changes.inputs.iter().filter(is_kept).count();
    (changes.inputs.len() - kept, kept)
}
