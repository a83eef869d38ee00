//! Invariants of the site for any catalog.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use pulldown_cmark::{Event, Parser, Tag};

use self::html::{check_html, ids, tags};
use errcat_catalog::{InputFile, Report};

use crate::commonmark::filter::is_safe;
use crate::emit::emit;
use crate::fixture;
use crate::output::Plan;
use crate::selection::Selection;
use crate::settings::{Edition, Settings};
use crate::target::Request;
use crate::template::Template;
use errcat_catalog::model::{Catalog, Cause, EntryId, Id, InternalFact, StatusRange, Statuses};

mod html;
mod llms;
mod locations;
mod module;
mod openapi;
mod page_inputs;
mod pass_through;
mod sizes;
mod undescribed;
mod vectors;
mod view;

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>' onload='alert(1)",
    "[x](javascript:alert(1)) [y](java\tscript:alert(1)) ![z](https://evil.example/t.png) <javascript:alert(1)> [w](//evil)",
    "```\n</code></pre><script>alert(1)</script>\n\n# heading\n\n---\ntitle: x\n...",
    "[a]: javascript:alert(1)\n\n[a] [b][a]\n\n<div onclick=alert(1)>\n\n<!-- -->\n<!--",
    "--> ]]> </title> </style> {{ 7 * 7 }} {% raw %} {# # }} \u{0}\u{1b}[31m\u{7f}",
    "| a | b\n|---|---\n| `|` | \\| *",
    "&lt;script&gt; &#60;b&#62; &amp;amp; \\<b> \\",
];

fn site(catalog: &Catalog) -> BTreeMap<String, String> {
    try_site(catalog, &fixture::templates()).unwrap_or_else(|report| panic!("{:#?}", report.findings))
}

fn try_site(catalog: &Catalog, templates: &[Template]) -> Result<BTreeMap<String, String>, Report> {
    try_edition(catalog, templates, Edition::Public)
}

fn try_edition(
    catalog: &Catalog,
    templates: &[Template],
    edition: Edition,
) -> Result<BTreeMap<String, String>, Report> {
    let settings = Settings { edition, ..Settings::default() };
    let input = |template: &Template| InputFile::new(&*template.path, &*template.text);
    let templates: Vec<InputFile> = templates.iter().map(input).collect();
    let selection = Selection::all(catalog);
    let request = Request::new(&selection, &settings, &templates);
    let mut targets = crate::built_in(&settings);
    targets.retain(|target| target.output() == settings.site);
    let plan = Plan::collect(Vec::new(), |output| emit(&targets, &request, output, &mut |_| {}))?;
    let files = plan.files().map(|(path, file)| {
        let text = String::from_utf8(file.bytes.clone()).expect("the site is text");
        (path.strip_prefix("target/site").expect("a path in the site's folder").to_string(), text)
    });
    Ok(files.collect())
}

#[test]
fn only_the_internal_edition_contains_internal_facts() {
    let mut catalog = fixture::catalog();
    let site = |catalog: &Catalog, edition| {
        try_edition(catalog, &fixture::templates(), edition).expect("templates without mistakes")
    };
    let contain = |site: &BTreeMap<String, String>, fact: &str| {
        site.values().filter(|text| text.contains(fact)).count()
    };
    // Each is in a page, in its Markdown version, in the full text and in the data.
    let facts = [
        (InternalFact::Log, vec!["key refused:", "expired_yesterday", "The key as sent"]),
        (InternalFact::Security, vec!["An account of others"]),
        (InternalFact::Sources, vec!["bank/pay.py", "my file.py"]),
    ];
    let known = [InternalFact::Log, InternalFact::Security, InternalFact::Sources];
    for published in known.map(|fact| vec![fact]).into_iter().chain([vec![], known.to_vec()]) {
        catalog.apis.iter_mut().for_each(|api| api.publish = published.clone());
        let (public, internal) = (site(&catalog, Edition::Public), site(&catalog, Edition::Internal));
        for (kind, texts) in &facts {
            for text in texts {
                let expected = if published.contains(kind) { 4 } else { 0 };
                assert_eq!(contain(&public, text), expected, "{text} if {published:?}");
                assert_eq!(contain(&internal, text), 4, "{text} in the internal edition");
            }
        }
        assert_eq!(contain(&public, "SECRETSHARD") + contain(&public, "The kind of shard"), 0);
        assert_eq!(contain(&internal, "SECRETSHARD"), 4, "an internal fact in the internal edition");
        assert_eq!(contain(&internal, "The kind of shard"), 4, "a description in the internal edition");
        assert_eq!(contain(&public, "sk_very_secret") + contain(&internal, "sk_very_secret"), 0);
        assert_eq!(contain(&public, "Internal edition"), 0);
        assert!(internal["bank/index.html"].contains("Internal edition"));
    }
}

