//! Checks that the version of an API rises as much as its changes require.

use errcat_catalog::finding::{Finding, Findings, Level, Rule};
use errcat_catalog::model::{Api, Catalog};

use super::{Bump, Diff, RenamedApis};

pub(crate) static VERSION_TOO_LOW: Rule = Rule {
    name: "version-too-low",
    why: "The version of an API says whether an update can break clients (https://semver.org). It rises less \
          than the changes since the base require.",
    fix: "Raise `version` in api.yaml, or take the changes back. `diff REV` lists them.",
    ..Rule::REQUIRED
};

/// Reports each version that is lower than the changes since a revision require: an error if it was changed,
/// and a warning if it is still the same, because it may rise with the next release. Versions that aren't
/// semantic, such as dates, aren't compared.
pub fn check_versions(
    old: &Catalog,
    new: &Catalog,
    (diff, renamed): (&Diff, &RenamedApis),
    revision: &str,
    findings: &mut Findings,
) {
    for api in &new.apis {
        let is_former = |old: &&Api| renamed.get(&old.name).unwrap_or(&old.name) == &api.name;
        let former = old.apis.iter().find(is_former).and_then(|old| old.version.as_deref());
        let (Some(before), Some(after), Some(place)) = (former, api.version.as_deref(), api.version_place)
        else {
            continue;
        };
        let (Some(from), Some(to)) = (Semver::parse(before), Semver::parse(after)) else { continue };
        let bump = diff.bump_of(&api.name);
        let required = from.raised(bump);
        if to.numbers >= required {
            continue;
        }
        let [major, minor, patch] = required;
        let what = match bump {
            Bump::Major => format!("changes since {revision} break clients"),
            Bump::Minor => format!("clients can use what was added since {revision}"),
            Bump::None | Bump::Patch => format!("it was higher at {revision}"),
        };
        let (level, how) = match before == after {
            true => (Level::Warn, format!("is still {before}")),
            false => (Level::Deny, format!("was {before}, and is {after}")),
        };
        let help = format!(
            "raise it to {major}.{minor}.{patch} before the next release; `diff {revision}` lists the changes"
        );
        findings.push(
            Finding::new(&VERSION_TOO_LOW, place, format!("the version {how}, but {what}"), help)
                .level(level),
        );
    }
}

/// A semantic version.
#[derive(Debug, Clone, Copy)]
struct Semver {
    numbers: [u64; 3],
    is_pre_release: bool,
}

impl Semver {
    /// Parses `2.3.0`, `v2.3`, or `2.3.0-rc.1+build`.
    fn parse(version: &str) -> Option<Self> {
        let version = version.strip_prefix('v').unwrap_or(version).split('+').next()?;
        let (release, pre_release) = version.split_once('-').unwrap_or((version, ""));
        let numbers: Vec<u64> = release.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let numbers = match numbers[..] {
            [major, minor] => [major, minor, 0],
            [major, minor, patch] => [major, minor, patch],
            _ => return None,
        };
        Some(Semver { numbers, is_pre_release: !pre_release.is_empty() })
    }

    /// Returns the numbers of the lowest version that changes require. Texts can change without a release,
    /// and a pre-release promises nothing.
    fn raised(self, bump: Bump) -> [u64; 3] {
        let [major, minor, patch] = self.numbers;
        match bump {
            Bump::None | Bump::Patch => self.numbers,
            Bump::Minor | Bump::Major if self.is_pre_release => self.numbers,
            Bump::Major if major > 0 => [major + 1, 0, 0],
            Bump::Minor if major == 0 => [major, minor, patch + 1],
            Bump::Major | Bump::Minor => [major, minor + 1, 0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Semver;
    use crate::diff::Bump;

    #[test]
    fn versions_rise_by_what_changed() {
        for (version, bump, required) in [
            ("1.2.3", Bump::Major, [2, 0, 0]),
            ("v1.2", Bump::Minor, [1, 3, 0]),
            ("1.2.3", Bump::Patch, [1, 2, 3]),
            ("0.2.3", Bump::Major, [0, 3, 0]),
            ("0.2.3", Bump::Minor, [0, 2, 4]),
            ("2.0.0-rc.1", Bump::Major, [2, 0, 0]),
            ("2.0.0+build-1", Bump::Major, [3, 0, 0]),
        ] {
            let raised = Semver::parse(version).expect(version).raised(bump);
            assert_eq!(raised, required, "{version}");
        }
        for other in ["2024-01-15", "2024", "1.2.3.4", "latest", "1.x", ""] {
            assert!(Semver::parse(other).is_none(), "{other}");
        }
    }
}
