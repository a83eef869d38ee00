//! The base, a revision in git, records what was published, in addition to the lock.

mod alike;
mod base;
mod names;
mod shop;
mod versions;

use shop::{LOCK, Shop, TABLE};

const DRAFT: &str = "  order_draft:\n    status: 400\n    message: This is a draft\n";

/// The edits that lose a lock, or a part of it.
fn losses(lock: &str) -> [Option<String>; 4] {
    let header: String = lock.lines().take(2).map(|line| format!("{line}\n")).collect();
    let last = lock.lines().last().expect("a code");
    [None, Some(String::new()), Some(header.clone()), Some(format!("{header}{last}\n"))]
}

#[test]
fn a_lost_lock_lets_no_change_through() {
    let shop = Shop::published();
    let published = shop.lock();
    for loss in losses(&published) {
        shop.edit("409", "410");
        match &loss {
            None => shop.delete(LOCK),
            Some(text) => shop.write(LOCK, text),
        }
        let printed = shop.run("gen", 1);
        assert!(printed.contains("error[changed-status]: `order_gone` has the status 410"), "{printed}");
        assert!(printed.contains("error[lost-lock]"), "{printed}");
        assert!(printed.contains("git checkout HEAD -- catalog/shop/catalog.lock"), "{printed}");
        assert!(shop.run("check", 1).contains("error[lost-lock]"));
        shop.edit("  order_gone:\n    status: 409\n    message: The order is gone\n", "");
        // A lock that has exactly the remaining codes is what an accepted removal leaves.
        if loss.as_ref().is_none_or(|text| !text.contains("order_late")) {
            let printed = shop.run("gen", 1);
            assert!(printed.contains("error[removed-code]: `order_gone`"), "{printed}");
        }
        shop.write("catalog/shop/orders.yaml", TABLE);
        // Without a change, the lock is generated again.
        let is_empty = loss.as_ref().is_some_and(String::is_empty);
        let printed = shop.run("gen", i32::from(is_empty));
        if is_empty {
            assert!(
                printed.contains("help: restore it: git checkout -- catalog/shop/catalog.lock"),
                "{printed}"
            );
            shop.git("checkout -- catalog/shop/catalog.lock");
            shop.run("gen", 0);
        }
        assert_eq!(shop.lock(), published);
    }
}

#[test]
fn changes_that_only_the_base_shows_can_be_accepted() {
    let shop = Shop::published();
    let published = shop.lock();
    shop.edit("409", "410");
    for lock in [None, Some(published.replace("status: [409]", "status: [409")), Some(published)] {
        match lock {
            None => shop.delete(LOCK),
            Some(lock) => shop.write(LOCK, &lock),
        }
        let accepted =
            "accepted in shop: `order_gone` has the status 410, but was published with the status 409";
        assert!(shop.run("gen --accept-all", 0).starts_with(accepted));
        shop.run("check", 0);
    }
    shop.delete(LOCK);
    shop.run("gen --accept order_late", 1);
    shop.run("gen --accept order_gone", 0);
}

#[test]
fn without_git_only_the_lock_records_what_was_published() {
    let shop = Shop::new();
    shop.run("gen", 0);
    let lock = shop.lock();
    shop.edit("409", "410");
    assert!(shop.run("gen", 1).contains("changed-status"));
    shop.delete(LOCK);
    shop.run("gen", 0);
    assert_ne!(shop.lock(), lock);
}

#[test]
fn gen_writes_the_same_files_without_git() {
    let shop = Shop::published();
    let git = shop.root().join(".git");
    shop.edit("The order is late", "The order comes late");
    let written = [true, false].map(|has_git| {
        if !has_git {
            std::fs::rename(&git, shop.folder().join("git")).expect("it moves");
        }
        for path in ["crates", "target", LOCK] {
            shop.delete(path);
        }
        shop.run("gen", 0);
        shop.files()
    });
    assert!(written[0] == written[1]);
    assert!(written[0].len() > 10);
}

#[test]
fn a_draft_may_change_until_it_is_committed() {
    let shop = Shop::published();
    let published = shop.lock();
    shop.write("catalog/shop/orders.yaml", &format!("{TABLE}{DRAFT}"));
    shop.run("gen", 0);
    shop.write("catalog/shop/orders.yaml", &format!("{TABLE}{}", DRAFT.replace("400", "404")));
    shop.run("gen", 0);
    shop.write("catalog/shop/orders.yaml", &format!("{TABLE}{}", DRAFT.replace("order_draft", "order_plan")));
    shop.run("gen", 0);
    shop.write("catalog/shop/orders.yaml", TABLE);
    shop.run("gen", 0);
    assert_eq!(shop.lock(), published);
    // An accepted change that is taken back isn't a change.
    shop.edit("409", "410");
    shop.run("gen --accept order_gone", 0);
    shop.write("catalog/shop/orders.yaml", TABLE);
    shop.run("gen", 0);
    assert_eq!(shop.lock(), published);
    // Once it is committed, it is published.
    shop.write("catalog/shop/orders.yaml", &format!("{TABLE}{DRAFT}"));
    shop.run("gen", 0);
    shop.commit();
    shop.write("catalog/shop/orders.yaml", TABLE);
    assert!(shop.run("gen", 1).contains("error[removed-code]: `order_draft`"));
}

