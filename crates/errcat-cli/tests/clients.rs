//! The targets `python` and `go`: checkers accept the packages, and they decode the vectors.
//!
//! The Python programs are installed by `cargo xtask setup`, below `target/python`.

mod catalog;
mod real;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errcat_catalog::{InputFile, report};
use errcat_cli::pipeline::{Inputs, generate};
use errcat_targets::settings::FolderSettings;
use serde_json::{Value as Json, json};

/// Texts that could end a literal, a comment or a docstring.
const HOSTILE: &[&str] = &[
    "\"\"\"",
    "a\"",
    "\"",
    "a\\",
    "\\N{x} \\x \\u12 \\",
    "'''\\'\"\"\"\"",
    "{x} {{ x }} {% x %} %s",
    "a\n\nb\t\"\"\"\n    c\\",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} שלום\u{200f} 🙈",
];

/// Prints the names in the modules that contain the classes of errors, those of Python, and what the
/// package exports, without the classes of errors themselves.
const PUBLIC_NAMES: &str = "import ast, pathlib, sys\n\
    package = pathlib.Path(sys.argv[1])\n\
    names = set()\n\
    for path in [package / 'kakunin/__init__.py', package / 'kakunin/_errors.py']:\n\
    \x20   for node in ast.walk(ast.parse(path.read_text())):\n\
    \x20       if isinstance(node, (ast.Import, ast.ImportFrom)):\n\
    \x20           if getattr(node, 'module', None) != '_errors':\n\
    \x20               names.update(alias.asname or alias.name for alias in node.names)\n\
    import builtins, keyword\n\
    names.update(dir(builtins)); names.update(keyword.kwlist)\n\
    from acme_errors import kakunin\n\
    is_fixed = lambda it: getattr(it, 'code', None) is None\n\
    names.update(name for name in kakunin.__all__ if is_fixed(getattr(kakunin, name)))\n\
    print('\\n'.join(name for name in names if name[:1].isalpha()))\n";

#[test]
fn checkers_accept_the_python_packages() {
    let (own, families) =
        (package("python", "acme-errors", catalog::real()), package("python", "family-errors", families()));
    let sources = [&own, &families].map(|root| root.path().join("clients/python/src"));
    let readme = own.path().join("readme.py");
    fs::write(&readme, readme_program("python")).expect("a file");
    let files = [tests().join("usage.py"), tests().join("usage_wrong.py"), readme];
    for root in [&own, &families] {
        let mut ruff = tool("ruff", &sources[0]);
        real::run(ruff.args(["check", "--no-cache", "clients/python"]), root.path());
    }
    // One run of each checker: starting one takes longer than checking.
    let mut mypy = tool("mypy", &sources[0]);
    mypy.args(["--strict", "--cache-dir", "mypy", "--no-error-summary"]).args(&sources).args(&files);
    let mut pyright = tool("pyright", &sources[0]);
    pyright.arg("--pythonpath").arg(program("python")).arg(&sources[0]).args(&files);
    let text = fs::read_to_string(&files[1]).expect("a file");
    let is_marked = |(_, line): &(usize, &str)| line.contains("# E");
    let marked = text.lines().enumerate().filter(is_marked);
    let expected: Vec<String> = marked.map(|(at, _)| format!("usage_wrong.py:{}", at + 1)).collect();
    for checker in [&mut mypy, &mut pyright] {
        assert_eq!(errors(checker, own.path()), expected, "{checker:?}");
    }
}

#[test]
fn the_python_packages_decode_the_vectors() {
    let (own, families) =
        (package("python", "acme-errors", catalog::real()), package("python", "family-errors", families()));
    for (name, root) in [("acme_errors", &own), ("family_errors", &families)] {
        let mut pytest = tool("pytest", &root.path().join("clients/python/src"));
        let other = if name == "acme_errors" { "test_client.py" } else { "test_families.py" };
        pytest.args(["--quiet", "-p", "no:cacheprovider"]);
        pytest.env("ERRCAT_README", readme_program("python"));
        pytest.args(["test_vectors.py", other].map(|file| tests().join(file)));
        // Importing the plugins of all packages takes longer than most tests.
        pytest.env("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1");
        pytest.env("ERRCAT_PACKAGE", name).env("ERRCAT_VECTORS", root.path().join("vectors/vectors.json"));
        real::run(&mut pytest, root.path());
    }
}

#[test]
fn a_wheel_can_be_built() {
    let root = package("python", "acme-errors", catalog::real());
    let mut hatchling = tool("hatchling", root.path());
    real::run(hatchling.args(["build", "-t", "wheel", "-d", ".."]), &root.path().join("clients/python"));
    let list = "import sys, zipfile; print('\\n'.join(zipfile.ZipFile(sys.argv[1]).namelist()))";
    let wheel = "clients/acme_errors-0.1.0-py3-none-any.whl";
    let names = real::run(Command::new("python3").args(["-c", list, wheel]), root.path());
    for name in ["acme_errors/py.typed", "acme_errors/kakunin/docs.py", "acme_errors/_runtime/decoder.py"] {
        assert!(names.lines().any(|line| line == name), "{name} is missing from {names}");
    }
}

