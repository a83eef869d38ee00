//! Choices of the runtime as the catalog's words: the runtime doesn't implement serde's traits for them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::shape::Choice;

pub(super) fn serialize<S: Serializer>(value: &impl Words, serializer: S) -> Result<S::Ok, S::Error> {
    value.words().serialize(serializer)
}

pub(super) fn deserialize<'d, T: Words, D: Deserializer<'d>>(deserializer: D) -> Result<T, D::Error> {
    let words = Vec::<&str>::deserialize(deserializer)?;
    T::from_words(&words).ok_or_else(|| D::Error::custom("another word"))
}

/// A choice, or several.
pub(super) trait Words: Sized {
    fn words(&self) -> Vec<&'static str>;
    fn from_words(words: &[&str]) -> Option<Self>;
}

impl<T: Choice + Copy> Words for T {
    fn words(&self) -> Vec<&'static str> {
        vec![self.word()]
    }

    fn from_words(words: &[&str]) -> Option<Self> {
        let [word] = words else { return None };
        T::from_word(word)
    }
}

impl<T: Choice + Copy> Words for Option<T> {
    fn words(&self) -> Vec<&'static str> {
        self.iter().map(|choice| choice.word()).collect()
    }

    fn from_words(words: &[&str]) -> Option<Self> {
        match words {
            [] => Some(None),
            [word] => T::from_word(word).map(Some),
            _ => None,
        }
    }
}

impl<T: Choice + Copy> Words for Vec<T> {
    fn words(&self) -> Vec<&'static str> {
        self.iter().map(|choice| choice.word()).collect()
    }

    fn from_words(words: &[&str]) -> Option<Self> {
        words.iter().map(|word| T::from_word(word)).collect()
    }
}
