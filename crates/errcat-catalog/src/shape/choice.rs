//! The macro `choice!`, which defines an enum by its words, and its helpers.

use super::wrong_type;
use crate::finding::{Finding, Findings};
use crate::suggest::{nearest_of_few, quoted};
use crate::yaml::{Kind, Node, WRONG_TYPE};

/// Defines an enum of several words, with its [`Shape`] and [`Choice`](super::Choice). With `for`, implements
/// the traits for an enum of the crate `errcat`.
macro_rules! choice {
    (
        $(#[doc = $about:literal])*
        pub enum $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $doc])* $variant,)* }

        choice! { for $name { $($variant = $word,)* } }
    };
    (for $name:ident { $($variant:ident = $word:literal,)* }) => {
        impl $crate::shape::Choice for $name {
            fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }

        impl $crate::shape::Shape for $name {
            fn read(node: &$crate::yaml::Node, findings: &mut $crate::finding::Findings) -> Option<Self> {
                let words = [$($word),*];
                match &node.kind {
                    $($crate::yaml::Kind::Scalar { text, .. } if text == $word => Some($name::$variant),)*
                    kind => $crate::shape::unknown_word(node, kind, &words, findings),
                }
            }

            fn schema(_: &mut $crate::shape::Definitions) -> serde_json::Value {
                serde_json::json!({ "enum": [$($word),*] })
            }
        }
    };
}

pub(crate) use choice;

/// Reports a word that isn't one of the expected ones. Returns `None`.
pub fn unknown_word<T>(node: &Node, kind: &Kind, words: &[&str], findings: &mut Findings) -> Option<T> {
    let expected = one_of(words);
    let nearest = match kind {
        Kind::Scalar { text, .. } => nearest_of_few(text, words.iter().copied()),
        _ => None,
    };
    let help = nearest.map_or_else(|| format!("write {expected}"), |word| format!("write `{word}`"));
    if let Kind::Scalar { text, .. } = kind
        && !text.is_empty()
    {
        let message = format!("expected {expected}, found {}", quoted(text));
        findings.push(Finding::new(&WRONG_TYPE, node.span, message, help).label("unknown word"));
        return None;
    }
    wrong_type(node, &expected, &help, findings)
}

/// Joins words: `a`, `b` or `c`. Only single words are put in backticks.
fn one_of(words: &[&str]) -> String {
    let word = |word: &&str| if word.contains(' ') { (*word).to_owned() } else { format!("`{word}`") };
    match words {
        [first @ .., last] if !first.is_empty() => {
            format!("{} or {}", first.iter().map(word).collect::<Vec<_>>().join(", "), word(last))
        }
        _ => words.iter().map(word).collect(),
    }
}
