//! Tests the Markdown pages of each flavor: every page is in the navigation, and every link leads to a page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, Tag};

use self::real::generate;

mod real;

const FOLDER: &str = "docs/errors";

#[test]
fn mdbook() {
    let root = generated("mdbook");
    let summary = fs::read_to_string(root.path().join(FOLDER).join("SUMMARY.md")).expect("it is there");
    let pages = pages(&root.path().join(FOLDER));
    let listed: BTreeSet<String> = links(&summary).into_iter().filter(|link| !link.is_empty()).collect();
    // Pages of former codes are only for old links. They aren't in the navigation, so mdBook doesn't render
    // them.
    let missing: Vec<&String> =
        pages.iter().filter(|page| !listed.contains(*page) && *page != "SUMMARY.md").collect();
    assert!(missing.iter().all(|page| text(&root, page).contains("was renamed")), "{missing:?}");
    assert!(listed.is_subset(&pages), "{:?}", listed.difference(&pages));
    for page in &pages {
        let text = text(&root, page);
        assert!(text.starts_with("<!-- @generated ") || page == "SUMMARY.md", "{page} has front matter");
        links_lead_to_files(&root, page, &text);
    }
}

#[test]
fn docusaurus() {
    let root = generated("docusaurus");
    let sidebar = json(&root, "sidebar.json");
    let mut ids = Vec::new();
    collect(&sidebar["items"], "id", &mut ids);
    listed_once(&root, ids);
    for page in pages(&root.path().join(FOLDER)) {
        let text = text(&root, &page);
        let name = page.rsplit('/').next().and_then(|file| file.strip_suffix(".md")).expect("a page");
        let id = [format!("\nid: {name}\n"), format!("\nid: '{name}'\n")];
        assert!(id.iter().any(|id| text.contains(id)) && text.contains("\nmdx:\n  format: md\n"), "{page}");
        links_lead_to_files(&root, &page, &text);
    }
}

#[test]
fn mintlify() {
    let root = generated("mintlify");
    let navigation = json(&root, "navigation.json");
    let mut paths = Vec::new();
    strings(&navigation["pages"], &mut paths);
    listed_once(&root, paths);
    for page in pages(&root.path().join(FOLDER)) {
        for link in links(&text(&root, &page)).iter().filter(|link| link.starts_with('/')) {
            let file = link.strip_prefix("/errors/").unwrap_or_else(|| panic!("{page} links to {link}"));
            assert!(root.path().join(FOLDER).join(format!("{file}.md")).is_file(), "{page} links to {link}");
        }
    }
}

/// `--strict` also refuses pages that aren't in the navigation, and links that lead nowhere.
#[test]
fn mkdocs() {
    let root = generated("mkdocs");
    let settings = "site_name: Docs\nplugins: [literate-nav]\nnav:\n  - Home: index.md\n  - Errors: errors/\n\
                    validation: { omitted_files: warn, anchors: warn }\n";
    real::write(root.path(), "mkdocs.yml", settings);
    real::write(root.path(), "docs/index.md", "# Home\n");
    let program = real::repository().join("target/python/bin/mkdocs");
    real::run(Command::new(program).args(["build", "--strict", "--quiet"]), root.path());
    let built = |page: &str| {
        fs::read_to_string(root.path().join("site").join(page))
            .unwrap_or_else(|error| panic!("{page}: {error}"))
    };
    assert!(!text(&root, "kakunin/agent_not_found.md").contains("\nstatus: "), "Material would show it");
    let page = built("errors/kakunin/agent_not_found/index.html");
    assert!(page.contains("<h1 id=\"agent-not-found\">Agent not found</h1>"), "{page}");
    assert!(page.contains("content=\"") && page.contains("Certificate issuance"), "{page}");
    // Everything is HTML.
    for left in ["```", "\n- ", "**", "](", "---"] {
        assert!(!page.contains(left), "{left} in {page}");
    }
}

