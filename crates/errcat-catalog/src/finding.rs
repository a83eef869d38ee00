//! Findings: what a rule found, where, and how to fix it.

use std::collections::HashMap;

pub use crate::rule::{Level, Rule};
pub use crate::span::{FileId, SourceFile, Sources, Span, Spanned, offset};

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static Rule,
    /// [`Level::Warn`] or [`Level::Deny`].
    pub level: Level,
    /// What is wrong, in one sentence without a full stop, in lower case unless it starts with a name.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What stands there, a few words under the caret; may be empty.
    pub label: String,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Span, String)>,
    /// How to mend it, in the imperative.
    pub help: String,
}

impl Finding {
    /// A finding at a place, with its mend.
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

    /// With another level than that of an error.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With a few words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With another place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// The most findings of a rule and level that a run keeps: more than anybody mends before the next run. A file of 64 MiB has
/// room for millions, which would take gigabytes.
pub const MAX_FINDINGS: usize = 10_000;

/// The findings of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Findings {
    all: Vec<Finding>,
    counts: HashMap<(&'static Rule, Level), usize>,
}

impl Findings {
    /// Adds a finding. The one after [`MAX_FINDINGS`] of a rule says so, at its place; those after it are dropped.
    pub fn push(&mut self, mut finding: Finding) {
        let count = self.counts.entry((finding.rule, finding.level)).or_default();
        *count += 1;
        if *count > MAX_FINDINGS + 1 {
            return;
        }
        if *count > MAX_FINDINGS {
            finding.message =
                format!("over {MAX_FINDINGS} findings of this rule: this and others aren't told");
            finding.help = "mend those that are told, and run it again".to_owned();
            finding.label.clear();
            finding.related.clear();
        }
        self.all.push(finding);
    }

    /// Adds all of another's findings.
    pub fn extend(&mut self, others: Findings) {
        others.all.into_iter().for_each(|finding| self.push(finding));
    }

    /// Keeps those of which something holds.
    pub fn retain(&mut self, holds: impl Fn(&Finding) -> bool) {
        self.all.retain(holds);
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether one of them is an error, and not only a warning.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|finding| finding.level == Level::Deny)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The findings, sorted by path, place and rule, each once.
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

/// What was found, and the texts to show it in.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// At least one finding.
    pub findings: Findings,
    /// The input's texts.
    pub sources: Sources,
}

impl Report {
    /// Adds the findings of another report, with the files they are in.
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

    /// A report of one finding in a file of its own, for what isn't the catalog's: a template, a file in the way.
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
