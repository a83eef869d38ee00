//! The dates of the sitemap and the entries of the feed.

use std::process::Command;

use snapbox::cmd::cargo_bin;

use crate::shop::{Shop, run};

/// The table in four commits.
const START: &str = "sold_out: { message: Sold out }\nclosed: { message: Closed }\ngone: { message: Gone }";
const CHANGED: &str = "sold_out: { message: Sold out, status: 409 }\nclosed: { message: Closed }\n\
                       gone: { message: Gone }\nlate: { message: Too late }";
const DEPRECATED: &str = "sold_out: { message: Sold out, status: 409 }\n\
                          closed: { message: Closed, deprecated: It never closes }\n\
                          gone: { message: Gone, retired: Nothing is gone }\nlate: { message: Too late }";

/// Returns the text between two others, each time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

/// Returns the date of a page in the sitemap.
fn date<'s>(sitemap: &'s str, page: &str) -> Option<&'s str> {
    let url = format!("<loc>https://errors.shop.example/{page}</loc>");
    let entry = sitemap.lines().find(|line| line.contains(&url)).expect("the page is listed");
    between(entry, "<lastmod>", "</lastmod>").pop()
}

#[test]
fn dates_and_entries_are_those_of_commits() {
    let shop = Shop::new(START);
    shop.write("catalog/shop/guides/refunds.md", "# Refunds\n\nAsk for them.\n");
    shop.commit(1);
    shop.write_errors(CHANGED);
    shop.errcat("gen --accept-all");
    shop.commit(2);
    shop.write_errors(DEPRECATED);
    shop.errcat("gen");
    shop.commit(3);

    // The pages have the dates of the commit before, until they are generated again.
    assert!(shop.errcat("check").contains("No findings"));
    assert!(shop.errcat("gen --check").contains("No drift"));
    shop.errcat("gen");
    let (feed, sitemap) = (shop.read("site/feed.xml"), shop.read("site/sitemap.xml"));
    assert_eq!(date(&sitemap, ""), Some("2026-01-03T12:00:00Z"));
    assert_eq!(date(&sitemap, "shop/late/"), Some("2026-01-03T12:00:00Z"));
    assert_eq!(date(&sitemap, "shop/guides/refunds/"), Some("2026-01-01T12:00:00Z"));
    let entries = between(&feed, "<entry>", "</entry>");
    let entries: Vec<_> = entries.iter().map(|entry| between(entry, "<title>", "</title>")[0]).collect();
    assert_eq!(
        entries,
        [
            "Shop: gone retired: Nothing is gone",
            "Shop: closed deprecated: It never closes",
            "Shop: sold_out status: 404 → 409; breaks clients",
            "Shop: late added: 404 Too late",
            "Shop: API added: 1 table, 3 codes",
        ]
    );
    assert_eq!(
        between(&feed, "<updated>", "</updated>"),
        [3, 3, 3, 2, 2, 1].map(|day| format!("2026-01-{day:02}T12:00:00Z"))
    );
    assert!(shop.read("site/index.html").contains("href=\"feed.xml\""));

    // Commits of other files change nothing.
    shop.write("README.md", "A shop\n");
    shop.commit(4);
    assert!(shop.errcat("gen").contains("Nothing has changed since the last run"));
    assert_eq!((feed, sitemap), (shop.read("site/feed.xml"), shop.read("site/sitemap.xml")));
}

