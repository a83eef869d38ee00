//! The revision that is the base, in every kind of repository.

use std::fs;
use std::path::Path;

use crate::shop::{self, LOCK, Shop, errcat, git, printed};

/// Changes a status and deletes the lock, so that only the base knows the former status.
fn lose(shop: &Shop) {
    shop.edit("409", "410");
    shop.delete(LOCK);
}

/// Returns the revision that the catalog was compared with.
#[track_caller]
fn base_of(printed: &str) -> String {
    assert!(printed.contains("error[changed-status]"), "{printed}");
    let (_, rest) = printed.split_once("so the catalog was compared with the lock at ").expect("a lost lock");
    rest.split_whitespace().next().expect("a revision").to_owned()
}

#[test]
fn the_settings_can_name_the_base() {
    let shop = Shop::published();
    shop.write("Cargo.toml", "[workspace.metadata.errcat]\nbase = 'release'\n");
    let note = "The base release isn't in this clone, so only the locks record what was published\n";
    assert!(shop.run("check", 0).contains(note));
    shop.edit("409", "410");
    assert!(shop.run("check", 1).contains(note));
    assert!(shop.run("gen --accept", 1).contains(note));
    assert!(shop.run("gen --accept order_gone", 0).contains(note));
    lose(&shop);
    assert!(shop.run("gen", 0).contains(note));
    shop.git("branch release");
    assert!(!shop.run("check", 0).contains(note));
    lose(&shop);
    assert_eq!(base_of(&shop.run("gen", 1)), "release");
    shop.write("Cargo.toml", "[workspace.metadata.errcat]\nbase = '--output=stolen'\n");
    assert!(shop.run("gen", 0).contains("The base --output=stolen isn't in this clone"), "no lock");
    assert!(!shop.root().join("catalog/stolen").exists());
}

#[test]
fn the_branch_of_the_remote_comes_before_head() {
    let shop = Shop::published();
    git(shop.folder(), "clone -q shop clone");
    let clone = shop.folder().join("clone");
    let commit = git(&clone, "rev-parse --short=12 HEAD");
    // A commit without the lock, in which the status is changed.
    git(&clone, "checkout -q -b forged");
    fs::remove_file(clone.join(LOCK)).expect("a lock");
    fs::write(clone.join("catalog/shop/orders.yaml"), shop::TABLE.replace("409", "410")).expect("a table");
    git(&clone, "commit -q -a -m Forged");
    assert_eq!(base_of(&shop.run_in(&clone, "gen", 1)), commit);
    git(&clone, "checkout -q --detach");
    assert_eq!(base_of(&shop.run_in(&clone, "check", 1)), commit, "a detached HEAD");
    git(&clone, "worktree add -q ../tree forged~0");
    assert_eq!(base_of(&shop.run_in(&shop.folder().join("tree"), "gen", 1)), commit, "a worktree");
}

#[test]
fn a_remote_without_a_branch_leaves_head() {
    let shop = Shop::published();
    git(shop.folder(), "init -q --bare -b nowhere origin.git");
    shop.git("remote add origin ../origin.git");
    shop.git("push -q origin main");
    shop.git("fetch -q origin");
    lose(&shop);
    assert_eq!(base_of(&shop.run("gen", 1)), "HEAD");
    // The remote's branch is gone.
    shop.git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/gone");
    assert_eq!(base_of(&shop.run("gen", 1)), "HEAD");
    // The remote's branch has another history.
    shop.git("checkout -q --orphan other");
    shop.git("commit -q --allow-empty -m Other");
    shop.git("update-ref refs/remotes/origin/gone other");
    shop.git("checkout -q -f main");
    lose(&shop);
    assert_eq!(base_of(&shop.run("gen", 1)), "HEAD");
}

#[test]
fn nothing_is_published_before_the_first_commit() {
    let shop = Shop::new();
    shop.git("init -q");
    shop.run("gen", 0);
    shop.edit("409", "410");
    shop.run("gen", 0);
    assert!(shop.run("check --base HEAD", 2).contains("error: unknown revision `HEAD`"));
}

#[test]
fn a_workspace_can_be_a_part_of_the_repository() {
    let shop = Shop::inside("services/the shop");
    git(shop.folder(), "init -q");
    shop.run("gen", 0);
    shop.commit();
    lose(&shop);
    let printed = shop.run("gen", 1);
    assert_eq!(base_of(&printed), "HEAD");
    assert!(printed.contains("git checkout HEAD -- catalog/shop/catalog.lock"), "{printed}");
    let below = shop.root().join("catalog/shop");
    assert_eq!(base_of(&shop.run_in(&below, "check", 1)), "HEAD");
    shop.git("checkout HEAD -- catalog/shop/catalog.lock");
    // The whole workspace moves.
    fs::rename(shop.root(), shop.folder().join("moved")).expect("it moves");
    fs::remove_file(shop.folder().join("moved").join(LOCK)).expect("a lock");
    let printed = shop.run_in(&shop.folder().join("moved"), "check", 1);
    assert_eq!(base_of(&printed), "HEAD");
    assert!(printed.contains("git show HEAD:services/the shop/catalog/shop/catalog.lock"), "{printed}");
}

