//! APIs that are renamed, moved or deleted together with their locks.

use crate::shop::{LOCK, Shop, TABLE};

#[test]
fn the_new_name_of_an_api_has_to_be_accepted() {
    let shop = Shop::published();
    shop.git("mv catalog/shop catalog/store");
    let renamed = "error[renamed-api]: the API `store` was published as `shop`";
    for verb in ["gen", "check"] {
        let printed = shop.run(verb, 1);
        assert!(printed.contains(renamed) && printed.contains("gen --accept store"), "{printed}");
        assert!(!printed.contains("no longer exists"), "{printed}");
    }
    // Its codes are still published.
    shop.write("catalog/store/orders.yaml", &TABLE.replace("409", "410"));
    assert!(shop.run("gen --accept store", 1).contains("error[changed-status]"));
    shop.delete("catalog/store/catalog.lock");
    let printed = shop.run("gen", 1);
    assert!(printed.contains("error[changed-status]") && printed.contains(renamed), "{printed}");
    let restore = "git show HEAD:./catalog/shop/catalog.lock > catalog/store/catalog.lock";
    assert!(printed.contains(restore), "{printed}");
    shop.write("catalog/store/orders.yaml", TABLE);
    let printed = shop.run("gen --accept store", 0);
    assert!(printed.starts_with("accepted in store: the API `store` was published as `shop`\n"), "{printed}");
    assert!(!shop.run("check", 0).contains("shop"));
    let printed = shop.run("check --base HEAD", 0);
    assert!(
        printed.contains("warning[renamed-api]") && !printed.contains("warning[removed-code]"),
        "{printed}"
    );
    assert!(shop.run("diff HEAD", 1).contains("breaking  the API: renamed: shop → store"));
    shop.commit();
    shop.write("catalog/store/orders.yaml", &TABLE.replace("409", "410"));
    assert!(shop.run("gen", 1).contains("error[changed-status]"), "it is published");
}

/// The lock of an API contains its name.
#[test]
fn a_new_name_is_reported_without_git() {
    let shop = Shop::new();
    shop.run("gen", 0);
    std::fs::rename(shop.root().join("catalog/shop"), shop.root().join("catalog/store")).expect("it moves");
    assert!(shop.run("gen", 1).contains("error[renamed-api]"));
    shop.run("gen --accept store", 0);
    shop.run("check", 0);
}

#[test]
fn a_catalog_that_is_moved_keeps_what_was_published() {
    let shop = Shop::published();
    shop.git("mv catalog errors");
    shop.write("Cargo.toml", "[workspace.metadata.errcat]\ncatalog = 'errors'\n");
    shop.run("gen", 0);
    shop.write("errors/shop/orders.yaml", &TABLE.replace("409", "410"));
    assert!(shop.run("gen", 1).contains("error[changed-status]"));
    shop.delete("errors/shop/catalog.lock");
    let printed = shop.run("gen", 1);
    assert!(printed.contains("error[changed-status]") && printed.contains("error[lost-lock]"), "{printed}");
    let restore = "git show HEAD:catalog/shop/catalog.lock > errors/shop/catalog.lock";
    assert!(printed.contains(restore), "{printed}");
    shop.run("gen --accept-all", 0);
    assert!(shop.run("check --base HEAD", 0).contains("warning[changed-status]"));
}

#[test]
fn a_removed_api_is_a_warning_until_it_is_committed() {
    let shop = Shop::published();
    shop.write("catalog/other/api.yaml", "title: Other\nsummary: Another API.\n");
    shop.run("gen", 0);
    shop.commit();
    shop.delete("catalog/shop");
    let printed = shop.run("gen", 0);
    assert!(printed.contains("deleted crates/api-errors/src/generated/shop/mod.rs"), "{printed}");
    let warning = "warning[removed-code]: the API `shop` was published at HEAD, but no longer exists";
    for words in ["check", "check", "check --base HEAD"] {
        let printed = shop.run(words, 0);
        assert!(printed.contains(warning), "{words}: {printed}");
    }
    shop.commit();
    assert!(!shop.run("check", 0).contains("warning"));
    assert!(shop.run("check --base HEAD~1", 0).contains("published at HEAD~1, but no longer exists"));
}

/// Retiring all codes has announced it.
#[test]
fn an_api_whose_codes_are_retired_can_be_removed() {
    let shop = Shop::published();
    shop.write("catalog/other/api.yaml", "title: Other\nsummary: Another API.\n");
    let retired = TABLE.replace("is gone\n", "is gone\n    retired: Since 2.0\n");
    shop.write(
        "catalog/shop/orders.yaml",
        &retired.replace("is late\n", "is late\n    retired: Since 2.0\n"),
    );
    shop.run("gen", 0);
    shop.commit();
    shop.delete("catalog/shop");
    shop.run("gen", 0);
    assert!(!shop.run("check", 0).contains("warning"));
    assert!(shop.run("diff HEAD", 0).contains("announced"));
}

/// They have too few codes in common.
#[test]
fn another_api_is_not_a_renamed_one() {
    let shop = Shop::published();
    shop.delete("catalog/shop");
    shop.write("catalog/carts/api.yaml", "title: Carts\nsummary: Holds.\n");
    shop.write("catalog/carts/carts.yaml", &TABLE.replace("order_gone", "cart_gone"));
    shop.run("gen", 0);
    assert!(shop.run("check", 0).contains("warning[removed-code]: the API `shop`"));
    assert!(std::fs::read_to_string(shop.root().join("catalog/carts/catalog.lock")).is_ok());
    assert!(!shop.root().join(LOCK).exists());
}

/// The id, the page and the variant of an error contain its table once another error has the same code.
#[test]
fn a_code_that_another_table_gets_is_reported() {
    let shop = Shop::new();
    let api = "title: Shop\nsummary: Sells.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error\n    \
               body: { table: \"{table}\", code: \"{code}\", message: \"{message}\" }\n    \
               identify_by: [table, code]\n";
    shop.write("catalog/shop/api.yaml", api);
    let orders = TABLE.replace("envelope: none\n", "");
    shop.write("catalog/shop/orders.yaml", &orders);
    shop.git("init -q -b main");
    shop.run("gen", 0);
    shop.commit();
    let returns = orders.replace("Orders", "Returns").replace("order_late", "return_late");
    shop.write("catalog/shop/returns.yaml", &returns);
    let printed = shop.run("gen", 1);
    let message = "error[renamed-code]: `order_gone` was published, but is `orders/order_gone` now, because \
                   `returns/order_gone` has the same code";
    assert!(printed.contains(message), "{printed}");
    // An alias would clash with the other error.
    assert!(printed.contains("same_as: orders") && !printed.contains("alias"), "{printed}");
    let shared = returns.replace(
        "  order_gone:\n    status: 409\n    message: The order is gone\n",
        "  order_gone: { same_as: orders }\n",
    );
    shop.write("catalog/shop/returns.yaml", &shared);
    shop.run("gen", 0);
    shop.write("catalog/shop/returns.yaml", &returns);
    shop.run("gen", 1);
    shop.run("gen --accept order_gone", 0);
    shop.run("check", 0);
    let printed = shop.run("diff HEAD", 1);
    assert!(printed.contains("orders/order_gone: renamed: order_gone → orders/order_gone"), "{printed}");
}