#[test]
fn edited_feeds_are_stale() {
    let shop = Shop::new(START);
    shop.commit(1);
    shop.errcat("gen");
    shop.write("site/feed.xml", &shop.read("site/feed.xml").replace("added", "removed"));
    let output = shop.command("gen --check").output().expect("it runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && printed.contains("stale      site/feed.xml"), "{printed}");
}

#[test]
fn merges_are_one_change_and_links_to_other_apis_are_read() {
    let shop = Shop::new("sold_out: { message: Sold out, notes: [\"See [bank/broke]\"] }");
    let bank = "title: Bank\nsummary: Pays.\ndocs_url: https://errors.shop.example\n";
    shop.write("catalog/bank/api.yaml", bank);
    shop.write(
        "catalog/bank/payments.yaml",
        "title: Payments\nstatus: 402\nenvelope: problem\nerrors:\n  broke: { message: Broke }\n",
    );
    shop.commit(1);
    shop.git("checkout -q -b late");
    shop.write_errors(
        "sold_out: { message: Sold out, notes: [\"See [bank/broke]\"] }\nlate: { message: Too late }",
    );
    shop.commit(2);
    shop.git("checkout -q main");
    shop.git("merge -q --no-ff --no-edit late");
    shop.errcat("gen");
    let feed = shop.read("site/feed.xml");
    assert_eq!(
        between(&feed, "<title>Shop: ", "</title>"),
        ["late added: 404 Too late", "API added: 1 table, 1 code"]
    );
}

#[test]
fn what_is_missing_without_history_is_printed() {
    let shop = Shop::new(START);
    let printed = shop.errcat("gen");
    let note = "The site has no feed.xml and no dates in sitemap.xml: nothing has been committed yet\n";
    assert!(printed.ends_with(note), "{printed}");
    let sitemap = shop.read("site/sitemap.xml");
    assert_eq!(date(&sitemap, "shop/"), None);
    assert!(!shop.path("site/feed.xml").exists());
    assert!(!shop.read("site/index.html").contains("feed.xml"));
    assert!(shop.errcat("check").contains("No findings"));

    // A date for all pages.
    let printed = run(shop.command("gen").env("SOURCE_DATE_EPOCH", "1767225600"));
    assert!(
        printed.ends_with("The site has no changes in feed.xml: nothing has been committed yet\n"),
        "{printed}"
    );
    assert_eq!(date(&shop.read("site/sitemap.xml"), "shop/"), Some("2026-01-01T00:00:00Z"));

    shop.commit(1);
    shop.write_errors(CHANGED);
    shop.errcat("gen --accept-all");
    shop.commit(2);
    let clone = tempfile::tempdir().expect("a folder");
    let source = format!("file://{}", shop.path("").display());
    run(Command::new("git").args(["clone", "-q", "--depth=1", &source, "clone"]).current_dir(clone.path()));
    let mut command = Command::new(cargo_bin!("errcat"));
    command.arg("gen").current_dir(clone.path().join("clone")).env_remove("SOURCE_DATE_EPOCH");
    let printed = run(&mut command);
    assert!(
        printed.contains("this clone is shallow (for actions/checkout, set `fetch-depth: 0`)"),
        "{printed}"
    );
}

#[test]
fn what_is_missing_without_an_address_is_printed() {
    let shop = Shop::new("sold_out: { message: Sold out }");
    shop.write("catalog/shop/api.yaml", "title: Shop\nsummary: Sells things.\n");
    shop.commit(1);
    let printed = shop.errcat("gen");
    let note =
        "Without `docs_url` in api.yaml, the site has no sitemap, feed, canonical links and preview image\n";
    assert!(printed.contains(note), "{printed}");
    for file in ["feed.xml", "sitemap.xml", "robots.txt"] {
        assert!(!shop.path(&format!("site/{file}")).exists(), "{file}");
    }
}

#[test]
fn robots_are_led_to_the_sitemap() {
    let shop = Shop::new(START);
    shop.errcat("gen");
    assert!(shop.read("site/robots.txt").ends_with("Sitemap: https://errors.shop.example/sitemap.xml\n"));
    shop.write("templates/site/robots.txt", "User-agent: *\nDisallow: /\n");
    shop.errcat("gen");
    assert!(shop.read("site/robots.txt").ends_with("\nUser-agent: *\nDisallow: /\n"));
    // Crawlers read it only at the root of a host.
    let api = shop.read("catalog/shop/api.yaml").replace("shop.example", "shop.example/errors");
    shop.write("catalog/shop/api.yaml", &api);
    std::fs::remove_dir_all(shop.path("templates")).expect("it can be removed");
    shop.errcat("gen");
    assert!(!shop.path("site/robots.txt").exists());
}