#[test]
fn every_page_has_a_markdown_version() {
    let site = site(&fixture::catalog());
    let expected = [
        "404.html",
        "bank/NO_ACCOUNT/index.html",
        "bank/NO_ACCOUNT.md",
        "bank/account_not_found/index.html",
        "bank/account_not_found.md",
        "bank/codes/index.html",
        "bank/codes.md",
        "bank/errors.json",
        "bank/guides/retries/index.html",
        "bank/guides/retries.md",
        "bank/index.html",
        "bank.md",
        "bank/llms-full.txt",
        "errors.json",
        "index.html",
        "index.md",
        "llms-full.txt",
        "llms.txt",
        "sitemap.xml",
        "stream/CLOSED/index.html",
        "style.css",
    ];
    for path in expected {
        assert!(site.contains_key(path), "{path} is missing from {:#?}", site.keys());
    }
}

#[test]
fn every_file_is_marked_as_generated() {
    for (path, text) in site(&fixture::catalog()) {
        let start: String = text.chars().take(512).collect();
        assert!(start.contains("@generated by errcat from "), "{path} isn't marked");
    }
}

#[test]
fn hostile_texts_never_run_or_load_anything() {
    for payload in PAYLOADS {
        for (path, text) in site(&fixture::hostile(payload)) {
            if path.ends_with(".html") {
                check_html(&path, &text);
            }
            if path.ends_with(".md") || path.ends_with(".txt") {
                check_markdown(&path, &text);
            }
        }
    }
}

#[test]
fn hostile_texts_never_change_sections() {
    let headings = |site: &BTreeMap<String, String>, path: &str| -> Vec<String> {
        let lines = site[path].lines();
        lines.filter(|line| line.starts_with("## ")).map(str::to_owned).collect()
    };
    let path = "bank/key_refused.md";
    for payload in ["# x\n## y", "---\n## y", "a\n\n## b", "```\n## y"] {
        let mut catalog = fixture::catalog();
        let api = &mut catalog.apis[0];
        let owner = api.codes.iter().find(|code| code.code == "key_refused").expect("a known code").owner;
        let entry = &mut api.tables[owner.table.index()].entries[owner.entry.index()];
        entry.title = payload.to_owned();
        entry.owner = Some(payload.to_owned());
        entry.since = Some(payload.to_owned());
        entry.message.pieces = vec![errcat_catalog::model::Piece::Text(payload.to_owned())];
        assert_eq!(headings(&site(&catalog), path), headings(&site(&fixture::catalog()), path), "{payload}");
    }
}

#[test]
fn secrets_stay_secret() {
    for (path, text) in site(&fixture::catalog()) {
        assert!(!text.contains("sk_very_secret"), "{path} contains a secret");
        let has_internal_param = text.contains("expired_yesterday");
        assert!(
            !has_internal_param || text.contains("log"),
            "{path} contains an internal param outside of the log"
        );
    }
}

#[test]
fn sections_are_in_order() {
    let order = [
        "answer",
        "notes",
        "security",
        "example",
        "handle",
        "values",
        "log",
        "operations",
        "related",
        "sources",
    ];
    let site = site(&fixture::catalog());
    for page in ["account_not_found", "rate_limited", "key_refused", "old_limit"] {
        let html = &site[&format!("bank/{page}/index.html")];
        let places: Vec<usize> = order.iter().filter_map(|id| html.find(&format!(" id=\"{id}\""))).collect();
        assert!(places.len() >= 5 && places.is_sorted(), "{page}: {places:?}");
        for id in order.iter().filter(|id| !["notes", "security"].contains(id)) {
            let listed = html.contains(&format!("<li><a href=\"#{id}\">"));
            let exists = html.contains(&format!(" id=\"{id}\""));
            assert_eq!(listed, exists, "{page}: {id} is listed but missing, or the reverse");
        }
        // This is the internal edition, which has sections for operators.
        let public = ["example", "handle", "values", "operations", "related"];
        let headings = public.iter().filter(|id| html.contains(&format!("<h2 id=\"{id}\">")));
        assert!(headings.count() <= 5, "{page}");
    }
}

