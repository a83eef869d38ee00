//! Dependencies in the manifests of generated crates.

use crate::settings::{GitReference, RuntimeSource};

/// Returns the line of a manifest that depends on a package of the runtime: `errcat = "0.1.0"`. `folder` is
/// the folder of the manifest, from the workspace's root.
pub fn runtime(source: &RuntimeSource, package: &str, folder: &str) -> String {
    // A string of JSON is one of TOML too.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match source {
        RuntimeSource::Registry { version, index: None } => format!("{package} = {}", quoted(version)),
        RuntimeSource::Registry { version, index: Some(index) } => {
            format!("{package} = {{ version = {}, registry-index = {} }}", quoted(version), quoted(index))
        }
        RuntimeSource::Git { url, reference } => {
            let reference = reference.as_ref().map(|GitReference { key, name }| {
                let (key, name) = (key.as_str(), quoted(name));
                format!(", {key} = {name}")
            });
            format!("{package} = {{ git = {}{} }}", quoted(url), reference.unwrap_or_default())
        }
        RuntimeSource::Path(packages) => {
            let path = format!("{}/{package}", packages.trim_end_matches('/'));
            let is_absolute = camino::Utf8Path::new(&path).is_absolute();
            let path = if is_absolute { path } else { relative(folder, &path) };
            format!("{package} = {{ path = {} }}", quoted(&path))
        }
        RuntimeSource::Workspace { packages, .. } if packages.iter().any(|it| it == package) => {
            format!("{package}.workspace = true")
        }
        RuntimeSource::Workspace { others, .. } => runtime(others, package, folder),
    }
}

/// Returns the relative path from one folder to another, both from the workspace's root.
pub fn relative(from: &str, to: &str) -> String {
    let parts = |path: &'_ str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let (from, to): (Vec<String>, Vec<String>) = (parts(from), parts(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().map(String::as_str)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the source that a setting describes.
    fn source(setting: &str) -> Result<RuntimeSource, String> {
        toml::from_str(setting).map_err(|error: toml::de::Error| error.message().to_owned())
    }

    #[test]
    fn settings_become_dependencies() {
        for (setting, line) in [
            ("version = '0.3'", r#"errcat = "0.3""#),
            (
                "version = '1'\nregistry-index = 'sparse+https://crates.example/'",
                r#"errcat = { version = "1", registry-index = "sparse+https://crates.example/" }"#,
            ),
            ("git = 'https://git.example/e'", r#"errcat = { git = "https://git.example/e" }"#),
            (
                "git = 'https://git.example/e'\nrev = 'abc'",
                r#"errcat = { git = "https://git.example/e", rev = "abc" }"#,
            ),
            ("git = 'e'\nbranch = 'main'", r#"errcat = { git = "e", branch = "main" }"#),
            ("git = 'e'\ntag = 'v1'", r#"errcat = { git = "e", tag = "v1" }"#),
            ("path = '../errcat/crates'", r#"errcat = { path = "../../../errcat/crates/errcat" }"#),
            ("path = 'crates'", r#"errcat = { path = "../errcat" }"#),
            ("path = '/src/crates/'", r#"errcat = { path = "/src/crates/errcat" }"#),
        ] {
            let line_of = |source| runtime(&source, "errcat", "crates/api-errors");
            assert_eq!(source(setting).map(line_of).as_deref(), Ok(line));
            assert!(line.parse::<toml::Table>().is_ok(), "{line}");
        }
    }

    #[test]
    fn a_source_is_one_of_three() {
        for setting in [
            "",
            "rev = 'abc'",
            "version = '1'\npath = 'x'",
            "version = '1'\nrev = 'abc'",
            "path = 'x'\nregistry-index = 'y'",
            "git = 'x'\nrev = 'abc'\ntag = 'v1'",
        ] {
            let error = source(setting).expect_err(setting);
            assert!(error.starts_with("the runtime is either"), "{setting}: {error}");
        }
        assert!(source("gti = 'x'").expect_err("misspelled").starts_with("unknown field `gti`"));
    }

    #[test]
    fn a_workspace_lends_its_own_dependencies() {
        let others = Box::new(RuntimeSource::Path("vendor".into()));
        let source = RuntimeSource::Workspace { packages: vec!["errcat".into()], others };
        assert_eq!(runtime(&source, "errcat", "errors"), "errcat.workspace = true");
        assert_eq!(
            runtime(&source, "errcat-derive", "errors"),
            r#"errcat-derive = { path = "../vendor/errcat-derive" }"#
        );
    }
}
