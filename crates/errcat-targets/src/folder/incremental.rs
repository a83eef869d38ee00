//! Finds the folders of a target that contain only the output of one API, so that incremental runs can skip
//! them.

use tera::{Context, Tera};

use super::filters;
use super::manifest::Scope;
use super::plan::Plan;

/// A folder that contains a folder for each API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiFolders {
    /// The path before the API's folder: empty, or with a slash at the end.
    before: String,
    name: ApiName,
}

/// How the folder of an API is named. Different APIs have different folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ApiName {
    /// The name in the catalog, in `snake_case`.
    Same,
    /// The name in `kebab-case`.
    Kebab,
    /// The name in the catalog, with `_` after it if it is reserved.
    Identifier,
}

impl ApiFolders {
    /// Returns the path of an API's folder.
    pub(super) fn of(&self, api: &str, plan: &Plan) -> String {
        let name = match self.name {
            ApiName::Same => api.to_owned(),
            ApiName::Kebab => api.replace('_', "-"),
            ApiName::Identifier => filters::identifier(api, &plan.reserved),
        };
        [&*self.before, &name].concat()
    }
}

/// Returns the folders. `None` if an output of an API is outside of them, or if other outputs may be inside.
pub(super) fn api_folders(plan: &Plan) -> Option<Vec<ApiFolders>> {
    let mut all: Vec<ApiFolders> = Vec::new();
    for file in &plan.files {
        if file.each == Scope::Catalog {
            // The path is the same for every catalog. If it disappears, the template or a value has changed,
            // and everything is regenerated.
            constant(&file.path, plan)?;
            continue;
        }
        let folders = of_path(&file.path, plan)?;
        if !all.contains(&folders) {
            all.push(folders);
        }
    }
    // The folder of an API must not contain the folders of others.
    let is_apart = |a: &ApiFolders, b: &ApiFolders| a == b || !a.before.starts_with(&b.before);
    all.iter().all(|a| all.iter().all(|b| is_apart(a, b))).then_some(all)
}

/// Returns the folders of a path such as `src/{{ api.name }}/errors.ts`.
fn of_path(path: &str, plan: &Plan) -> Option<ApiFolders> {
    let is_api = |placeholder: &str| placeholder.split_once("}}").is_some_and(|(it, _)| it.contains("api."));
    let (at, _) = path.match_indices("{{").find(|(at, _)| is_api(&path[at + 2..]))?;
    let (name, after) = path[at + 2..].split_once("}}")?;
    let before = constant(&path[..at], plan)?;
    let name = match name.split('|').map(str::trim).collect::<Vec<_>>().as_slice() {
        ["api.name"] | ["api.name", "snake"] => ApiName::Same,
        ["api.name", "kebab"] => ApiName::Kebab,
        ["api.name", "identifier"] => ApiName::Identifier,
        _ => return None,
    };
    let is_folder = (before.is_empty() || before.ends_with('/')) && after.starts_with('/');
    is_folder.then_some(ApiFolders { before, name })
}

/// Renders a part of a path that depends only on the target's values. `None` if it depends on more.
pub(super) fn constant(path: &str, plan: &Plan) -> Option<String> {
    if !path.contains(['{', '}']) {
        return Some(path.to_owned());
    }
    let (mut tera, mut context) = (Tera::default(), Context::new());
    filters::register(&mut tera, &plan.types, &plan.reserved);
    tera.add_raw_template(path, path).ok()?;
    context.insert("values", &plan.values);
    tera.render(path, &context).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::plan::PlannedFile;
    use super::*;

    fn folders(paths: &[(Scope, &str)]) -> Option<Vec<String>> {
        let file = |(each, path): &(Scope, &str)| PlannedFile {
            file: String::new(),
            span: 0..0,
            each: *each,
            path: (*path).to_owned(),
            path_span: 0..0,
            language: None,
            once: false,
            has_errors: true,
        };
        let plan = Plan {
            output: String::new(),
            output_span: 0..0,
            files: paths.iter().map(file).collect(),
            types: BTreeMap::new(),
            comments: BTreeMap::new(),
            reserved: BTreeSet::from(["my_api".to_owned()]),
            values: BTreeMap::from([("package".to_owned(), "acme-errors".into())]),
        };
        Some(api_folders(&plan)?.iter().map(|folders| folders.of("my_api", &plan)).collect())
    }

    #[test]
    fn api_folders_contain_only_one_api() {
        let found = |paths: &[(Scope, &str)]| folders(paths).map(|found| found.join(" "));
        assert_eq!(found(&[(Scope::Api, "{{ api.name }}/codes.go")]).as_deref(), Some("my_api"));
        let two = [
            (Scope::Api, "src/{{api.name|kebab}}/a.ts"),
            (Scope::Error, "docs/{{ api.name }}/{{ error.slug }}.md"),
        ];
        assert_eq!(found(&two).as_deref(), Some("src/my-api docs/my_api"));
        assert_eq!(found(&[(Scope::Catalog, "package.json")]).as_deref(), Some(""));
        let values = [
            (Scope::Catalog, "src/{{ values.package | snake }}/types"),
            (Scope::Api, "src/{{ values.package | snake }}/{{ api.name | identifier }}/a.py"),
        ];
        assert_eq!(found(&values).as_deref(), Some("src/acme_errors/my_api_"));
        for path in [
            "{{ api.name }}.go",
            "x{{ api.name }}/a.go",
            "{{ api.name | pascal }}/a.go",
            "{% if api.owner %}a/{% endif %}{{ api.name }}/a.go",
            "{{ error.code }}/{{ api.name }}/a.go",
        ] {
            assert_eq!(found(&[(Scope::Error, path)]), None, "{path}");
        }
        assert_eq!(found(&[(Scope::Api, "{{ api.name }}/a"), (Scope::Api, "x/{{ api.name }}/a")]), None);
        assert_eq!(found(&[(Scope::Api, "{{ api.name }}/a"), (Scope::Catalog, "{{ apis.0.name }}/a")]), None);
    }
}
