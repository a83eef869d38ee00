//! Explanations of codes: what an error means, why it happens, and how to fix it.
//!
//! With the feature `terminal`, they make `mytool explain CODE` three lines:
//!
//! ```
//! # #[cfg(feature = "terminal")] mod example {
//! # use errcat::Entry;
//! # static ENTRY: Entry = Entry { code: "E0123", title: "No such file", ..Entry::EMPTY };
//! # struct Code;
//! # impl std::str::FromStr for Code {
//! #     type Err = errcat::UnknownCode;
//! #     fn from_str(_: &str) -> Result<Self, Self::Err> { Ok(Code) }
//! # }
//! # impl Code { fn entry(self) -> &'static Entry { &ENTRY } }
//! fn explain(code: &str) -> Result<(), Box<dyn std::error::Error>> {
//!     let code: Code = code.parse()?;
//!     errcat::explain(code.entry()).print()?;
//!     Ok(())
//! }
//! # }
//! ```
//!
//! Explanations only contain what the public docs contain: no text for logs, no security notes, no sources.

use std::fmt::Write as _;

#[cfg(feature = "terminal")]
pub use self::prose::{item, plain};
use crate::retry::{Backoff, RetryAfter};
use crate::{CatalogError, Entry, Retry};

#[cfg(feature = "terminal")]
mod prose;
#[cfg(feature = "terminal")]
mod text;

/// Explains a code. Texts contain the names of params in braces.
pub fn explain(entry: &'static Entry) -> Explanation {
    let shown = |texts: &[&str]| texts.iter().map(|text| crate::prose::shown(text)).collect();
    Explanation {
        entry,
        message: entry.message.template(entry.params).to_string(),
        causes: shown(entry.causes),
        fixes: shown(entry.fixes),
    }
}

/// An explanation of a code, or of an error with its values.
#[derive(Debug, Clone)]
pub struct Explanation {
    entry: &'static Entry,
    message: String,
    /// Markdown, like the fixes.
    causes: Vec<String>,
    fixes: Vec<String>,
}

/// A part of an explanation, in Markdown.
enum Part {
    Paragraph(String),
    Facts(Vec<(&'static str, String)>),
    Section(&'static str, Vec<String>),
    List(&'static str, Vec<String>),
}

impl Explanation {
    /// Explains an error, with its values in the message, the causes and the fixes.
    pub fn of(error: &dyn CatalogError) -> Self {
        let entry = error.entry();
        let mut message = String::new();
        error.params(&mut |values| message = entry.message.for_clients(entry.params, values).to_string());
        Self { entry, message, causes: error.causes(), fixes: error.fixes() }
    }

    /// Renders Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n", literal(&self.heading()));
        for part in self.parts() {
            text.push('\n');
            let _ = match part {
                Part::Paragraph(markdown) => writeln!(text, "{markdown}"),
                Part::Facts(facts) => facts
                    .iter()
                    .try_for_each(|(name, fact)| writeln!(text, "- **{name}**: {}", literal(fact))),
                Part::Section(title, paragraphs) => {
                    writeln!(text, "## {title}\n\n{}", paragraphs.join("\n\n"))
                }
                Part::List(title, items) => {
                    let items: String = items.iter().map(|text| format!("- {text}\n")).collect();
                    write!(text, "## {title}\n\n{items}")
                }
            };
        }
        text
    }

    fn heading(&self) -> String {
        let (id, title) = (self.entry.id(), self.entry.title);
        if title.is_empty() { id.to_owned() } else { format!("{id}: {title}") }
    }

    /// Returns the parts that have a text.
    fn parts(&self) -> Vec<Part> {
        let entry = self.entry;
        let paragraph = |text: &str| (!text.is_empty()).then(|| Part::Paragraph(text.to_owned()));
        let section = |title, texts: Vec<String>| (!texts.is_empty()).then_some(Part::Section(title, texts));
        let list = |title, texts: &[String]| (!texts.is_empty()).then(|| Part::List(title, texts.to_vec()));
        let message = if self.message == entry.title { "" } else { &self.message };
        let meaning = Some(entry.meaning.to_owned()).filter(|text| !text.is_empty());
        let facts = facts(entry);
        [
            paragraph(&literal(message)),
            paragraph(entry.answer),
            (!facts.is_empty()).then_some(Part::Facts(facts)),
            section("Meaning", meaning.into_iter().collect()),
            list("Causes", &self.causes),
            list("Fixes", &self.fixes),
            section("Notes", entry.notes.iter().map(|&note| note.to_owned()).collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let joined = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(", "));
    let range = entry.status_range.map(|range| range.as_str().to_owned());
    let statuses = entry.statuses.iter().map(u16::to_string).chain(range).collect();
    let constants = entry.facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect();
    let facts = [
        ("Retired", text(entry.retired)),
        ("Deprecated", text(entry.deprecated)),
        ("Use instead", text(entry.successor)),
        ("Status", joined(statuses)),
        ("Facts", joined(constants)),
        ("Retry", retry_sentence(entry.retry)),
        ("Formerly", joined(entry.aliases.iter().map(|&alias| alias.to_owned()).collect())),
        ("Docs", text(entry.docs_url)),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}

fn retry_sentence(retry: Retry) -> Option<String> {
    let policy = match retry {
        Retry::Unspecified => return None,
        Retry::Never => return Some("no: the same request fails again".to_owned()),
        Retry::Later(policy) => policy,
    };
    let after = policy.after.map(|after| match after {
        RetryAfter::Header(header) => format!("after the time in {header}"),
        RetryAfter::Delay(delay) => format!("after {delay:?}"),
    });
    let backoff = policy.backoff.map(|backoff| match backoff {
        Backoff::Constant => "constant backoff".to_owned(),
        Backoff::Exponential => "exponential backoff".to_owned(),
    });
    let jitter = policy.jitter.then(|| "with jitter".to_owned());
    let attempts = policy.attempts.map(|attempts| format!("at most {attempts} attempts"));
    let idempotent = policy.idempotent_only.then(|| "only idempotent requests".to_owned());
    let parts: Vec<String> = [after, backoff, jitter, attempts, idempotent].into_iter().flatten().collect();
    Some(if parts.is_empty() { "yes".to_owned() } else { parts.join(", ") })
}

/// Returns a text without characters that control a terminal. Values of errors may contain them.
pub(crate) fn visible(text: &str) -> String {
    text.replace(crate::prose::breaks_line, " ")
}

/// Returns a text as Markdown that renders it unchanged, on one line.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~') {
            literal.push('\\');
        }
        literal.push(c);
    }
    literal
}

#[cfg(all(test, feature = "terminal"))]
mod tests;
