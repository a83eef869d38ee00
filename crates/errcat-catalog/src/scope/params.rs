//! Resolves the params of entries: their own, inherited ones, and those of headers.

use std::collections::HashMap;

use errcat::Audience;

use super::headers::fills;
use super::{MAX_HEADERS, MAX_PARAMS, Scope};
use crate::finding::Span;
use crate::model::ParamType;
use crate::raw::{RawHeader, RawParam, RawUnit};
use crate::shape::{Data, Word};
use crate::template;
use crate::value;

/// A param of an entry.
#[derive(Clone, Copy)]
pub struct Param<'a> {
    /// The name.
    pub name: &'a str,
    /// The location of its declaration.
    pub place: Span,
    /// The declaration.
    pub origin: Origin<'a>,
}

/// The declaration of a param.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum Origin<'a> {
    Declared(&'a RawParam),
    Header(&'a RawHeader),
}

impl Origin<'_> {
    /// Returns the type, the unit, and the example if there is one.
    pub fn value(&self) -> (Option<&Word>, Option<RawUnit>, Option<&Data>) {
        match self {
            Origin::Declared(raw) => (raw.r#type.as_ref(), raw.unit, raw.example.as_ref()),
            Origin::Header(raw) => (raw.r#type.as_ref(), raw.unit, Some(&raw.example)),
        }
    }
}

impl Param<'_> {
    /// Returns the type; `None` if it isn't one.
    pub fn ty(&self) -> Option<ParamType> {
        match self.origin {
            Origin::Declared(raw) => value::declared_type(self.name, raw),
            Origin::Header(raw) => value::param_type(raw.r#type.as_ref(), raw.unit),
        }
    }

    /// Returns `true` if the value may be absent.
    pub fn is_optional(&self) -> bool {
        match self.origin {
            Origin::Declared(raw) => raw.optional.as_ref().is_some_and(|flag| flag.value),
            Origin::Header(_) => false,
        }
    }

    /// Returns `true` if clients can read the value from its text, in a message for example.
    pub fn is_read_from_text(&self) -> bool {
        let (word, ..) = self.origin.value();
        // Nearly all params have a single value.
        let is_single = word.is_none_or(|word| value::item_word(&word.value) == word.value);
        is_single || self.ty().is_none_or(|ty| ty.is_read_from_text())
    }

    /// Returns the audience that may see the value.
    pub fn audience(&self) -> Audience {
        match self.origin {
            Origin::Declared(raw) => raw.audience.unwrap_or(Audience::Public),
            Origin::Header(_) => Audience::Public,
        }
    }
}

impl<'a> Scope<'a> {
    pub(super) fn params(&self, index: usize) -> Vec<Param<'a>> {
        let mut params: Vec<Param<'a>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for link in self.entries[index].chain.iter().rev() {
            let raw = self.entries[*link].raw;
            let of_headers = self.header_indices(&raw.headers.0).filter_map(|header| {
                let header = self.header(header).1;
                let param = header.param.as_ref()?;
                Some(Param { name: &param.value, place: param.span, origin: Origin::Header(header) })
            });
            for param in of_headers.take(MAX_HEADERS) {
                known.entry(param.name).or_insert_with(|| {
                    params.push(param);
                    params.len() - 1
                });
            }
            for (name, declared) in raw.params.0.iter().take(MAX_PARAMS + 1) {
                let param = Param { name: &name.value, place: name.span, origin: Origin::Declared(declared) };
                match known.get(name.value.as_str()) {
                    Some(at) => params[*at] = param,
                    None => {
                        known.insert(&name.value, params.len());
                        params.push(param);
                    }
                }
            }
        }
        params.truncate(MAX_PARAMS + 1);
        params
    }

    /// Returns `true` if an entry has a param of this name.
    pub fn has_param(&self, index: usize, name: &str) -> bool {
        self.entries[index].params.iter().any(|param| param.name == name)
    }

    /// Returns `true` if `{params}` in the body contains a param: if it has `wire`, or if nothing else
    /// contains it in a form that clients can read.
    pub fn in_body(&self, index: usize, param: &Param<'_>, slots: &[&str]) -> bool {
        let Origin::Declared(raw) = param.origin else { return false };
        if param.audience() != Audience::Public || !slots.contains(&"params") {
            return false;
        }
        let in_message = || {
            let message = self.message(index).map_or("", |text| text.value.as_str());
            template::placeholders(message).any(|name| name == param.name)
        };
        let in_header = || self.headers(index).any(|(_, _, header)| fills(header, param.name));
        if !param.is_read_from_text() {
            let is_data = |(_, envelope)| value::is_data_slot(envelope, param.name);
            return raw.wire.is_some() || !self.envelope(index).is_some_and(is_data);
        }
        raw.wire.is_some() || !(slots.contains(&param.name) || in_message() || in_header())
    }
}
