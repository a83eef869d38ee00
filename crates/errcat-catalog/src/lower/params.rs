//! Lowers the params of an entry, which it declares, inherits, or has because of a header.

use super::Lowering;
use super::texts::text;
use crate::model::Param;
use crate::raw::{RawHeader, RawParam};
use crate::scope::{self, Origin};
use crate::value;

impl Lowering<'_> {
    pub(super) fn params(&self, index: usize) -> Vec<Param> {
        let scope = self.scope;
        let slots: Vec<&str> = scope
            .envelope(index)
            .map(|(envelope, _)| self.slots[envelope.index()].iter().map(String::as_str).collect())
            .unwrap_or_default();
        let lower = |param: &scope::Param<'_>| {
            let (doc, example, wire, optional) = match param.origin {
                Origin::Declared(raw) => {
                    let RawParam {
                        span: _,
                        keys: _,
                        r#type: _, // scope::Param::ty
                        values: _, // scope::Param::ty
                        name: _,   // scope::Param::ty
                        unit: _,   // scope::Param::ty
                        doc,
                        example,
                        wire,
                        audience: _, // scope::Param::audience
                        optional,
                    } = raw;
                    let optional = optional.as_ref().is_some_and(|flag| flag.value);
                    (doc.as_ref(), example.as_ref(), wire.as_ref(), optional)
                }
                // The key `param` is the name of this param.
                Origin::Header(RawHeader {
                    span: _,
                    keys: _,
                    r#type: _,
                    unit: _,
                    param: _,
                    doc,
                    example,
                }) => (Some(doc), Some(example), None, false),
            };
            let ty = param.ty().expect("rule unknown-type");
            let made_up = || value::example_of(param.name, &ty);
            Param {
                name: param.name.to_owned(),
                doc: text(doc).unwrap_or_default(),
                example: example.map_or_else(made_up, |example| example.0.value.clone()),
                ty,
                wire: wire.map_or(param.name, |wire| &wire.value).to_owned(),
                in_body: scope.in_body(index, param, &slots),
                audience: param.audience(),
                optional,
            }
        };
        scope.entries[index].params.iter().map(lower).collect()
    }
}
