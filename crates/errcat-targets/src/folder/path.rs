//! Checks output paths: they have to be inside the target's folder, and mean the same file on every system.

use errcat_catalog::names;

/// The maximum length of a name, in bytes.
const MAX_NAME_BYTES: usize = 255;
/// The maximum length of a path, in bytes. On Windows, the limit is 260, including the workspace's own path.
const MAX_PATH_BYTES: usize = 240;

/// Returns why a path is rejected, as the rest of a sentence that starts with the path. `None` if it is
/// valid.
pub(super) fn rejection(path: &str) -> Option<&'static str> {
    let names: Vec<&str> = path.split('/').collect();
    if path.is_empty() {
        return Some("is empty");
    }
    if path.len() > MAX_PATH_BYTES {
        return Some("is longer than 240 bytes");
    }
    let (_, folders) = names.split_last().expect("a path has a last name");
    if folders.iter().any(|folder| belongs_to_tool(folder)) {
        return Some("is in a folder that belongs to another tool");
    }
    names.into_iter().find_map(name_rejection)
}

/// Returns why an output folder is rejected, as the rest of a sentence. `None` if it is valid.
pub(super) fn folder_rejection(path: &str) -> Option<&'static str> {
    rejection(path).or_else(|| path.split('/').any(belongs_to_tool).then_some("belongs to another tool"))
}

fn name_rejection(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("is absolute, or has an empty part");
    }
    if name == "." || name == ".." {
        return Some("has a part `.` or `..`");
    }
    if name.len() > MAX_NAME_BYTES {
        return Some("has a part that is longer than 255 bytes");
    }
    if name.chars().any(char::is_control) {
        return Some("has a control character");
    }
    if name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) {
        return Some("has a character that Windows doesn't allow in names");
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some("has a part that ends in a dot or a space, or starts with a space");
    }
    if names::is_device(name) {
        return Some("has a part that Windows keeps for a device");
    }
    (name.eq_ignore_ascii_case(".git") || name.starts_with(".errcat-")).then_some("belongs to another tool")
}

/// Returns `true` for folders that other tools write to, or read settings from.
fn belongs_to_tool(folder: &str) -> bool {
    folder.starts_with('.') && !folder.trim_start_matches('.').is_empty()
        || folder.eq_ignore_ascii_case("node_modules")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_paths_are_inside_and_portable() {
        for path in ["codes.go", "kakunin/codes.go", ".npmignore", "a.b/c-d_e.é", "kakunin/.gitignore"] {
            assert_eq!(rejection(path), None, "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "..",
            "a/../b",
            "./a",
            "a//b",
            "a/",
            "C:/a",
            "a\\b",
            "a\nb",
            "a\0b",
            "NUL",
            "a/con.go",
            "a./b",
            "a /b",
            " a",
            "a?",
            ".git",
            ".GIT/config",
            ".github/workflows/a.yml",
            "node_modules/a.js",
            ".errcat-1.tmp",
        ] {
            assert!(rejection(path).is_some(), "{path}");
        }
        assert!(rejection(&"a/".repeat(200)).is_some() && rejection(&"a".repeat(256)).is_some());
        assert!(folder_rejection(".github").is_some() && folder_rejection("clients/go").is_none());
    }
}
