//! `errcat diff` in real git repositories.

mod moved;
mod partial;
mod repository;

use std::fs;

use snapbox::str;

use self::repository::{Repository, TABLE};

#[test]
fn every_format_shows_what_changed() {
    let repository = Repository::new("");
    repository.diff("v1").code(0).stderr_eq("").stdout_eq("Nothing changed for clients since v1\n");

    // Uncommitted changes are compared too.
    repository.write("catalog/kakunin/certify.yaml", &TABLE.replace("Agent not", "The agent was not"));
    repository.diff("v1").code(0).stdout_eq(str![[r#"
kakunin
  text      agent_not_found: message: Agent not found → The agent was not found
            catalog/kakunin/certify.yaml:3

1 change since v1: 1 text; semver patch (0.x: patch)

"#]]);

    repository.write("catalog/kakunin/certify.yaml", &TABLE.replace("404", "422"));
    repository.diff("v1").code(1).stderr_eq("").stdout_eq(str![[r#"
kakunin
  breaking  agent_not_found: status: 404 → 422
            catalog/kakunin/certify.yaml:3; breaks wire, Rust

1 change since v1: 1 breaking; semver major (0.x: minor)

"#]]);
    repository.diff("v1 --format markdown").code(1).stdout_eq(str![[r#"
## Errors since `v1`

1 change: **1 breaking**; semver **major** (0.x: minor).

### `kakunin`

**Breaking**

- `agent_not_found`: status: `404` → `422` (`catalog/kakunin/certify.yaml:3`; breaks wire, Rust)

"#]]);
    repository.diff("v1 --format github").code(1).stdout_eq(str![[r#"
::error file=catalog/kakunin/certify.yaml,line=3,title=breaking::kakunin/agent_not_found: status: 404 → 422%0Abreaks wire, Rust

"#]]);
    repository.diff("v1 --format json").code(1).stdout_eq(str![[r#"
{
  "since": "v1",
  "bump": "major",
  "bump_0_x": "minor",
  "rust_bump": "major",
  "rust_bump_0_x": "minor",
  "unannounced": true,
  "changes": [
    {
      "api": "kakunin",
      "subject": {
        "kind": "code",
        "name": "agent_not_found"
      },
      "part": null,
      "rating": "breaking",
      "wire": "breaking",
      "rust": "breaking",
      "docs": "text",
      "announced": false,
      "message": "status",
      "before": "404",
      "after": "422",
      "place": {
        "path": "catalog/kakunin/certify.yaml",
        "line": 3,
        "side": "new"
      }
    }
  ]
}

"#]]);
}

#[test]
fn a_retired_code_can_be_removed_without_a_breaking_change() {
    let repository = Repository::new("");
    let live = "  agent_not_found:\n    status: 404\n    message: Agent not found\n";
    repository.write("catalog/kakunin/certify.yaml", &TABLE.replace(live, ""));
    repository.diff("v1").code(1);
    repository.write(
        "catalog/kakunin/certify.yaml",
        &TABLE.replace(live, &format!("{live}    retired: Since 3.0\n")),
    );
    repository
        .diff("v1")
        .code(0)
        .stdout_eq("...\n1 change since v1: 1 breaking; semver major (0.x: minor)\n");
    let (rest, _) = TABLE.split_once("  agent_gone").expect("the retired one");
    repository.write("catalog/kakunin/certify.yaml", rest);
    repository.diff("v1").code(0).stdout_eq(str![[r#"
kakunin
  breaking  agent_gone: removed after being retired: 410 Agent is gone
            catalog/kakunin/certify.yaml:6 at v1; breaks Rust, docs, announced

1 change since v1: 1 breaking; semver major (0.x: minor)

"#]]);
}

#[test]
fn diff_supports_nested_workspaces_and_a_moved_catalog() {
    let repository = Repository::new("services/ön e/");
    repository.write("elsewhere/api.yaml", "not ours");
    fs::rename(repository.path("catalog"), repository.path("errors")).expect("it moves");
    repository.write("Cargo.toml", "[workspace.metadata.errcat]\ncatalog = 'errors'\n");
    fs::create_dir_all(repository.path("src/deep")).expect("a folder");
    // Git sets `GIT_DIR` in hooks.
    let in_hook = repository.command("diff v1").env("GIT_DIR", repository.folder.path().join(".git"));
    let from_below = in_hook.current_dir(repository.path("src/deep")).assert();
    from_below.code(0).stdout_eq("Nothing changed for clients since v1\n");

    repository.commit();
    repository.write("errors/zazmic/api.yaml", "title: Zazmic\nsummary: Agents.\n");
    repository.diff("HEAD").code(0).stdout_eq("...\n  additive  the API: added: 0 tables, 0 codes\n...\n");
}

#[test]
fn catalogs_that_cannot_be_compared_are_reported_with_the_reason() {
    let repository = Repository::new("");
    repository.diff("v2").code(2).stdout_eq("").stderr_eq(str![[r#"
error: unknown revision `v2`
  = help: `git log --oneline` and `git tag` list revisions; in CI, fetch the history first
          (actions/checkout: `fetch-depth: 0`)

"#]]);
    // It isn't passed to git as an option.
    let option = repository.command("diff -- --output=stolen").assert();
    option.code(2).stderr_eq("error: unknown revision `--output=stolen`\n...\n");
    repository.diff("--format").code(2);
    repository.command("diff v1").env("PATH", "/nowhere").assert().code(2).stderr_eq(str![[r#"
error: git isn't installed
  = help: install git, which reads other revisions of the catalog

"#]]);

    repository.write(
        "catalog/kakunin/certify.yaml",
        &TABLE.replace("    status: 404", "    state: 404\n    status: 404"),
    );
    repository.diff("v1").code(1).stderr_eq("error[unknown-key]: [..]\n...\n");
    repository.git("commit --quiet --all --message broken");
    repository.write("catalog/kakunin/certify.yaml", TABLE);
    repository.diff("HEAD").code(2).stdout_eq("").stderr_eq(str![[r#"
error: can't compare with the catalog at HEAD: with the current rules it has 1 finding:

error[unknown-key]: [..]
...
  = help: compare with a later revision

"#]]);

    fs::remove_dir_all(repository.path(".git")).expect("it can be removed");
    repository.diff("v1").code(2).stderr_eq("error: [..] isn't in a git repository\n...\n");
}

#[cfg(unix)]
#[test]
fn links_in_the_old_catalog_are_followed_inside_the_catalog() {
    let repository = Repository::new("");
    let link = repository.path("catalog/kakunin/certify.yaml");
    repository.write("catalog/kakunin/.tables/certify.yaml", TABLE);
    fs::remove_file(&link).expect("it can be removed");
    std::os::unix::fs::symlink(".tables/certify.yaml", &link).expect("a link");
    repository.git("add --all");
    repository.git("commit --quiet --message linked");
    repository.diff("HEAD").code(0).stdout_eq("Nothing changed for clients since HEAD\n");

    fs::remove_file(&link).expect("it can be removed");
    std::os::unix::fs::symlink("../../secret.yaml", &link).expect("a link");
    repository.git("commit --quiet --all --message out");
    fs::remove_file(&link).expect("it can be removed");
    repository.write("catalog/kakunin/certify.yaml", TABLE);
    repository.diff("HEAD").code(2).stderr_eq(str![[r#"
error: catalog/kakunin/certify.yaml is a symbolic link that leads out of the catalog
...
"#]]);
}
