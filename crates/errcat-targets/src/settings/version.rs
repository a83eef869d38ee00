//! Versions of the site.

use std::cmp::Reverse;
use std::str::FromStr;

use serde::Deserialize;

/// The maximum length of a version's name, in bytes.
const MAX_NAME_BYTES: usize = 64;

/// The name of a version of the site, such as `2.3`: a folder next to the site's APIs. Their names start with
/// a letter, so it starts with a digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct DocsVersion(String);

/// The versions of the site that are on the disk, except for the one that is generated.
#[derive(Debug, Clone, Default)]
pub struct OtherVersions {
    /// The versions with a folder of their own.
    pub versions: Vec<DocsVersion>,
    /// `true` if there is a site without a version, and another one is generated.
    pub has_current: bool,
}

impl DocsVersion {
    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Sorts versions, the latest first: numbers by their value, and `2.3-rc.1` before `2.3`.
    pub fn sort(versions: &mut [DocsVersion]) {
        versions.sort_by_cached_key(|version| Reverse(version.sort_key()));
    }

    /// Returns the numbers and words of the name. A name is later than a longer one that continues with `-`.
    fn sort_key(&self) -> (Vec<Part>, bool, Vec<Part>) {
        let (release, pre_release) = self.0.split_once('-').unwrap_or((&self.0, ""));
        (parts(release), pre_release.is_empty(), parts(pre_release))
    }
}

/// A part of a version's name. Words come before numbers, as in semver's `1.0.rc` and `1.0.1`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Word(String),
    Number(u64),
}

fn parts(name: &str) -> Vec<Part> {
    let part = |part: &str| part.parse().map_or_else(|_| Part::Word(part.to_owned()), Part::Number);
    name.split(['.', '-', '_']).map(part).collect()
}

impl FromStr for DocsVersion {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let is_folder = name.starts_with(|c: char| c.is_ascii_digit())
            && name.len() <= MAX_NAME_BYTES
            && name.chars().all(is_plain)
            && !name.ends_with('.')
            && !name.ends_with(".html");
        match is_folder {
            true => Ok(DocsVersion(name.to_owned())),
            false => Err(format!("`{name}` isn't a version, such as 2.3, 2.3-rc.1 or 2026-01-31")),
        }
    }
}

impl TryFrom<String> for DocsVersion {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::DocsVersion;

    #[test]
    fn versions_are_folders() {
        for valid in ["2", "2.3", "2.3-rc.1", "2026-01-31", "1.x"] {
            assert!(valid.parse::<DocsVersion>().is_ok(), "{valid}");
        }
        let long = "1".repeat(65);
        for invalid in ["", "..", "../1", "1/2", "1\\2", "v1", "next", ".1", "1.", "1 0", "404.html", &long] {
            assert!(invalid.parse::<DocsVersion>().is_err(), "{invalid}");
        }
    }

    #[test]
    fn latest_version_is_first() {
        let names = ["1.9", "2.3-rc.2", "10.0", "2.3", "2.3-rc.10", "2.3.1"];
        let mut versions = names.map(|name| name.parse::<DocsVersion>().expect("a version"));
        DocsVersion::sort(&mut versions);
        let names: Vec<&str> = versions.iter().map(DocsVersion::as_str).collect();
        assert_eq!(names, ["10.0", "2.3.1", "2.3", "2.3-rc.10", "2.3-rc.2", "1.9"]);
    }
}
