//! Generates the data of a param: its name, its type and its audience.

use errcat_catalog::model::{Audience, Param, ParamType};

use crate::rust_code::data::Literal;
use crate::rust_code::words::{self, param_type};

/// Returns a param of an envelope's context as Rust.
pub(super) fn param(param: &Param) -> String {
    let mut literal = Literal::flat("Param");
    let Param { name, ty, doc, example, wire, in_body, audience, optional } = param;
    literal.text("name", name).text("doc", doc).text("wire", wire);
    if *ty != ParamType::String {
        literal.field("ty", param_type(ty));
    }
    for (name, flag) in [("in_body", in_body), ("optional", optional)] {
        if *flag {
            literal.field(name, flag);
        }
    }
    if *audience != Audience::Public {
        literal.field("audience", format_args!("Audience::{}", words::audience(*audience)));
    }
    // Examples of secrets aren't published.
    if *audience != Audience::Secret {
        literal.text("example", &example.to_string());
    }
    literal.rest_empty()
}
