//! A param's data: what it is called, what it holds, and who may see it.

use errcat_catalog::model::{Audience, Param, ParamType};

use crate::rust_code::data::Literal;
use crate::rust_code::words::{audience, param_type};

/// A param of an envelope's context, as Rust.
pub(super) fn param(param: &Param) -> String {
    let mut literal = Literal::flat("Param");
    literal.text("name", &param.name).text("doc", &param.doc).text("wire", &param.wire);
    if param.ty != ParamType::String {
        literal.field("ty", format_args!("ParamType::{}", param_type(&param.ty)));
    }
    for (name, flag) in [("in_body", param.in_body), ("optional", param.optional)] {
        if flag {
            literal.field(name, flag);
        }
    }
    if param.audience != Audience::Public {
        literal.field("audience", format_args!("Audience::{}", audience(param.audience)));
    }
    // An example of a secret stays in the catalog.
    if param.audience != Audience::Secret {
        literal.text("example", &param.example.to_string());
    }
    literal.rest_empty()
}