#[test]
fn plain() {
    let root = generated("plain");
    let pages = pages(&root.path().join(FOLDER));
    assert!(pages.contains("index.md") && pages.contains("kakunin/agent_not_found.md"));
    for page in &pages {
        links_lead_to_files(&root, page, &text(&root, page));
    }
}

#[test]
fn hand_made_files_stay_and_generated_files_are_deleted() {
    let root = generated("mdbook");
    let folder = root.path().join(FOLDER);
    fs::write(folder.join("mine.md"), "# Mine\n").expect("it can be written");
    assert!(!root.path().join("target/site/index.html").exists(), "there is no site in addition");
    configure(root.path(), "docusaurus");
    generate(root.path());
    assert!(folder.join("mine.md").is_file() && folder.join("sidebar.json").is_file());
    assert!(!folder.join("SUMMARY.md").exists());
    fs::write(root.path().join("Cargo.toml"), "[workspace]\n[workspace.metadata.errcat]\n")
        .expect("the same");
    generate(root.path());
    assert!(root.path().join("target/site/index.html").is_file(), "the site is back");
}

/// No text makes mdBook include a file from the disk. mdBook processes includes in pages, not in
/// `SUMMARY.md`.
#[test]
fn yaml_never_includes_other_files() {
    let root = generated("mdbook");
    let table = root.path().join("catalog/kakunin/certify.yaml");
    let changed = fs::read_to_string(&table).expect("a table");
    let changed = changed.replace("title: Certificate issuance", "title: \"{{#include /etc/passwd}}\"");
    fs::write(&table, changed).expect("it can be written");
    generate(root.path());
    let page = text(&root, "kakunin.md");
    assert!(page.contains("\\{{#include /etc/passwd}}"), "{page}");
    assert!(!page.replace("\\{{#", "").contains("{{#"), "{page}");
}

/// Mintlify reads MDX, in which braces are JavaScript, tags are components and `export` begins a module. No
/// text can add any of these, or a key to the front matter.
#[test]
fn generated_data_contains_no_scripts() {
    let root = real::workspace("");
    configure(root.path(), "mintlify");
    let catalog = root.path().join("catalog");
    let evil = "{process.exit()} <Evil a={1} /> ${x} {/* x */} `{code}`\n\nexport const evil = 1\n\n\
                import evil from 'evil'\n\n- export x\n- {x}\n\n> import x\n\n---\n\nevil: true\n\n---\n";
    let text = serde_json::Value::from(evil).to_string();
    let line = serde_json::Value::from(evil.replace('\n', " ").replace('`', "").trim_end()).to_string();
    let message = line.replace('{', "{{").replace('}', "}}");
    let api = format!(
        "title: {line}\nsummary: {text}\nowner: {text}\nenvelope: http\nenvelopes:\n  http: {{ summary: {text}, \
         body: {{ code: '{{code}}' }}, identify_by: code }}\n"
    );
    let table = format!(
        "title: {line}\nsummary: {text}\nerrors:\n  '---{{export}}':\n    name: Evil\n    status: 400\n    title: {line}\n    \
         message: {message}\n    meaning: {text}\n    causes: [{line}]\n    fixes: [{line}]\n    notes: [{text}]\n    \
         deprecated: {line}\n    examples: [{{ title: {line}, doc: {text}, request: {{ body: {text} }}, fix: {line} }}]\n"
    );
    real::write(&catalog, "evil/api.yaml", &api);
    real::write(&catalog, "evil/errors.yaml", &table);
    real::write(&catalog, "evil/guides/evil.md", &format!("# Evil {{x}}\n\n{evil}"));
    generate(root.path());

    let mut evil_pages = 0;
    for page in pages(&root.path().join(FOLDER)) {
        let text = self::text(&root, &page);
        let (head, body) =
            text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("front matter");
        let head: BTreeMap<String, serde_yaml::Value> = serde_yaml::from_str(head).expect("YAML");
        let known = ["title", "sidebarTitle", "description", "code", "status", "deprecated"];
        assert!(head.keys().all(|key| known.contains(&key.as_str())), "{page}: {head:?}");
        let prose = without_code(body);
        for (at, _) in prose.match_indices(['{', '}', '<']) {
            let is_anchor = prose[at..].starts_with("<a id=\"") || prose[at..].starts_with("</a>");
            assert!(is_anchor || prose[..at].ends_with('\\'), "{page}: {}", &prose[at..]);
        }
        let starts =
            |word: &str| prose.lines().any(|line| line.trim_start_matches([' ', '>', '-']).starts_with(word));
        assert!(!starts("export ") && !starts("import "), "{page}: {prose}");
        evil_pages += usize::from(body.contains("process.exit"));
    }
    assert!(evil_pages >= 4, "the texts are on {evil_pages} pages");
}

