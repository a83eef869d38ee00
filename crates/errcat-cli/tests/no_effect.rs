//! Tests that every input has an effect or is reported: each setting, each place of a file, and each flag,
//! with a value that has none. Keys of the catalog are tested in `bad.rs`, keys of `target.toml` in
//! `folder_target`.

use std::fs;

use snapbox::cmd::{Command, OutputAssert, cargo_bin};

const API: &str = "\
title: Shop
summary: Sells.
envelope: http
envelopes:
  http: { summary: Every error., body: { code: \"{code}\" }, identify_by: code }
";

const TABLE: &str = "\
title: Orders
errors:
  order_gone: { status: 410, message: Gone }
";

struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Workspace(tempfile::tempdir().expect("a folder"));
        workspace.write("Cargo.toml", &settings(""));
        workspace.write("catalog/shop/api.yaml", API);
        workspace.write("catalog/shop/orders.yaml", TABLE);
        workspace.write("srv/main.rs", "fn main() { shop::orders::Error::OrderGone; }\n");
        workspace.write("web/app.ts", "throw { code: \"order_gone\" }\n");
        workspace
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be created");
        fs::write(path, text).expect("it can be written");
    }

    fn errcat(&self, words: &str) -> OutputAssert {
        let command = Command::new(cargo_bin("errcat")).args(words.split(' '));
        command.current_dir(self.0.path()).env("NO_COLOR", "1").assert()
    }

    /// Returns `rule path:line: message` for each finding of `check`.
    fn findings(&self) -> Vec<String> {
        let check = self.errcat("check --format json");
        let printed = String::from_utf8_lossy(&check.get_output().stdout).into_owned();
        let json: serde_json::Value = serde_json::from_str(&printed).unwrap_or_else(|error| {
            panic!("{error}: {printed}{}", String::from_utf8_lossy(&check.get_output().stderr))
        });
        let findings = json.as_array().expect("a list").iter();
        let line = |finding: &serde_json::Value| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!("{} {}:{}: {}", text("rule"), text("path"), finding["line"], text("message"))
        };
        findings.map(line).collect()
    }
}

fn settings(settings: &str) -> String {
    format!("[workspace]\n[workspace.metadata.errcat]\n{settings}\n")
}

#[test]
fn settings_without_effect_are_reported() {
    const LITERAL: &str =
        "code.literals = [{ api = 'shop', files = 'web/**/*.ts', pattern = 'code: \"([^\"]+)\"' }]";
    for (setting, message) in [
        ("templates = 'layouts'", "there is no folder `layouts`"),
        ("code.rust = ['srv', 'server']", "there is no folder `server`"),
        (&*LITERAL.replace("web/", "app/"), "no file matches `app/**/*.ts`"),
        (&*LITERAL.replace("'code:", "'kode:"), "nothing in the files matches `kode: \"([^\"]+)\"`"),
        ("sources = { shop = 'backend' }", "there is no folder `backend`"),
        (
            "targets.openapi = { values = { a = 1 } }",
            "`values` has no effect, because `openapi` has no templates",
        ),
        ("targets.go.version = '3.0'", "`version` has no effect, because only `openapi` has one"),
        (
            "markdown = { folder = 'docs' }\ntheme = { accent = '#00f' }",
            "`theme` has no effect, because `markdown` replaces the site",
        ),
        (
            "markdown = { folder = 'docs' }\ndocs-version = '2.3'",
            "`docs-version` has no effect, because `markdown` replaces the site",
        ),
    ] {
        let workspace = Workspace::new();
        workspace.errcat("gen").code(0);
        workspace.write("Cargo.toml", &settings(setting));
        let line = 2 + setting.lines().count();
        let found = workspace.findings();
        let expected = format!("unused-setting Cargo.toml:{line}: {message}");
        assert!(found.contains(&expected), "{setting}: {found:#?}");
    }
    let workspace = Workspace::new();
    workspace.write("catalog/shop/api.yaml", &format!("{API}reserved: Soon\n"));
    let rust = "code.rust = ['srv', 'web']";
    workspace.write("Cargo.toml", &settings(rust));
    workspace.errcat("gen").code(0);
    let found = workspace.findings();
    assert!(
        found.contains(&"unused-setting Cargo.toml:3: there is no Rust file in `web`".to_owned()),
        "{found:#?}"
    );
    let workspace = Workspace::new();
    workspace.write("templates/site/logo.svg", "<svg></svg>\n");
    for used in ["templates = 'templates'", "targets.openapi.version = '3.0'", "code.rust = ['srv']", LITERAL]
    {
        workspace.write("Cargo.toml", &settings(used));
        workspace.errcat("gen").code(0);
        assert!(workspace.findings().iter().all(|found| !found.contains("setting")), "{used}");
    }
}

