//! Reads which packages of a workspace depend on the generated code, and how.

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_drift::code::dependents::Dependent;
use errcat_targets::crate_name;
use serde::Deserialize;

use super::members::{packages, read_text};
use super::workspace::Workspace;

/// The part of a package's manifest that is about dependencies.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PackageManifest {
    dependencies: Dependencies,
    features: BTreeMap<String, Vec<String>>,
    workspace: WorkspaceTable,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WorkspaceTable {
    dependencies: Dependencies,
}

type Dependencies = BTreeMap<String, Dependency>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Dependency {
    Version(#[allow(dead_code)] String),
    Detailed(DetailedDependency),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DetailedDependency {
    package: Option<String>,
    features: Vec<String>,
    workspace: bool,
}

/// The generated code as packages depend on it.
struct Generated<'w> {
    /// The package with the feature `axum`: the generated crate, or the runtime of a generated module.
    package: &'w str,
    /// The folder of the package that contains the module. `None` if a crate is generated.
    module_in: Option<String>,
    /// `true` if the package enables `axum` by default.
    has_axum_by_default: bool,
}

/// Returns the packages that depend on the generated crate, or the one that contains the generated module.
///
/// # Errors
///
/// If a file can't be read.
pub(crate) fn read(workspace: &Workspace) -> io::Result<Vec<Dependent>> {
    let Workspace { root, settings } = workspace;
    let Some(text) = read_text(&root.join("Cargo.toml"))? else { return Ok(Vec::new()) };
    let of_root = parse(&text);
    let rust = &settings.targets.rust;
    let module_in = settings.targets.rust_module().map(|module| module.package);
    let has_axum_by_default = module_in.is_none() && {
        let manifest = parse(&read_text(&root.join(rust).join("Cargo.toml"))?.unwrap_or_default());
        manifest.features.get("default").is_some_and(|features| features.iter().any(|it| it == "axum"))
    };
    let package = if module_in.is_some() { "errcat" } else { crate_name(rust) };
    let generated = Generated { package, module_in, has_axum_by_default };
    let mut folders: Vec<Utf8PathBuf> = packages(root, &text)?;
    folders.insert(0, Utf8PathBuf::new());
    let mut dependents = Vec::new();
    for folder in folders {
        let Some(text) = read_text(&root.join(&folder).join("Cargo.toml"))? else { continue };
        dependents.extend(generated.dependent(&folder, &parse(&text), &of_root.workspace.dependencies));
    }
    Ok(dependents)
}

/// Parses a manifest. Cargo reports one that isn't valid.
fn parse(text: &str) -> PackageManifest {
    toml::from_str(text).unwrap_or_default()
}

impl Generated<'_> {
    fn dependent(
        &self,
        folder: &Utf8Path,
        manifest: &PackageManifest,
        inherited: &Dependencies,
    ) -> Option<Dependent> {
        if self.module_in.as_ref().is_some_and(|package| folder != package) {
            return None;
        }
        let (name, features) = find(self.package, &manifest.dependencies, inherited)?;
        let of_feature = [format!("{name}/axum"), format!("{name}?/axum")];
        let enabled = manifest.features.values().flatten();
        Some(Dependent {
            folder: folder.to_string(),
            is_renamed: self.module_in.is_none() && name.replace('-', "_") != self.package.replace('-', "_"),
            has_axum: find("axum", &manifest.dependencies, inherited).is_some(),
            enables_axum: self.has_axum_by_default
                || features.contains(&"axum")
                || enabled.into_iter().any(|feature| of_feature.contains(feature)),
            dependency: name.to_owned(),
        })
    }
}

/// Returns the name under which a manifest depends on a package, and the features that it enables.
fn find<'m>(
    package: &str,
    dependencies: &'m Dependencies,
    inherited: &'m Dependencies,
) -> Option<(&'m str, Vec<&'m str>)> {
    dependencies.iter().find_map(|(name, dependency)| {
        let mut named = name.as_str();
        let mut features = Vec::new();
        let of_workspace = inherited.get(name).filter(|_| dependency.is_inherited());
        for dependency in [Some(dependency), of_workspace].into_iter().flatten() {
            if let Dependency::Detailed(detailed) = dependency {
                named = detailed.package.as_deref().unwrap_or(named);
                features.extend(detailed.features.iter().map(String::as_str));
            }
        }
        (named == package).then_some((name.as_str(), features))
    })
}

impl Dependency {
    fn is_inherited(&self) -> bool {
        matches!(self, Dependency::Detailed(detailed) if detailed.workspace)
    }
}