/// Returns Markdown without code blocks and code spans.
fn without_code(markdown: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut prose = String::new();
    for line in markdown.lines() {
        let ticks = line.trim_start();
        let ticks = &ticks[..ticks.len() - ticks.trim_start_matches('`').len()];
        match fence {
            Some(open) if ticks == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {
                prose.extend(line.split('`').step_by(2));
                prose.push('\n');
            }
        }
    }
    prose
}

fn generated(flavor: &str) -> tempfile::TempDir {
    let root = real::workspace("");
    configure(root.path(), flavor);
    generate(root.path());
    root
}

fn configure(root: &Path, flavor: &str) {
    let settings = format!("markdown = {{ folder = \"{FOLDER}\", flavor = \"{flavor}\" }}");
    real::write(root, "Cargo.toml", &real::manifest(&settings));
}

/// Asserts that every page except those of former codes is in a navigation exactly once.
fn listed_once(root: &tempfile::TempDir, listed: Vec<String>) {
    let unique: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(unique.len(), listed.len(), "something is listed twice");
    let pages = pages(&root.path().join(FOLDER));
    let current = pages.iter().filter(|page| !text(root, page).contains("was renamed"));
    let expected: BTreeSet<String> =
        current.map(|page| format!("errors/{}", page.strip_suffix(".md").expect("a page"))).collect();
    assert_eq!(unique, expected);
}

fn links_lead_to_files(root: &tempfile::TempDir, page: &str, markdown: &str) {
    let folder = root.path().join(FOLDER).join(page);
    let folder = folder.parent().expect("a folder");
    for link in links(markdown).iter().filter(|link| !link.contains("://") && !link.is_empty()) {
        let file = link.split_once('#').map_or(link.as_str(), |(file, _)| file);
        assert!(file.is_empty() || folder.join(file).is_file(), "{page} links to {link}");
    }
}

fn links(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    events.filter_map(target).collect()
}

fn collect(json: &serde_json::Value, key: &str, found: &mut Vec<String>) {
    match json {
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        serde_json::Value::Object(members) => {
            found.extend(members.get(key).and_then(|value| value.as_str()).map(str::to_owned));
            members.values().for_each(|value| collect(value, key, found));
        }
        _ => {}
    }
}

/// Collects the strings in arrays, but not the values of members.
fn strings(json: &serde_json::Value, found: &mut Vec<String>) {
    match json {
        serde_json::Value::Array(items) => {
            found.extend(items.iter().filter_map(|item| item.as_str()).map(str::to_owned));
            items.iter().for_each(|item| strings(item, found));
        }
        serde_json::Value::Object(members) => members.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

fn json(root: &tempfile::TempDir, file: &str) -> serde_json::Value {
    serde_json::from_str(&text(root, file)).expect("JSON")
}

fn text(root: &tempfile::TempDir, file: &str) -> String {
    fs::read_to_string(root.path().join(FOLDER).join(file)).expect("it was generated")
}

/// Returns the paths of Markdown files below a folder, relative to it.
fn pages(folder: &Path) -> BTreeSet<String> {
    let mut pages = BTreeSet::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.insert(path.strip_prefix(folder).expect("below").display().to_string());
            }
        }
    }
    pages
}
