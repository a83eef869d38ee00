//! Reads the params of an error from its response.

use std::time::SystemTime;

use super::known::Known;
use super::message;
use super::shape::{WireValue, pointer};
use crate::difference::{Difference, Path, record, type_in_words};
use crate::values::is_sent;
use crate::{Header, Headers, Node, OwnedValue, Param, ParamType, Slot};

impl Known<'_> {
    /// Returns the values of the entry's params. A value that can't be read is absent, and recorded. Params
    /// that aren't public belong to the server, so values for them are ignored.
    pub(super) fn params(
        &self,
        headers: &(impl Headers + ?Sized),
        now: &dyn Fn() -> SystemTime,
        differences: &mut Vec<Difference>,
    ) -> Vec<OwnedValue> {
        if !self.entry.params.iter().any(Param::is_public) {
            return Vec::new();
        }
        let value = |(index, param): (usize, &'static Param<'static>)| {
            if !param.is_public() {
                return OwnedValue::Absent;
            }
            self.in_body(param, differences)
                .or_else(|| self.in_message(index))
                .or_else(|| self.in_header(index, param.ty, headers, now, differences))
                .unwrap_or(OwnedValue::Absent)
        };
        self.entry.params.iter().enumerate().map(value).collect()
    }

    fn in_body(&self, param: &Param<'_>, differences: &mut Vec<Difference>) -> Option<OwnedValue> {
        let own = self.parsed.params.iter().find(|(name, _)| *name == param.name).map(|(_, wire)| wire);
        let member = || self.parsed.members.iter().find(|(name, _)| name == param.wire).map(|(_, wire)| wire);
        for wire in own.into_iter().chain(member()) {
            match wire.value(param.ty) {
                Some(OwnedValue::Absent) => {}
                // A text that isn't JSON has no other form for a missing value.
                Some(_) if param.optional && matches!(wire, WireValue::Raw(_)) && wire.is_absent() => {}
                Some(value) => return Some(value),
                None => {
                    let path = path(&self.envelope().body, param).unwrap_or_default();
                    record(differences, &path, Some(&type_in_words(param.ty)), Some(wire.text()));
                }
            }
        }
        None
    }

    fn in_message(&self, index: usize) -> Option<OwnedValue> {
        let (_, text) = self.in_message.iter().flatten().find(|(at, _)| *at == index)?;
        message::value(self.entry, index, text)
    }

    fn in_header(
        &self,
        index: usize,
        ty: ParamType,
        headers: &(impl Headers + ?Sized),
        now: &dyn Fn() -> SystemTime,
        differences: &mut Vec<Difference>,
    ) -> Option<OwnedValue> {
        let name = self.header_of(index)?.name;
        let text = headers.get(name)?;
        let value = OwnedValue::from_header(text, ty, now());
        if value.is_none() {
            record(differences, &name, Some(&type_in_words(ty)), Some(text));
        }
        value
    }

    /// Records the params without which the error can't be built.
    pub(super) fn record_missing_params(&self, values: &[OwnedValue], differences: &mut Vec<Difference>) {
        for (index, (param, value)) in self.entry.params.iter().zip(values).enumerate() {
            if param.optional || *value != OwnedValue::Absent || !is_sent(self.entry, index) {
                continue;
            }
            let in_message = || pointer(&self.envelope().body, &|slot| *slot == Slot::Message);
            let path = path(&self.envelope().body, param)
                .or_else(|| self.header_of(index).map(|header| header.name.to_owned()))
                .or_else(in_message)
                .unwrap_or_default();
            // A value that can't be read is recorded already.
            if !differences.iter().any(|known| *known.path == path) {
                record(differences, &path, Some(&type_in_words(param.ty)), None);
            }
        }
    }

    fn header_of(&self, index: usize) -> Option<&'static Header> {
        self.entry.headers.iter().find(|header| header.param.map(usize::from) == Some(index))
    }
}

/// Returns the path of a param in a body, if it isn't only in the message.
fn path(body: &Node<'_>, param: &Param<'_>) -> Option<String> {
    let own = pointer(body, &|slot| matches!(slot, Slot::Param(name) if *name == param.name));
    own.or_else(|| {
        let object = pointer(body, &|slot| matches!(slot, Slot::Params | Slot::Extensions));
        Some(format!("{}{}", object.filter(|_| param.in_body)?, Path::Member(&Path::Root, param.wire)))
    })
}
