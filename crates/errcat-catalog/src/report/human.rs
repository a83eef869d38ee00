//! Renders findings for people, in the style of rustc.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpts};
use super::location::Locator;
use super::visible;
use crate::finding::Report;
use crate::finding::{self, Finding, Rule, Sources, Span};

/// The maximum number of findings of a rule that are shown. For example, a change of a template makes every
/// page stale, and twenty of them are enough to see that.
const MAX_SHOWN_PER_RULE: usize = 20;

/// Renders all findings, each with its location, related locations and help, and then their number.
pub fn human(report: &Report, color: bool) -> String {
    let sources = &report.sources;
    let findings = report.findings.sorted(sources);
    let mut locator = Locator::new(sources);
    let mut text = String::new();
    let mut counts: BTreeMap<&Rule, usize> = BTreeMap::new();
    for finding in &findings {
        let count = counts.entry(finding.rule).or_default();
        *count += 1;
        if *count <= MAX_SHOWN_PER_RULE {
            text.push_str(&render_finding(finding, sources, &mut locator, color));
            text.push_str("\n\n");
        }
    }
    for (rule, count) in counts.into_iter().filter(|(_, count)| *count > MAX_SHOWN_PER_RULE) {
        let more = counted(count - MAX_SHOWN_PER_RULE, "more finding");
        text.push_str(&format!("{more} of the rule {}; `check --format json` prints all\n\n", rule.name));
    }
    let files: BTreeSet<_> = findings.iter().map(|finding| finding.span.file).collect();
    if !findings.is_empty() {
        let files = counted(files.len(), "file");
        text.push_str(&format!("{} in {files}\n", total(&findings)));
    }
    text
}

/// Renders a problem in another text, such as the settings, in the same style.
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
    render(&problem, &sources, &mut Locator::new(&sources), color) + "\n"
}

/// Renders code with line numbers. A marked range, in bytes, is underlined.
pub fn code(text: &str, mark: Option<Range<usize>>) -> String {
    let shown = |text: &str| text.split('\n').map(visible::in_place).collect::<Vec<_>>().join("\n");
    let mark = mark.map(|mark| shown(&text[..mark.start]).len()..shown(&text[..mark.end]).len());
    let snippet = Snippet::source(shown(text))
        .fold(false)
        .annotations(mark.map(|mark| AnnotationKind::Primary.span(mark)));
    let group = Group::with_level(Level::ERROR).element(snippet);
    Renderer::plain().decor_style(DecorStyle::Ascii).render(&[group])
}

/// A problem to render. The first span is its location, the others are related; each has a label.
struct Problem<'a> {
    id: Option<&'a str>,
    level: Level<'a>,
    message: &'a str,
    help: &'a str,
    spans: Vec<Span>,
    labels: Vec<&'a str>,
}

fn render_finding<'a>(
    finding: &'a Finding,
    sources: &'a Sources,
    locator: &mut Locator<'a>,
    color: bool,
) -> String {
    let related = &finding.related;
    let problem = Problem {
        id: Some(finding.rule.name),
        level: if finding.level == finding::Level::Deny { Level::ERROR } else { Level::WARNING },
        message: &finding.message,
        help: &finding.help,
        spans: std::iter::once(finding.span).chain(related.iter().map(|(span, _)| *span)).collect(),
        labels: std::iter::once(&*finding.label).chain(related.iter().map(|(_, label)| &**label)).collect(),
    };
    render(&problem, sources, locator, color)
}

fn render<'a>(problem: &Problem<'a>, sources: &'a Sources, locator: &mut Locator<'a>, color: bool) -> String {
    let excerpts = excerpts(sources, locator, &problem.spans);
    let mut title = problem.level.clone().primary_title(visible::line(problem.message));
    if let Some(id) = problem.id {
        title = title.id(id);
    }
    let mut group = Group::with_title(title);
    for (index, span) in problem.spans.iter().enumerate() {
        match excerpts.iter().find(|excerpt| excerpt.marks.iter().any(|mark| mark.0 == index)) {
            // An excerpt with several locations is shown at the first of them.
            Some(excerpt) if excerpt.marks.iter().all(|mark| mark.0 >= index) => {
                group = group.element(snippet(excerpt, problem));
            }
            Some(_) => {}
            None => {
                group = group.elements(bare_location(locator, *span, problem.labels[index]));
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

/// Renders a location without an excerpt.
fn bare_location<'a>(locator: &mut Locator<'a>, span: Span, label: &'a str) -> Vec<Element<'a>> {
    let location = locator.locate(span);
    let origin = Origin::path(visible::line(location.path)).line(location.line).char_column(location.column);
    let note = (!label.is_empty()).then(|| Level::NOTE.message(visible::line(label)).into());
    std::iter::once(origin.into()).chain(note).collect()
}

/// Renders the total: `3 findings`, `3 findings, 1 of them a warning` or `2 warnings`.
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