#[test]
fn settings_in_the_wrong_table_are_reported() {
    let workspace = Workspace::new();
    workspace.write("Cargo.toml", "[workspace]\n[package.metadata.errcat]\nsite = 'public'\n");
    workspace.errcat("check").code(2).stderr_eq(snapbox::str![[r#"
error: settings in [package.metadata.errcat] aren't read
 --> Cargo.toml:2:2
  |
2 | [package.metadata.errcat]
  |  ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: name the table [workspace.metadata.errcat]

"#]]);
    // A single package has no workspace.
    let package = "[package]\nname = 'shop'\n[package.metadata.errcat]\nsite = 'public'\n";
    workspace.write("Cargo.toml", package);
    workspace.errcat("gen").code(0);
    assert!(workspace.0.path().join("public/index.html").is_file());
    // That of a member isn't read.
    workspace
        .write("Cargo.toml", "[workspace]\nmembers = ['crates/*', 'tools']\n[workspace.metadata.errcat]\n");
    for member in ["crates/web", "tools"] {
        workspace.write(&format!("{member}/Cargo.toml"), package);
    }
    let found = workspace.findings();
    for member in ["crates/web", "tools"] {
        let expected =
            format!("unused-setting {member}/Cargo.toml:3: settings of a package in a workspace aren't read");
        assert!(found.contains(&expected), "{found:#?}");
    }
    let command =
        Command::new(cargo_bin("errcat")).arg("check").current_dir(workspace.0.path().join("tools"));
    let failure = String::from_utf8(command.assert().code(2).get_output().stderr.clone()).expect("a text");
    assert!(failure.contains("move the settings to [workspace.metadata.errcat] in"), "{failure}");
}

#[test]
fn files_without_effect_are_reported() {
    for (path, finding) in [
        ("catalog/retries.md", "stray-file catalog/retries.md:1: this file isn't in the folder of an API"),
        ("catalog/shop/notes.md", "stray-file catalog/shop/notes.md:1: this is neither a table nor a guide"),
        (
            "catalog/shop/guides/de/a.md",
            "stray-file catalog/shop/guides/de/a.md:1: this is neither a table nor a guide",
        ),
        (
            "catalog/shop/orders.yaml~",
            "stray-file catalog/shop/orders.yaml~:1: this is neither a table nor a guide",
        ),
        (
            "catalog/shop/orders.json",
            "stray-file catalog/shop/orders.json:1: this is neither a table nor a guide",
        ),
        (
            "templates/site/error.html~",
            "unused-template templates/site/error.html~:1: this looks like a copy that an editor or a merge left",
        ),
        (
            "templates/site/#error.html#",
            "unused-template templates/site/#error.html#:1: this looks like a copy that an editor or a merge left",
        ),
        (
            "templates/site/style.css.old",
            "unused-template templates/site/style.css.old:1: this looks like a copy that an editor or a merge left",
        ),
        (
            "templates/site/eror.html",
            "unused-template templates/site/eror.html:1: no page uses this template",
        ),
        (
            "templates/markdown/logo.svg",
            "unused-template templates/markdown/logo.svg:1: nothing uses this file",
        ),
        (
            "templates/ruby/a.rb.tera",
            "unused-template templates/ruby/a.rb.tera:1: nothing uses the folder `templates/ruby`",
        ),
    ] {
        let workspace = Workspace::new();
        workspace.errcat("gen").code(0);
        workspace.write(path, "text\n");
        assert_eq!(workspace.findings(), [finding], "{path}");
        workspace.errcat("gen").code(1);
    }
    let workspace = Workspace::new();
    for ignored in [
        "catalog/README.md",
        "catalog/shop/OWNERS",
        "catalog/shop/.#orders.yaml",
        "templates/site/.error.html.swp",
    ] {
        workspace.write(ignored, "text\n");
    }
    workspace.errcat("gen").code(0);
    assert_eq!(workspace.findings(), [""; 0]);
}

/// A template that is too large to be read isn't an empty one.
#[test]
fn files_that_are_too_large_are_reported() {
    let workspace = Workspace::new();
    workspace.errcat("gen").code(0);
    for path in ["templates/site/film.webm", "templates/site/error.html", "templates/markdown/error.md"] {
        workspace.write(path, "");
        let file = fs::File::options().write(true).open(workspace.0.path().join(path)).expect("a file");
        // Sparse, so that it takes no space.
        file.set_len(65 << 20).expect("it can be extended");
        let found = workspace.findings();
        assert_eq!(found, [format!("too-large {path}:1: the file is larger than 64 MiB")]);
        workspace.errcat("gen").code(1);
        fs::remove_file(workspace.0.path().join(path)).expect("it can be deleted");
    }
}

#[test]
fn templates_of_a_site_that_markdown_replaces_are_reported() {
    let workspace = Workspace::new();
    workspace.write("Cargo.toml", &settings("markdown = { folder = 'docs' }"));
    workspace.write("templates/site/footer.html", "Ours");
    workspace.write("templates/site/logo.svg", "<svg></svg>");
    let found = workspace.findings();
    let expected = "unused-template templates/site/footer.html:1: nothing uses the folder `templates/site`";
    assert!(
        found.contains(&expected.to_owned()) && found.iter().all(|found| !found.contains("logo")),
        "{found:#?}"
    );
}

#[test]
fn flags_without_effect_are_reported() {
    let workspace = Workspace::new();
    workspace.errcat("gen").code(0);
    for (words, exit, printed) in [
        ("gen --accept order_gone", 1, "there is nothing to accept for `order_gone`"),
        ("gen --accept order_lost", 1, "unknown code `order_lost`"),
        ("gen --accept", 1, "nothing to accept: everything is as it was published"),
        ("gen --accept-all", 0, "nothing to accept: everything is as it was published"),
        ("gen --adopt", 0, "nothing to take over: no file was in the way"),
        ("list --api shp", 2, "no API is named `shp`"),
        ("list --table order", 2, "no table is named `order`"),
        ("list --kind gone", 2, "no kind is named `gone`"),
        ("list --status 404", 2, "no error has the status `404`"),
        ("list --status 5xx", 2, "no error has the status `5xx`"),
        ("list --status none", 2, "the statuses are 410; write one, `4xx` or `none`"),
        ("list --status gone", 2, "no error has the status `gone`"),
        ("list --status 410 --deprecated", 0, "no matching errors"),
        ("list --retired", 0, "no matching errors"),
        ("list --retry never", 0, "no matching errors"),
        ("coverage --api shp", 2, "no API is named `shp`"),
        ("coverage --unraised", 0, "shop: 1 code, 1 raised"),
        ("explain order_lost", 1, "no code or rule is named `order_lost`"),
    ] {
        let output = workspace.errcat(words).code(exit);
        let output = output.get_output();
        let text = String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned();
        assert!(text.contains(printed), "{words}: {text}");
    }
}