#[test]
fn hostile_texts_stay_inside_python_literals() {
    let root = package("python", "hostile-errors", hostile());
    let program = "import json\n\
        from hostile_errors import demo\n\
        from hostile_errors.demo import _table, docs\n\
        titles = {code: doc.title for code, doc in docs.DOCS.items()}\n\
        messages = {it.id: it.message for it in _table.ENTRIES}\n\
        causes = {code: doc.occurrences[0].causes[0].why for code, doc in docs.DOCS.items()}\n\
        assert all(issubclass(getattr(demo, f'Hostile{at}'), demo.Error) for at in range(len(titles)))\n\
        print(json.dumps([titles, messages, causes]))\n";
    let mut python = tool("python", &root.path().join("clients/python/src"));
    let printed = real::run(python.args(["-W", "error", "-c", program]), root.path());
    let found: Json = serde_json::from_str(&printed).expect("JSON");
    for (at, text) in HOSTILE.iter().enumerate() {
        let code = format!("hostile_{at}");
        assert_eq!(found[0][&code], one_line(text), "the title");
        assert_eq!(found[1][&code], json!([*text]), "the message");
        assert!(found[2][&code].is_string());
    }
}

#[test]
fn the_go_module_decodes_the_vectors() {
    let root = package("go", "acme.example/errors", families());
    let module = root.path().join("clients/go");
    let test = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/vectors_test.go");
    fs::copy(test, module.join("vectors_test.go")).expect("a copy");
    let vectors = root.path().join("vectors/vectors.json");
    let text = fs::read_to_string(&vectors).expect("the vectors");
    let vectors_of: Json = serde_json::from_str(&text).expect("JSON");
    let (mut imports, mut decoders) = (String::new(), String::new());
    for api in vectors_of["apis"].as_object().expect("an object").keys() {
        imports.push_str(&format!("\ti{api} \"acme.example/errors/{api}\"\n"));
        decoders.push_str(&format!("\t\"{api}\": i{api}.Decoder,\n"));
    }
    let decoders = format!(
        "package vectors\n\nimport (\n\t\"acme.example/errors/errcat\"\n{imports})\n\n\
         var decoders = map[string]func() *errcat.Decoder{{\n{decoders}}}\n"
    );
    fs::write(module.join("decoders_test.go"), decoders).expect("a file");
    let run = |arguments: &[&str]| {
        real::run(go().args(arguments).env("GOFLAGS", "-mod=mod").env("ERRCAT_VECTORS", &vectors), &module);
    };
    run(&["vet", "./..."]);
    run(&["test", "."]);
    let unformatted = real::run(Command::new("gofmt").args(["-l", "."]), &module);
    assert!(unformatted.lines().all(|file| file == "decoders_test.go"), "{unformatted}");
}

#[test]
fn hostile_texts_stay_inside_go_literals() {
    let root = package("go", "acme.example/errors", hostile());
    real::run(go().args(["vet", "./..."]), &root.path().join("clients/go"));
}

/// Each error with params has a struct.
#[test]
fn the_go_module_has_typed_params() {
    let root = package("go", "acme.example/errors", catalog::real());
    let module = root.path().join("clients/go");
    fs::copy(tests().with_file_name("go").join("params_test.go"), module.join("params_test.go"))
        .expect("a copy");
    let readme = format!(
        "package vectors\n\nimport (\n\t\"errors\"\n\t\"log\"\n\t\"net/http\"\n\n\t\"acme.example/errors/zazmic\"\n)\n\n\
         func handle(response *http.Response, body []byte) {{\n{}}}\n",
        readme_program("go")
    );
    fs::write(module.join("readme.go"), readme).expect("a file");
    let run = |arguments: &[&str]| real::run(go().args(arguments).env("GOFLAGS", "-mod=mod"), &module);
    run(&["vet", "./..."]);
    run(&["test", "."]);
}

/// Returns the last program in the README in a language.
fn readme_program(language: &str) -> String {
    let text = fs::read_to_string(real::repository().join("README.md")).expect("the README");
    let (_, rest) = text.rsplit_once(&format!("```{language}\n")).expect("a program");
    rest.split("```").next().expect("its end").to_owned()
}

/// Returns the command `go`, whose cache is below `target`.
fn go() -> Command {
    let mut go = Command::new("go");
    go.env("GOCACHE", concat!(env!("CARGO_TARGET_TMPDIR"), "/go"));
    go
}

