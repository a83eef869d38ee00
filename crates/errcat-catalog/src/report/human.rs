//! Findings for people, in the manner of rustc.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpts};
use super::place::Places;
use super::visible;
use crate::finding::Report;
use crate::finding::{self, Finding, Rule, Sources, Span};

/// The most findings of one rule that are shown. A template that changed makes every page stale, and twenty pages say as much
/// as all of them.
const MAX_SHOWN_PER_RULE: usize = 20;

/// All findings, each with its place under a caret, related places and the mend; then how many there are.
pub fn human(report: &Report, color: bool) -> String {
    let sources = &report.sources;
    let findings = report.findings.sorted(sources);
    let mut places = Places::new(sources);
    let mut text = String::new();
    let mut told: BTreeMap<&Rule, usize> = BTreeMap::new();
    for finding in &findings {
        let told = told.entry(finding.rule).or_default();
        *told += 1;
        if *told <= MAX_SHOWN_PER_RULE {
            text.push_str(&shown(finding, sources, &mut places, color));
            text.push_str("\n\n");
        }
    }
    for (rule, count) in told.into_iter().filter(|(_, count)| *count > MAX_SHOWN_PER_RULE) {
        let more = counted(count - MAX_SHOWN_PER_RULE, "more finding");
        text.push_str(&format!("{more} of the rule {}; `check --format json` tells all\n\n", rule.name));
    }
    let files: BTreeSet<_> = findings.iter().map(|finding| finding.span.file).collect();
    if !findings.is_empty() {
        let files = counted(files.len(), "file");
        text.push_str(&format!("{} in {files}; errcat explain RULE tells more\n", total(&findings)));
    }
    text
}

/// One problem in a text that isn't the catalog's, such as the settings, shown the same way.
pub fn located(
    path: &str,
    text: &str,
    range: Range<usize>,
    message: &str,
    help: &str,
    color: bool,
) -> String {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let span = Span::of(file, range);
    let problem =
        Problem { id: None, level: Level::ERROR, message, help, spans: vec![span], labels: vec![""] };
    render(&problem, &sources, &mut Places::new(&sources), color) + "\n"
}

/// What is shown: the first span is the place, the rest belongs to it; each has its label.
struct Problem<'a> {
    id: Option<&'a str>,
    level: Level<'a>,
    message: &'a str,
    help: &'a str,
    spans: Vec<Span>,
    labels: Vec<&'a str>,
}

fn shown<'a>(finding: &'a Finding, sources: &'a Sources, places: &mut Places<'a>, color: bool) -> String {
    let related = &finding.related;
    let problem = Problem {
        id: Some(finding.rule.name),
        level: if finding.level == finding::Level::Deny { Level::ERROR } else { Level::WARNING },
        message: &finding.message,
        help: &finding.help,
        spans: std::iter::once(finding.span).chain(related.iter().map(|(span, _)| *span)).collect(),
        labels: std::iter::once(&*finding.label).chain(related.iter().map(|(_, label)| &**label)).collect(),
    };
    render(&problem, sources, places, color)
}

fn render<'a>(problem: &Problem<'a>, sources: &'a Sources, places: &mut Places<'a>, color: bool) -> String {
    let excerpts = excerpts(sources, places, &problem.spans);
    let mut title = problem.level.clone().primary_title(visible::line(problem.message));
    if let Some(id) = problem.id {
        title = title.id(id);
    }
    let mut group = Group::with_title(title);
    for (index, span) in problem.spans.iter().enumerate() {
        match excerpts.iter().find(|excerpt| excerpt.marks.iter().any(|mark| mark.0 == index)) {
            // An excerpt stands where its first place would.
            Some(excerpt) if excerpt.marks.iter().all(|mark| mark.0 >= index) => {
                group = group.element(snippet(excerpt, problem));
            }
            Some(_) => {}
            None => {
                group = group.elements(bare_place(places, *span, problem.labels[index]));
            }
        }
    }
    if !problem.help.is_empty() {
        group = group.element(Level::HELP.message(visible::lines(problem.help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

fn snippet<'a>(excerpt: &'a Excerpt<'a>, problem: &Problem<'a>) -> Element<'a> {
    let annotations = excerpt.marks.iter().map(|(index, range)| {
        let kind = if *index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = problem.labels[*index];
        kind.span(range.clone()).label((!label.is_empty()).then(|| visible::line(label)))
    });
    Snippet::source(&*excerpt.text)
        .line_start(excerpt.line_start)
        .path(visible::line(excerpt.path))
        .annotations(annotations)
        .into()
}

/// A place of which no text is shown.
fn bare_place<'a>(places: &mut Places<'a>, span: Span, label: &'a str) -> Vec<Element<'a>> {
    let place = places.locate(span);
    let origin = Origin::path(visible::line(place.path)).line(place.line).char_column(place.column);
    let note = (!label.is_empty()).then(|| Level::NOTE.message(visible::line(label)).into());
    std::iter::once(origin.into()).chain(note).collect()
}

/// `3 findings`; `3 findings, 1 a warning`; `2 warnings`.
fn total(findings: &[&Finding]) -> String {
    let warnings = findings.iter().filter(|finding| finding.level != finding::Level::Deny).count();
    match warnings {
        0 => counted(findings.len(), "finding"),
        all if all == findings.len() => counted(all, "warning"),
        1 => format!("{}, 1 of them a warning", counted(findings.len(), "finding")),
        some => format!("{}, {some} of them warnings", counted(findings.len(), "finding")),
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
