//! Reads the parts of a package that decide whether its handlers can return their errors: hand-written types
//! of errors, the routes of axum, and the functions that may be handlers.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, GenericArgument, Item, PathArguments, ReturnType, Type};

use super::derive::arguments;
use super::imports::{Path, Resolved, Scope, resolve, type_path};
use super::{File, rust};

/// The functions and methods of axum that add a handler to a route.
const ROUTES: [&str; 13] = [
    "any",
    "connect",
    "delete",
    "fallback",
    "get",
    "head",
    "method_not_allowed_fallback",
    "on",
    "options",
    "patch",
    "post",
    "put",
    "trace",
];

/// The parts of a file.
#[derive(Debug, Default)]
pub(super) struct PackageFile {
    /// The index into the files.
    pub(super) file: usize,
    pub(super) types: Vec<DerivedType>,
    pub(super) functions: Vec<Function>,
    /// The names of the functions that are added to routes.
    pub(super) routed: HashSet<String>,
    /// The names of the types for which the file implements `IntoResponse`.
    pub(super) responses: HashSet<String>,
}

/// A hand-written type with `#[catalog(…)]`.
#[derive(Debug)]
pub(super) struct DerivedType {
    pub(super) name: String,
    /// The byte range of the attribute's arguments.
    pub(super) arguments: Range<usize>,
    /// `true` if the attribute contains the path of the generated crate.
    pub(super) has_crate: bool,
    /// `true` if the attribute has the option `axum`.
    pub(super) is_response: bool,
}

/// A function that returns a `Result`.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: String,
    /// The type of the error, as all paths that it may refer to.
    pub(super) error: Vec<Path>,
    /// The byte range of the type.
    pub(super) range: Range<usize>,
}

impl PackageFile {
    /// Reads a file. `None` if it isn't Rust, or can't be parsed.
    pub(super) fn read(at: usize, file: &File) -> Option<Self> {
        let (parsed, skipped) = rust::parse(&file.text).filter(|_| file.is_rust)?;
        let found = PackageFile { file: at, ..PackageFile::default() };
        let mut reader = Reader { found, scopes: Vec::new() };
        reader.module(&parsed.items, |reader| visit::visit_file(reader, &parsed));
        let mut found = reader.found;
        let types = found.types.iter_mut().map(|it| &mut it.arguments);
        for range in types.chain(found.functions.iter_mut().map(|it| &mut it.range)) {
            *range = range.start + skipped..range.end + skipped;
        }
        Some(found)
    }
}

/// The visitor of a file's syntax tree.
struct Reader {
    found: PackageFile,
    /// The scopes of the modules around the current node, innermost last.
    scopes: Vec<Scope>,
}

impl Reader {
    fn module(&mut self, items: &[Item], walk: impl FnOnce(&mut Self)) {
        self.scopes.push(Scope::of(items.iter()));
        walk(self);
        self.scopes.pop();
    }

    fn derived(&mut self, name: &syn::Ident, attributes: &[Attribute]) {
        let arguments = attributes.iter().find_map(|attribute| arguments(attribute, "catalog"));
        let Some(arguments) = arguments.filter(|arguments| !arguments.is_empty()) else { return };
        let options = Options::of(arguments);
        let spans: Vec<Range<usize>> =
            arguments.clone().into_iter().map(|token| token.span().byte_range()).collect();
        self.found.types.push(DerivedType {
            name: name.to_string(),
            arguments: spans[0].start..spans[spans.len() - 1].end,
            has_crate: options.has_crate,
            is_response: options.is_response,
        });
    }

    fn handler(&mut self, handler: Option<&Expr>) {
        if let Some(Expr::Path(handler)) = handler
            && let Some(last) = handler.path.segments.last()
        {
            self.found.routed.insert(last.ident.to_string());
        }
    }
}

/// The options of `#[catalog(…)]`.
struct Options {
    has_crate: bool,
    is_response: bool,
}

impl Options {
    fn of(arguments: &TokenStream) -> Self {
        let mut options = Options { has_crate: false, is_response: false };
        let tokens: Vec<TokenTree> = arguments.clone().into_iter().collect();
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
        for (at, argument) in tokens.split(is_comma).enumerate() {
            let name = match argument {
                [TokenTree::Ident(name), ..] => name.unraw().to_string(),
                _ => String::new(),
            };
            options.has_crate |= if at == 0 { argument.len() > 1 } else { name == "crate" };
            options.is_response |= at > 0 && name == "axum";
        }
        options
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let items = module.content.as_ref().map_or(&[][..], |(_, items)| items);
        self.module(items, |reader| visit::visit_item_mod(reader, module));
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.derived(&item.ident, &item.attrs);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.derived(&item.ident, &item.attrs);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let implemented = item.trait_.as_ref().and_then(|(path, _)| path.segments.last());
        if let Some(name) = type_path(&item.self_ty).and_then(|mut path| path.pop())
            && implemented.is_some_and(|segment| segment.ident == "IntoResponse")
        {
            self.found.responses.insert(name);
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let ReturnType::Type(_, ty) = &signature.output
            && let Some((error, range)) = error_type(ty)
        {
            let error = match resolve(&self.scopes, error) {
                Resolved::Local(path) => vec![path],
                Resolved::Foreign(paths) => paths,
            };
            self.found.functions.push(Function { name: signature.ident.to_string(), error, range });
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(function) = &*call.func
            && let Some(last) = function.path.segments.last()
            && ROUTES.iter().any(|route| last.ident == route)
        {
            self.handler(call.args.last());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if ROUTES.iter().any(|route| call.method == route) {
            self.handler(call.args.last());
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Returns the path of the error in `Result<…, Error>`, and its byte range.
fn error_type(ty: &Type) -> Option<(Path, Range<usize>)> {
    let Type::Path(ty) = ty else { return None };
    let result = ty.path.segments.last().filter(|segment| segment.ident == "Result")?;
    let PathArguments::AngleBracketed(arguments) = &result.arguments else { return None };
    let GenericArgument::Type(Type::Path(error)) = arguments.args.iter().nth(1)? else { return None };
    let segments = &error.path.segments;
    let (first, last) = (segments.first()?, segments.last()?);
    let range = first.ident.span().byte_range().start..last.ident.span().byte_range().end;
    Some((super::imports::names(&error.path), range))
}
