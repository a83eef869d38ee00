//! The versions of APIs, which rise by what changed since the base.

use crate::shop::Shop;

/// A repository in which an API with a version is published, with the tag `released`.
fn released(version: &str) -> Shop {
    let shop = Shop::published();
    set(&shop, version);
    shop.run("gen", 0);
    shop.commit();
    shop.git("tag released");
    shop
}

fn set(shop: &Shop, version: &str) {
    shop.write("catalog/shop/api.yaml", &format!("title: Shop\nsummary: Sells.\nversion: {version}\n"));
}

#[test]
fn a_version_that_rises_too_little_is_an_error() {
    let broken = ("409", "410");
    let added = ("errors:\n", "errors:\n  order_open: { status: 409, message: The order is open }\n");
    for (from, (before, after), too_little, enough) in [
        ("1.2.3", broken, "1.3.0", "2.0.0"),
        ("1.2.3", added, "1.2.4", "1.3.0"),
        ("0.2.3", broken, "0.2.4", "0.3.0"),
        ("1.2.3", broken, "1.2.2", "2.0.0-rc.1"),
    ] {
        let shop = released(from);
        shop.edit(before, after);
        set(&shop, too_little);
        shop.run("gen --accept-all", 0);
        let printed = shop.run("check --base released", 1);
        assert!(printed.contains("error[version-too-low]"), "{printed}");
        assert!(printed.contains(&format!("the version was {from}, and is {too_little}")), "{printed}");
        assert!(printed.contains("catalog/shop/api.yaml:3:10"), "{printed}");
        let (required, _) = enough.split_once('-').unwrap_or((enough, ""));
        assert!(printed.contains(&format!("raise it to {required} before")), "{printed}");
        set(&shop, enough);
        shop.run("gen", 0);
        assert!(!shop.run("check --base released", 0).contains("version-too-low"));
        // Without a base, what the lock has accepted is trusted.
        set(&shop, too_little);
        shop.run("gen", 0);
        assert!(!shop.run("check", 0).contains("version-too-low"));
    }
}

#[test]
fn a_version_that_may_rise_later_is_a_warning() {
    let shop = released("1.2.3");
    shop.edit("409", "410");
    shop.run("gen --accept-all", 0);
    let printed = shop.run("check --base released", 0);
    assert!(printed.contains("warning[version-too-low]"), "{printed}");
    assert!(
        printed.contains("the version is still 1.2.3, but changes since released break clients"),
        "{printed}"
    );
}

#[test]
fn other_changes_and_versions_need_no_rise() {
    let shop = released("1.2.3");
    shop.edit("The order is late", "The order is too late");
    shop.run("gen --accept-all", 0);
    assert!(!shop.run("check --base released", 0).contains("version-too-low"));

    let dated = released("2024-01-15x");
    dated.edit("409", "410");
    dated.run("gen --accept-all", 0);
    assert!(!dated.run("check --base released", 0).contains("version-too-low"));
}

#[test]
fn a_base_without_a_catalog_is_noted() {
    let shop = Shop::new();
    shop.git("init -q -b main");
    shop.git("add Cargo.toml");
    shop.git("commit -q -m Empty");
    shop.git("tag empty");
    set(&shop, "1.0.0");
    shop.run("gen", 0);
    let printed = shop.run("check --base empty", 0);
    assert!(printed.contains("the versions of APIs weren't compared"), "{printed}");
}
