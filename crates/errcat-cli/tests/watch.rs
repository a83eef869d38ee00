//! Tests `gen --watch`: which changes it notices, and that each is generated once.

use std::fs;

mod background;

use background::{API, Background, Shop, TABLE};

const PAGE: &str = "site/shop/order_gone/index.html";

fn watch(shop: &Shop) -> Background {
    let mut watch = shop.start("gen --watch");
    watch.wait_for("Watching catalog, templates and Cargo.toml");
    watch
}

#[test]
fn written_locks_start_no_further_run() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    let mut table = TABLE.to_owned();
    for code in ["order_late", "order_lost", "order_old"] {
        table += &format!("  {code}:\n    message: Another\n");
        shop.save("catalog/shop/orders.yaml", &table);
        let line = watch.wait_for("ms");
        assert!(line.starts_with("catalog/shop/orders.yaml: wrote "), "{line}");
        assert!(shop.read("catalog/shop/catalog.lock").contains(code));
    }
    // A run because of a lock would have printed a line before the next edit's.
    assert_eq!(watch.lines().len(), 5, "{:#?}", watch.lines());
}

#[test]
fn errors_are_printed_until_they_are_fixed() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    let before = shop.read(PAGE);
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("message", "mesage"));
    watch.wait_for("error[unknown-key]");
    watch.wait_for("Nothing was written; waiting for a change");
    assert_eq!(shop.read(PAGE), before);
    shop.save("catalog/shop/orders.yaml", "errors: [");
    watch.wait_for("Nothing was written");
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("Out of stock", "Sold out"));
    let line = watch.wait_for("fixed");
    assert!(line.starts_with("catalog/shop/orders.yaml: fixed; wrote "), "{line}");
    assert!(shop.read(PAGE).contains("Sold out"));
}

#[test]
fn it_starts_with_a_catalog_that_has_errors() {
    let shop = Shop::new("");
    shop.write("catalog/shop/orders.yaml", "errors: [");
    let mut watch = shop.start("gen --watch");
    watch.wait_for("Nothing was written");
    watch.wait_for("Watching");
    shop.save("catalog/shop/orders.yaml", TABLE);
    watch.wait_for("catalog/shop/orders.yaml: fixed; wrote ");
    assert!(shop.read(PAGE).contains("Gone"));
}

#[test]
fn files_and_folders_come_and_go() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    shop.write("bank/api.yaml", &API.replace("Shop", "Bank"));
    shop.write(
        "bank/transfers.yaml",
        "title: Transfers\nstatus: 409\nerrors: { stopped: { message: Nope } }\n",
    );
    fs::rename(shop.path("bank"), shop.path("catalog/bank")).expect("it can be renamed");
    watch.wait_for("catalog/bank/api.yaml and 1 other file: wrote ");
    assert!(shop.path("site/bank/stopped/index.html").exists());
    // In a folder that is new itself.
    shop.save(
        "catalog/bank/refunds.yaml",
        "title: Refunds\nstatus: 410\nerrors: { late: { message: Nope } }\n",
    );
    watch.wait_for("catalog/bank/refunds.yaml: wrote ");
    fs::remove_dir_all(shop.path("catalog/bank")).expect("it can be deleted");
    // The files may be gone one after the other.
    watch.wait_for("deleted");
    while shop.path("site/bank/index.html").exists() {
        watch.wait_for("deleted");
    }
}

#[test]
fn settings_templates_and_code_are_watched() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    shop.save("Cargo.toml", &Shop::settings("title = 'Mistakes'\n"));
    watch.wait_for("Cargo.toml: wrote ");
    assert!(shop.read("site/index.html").contains("Mistakes"));
    shop.save("Cargo.toml", &Shop::settings("titel = 'Mistakes'\n"));
    watch.wait_for("titel");
    watch.wait_for("Nothing was written");
    shop.save("Cargo.toml", &Shop::settings("title = 'Faults'\n"));
    watch.wait_for("fixed; wrote ");
    // The folder of templates is new.
    shop.write("new/site/style.css", "body { color: teal }\n");
    fs::rename(shop.path("new"), shop.path("templates")).expect("it can be renamed");
    watch.wait_for("templates/site/style.css: wrote ");
    shop.save("templates/site/style.css", "body { color: navy }\n");
    watch.wait_for("templates/site/style.css: wrote ");
    assert!(shop.read("site/style.css").contains("navy"));
    shop.save("../backend/core/orders.py", "raise Late()\n");
    watch.wait_for("Nothing was written");
    shop.save("../backend/core/orders.py", "raise Gone()\n");
    watch.wait_for("../backend/core/orders.py: fixed; ");
}

