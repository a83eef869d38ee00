//! An entry to be written.

use super::yaml::Yaml;

/// An entry to be written. Empty fields are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// The code.
    pub code: String,
    /// The code that it inherits from.
    pub is: Option<String>,
    /// The Rust variant.
    pub name: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The statuses, as they are written: `404`, `4xx`, `none`. Several become a list.
    pub statuses: Vec<String>,
    /// The facts, each with its value.
    pub facts: Vec<(String, Yaml)>,
    /// The operations that return the error.
    pub operations: Vec<String>,
    /// The message, with `{param}` placeholders.
    pub message: Option<String>,
    /// The meaning.
    pub meaning: Option<String>,
    /// The causes.
    pub causes: Vec<String>,
    /// The fixes.
    pub fixes: Vec<String>,
    /// The notes.
    pub notes: Vec<String>,
    /// The severity.
    pub severity: Option<String>,
    /// The params, by name.
    pub params: Vec<(String, NewParam)>,
    /// The envelope; that of the API by default.
    pub envelope: Option<String>,
    /// The release that introduced the error.
    pub since: Option<String>,
    /// Since when and why the error is deprecated.
    pub deprecated: Option<String>,
}

/// A param of a [`NewEntry`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewParam {
    /// The type; a string by default.
    pub ty: Option<String>,
    /// The description.
    pub doc: Option<String>,
    /// `true` if an error needn't have it.
    pub is_optional: bool,
}

impl NewEntry {
    /// Returns the keys and values of the entry, in the order in which catalog/README.md lists them.
    pub fn to_yaml(&self) -> Yaml {
        let NewEntry {
            code: _,
            is,
            name,
            title,
            statuses,
            facts,
            operations,
            message,
            meaning,
            causes,
            fixes,
            notes,
            severity,
            params,
            envelope,
            since,
            deprecated,
        } = self;
        let word = |word: &Option<String>| word.clone().map(Yaml::Word);
        let text = |text: &Option<String>| text.clone().map(Yaml::Text);
        let texts = |texts: &[String]| (!texts.is_empty()).then(|| Yaml::texts(texts));
        let params: Vec<_> = params.iter().map(|(name, param)| (name.clone(), param.to_yaml())).collect();
        let values = [
            ("is", text(is)),
            ("name", text(name)),
            ("title", text(title)),
            ("status", statuses_of(statuses)),
            ("facts", (!facts.is_empty()).then(|| Yaml::ShortMap(facts.clone()))),
            ("operations", texts(operations)),
            ("message", text(message)),
            ("meaning", text(meaning)),
            ("causes", texts(causes)),
            ("fixes", texts(fixes)),
            ("notes", texts(notes)),
            ("severity", word(severity)),
            ("params", (!params.is_empty()).then_some(Yaml::Map(params))),
            ("envelope", text(envelope)),
            ("since", text(since)),
            ("deprecated", text(deprecated)),
        ];
        let pairs = values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Yaml::Map(pairs.collect())
    }
}

fn statuses_of(statuses: &[String]) -> Option<Yaml> {
    match statuses {
        [] => None,
        [status] => Some(Yaml::Word(status.clone())),
        several => Some(Yaml::ShortList(several.iter().cloned().map(Yaml::Word).collect())),
    }
}

impl NewParam {
    fn to_yaml(&self) -> Yaml {
        let NewParam { ty, doc, is_optional } = self;
        let values = [
            ("type", ty.clone().map(Yaml::Text)),
            ("doc", doc.clone().map(Yaml::Text)),
            ("optional", is_optional.then(|| Yaml::Word("true".to_owned()))),
        ];
        let pairs = values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Yaml::ShortMap(pairs.collect())
    }
}
