//! Reads how cargo installed the program, from the record that cargo keeps next to the folder of programs.

use std::collections::BTreeMap;
use std::path::Path;

use errcat_targets::settings::{GitKey, GitReference, RuntimeSource};
use percent_encoding::percent_decode_str;
use serde::Deserialize;

/// The record, in the folder that contains `bin/`.
const RECORD: &str = ".crates2.json";

/// How a package ID names the index of crates.io.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Returns the source that this program was installed from. `None` if cargo didn't install it.
pub(super) fn source() -> Option<RuntimeSource> {
    source_of(&std::env::current_exe().ok()?)
}

/// Returns the source of a program.
fn source_of(program: &Path) -> Option<RuntimeSource> {
    let folder = program.parent().filter(|folder| folder.ends_with("bin"))?;
    let record = fs_err::read_to_string(folder.with_file_name(RECORD)).ok()?;
    recorded(&record, program.file_name()?.to_str()?)
}

/// Returns the source in a record.
fn recorded(record: &str, program: &str) -> Option<RuntimeSource> {
    let Record { installs } = serde_json::from_str(record).ok()?;
    let (id, _) = installs.iter().find(|(_, install)| install.bins.iter().any(|it| it == program))?;
    parse_id(id)
}

/// Parses the ID of a package: its name, its version, and its source in parentheses.
fn parse_id(id: &str) -> Option<RuntimeSource> {
    let (package, source) = id.strip_suffix(')')?.split_once(" (")?;
    let (_, version) = package.rsplit_once(' ')?;
    let (kind, url) = source.split_once('+')?;
    match kind {
        "registry" | "sparse" => {
            let index = (source != CRATES_IO).then(|| match kind {
                "sparse" => source.to_owned(),
                _ => url.to_owned(),
            });
            Some(RuntimeSource::Registry { version: version.to_owned(), index })
        }
        "git" => {
            let (url, commit) = url.split_once('#').unzip();
            let url = url?.split('?').next()?;
            let reference = GitReference { key: GitKey::Rev, name: commit?.to_owned() };
            Some(RuntimeSource::Git { url: url.to_owned(), reference: Some(reference) })
        }
        // The packages of the runtime are in folders next to that of the program.
        "path" => {
            let path = percent_decode_str(url.strip_prefix("file://")?).decode_utf8().ok()?;
            let path = if cfg!(windows) { path.trim_start_matches('/') } else { &path };
            let (packages, _) = path.trim_end_matches('/').rsplit_once('/')?;
            Some(RuntimeSource::Path(packages.to_owned()))
        }
        _ => None,
    }
}

/// The record of installed packages, by package ID.
#[derive(Deserialize)]
struct Record {
    installs: BTreeMap<String, Install>,
}

#[derive(Deserialize)]
struct Install {
    bins: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER: &str = r#""ripgrep 14.1.1 (registry+https://github.com/rust-lang/crates.io-index)":
        {"version_req":null,"bins":["rg"],"features":[],"all_features":false,"no_default_features":false,
        "profile":"release","target":"x86_64-unknown-linux-gnu","rustc":"rustc 1.95.0\nbinary: rustc\n"}"#;

    /// Returns a record of packages, each with its ID and program, as cargo writes it.
    fn record(installs: &[(&str, &str)]) -> String {
        let installs = installs.iter().map(|(id, program)| {
            let (id, program) = (serde_json::Value::from(*id), serde_json::Value::from(*program));
            format!(
                r#"{id}:{{"version_req":"0.1","bins":["cargo-{}",{program}],"features":[],"all_features":false,
                "no_default_features":false,"profile":"release","target":"x86_64-unknown-linux-gnu",
                "rustc":"rustc 1.95.0\n"}}"#,
                program.as_str().unwrap_or_default()
            )
        });
        let installs: Vec<String> = installs.chain([OTHER.to_owned()]).collect();
        format!(r#"{{"installs":{{{}}}}}"#, installs.join(","))
    }

    fn git(url: &str, commit: &str) -> RuntimeSource {
        let reference = Some(GitReference { key: GitKey::Rev, name: commit.to_owned() });
        RuntimeSource::Git { url: url.to_owned(), reference }
    }

    #[test]
    fn every_kind_of_source_is_read() {
        let registry = |version: &str, index: Option<&str>| RuntimeSource::Registry {
            version: version.to_owned(),
            index: index.map(str::to_owned),
        };
        for (source, expected) in [
            ("registry+https://github.com/rust-lang/crates.io-index", registry("0.3.1", None)),
            ("sparse+https://crates.example/i/", registry("0.3.1", Some("sparse+https://crates.example/i/"))),
            ("registry+https://git.example/index", registry("0.3.1", Some("https://git.example/index"))),
            ("git+https://git.example/e?branch=main#4f3a", git("https://git.example/e", "4f3a")),
            ("git+ssh://git@git.example/e.git#4f3a", git("ssh://git@git.example/e.git", "4f3a")),
            ("path+file:///src/errcat/crates/errcat-cli", RuntimeSource::Path("/src/errcat/crates".into())),
            ("path+file:///my%20code/crates/errcat-cli", RuntimeSource::Path("/my code/crates".into())),
        ] {
            let record = record(&[(&format!("errcat-cli 0.3.1 ({source})"), "errcat")]);
            assert_eq!(recorded(&record, "errcat"), Some(expected.clone()), "{source}");
            assert_eq!(recorded(&record, "cargo-errcat"), Some(expected), "{source}");
        }
    }

    #[test]
    fn of_several_versions_the_one_with_the_program_counts() {
        let record = record(&[
            ("errcat-cli 0.1.0 (git+https://git.example/e#1111)", "errcat-old"),
            ("errcat-cli 0.2.0 (git+https://git.example/e#2222)", "errcat"),
            ("errcat-fork 0.9.0 (git+https://git.example/f#3333)", "errcat-fork"),
        ]);
        assert_eq!(recorded(&record, "errcat"), Some(git("https://git.example/e", "2222")));
    }

    #[test]
    fn other_records_say_nothing() {
        let of = |id: &str| record(&[(id, "errcat")]);
        for record in [
            "",
            "{}",
            "[]",
            "{\"installs\":3}",
            &record(&[]),
            &of("errcat-cli"),
            &of("errcat-cli 0.1.0"),
            &of("errcat-cli 0.1.0 (nowhere)"),
            &of("errcat-cli 0.1.0 (git+https://git.example/e)"),
            &of("errcat-cli 0.1.0 (directory+file:///vendor)"),
            &of("errcat-cli 0.1.0 (path+file:///%ff/errcat-cli)"),
        ] {
            assert_eq!(recorded(record, "errcat"), None, "{record}");
        }
    }

    #[test]
    fn the_record_is_next_to_the_folder_of_programs() {
        let root = tempfile::tempdir().expect("a folder");
        let record = record(&[("errcat-cli 0.2.0 (git+https://git.example/e#2222)", "errcat")]);
        let program = root.path().join("bin/errcat");
        assert_eq!(source_of(&program), None);
        fs_err::write(root.path().join(RECORD), record).expect("it can be written");
        assert_eq!(source_of(&program), Some(git("https://git.example/e", "2222")));
        assert_eq!(source_of(&root.path().join("debug/errcat")), None);
        assert_eq!(source_of(Path::new("errcat")), None);
    }
}
