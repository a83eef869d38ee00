//! Packages the command line and the crates that it depends on, and builds them outside the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

mod real;

/// The package that embeds the templates.
const TEMPLATES: &str = "errcat-templates";

/// Files that cargo adds to a package.
const CARGO_FILES: [&str; 4] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig"];

/// The licenses, which are links in the repository and files in packages.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// A package of the workspace that can be published.
struct Package {
    name: String,
    folder: PathBuf,
    /// The package in the output of `cargo metadata`.
    metadata: Json,
}

#[test]
fn packages_contain_sources_and_templates() {
    let packages = packages();
    let root = tempfile::tempdir().expect("a folder");
    unpack(&packages, root.path());
    for Package { name, folder, .. } in &packages {
        let is_needed = |path: &str| match &**name {
            TEMPLATES => path != "Cargo.toml" && !is_hidden(path),
            _ if path.starts_with("src/") => !path.starts_with("src/fixture/"),
            _ => path == "README.md" || LICENSES.contains(&path),
        };
        let mut needed = files(folder);
        needed.retain(|path| is_needed(path));
        let mut packaged = files(&root.path().join(name));
        packaged.retain(|path| !CARGO_FILES.contains(&&**path));
        let missing: Vec<_> = needed.difference(&packaged).collect();
        let unneeded: Vec<_> = packaged.difference(&needed).collect();
        assert!(missing.is_empty() && unneeded.is_empty(), "{name}: without {missing:?}, with {unneeded:?}");
        for license in LICENSES {
            let [packaged, original] = [root.path().join(name), real::repository()]
                .map(|folder| fs::read_to_string(folder.join(license)).expect("a license"));
            assert_eq!(packaged, original, "{name}: {license}");
        }
    }
}

#[test]
fn packages_describe_themselves() {
    for Package { name, metadata, .. } in packages() {
        for key in ["description", "license", "readme", "rust_version"] {
            assert!(metadata[key].is_string(), "{name} has no {key}");
        }
        for key in ["keywords", "categories"] {
            assert!(metadata[key].as_array().is_some_and(|list| !list.is_empty()), "{name} has no {key}");
        }
    }
}

#[test]
fn every_template_is_embedded() {
    let mut templates = files(&real::repository().join("templates"));
    templates.retain(|path| !errcat_templates::is_of_package(path) && !is_hidden(path));
    for path in &templates {
        assert!(
            !path.ends_with("/Cargo.toml"),
            "templates/{path}: cargo leaves a folder with a Cargo.toml out of the package around it; name it Cargo.toml.tera"
        );
    }
    let embedded: BTreeSet<String> =
        errcat_templates::FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(embedded, templates);
}

#[test]
fn the_command_line_builds_from_packages() {
    let packages = packages();
    let root = tempfile::tempdir().expect("a folder");
    unpack(&packages, root.path());
    let program = build(&packages, root.path());
    let [from_packages, from_repository] = [&program, Path::new(env!("CARGO_BIN_EXE_errcat"))].map(generate);
    assert!(from_packages.contains_key("target/site/bank/not_found/index.html"));
    assert!(from_packages.keys().eq(from_repository.keys()), "the programs generate different files");
    for (path, bytes) in from_packages {
        assert!(bytes == from_repository[&path], "{path} differs");
    }
}

/// Cargo can't distinguish the checkouts: unless a file is newer, it runs the build script that it compiled
/// in the other one.
#[test]
fn checkouts_that_share_a_target_directory_embed_their_own_templates() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    let mut packages = packages();
    packages.retain(|package| package.name == TEMPLATES);
    let [first, second] = ["first", "second"].map(|name| root.join(name));
    for checkout in [&first, &second] {
        unpack(&packages, checkout);
        let dependency = format!("[dependencies]\n{TEMPLATES} = {{ path = {TEMPLATES:?} }}\n");
        real::write(
            checkout,
            "Cargo.toml",
            &format!("[package]\nname = \"reader\"\nedition = \"2024\"\n{dependency}[workspace]\n"),
        );
        real::write(checkout, "src/main.rs", READER);
    }
    let edit = |checkout: &Path, text| real::write(checkout, &format!("{TEMPLATES}/site/edited.txt"), text);
    let embedded = |checkout: &Path| {
        let mut command = cargo(&["run", "--quiet", "--offline"]);
        real::run(command.env("CARGO_TARGET_DIR", root.join("target")), checkout)
    };

    edit(&first, "the first");
    assert_eq!(embedded(&first), "the first");
    edit(&second, "the second");
    assert_eq!(embedded(&second), "the second");
    fs::remove_dir_all(&first).expect("it can be deleted");
    edit(&second, "the second, without the first");
    assert_eq!(embedded(&second), "the second, without the first");
}

