//! Chooses the names and folders of a new catalog and of what is generated from it.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::names::in_words;
use errcat_catalog::report::visible;

use super::module;
use super::project::{Package, Project};
use crate::reading::members::is_excluded;
use crate::terminal::failure::Failure;
use crate::verbs::names::{check_api_name, name_of};

/// The names and folders. Paths start at the root of the project.
pub(super) struct Layout<'p> {
    /// The name of the API, or of the first one of a catalog that exists.
    pub(super) api: String,
    /// The name of its table, or of the first one.
    pub(super) table: String,
    pub(super) catalog: String,
    /// `true` if the catalog exists, for example from `import`.
    pub(super) has_catalog: bool,
    /// The folder of templates, if the usual one is taken.
    pub(super) templates: Option<String>,
    pub(super) form: Form<'p>,
    /// Messages about names and folders that are taken.
    pub(super) notes: Vec<String>,
}

/// The form of generated Rust.
pub(super) enum Form<'p> {
    /// A module of a package.
    Module {
        package: &'p Package,
        /// The file that declares the module.
        root: &'p Utf8Path,
        /// The name of the module.
        name: String,
    },
    /// Crates of their own.
    Crates { rust: String, derive: String },
}

/// The form that the options ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Requested {
    Module,
    Crates,
    /// A module in a single package that allows one, or else crates.
    Usual,
}

/// Names of modules, the usual one first.
const MODULES: [&str; 3] = ["errors", "api_errors", "catalog_errors"];

impl<'p> Layout<'p> {
    pub(super) fn choose(
        project: &'p Project,
        api: Option<&str>,
        requested: Requested,
    ) -> Result<Self, Failure> {
        let mut notes = Vec::new();
        let existing = existing_table(&project.root.join("catalog"));
        let has_catalog = existing.is_some();
        let (api, table) = match (existing, api) {
            (None, api) => (api_name(project, api)?, new_table(project).to_owned()),
            (Some(existing), None) => existing,
            (Some(_), Some(api)) => {
                let message =
                    format!("there is a catalog already, so `{}` isn't the first API", visible::line(api));
                return Err(Failure::new(message, "leave out --api; every folder in `catalog` is an API"));
            }
        };
        let exists = |folder: &str| project.root.join(folder).symlink_metadata().is_ok();
        let mut catalogs = ["catalog", "errors/catalog", "errors/errcat/catalog"].into_iter();
        // `import` or a run that was interrupted has written this one.
        let is_own = |folder: &str| exists(&format!("{folder}/{api}/api.yaml"));
        let catalog = catalogs.find(|folder| !exists(folder) || is_own(folder)).ok_or_else(all_taken)?;
        let mut templates = ["templates", "errors/templates", "errors/errcat/templates"].into_iter();
        let is_own = |folder: &str| folder != "templates" && exists(&format!("{folder}/README.md"));
        let templates = templates.find(|folder| !exists(folder) || is_own(folder)).ok_or_else(all_taken)?;
        if catalog != "catalog" {
            notes.push(format!("`catalog` is taken, so the catalog is `{catalog}`"));
        }
        if templates != "templates" {
            notes.push(format!("`templates` is taken, so templates for errcat go to `{templates}`"));
        }
        let form = match requested {
            Requested::Module => module(project, &mut notes)?,
            Requested::Usual
                if !project.is_workspace && project.package().is_some_and(Package::allows_module) =>
            {
                module(project, &mut notes)?
            }
            Requested::Crates | Requested::Usual => crates(project, &api, &mut notes)?,
        };
        let templates = Some(templates.to_owned()).filter(|folder| folder != "templates");
        Ok(Layout { api, table, catalog: catalog.to_owned(), has_catalog, templates, form, notes })
    }

    /// Returns the folder of the generated Rust.
    pub(super) fn rust(&self) -> String {
        match &self.form {
            Form::Module { root, name, .. } => root.with_file_name(name).to_string(),
            Form::Crates { rust, .. } => rust.clone(),
        }
    }

    /// Returns the title of the API, which YAML can't read as anything but text.
    pub(super) fn title(&self, is_program: bool) -> String {
        format!("{} {}", in_words(&self.api), if is_program { "errors" } else { "API" })
    }
}

