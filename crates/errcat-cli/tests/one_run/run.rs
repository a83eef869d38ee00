//! Checks inputs with every lint.

use std::ops::Range;

use errcat_catalog::lint_levels::LintLevels;
use errcat_catalog::{InputFile, Inputs, read};

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) path: String,
    pub(crate) place: Range<usize>,
}

impl Found {
    pub(crate) fn is_inside(&self, path: &str, place: &Range<usize>) -> bool {
        self.path == path && place.start <= self.place.start && self.place.end <= place.end
    }
}

/// Returns the findings of a catalog, with all lints except those on which everything differs from real
/// catalogs.
pub(crate) fn check(files: &[InputFile]) -> Vec<Found> {
    let lints: LintLevels = serde_json::from_str(r#"{ "all": "deny" }"#).expect("levels");
    let (findings, sources) = match read(&Inputs { lints: &lints, ..Inputs::of(files) }) {
        Ok(checked) => (checked.warnings, checked.sources),
        Err(report) => (report.findings, report.sources),
    };
    let found = |finding: &errcat_catalog::finding::Finding| Found {
        rule: finding.rule.name.to_owned(),
        message: finding.message.clone(),
        path: sources.file(finding.span.file).path.clone(),
        place: finding.span.start as usize..finding.span.end as usize,
    };
    findings.sorted(&sources).into_iter().map(found).collect()
}
