//! Plans the files that `init` writes, without writing any.

mod missing;

use std::collections::BTreeMap;

use camino::Utf8Path;
use errcat_targets::dependency;
use errcat_targets::settings::{RuntimeSource, Settings};

use super::layout::{Form, Layout};
use super::manifest::Manifest;
use super::project::{Framework, Package, Project};
use super::{module, starter, workflows};
use crate::authoring::AuthoredFile;
use crate::reading::members::is_listed;
use crate::reading::workspace::{self, Workspace};
use crate::terminal::failure::Failure;

/// The files to be written.
pub(super) struct Plan {
    /// The workspace as it will be.
    pub(super) workspace: Workspace,
    /// The new files of the catalog.
    pub(super) catalog: Vec<AuthoredFile>,
    /// New files that aren't in the catalog.
    pub(super) created: Vec<AuthoredFile>,
    /// Changes of files that exist, and the root's Cargo.toml. The paths are those of packages' manifests.
    manifests: BTreeMap<String, Manifest>,
    /// The file that declares the module, as it will be. `None` if there is no module, or if it has to be
    /// declared by hand.
    declaration: Option<AuthoredFile>,
    /// Steps that have to be done by hand.
    pub(super) by_hand: Vec<String>,
    /// Messages about files that exist already.
    pub(super) notes: Vec<String>,
    /// `true` if the generated crate contains the test, so that its manifest needs a dependency.
    has_test_in_crate: bool,
}

impl Plan {
    /// Plans the files of a layout. `has_workflows` asks for those of GitHub.
    pub(super) fn new(project: &Project, layout: &Layout<'_>, has_workflows: bool) -> Result<Self, Failure> {
        let mut manifests = Manifests::new(project, &layout.rust());
        manifests.root()?.add_settings(
            match project.is_workspace {
                true => &["workspace", "metadata", "errcat"],
                false => &["package", "metadata", "errcat"],
            },
            &settings(project, layout),
        )?;
        let workspace = workspace::planned(&project.root, &manifests.root()?.text())?;
        let mut plan = Plan::empty(workspace);
        if !layout.has_catalog {
            plan.catalog = starter::catalog(project, layout);
        }
        if let Some(folder) = &layout.templates {
            plan.created.push(starter::templates(folder));
        }
        match &layout.form {
            Form::Module { package, root, name } => {
                plan.use_module(project, package, root, name, &mut manifests)?;
            }
            Form::Crates { rust, .. } => plan.use_crates(project, rust, &mut manifests)?,
        }
        if let Some(git) = project.git.as_deref().filter(|_| has_workflows) {
            plan.add_workflows(project, git);
        }
        if project.manifest.is_none() && project.git.is_some() && !project.root.join(".gitignore").exists() {
            plan.created.push(AuthoredFile { path: ".gitignore".to_owned(), bytes: b"/target\n".to_vec() });
        }
        if let RuntimeSource::Path(folder) = plan.runtime() {
            let note = format!(
                "errcat was installed from {folder}, so the dependencies are folders there, which other machines don't have"
            );
            plan.notes.push(note);
        }
        plan.manifests = manifests.changed;
        Ok(plan)
    }

    fn empty(workspace: Workspace) -> Self {
        Plan {
            workspace,
            catalog: Vec::new(),
            created: Vec::new(),
            manifests: BTreeMap::new(),
            declaration: None,
            by_hand: Vec::new(),
            notes: Vec::new(),
            has_test_in_crate: false,
        }
    }

    /// Lets a package use the errors as a module of its own.
    fn use_module(
        &mut self,
        project: &Project,
        package: &Package,
        root: &Utf8Path,
        name: &str,
        manifests: &mut Manifests<'_>,
    ) -> Result<(), Failure> {
        self.declare(project, root, name)?;
        if !self.depend_on_runtime(package, manifests)? {
            let features = features(package).join("`, `");
            self.by_hand.push(format!("enable the features `{features}` of `errcat` in its Cargo.toml"));
        }
        self.add_test(package.folder.as_str(), manifests.of(package)?)
    }