/// Returns the name of the table of a new API.
fn new_table(project: &Project) -> &'static str {
    if project.is_program() { "commands" } else { "requests" }
}

/// Returns the first table of a catalog, and its API. `None` if the folder is no catalog.
fn existing_table(catalog: &Utf8Path) -> Option<(String, String)> {
    // Other files of this name, such as OpenAPI descriptions, have no title at their first level.
    let is_api = |path: &Utf8Path| {
        let text = fs_err::read_to_string(path.join("api.yaml"));
        text.is_ok_and(|text| text.lines().any(|line| line.starts_with("title:")))
    };
    let api = sorted_entries(catalog).into_iter().find(|path| is_api(path))?;
    let is_table =
        |path: &Utf8PathBuf| path.extension() == Some("yaml") && path.file_name() != Some("api.yaml");
    let table = sorted_entries(&api).into_iter().find(is_table)?;
    Some((api.file_name()?.to_owned(), table.file_stem()?.to_owned()))
}

fn sorted_entries(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path().to_owned()).collect();
    paths.sort();
    paths
}

/// Returns the name of the API: that of the package, or else that of the folder.
fn api_name(project: &Project, requested: Option<&str>) -> Result<String, Failure> {
    if let Some(name) = requested {
        return check_api_name(name);
    }
    let package = project.current.map(|at| &project.packages[at]).or(project.root_package());
    let words = package.map_or_else(|| project.root.file_name().unwrap_or_default(), |it| &it.name);
    Ok(name_of(words, "app"))
}

/// Chooses a module of a package.
fn module<'p>(project: &'p Project, notes: &mut Vec<String>) -> Result<Form<'p>, Failure> {
    let package = project.package().ok_or_else(|| {
        let help = "run it in the folder of the package that will contain the module, or without --module";
        Failure::new("there are several packages, or none", help)
    })?;
    let root = package.module_root().ok_or_else(|| {
        let message = format!("{} has neither `src/lib.rs` nor `src/main.rs`", visible::line(&package.name));
        Failure::new(message, "generate a crate instead: --crate")
    })?;
    let text = fs_err::read_to_string(project.root.join(root))?;
    let is_free = |name: &&str| {
        let path = project.root.join(root.with_file_name(name));
        let file = path.with_extension("rs");
        !path.exists() && !file.exists() && !module::is_defined(&text, name)
    };
    let name = MODULES.into_iter().find(is_free).ok_or_else(|| {
        let help = "rename one of them, or generate a crate instead: --crate";
        Failure::new(format!("{root} has modules named {}", MODULES.join(", ")), help)
    })?;
    if name != MODULES[0] {
        notes.push(format!("the module `{}` is taken, so the new one is `{name}`", MODULES[0]));
    }
    Ok(Form::Module { package, root, name: name.to_owned() })
}

/// Chooses folders of crates.
fn crates<'p>(project: &Project, api: &str, notes: &mut Vec<String>) -> Result<Form<'p>, Failure> {
    let own = format!("{}-errors", api.replace('_', "-"));
    let names = ["api-errors", &own, "errcat-errors"];
    let is_free = |folder: &String| {
        let path = project.root.join(folder);
        let is_name_taken = |package: &Package| Utf8Path::new(folder).file_name() == Some(&package.name);
        let manifest = project.manifest.as_deref().unwrap_or_default();
        let is_below_file = path.ancestors().any(|above| above.is_file());
        !path.exists()
            && !is_below_file
            && !is_excluded(manifest, folder.as_ref())
            && !project.packages.iter().any(is_name_taken)
    };
    let mut folders = ["crates", "errors"].iter().flat_map(|parent| names.map(|it| format!("{parent}/{it}")));
    let is_pair_free = |rust: &String| is_free(rust) && is_free(&format!("{rust}-derive"));
    let rust = folders.find(is_pair_free).ok_or_else(all_taken)?;
    let usual = "crates/api-errors";
    if rust != usual {
        notes.push(format!("`{usual}` is taken or excluded, so the crate is `{rust}`"));
    }
    Ok(Form::Crates { derive: format!("{rust}-derive"), rust })
}

fn all_taken() -> Failure {
    Failure::new(
        "all folders that errcat would use are taken",
        "create `catalog/NAME/api.yaml` and the settings by hand: README.md lists them",
    )
}