/// The editor may take longer to rename the file than a group of changes lasts.
#[test]
fn backups_of_an_editor_are_no_inputs() {
    let shop = Shop::new("");
    shop.write("templates/site/style.css", "body { color: teal }\n");
    let mut watch = watch(&shop);
    for color in ["navy", "gray"] {
        shop.write("templates/site/style.css~", "body {");
        shop.write("catalog/shop/orders.yaml~", "title: [");
        shop.write("catalog/shop/late.yaml", &format!("title: Late {color}\nerrors: {{}}\n"));
        watch.wait_for("catalog/shop/late.yaml: ");
        shop.save("templates/site/style.css", &format!("body {{ color: {color} }}\n"));
        watch.wait_for("templates/site/style.css: wrote ");
        assert!(shop.read("site/style.css").contains(color));
    }
    assert!(!watch.lines().iter().any(|line| line.contains('~')), "{:#?}", watch.lines());
}

#[test]
fn a_replaced_catalog_is_watched() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    shop.write("other/shop/api.yaml", API);
    shop.write("other/shop/orders.yaml", TABLE);
    shop.write("other/shop/late.yaml", "title: Late\nstatus: 409\nerrors: { late: { message: Late } }\n");
    fs::rename(shop.path("catalog"), shop.path("old")).expect("it can be renamed");
    fs::rename(shop.path("other"), shop.path("catalog")).expect("it can be renamed");
    watch.wait_for("wrote ");
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("Out of stock", "Sold out"));
    watch.wait_for("catalog/shop/orders.yaml: wrote ");
    assert!(shop.read(PAGE).contains("Sold out"));
}

/// The lock of the workspace makes the run wait until all files are written, however long that takes.
#[cfg(unix)]
#[test]
fn many_changes_at_once_are_generated_once() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    let root = fs::File::open(shop.path("")).expect("a folder");
    root.lock().expect("it can be locked");
    for number in 0..300 {
        let table = format!("title: T{number}\nstatus: 409\nerrors: {{ e{number}: {{ message: Nope }} }}\n");
        shop.write(&format!("catalog/shop/t{number}.yaml"), &table);
    }
    root.unlock().expect("it can be unlocked");
    watch.wait_for("catalog/shop/t0.yaml and 299 other files: wrote ");
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("Out of stock", "Sold out"));
    watch.wait_for("catalog/shop/orders.yaml: wrote ");
    let runs = watch.lines().iter().filter(|line| line.contains(" ms")).count();
    assert_eq!(runs, 3, "{:#?}", watch.lines());
}

/// The lock of the workspace makes the run that fails wait until there has been another event, which doesn't
/// fix anything.
#[cfg(unix)]
#[test]
fn a_failure_is_printed_if_the_next_event_changes_nothing() {
    let shop = Shop::new("");
    let mut watch = watch(&shop);
    let root = fs::File::open(shop.path("")).expect("a folder");
    root.lock().expect("it can be locked");
    for _ in 0..3 {
        shop.save("catalog/shop/orders.yaml", "errors: [");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    root.unlock().expect("it can be unlocked");
    watch.wait_for("Nothing was written; waiting for a change");
}

#[cfg(unix)]
#[test]
fn interrupting_it_leaves_nothing_behind() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    let shop = Shop::new("");
    let mut watch = watch(&shop);
    let kill =
        Command::new("kill").args(["-INT", &watch.child.id().to_string()]).status().expect("kill runs");
    assert!(kill.success());
    let status = watch.child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(2));
    let check = Command::new(env!("CARGO_BIN_EXE_errcat"))
        .args(["gen", "--check"])
        .current_dir(shop.path(""))
        .output()
        .expect("it runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}
