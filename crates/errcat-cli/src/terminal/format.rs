//! The formats of results.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A format of a result. Each verb accepts those that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Markdown,
    Json,
    Github,
}

impl Format {
    /// The word on the command line.
    const fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Github => "github",
        }
    }
}

/// Parses one of some formats.
pub(crate) fn parser(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let named = |name: String| formats.iter().copied().find(|format| format.name() == name);
    PossibleValuesParser::new(formats.iter().map(|format| format.name()))
        .map(move |name| named(name).expect("clap accepts only these names"))
}
