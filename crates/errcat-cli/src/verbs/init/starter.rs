//! The first files: a catalog with three errors and a guide, and a test.

use camino::Utf8Path;
use errcat_catalog::names::in_words;

use super::layout::Layout;
use super::project::Project;
use crate::authoring::AuthoredFile;

/// The test that everything is in sync, in the folder of a package.
pub(super) const TEST: &str = "tests/errors_in_sync.rs";

/// Returns the files of a new catalog, in the order in which they are written.
pub(super) fn catalog(project: &Project, layout: &Layout<'_>) -> Vec<AuthoredFile> {
    let Layout { api, table, catalog, .. } = layout;
    let is_program = project.is_program();
    let (facts, definitions, errors, guide) = match is_program {
        true => (
            include_str!("starter/program_facts.yaml"),
            "",
            include_str!("starter/program.yaml"),
            include_str!("starter/program_guide.md"),
        ),
        false => (
            "",
            include_str!("starter/service_definitions.yaml"),
            include_str!("starter/service.yaml"),
            include_str!("starter/service_guide.md"),
        ),
    };
    let fill = |text: &str| {
        text.replace("{title}", &layout.title(is_program))
            .replace("{words}", &in_words(api))
            .replace("{facts}", facts)
            .replace("{envelope}", if is_program { "none" } else { "http" })
            .replace("{definitions}", definitions)
            .into_bytes()
    };
    let file = |name: &str, text| AuthoredFile { path: format!("{catalog}/{api}/{name}"), bytes: text };
    // In this order, a table shows that nothing is missing after an interrupted run.
    vec![
        file("api.yaml", fill(include_str!("starter/api.yaml"))),
        file("guides/handling_errors.md", guide.into()),
        file(&format!("{table}.yaml"), fill(errors)),
    ]
}

/// Returns the test, in the folder of a package.
pub(super) fn test(package: &str) -> AuthoredFile {
    let path = Utf8Path::new(package).join(TEST).into_string();
    AuthoredFile { path, bytes: include_bytes!("starter/in_sync.rs").to_vec() }
}

/// Returns a file for the folder of templates, because git doesn't keep empty folders.
pub(super) fn templates(folder: &str) -> AuthoredFile {
    let bytes = include_bytes!("starter/templates.md").to_vec();
    AuthoredFile { path: format!("{folder}/README.md"), bytes }
}
