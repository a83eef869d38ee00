//! Which paths a target may write to: those that are inside its folder, and a file of the same name, on every system.

use errcat_catalog::names;

/// The longest name of a file or folder, in bytes.
const MAX_NAME_BYTES: usize = 255;
/// The longest path, in bytes. Windows ends at 260, the workspace's own path included.
const MAX_PATH_BYTES: usize = 240;

/// Returns why a file can't have a path, as the rest of a sentence that starts with the path.
pub(super) fn objection(path: &str) -> Option<&'static str> {
    let names: Vec<&str> = path.split('/').collect();
    if path.is_empty() {
        return Some("is empty");
    }
    if path.len() > MAX_PATH_BYTES {
        return Some("is longer than 240 bytes");
    }
    let (_, folders) = names.split_last().expect("a path has a last name");
    if folders.iter().any(|folder| is_foreign(folder)) {
        return Some("is in a folder that belongs to another tool");
    }
    names.into_iter().find_map(objection_to_name)
}

/// Returns why a folder can't be a target's output, as the rest of a sentence.
pub(super) fn objection_to_folder(path: &str) -> Option<&'static str> {
    objection(path).or_else(|| path.split('/').any(is_foreign).then_some("belongs to another tool"))
}

fn objection_to_name(name: &str) -> Option<&'static str> {
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

/// Folders that tools fill, or read settings from.
fn is_foreign(folder: &str) -> bool {
    folder.starts_with('.') && !folder.trim_start_matches('.').is_empty()
        || folder.eq_ignore_ascii_case("node_modules")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_inside_and_the_same_everywhere() {
        for path in ["codes.go", "kakunin/codes.go", ".npmignore", "a.b/c-d_e.é", "kakunin/.gitignore"] {
            assert_eq!(objection(path), None, "{path}");
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
            assert!(objection(path).is_some(), "{path}");
        }
        assert!(objection(&"a/".repeat(200)).is_some() && objection(&"a".repeat(256)).is_some());
        assert!(objection_to_folder(".github").is_some() && objection_to_folder("clients/go").is_none());
    }
}
