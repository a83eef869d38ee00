//! Finds the folders of a target that contain only the output of one API, so that incremental runs can skip
//! them.

use super::manifest::Scope;
use super::plan::PlannedFile;

/// A folder that contains a folder for each API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiFolders {
    /// The path before the API's folder: empty, or with a slash at the end.
    before: String,
    /// `true` if the folder has the API's name in `kebab-case`.
    kebab: bool,
}

impl ApiFolders {
    /// Returns the path of an API's folder. API names are in `snake_case`.
    pub(super) fn of(&self, api: &str) -> String {
        let name = if self.kebab { api.replace('_', "-") } else { api.to_owned() };
        [&*self.before, &name].concat()
    }
}

/// Returns the folders. `None` if an output of an API is outside of them, or if other outputs may be inside.
pub(super) fn api_folders(files: &[PlannedFile]) -> Option<Vec<ApiFolders>> {
    let mut all: Vec<ApiFolders> = Vec::new();
    for file in files {
        if file.each == Scope::Catalog {
            // The path is constant. If it disappears, the template has changed, and everything is
            // regenerated.
            if file.path.contains(['{', '}']) {
                return None;
            }
            continue;
        }
        let folders = of_path(&file.path)?;
        if !all.contains(&folders) {
            all.push(folders);
        }
    }
    // The folder of an API must not contain the folders of others.
    let is_apart = |a: &ApiFolders, b: &ApiFolders| a == b || !a.before.starts_with(&b.before);
    all.iter().all(|a| all.iter().all(|b| is_apart(a, b))).then_some(all)
}

/// Returns the folders of a path such as `src/{{ api.name }}/errors.ts`.
fn of_path(path: &str) -> Option<ApiFolders> {
    let (before, rest) = path.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    let is_folder = (before.is_empty() || before.ends_with('/')) && after.starts_with('/');
    let is_constant = !before.contains(['{', '}']);
    let kebab = match name.split('|').map(str::trim).collect::<Vec<_>>().as_slice() {
        ["api.name"] | ["api.name", "snake"] => false,
        ["api.name", "kebab"] => true,
        _ => return None,
    };
    (is_folder && is_constant).then(|| ApiFolders { before: before.to_owned(), kebab })
}

#[cfg(test)]
mod tests {
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
        };
        let files: Vec<_> = paths.iter().map(file).collect();
        Some(api_folders(&files)?.iter().map(|folders| folders.of("my_api")).collect())
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
