//! Renders examples of code for a terminal, with the mark below its line.

use errcat_catalog::model::CodeExample;
use errcat_catalog::report::{self, visible};

use super::prose::plain;

/// Renders examples, each with its code that fails and its code that works.
pub(super) fn examples(examples: &[CodeExample]) -> String {
    examples.iter().map(example).collect::<Vec<_>>().join("\n")
}

fn example(example: &CodeExample) -> String {
    let CodeExample { title, doc, language: _, fails, mark, works } = example;
    let mut text = String::new();
    for line in title.iter().map(|title| visible::line(title)) {
        text.push_str(&format!("  {line}\n"));
    }
    text.extend(doc.iter().map(|doc| plain(doc, 2)));
    let label = |label: &str, code: String| format!("  {label}:\n{}", indented(&code));
    text.push_str(&label("Fails", report::code(fails, mark.clone())));
    text.extend(works.iter().map(|works| label("Works", report::code(works, None))));
    text
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}
