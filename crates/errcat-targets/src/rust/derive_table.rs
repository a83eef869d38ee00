//! Generates the table of codes for the derive in a module.
//!
//! The derive is a macro of the runtime, and macros don't read files. So the module contains the table as a
//! macro, which passes it to the derive. It is a single string literal, because the compiler copies the
//! tokens of a macro for each type that it is called for. `errcat_derive` documents the format.

use std::fmt::Write;

use rayon::prelude::*;

use crate::rust_code::codes::operations;
use crate::rust_code::data;
use crate::rust_code::words;
use errcat_catalog::model::{Api, Catalog, Code, Id, ParamType, Piece};

/// Returns the macro with the codes of all APIs.
pub(super) fn definition(catalog: &Catalog) -> String {
    let apis: String = catalog.apis.par_iter().map(api).collect();
    format!(
        "/// The runtime, for code that the derive generates.\n\
         #[doc(hidden)]\n\
         #[allow(unused_imports)]\n\
         pub use ::errcat;\n\n\
         /// Passes the catalog to the derive macro `errcat::CatalogError`, which calls it.\n\
         #[doc(hidden)]\n\
         #[macro_export]\n\
         macro_rules! __errcat_catalog {{\n    \
         ($($item:tt)*) => {{ ::errcat::__expand_catalog_error! {{ {} $($item)* }} }};\n\
         }}\n\n\
         #[doc(hidden)]\n\
         #[allow(unused_imports)]\n\
         pub use __errcat_catalog as __catalog;\n",
        data::text(&apis)
    )
}

fn api(api: &Api) -> String {
    let mut lines = Lines(String::new());
    lines.push("api", &api.name);
    api.codes.iter().for_each(|code| push_code(&mut lines, api, code));
    lines.0
}

fn push_code(lines: &mut Lines, api: &Api, code: &Code) {
    let entry = &api[code.owner];
    lines.push("code", &code.code);
    lines.push("variant", &code.variant);
    for (id, param) in Id::enumerate(&entry.params) {
        let is_mentioned = entry.message.pieces.contains(&Piece::Param(id));
        let flags = [(param.optional, " optional"), (is_mentioned, " in_message")];
        let flags: String = flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).collect();
        let (ty, audience) = (param_type(&param.ty), words::audience(param.audience));
        lines.push("param", &format!("{} {ty} {audience}{flags}", param.name));
    }
    operations(api, code).iter().for_each(|operation| lines.push("operation", operation));
    let successor = entry.successor.map(|code| api[code].code.as_str());
    for (key, text) in [
        ("deprecated", entry.deprecated.as_deref()),
        ("retired", entry.retired.as_deref()),
        ("successor", successor),
    ] {
        text.into_iter().for_each(|text| lines.push(key, text));
    }
}

/// Returns the type of a param: its name, and after a colon that of its items or of its known values.
fn param_type(ty: &ParamType) -> String {
    match ty {
        ParamType::Enum(known) => format!("Enum:{}", known.name),
        ParamType::List(item) => format!("List:{}", param_type(item)),
        ParamType::Map(item) => format!("Map:{}", param_type(item)),
        ty => words::param_type(ty).trim_start_matches("ParamType::").to_owned(),
    }
}

/// Lines of a key and a value.
struct Lines(String);

impl Lines {
    /// Adds a line. Line breaks in the value become spaces, because the derive only shows it in messages.
    fn push(&mut self, key: &str, value: &str) {
        writeln!(self.0, "{key} {}", value.replace(['\n', '\r'], " "))
            .expect("writing to a String never fails");
    }
}
