//! Renders findings for programs.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::location::{Location, Locator};
use super::visible;
use crate::finding::Level;
use crate::finding::Report;

/// The maximum length of the text at the location that is printed, in bytes. A finding may be about a whole
/// file.
const MAX_TEXT_BYTES: usize = 400;

/// Renders findings as a JSON array of objects with `rule`, `level` (`deny` or `warn`), `message`, `path`,
/// `line`, `column`, `end_line`, `end_column` (from 1, in characters, the end exclusive), `text` (the text at
/// the location, truncated), `label`, `related` (locations with labels) and `help`.
pub fn json(report: &Report) -> String {
    let mut locator = Locator::new(&report.sources);
    let findings = report.findings.sorted(&report.sources);
    let findings: Vec<Json> = findings
        .into_iter()
        .map(|finding| {
            let related =
                finding.related.iter().map(|(span, label)| location_json(&locator.locate(*span), label));
            let related: Vec<Json> = related.collect();
            let level = if finding.level == Level::Deny { "deny" } else { "warn" };
            let mut json = json!({ "rule": finding.rule.name, "level": level, "message": finding.message });
            let members = json.as_object_mut().expect("an object");
            if let Json::Object(location) = location_json(&locator.locate(finding.span), &finding.label) {
                members.extend(location);
            }
            members.insert("related".into(), related.into());
            members.insert("help".into(), finding.help.as_str().into());
            json
        })
        .collect();
    let text = serde_json::to_string_pretty(&findings).expect("JSON values have text keys");
    visible::json(&text) + "\n"
}

/// Renders each finding as a workflow command, which GitHub shows at the line in the diff
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>).
pub fn github(report: &Report) -> String {
    let mut locator = Locator::new(&report.sources);
    let mut text = String::new();
    for finding in report.findings.sorted(&report.sources) {
        let location = locator.locate(finding.span);
        let (path, rule) = (property(location.path), property(finding.rule.name));
        let Location { line, column, end_line, end_column, .. } = location;
        // GitHub ignores the columns of several lines, and rejects an end before the start.
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

fn location_json(location: &Location<'_>, label: &str) -> Json {
    json!({
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
        "text": excerpt(location.text),
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

/// Escapes the text of a workflow command.
pub fn data(text: &str) -> String {
    visible::lines(text).replace('%', "%25").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
