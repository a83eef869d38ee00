//! Tests of `errcat import`. Each folder in `import/` has a file in another format, the words of the command
//! in `command.txt`, what it prints in `expected.txt`, and the catalog that it writes in `expected/`.
//!
//! `ERRCAT_BLESS=1` rewrites what is expected.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::str;

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
    workspace.errcat(&["gen"]).code(0).stderr_eq("");
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
