//! Tests that the docs URL of every error is a page of the site.

use api_errors::errcat::Entry;
use api_errors::{kaizen, kakunin, kortix, zazmic};

#[test]
fn every_docs_url_is_a_page() {
    let workspace = errcat_cli::reading::workspace::find(crate::repository::root()).expect("this repository");
    let inputs = errcat_cli::reading::inputs::read(&workspace).expect("its catalog");
    let plan = errcat_cli::pipeline::generate(&inputs).expect("a catalog without findings");
    let catalog = errcat_cli::pipeline::read(&inputs).expect("a catalog without findings").catalog;
    let is_page = |entry: &Entry, api: &str| {
        let api = catalog.apis.iter().find(|it| it.name == api).expect("an API");
        let published = api.docs_url.as_ref().expect("a docs URL");
        let url = entry.docs_url.expect("a URL");
        let page = url.strip_prefix(published.as_str()).expect("a URL of the site").trim_matches('/');
        assert!(plan.contains(format!("target/site/{page}/index.html").as_str().into()), "{url}");
    };
    kaizen::Code::ALL.iter().for_each(|code| is_page(code.entry(), "kaizen"));
    kakunin::Code::ALL.iter().for_each(|code| is_page(code.entry(), "kakunin"));
    kortix::Code::ALL.iter().for_each(|code| is_page(code.entry(), "kortix"));
    zazmic::Code::ALL.iter().for_each(|code| is_page(code.entry(), "zazmic"));
}