#[test]
fn fixes_of_causes_are_below_them() {
    let mut catalog = fixture::catalog();
    let mut entries =
        catalog.apis.iter_mut().flat_map(|api| &mut api.tables).flat_map(|table| &mut table.entries);
    let entry =
        entries.find(|entry| entry.meaning.as_deref() == Some("The key isn't valid.")).expect("key_refused");
    entry.causes = vec![Cause { text: "It *expired*".into(), fix: Some("Create `{{a}}`".into()) }];
    entry.fixes = vec!["Ask".into()];
    let site = site(&catalog);
    let html = &site["bank/key_refused/index.html"];
    let row = "<tr><td>It <em>expired</em></td><td class=\"fix\">Create <code>{a}</code></td></tr>";
    assert!(html.contains(row) && html.contains("<li>Ask</li>"), "{html}");
    assert!(site["bank/key_refused.md"].contains("\n- It *expired*\n  - Fix: Create `{a}`\n"));
    let data: serde_json::Value = serde_json::from_str(&site["bank/errors.json"]).expect("JSON");
    let errors = data["errors"].as_array().expect("a list");
    let error = errors.iter().find(|error| error["code"] == "key_refused").expect("the error");
    let expected = serde_json::json!([{ "why": "It *expired*", "fix": "Create `{a}`" }]);
    assert_eq!(
        (&error["in"][0]["causes"], &error["in"][0]["fixes"]),
        (&expected, &serde_json::json!(["Ask"]))
    );
}

#[test]
fn errors_without_texts_have_a_general_sentence() {
    let mut catalog = fixture::catalog();
    let mut entries =
        catalog.apis.iter_mut().flat_map(|api| &mut api.tables).flat_map(|table| &mut table.entries);
    let entry =
        entries.find(|entry| entry.meaning.as_deref() == Some("The key isn't valid.")).expect("key_refused");
    entry.meaning = None;
    entry.causes.clear();
    entry.fixes.clear();
    entry.answer = None;
    let site = site(&catalog);
    let sentence = "The request has no valid credentials: they are missing, wrong or expired.";
    let html = &site["bank/key_refused/index.html"];
    assert!(html.contains("<section class=\"answer general\"") && html.contains("What any 401 means"));
    assert!(html.contains(&format!("<div class=\"do-text\">{sentence}</div>")));
    assert!(site["bank/key_refused.md"].contains(&format!("\n\n401 in general: {sentence}\n\n")));
    assert_eq!(site["bank/errors.json"].matches("\"status_doc\"").count(), 1);
    assert!(!site["bank/account_not_found/index.html"].contains("What any "));
}

#[test]
fn links_have_targets() {
    let site = site(&fixture::catalog());
    for (path, html) in site.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        for tag in tags(html) {
            for (name, value) in &tag.attributes {
                let is_link = ["href", "src"].contains(&name.as_str());
                if !is_link || value.contains("://") || value.starts_with("data:") {
                    continue;
                }
                let (file, fragment) = value.split_once('#').unwrap_or((value, ""));
                let file = file.split('?').next().unwrap_or_default();
                let target = if file.is_empty() { path.clone() } else { join(path, file) };
                let text = site.get(&target).unwrap_or_else(|| panic!("{path} links to {target}"));
                let has_ids = !fragment.is_empty() && target.ends_with(".html");
                assert!(!has_ids || ids(text).contains(fragment), "{path} links to {value}");
            }
        }
    }
}

#[test]
fn error_pages_do_not_grow_with_the_catalog() {
    let size = |codes| site(&with_more_codes(codes))["bank/account_not_found/index.html"].len();
    assert_eq!(size(150), size(250));
}

