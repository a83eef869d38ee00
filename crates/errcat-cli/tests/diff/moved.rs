//! Catalogs and APIs that were elsewhere at the revision.

use std::fs;

use snapbox::str;

use crate::repository::{API, CHANGED, Repository, TABLE, changed_table};

#[test]
fn the_folder_that_cargo_toml_set_at_the_revision_is_compared() {
    let repository = Repository::new("services/one/");
    repository.write("Cargo.toml", "[workspace.metadata.errcat]\ncatalog = 'errors'\nformer = 'setting'\n");
    repository.git("mv services/one/catalog services/one/errors");
    repository.commit();
    repository.git("tag v2");
    repository.write("Cargo.toml", "[workspace]\n");
    repository.git("mv services/one/errors services/one/catalog");
    repository.write("catalog/kakunin/certify.yaml", &changed_table());
    let diff = repository.diff("v2").code(1).stderr_eq("At v2, the catalog was in errors\n");
    diff.stdout_eq(format!("...\n{CHANGED}...\n"));
}

#[test]
fn a_workspace_that_moved_with_its_catalog_is_followed() {
    let repository = Repository::new("");
    repository.write("rust/README.md", "The workspace.\n");
    repository.git("mv Cargo.toml catalog rust");
    repository.write("rust/catalog/kakunin/certify.yaml", &changed_table());
    let command = repository.command("diff v1").current_dir(repository.path("rust"));
    let diff = command.assert().code(1).stderr_eq("At v1, the catalog was in ../catalog\n");
    diff.stdout_eq(format!("...\n{CHANGED}...\n"));
}

