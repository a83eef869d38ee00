//! Tests of `errcat new`: where the entry is, that all other bytes stay, and that nothing is written if the
//! catalog would have errors.

use std::fs;
use std::path::PathBuf;

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::str;

const API: &str = "\
title: Shop
summary: Sells things.
facts:
  errno: { type: integer, unique: true, doc: The number, ranges: { orders: 100-199 } }
  grpc: { doc: The status of gRPC }
envelope: none
";

const ORDERS: &str = "\
# The orders.
title: Orders
status: 409

errors:
  # First of all.
  cancelled:
    facts: { errno: 101 }
    message: The order is cancelled # as shipped

  # Comes last.
  shipped:
    facts: { errno: 104 }
    message: The order is shipped
    # An order is shipped once.

  stopped:
    is: shipped
    facts: { errno: 102 }
    message: The order is stopped

# The end.
";

#[test]
fn an_entry_is_added_in_its_place() {
    let workspace = Workspace::new(API, &[("orders", ORDERS)]);
    let words = ["new", "out_of_stock", "--message", "{sku}: out of stock", "--fix", "Order `{sku}`, later"];
    let dry: Vec<&str> = words.into_iter().chain(["--dry-run"]).collect();
    workspace.errcat(&dry).code(0).stderr_eq("").stdout_eq(str![[r#"
--- a/catalog/shop/orders.yaml
+++ b/catalog/shop/orders.yaml
@@ -8,6 +8,14 @@
     facts: { errno: 101 }
     message: The order is cancelled # as shipped
 
+  out_of_stock:
+    facts: { errno: 105 }
+    message: "{sku}: out of stock"
+    fixes:
+      - Order `{sku}`, later
+    params:
+      sku: {}
+
   # Comes last.
   shipped:
     facts: { errno: 104 }

"#]]);
    assert_eq!(workspace.read("orders"), ORDERS, "nothing is written");
    workspace.errcat(&words).code(0).stderr_eq("").stdout_eq(str![[r#"
Added out_of_stock to catalog/shop/orders.yaml:11
Next:
  errcat gen

"#]]);
    let written = workspace.read("orders");
    let (start, end) = ORDERS.split_once("  # Comes last.").expect("the comment");
    let rest = written.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).expect("other bytes stay");
    assert!(rest.starts_with("  out_of_stock:\n") && rest.ends_with("\n\n  # Comes last."), "{written}");
    workspace.errcat(&["gen"]).code(0);
}

/// In each of these files, the entry is added between the two parts.
#[test]
fn every_layout_of_a_file_is_kept() {
    for (before, after) in [
        ("title: T\nstatus: 400\nerrors:\n", ""),
        ("title: T\nstatus: 400\nerrors:", ""),
        ("title: T\nstatus: 400\nerrors:", " {}\n"),
        ("errors:", " {} # none yet\nstatus: 400\ntitle: T\n"),
        ("title: T\nstatus: 400\n", ""),
        ("title: T\nstatus: 400\nerrors:\n  a: { message: A }", ""),
        ("title: T\nstatus: 400\nerrors: { a: { message: A }", " }\n"),
        ("title: T\r\nstatus: 400\r\nerrors:\r\n    a:\r\n        message: A\r\n", "\r\n# The end.\r\n"),
        (
            "\u{FEFF}title: T\nstatus: 400\nerrors:\n  a:\n    message: |-\n      A\n\n      B\n",
            "\n\n# The end.",
        ),
        ("title: T\nstatus: 400\nerrors:\n  a: { message: A }\n    # Of a.\n", "  # b: { message: B }\n"),
        ("x-a: &a { message: A }\ntitle: T\nstatus: 400\nerrors:\n  a: *a\n", "lints: {}\n"),
    ] {
        let text = format!("{before}{after}");
        let workspace = Workspace::new("title: Shop\nsummary: Sells.\nenvelope: none\n", &[("t", &text)]);
        workspace.errcat(&["new", "lost", "--message", "It's lost"]).code(0).stderr_eq("");
        let written = workspace.read("t");
        assert!(written.starts_with(before), "{text}\n---\n{written}");
        let rest = after.trim_start_matches(" {}").trim_start();
        assert!(
            rest.lines().all(|line| written.lines().any(|it| it.ends_with(line))),
            "{text}\n---\n{written}"
        );
        assert_eq!(written.contains("\r\n"), text.contains("\r\n"));
        assert!(!written.replace("\r\n", "").contains('\r'));
        assert_eq!(
            written.matches("\r\n").count(),
            if text.contains('\r') { written.lines().count() } else { 0 }
        );
        let list = workspace.errcat(&["list", "--json"]).code(0);
        let list: serde_json::Value = serde_json::from_slice(&list.get_output().stdout).expect("JSON");
        let errors = list.as_array().expect("a list");
        assert_eq!(errors.len(), if text.contains("message: ") { 2 } else { 1 }, "{written}");
        assert!(errors.iter().any(|it| it["code"] == "lost" && it["message"] == "It's lost"), "{written}");
    }
}

#[test]
fn files_that_cannot_be_read_are_refused() {
    for text in ["title: T\nstatus: 400\nerrors:\n\ta: {}\n", "title: [\n", "title: T\nerrors: text\n"] {
        let workspace = Workspace::new("title: Shop\nsummary: Sells.\nenvelope: none\n", &[("t", text)]);
        let refused = workspace.errcat(&["new", "lost", "--table", "t", "--message", "It's lost"]);
        let code = refused.get_output().status.code();
        assert!(matches!(code, Some(1 | 2)), "{code:?}");
        assert_eq!(workspace.read("t"), text);
    }
}

#[test]
fn the_table_is_that_of_the_siblings() {
    let kinds = "title: Kinds\nerrors:\n  conflict: { status: 409, message: Conflict }\n";
    let carts = "title: Carts\nerrors:\n  too_full: { is: conflict, message: Too full }\n";
    let orders = "title: Orders\nstatus: 400\nerrors:\n  unknown: { message: Unknown }\n";
    let workspace = Workspace::new(
        "title: Shop\nsummary: Sells.\nenvelope: none\n",
        &[("carts", carts), ("kinds", kinds), ("orders", orders)],
    );
    let add = |words: &str| workspace.errcat(&words.split(' ').collect::<Vec<_>>());
    add("new empty --is conflict").code(0).stdout_eq(str![[r#"
Added empty to catalog/shop/carts.yaml:4
Next:
  errcat gen

"#]]);
    add("new gone --is unknown --status 410").code(0).stdout_eq(str![[r#"
Added gone to catalog/shop/orders.yaml:5
...
"#]]);
    add("new lost").code(2).stderr_eq(str![[r#"
error: the entry could belong to 3 tables
  = help: choose one:
          --table carts
          --table kinds
          --table orders

"#]]);
    add("new lost --table order").code(2).stderr_eq(str![[r#"
error: no table is named `order`
  = help: did you mean `orders`? Or create it: --new-table order

"#]]);
    add("new lost --new-table orders").code(2).stderr_eq(str![[r#"
error: the table orders exists already: catalog/shop/orders.yaml
  = help: add the entry to it: --table orders

"#]]);
    add("new lost --api shp").code(2).stderr_eq(str![[r#"
error: no API is named `shp`
  = help: did you mean `shop`?

"#]]);
    add("new lost --new-table card_payments --status 402").code(0);
    assert_eq!(
        workspace.read("card_payments"),
        "# yaml-language-server: $schema=../schema.json\ntitle: Card payments\n\nerrors:\n  lost:\n    \
         status: 402\n    message: Lost\n"
    );
    workspace.errcat(&["gen"]).code(0);
}

#[test]
fn nothing_is_written_if_the_catalog_would_have_errors() {
    let workspace = Workspace::new(API, &[("orders", ORDERS)]);
    let add = |words: &str| workspace.errcat(&words.split(' ').collect::<Vec<_>>());
    for (words, exit, expected) in [
        ("new Out-Of-Stock --is shiped", 1, "error[unknown-kind]"),
        ("new lost --status 99", 1, "nothing was written: the file is shown as it would be"),
        ("new lost --fact errno=101", 1, "error[duplicate-fact]"),
        ("new lost --fact errno", 2, "write `--fact errno=VALUE`"),
        ("new lost --fact erno=1", 2, "did you mean `errno`?"),
        ("new SHIPPED", 2, "SHIPPED exists already: catalog/shop/orders.yaml:12"),
        ("new --message A", 2, "the code is missing"),
        ("new lost --param a:strng", 1, "error[unknown-type]"),
        ("new lost --dry-run --edit", 2, "cannot be used with"),
    ] {
        let refused = add(words).code(exit);
        let text = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(text.contains(expected), "{words}: {text}");
        assert_eq!(workspace.read("orders"), ORDERS, "{words}");
    }
}

#[test]
fn integer_codes_get_the_next_free_number() {
    let api = "title: Calls\nsummary: Calls.\nenvelope: none\ncodes: { type: integer }\n";
    let table = "title: Calls\nstatus: 400\nerrors:\n  -2: { title: Minus }\n  21210: { title: First }\n  21212: { title: Third }\n";
    let other = "title: Other\nstatus: 400\nerrors:\n  21213: { title: Fourth, aliases: ['21214'] }\n";
    let workspace = Workspace::new(api, &[("calls", table), ("other", other)]);
    workspace.errcat(&["new", "--table", "calls"]).code(2).stderr_eq(str![[r#"
error: 21215 needs a title
  = help: set --title: numbers are no names for Rust variants

"#]]);
    workspace.errcat(&["new", "--table", "calls", "--title", "Fifth"]).code(0).stdout_eq(str![[r#"
Added 21215 to catalog/shop/calls.yaml:7
...
"#]]);
    workspace.errcat(&["new", "21211", "--table", "calls", "--title", "Second"]).code(0).stdout_eq(str![[
        r#"
Added 21211 to catalog/shop/calls.yaml:6
...
"#
    ]]);
    workspace.errcat(&["new", "-1", "--table", "calls", "--title", "None"]).code(0);
    workspace.errcat(&["gen"]).code(0);
}

#[test]
fn special_texts_are_read_back() {
    let table = "title: T\nstatus: 400\nerrors: {}\n";
    let workspace = Workspace::new("title: Shop\nsummary: Sells.\nenvelope: none\n", &[("t", table)]);
    let texts =
        ["a: b", "NO", "0123", "`x` # y", "- a", "it's \"so\"", "first\nsecond", "[a, b]", "1:30", "C:\\new"];
    for (index, text) in texts.iter().enumerate() {
        let code = format!("code_{index}");
        let message = format!("--message={text}");
        workspace.errcat(&["new", &code, &message, &format!("--fix={text}")]).code(0);
    }
    let list = workspace.errcat(&["list", "--json"]).code(0);
    let list: serde_json::Value = serde_json::from_slice(&list.get_output().stdout).expect("JSON");
    let read: Vec<&str> =
        list.as_array().expect("a list").iter().filter_map(|it| it["message"].as_str()).collect();
    assert_eq!(read, texts);
}

#[test]
fn lints_are_the_next_steps() {
    let workspace = Workspace::new(API, &[("orders", ORDERS)]);
    fs::write(
        workspace.0.path().join("Cargo.toml"),
        "[workspace]\n[workspace.metadata.errcat]\nlints = { undescribed-param = 'deny' }\n",
    )
    .expect("a file");
    workspace.errcat(&["new", "lost", "--message", "{parcel} is lost"]).code(0).stderr_eq(str![[r#"
error[undescribed-param]: the param `parcel` has no description and no example
  --> catalog/shop/orders.yaml:15:7
   |
15 |       parcel: {}
   |       ^^^^^^
   |
   = help: add `doc: …` and `example: …`

1 finding in 1 file; run `errcat explain RULE` for more

"#]]);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_and_the_editor_opens() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let workspace = Workspace::new(API, &[]);
    let target = workspace.0.path().join("catalog/shop/.orders");
    fs::write(&target, ORDERS).expect("a file");
    fs::set_permissions(&target, PermissionsExt::from_mode(0o640)).expect("permissions");
    symlink(".orders", workspace.path("orders")).expect("a link");
    let output = workspace.command(&["new", "lost", "--edit"]).env("VISUAL", "echo open");
    output.assert().code(0).stdout_eq(str![[r#"
Added lost to catalog/shop/orders.yaml:11
Next:
  errcat gen
open [..]/catalog/shop/orders.yaml

"#]]);
    assert!(fs::symlink_metadata(workspace.path("orders")).expect("the link").is_symlink());
    assert!(fs::read_to_string(&target).expect("the table").contains("  lost:\n"));
    assert_eq!(fs::metadata(&target).expect("the table").permissions().mode() & 0o777, 0o640);
}

struct Workspace(tempfile::TempDir);

impl Workspace {
    /// Creates a workspace with an API `shop` and its tables.
    fn new(api: &str, tables: &[(&str, &str)]) -> Self {
        let workspace = Workspace(tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(workspace.0.path().join("catalog/shop")).expect("a folder");
        fs::write(workspace.0.path().join("Cargo.toml"), "[workspace]\n").expect("a file");
        fs::write(workspace.path("api"), api).expect("a file");
        tables.iter().for_each(|(name, text)| fs::write(workspace.path(name), text).expect("a file"));
        workspace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(format!("catalog/shop/{name}.yaml"))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a table")
    }

    fn command(&self, words: &[&str]) -> Command {
        Command::new(cargo_bin("errcat"))
            .args(words)
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
            .env_remove("VISUAL")
            .env_remove("EDITOR")
    }

    fn errcat(&self, words: &[&str]) -> OutputAssert {
        self.command(words).assert()
    }
}
