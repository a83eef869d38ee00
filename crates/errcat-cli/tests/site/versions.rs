//! A site with two versions, between which a code was added, and with the feed of its git repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::real;
use crate::sites::{generate, generate_with};

/// The table with its first error.
const TABLE: &str =
    "title: Orders\nstatus: 404\nenvelope: problem\nerrors:\n  sold_out: { message: Sold out }\n";

/// Writes the first version of the catalog.
pub(crate) fn write(workspace: &Path) {
    let api = "title: Shop\nsummary: Sells things.\ndocs_url: https://errors.shop.example\n";
    real::write(workspace, "catalog/shop/api.yaml", api);
    real::write(workspace, "catalog/shop/orders.yaml", TABLE);
}

/// Generates version 1.0, then adds a code, and generates version 2.0 and the current site.
pub(crate) fn generate_versions(workspace: &Path) {
    for folder in ["site", ".git"] {
        let _ = fs::remove_dir_all(workspace.join(folder));
    }
    git(workspace, "init -q");
    commit(workspace);
    generate_with(workspace, &["--docs-version", "1.0"]);
    let added = format!("{TABLE}  too_late: {{ message: The <shop> has closed & gone }}\n");
    real::write(workspace, "catalog/shop/orders.yaml", &added);
    commit(workspace);
    generate_with(workspace, &["--docs-version", "2.0"]);
    generate(workspace);
}

fn commit(workspace: &Path) {
    git(workspace, "add catalog/shop/api.yaml catalog/shop/orders.yaml");
    git(workspace, "-c user.name=A -c user.email=a@example.com commit -qm change");
}

fn git(workspace: &Path, words: &str) {
    let mut command = Command::new("git");
    assert!(command.args(words.split(' ')).current_dir(workspace).status().expect("git runs").success());
}
