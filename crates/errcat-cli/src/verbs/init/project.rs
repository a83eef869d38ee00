//! The project that `init` finds: its folder, its packages, and what they use.

use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use toml_edit::{DocumentMut, Item};

use crate::reading::members;
use crate::terminal::failure::Failure;

/// The maximum number of files with thiserror's enums that are named.
const MAX_NAMED: usize = 3;

/// A folder in which errcat is set up.
pub(super) struct Project {
    /// The folder of the workspace, or of the package if it isn't in one.
    pub(super) root: Utf8PathBuf,
    /// The root's Cargo.toml. `None` if there is none yet.
    pub(super) manifest: Option<String>,
    /// `true` if the manifest has a table `workspace`, or will have one.
    pub(super) is_workspace: bool,
    /// The packages, the one in the root first.
    pub(super) packages: Vec<Package>,
    /// The index of the package in whose folder the program runs.
    pub(super) current: Option<usize>,
    /// The folder of the git repository. `None` if there is none.
    pub(super) git: Option<Utf8PathBuf>,
}

/// A package of a project.
pub(super) struct Package {
    /// The folder, from the project's root. Empty for the root.
    pub(super) folder: Utf8PathBuf,
    pub(super) name: String,
    /// The text of its Cargo.toml.
    pub(super) manifest: String,
    pub(super) framework: Option<Framework>,
    /// `true` if generated modules compile in its edition: 2021 or newer.
    is_recent: bool,
    /// The files of its crates' roots, from the project's root, that exist: those of the library first.
    pub(super) roots: Vec<Utf8PathBuf>,
}

/// A web framework that the runtime supports, or another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framework {
    Axum,
    Actix,
    Tonic,
    Other,
}

impl Framework {
    /// Returns the feature of the runtime.
    pub(super) fn feature(self) -> &'static str {
        match self {
            Framework::Axum => "axum",
            Framework::Actix => "actix",
            Framework::Tonic => "tonic",
            Framework::Other => "http",
        }
    }
}

/// The crates of web frameworks.
const FRAMEWORKS: [(&str, Framework); 9] = [
    ("axum", Framework::Axum),
    ("actix-web", Framework::Actix),
    ("tonic", Framework::Tonic),
    ("hyper", Framework::Other),
    ("poem", Framework::Other),
    ("rocket", Framework::Other),
    ("salvo", Framework::Other),
    ("tide", Framework::Other),
    ("warp", Framework::Other),
];

impl Project {
    /// Finds the project that a folder is in. Without any Cargo.toml, it is the folder itself.
    pub(super) fn find(here: &Utf8Path) -> Result<Self, Failure> {
        let git = here.ancestors().find(|folder| folder.join(".git").exists()).map(Utf8Path::to_owned);
        let has_manifest = |folder: &&Utf8Path| folder.join("Cargo.toml").is_file();
        let Some(nearest) = here.ancestors().find(has_manifest) else {
            let root = here.to_owned();
            return Ok(Project {
                root,
                manifest: None,
                is_workspace: true,
                packages: Vec::new(),
                current: None,
                git,
            });
        };
        let root = members::workspace_of(nearest).unwrap_or_else(|| nearest.to_owned());
        let manifest = fs_err::read_to_string(root.join("Cargo.toml"))?;
        let document = parse("Cargo.toml", &manifest)?;
        let is_workspace = document.contains_key("workspace");
        let mut folders = vec![Utf8PathBuf::new()];
        folders.extend(members::packages(&root, &manifest)?);
        let current = nearest.strip_prefix(&root).unwrap_or(nearest).to_owned();
        if !folders.contains(&current) {
            folders.push(current.clone());
        }
        let packages = folders.into_iter().map(|folder| Package::read(&root, folder));
        let packages: Vec<Package> = packages.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        let current = packages.iter().position(|package| package.folder == current);
        Ok(Project { root, manifest: Some(manifest), is_workspace, packages, current, git })
    }

    /// Returns the package in the project's root.
    pub(super) fn root_package(&self) -> Option<&Package> {
        self.packages.first().filter(|package| package.folder == "")
    }

    /// Returns the package that is meant if none is named: the current one, or the only one.
    pub(super) fn package(&self) -> Option<&Package> {
        let only = || self.packages.first().filter(|_| self.packages.len() == 1);
        self.current.map(|at| &self.packages[at]).or_else(only)
    }

    /// Returns `true` if the project is a program without a web framework.
    pub(super) fn is_program(&self) -> bool {
        let has_main = |package: &Package| package.roots.iter().any(|root| root.ends_with("main.rs"));
        self.packages.iter().all(|package| package.framework.is_none())
            && self.package().is_some_and(has_main)
    }

    /// Returns files with enums that derive thiserror's trait.
    pub(super) fn thiserror_files(&self) -> Vec<Utf8PathBuf> {
        if !self.packages.iter().any(|package| package.manifest.contains("thiserror")) {
            return Vec::new();
        }
        let files = WalkBuilder::new(&self.root).sort_by_file_name(Ord::cmp).build().flatten();
        let files = files.filter_map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).ok());
        let has_enum = |path: &Utf8PathBuf| {
            path.extension() == Some("rs")
                && fs_err::read_to_string(path).is_ok_and(|text| text.contains("#[error("))
        };
        let relative = |path: Utf8PathBuf| Some(path.strip_prefix(&self.root).ok()?.to_owned());
        files.filter(has_enum).filter_map(relative).take(MAX_NAMED).collect()
    }
}

impl Package {
    /// Returns the file in `src` that can declare a module.
    pub(super) fn module_root(&self) -> Option<&Utf8Path> {
        let source = self.folder.join("src");
        self.roots.iter().map(|root| &**root).find(|root| root.parent() == Some(&source))
    }

    /// Returns `true` if it can contain a generated module.
    pub(super) fn allows_module(&self) -> bool {
        self.is_recent && self.module_root().is_some()
    }

    /// Reads a package. `None` if there is none in the folder.
    fn read(root: &Utf8Path, folder: Utf8PathBuf) -> Result<Option<Self>, Failure> {
        let path = folder.join("Cargo.toml");
        let Some(manifest) = members::read_text(&root.join(&path))? else { return Ok(None) };
        let document = parse(path.as_str(), &manifest)?;
        let Some(name) = document.get("package").and_then(|it| it.get("name")).and_then(Item::as_str) else {
            return Ok(None);
        };
        let has = |name: &str| document.get("dependencies").is_some_and(|it| it.get(name).is_some());
        let framework = FRAMEWORKS.iter().find(|(name, _)| has(name)).map(|(_, framework)| *framework);
        let edition = document.get("package").and_then(|it| it.get("edition"));
        // An edition that isn't a text is inherited from the workspace.
        let is_recent =
            edition.is_some_and(|edition| edition.as_str().is_none_or(|edition| edition >= "2021"));
        let lib = document.get("lib").and_then(|lib| lib.get("path")).and_then(Item::as_str);
        let roots = [lib.unwrap_or("src/lib.rs"), "src/main.rs"].map(|file| folder.join(file));
        let roots = roots.into_iter().filter(|file| root.join(file).is_file()).collect();
        Ok(Some(Package { name: name.to_owned(), folder, framework, is_recent, roots, manifest }))
    }
}

/// Parses a Cargo.toml.
///
/// # Errors
///
/// The mistake, with its location.
pub(super) fn parse(path: &str, text: &str) -> Result<DocumentMut, Failure> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let range = error.span().unwrap_or_default();
        Failure::located(path, text, range, error.message(), "correct it; nothing was written")
    })
}
