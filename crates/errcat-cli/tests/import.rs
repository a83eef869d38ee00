//! Tests of `errcat import`. Each folder in `import/` has a file in another format, the words of the command
//! in `command.txt`, what it prints in `expected.txt`, and the catalog that it writes in `expected/`.
//!
//! `ERRCAT_BLESS=1` rewrites what is expected.

mod foreign;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::str;

use crate::foreign::ForeignWorkspace;

#[test]
fn every_import_is_as_expected_and_passes_check() {
    let is_blessing = std::env::var_os("ERRCAT_BLESS").is_some();
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folders).expect("tests/import").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    assert!(folders.len() > 1, "there are imports");
    let mut wrong = Vec::new();
    for folder in &folders {
        let (printed, written) = import(folder);
        let expected = folder.join("expected");
        if is_blessing {
            let _ = fs::remove_dir_all(&expected);
            fs::write(folder.join("expected.txt"), &printed).expect("written");
            for (path, text) in &written {
                let path = expected.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("written");
            }
            continue;
        }
        if fs::read_to_string(folder.join("expected.txt")).ok().as_ref() != Some(&printed) {
            wrong.push(format!("{}/expected.txt:\n{printed}", folder.display()));
        }
        let known = files(&expected, &expected);
        for path in known.keys().chain(written.keys()).filter(|path| known.get(*path) != written.get(*path)) {
            let text = written.get(path).map_or("no such file", String::as_str);
            wrong.push(format!("{}/{path}:\n{text}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "ERRCAT_BLESS=1 rewrites these:\n{}", wrong.join("\n"));
}

/// Returns what the command prints, and the files in the catalog.
fn import(folder: &Path) -> (String, BTreeMap<String, String>) {
    let workspace = Workspace::new();
    for (path, text) in files(folder, folder) {
        if !path.starts_with("expected") && path != "command.txt" {
            workspace.write(&path, &text);
        }
    }
    let words = fs::read_to_string(folder.join("command.txt")).expect("command.txt");
    let output = workspace.errcat(&words.split_whitespace().collect::<Vec<_>>()).code(0);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let (stdout, stderr) = (text(&output.get_output().stdout), text(&output.get_output().stderr));
    // The time differs.
    let time = stdout.rfind(" s)\n").expect("the time");
    let start = stdout[..time].rfind(", ").expect("the time");
    let printed = format!("{stderr}{}{}", &stdout[..start], &stdout[time + 2..]);
    let written = files(&workspace.path("catalog"), &workspace.path("catalog"));
    // Sites with an address have dates, which are those of commits.
    let note = match written.values().any(|text| text.contains("docs_url")) {
        true => {
            "The site has no feed.xml and no dates in sitemap.xml: the catalog isn't in a git repository\n"
        }
        false => "",
    };
    workspace.errcat(&["gen"]).code(0).stderr_eq(note);
    workspace.errcat(&["check"]).code(0).stderr_eq("");
    (printed, written)
}

#[test]
fn existing_files_are_never_changed() {
    let workspace = Workspace::new();
    workspace.write("shop.csv", "code,status\nlost,404\n");
    workspace.errcat(&["import", "csv", "shop.csv", "--dry-run", "--report", "notes.txt"]).code(0).stdout_eq(
        str![[r#"
--- /dev/null
+++ b/catalog/shop/api.yaml
@@ -0,0 +1,4 @@
+# yaml-language-server: $schema=../schema.json
+title: Shop
+summary: The errors of this API.
+envelope: none
--- /dev/null
+++ b/catalog/shop/errors.yaml
@@ -0,0 +1,7 @@
+# yaml-language-server: $schema=../schema.json
+title: Errors
+
+errors:
+  lost:
+    status: 404
+    message: Lost
Would import 1 of 1 error in 2 files (3 notes, [..] s)
  catalog/shop/api.yaml
  catalog/shop/errors.yaml

"#]],
    );
    assert!(!workspace.path("catalog").exists());
    // A folder without an API is as good as none.
    fs::create_dir_all(workspace.path("catalog")).expect("a folder");
    workspace.errcat(&["import", "csv", "shop.csv", "--dry-run"]).code(0);
    let notes = fs::read_to_string(workspace.path("notes.txt")).expect("the notes");
    assert!(notes.contains("shop.csv: the column `code` is taken as code (--map code=code)\n"), "{notes}");
    workspace.write("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
    workspace.errcat(&["import", "csv", "shop.csv"]).code(2).stderr_eq(str![[r#"
error: catalog/shop exists already
  = help: choose another name with --api: existing files are never changed

"#]]);
    workspace.errcat(&["import", "csv", "shop.csv", "--api", "other"]).code(0);
    let api = fs::read_to_string(workspace.path("catalog/shop/api.yaml")).expect("the API");
    assert_eq!(api, "title: Shop\nsummary: Sells.\n");
}

#[test]
fn mistakes_in_the_command_have_a_fix() {
    let workspace = Workspace::new();
    workspace.write("a.csv", "code,text\nlost,Lost\n");
    workspace.write("a.json", "{ \"a\": }");
    workspace.write("a.yaml", "a: [");
    workspace.write("mapping.toml", "message = \"text\"\nmesage = \"text\"\n");
    for (words, expected) in [
        ("csv a.csv --map mesage=text", "did you mean `message`?"),
        ("csv a.csv --map message=txt", "did you mean `text`?"),
        ("csv a.csv --map message", "write the key and the column: `--map message=Text`"),
        ("csv a.csv --mapping mapping.toml", "no column can be `mesage`"),
        ("csv a.csv --table-by group", "no column is named `group`"),
        ("csv a.csv --map ignore=code", "no column has the codes"),
        ("csv a.csv --api Shop", "`Shop` can't be the name of an API"),
        ("csv a.csv --api box", "write a name in snake_case that isn't a word of Rust"),
        ("csv missing.csv", "missing.csv"),
        ("json a.json", "this isn't JSON"),
        ("json a.csv", "this isn't JSON"),
        ("toml a.csv", "this isn't TOML"),
        ("openapi a.yaml", "a.yaml is neither JSON nor YAML"),
        ("openapi a.csv", "a.csv has no `paths`"),
        ("thiserror a.csv", "there is nothing to import"),
    ] {
        let words: Vec<&str> = ["import"].into_iter().chain(words.split(' ')).collect();
        let refused = workspace.errcat(&words).code(2);
        let text = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(text.contains(expected), "{words:?}: {text}");
        assert!(!workspace.path("catalog").exists(), "{words:?}");
    }
}

/// Enums of thiserror that can be rewritten, and two that can't.
const ENUMS: &str = "//! The errors of a shop.\r
use std::io;\r
\r
use thiserror::Error;\r
\r
/// An error of an order.\r
#[derive(Debug, Error)] // Not `Clone`: it has sources.\r
#[non_exhaustive]\r
pub enum OrderError {\r
    /// The stock is empty.\r
    #[error(\"{sku} is out of stock: {left} of {} left, {{sorry}}\", .wanted)]\r
    OutOfStock { sku: String, left: u32, wanted: f64, /* when? */ at: Option<u64> },\r
    #[error(\"not found\")] NotFound,\r
    #[error(\"IO failed in {0}: {1}\")]\r
    Io(String, #[source] io::Error),\r
    #[error(\"the {type_} is no number: {source}\")]\r
    Number { type_: &'static str, source: std::num::ParseIntError },\r
    #[error(transparent)]\r
    Text(#[from] std::str::Utf8Error),\r
    #[error(transparent)]\r
    Payment(#[from] PaymentError),\r
}\r
\r
#[derive(Error, Debug)]\r
pub enum PaymentError {\r
    #[error(\"declined by {0}: {ok:?}\", ok = .1)]\r
    Declined(char, bool),\r
}\r
";

/// Enums of thiserror that can't be rewritten.
const OTHERS: &str = "#[derive(Debug, thiserror::Error)]
pub enum Shown {
    #[error(\"{0:?}\")]
    Debug(char),
}
#[derive(Debug, thiserror::Error)]
pub enum Wrapper {
    #[error(transparent)]
    Shown(#[from] Shown),
}
#[derive(Debug, thiserror::Error)]
pub enum Counted {
    #[error(\"{}\", .0.len())]
    Items(Vec<u8>),
}
";

#[test]
fn rewritten_enums_have_the_same_messages() {
    let workspace = ForeignWorkspace::new();
    workspace.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nthiserror = \"2\"\n",
    );
    let messages = |module: &str| {
        let values = [
            "OrderError::OutOfStock { sku: \"a\".into(), left: 1, wanted: 2.0, at: None }",
            "OrderError::NotFound",
            "OrderError::Io(\"a\".into(), std::io::Error::other(\"b\"))",
            "OrderError::Number { type_: \"a\", source: \"b\".parse::<u8>().unwrap_err() }",
            "OrderError::from(text.clone())",
            "OrderError::from(PaymentError::Declined('c', true))",
        ];
        let texts = values.map(|value| {
            let error = format!("{module}::{value}").replace("(Payment", &format!("({module}::Payment"));
            format!(
                "{{ let e = {error}; format!(\"{{e}} {{}}\", std::error::Error::source(&e).is_some()) }},"
            )
        });
        format!("[{}]", texts.concat())
    };
    let main = format!(
        "mod after;\nmod before;\nmod others;\nfn main() {{\n    let bytes = vec![255];\n    \
         let text = std::str::from_utf8(&bytes).unwrap_err();\n    \
         let (before, after) = ({}, {});\n    \
         assert_eq!(before[..4], after[..4]);\n    \
         // The source of a transparent error is that of the error that it wraps.\n    \
         assert_eq!(after[4], before[4].replace(\"false\", \"true\"));\n    \
         assert_eq!(before[5], after[5]);\n    println!(\"{{after:#?}}\");\n}}\n",
        messages("before"),
        messages("after")
    );
    workspace.write("src/main.rs", &main);
    workspace.write("src/before.rs", ENUMS);
    workspace.write("src/after.rs", ENUMS);
    workspace.write("src/others.rs", OTHERS);
    workspace.errcat(&["init"]).expect("it is set up");

    let import = ["import", "thiserror", "src/after.rs", "--api", "orders", "--rewrite"];
    let dry: Vec<&str> = import.into_iter().chain(["--dry-run"]).collect();
    let diff = workspace.errcat(&dry).expect("a diff");
    assert!(diff.contains("--- a/src/after.rs\n+++ b/src/after.rs\n"), "{diff}");
    assert!(diff.contains("\n-use thiserror::Error;\n+use errcat::CatalogError;\n"), "{diff}");
    assert_eq!(workspace.read("src/after.rs"), ENUMS);
    workspace.errcat(&import).expect("it is imported");
    let mut expected = ENUMS.to_owned();
    for (from, to) in [
        ("use thiserror::Error;", "use errcat::CatalogError;"),
        ("#[derive(Debug, Error)]", "#[derive(Debug, CatalogError)]\r\n#[catalog(orders)]"),
        ("#[derive(Error, Debug)]", "#[derive(CatalogError, Debug)]\r\n#[catalog(orders)]"),
        (
            "#[error(\"{sku} is out of stock: {left} of {} left, {{sorry}}\", .wanted)]",
            "#[code(out_of_stock)]",
        ),
        ("#[error(\"not found\")]", "#[code(not_found)]"),
        ("#[error(\"IO failed in {0}: {1}\")]", "#[code(io)]"),
        (
            "Io(String, #[source] io::Error)",
            "Io(#[param(field0)] String, #[source] #[param(field1)] io::Error)",
        ),
        ("#[error(\"the {type_} is no number: {source}\")]", "#[code(number)]"),
        ("type_: &'static str, source:", "#[param(type_name)] type_: &'static str, #[source] source:"),
        ("#[error(transparent)]\r\n    Text(#[from] ", "#[code(text)]\r\n    Text(#[from] #[param(field0)] "),
        ("#[error(transparent)]", "#[code(transparent)]"),
        ("#[error(\"declined by {0}: {ok:?}\", ok = .1)]", "#[code(declined)]"),
        ("Declined(char, bool)", "Declined(#[param(field0)] char, #[param(field1)] bool)"),
    ] {
        assert!(expected.contains(from), "{from}");
        expected = expected.replace(from, to);
    }
    assert_eq!(workspace.read("src/after.rs"), expected);
    workspace.errcat(&["gen"]).expect("it generates");
    let printed = workspace.cargo(&["run", "--quiet"]).expect("the messages are the same");
    assert!(printed.contains("\"a is out of stock: 1 of 2 left, {sorry} false\""), "{printed}");

    let import =
        ["import", "thiserror", "src/others.rs", "--api", "others", "--rewrite", "--report", "notes"];
    workspace.errcat(&import).expect("it is imported");
    assert_eq!(workspace.read("src/others.rs"), OTHERS);
    let notes = workspace.read("notes");
    for note in [
        "src/others.rs: others.rs:2: `Shown` isn't rewritten: in `Debug`, `{0:?}` has the format `:?`\n",
        "src/others.rs: others.rs:7: `Wrapper` isn't rewritten, because `Shown` isn't\n",
        "src/others.rs: others.rs:12: `Counted` isn't rewritten: `Items` has no format string that can be read\n",
    ] {
        assert!(notes.contains(note), "{notes}");
    }
}

/// Returns the files below a folder, by path.
fn files(root: &Path, folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(root, &path));
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_str().expect("a plain name");
            all.insert(name.to_owned(), fs::read_to_string(&path).expect("a text"));
        }
    }
    all
}

struct Workspace(tempfile::TempDir);

impl Workspace {
    /// Creates a workspace without a catalog.
    fn new() -> Self {
        let workspace = Workspace(tempfile::tempdir().expect("a folder"));
        workspace.write("Cargo.toml", "[workspace]\n");
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn errcat(&self, words: &[&str]) -> OutputAssert {
        let command = Command::new(cargo_bin("errcat")).args(words).current_dir(self.0.path());
        command.env("NO_COLOR", "1").assert()
    }
}