#[cfg(unix)]
#[test]
fn a_catalog_can_be_a_link() {
    let shop = Shop::published();
    shop.git("mv catalog errors");
    std::os::unix::fs::symlink("errors", shop.root().join("catalog")).expect("a link");
    shop.commit();
    lose(&shop);
    assert_eq!(base_of(&shop.run("gen", 1)), "HEAD");
}

#[test]
fn a_shallow_clone_lacks_the_base() {
    let shop = Shop::published();
    let first = shop.git("rev-parse HEAD");
    shop.git("checkout -q -b feature");
    shop.edit("409", "410");
    shop.run("gen --accept-all", 0);
    shop.commit();
    shop.git("checkout -q main");
    shop.git("commit -q --allow-empty -m Later");
    git(
        shop.folder(),
        &format!("clone -q --depth 1 --no-single-branch file://{} clone", shop.root().display()),
    );
    let clone = shop.folder().join("clone");
    git(&clone, "checkout -q feature");
    shop.run_in(&clone, "gen", 0);
    let note = "The base origin/HEAD isn't in this clone, so only the locks record what was published\n";
    assert!(shop.run_in(&clone, "check", 0).contains(note));
    let printed = shop.run_in(&clone, &format!("check --base {first}"), 2);
    assert!(printed.contains("error: unknown revision") && printed.contains("fetch-depth: 0"), "{printed}");
    // The base of the pull request alone is enough.
    assert!(shop.run_in(&clone, "check --base origin/main", 0).contains("warning[changed-status]"));
}

#[test]
fn a_partial_clone_downloads_nothing_unless_asked() {
    let shop = Shop::published();
    shop.git("config uploadpack.allowFilter true");
    shop.edit("409", "410");
    shop.run("gen --accept-all", 0);
    shop.commit();
    let options = "clone -q --filter=blob:none --no-local";
    git(shop.folder(), &format!("{options} file://{} clone", shop.root().display()));
    let clone = shop.folder().join("clone");
    git(&clone, "update-ref refs/remotes/origin/HEAD HEAD~1");
    fs::remove_file(clone.join(LOCK)).expect("a lock");
    let printed = shop.run_in(&clone, "gen", 0);
    assert!(
        printed.contains("isn't in this clone, so only the locks record what was published"),
        "{printed}"
    );
    assert!(shop.run_in(&clone, "check --base HEAD~1", 0).contains("warning[changed-status]"));
}

#[test]
fn another_repository_of_a_hook_is_ignored() {
    let shop = Shop::published();
    let other = Shop::published();
    other.edit("409", "410");
    other.run("gen --accept-all", 0);
    other.commit();
    lose(&shop);
    for (variable, path) in [("GIT_DIR", ".git"), ("GIT_COMMON_DIR", ".git"), ("GIT_WORK_TREE", "")] {
        let mut command = errcat(&shop.root(), "gen");
        command.env(variable, other.root().join(path));
        assert_eq!(base_of(&printed(command, variable, 1)), "HEAD", "{variable}");
    }
}

#[test]
fn without_git_installed_only_the_lock_counts() {
    let shop = Shop::published();
    let run = |words: &str, exit: i32| {
        let mut command = errcat(&shop.root(), words);
        command.env("PATH", "/nowhere");
        printed(command, words, exit)
    };
    let note = "git can't read the base, so only the locks record what was published\n";
    assert!(run("check", 0).contains(note));
    shop.edit("409", "410");
    assert!(run("gen", 1).contains("error[changed-status]"));
    assert!(run("check --base HEAD", 2).contains("error: git isn't installed"));
    shop.delete(LOCK);
    run("gen", 0);
}

#[test]
fn a_base_that_cannot_be_read_stops_the_check() {
    let shop = Shop::published();
    assert!(shop.run("check --base nowhere", 2).contains("error: unknown revision `nowhere`"));
    assert!(
        shop.run("check --base=--output=stolen", 2).contains("error: unknown revision `--output=stolen`")
    );
    assert!(shop.run("check --base=", 2).contains("error: unknown revision"));
    fs::remove_dir_all(shop.root().join(".git")).expect("a repository");
    assert!(shop.run("check --base main", 2).contains("isn't in a git repository"));
}

/// The author of a pull request can't choose the settings of the reviewer's git, but a clone has its own.
#[test]
fn git_runs_no_other_program_and_replaces_no_object() {
    let shop = Shop::published();
    let published = shop.git(&format!("rev-parse HEAD:{LOCK}"));
    let stolen = shop.folder().join("stolen");
    let touch = format!("touch\u{a0}{}", stolen.display()).replace('\u{a0}', "${IFS}");
    for setting in ["core.pager", "core.fsmonitor", "core.editor", "pager.ls-tree", "alias.ls-tree"] {
        git(&shop.root(), &format!("config {setting} {touch}"));
    }
    lose(&shop);
    assert_eq!(base_of(&shop.run("gen", 1)), "HEAD");
    assert!(!Path::new(&stolen).exists());
    // An object that stands for another one.
    shop.run("gen --accept-all", 0);
    let forged = shop.git(&format!("hash-object -w {LOCK}"));
    shop.git(&format!("replace {published} {forged}"));
    shop.delete(LOCK);
    assert_eq!(base_of(&shop.run("gen", 1)), "HEAD");
}
