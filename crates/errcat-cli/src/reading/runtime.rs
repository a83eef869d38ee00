//! Finds the runtime that generated crates depend on.
//!
//! It is the workspace's own dependency if `[workspace.dependencies]` has one, or else the setting `runtime`.
//! Otherwise it follows from how the program was installed, so that generator and runtime are of the same
//! version: see `installed`.

mod installed;

use std::collections::BTreeMap;

use camino::Utf8Path;
use errcat_targets::settings::RuntimeSource;
use serde::Deserialize;

/// The packages that generated crates and tests depend on.
const PACKAGES: [&str; 3] = ["errcat", "errcat-derive", "errcat-test"];

/// Returns the source of the runtime. `manifest` is the text of the workspace's Cargo.toml, `setting` the
/// value of the setting `runtime`.
pub fn find(manifest: &str, setting: Option<&RuntimeSource>) -> RuntimeSource {
    let others = setting.cloned().or_else(installed::source).unwrap_or_default();
    declared(manifest, others.clone()).unwrap_or(others)
}

/// Returns the source for a workspace that declares the runtime as a dependency. `others` is the source of
/// packages that it doesn't declare, if the declaration of `errcat` isn't one for them too.
fn declared(manifest: &str, others: RuntimeSource) -> Option<RuntimeSource> {
    let dependencies = toml::from_str::<Manifest>(manifest).ok()?.workspace?.dependencies;
    let packages: Vec<String> =
        PACKAGES.iter().filter(|name| dependencies.contains_key(**name)).map(ToString::to_string).collect();
    let declaration = dependencies.get(PACKAGES[0]);
    let others = declaration.and_then(source_of).unwrap_or(others);
    (!packages.is_empty()).then(|| RuntimeSource::Workspace { packages, others: Box::new(others) })
}

/// Returns the source that a dependency on `errcat` describes. `None` if other packages can't be found by it.
fn source_of(dependency: &toml::Value) -> Option<RuntimeSource> {
    if let Some(version) = dependency.as_str() {
        return Some(RuntimeSource::Registry { version: version.to_owned(), index: None });
    }
    let mut keys = dependency.as_table()?.clone();
    // A version next to a path or a repository is the one to publish with.
    if keys.contains_key("path") || keys.contains_key("git") {
        keys.remove("version");
    }
    if let Some(path) = keys.get("path").and_then(toml::Value::as_str) {
        // The path of the package itself. Its neighbor is the other package.
        let packages = Utf8Path::new(path).parent().filter(|_| path.ends_with(PACKAGES[0]))?;
        let packages = if packages == "" { "." } else { packages.as_str() };
        keys.insert("path".to_owned(), packages.into());
    }
    ["features", "default-features", "package"].iter().for_each(|key| drop(keys.remove(*key)));
    keys.try_into().ok()
}

/// The part of a Cargo.toml with the dependencies that members inherit.
#[derive(Deserialize)]
struct Manifest {
    workspace: Option<Workspace>,
}

#[derive(Deserialize)]
struct Workspace {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry(version: &str) -> RuntimeSource {
        RuntimeSource::Registry { version: version.to_owned(), index: None }
    }

    fn path(path: &str) -> RuntimeSource {
        RuntimeSource::Path(path.to_owned())
    }

    #[test]
    fn the_program_of_a_build_directory_uses_its_release() {
        assert_eq!(find("", None), registry(env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn the_setting_comes_before_the_installation() {
        assert_eq!(find("[workspace]\nmembers = []\n", Some(&path("vendor"))), path("vendor"));
    }

    #[test]
    fn the_workspace_comes_before_the_setting() {
        for (dependencies, packages, others) in [
            ("errcat = '0.2'", &["errcat"][..], registry("0.2")),
            ("errcat = { version = '0.2', features = ['json'] }", &["errcat"], registry("0.2")),
            ("errcat = { path = 'crates/errcat', version = '0.2' }", &["errcat"], path("crates")),
            ("errcat = { path = 'errcat' }", &["errcat"], path(".")),
            ("errcat = { path = 'third_party/runtime' }", &["errcat"], path("setting")),
            (
                "errcat = { git = 'https://git.example/e' }",
                &["errcat"],
                RuntimeSource::Git { url: "https://git.example/e".to_owned(), reference: None },
            ),
            ("errcat = '0.2'\nerrcat-derive = '0.2'", &["errcat", "errcat-derive"], registry("0.2")),
            ("errcat-derive = '0.2'", &["errcat-derive"], path("setting")),
        ] {
            let manifest = format!("[workspace]\n[workspace.dependencies]\n{dependencies}\n");
            let packages = packages.iter().map(ToString::to_string).collect();
            let expected = RuntimeSource::Workspace { packages, others: Box::new(others) };
            assert_eq!(find(&manifest, Some(&path("setting"))), expected, "{dependencies}");
        }
    }

    #[test]
    fn dependencies_of_the_root_package_are_not_inherited() {
        for manifest in ["[dependencies]\nerrcat = '0.2'\n", "[workspace.dependencies]\nserde = '1'\n", "["] {
            assert_eq!(find(manifest, Some(&path("setting"))), path("setting"), "{manifest}");
        }
    }
}
