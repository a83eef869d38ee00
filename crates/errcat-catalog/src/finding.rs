//! Findings: violations of rules, with their location and a fix.

use std::collections::HashMap;

pub use crate::rule::{Level, Rule};
pub use crate::span::{FileId, SourceFile, Sources, Span, Spanned, offset};

/// A violation of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The level, [`Level::Warn`] or [`Level::Deny`].
    pub level: Level,
    /// The problem: a phrase without a full stop, in lower case unless it starts with a name.
    pub message: String,
    /// The location.
    pub span: Span,
    /// A few words about the location; may be empty.
    pub label: String,
    /// Related locations, each with a few words.
    pub related: Vec<(Span, String)>,
    /// How to fix it, in the imperative.
    pub help: String,
}

impl Finding {
    /// Creates a finding of [`Level::Deny`].
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Finding {
            rule,
            level: Level::Deny,
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            help: help.into(),
        }
    }

    /// Sets the level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Sets the label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a related location.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// The maximum number of findings that are kept for each rule and level. A file of 64 MiB could have
/// millions, which would take gigabytes of memory.
pub const MAX_FINDINGS: usize = 10_000;

/// The findings of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Findings {
    all: Vec<Finding>,
    counts: HashMap<(&'static Rule, Level), usize>,
}

impl Findings {
    /// Adds a finding. After [`MAX_FINDINGS`] of a rule and level, one more finding reports that the others
    /// are dropped.
    pub fn push(&mut self, mut finding: Finding) {
        let count = self.counts.entry((finding.rule, finding.level)).or_default();
        *count += 1;
        if *count > MAX_FINDINGS + 1 {
            return;
        }
        if *count > MAX_FINDINGS {
            finding.message =
                format!("over {MAX_FINDINGS} findings of this rule: this one and the others aren't shown");
            finding.help = "fix those that are shown, then run it again".to_owned();
            finding.label.clear();
            finding.related.clear();
        }
        self.all.push(finding);
    }

    /// Adds all other findings.
    pub fn extend(&mut self, others: Findings) {
        others.all.into_iter().for_each(|finding| self.push(finding));
    }

    /// Keeps only the findings for which `is_kept` returns `true`.
    pub fn retain(&mut self, is_kept: impl Fn(&Finding) -> bool) {
        self.all.retain(is_kept);
    }

    /// Returns `true` if there are no findings.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns `true` if any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|finding| finding.level == Level::Deny)
    }

    /// Returns the number of findings.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns the findings, sorted by path, location and rule, without duplicates.
    pub fn sorted(&self, sources: &Sources) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.all.iter().collect();
        findings.sort_by(|a, b| {
            let key = |finding: &&Finding| (finding.span.start, finding.span.end, finding.rule);
            let path = |finding: &Finding| &sources.file(finding.span.file).path;
            path(a).cmp(path(b)).then(key(a).cmp(&key(b))).then(a.message.cmp(&b.message))
        });
        findings.dedup();
        findings
    }
}

/// Findings, and the texts in which they are.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The findings.
    pub findings: Findings,
    /// The texts.
    pub sources: Sources,
}

impl Report {
    /// Adds the findings of another report, and the files in which they are.
    pub fn merge(&mut self, other: Report) {
        let Report { findings, sources } = other;
        let known = |all: &Sources, file: &SourceFile| {
            all.find(&file.path).filter(|known| all.file(*known).text == file.text)
        };
        let add = |file: SourceFile| {
            known(&self.sources, &file).unwrap_or_else(|| self.sources.add(file.path, file.text))
        };
        let files: Vec<FileId> = sources.into_files().map(add).collect();
        let moved = |span: Span| Span { file: files[span.file.0 as usize], ..span };
        for mut finding in findings.all {
            finding.span = moved(finding.span);
            finding.related.iter_mut().for_each(|(span, _)| *span = moved(*span));
            self.findings.push(finding);
        }
    }

    /// Creates a report with one finding in a file that isn't part of the catalog, such as a template.
    pub fn of(
        rule: &'static Rule,
        path: &str,
        text: &str,
        place: std::ops::Range<usize>,
        message: &str,
        help: &str,
    ) -> Self {
        let mut report = Report::default();
        let file = report.sources.add(path, text);
        let span = Span::of(file, place);
        report.findings.push(Finding::new(rule, span, message, help));
        report
    }
}
