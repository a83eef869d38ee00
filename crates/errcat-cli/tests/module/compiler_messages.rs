//! The derive reports the same mistakes in a module as in a crate, at the same places.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{manifest, package, real, run_cargo, stderr};

/// Cases whose message contains a path in the generated code, or a macro: the first line of the message, and
/// its location.
const WITH_PATHS: [(&str, &str, &str); 2] = [
    (
        "secret_with_derived_debug",
        "error[E0119]: conflicting implementations of trait `Debug` for type `InvalidKey`",
        ":6:8",
    ),
    (
        "wrong_type",
        "error[E0277]: a field of type `std::string::String` can't fill a param of kind `errcat::field::Integer`",
        ":7:22",
    ),
];

/// Mistakes that only a module can have: the attributes, and what the compiler reports.
const OF_MODULES: [(&str, &str); 4] = [
    (
        "struct A;",
        "error: `A` has no API: add `#[catalog(api)]`, with the path of its module, such as `#[catalog(errors::shop)]`",
    ),
    (
        "#[catalog(errs::kakunin)]\n#[code(not_found)]\nstruct A;",
        "error[E0433]: cannot find module or crate `errs` in this scope\n --> src/bin/CASE.rs:4:11\n",
    ),
    (
        "#[catalog(errors::kakuin)]\n#[code(not_found)]\nstruct A;",
        "error: the catalog has no API `kakuin`: did you mean `kakunin`?\n --> src/bin/CASE.rs:4:19\n",
    ),
    (
        "#[catalog(errors::kakunin, crate = errors)]\n#[code(not_found)]\nstruct A;",
        "error: `crate` has no effect, because the API is a path: remove one of them\n --> src/bin/CASE.rs:4:28\n",
    ),
];

#[test]
fn mistakes_are_reported_as_in_a_crate() {
    let package = package(&manifest("2024", "derive"));
    let root = package.path();
    fs::remove_dir_all(root.join("catalog")).expect("it can be deleted");
    real::copy(&real::repository().join("catalog"), &root.join("catalog"));
    let cases = cases();
    assert!(cases.len() >= 8);
    for (name, path) in &cases {
        let text = fs::read_to_string(path).expect("a case");
        let module = "use errcat::CatalogError; #[path = \"../errors/mod.rs\"] mod errors;";
        real::write(
            root,
            &format!("src/bin/{name}.rs"),
            &text.replace("use api_errors::CatalogError;", module),
        );
    }
    for (at, (item, _)) in OF_MODULES.iter().enumerate() {
        let text = format!(
            "use errcat::CatalogError;\n#[path = \"../errors/mod.rs\"] mod errors;\n#[derive(Debug, CatalogError)]\n{item}\n\
             fn main() {{}}\n"
        );
        real::write(root, &format!("src/bin/of_module_{at}.rs"), &text);
    }
    real::generate(root);
    let check = |name: &str| stderr(&run_cargo(&["check", "--offline", "--quiet", "--bin", name], root));
    for (name, path) in &cases {
        let printed = check(name);
        if let Some((_, message, location)) = WITH_PATHS.iter().find(|(case, ..)| case == name) {
            let location = format!("--> src/bin/{name}.rs{location}\n");
            assert!(printed.contains(message) && printed.contains(&location), "{name}:\n{printed}");
            continue;
        }
        let expected = fs::read_to_string(path.with_extension("stderr")).expect("its messages");
        let expected = expected.replace("tests/ui/", "src/bin/");
        let messages =
            printed.split("\n\n").filter(|message| !message.starts_with("error: could not compile"));
        let messages = messages.map(str::trim_end).collect::<Vec<_>>().join("\n\n");
        assert_eq!(messages, expected.trim_end(), "{name}");
    }
    for (at, (item, expected)) in OF_MODULES.iter().enumerate() {
        let name = format!("of_module_{at}");
        let printed = check(&name);
        let expected = expected.replace("CASE", &name);
        assert!(printed.contains(&expected), "{item}:\n{printed}");
    }
}

/// Returns the cases of the derive's tests that derive something, by name. Those with another crate's derive
/// next to it would need that crate.
fn cases() -> Vec<(String, PathBuf)> {
    let folder = real::repository().join("crates/errcat-derive/tests/ui");
    let name = |path: &Path| path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
    let cases =
        real::entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let has_derive = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a case");
        text.contains("use api_errors::CatalogError;") && !text.contains("thiserror::")
    };
    cases.filter(has_derive).map(|path| (name(&path), path)).collect()
}
