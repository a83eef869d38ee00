//! Generates the sites for the suites, each from its own catalog, in `target/browser`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::cmd::cargo_bin;

use crate::real::{copy, entries, write};
use crate::{hostile, large, versions};

/// The logo of [`Site::Green`].
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 22\">\
                    <circle cx=\"11\" cy=\"11\" r=\"10\" fill=\"#0a6b4f\"/>\
                    <path d=\"M28 11h34\" stroke=\"#0a6b4f\" stroke-width=\"6\"/></svg>\n";

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
    /// The catalogs of this repository, with an accent color, a logo, links and a footer.
    Green,
    /// The catalogs of this repository, with other fonts and accent colors.
    Serif,
    /// The catalogs in `tests/families`, with vectors.
    Families,
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
            Site::Green => "green",
            Site::Serif => "serif",
            Site::Families => "families",
        })
    }

    /// Returns the settings of the theme, and further tables.
    fn theme(self) -> &'static str {
        match self {
            Site::Green => {
                "accent = \"#0a6b4f\"\nlogo = \"logo.svg\"\nfooter = \"Example Inc.\"\n\
                 links = [{ title = \"Docs\", url = \"https://docs.example/\" }, { title = \"Status\", url = \"/status\" }]\n"
            }
            Site::Serif => {
                "accent = \"#7a1f5c\"\naccent-dark = \"#f0a6d4\"\nfont = \"Source Serif\"\n\
                 mono-font = \"JetBrains Mono\"\n"
            }
            Site::Families => "[workspace.metadata.errcat.targets.vectors]\noutput = \"vectors\"\n",
            Site::Real | Site::Fixture | Site::Hostile | Site::Large | Site::Versions => "",
        }
    }

    fn write_catalog(self, workspace: &Path) {
        match self {
            Site::Real | Site::Serif => copy(&root().join("catalog"), &workspace.join("catalog")),
            Site::Green => {
                copy(&root().join("catalog"), &workspace.join("catalog"));
                write(workspace, "templates/site/logo.svg", LOGO);
            }
            Site::Fixture => {
                copy(&root().join("crates/errcat-targets/src/fixture"), &workspace.join("catalog"));
            }
            Site::Families => write_families(workspace),
            Site::Hostile => hostile::write(workspace),
            Site::Large => large::write(workspace),
            Site::Versions => versions::write(workspace),
        }
    }
}

fn write_families(workspace: &Path) {
    let families = root().join("crates/errcat-cli/tests/families");
    for file in entries(&families).iter().filter(|path| path.is_dir()).flat_map(|family| entries(family)) {
        if file.extension().is_some_and(|extension| extension == "yaml") {
            let path = file.strip_prefix(&families).expect("a file of a family");
            let text = fs::read_to_string(&file).expect("a file");
            write(workspace, &format!("catalog/{}", path.display()), &text);
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
        let theme = site.theme();
        let settings = format!(
            "[workspace.metadata.errcat]\nsite = \"site\"\n[workspace.metadata.errcat.theme]\n{theme}"
        );
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
