//! Errors whose message only passes on what their params contain.

use super::{fixture, site};

const TITLE: &str = "The payment network failed";

#[test]
fn the_title_is_the_headline() {
    let site = site(&fixture::catalog());
    let page = &site["bank/upstream_failed/index.html"];
    assert!(page.contains(&format!("<h1>{TITLE}</h1>")));
    assert!(
        page.contains(&format!("<title>{TITLE} (upstream_failed) · "))
            || page.contains(&format!("<title>{TITLE} (upstream_failed)</title>"))
    );
    assert!(page.contains("<p class=\"message\" data-fill=\"\"><var>{network}</var>: <var>{text}</var></p>"));
    assert!(!page.contains("<dt>Title</dt>"), "the title is shown twice");

    let markdown = &site["bank/upstream_failed.md"];
    assert!(markdown.contains(&format!("# {TITLE}\n\n`upstream_failed`: status 502 Bad Gateway\n")));
    assert!(markdown.contains("\n> {network}\\: {text}\n"));
}

#[test]
fn lists_show_the_title() {
    let site = site(&fixture::catalog());
    for path in ["bank/codes/index.html", "bank/codes.md", "llms.txt"] {
        let list = &site[path];
        assert!(list.contains(TITLE), "{path}");
        assert!(!list.contains("{text}"), "{path}");
    }
    // `showsTitle` of entries.js.
    let row = "[\"upstream_failed\",\"{network}: {text}\",\"The payment network failed\",502,0,45,";
    assert!(site["search-index.js"].contains(row));
}

#[test]
fn other_messages_are_below_the_heading() {
    let site = site(&fixture::catalog());
    let page = &site["bank/account_not_found/index.html"];
    assert!(page.contains("<h1>Not found</h1>"), "the title is inherited, the message has a param");
    assert!(page.contains("Account <var>{account}</var> not found</p>"));
}