#[test]
fn the_table_of_codes_contains_each_code_once() {
    let catalog = with_more_codes(600);
    let site = site(&catalog);
    let count = catalog.apis[0].codes.len();
    let paths = ["bank/codes/index.html", "bank/codes/2/index.html", "bank/codes/3/index.html"];
    let rows = |path: &&str| site[*path].matches("<tr data-facts=").count();
    assert_eq!(paths.iter().map(rows).collect::<Vec<_>>(), [250, 250, count - 500]);
    assert!(!site.contains_key("bank/codes/4/index.html"));
    for code in &catalog.apis[0].codes {
        let link = format!("../{}/\"><code>{}</code></a>", code.address, code.code);
        let found: usize = paths.iter().map(|path| site[*path].matches(&link).count()).sum();
        assert_eq!(found, 1, "{}", code.code);
    }
    assert!(site["bank/codes/2/index.html"].contains("rel=\"prev\""));
    assert!(
        site["llms.txt"].contains("[All codes, page 3 of 3](https://errors.bank.example/bank/codes/3.md)")
    );
    assert!(site["bank/codes/2.md"].contains("[next page](https://errors.bank.example/bank/codes/3.md)"));
}

#[test]
fn output_is_independent_of_thread_count() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| site(&with_more_codes(50)))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn front_matter_is_valid_yaml() {
    for payload in PAYLOADS {
        for (path, text) in site(&fixture::hostile(payload)).iter().filter(|(path, _)| path.ends_with(".md"))
        {
            let rest = text.strip_prefix("---\n").expect("front matter at the start");
            let (yaml, _) = rest.split_once("\n---\n").expect("the end of the front matter");
            let value: serde_yaml::Value =
                serde_yaml::from_str(yaml).unwrap_or_else(|e| panic!("{path}: {e}\n{yaml}"));
            assert!(value.get("title").is_some_and(serde_yaml::Value::is_string), "{path}");
        }
    }
}