/// A class of an error can't have the name of something else in its module.
#[test]
fn names_of_the_python_package_are_reserved() {
    let root = package("python", "acme-errors", catalog::real());
    let source = root.path().join("clients/python/src");
    let mut python = tool("python", &source);
    let names = real::run(python.args(["-c", PUBLIC_NAMES]).arg(source.join("acme_errors")), root.path());
    let manifest = errcat_templates::FILES.iter().find(|(path, _)| *path == "python/target.toml");
    let manifest = str::from_utf8(manifest.expect("the target").1).expect("text");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let reserved = manifest["reserved"].as_array().expect("a list");
    let is_reserved = |name: &str| reserved.iter().any(|known| known.as_str() == Some(name));
    // Classes start with an uppercase letter.
    let is_class = |name: &&str| name.starts_with(char::is_uppercase);
    let missing: Vec<&str> = names.lines().filter(is_class).filter(|name| !is_reserved(name)).collect();
    assert!(missing.is_empty(), "add to `reserved` in templates/python/target.toml: {missing:?}");
    assert!(names.lines().filter(is_class).count() > 80);
}

/// Generates a package and the vectors into a folder.
fn package(target: &str, name: &str, inputs: Inputs) -> tempfile::TempDir {
    let mut inputs = Inputs { templates: catalog::templates(), ..inputs };
    let folder = |output: &str, package: Option<&str>| FolderSettings {
        output: Some(output.to_owned()),
        package: package.map(str::to_owned),
        ..FolderSettings::default()
    };
    inputs.settings.targets.targets = BTreeMap::from([
        (target.to_owned(), folder(&format!("clients/{target}"), Some(name))),
        ("vectors".to_owned(), folder("vectors", None)),
    ]);
    let plan = generate(&inputs).unwrap_or_else(|found| panic!("{}", report::human(&found, false)));
    let root = tempfile::tempdir().expect("a folder");
    for (path, file) in
        plan.files().filter(|(path, _)| path.starts_with("clients") || path.starts_with("vectors"))
    {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        fs::write(path, &file.bytes).expect("a new file");
    }
    root
}

/// Returns the catalogs of all families, and of every valid fixture, each as an API.
fn families() -> Inputs {
    let families = catalog::folders("families").into_iter().map(|folder| ("", folder));
    let good = catalog::folders("good").into_iter().map(|folder| ("good_", folder));
    let files = families.chain(good).flat_map(|(prefix, folder)| {
        let name = catalog::name(&folder).replace('-', "_");
        // This fixture contains links to its own API under the name `demo`.
        let api =
            if prefix == "good_" && name == "tables" { "demo".to_owned() } else { format!("{prefix}{name}") };
        let files = catalog::fixture(&folder, None).files.into_iter();
        let is_input = |file: &InputFile| !file.path.ends_with(".txt");
        files.filter(is_input).map(move |file| InputFile {
            path: file.path.replace("catalog/demo/", &format!("catalog/{api}/")),
            ..file
        })
    });
    catalog::inputs(files)
}

/// Returns an API with hostile texts everywhere. The files are JSON, which is valid YAML.
fn hostile() -> Inputs {
    let braces = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let all = one_line(&HOSTILE.concat());
    let key = all.replace(['{', '}'], "");
    let api = json!({
        "title": all, "summary": HOSTILE.concat(), "envelope": "http", "docs_url": "https://errors.example.com",
        "envelopes": { "http": {
            "summary": all, "identify_by": "code", "content_type": "application/json",
            "body": { "code": "{code}", "message": "{message}", "at": "{at}", (key): braces(&all) },
            "context": { "at": { "doc": all, "example": all } },
            "fields": { "code": all, "message": all },
        } },
    });
    let errors: serde_json::Map<String, Json> = HOSTILE
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let error = json!({
                "status": 400, "title": one_line(text), "message": braces(text), "meaning": text,
                "causes": [one_line(text)], "fixes": [one_line(text)], "notes": text, "answer": one_line(text),
            });
            (format!("hostile_{at}"), error)
        })
        .collect();
    let table = json!({ "title": all, "summary": all, "operation": "GET /\"\\", "errors": errors });
    let files = [("demo/api.yaml", api), ("demo/errors.yaml", table)];
    catalog::inputs(files.map(|(path, json)| catalog::file(path, json.to_string())))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the files and lines of the errors that a checker reports.
fn errors(command: &mut Command, root: &Path) -> Vec<String> {
    let output = command.current_dir(root).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("text");
    let location = |line: &str| {
        let (path, rest) = line.trim().split_once(".py:")?;
        let (number, message) = rest.split_once(':')?;
        let name = path.rsplit('/').next()?;
        (message.contains("error:") || message.contains(" - error")).then(|| format!("{name}.py:{number}"))
    };
    let mut locations: Vec<String> = text.lines().filter_map(location).collect();
    locations.dedup();
    locations
}

/// Returns the command of an installed program, with the packages in a folder.
fn tool(name: &str, packages: &Path) -> Command {
    let mut command = Command::new(program(name));
    command.env("PYTHONPATH", packages).env("MYPYPATH", packages).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn program(name: &str) -> PathBuf {
    let path = real::repository().join("target/python/bin").join(name);
    assert!(path.exists(), "{} is missing: run `cargo xtask setup`", path.display());
    path
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python")
}
