//! The lock and `diff` agree on what clients see of a change.

use crate::shop::Shop;

const ORDERS: &str = "\
title: Orders
envelope: none
errors:
  order_late: { status: 422, message: The order is late }
  order_gone:
    status: 409
    message: The order is gone
    log: The order {order} is gone from {shelf}
    params:
      order: { doc: Which, example: o1 }
      shelf: { audience: internal, doc: Which, example: s1 }
";

const RETURNS: &str = "\
title: Returns
envelope: none
errors:
  return_late:
    status: 422
    message: The return is late
";

/// The error, and the line that shares it with another table.
const GONE: &str = "  order_gone:
    status: 409
    message: The order is gone
    log: The order {order} is gone from {shelf}
    params:
      order: { doc: Which, example: o1 }
      shelf: { audience: internal, doc: Which, example: s1 }
";
const SHARED: &str = "  order_gone: { same_as: returns }\n";

/// A change, its tables `orders` and `returns`, the rule of the lock or "", and the rating of `diff`.
type Case = (&'static str, fn() -> (String, String), &'static str, &'static str);

#[test]
fn lock_and_diff_rate_a_change_alike() {
    let cases: [Case; 7] = [
        ("an internal param becomes public", || orders("audience: internal, ", ""), "", "additive"),
        (
            "a public param becomes internal",
            || orders("order: { ", "order: { audience: internal, "),
            "changed-param",
            "breaking",
        ),
        (
            "a required param is added",
            || {
                orders(
                    "{shelf}\n    params:\n",
                    "{shelf} in {bin}\n    params:\n      bin: { doc: Which, example: b1 }\n",
                )
            },
            "changed-param",
            "breaking",
        ),
        ("an error moves to another table", || (no_orders(), returns()), "changed-table", "breaking"),
        ("a moved error is shared with its table", || (no_orders() + SHARED, returns()), "", "additive"),
        ("a table shares an error", || (ORDERS.to_owned(), shared_in_returns()), "", "additive"),
        ("a retired error moves", || (no_orders(), returns() + "    retired: Since 2.0\n"), "", "breaking"),
    ];
    for (name, tables, rule, rating) in cases {
        let shop = Shop::new();
        shop.git("init -q -b main");
        shop.write("catalog/shop/orders.yaml", ORDERS);
        shop.write("catalog/shop/returns.yaml", RETURNS);
        shop.run("gen", 0);
        shop.commit();
        let (orders, returns) = tables();
        shop.write("catalog/shop/orders.yaml", &orders);
        shop.write("catalog/shop/returns.yaml", &returns);
        // Retiring is breaking in Rust, but announced.
        let is_breaking = i32::from(!rule.is_empty());
        let printed = shop.run("gen", is_breaking);
        assert!(printed.contains(&format!("error[{rule}]")) || rule.is_empty(), "{name}: {printed}");
        let printed = shop.run("diff HEAD", is_breaking);
        assert!(printed.contains(&format!("  {rating}")), "{name}: {printed}");
    }
}

fn orders(from: &str, to: &str) -> (String, String) {
    assert!(ORDERS.contains(from));
    (ORDERS.replace(from, to), RETURNS.to_owned())
}

fn no_orders() -> String {
    ORDERS.replace(GONE, "")
}

fn returns() -> String {
    RETURNS.to_owned() + GONE
}

fn shared_in_returns() -> String {
    RETURNS.to_owned() + &SHARED.replace("returns", "orders")
}

/// Versions that were published before the rule had such files.
#[test]
fn stray_files_of_an_old_version_do_not_matter() {
    let shop = Shop::published();
    shop.write("catalog/notes.md", "# Notes\n");
    shop.write("catalog/shop/old/orders.yaml", "errors: [");
    shop.write("catalog/shop/orders.yaml~", "title");
    std::fs::write(shop.root().join("catalog/shop/logo.png"), b"\x89PNG").expect("it can be written");
    shop.commit();
    for path in ["catalog/notes.md", "catalog/shop/old", "catalog/shop/orders.yaml~", "catalog/shop/logo.png"]
    {
        shop.delete(path);
    }
    shop.edit("409", "410");
    let printed = shop.run("diff HEAD", 1);
    assert!(printed.contains("breaking  order_gone: status: 409 → 410"), "{printed}");
    shop.git("checkout -q HEAD -- catalog");
    let printed = shop.run("check", 1);
    assert_eq!(printed.matches("error[stray-file]").count(), 4, "{printed}");
    assert!(!printed.contains("UTF-8"), "{printed}");
}

#[test]
fn public_facts_are_published() {
    const API: &str = "title: Shop\nsummary: Sells.\nfacts:\n  \
                       number: { type: integer, doc: In the manual. }\n  \
                       state: { doc: Of SQL. }\n  shard: { doc: Where., audience: internal }\n";
    let table = |facts: &str, message: &str| {
        format!(
            "title: Orders\nstatus: none\nerrors:\n  order_gone: {{ message: {message}, facts: {{ {facts} }} }}\n"
        )
    };
    let shop = Shop::new();
    shop.git("init -q -b main");
    shop.write("catalog/shop/api.yaml", API);
    let write = |facts: &str, message: &str| shop.write("catalog/shop/orders.yaml", &table(facts, message));
    write("number: 7, state: 42000, shard: east", "Gone");
    shop.run("gen", 0);
    shop.commit();
    for (facts, rule, change) in [
        ("number: 7, state: 42000, shard: west", "", ""),
        ("number: 7, state: '42000', shard: east", "", ""),
        ("number: 8, state: 42000", "changed-fact", "breaking  order_gone: fact number: value: 7 → 8"),
        ("number: 7, state: HY000", "changed-fact", "breaking  order_gone: fact state: value: 42000 → HY000"),
        ("number: 7", "changed-fact", "breaking  order_gone: fact state: removed: 42000"),
    ] {
        // Another message, so that the line of the lock differs.
        write(facts, "Gone now");
        let printed = shop.run("check", 1);
        assert!(!printed.contains("changed-fact") || !rule.is_empty(), "{facts}: {printed}");
        assert!(printed.contains(rule), "{facts}: {printed}");
        let printed = shop.run("diff HEAD", i32::from(!rule.is_empty()));
        assert!(printed.contains(change), "{facts}: {printed}");
    }
}
