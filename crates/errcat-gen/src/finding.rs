//! Findings: what a rule has to say, where, and how to mend it.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::rules::Rule;

/// A file of the input, by its place in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A place: a range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A value and the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The input's files: paths and texts, for showing findings.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One file of the input.
#[derive(Debug)]
pub struct SourceFile {
    /// From the workspace's root, with `/`.
    pub path: String,
    /// Its text; empty where it isn't text.
    pub text: String,
    /// The byte at which each line begins, once somebody has asked.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(_, next)| next)).collect()
        })
    }
}

impl Sources {
    /// Adds a file.
    ///
    /// # Panics
    ///
    /// With more than `u32::MAX` files.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(SourceFile { path: path.into(), text: text.into(), line_starts: OnceLock::new() });
        id
    }

    /// The file of a path, if it is among them.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|file| file.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// The file behind an id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The text at a place; empty where the place lies outside the text.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Line and column, both from 1, the column in characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let file = self.file(span.file);
        let (text, line_starts) = (&file.text, file.line_starts());
        let line = line_starts.partition_point(|start| *start <= span.start);
        let (start, at) = (line_starts[line - 1] as usize, (span.start as usize).min(text.len()));
        let column = String::from_utf8_lossy(&text.as_bytes()[start.min(at)..at]).chars().count() + 1;
        (line, column)
    }
}

/// What becomes of what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing: it isn't told.
    Allow,
    /// It is told, and that is all.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// As it is written in settings and catalogs.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
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
    pub fn new(rule: Rule, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
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
    counts: HashMap<(Rule, Level), usize>,
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

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
