//! The workflows for GitHub.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::settings::{GitReference, RuntimeSource, Settings};

use crate::authoring::AuthoredFile;

const ERRORS: &str = include_str!("starter/errors.yml");
const SITE: &str = include_str!("starter/errors-site.yml");

/// Returns the command that shows that a workflow does the work of this one.
pub(super) fn command(path: &str) -> &'static str {
    if path.ends_with("errors-site.yml") { "errcat gen" } else { "errcat check" }
}

/// Returns the workflows that check pull requests and publish the site. `git` is the folder of the
/// repository.
pub(super) fn files(root: &Utf8Path, git: &Utf8Path, settings: &Settings) -> Vec<AuthoredFile> {
    let below = root.strip_prefix(git).unwrap_or(Utf8Path::new(""));
    let up: Utf8PathBuf = below.components().map(|_| "..").collect();
    // A string of JSON is one of YAML too.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let defaults = match below.as_str() {
        "" => String::new(),
        below => format!("    defaults:\n      run:\n        working-directory: {}\n", quoted(below)),
    };
    [("errors.yml", ERRORS), ("errors-site.yml", SITE)]
        .map(|(name, text)| {
            let text = text
                .replace("{defaults}", &defaults)
                .replace("{install}", &install(&settings.runtime))
                .replace("{catalog}", &shell_word(&settings.catalog))
                .replace("{site}", &quoted(below.join(&settings.site).as_str()));
            let path = up.join(".github/workflows").join(name);
            AuthoredFile { path: path.into_string(), bytes: text.into_bytes() }
        })
        .into()
}

/// Returns the command that installs the program, of the same version as the runtime.
pub(super) fn install(source: &RuntimeSource) -> String {
    match source {
        RuntimeSource::Registry { version, index: None } => {
            format!("cargo install errcat-cli --locked --version {}", shell_word(version))
        }
        RuntimeSource::Registry { version, index: Some(index) } => {
            let (version, index) = (shell_word(version), shell_word(index));
            format!("cargo install errcat-cli --locked --version {version} --index {index}")
        }
        RuntimeSource::Git { url, reference } => {
            let reference = reference
                .as_ref()
                .map(|GitReference { key, name }| format!(" --{} {}", key.as_str(), shell_word(name)));
            let reference = reference.unwrap_or_default();
            format!("cargo install errcat-cli --locked --git {}{reference}", shell_word(url))
        }
        // A folder of this machine. What is published later is of the same version.
        RuntimeSource::Path(_) => install(&RuntimeSource::default()),
        RuntimeSource::Workspace { others, .. } => install(others),
    }
}

/// Quotes a word for the shell, if needed.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+@".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_installed_from_the_source_of_the_runtime() {
        for (source, command) in [
            ("version = '0.3'", "cargo install errcat-cli --locked --version 0.3"),
            (
                "git = 'https://git.example/e'\nrev = 'abc'",
                "cargo install errcat-cli --locked --git https://git.example/e --rev abc",
            ),
            (
                "version = '1'\nregistry-index = 'sparse+https://e.example/'",
                "cargo install errcat-cli --locked --version 1 --index sparse+https://e.example/",
            ),
            ("version = '>=1, <2'", "cargo install errcat-cli --locked --version '>=1, <2'"),
        ] {
            assert_eq!(install(&toml::from_str(source).expect("a source")), command);
        }
    }

    #[test]
    fn a_project_below_the_repository_has_its_folder() {
        let files = files("/repo/services/shop".into(), "/repo".into(), &Settings::default());
        assert_eq!(files[0].path, "../../.github/workflows/errors.yml");
        let texts: Vec<String> =
            files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
        assert!(texts[0].contains("        working-directory: \"services/shop\"\n"), "{}", texts[0]);
        assert!(texts[1].contains("          path: \"services/shop/target/site\"\n"), "{}", texts[1]);
    }
}
