//! Plans what is missing in a project in which errcat is set up: a dependency, the declaration of the module,
//! the test, a workflow. What exists stays as it is.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::dependency;
use errcat_targets::settings::RustModule;

use super::super::project::{Package, Project};
use super::super::{starter, workflows};
use super::{Manifests, Plan, edited};
use crate::reading::dependents;
use crate::reading::members::{self, read_text};
use crate::reading::modules::declares_module;
use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

impl Plan {
    /// Plans what is missing. `has_workflows` asks for those of GitHub too.
    pub(in super::super) fn of_missing(
        project: &Project,
        workspace: Workspace,
        has_workflows: bool,
    ) -> Result<Self, Failure> {
        let settings = &workspace.settings.targets;
        let (rust, module) = (settings.rust.clone(), settings.rust_module());
        let mut manifests = Manifests::new(project, &rust);
        let mut plan = Plan::empty(workspace);
        match module {
            Some(module) => plan.complete_module(project, &module, &mut manifests)?,
            None => plan.complete_crates(project, &rust, &mut manifests)?,
        }
        if let Some(git) = project.git.as_deref().filter(|_| has_workflows) {
            plan.add_missing_workflows(project, git)?;
        }
        plan.manifests = manifests.changed;
        Ok(plan)
    }

    fn complete_module(
        &mut self,
        project: &Project,
        module: &RustModule,
        manifests: &mut Manifests<'_>,
    ) -> Result<(), Failure> {
        // `check` reports a module that isn't in a package.
        let Some(package) = project.packages.iter().find(|it| it.folder == module.package) else {
            return Ok(());
        };
        let rust = Utf8PathBuf::from(&self.workspace.settings.targets.rust);
        let root = package.module_root().zip(rust.file_name());
        if let Some((root, name)) = root.filter(|(root, name)| root.with_file_name(name) == rust)
            && !is_declared(project, package, name)?
        {
            self.declare(project, root, name)?;
        }
        self.depend_on_runtime(package, manifests)?;
        self.complete_test(project, &module.package, &package.manifest, manifests)
    }

    fn complete_crates(
        &mut self,
        project: &Project,
        rust: &str,
        manifests: &mut Manifests<'_>,
    ) -> Result<(), Failure> {
        let has_dependents = !dependents::read(&self.workspace)?.is_empty();
        let is_dependency = !has_dependents
            && project.packages.iter().any(|package| !self.is_generated(package))
            && self.depend_on_crate(project, rust, manifests)?;
        if !is_dependency && members::unlisted_crate(&project.root.join(rust)).is_some() {
            manifests.root()?.add_member(rust)?;
        }
        match project.root_package() {
            Some(package) => self.complete_test(project, "", &package.manifest, manifests),
            // `gen` creates the crate, and then there is a place for the test.
            None => match read_text(&project.root.join(rust).join("Cargo.toml"))? {
                Some(text) => self.complete_test(project, rust, &text, manifests),
                None => Ok(()),
            },
        }
    }

    /// Adds the test to a package if no package has one, and the dependency that it needs.
    fn complete_test(
        &mut self,
        project: &Project,
        folder: &str,
        manifest: &str,
        manifests: &mut Manifests<'_>,
    ) -> Result<(), Failure> {
        if !has_test(project, folder)? {
            self.created.push(starter::test(folder));
        } else if !project.root.join(folder).join(starter::TEST).is_file() {
            return Ok(());
        }
        let line = dependency::runtime(self.runtime(), "errcat-test", folder);
        edited(&mut manifests.changed, folder, manifest)?.add_dependency("dev-dependencies", &line, &[])?;
        Ok(())
    }

    fn add_missing_workflows(&mut self, project: &Project, git: &Utf8Path) -> Result<(), Failure> {
        let texts = texts_in(&git.join(".github/workflows"))?;
        for file in workflows::files(&project.root, git, &self.workspace.settings.targets) {
            let command = workflows::command(&file.path);
            if !project.root.join(&file.path).exists() && !texts.iter().any(|text| text.contains(command)) {
                self.created.push(file);
            }
        }
        Ok(())
    }
}

/// Returns `true` if a file of a crate's root declares the module.
fn is_declared(project: &Project, package: &Package, name: &str) -> io::Result<bool> {
    for root in &package.roots {
        if declares_module(&read_text(&project.root.join(root))?.unwrap_or_default(), name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns `true` if a test in one of the packages, or in a folder, checks that everything is in sync.
fn has_test(project: &Project, folder: &str) -> io::Result<bool> {
    let packages = project.packages.iter().map(|package| &*package.folder).chain([folder.as_ref()]);
    for package in packages {
        for tests in ["tests", "src"] {
            let texts = texts_in(&project.root.join(package).join(tests))?;
            if texts.iter().any(|text| text.contains("assert_in_sync")) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Returns the texts of the files in a folder. Empty if there is no such folder.
fn texts_in(folder: &Utf8Path) -> io::Result<Vec<String>> {
    let Ok(entries) = folder.read_dir_utf8() else { return Ok(Vec::new()) };
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    files.filter_map(|entry| read_text(entry.path()).transpose()).collect()
}