#[test]
fn data_is_valid_json() {
    for payload in PAYLOADS {
        for (path, text) in
            site(&fixture::hostile(payload)).iter().filter(|(path, _)| path.ends_with(".json"))
        {
            serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

#[test]
fn data_matches_its_schema() {
    let real = [fixture::catalog(), fixture::hostile(PAYLOADS[0]), fixture::real()];
    for site in real.iter().map(site) {
        let parse = |path: &str| serde_json::from_str::<serde_json::Value>(&site[path]).expect("JSON");
        let schema = parse("errors.schema.json");
        jsonschema::meta::validate(&schema).expect("a schema");
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        let mut files = 0;
        for path in site.keys().filter(|path| path.ends_with("errors.json")) {
            let data = parse(path);
            let wrong: Vec<String> = schema.iter_errors(&data).map(|error| format!("{error:?}")).collect();
            assert!(wrong.is_empty(), "{path}: {wrong:#?}");
            files += 1;
        }
        assert!(files > 2, "only {files} files");
        let mut wrong = parse("errors.json");
        wrong["more"] = true.into();
        assert!(!schema.is_valid(&wrong), "the schema allows anything");
    }
}

#[test]
fn template_mistakes_have_a_location() {
    let with = |path: &str, text: &str| {
        let mut templates = fixture::templates();
        templates.retain(|template| template.path != path);
        templates.push(Template { path: path.to_owned(), text: text.to_owned() });
        try_site(&fixture::catalog(), &templates).expect_err("a mistake")
    };
    let place = |report: &Report| {
        let finding = report.findings.sorted(&report.sources)[0];
        let (line, column) = report.sources.position(finding.span);
        (report.sources.file(finding.span.file).path.clone(), line, column)
    };

    let syntax = with("site/guide.html", "<h1>\n{% if %}");
    assert_eq!(place(&syntax), ("templates/site/guide.html".to_owned(), 2, 7), "{syntax:?}");
    let unknown_field = with("markdown/guide.md", "# {{ titel }}");
    assert_eq!(place(&unknown_field), ("templates/markdown/guide.md".to_owned(), 1, 6), "{unknown_field:?}");
    let unknown_filter = with("site/guide.html", "\n{{ title | shout }}");
    assert_eq!(place(&unknown_filter), ("templates/site/guide.html".to_owned(), 2, 12), "{unknown_filter:?}");
    let collision = with("site/llms.txt", "mine");
    assert_eq!(place(&collision), ("templates/site/llms.txt".to_owned(), 1, 1), "{collision:?}");
}

#[test]
fn errors_link_to_guides_that_mention_them() {
    let site = site(&fixture::catalog());
    let related =
        |page: &str| site[page].split_once("<h2 id=\"related\">").map_or("", |(_, rest)| rest).to_owned();
    let link = "<a href=\"../../bank/guides/retries/\">Retrying requests</a>";
    assert!(related("bank/rate_limited/index.html").contains(link));
    assert!(!related("bank/account_not_found/index.html").contains(link));
}

#[test]
fn links_are_relative_without_a_site_address() {
    let mut catalog = fixture::catalog();
    catalog.apis[0].docs_url = None;
    let site = site(&catalog);
    assert!(!site.contains_key("sitemap.xml"));
    assert!(site["bank/rate_limited.md"].contains("](../bank/guides/retries.md)"));
    assert!(site["bank/llms-full.txt"].contains("](../bank/guides/retries.md)"));
    assert!(site["bank/guides/retries.md"].contains("](../../bank/rate_limited.md)"));
    assert!(site["404.html"].contains("href=\"style.css\""));
}

/// The errors of a command-line tool or a linter.
#[test]
fn an_api_without_statuses_has_no_traces_of_them() {
    let mut catalog = fixture::catalog();
    catalog.apis.truncate(1);
    let api = &mut catalog.apis[0];
    api.success.clear();
    for entry in api.tables.iter_mut().flat_map(|table| &mut table.entries) {
        entry.statuses = Statuses::Listed(Vec::new());
        entry.examples.clear();
    }
    for (path, text) in site(&catalog) {
        let is_page = path.ends_with(".html") && path != "404.html";
        for trace in ["class=\"status", ">–<", ">Status<", "Any operation can return", "curl -i"] {
            assert!(!is_page || !text.contains(trace), "{path} contains {trace}");
        }
        let is_data = path.ends_with("/errors.json");
        assert!(!is_data || !text.contains("\"status\":"), "{path}: {text}");
    }
}

#[test]
fn classes_of_statuses_are_shown() {
    let mut catalog = fixture::catalog();
    let table = &mut catalog.apis[0].tables[0];
    table.entries[0].statuses = Statuses::Range(StatusRange::ClientError);
    table.entries[1].statuses = Statuses::Range(StatusRange::Any);
    let table = table.clone();
    let api = &catalog.apis[0];
    let site = site(&catalog);
    let page =
        |at: usize, file: &str| &site[&format!("{}/{}{file}", api.name, api[table.entries[at].code].slug)];
    let class = "<span class=\"status s4\" title=\"client error\"><b>4xx</b></span>";
    assert!(page(0, "/index.html").contains(class));
    assert!(page(0, ".md").contains("\nstatus: 4xx\n") && page(0, ".md").contains("`: status 4xx\n"));
    let any = "<span class=\"status s0\" title=\"any error status\"><b>any</b> status</span>";
    assert!(page(1, "/index.html").contains(any));
    assert!(page(1, ".md").contains("`: status default\n"));
    let data = &site[&format!("{}/errors.json", api.name)];
    assert!(data.contains("\"status_range\":\"4xx\"") && data.contains("\"status_range\":\"default\""));
}

#[test]
fn empty_catalogs_are_valid() {
    let site = site(&Catalog { apis: Vec::new() });
    assert!(site.contains_key("index.html") && site.contains_key("errors.json"));
}

/// Returns the bank's catalog with `codes` additional payment errors.
fn with_more_codes(codes: usize) -> Catalog {
    let mut catalog = fixture::catalog();
    let api = &mut catalog.apis[0];
    for number in 0..codes {
        let mut code = api.codes[0].clone();
        (code.code, code.address) = (format!("more_{number:03}"), format!("bank/more_{number:03}"));
        code.children.clear();
        let mut entry = api.owner(Id::new(0)).clone();
        entry.code = Id::new(api.codes.len());
        code.owner = EntryId { table: Id::new(1), entry: Id::new(api.tables[1].entries.len()) };
        api.tables[1].entries.push(entry);
        api.codes.push(code);
    }
    catalog
}

fn check_markdown(path: &str, text: &str) {
    let body =
        text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body);
    for event in Parser::new_ext(body, errcat_catalog::links::MARKDOWN) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(html.contains("@generated"), "{path} has HTML: {html}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(is_safe(&dest_url), "{path} links to {dest_url}");
            }
            Event::Start(Tag::Image { dest_url, .. }) => panic!("{path} loads {dest_url}"),
            _ => {}
        }
    }
}

/// Resolves a relative link of a file to a path from the root.
fn join(from: &str, link: &str) -> String {
    let mut path = Utf8PathBuf::from(from);
    path.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(path.pop(), "{from} links out of the site: {link}"),
            "." | "" => {}
            part => path.push(part),
        }
    }
    if link.ends_with('/') {
        path.push("index.html");
    }
    path.into_string()
}