    /// Declares the module in a file.
    fn declare(&mut self, project: &Project, root: &Utf8Path, name: &str) -> Result<(), Failure> {
        let is_library = root.file_name() != Some("main.rs");
        let text = fs_err::read_to_string(project.root.join(root))?;
        match module::declare(&text, name, is_library) {
            Some(text) => {
                self.declaration = Some(AuthoredFile { path: root.to_string(), bytes: text.into_bytes() });
            }
            None => {
                self.by_hand.push(format!("add `mod {name};` to {root}, which can't be edited here"));
            }
        }
        Ok(())
    }

    /// Lets a package depend on the runtime. Returns `false` if it does already.
    fn depend_on_runtime(&self, package: &Package, manifests: &mut Manifests<'_>) -> Result<bool, Failure> {
        let line = dependency::runtime(self.runtime(), "errcat", package.folder.as_str());
        manifests.of(package)?.add_dependency("dependencies", &line, &features(package))
    }

    /// Lets packages use the generated crate, and adds it to the workspace.
    fn use_crates(
        &mut self,
        project: &Project,
        rust: &str,
        manifests: &mut Manifests<'_>,
    ) -> Result<(), Failure> {
        let is_dependency = self.depend_on_crate(project, rust, manifests)?;
        if project.is_workspace {
            let manifest = manifests.root()?;
            if !is_dependency && !is_listed(&manifest.text(), rust.as_ref()) {
                manifest.add_member(rust)?;
            }
        }
        // The root's package is built and tested by default, so it has the test.
        match project.root_package() {
            Some(package) => self.add_test("", manifests.of(package)?),
            None => {
                self.created.push(starter::test(rust));
                self.has_test_in_crate = true;
                Ok(())
            }
        }
    }

    /// Lets packages depend on the generated crate: those with a web framework, or else the one that is
    /// meant. Returns `true` if the package in the root is one of them: its dependencies are members.
    fn depend_on_crate(
        &mut self,
        project: &Project,
        rust: &str,
        manifests: &mut Manifests<'_>,
    ) -> Result<bool, Failure> {
        let name = errcat_targets::crate_name(rust);
        let mut users: Vec<&Package> =
            project.packages.iter().filter(|package| package.framework.is_some()).collect();
        if users.is_empty() {
            users.extend(project.package().or(project.root_package()));
        }
        users.retain(|package| !self.is_generated(package));
        for package in &users {
            let path = serde_json::Value::from(dependency::relative(package.folder.as_str(), rust));
            let line = format!("{name} = {{ path = {path} }}");
            manifests.of(package)?.add_dependency("dependencies", &line, &features(package))?;
        }
        if users.is_empty() {
            let path = format!("{{ path = \"…/{rust}\", features = [\"derive\"] }}");
            self.by_hand.push(format!("in packages that use the errors, add the dependency {name} = {path}"));
        }
        Ok(users.iter().any(|package| package.folder == ""))
    }

    /// Returns `true` if a package is one of the generated crates.
    fn is_generated(&self, package: &Package) -> bool {
        let Settings { rust, derive, .. } = &self.workspace.settings.targets;
        package.folder == *rust || package.folder == *derive
    }

    fn add_test(&mut self, folder: &str, manifest: &mut Manifest) -> Result<(), Failure> {
        let line = dependency::runtime(self.runtime(), "errcat-test", folder);
        manifest.add_dependency("dev-dependencies", &line, &[])?;
        self.created.push(starter::test(folder));
        Ok(())
    }

    fn add_workflows(&mut self, project: &Project, git: &Utf8Path) {
        for file in workflows::files(&project.root, git, &self.workspace.settings.targets) {
            let known = fs_err::read(project.root.join(&file.path));
            match known {
                Ok(bytes) if bytes != file.bytes => {
                    self.notes.push(format!("{} exists, so it stays as it is", file.path));
                }
                _ => self.created.push(file),
            }
        }
    }

    fn runtime(&self) -> &RuntimeSource {
        &self.workspace.settings.targets.runtime
    }

