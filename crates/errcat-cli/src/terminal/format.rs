//! Output formats.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// An output format. Each verb accepts the formats that it supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Markdown,
    Json,
    Github,
}

impl Format {
    /// Returns the name on the command line.
    const fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Github => "github",
        }
    }
}

/// Returns a parser that accepts the given formats.
pub(crate) fn parser(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let named = |name: String| formats.iter().copied().find(|format| format.name() == name);
    PossibleValuesParser::new(formats.iter().map(|format| format.name()))
        .map(move |name| named(name).expect("clap accepts only these names"))
}
