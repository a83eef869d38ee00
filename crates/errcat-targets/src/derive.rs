//! The target `derive`: a derive macro that consists of a table of codes and a call to `errcat-derive`.

use std::borrow::Cow;

use camino::Utf8PathBuf;
use errcat_catalog::finding::Report;
use rayon::prelude::*;

use crate::output::Output;
use crate::rust_code::codes::operations;
use crate::rust_code::data::{self, Literal};
use crate::rust_code::words::{self, RUSTFMT, crate_name, library_name};
use crate::rust_code::{self, Item, dependency};
use crate::selection::Selection;
use crate::settings::Settings;
use crate::target::{Request, Target};
use errcat_catalog::model::{Api, ApiId, Code, Id, Param, ParamId, ParamType, Piece};

/// A proc-macro crate with a generated table, and with a `Cargo.toml` and `lib.rs` that belong to the author.
pub(crate) struct Derive {
    root: String,
}

impl Derive {
    /// Creates the target from the settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        Derive { root: settings.derive.clone() }
    }

    fn generated(&self) -> Utf8PathBuf {
        format!("{}/src/generated", self.root).into()
    }
}

impl Target for Derive {
    fn name(&self) -> &str {
        "derive"
    }

    fn output(&self) -> &str {
        &self.root
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.generated()]
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let Request { selection, settings, .. } = request;
        let root = &self.root;
        output.scaffolded(format!("{root}/Cargo.toml"), manifest(settings));
        output.scaffolded(format!("{root}/rustfmt.toml"), RUSTFMT);
        output.scaffolded(format!("{root}/src/lib.rs"), LIB);
        output.generated(self.generated().join("mod.rs"), table(selection, settings));
        Ok(())
    }
}

fn table(selection: &Selection<'_>, settings: &Settings) -> String {
    let docs = ["The catalog's codes, for the derive macro.".to_owned()];
    let catalog = selection.catalog();
    let apis: Vec<ApiId> = Id::all(&catalog.apis).collect();
    let apis = apis.into_par_iter().map(|id| selection.part(id, "derive", || table_of_api(&catalog[id])));
    let text = format!(
        "#![allow(clippy::pedantic, clippy::nursery)]\n\n\
         use errcat_derive::*;\n\n\
         errcat_derive::check_format!({});\n\n\
         /// Every API with its codes.\n\
         #[rustfmt::skip]\n\
         pub(crate) static CATALOG: Catalog = Catalog {{ krate: {}, apis: &[\n{}] }};\n",
        errcat::FORMAT,
        data::text(&format!("::{}", library_name(&settings.rust))),
        apis.collect::<String>(),
    );
    rust_code::file(&format!("{}/", settings.catalog), &docs, [Item::Text(text)])
}

fn table_of_api(api: &Api) -> String {
    let codes: String =
        api.codes.iter().map(|code| format!("        {},\n", self::code(api, code))).collect();
    format!("    Api {{ name: {}, codes: &[\n{codes}    ] }},\n", data::text(&api.name))
}

fn code(api: &Api, code: &Code) -> String {
    let entry = &api[code.owner];
    let is_mentioned = |id: ParamId| entry.message.pieces.contains(&Piece::Param(id));
    let mut literal = Literal::flat("Code");
    literal.text("code", &code.code).text("variant", &code.variant);
    let params: Vec<String> =
        Id::enumerate(&entry.params).map(|(id, p)| param(p, is_mentioned(id))).collect();
    if !params.is_empty() {
        literal.field("params", data::flat_list(&params));
    }
    let operations = data::texts(operations(api, code).iter().map(String::as_str));
    if !operations.is_empty() {
        literal.field("operations", data::flat_list(&operations));
    }
    literal
        .option("deprecated", entry.deprecated.as_deref())
        .option("retired", entry.retired.as_deref())
        .option("successor", entry.successor.map(|code| api[code].code.as_str()))
        .rest_empty()
}

fn param(param: &Param, in_message: bool) -> String {
    Literal::flat("Param")
        .text("name", &param.name)
        .parts("ty", &[&param_type(&param.ty)])
        .parts("audience", &["Audience::", words::audience(param.audience)])
        .parts("optional", &[word(param.optional)])
        .parts("in_message", &[word(in_message)])
        .complete()
}

/// Returns the type of a param. In a hand-written error, a field has the same type for known values.
fn param_type(ty: &ParamType) -> Cow<'static, str> {
    match ty {
        ParamType::Enum(known) => format!("ParamType::Enum({})", data::text(&known.name)).into(),
        ParamType::List(item) => format!("ParamType::List(&{})", param_type(item)).into(),
        ParamType::Map(item) => format!("ParamType::Map(&{})", param_type(item)).into(),
        ty => words::param_type(ty),
    }
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

fn manifest(settings: &Settings) -> String {
    let name = crate_name(&settings.derive);
    format!(
        r##"# Created once by errcat; yours to edit.
[package]
name = "{name}"
description = "#[derive(CatalogError)] for the errors of our catalog"
version = "0.1.0"
edition = "2024"
publish = false

[lib]
proc-macro = true
# The examples in the docs are those of errcat-derive, which tests them.
doctest = false

[dependencies]
{runtime}
"##,
        runtime = dependency::runtime(&settings.runtime, "errcat-derive", &settings.derive),
    )
}

const LIB: &str = r#"//! `#[derive(CatalogError)]` for the errors of our catalog. Created once by errcat; yours to edit.

#![forbid(unsafe_code)]

mod generated;

#[doc = errcat_derive::attribute_docs!()]
#[proc_macro_derive(
    CatalogError,
    attributes(catalog, code, param, source, from, source_code, label)
)]
pub fn derive_catalog_error(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    errcat_derive::derive(input.into(), &generated::CATALOG).into()
}
"#;
