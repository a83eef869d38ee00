//! Generates the sites for the suites, each from its own catalog, in `target/browser`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::cmd::cargo_bin;

use crate::real::copy;
use crate::{hostile, large, versions};

#[derive(Clone, Copy)]
pub(crate) enum Site {
    /// The catalogs of this repository.
    Real,
    /// A catalog that uses every feature.
    Fixture,
    /// Texts with attacks.
    Hostile,
    /// One API with 10,000 codes.
    Large,
    /// A site with two versions, in a git repository.
    Versions,
}

impl Site {
    pub(crate) fn folder(self) -> PathBuf {
        self.workspace().join("site")
    }

    fn workspace(self) -> PathBuf {
        work().join(match self {
            Site::Real => "real",
            Site::Fixture => "fixture",
            Site::Hostile => "hostile",
            Site::Large => "large",
            Site::Versions => "versions",
        })
    }

    fn write_catalog(self, workspace: &Path) {
        match self {
            Site::Real => copy(&root().join("catalog"), &workspace.join("catalog")),
            Site::Fixture => {
                copy(&root().join("crates/errcat-targets/src/fixture"), &workspace.join("catalog"));
            }
            Site::Hostile => hostile::write(workspace),
            Site::Large => large::write(workspace),
            Site::Versions => versions::write(workspace),
        }
    }
}

/// Generates sites. Each test is a separate process. The first one that needs a site generates it, and the
/// others wait for it. Their `gen` finds that nothing has changed.
pub(crate) fn generate_sites(sites: &[Site]) {
    for site in sites {
        let workspace = site.workspace();
        fs::create_dir_all(&workspace).expect("a folder");
        let lock = fs::File::create(workspace.join("lock")).expect("a lock");
        lock.lock().expect("it is locked");
        // Delete the catalog of an earlier run.
        let _ = fs::remove_dir_all(workspace.join("catalog"));
        // errcat records a run only if there is a folder `target`.
        fs::create_dir_all(workspace.join("target")).expect("a folder");
        site.write_catalog(&workspace);
        let settings = "[workspace.metadata.errcat]\nsite = \"site\"\n";
        fs::write(workspace.join("Cargo.toml"), settings).expect("settings");
        match site {
            Site::Versions => versions::generate_versions(&workspace),
            _ => generate(&workspace),
        }
    }
}

pub(crate) fn generate(workspace: &Path) {
    generate_with(workspace, &[]);
}

pub(crate) fn generate_with(workspace: &Path, options: &[&str]) {
    let mut command = Command::new(cargo_bin!("errcat"));
    let output = command.arg("gen").args(options).current_dir(workspace).output().expect("it runs");
    assert!(
        output.status.success(),
        "{}:\n{}{}",
        workspace.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the repository")
}

/// Returns the folder of the suites' dependencies and of the sites.
pub(crate) fn work() -> PathBuf {
    root().join("target/browser")
}