    /// Adds the generated crate's manifest, if the crate contains the test. `scaffold` is the text that `gen`
    /// would write.
    pub(super) fn add_crate_manifest(&mut self, scaffold: &str) -> Result<(), Failure> {
        let Settings { rust, runtime, .. } = &self.workspace.settings.targets;
        let mut manifest = Manifest::parse(format!("{rust}/Cargo.toml"), scaffold)?;
        manifest.add_dependency(
            "dev-dependencies",
            &dependency::runtime(runtime, "errcat-test", rust),
            &[],
        )?;
        self.created.push(AuthoredFile { path: manifest.path().to_owned(), bytes: manifest.text().into() });
        Ok(())
    }

    /// Returns `true` if [`Plan::add_crate_manifest`] is needed.
    pub(super) fn needs_crate_manifest(&self) -> bool {
        self.has_test_in_crate
    }

    /// Returns the files that are changed. One of them is the root's Cargo.toml if there is none yet.
    pub(super) fn edited(&self) -> Vec<AuthoredFile> {
        let manifest = |manifest: &Manifest| AuthoredFile {
            path: manifest.path().to_owned(),
            bytes: manifest.text().into_bytes(),
        };
        let changed = self.manifests.values().filter(|manifest| manifest.is_changed());
        changed.map(manifest).chain(self.declaration.clone()).collect()
    }

    /// Returns all files in the order in which they are renamed. After the settings, `gen` can finish what an
    /// interrupted run left.
    pub(super) fn files(&self) -> Vec<AuthoredFile> {
        let (tests, others): (Vec<_>, Vec<_>) = self.created.iter().cloned().partition(needs_settings);
        self.catalog.iter().cloned().chain(others).chain(self.edited()).chain(tests).collect()
    }
}

/// Returns `true` if a new file is of no use before the manifests are changed.
fn needs_settings(file: &AuthoredFile) -> bool {
    file.path.ends_with(starter::TEST) || file.path.ends_with("/Cargo.toml")
}

/// The manifests of a project.
struct Manifests<'p> {
    project: &'p Project,
    /// The text of the root's manifest, if the project has none.
    new: String,
    /// By folder.
    changed: BTreeMap<String, Manifest>,
}

impl<'p> Manifests<'p> {
    fn new(project: &'p Project, rust: &str) -> Self {
        let new = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{rust}\"]\n");
        Manifests { project, new, changed: BTreeMap::new() }
    }

    fn root(&mut self) -> Result<&mut Manifest, Failure> {
        let text = self.project.manifest.as_deref().unwrap_or(&self.new);
        edited(&mut self.changed, "", text)
    }

    fn of(&mut self, package: &Package) -> Result<&mut Manifest, Failure> {
        edited(&mut self.changed, package.folder.as_str(), &package.manifest)
    }
}

/// Returns the features that a package needs.
fn features(package: &Package) -> Vec<&'static str> {
    ["derive"].into_iter().chain(package.framework.map(Framework::feature)).collect()
}

/// Returns the manifest in a folder, which is parsed if it hasn't been yet.
fn edited<'m>(
    manifests: &'m mut BTreeMap<String, Manifest>,
    folder: &str,
    text: &str,
) -> Result<&'m mut Manifest, Failure> {
    if !manifests.contains_key(folder) {
        let path = Utf8Path::new(folder).join("Cargo.toml").into_string();
        manifests.insert(folder.to_owned(), Manifest::parse(path, text)?);
    }
    Ok(manifests.get_mut(folder).expect("it was added"))
}

/// Returns the settings that differ from the defaults, and the title.
fn settings(project: &Project, layout: &Layout<'_>) -> Vec<(&'static str, String)> {
    let defaults = Settings::default();
    let mut settings = Vec::new();
    if !layout.has_catalog {
        settings.push(("title", layout.title(project.is_program())));
    }
    let mut add = |key: &'static str, value: &str, default: &str| {
        if value != default {
            settings.push((key, value.to_owned()));
        }
    };
    add("catalog", &layout.catalog, &defaults.catalog);
    add("templates", layout.templates.as_deref().unwrap_or(&defaults.templates), &defaults.templates);
    add("rust", &layout.rust(), &defaults.rust);
    if let Form::Crates { derive, .. } = &layout.form {
        add("derive", derive, &defaults.derive);
    }
    settings
}
