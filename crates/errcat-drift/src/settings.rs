//! Settings for the code that uses the errors.

use std::ops::Deref;

use globset::{GlobBuilder, GlobMatcher};
use regex::Regex;
use serde::Deserialize;

/// The code that uses the errors.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Code {
    /// The folders whose Rust files are read.
    pub rust: Vec<String>,
    /// Codes in the string literals of other languages.
    pub literals: Vec<Literal>,
}

impl Default for Code {
    fn default() -> Self {
        Code { rust: vec![".".into()], literals: Vec::new() }
    }
}

/// Codes of an API in string literals.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Literal {
    /// The API that defines the codes.
    pub api: String,
    /// The files that are searched.
    pub files: Glob,
    /// The pattern of a literal. Its group 1 is the code.
    pub pattern: Pattern,
}

/// A glob for paths from the root of the workspace, such as `web/**/*.ts`. `*` doesn't match `/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Glob(GlobMatcher);

impl Deref for Glob {
    type Target = GlobMatcher;

    fn deref(&self) -> &GlobMatcher {
        &self.0
    }
}

impl TryFrom<String> for Glob {
    type Error = String;

    fn try_from(glob: String) -> Result<Self, String> {
        let built = GlobBuilder::new(&glob).literal_separator(true).build();
        built.map(|glob| Glob(glob.compile_matcher())).map_err(|error| format!("`{glob}`: {}", error.kind()))
    }
}

/// A regular expression with at least one group. The first group is the code.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(Regex);

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        &self.0
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(pattern: String) -> Result<Self, String> {
        let regex = Regex::new(&pattern).map_err(|error| {
            // The other lines of the message repeat the pattern.
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default();
            format!("`{pattern}`: {}", last.strip_prefix("error: ").unwrap_or(last))
        })?;
        if regex.captures_len() < 2 {
            return Err(format!("`{pattern}` has no group: put the code in parentheses"));
        }
        Ok(Pattern(regex))
    }
}
