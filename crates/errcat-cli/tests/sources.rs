//! Tests `gen` and `check` with code that the catalog's `sources` refer to.

use std::fs;
use std::path::Path;

use snapbox::cmd::{Command, cargo_bin};

const TABLE: &str = "\
title: Orders
status: none
errors:
  order_gone:
    message: Gone
    sources: [\"core/orders.py:2-4, 6\", README]
  order_late:
    message: Late
    sources: core/late.py:1
";

const ORDERS: &str =
    "import shop\ndef find(id):\n    if id not in shop.orders:\n        raise Gone(id)\n\nlog = Log()\n";

/// A workspace `shop`, next to the code `backend` that its sources refer to.
struct Shop(tempfile::TempDir);

impl Shop {
    fn new(settings: &str) -> Self {
        let shop = Shop(tempfile::tempdir().unwrap());
        shop.write("shop/Cargo.toml", &format!("[workspace.metadata.errcat]\n{settings}"));
        shop.write("shop/catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
        shop.write("shop/catalog/shop/orders.yaml", TABLE);
        shop.write("backend/README", "The shop's backend.\n");
        shop.write("backend/core/orders.py", ORDERS);
        shop.write("backend/core/late.py", "raise Late()\n");
        // gen remembers its runs in a folder that is cargo's.
        fs::create_dir(shop.0.path().join("shop/target")).unwrap();
        shop
    }

    fn with_tree() -> Self {
        let shop = Shop::new("sources = { shop = '../backend' }\n");
        shop.run(&["gen"], 0);
        shop
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.path().join(path)).ok()
    }

    fn rename(&self, from: &str, to: &str) {
        let path = |name| Path::join(self.0.path(), name);
        fs::rename(path(from), path(to)).unwrap();
    }

    /// Runs errcat, and returns the standard output and the standard error.
    #[track_caller]
    fn run(&self, words: &[&str], exit: i32) -> [String; 2] {
        let command = Command::new(cargo_bin("errcat")).args(words);
        let output = command.current_dir(self.0.path().join("shop")).env("NO_COLOR", "1").output().unwrap();
        let texts = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{texts:?}");
        texts
    }
}

const LOCK: &str = "shop/catalog/shop/sources.lock";

#[test]
fn moved_lines_are_found_and_the_suggested_source_is_right() {
    let shop = Shop::with_tree();
    let lock = shop.read(LOCK).unwrap();
    assert!(shop.run(&["check"], 0)[0].starts_with("No findings"));

    shop.write("backend/core/orders.py", &format!("# Orders.\n\n{ORDERS}"));
    let expected = "\
error[moved-source]: the code from `core/orders.py:2-4, 6` is now at 4-6, 8
 --> catalog/shop/orders.yaml:6:31
  |
6 |     sources: [\"core/orders.py:2-4, 6\", README]
  |                               ^^^  - moved too
  |                               |
  |                               moved
  |
  = help: write \"core/orders.py:4-6, 8\"
          or, if the source is correct as it is: gen --accept order_gone

1 finding in 1 file; run `errcat explain RULE` for more
";
    assert_eq!(shop.run(&["check"], 1)[0], expected);
    assert_eq!(shop.run(&["gen"], 1), ["", expected]);
    assert_eq!(shop.read(LOCK).unwrap(), lock);

    shop.write("shop/catalog/shop/orders.yaml", &TABLE.replace("2-4, 6", "4-6, 8"));
    let stale = shop.run(&["check", "--format", "github"], 1)[0].clone();
    assert!(stale.contains("catalog/shop/sources.lock"), "{stale}");
    shop.run(&["gen"], 0);
    assert!(shop.run(&["check"], 0)[0].starts_with("No findings"));
}

#[test]
fn code_that_moved_to_another_file_is_found() {
    let shop = Shop::with_tree();
    shop.rename("backend/core/orders.py", "backend/core/find.py");
    shop.write("backend/core/ignored.py", ORDERS);
    shop.write("backend/.gitignore", "ignored.py\n");
    let printed = &shop.run(&["check"], 1)[0];
    assert!(printed.contains("write \"core/find.py:2-4, 6\""), "{printed}");
}

#[test]
fn a_change_is_accepted_for_its_error() {
    let shop = Shop::with_tree();
    shop.write("backend/core/late.py", "raise TooLate()\n");
    shop.run(&["gen"], 1);
    shop.run(&["gen", "--accept", "order_gone"], 1);
    shop.run(&["gen", "--accept", "order_late"], 0);
    assert!(shop.run(&["check"], 0)[0].starts_with("No findings"));
    shop.write("backend/core/late.py", "raise MuchTooLate()\n");
    shop.run(&["gen", "--accept-all"], 0);
    shop.run(&["check"], 0);
    // A missing file can't be accepted.
    shop.rename("backend/core/late.py", "backend/core/late.txt");
    let printed = &shop.run(&["gen", "--accept-all"], 1)[1];
    assert!(
        printed.contains("error[missing-source]: there is no file `core/late.py` in `../backend`"),
        "{printed}"
    );
}

#[test]
fn without_the_code_everything_else_is_checked_and_the_lock_is_kept() {
    let shop = Shop::with_tree();
    let lock = shop.read(LOCK);
    shop.rename("backend", "elsewhere");
    let note = "The sources of shop weren't checked: there is no folder ../backend\n";
    for words in [&["check"][..], &["gen"], &["gen"], &["gen", "--check"]] {
        let [stdout, stderr] = shop.run(words, 0);
        assert_eq!((&*stderr, shop.read(LOCK)), (note, lock.clone()), "{words:?}: {stdout}");
    }
    shop.write("shop/catalog/shop/orders.yaml", &TABLE.replace("2-4, 6", "3"));
    shop.run(&["gen"], 0);
    assert_eq!(shop.read(LOCK), lock);
}

#[test]
fn sources_are_not_checked_without_the_setting() {
    let shop = Shop::new("");
    shop.run(&["gen"], 0);
    assert_eq!(shop.read(LOCK), None);
    shop.write(LOCK, "anything\n");
    assert!(shop.run(&["check"], 0)[0].starts_with("No findings"));
}

#[test]
fn a_change_in_code_alone_is_checked() {
    let shop = Shop::with_tree();
    let unchanged = "Nothing has changed since the last run";
    assert!(shop.run(&["gen"], 0)[0].starts_with(unchanged));
    shop.write("backend/core/others.py", "pass\n");
    assert!(shop.run(&["gen"], 0)[0].starts_with(unchanged));
    shop.write("backend/core/orders.py", &ORDERS.replace("raise", "return"));
    assert!(shop.run(&["gen"], 1)[1].contains("changed-source"));
    shop.write("backend/core/orders.py", ORDERS);
    shop.run(&["gen"], 0);
    fs::remove_file(shop.0.path().join("backend/README")).unwrap();
    assert!(shop.run(&["gen"], 1)[1].contains("missing-source"));
}

#[test]
fn a_binary_file_has_lines_and_a_too_large_file_is_reported() {
    let shop = Shop::with_tree();
    let late = shop.0.path().join("backend/core/late.py");
    fs::write(&late, b"# d\xE9j\xE0 vu\nraise Late()\n").unwrap();
    assert!(shop.run(&["gen"], 1)[1].contains("write \"core/late.py:2\""));
    fs::write(&late, vec![b'\n'; (16 << 20) + 1]).unwrap();
    assert!(shop.run(&["gen"], 1)[1].contains("error[too-large]: `core/late.py` is larger than 16 MiB"));
    fs::remove_file(&late).unwrap();
    fs::create_dir(&late).unwrap();
    assert!(shop.run(&["gen"], 1)[1].contains("error[missing-source]"));
}

#[test]
fn an_unknown_api_is_reported_in_the_settings() {
    let shop = Shop::new("[workspace.metadata.errcat.sources]\nshpo = '../backend'\n");
    let expected = "\
error[unknown-api]: there is no API `shpo` in the catalog
 --> Cargo.toml:3:1
  |
3 | shpo = '../backend'
  | ^^^^
  |
  = help: did you mean `shop`?

1 finding in 1 file; run `errcat explain RULE` for more
";
    assert_eq!(shop.run(&["gen"], 1), ["", expected]);
    assert!(shop.run(&["check"], 1)[0].starts_with(expected.split_once("\n\n").unwrap().0));
}