const READER: &str = r#"fn main() {
    let edited = errcat_templates::FILES.iter().find(|(path, _)| *path == "site/edited.txt");
    print!("{}", std::str::from_utf8(edited.unwrap().1).unwrap());
}
"#;

/// Returns the packages without `publish = false`: the command line, its dependencies, and those of generated
/// code.
fn packages() -> Vec<Package> {
    let metadata = real::run(
        &mut cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]),
        &real::repository(),
    );
    let metadata: Json = serde_json::from_str(&metadata).expect("JSON");
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    let package = |package: &Json| Package {
        name: text(&package["name"]),
        folder: PathBuf::from(text(&package["manifest_path"])).parent().expect("a folder").to_owned(),
        metadata: package.clone(),
    };
    let packages = metadata["packages"].as_array().expect("packages");
    packages.iter().filter(|package| package["publish"].is_null()).map(package).collect()
}

/// Packages everything in one step, because nothing is published yet, and unpacks each package into a folder
/// of its name.
fn unpack(packages: &[Package], root: &Path) {
    let target = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut command = cargo(&["package", "--offline", "--no-verify", "--allow-dirty"]);
    for package in packages {
        command.args(["--package", &package.name]);
    }
    real::run(command.env("CARGO_TARGET_DIR", target.path()), &real::repository());
    for Package { name, .. } in packages {
        let archive = format!("{name}-{}.crate", env!("CARGO_PKG_VERSION"));
        let folder = root.join(name);
        fs::create_dir_all(&folder).expect("a folder");
        // Without `-m`, files keep the time that is the same in all archives, and cargo wouldn't rebuild
        // those that changed.
        let mut command = Command::new("tar");
        command.args(["-x", "-m", "-z", "--strip-components", "1", "-f"]);
        real::run(command.arg(target.path().join("package").join(archive)), &folder);
    }
}

/// Builds the unpacked packages, in a workspace around them, and returns the path of the command line.
///
/// Their dependencies are the ones that the tests were built with: cargo finds them in its build directory,
/// because the features and settings are the same. `--examples` selects the features that dev-dependencies
/// enable.
fn build(packages: &[Package], root: &Path) -> PathBuf {
    let names: Vec<&str> = packages.iter().map(|package| &*package.name).collect();
    let mut manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\
         [profile.dev]\ndebug = false\nincremental = false\n[patch.crates-io]\n"
    );
    for name in names {
        manifest += &format!("{name} = {{ path = {name:?} }}\n");
    }
    real::write(root, "Cargo.toml", &manifest);
    // Selects the versions that are downloaded already.
    fs::copy(real::repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    let build = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the build directory of the tests");
    let target = root.join("target");
    let mut command = cargo(&["build", "--offline", "--workspace", "--all-features", "--bins", "--examples"]);
    real::run(command.env("CARGO_BUILD_BUILD_DIR", build).env("CARGO_TARGET_DIR", &target), root);
    target.join("debug").join("errcat").with_extension(std::env::consts::EXE_EXTENSION)
}

/// Runs `gen` on a small catalog, and returns the workspace's files without the record of the run, which
/// contains times.
fn generate(program: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    real::write(root, "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
    real::write(root, "catalog/bank/api.yaml", "title: Bank\nsummary: Moves money.\n");
    let table = "title: Common errors\nerrors:\n  not_found: { status: 404, message: Nothing is there }\n";
    real::write(root, "catalog/bank/http.yaml", table);
    real::run(Command::new(program).arg("gen"), root);
    let mut paths = files(root);
    paths.retain(|path| !path.starts_with("target/errcat/"));
    let read = |path: String| {
        let bytes = fs::read(root.join(&path)).expect("it can be read");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments);
    command
}

/// The files below a folder, by their `/`-separated path from it.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in real::entries(&next) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(folder).expect("it is below");
                files.insert(path.to_str().expect("a plain name").replace('\\', "/"));
            }
        }
    }
    files
}
