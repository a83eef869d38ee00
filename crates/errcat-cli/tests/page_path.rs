//! Tests of the addresses of pages: patterns in `page_path`, and former addresses, which lead on.

mod catalog;

use std::collections::BTreeMap;

use errcat_catalog::InputFile;
use errcat_cli::pipeline::{Inputs, generate};

type Files = BTreeMap<String, String>;

const ERRORS: &str = "\
title: Errors
errors:
  AGENT_MISSING:
    status: 404
    message: The agent is missing
    facts: { errno: 1001 }
    aliases: [NO_AGENT]
    fixes: [\"Avoid [agent.busy]\"]
  agent.busy:
    status: 409
    message: The agent is busy
    facts: { errno: 1002 }
";

const OTHERS: &str = "\
title: Others
errors:
  agent.busy:
    status: 409
    message: Another agent is busy
    facts: { errno: 2002 }
";

#[test]
fn a_pattern_moves_pages_and_their_links() {
    let files = files("page_path: errors/E{errno}/\n", &[("errors", ERRORS)]);
    for page in ["site/demo/errors/E1001/index.html", "site/demo/errors/E1001.md"] {
        assert!(files.contains_key(page), "{page}: {:?}", files.keys());
    }
    // The default address and that of a former code lead on.
    for former in ["site/demo/AGENT_MISSING/index.html", "site/demo/NO_AGENT/index.html"] {
        let page = &files[former];
        assert!(page.contains("content=\"0; url=../../demo/errors/E1001/index.html\""), "{former}: {page}");
        assert!(page.contains("https://errors.example.com/demo/errors/E1001/"), "{former}: {page}");
    }
    // A page in another folder links to others from there.
    let missing = &files["site/demo/errors/E1001/index.html"];
    assert!(missing.contains("href=\"../../../demo/errors/E1002/\""), "{missing}");
    let new = "https://errors.example.com/demo/errors/E1001/";
    let sitemap = &files["site/sitemap.xml"];
    assert!(sitemap.contains(new) && !sitemap.contains("/demo/AGENT_MISSING/"), "{sitemap}");
    let data = &files["site/demo/errors.json"];
    assert!(data.contains("errors/E1001") && !data.contains("demo/AGENT_MISSING"), "{data}");
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let rust: String = rust.map(|(_, text)| text.as_str()).collect();
    assert!(rust.contains(new) && !rust.contains("/demo/AGENT_MISSING/"));
    assert!(files["site/search-index.js"].contains("errors/E1001"));
    assert!(files["site/llms-full.txt"].contains("The agent is missing"));
}

#[test]
fn former_codes_follow_a_pattern_with_the_code() {
    let files = files("page_path: \"{code|lower}\"\n", &[("errors", ERRORS)]);
    let former = &files["site/demo/no_agent/index.html"];
    assert!(former.contains("url=../../demo/agent_missing/index.html"), "{former}");
    // On a system that ignores case, a redirect at the default address would replace the page.
    assert!(!files.contains_key("site/demo/AGENT_MISSING/index.html"));
    assert!(!files.keys().any(|path| path.contains("agent_busy")));
}

#[test]
fn a_former_code_may_end_like_a_folder() {
    let errors = ERRORS.replace("AGENT_MISSING", "agent").replace("[NO_AGENT]", "[agent/]");
    let files = files("", &[("errors", &errors)]);
    assert!(files.contains_key("site/demo/agent/index.html"));
    assert!(files["site/demo/agent-/index.html"].contains("url=../../demo/agent/index.html"));
}

#[test]
fn addresses_by_former_patterns_redirect() {
    let patterns = "page_path: \"{code|kebab}\"\nformer_page_paths: [\"E{errno}\", \"{table}/{code}\", \"s/{status}\"]\n";
    let files = files(patterns, &[("errors", ERRORS)]);
    for (former, up) in [("E1001", "../../"), ("errors/AGENT_MISSING", "../../../"), ("s/404", "../../../")] {
        let page = &files[&format!("site/demo/{former}/index.html")];
        assert!(page.contains(&format!("url={up}demo/agent-missing/index.html")), "{former}: {page}");
    }
    assert!(files.contains_key("site/demo/AGENT_MISSING/index.html"), "the default address");
    assert!(!files["site/sitemap.xml"].contains("E1001"));
}

#[test]
fn a_former_pattern_that_is_ambiguous_now_is_ignored() {
    let tables = ERRORS.replace("status: 409", "status: 404");
    let files = files("former_page_paths: [\"s/{status}\"]\n", &[("errors", &tables)]);
    assert!(!files.keys().any(|path| path.contains("/s/404")));
}

#[test]
fn the_address_of_a_shared_code_lists_its_errors() {
    // A link to the code would be ambiguous.
    let errors = ERRORS.replace("    fixes: [\"Avoid [agent.busy]\"]\n", "");
    let tables = [("errors", errors.as_str()), ("others", OTHERS)];
    let files = files("", &tables);
    let listing = &files["site/demo/agent.busy/index.html"];
    for table in ["errors", "others"] {
        assert!(listing.contains(&format!("href=\"../../demo/{table}/agent.busy/\"")), "{listing}");
    }
    assert!(!listing.contains("http-equiv=\"refresh\""), "{listing}");
    let twin = &files["site/demo/agent.busy.md"];
    assert!(twin.contains("Another agent is busy") && twin.contains("The agent is busy"), "{twin}");
    assert!(!files["site/sitemap.xml"].contains("/demo/agent.busy/"));
    assert!(!files.contains_key("site/demo/errors/AGENT_MISSING/index.html"));
}

fn files(page_path: &str, tables: &[(&str, &str)]) -> Files {
    let api = format!(
        "title: Demo\nsummary: An API.\ndocs_url: https://errors.example.com\n{page_path}envelope: e\n\
         facts:\n  errno: {{ type: integer, doc: The number }}\n\
         envelopes:\n  e:\n    summary: Every error\n    \
         body: {{ code: \"{{code}}\", errno: \"{{errno}}\", message: \"{{message}}\" }}\n    \
         identify_by: [code, errno]\n"
    );
    let table = |(name, text): &(&str, &str)| catalog::file(&format!("demo/{name}.yaml"), (*text).to_owned());
    let files: Vec<InputFile> =
        tables.iter().map(table).chain([catalog::file("demo/api.yaml", api)]).collect();
    let inputs = Inputs { templates: catalog::templates(), ..catalog::inputs(files) };
    let plan = generate(&inputs).unwrap_or_else(|report| {
        panic!("{}", errcat_catalog::report::human(&report, false));
    });
    let path = |path: &str| match path.find("/site/") {
        Some(at) => path[at + 1..].to_owned(),
        None => path.to_owned(),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    plan.files().map(|(name, file)| (path(name.as_str()), text(&file.bytes))).collect()
}