#[test]
fn a_renamed_api_is_compared_with_the_former_one() {
    let repository = Repository::new("services/one/");
    repository.write("catalog/kakunin/guides/retries.md", "# Retries\n\nRetry later, but not too often.\n");
    repository.commit();
    repository.git("mv services/one/catalog/kakunin services/one/catalog/certs");
    repository.write("catalog/certs/certify.yaml", &changed_table());
    repository.diff("HEAD").code(1).stderr_eq("").stdout_eq(str![[r#"
certs
  breaking  the API: renamed: kakunin → certs
            catalog/certs/api.yaml:1; breaks Rust, docs
  breaking  agent_not_found: status: 404 → 422
            catalog/certs/certify.yaml:3; breaks wire, Rust

2 changes since HEAD: 2 breaking; semver major (0.x: minor)

"#]]);

    // Both the catalog and the API were renamed.
    repository.git("mv services/one/catalog services/one/errors");
    repository.write("Cargo.toml", "[workspace.metadata.errcat]\ncatalog = 'errors'\n");
    let diff = repository.diff("HEAD").code(1).stderr_eq("At HEAD, the catalog was in catalog\n");
    diff.stdout_eq(format!("certs\n  breaking  the API: renamed: kakunin → certs\n...\n{CHANGED}...\n"));
}

#[test]
fn an_api_that_git_does_not_recognize_is_removed_and_added() {
    let repository = Repository::new("");
    fs::rename(repository.path("catalog/kakunin"), repository.path("catalog/certs")).expect("it moves");
    repository.diff("v1").code(1).stderr_eq("").stdout_eq(str![[r#"
certs
  additive  the API: added: 1 table, 2 codes
            catalog/certs/api.yaml:1
kakunin
  breaking  the API: removed: 1 table, 2 codes
            catalog/kakunin/api.yaml:1 at v1; breaks wire, Rust, docs

2 changes since v1: 1 breaking, 1 additive; semver major (0.x: minor)

"#]]);
}

#[test]
fn a_table_that_moved_to_a_new_api_does_not_rename_the_former_api() {
    let repository = Repository::new("");
    repository
        .write("catalog/kakunin/other.yaml", "title: Other\nerrors:\n  x: { status: 400, message: Wrong }\n");
    repository.commit();
    repository.write("catalog/certs/api.yaml", "title: Certs\nsummary: New.\n");
    repository.git("mv catalog/kakunin/certify.yaml catalog/certs/certify.yaml");
    let diff = repository.diff("HEAD").code(1).stderr_eq("");
    diff.stdout_eq("certs\n  additive  the API: added: 1 table, 2 codes\n...\nkakunin\n  breaking  table certify: removed[..]\n...\n");
}

#[test]
fn an_api_from_another_catalog_is_followed() {
    let repository = Repository::new("services/one/");
    repository.write("../two/catalog/zazmic/api.yaml", API);
    repository.write("../two/catalog/zazmic/agents.yaml", TABLE);
    repository.commit();
    repository.git("mv services/two/catalog/zazmic services/one/catalog/zazmic");
    let live = "  agent_not_found:\n    status: 404\n    message: Agent not found\n";
    repository.write("catalog/zazmic/agents.yaml", &TABLE.replace(live, ""));
    let diff = repository.diff("HEAD").code(1);
    diff.stderr_eq("At HEAD, catalog/zazmic was in ../two/catalog/zazmic\n").stdout_eq(str![[r#"
zazmic
  breaking  agent_not_found: removed without being retired: 404 Agent not found
            ../two/catalog/zazmic/agents.yaml:3 at HEAD; breaks wire, Rust, docs

1 change since HEAD: 1 breaking; semver major (0.x: minor)

"#]]);
}

#[cfg(unix)]
#[test]
fn a_linked_catalog_is_followed_inside_the_repository() {
    use std::os::unix::fs::symlink;

    let repository = Repository::new("services/one/");
    repository.git("mv services/one/catalog shared");
    symlink("../../shared", repository.path("catalog")).expect("a link");
    repository.commit();
    repository.diff("HEAD").code(0).stdout_eq("Nothing changed for clients since HEAD\n");
    repository.write("catalog/kakunin/certify.yaml", &changed_table());
    repository.diff("HEAD").code(1).stdout_eq(format!("kakunin\n{CHANGED}...\n"));
    // The API is renamed behind the link.
    repository.git("mv shared/kakunin shared/certs");
    let diff = repository.diff("HEAD").code(1);
    diff.stdout_eq(format!("certs\n  breaking  the API: renamed: kakunin → certs\n...\n{CHANGED}...\n"));

    // A link to a link, and one that leads out.
    repository.git("reset --quiet --hard");
    fs::remove_file(repository.path("catalog")).expect("it can be removed");
    symlink("shared", repository.path("../../link")).expect("a link");
    symlink("./../../link/", repository.path("catalog")).expect("a link");
    repository.commit();
    repository.diff("HEAD").code(0).stdout_eq("Nothing changed for clients since HEAD\n");
    for target in ["/etc", "../../../elsewhere"] {
        fs::remove_file(repository.path("catalog")).expect("it can be removed");
        symlink(target, repository.path("catalog")).expect("a link");
        repository.commit();
        fs::remove_file(repository.path("catalog")).expect("it can be removed");
        repository.write("catalog/kakunin/api.yaml", API);
        repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: services/one/catalog is a symbolic link that leads out of the repository
  = help: compare with a revision that has the folder instead of the link

"#]]);
        fs::remove_dir_all(repository.path("catalog")).expect("it can be removed");
        symlink("../../shared", repository.path("catalog")).expect("a link");
    }
}

#[cfg(unix)]
#[test]
fn a_linked_api_is_not_ignored() {
    let repository = Repository::new("");
    repository.git("mv catalog/kakunin kakunin");
    std::os::unix::fs::symlink("../kakunin", repository.path("catalog/kakunin")).expect("a link");
    repository.write("catalog/zazmic/api.yaml", API);
    repository.commit();
    fs::remove_file(repository.path("catalog/kakunin")).expect("it can be removed");
    repository.git("mv kakunin catalog/kakunin");
    repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: catalog/kakunin is a symbolic link to a folder
  = help: compare with a revision that has the folder instead of the link

"#]]);
}

#[test]
fn a_revision_without_a_catalog_cannot_be_compared() {
    let repository = Repository::new("services/one/");
    repository.git("mv services/one/catalog hidden");
    repository.commit();
    // Git doesn't know the copy yet.
    fs::rename(repository.path("../../hidden"), repository.path("errors")).expect("it moves");
    repository.write("Cargo.toml", "[workspace.metadata.errcat]\ncatalog = 'errors'\n");
    for format in ["human", "markdown", "json", "github"] {
        let diff = repository.diff(&format!("HEAD --format {format}"));
        diff.code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no catalog at HEAD to compare with
searched: services/one/catalog, services/one/errors, and files that git knows to have moved
  = help: compare with a revision that has the catalog; if its files were moved, `git add` them, so that
          git recognizes them

"#]]);
    }
    repository.git("add --all");
    let diff = repository.diff("HEAD").code(0).stderr_eq("At HEAD, the catalog was in ../../hidden\n");
    diff.stdout_eq("Nothing changed for clients since HEAD\n");
}
