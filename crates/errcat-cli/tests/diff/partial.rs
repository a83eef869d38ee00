//! Clones that have only a part of the repository.

use std::fs;

use snapbox::str;

use crate::repository::{API, CHANGED, Repository, TABLE, changed_table, git};

#[test]
fn an_api_that_a_sparse_checkout_leaves_out_does_not_look_removed() {
    let repository = Repository::new("services/one/");
    repository.write("catalog/zazmic/api.yaml", API);
    repository.write("catalog/zazmic/http.yaml", TABLE);
    repository.write("crates/README.md", "Not needed.\n");
    repository.commit();
    repository.git("sparse-checkout set services/one");
    repository.write("catalog/kakunin/certify.yaml", &changed_table());
    repository.diff("HEAD").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));

    repository.git("sparse-checkout set services/one/catalog/kakunin");
    assert!(!repository.path("catalog/zazmic").exists());
    repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: the sparse checkout leaves out a part of the catalog: catalog/zazmic/api.yaml, catalog/zazmic/http.yaml
  = help: check it out, or its errors would look removed: `git sparse-checkout add catalog`

"#]]);
    repository.git("sparse-checkout add services/one/catalog");
    repository.diff("HEAD").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));

    repository.git("checkout --quiet .");
    repository.git("sparse-checkout set services/one/crates");
    let nothing = repository.diff("HEAD").code(2).stdout_eq("");
    nothing.stderr_eq("error: there is no catalog in [..]\n...\n");
}

#[test]
fn a_shallow_clone_says_that_it_lacks_the_revision() {
    let origin = Repository::new("");
    origin.write("catalog/kakunin/certify.yaml", &changed_table());
    origin.commit();
    let clone = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", origin.folder.path().display());
    git(clone.path(), &format!("clone --quiet --depth 1 --no-tags {url} ."));
    let shallow = Repository { folder: clone, workspace: "" };
    for revision in ["v1", "HEAD~1"] {
        shallow.diff(revision).code(2).stdout_eq("").stderr_eq(format!(
            "error: unknown revision `{revision}`: this clone is shallow, so git has only a part of the history
  = help: fetch the rest: `git fetch --unshallow --tags`; in CI, fetch the history first
          (actions/checkout: `fetch-depth: 0`)\n"
        ));
    }
    shallow.diff("HEAD").code(0).stdout_eq("Nothing changed for clients since HEAD\n");
    shallow.git("fetch --quiet --unshallow --tags");
    shallow.diff("v1").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));
}

#[test]
fn a_partial_clone_fetches_the_old_files_or_fails() {
    let origin = Repository::new("");
    origin.git("config uploadpack.allowFilter true");
    origin.write("catalog/kakunin/certify.yaml", &changed_table());
    origin.commit();
    let clone = || {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("file://{}", origin.folder.path().display());
        git(folder.path(), &format!("clone --quiet --filter=blob:none {url} ."));
        Repository { folder, workspace: "" }
    };
    let (online, offline) = (clone(), clone());
    online.diff("v1").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));
    offline.git("remote set-url origin file:///nowhere");
    offline.diff("v1").code(2).stdout_eq("").stderr_eq("error: git can't [..] of that revision\n...\n");
}

/// Moves the catalog to a repository of its own, as the submodule `path`. `depth` is that of its clone.
fn with_submodule(path: &str, options: &str) -> (Repository, Repository) {
    let source = Repository::new("");
    if path == "catalog/kakunin" {
        source.git("mv catalog/kakunin/api.yaml catalog/kakunin/certify.yaml .");
        source.git("rm --quiet Cargo.toml");
        source.commit();
    }
    let repository = Repository::new("");
    repository.git("rm -r --quiet catalog");
    if path != "catalog/kakunin" {
        let settings = format!("[workspace.metadata.errcat]\ncatalog = '{path}/catalog'\n");
        repository.write("Cargo.toml", &settings);
    }
    repository.write("catalog/zazmic/api.yaml", API);
    let url = format!("file://{}", source.folder.path().display());
    repository.git(&format!("submodule --quiet add {options} {url} {path}"));
    repository.commit();
    (source, repository)
}

#[test]
fn a_catalog_or_an_api_in_a_submodule_is_compared() {
    for (path, api) in
        [("vendor/errors", "vendor/errors/catalog/kakunin"), ("catalog/kakunin", "catalog/kakunin")]
    {
        let (_source, repository) = with_submodule(path, "--quiet");
        repository.diff("HEAD").code(0).stderr_eq("").stdout_eq("Nothing changed for clients since HEAD\n");
        repository.write(&format!("{api}/certify.yaml"), &changed_table());
        repository.diff("HEAD").code(1).stderr_eq("").stdout_eq(format!(
            "kakunin\n{CHANGED}            {api}/certify.yaml:3; breaks wire, Rust\n...\n"
        ));
        // The submodule has moved on, and the repository still records its former commit.
        git(&repository.path(path), "commit --quiet --all --message next");
        repository.diff("HEAD").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));
    }
}

#[test]
fn a_submodule_that_is_not_checked_out_is_reported() {
    let (_source, repository) = with_submodule("catalog/kakunin", "--quiet");
    repository.git("submodule --quiet deinit --force catalog/kakunin");
    repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: the submodule catalog/kakunin isn't checked out
  = help: check it out, or its errors would look removed:
          `git submodule update --init catalog/kakunin`

"#]]);

    // It was a submodule, and is a plain folder now.
    repository.git("rm --quiet catalog/kakunin");
    repository.write("catalog/kakunin/api.yaml", API);
    repository.write("catalog/kakunin/certify.yaml", &changed_table());
    repository.diff("HEAD").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));
    fs::remove_dir_all(repository.path(".git/modules")).expect("it can be removed");
    repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: catalog/kakunin is a submodule at that revision, and there is no clone of it
  = help: if it still is one, check it out: `git submodule update --init catalog/kakunin`

"#]]);

    let (_source, repository) = with_submodule("vendor/errors", "--quiet");
    repository.git("submodule --quiet deinit --force vendor/errors");
    repository
        .diff("HEAD")
        .code(2)
        .stdout_eq("")
        .stderr_eq("error: there is no folder `vendor/errors/catalog` [..]\n...\n");
}

#[test]
fn a_shallow_submodule_that_lacks_the_commit_is_reported() {
    let (source, repository) = with_submodule("catalog/kakunin", "--depth 1");
    source.write("certify.yaml", &changed_table());
    source.commit();
    fs::remove_dir_all(repository.path("catalog/kakunin")).expect("it can be removed");
    fs::remove_dir_all(repository.path(".git/modules")).expect("it can be removed");
    let url = format!("file://{}", source.folder.path().display());
    repository.git(&format!("clone --quiet --depth 1 {url} catalog/kakunin"));
    repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: the clone of the submodule catalog/kakunin doesn't contain its commit [..]
...
"#]]);
}
