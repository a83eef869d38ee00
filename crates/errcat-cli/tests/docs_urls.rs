//! The address that an error gives for its page is that of a page.

use std::fs;

mod real;

/// A program that asks every code of the generated crate.
const ASKS: &str = "fn main() {
    for (api, code, url) in APIS.iter().flat_map(|api| api()) {
        println!(\"{api} {code} {}\", url.expect(\"it says where its site is\"));
    }
}
type Asked = Vec<(&'static str, &'static str, Option<&'static str>)>;
";

#[test]
fn every_code_has_its_page() {
    let root = real::workspace("");
    let root = root.path();
    real::generate(root);
    let folders = real::entries(&root.join("catalog"));
    let apis: Vec<&str> = folders
        .iter()
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().and_then(|name| name.to_str()).expect("a plain name"))
        .collect();
    let asked = apis.iter().map(|api| {
        format!(
            "|| api_errors::{api}::Code::ALL.iter().map(|code| ({api:?}, code.as_str(), code.entry().docs_url)).collect()"
        )
    });
    let list = asked.collect::<Vec<_>>().join(",\n    ");
    real::write(
        root,
        "crates/asks/src/main.rs",
        &format!("{ASKS}const APIS: &[fn() -> Asked] = &[\n    {list},\n];\n"),
    );
    real::write(
        root,
        "crates/asks/Cargo.toml",
        "[package]\nname = \"asks\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         api-errors = { path = \"../api-errors\" }\n",
    );
    let printed = real::cargo(&["run", "-q", "-p", "asks"], root);
    assert!(printed.lines().count() > 50, "{printed}");

    let site = root.join("target/site");
    let canonical = |page: &str| {
        let html = fs::read_to_string(site.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        let rest = html.split_once("<link rel=\"canonical\" href=\"").expect("it says its address").1;
        rest.split_once('"').expect("the attribute ends").0.to_owned()
    };
    let home = canonical("index.html");
    for line in printed.lines() {
        let url = line.rsplit(' ').next().expect("an address");
        let path = url.strip_prefix(&home).unwrap_or_else(|| panic!("{line} isn't below {home}"));
        assert_eq!(canonical(&format!("{path}index.html")), url, "{line}");
    }
}
