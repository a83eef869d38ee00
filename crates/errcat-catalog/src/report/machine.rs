//! Findings for programs.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::place::{Place, Places};
use super::visible;
use crate::finding::Level;
use crate::finding::Report;

/// The most bytes of the offending text that are printed. A finding may be about a whole file.
const MAX_TEXT_BYTES: usize = 400;

/// An array of objects: `rule`, `level` (`deny` or `warn`), `message`, `path`, `line`, `column`, `end_line`, `end_column` (from 1, in characters,
/// the end exclusive), `text` (what stands there, the first few hundred bytes), `label`, `related` (places with their
/// labels), `help`.
pub fn json(report: &Report) -> String {
    let mut places = Places::new(&report.sources);
    let findings = report.findings.sorted(&report.sources);
    let findings: Vec<Json> = findings
        .into_iter()
        .map(|finding| {
            let related = finding.related.iter().map(|(span, label)| object(&places.locate(*span), label));
            let related: Vec<Json> = related.collect();
            let level = if finding.level == Level::Deny { "deny" } else { "warn" };
            let mut told = json!({ "rule": finding.rule.name, "level": level, "message": finding.message });
            let told_map = told.as_object_mut().expect("an object");
            if let Json::Object(place) = object(&places.locate(finding.span), &finding.label) {
                told_map.extend(place);
            }
            told_map.insert("related".into(), related.into());
            told_map.insert("help".into(), finding.help.as_str().into());
            told
        })
        .collect();
    let text = serde_json::to_string_pretty(&findings).expect("JSON values have text keys");
    visible::json(&text) + "\n"
}

/// A workflow command a line, which GitHub shows at the line of the diff
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>).
pub fn github(report: &Report) -> String {
    let mut places = Places::new(&report.sources);
    let mut text = String::new();
    for finding in report.findings.sorted(&report.sources) {
        let place = places.locate(finding.span);
        let (path, rule) = (property(place.path), property(finding.rule.name));
        let Place { line, column, end_line, end_column, .. } = place;
        // GitHub ignores columns of a place that spans lines, and refuses an end before the start.
        let columns =
            if line == end_line { format!("col={column},endColumn={end_column},") } else { String::new() };
        let message = data(&format!("{}\n{}", finding.message, finding.help));
        let command = if finding.level == Level::Deny { "error" } else { "warning" };
        writeln!(
            text,
            "::{command} file={path},line={line},endLine={end_line},{columns}title={rule}::{message}"
        )
        .expect("writing to a String");
    }
    text
}

fn object(place: &Place<'_>, label: &str) -> Json {
    json!({
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": excerpt(place.text),
        "label": label,
    })
}

fn excerpt(text: &str) -> String {
    if text.len() <= MAX_TEXT_BYTES {
        return text.to_owned();
    }
    let end = (0..=MAX_TEXT_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}…", &text[..end])
}

/// The text of a workflow command.
pub fn data(text: &str) -> String {
    visible::lines(text).replace('%', "%25").replace('\n', "%0A")
}

/// A property of a workflow command.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