/// For example, git may ignore the lock.
#[test]
fn only_the_lock_counts_if_it_was_never_committed() {
    let shop = Shop::new();
    shop.git("init -q -b main");
    shop.write(".gitignore", "/crates\n/target\n*.lock\n");
    shop.run("gen", 0);
    shop.commit();
    shop.edit("409", "410");
    assert!(shop.run("gen", 1).contains("error[changed-status]"));
    shop.run("gen --accept-all", 0);
    let warning = "warning[lost-lock]: HEAD has no readable lock of `shop`, so it wasn't compared";
    assert!(shop.run("check --base HEAD", 0).contains(warning));
}

/// The lock has the codes of both branches, but the base only those of one.
#[test]
fn while_a_branch_is_merged_its_codes_are_not_drafts() {
    let shop = Shop::published();
    shop.git("checkout -q -b other");
    shop.write("catalog/shop/orders.yaml", &format!("{TABLE}{DRAFT}"));
    shop.run("gen", 0);
    shop.commit();
    shop.git("checkout -q main");
    shop.git("merge -q --no-ff --no-commit other");
    shop.write("catalog/shop/orders.yaml", TABLE);
    assert!(shop.run("gen", 1).contains("error[removed-code]: `order_draft`"));
}

#[test]
fn a_review_reports_what_the_lock_has_accepted() {
    let shop = Shop::published();
    shop.git("checkout -q -b forged");
    shop.delete(LOCK);
    shop.commit();
    shop.edit("409", "410");
    // HEAD has no lock.
    shop.run("gen", 0);
    shop.commit();
    assert!(!shop.run("check", 0).contains("warning"));
    let printed = shop.run("check --base main", 0);
    let warning = "warning[changed-status]: `order_gone` has the status 410, but was published with the status 409; \
                   the lock has accepted it since main";
    assert!(printed.contains(warning), "{printed}");
    // A change that the lock hasn't accepted is still an error, and reported once.
    shop.edit("409", "411");
    let printed = shop.run("check --base main", 1);
    assert!(
        printed.contains("error[changed-status]") && !printed.contains("warning[changed-status]"),
        "{printed}"
    );
    shop.edit("order_gone:\n    status: 409", "order_away:\n    status: 409");
    shop.run("gen --accept-all", 0);
    let printed = shop.run("check --base main", 0);
    assert!(
        printed.contains("warning[renamed-code]: `order_away` was published as `order_gone`"),
        "{printed}"
    );
    shop.write(LOCK, "");
    assert!(shop.run("check --base main", 1).contains("error[renamed-code]"));
}

#[test]
fn nothing_is_reported_if_nothing_was_published_in_between() {
    let shop = Shop::published();
    shop.git("checkout -q -b other");
    shop.write("catalog/shop/orders.yaml", &format!("{TABLE}{DRAFT}"));
    shop.run("gen", 0);
    shop.commit();
    shop.git("checkout -q -b behind HEAD~1");
    shop.write("catalog/shop/orders.yaml", TABLE);
    shop.run("gen", 0);
    // The branch doesn't have what the base has published since.
    assert!(!shop.run("check --base other", 0).contains("order_draft"));
}

#[test]
fn sources_are_compared_with_a_lost_lock() {
    let shop = Shop::new();
    shop.git("init -q -b main");
    shop.write("Cargo.toml", "[workspace.metadata.errcat]\nsources = { shop = 'src' }\n");
    shop.write("src/orders.py", "def gone():\n    raise Gone()\n");
    shop.edit("    status: 409\n", "    status: 409\n    sources: ['orders.py:2']\n");
    shop.run("gen", 0);
    shop.commit();
    let lock = "catalog/shop/sources.lock";
    shop.delete(lock);
    shop.run("gen", 0);
    assert_eq!(shop.git("status --porcelain"), "");
    shop.write("src/orders.py", "import shop\n\ndef gone():\n    raise Gone()\n");
    for text in [None, Some("# @generated by errcat from shop and its code: cut off\n")] {
        match text {
            None => shop.delete(lock),
            Some(text) => shop.write(lock, text),
        }
        let printed = shop.run("gen", 1);
        assert!(
            printed.contains("error[moved-source]: the code from `orders.py:2` is now at 4"),
            "{printed}"
        );
        assert!(
            printed.contains("help: restore the lock: git checkout HEAD -- catalog/shop/sources.lock"),
            "{printed}"
        );
    }
    assert!(
        shop.run("gen --accept order_gone", 0).starts_with("accepted in shop: the code at `orders.py:2`")
    );
}
