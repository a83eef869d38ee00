//! APIs like generated ones, except that a single error type serves all of them, so that tests can fill any
//! entry with any values.

#![allow(dead_code, reason = "not every test uses everything")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

use errcat::{
    CatalogError, Decode, Entry, Envelope, Fallback, FromValue, IntoValue, Json, Member, Node, OwnedValue,
    Param, ParamType, Value, Values,
};

pub(crate) mod aip;
pub(crate) mod everything;
pub(crate) mod kakunin;
pub(crate) mod kortix;
pub(crate) mod search;
pub(crate) mod zazmic;

/// The static data of an API.
pub(crate) trait Api: 'static {
    const TABLES: &'static [&'static [Entry]];
    const ENVELOPE: Option<&'static Envelope<'static>> = None;
    const FALLBACKS: &'static [Fallback] = &[];
}

/// An error of an API: an entry and the values of its params.
pub(crate) struct ApiError<A> {
    pub(crate) entry: &'static Entry,
    pub(crate) values: Vec<OwnedValue>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> ApiError<A> {
    pub(crate) fn new(code: &str, values: Vec<OwnedValue>) -> Self {
        let entry = entry::<A>(code);
        assert_eq!(entry.params.len(), values.len(), "{code}");
        Self { entry, values, api: PhantomData }
    }

    /// Builds an error from the examples of its params, as a client receives it.
    pub(crate) fn example(table: usize, index: usize) -> Option<Self> {
        let entry = &A::TABLES[table][index];
        Self::build(table, index, &mut Values::wire_examples(entry))
    }
}

/// Returns the first entry of a code.
pub(crate) fn entry<A: Api>(code: &str) -> &'static Entry {
    let found = A::TABLES.iter().copied().flatten().find(|entry| entry.code == code);
    found.unwrap_or_else(|| panic!("no code {code}"))
}

impl<A: Api> Decode for ApiError<A> {
    fn tables() -> &'static [&'static [Entry]] {
        A::TABLES
    }

    fn envelope() -> Option<&'static Envelope<'static>> {
        A::ENVELOPE
    }

    fn fallbacks() -> &'static [Fallback] {
        A::FALLBACKS
    }

    fn build(table: usize, index: usize, values: &mut Values<'_>) -> Option<Self> {
        let entry = &A::TABLES[table][index];
        if entry.retired.is_some() {
            return None;
        }
        let value = |(index, param): (usize, &Param<'_>)| match param.ty {
            ParamType::String | ParamType::Rust => take::<String>(values, index, param),
            ParamType::Integer => take::<i64>(values, index, param),
            ParamType::Number => take::<f64>(values, index, param),
            ParamType::Boolean => take::<bool>(values, index, param),
            ParamType::DurationSeconds | ParamType::DurationMilliseconds => {
                take::<std::time::Duration>(values, index, param)
            }
            ParamType::Json => take::<Json>(values, index, param),
            ParamType::List(ParamType::String) => take::<Vec<String>>(values, index, param),
            ParamType::List(ParamType::Number) => take::<Vec<f64>>(values, index, param),
            ParamType::List(_) => take::<Vec<i64>>(values, index, param),
            ParamType::Map(ParamType::String) => take::<BTreeMap<String, String>>(values, index, param),
            ParamType::Map(ParamType::Integer) => take::<BTreeMap<String, i64>>(values, index, param),
            ParamType::Map(_) => take::<BTreeMap<String, std::time::Duration>>(values, index, param),
            _ => take::<std::time::SystemTime>(values, index, param),
        };
        let values = entry.params.iter().enumerate().map(value).collect::<Option<_>>()?;
        Some(Self { entry, values, api: PhantomData })
    }
}

fn take<T: FromValue + IntoValue>(
    values: &mut Values<'_>,
    index: usize,
    param: &Param<'_>,
) -> Option<OwnedValue> {
    if param.optional {
        let value: Option<T> = values.take(index)?;
        return Some(value.value().into());
    }
    Some(values.take::<T>(index)?.value().into())
}

impl<A: Api> CatalogError for ApiError<A> {
    fn entry(&self) -> &'static Entry {
        self.entry
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        let values: Vec<_> = self.values.iter().map(IntoValue::value).collect();
        visit(&values);
    }
}

impl<A: Api> fmt::Display for ApiError<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::display(self, f)
    }
}

impl<A: Api> fmt::Debug for ApiError<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::debug(self, f)
    }
}

impl<A: Api> Error for ApiError<A> {}

impl<A> PartialEq for ApiError<A> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.entry, other.entry) && self.values == other.values
    }
}

/// Returns the body of an error, without context values.
pub(crate) fn body(error: &impl CatalogError) -> Vec<u8> {
    errcat::Body::with(error, &|_| Value::Absent, |body| body.to_vec()).expect("an entry with an envelope")
}

/// Returns the headers of an error.
pub(crate) fn headers(error: &impl CatalogError) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    error.headers(&mut |name, value| headers.push((name, value.to_string())));
    headers
}

/// Returns the values of an error's params, by name.
pub(crate) fn values(error: &impl CatalogError) -> Vec<(&'static str, String)> {
    let entry = error.entry();
    let mut found = Vec::new();
    error.params(&mut |values| {
        let texts = entry.params.iter().zip(values).map(|(param, value)| (param.name, format!("{value:?}")));
        found.extend(texts);
    });
    found
}

pub(crate) const fn member(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: false }
}

pub(crate) const fn optional(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: true }
}

pub(crate) const fn param(name: &'static str, ty: ParamType, example: &'static str) -> Param<'static> {
    Param { name, wire: name, ty, example, ..Param::EMPTY }
}
