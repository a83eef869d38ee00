//! Reads a Rust file: every path that may refer to an error of the catalog, and how it is used.

use std::collections::HashSet;
use std::mem;
use std::ops::Range;

use proc_macro2::{Span, TokenStream};
use syn::visit::{self, Visit};
use syn::{Attribute, GenericArgument, Item, PathArguments, Stmt};

use super::depth::is_shallow;
use super::imports::{self, Export, Path, Resolved, Scope, names, resolve, type_path};
use super::index::Index;
use super::test_code::is_test;
use super::{UseKind, derive};

mod tokens;

/// The parts of a Rust file that may be about errors.
#[derive(Debug, Default)]
pub(super) struct RustFile {
    pub(super) candidates: Vec<Candidate>,
    pub(super) exports: Vec<Export>,
    pub(super) servers: Vec<Server>,
}

/// Middleware that answers failures with the errors of an API.
#[derive(Debug)]
pub(super) struct Server {
    /// The type of the API's errors, as all paths that it may refer to.
    pub(super) errors: Vec<Path>,
    pub(super) is_test: bool,
    /// The byte range in the file.
    pub(super) range: Range<usize>,
}

/// The names of the runtime's middleware, whose type parameter is the type of an API's errors.
const MIDDLEWARE: [&str; 2] = ["CatalogLayer", "CatalogMiddleware"];

/// A use of a path, code or text that may refer to an error.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) reference: Reference,
    pub(super) kind: UseKind,
    pub(super) is_test: bool,
    /// The byte range in the file.
    pub(super) range: Range<usize>,
}

/// A reference to an error.
#[derive(Debug)]
pub(super) enum Reference {
    /// A path, as all paths that it may refer to.
    Paths(Vec<Path>),
    /// The path of a hand-written type or variant with a code, as all paths that it may refer to. `is_local`
    /// if the type is defined in this file.
    Derived { paths: Vec<Path>, is_local: bool },
    /// A code of an API.
    Code { api: String, code: String },
    /// A text that may be a code.
    Text(String),
}

/// Returns `true` if a file contains a word that every use of an error needs: the name of a variant, an API
/// or a hand-written type, or a code in a file of tests. Other files needn't be parsed.
pub(super) fn may_use_errors(text: &str, is_test: bool, index: &Index<'_>) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.len() > 1).any(|word| {
        index.is_variant(word)
            || index.is_api(word)
            || index.is_derived(word)
            || (is_test && !index.codes(word).is_empty())
    })
}

/// Reads a file. Returns `None` if it isn't valid Rust or is nested too deep.
pub(super) fn read(text: &str, index: &Index<'_>) -> Option<RustFile> {
    let (file, skipped) = parse(text)?;
    let mut reader = Reader::new(index);
    reader.module(&file.items, |reader| visit::visit_file(reader, &file));
    let candidates = reader.found.candidates.iter_mut().map(|candidate| &mut candidate.range);
    let servers = reader.found.servers.iter_mut().map(|server| &mut server.range);
    for range in candidates.chain(servers) {
        *range = range.start + skipped..range.end + skipped;
    }
    Some(reader.found)
}

/// Parses a file. Returns it and the number of bytes before its code, or `None` if it isn't valid Rust or is
/// nested too deep.
pub(super) fn parse(text: &str) -> Option<(syn::File, usize)> {
    // Frees the spans of files that were read before.
    proc_macro2::extra::invalidate_current_thread_spans();
    let skipped = before_code(text);
    let tokens: TokenStream = text[skipped..].parse().ok()?;
    if !is_shallow(tokens.clone()) {
        return None;
    }
    Some((syn::parse2(tokens).ok()?, skipped))
}

/// Returns the number of bytes before the code: a byte order mark, and `#!/usr/bin/env …`.
fn before_code(text: &str) -> usize {
    let code = text.trim_start_matches('\u{feff}');
    let is_script = code.strip_prefix("#!").is_some_and(|rest| !rest.trim_start().starts_with('['));
    let script = if is_script { code.find('\n').unwrap_or(code.len()) } else { 0 };
    text.len() - code.len() + script
}

/// The visitor of a file's syntax tree.
pub(super) struct Reader<'i> {
    pub(super) index: &'i Index<'i>,
    found: RustFile,
    /// The scopes around the current node, innermost last.
    scopes: Vec<Scope>,
    /// The names that `use … as` and type aliases give to errors.
    renamed: HashSet<String>,
    in_test: bool,
    in_pattern: bool,
}

impl<'i> Reader<'i> {
    fn new(index: &'i Index<'i>) -> Self {
        let (found, scopes, renamed) = (RustFile::default(), Vec::new(), HashSet::new());
        Reader { index, found, scopes, renamed, in_test: false, in_pattern: false }
    }

    /// Records a path if it may refer to an error.
    pub(super) fn path(&mut self, path: Path, kind: UseKind, range: Range<usize>) {
        if !path.last().is_some_and(|last| self.is_relevant(last)) {
            return;
        }
        let (paths, is_local) = match resolve(&self.scopes, path) {
            Resolved::Local(path) => (vec![path], true),
            Resolved::Foreign(paths) => (paths, false),
        };
        let ends_in =
            |path: &Path, is_name: &dyn Fn(&str) -> bool| path.last().is_some_and(|last| is_name(last));
        let (mut of_catalog, mut derived) = (paths.clone(), paths);
        of_catalog
            .retain(|path| !is_local && path.len() > 1 && ends_in(path, &|it| self.index.is_variant(it)));
        derived.retain(|path| ends_in(path, &|it| self.index.is_derived(it)));
        if !of_catalog.is_empty() {
            self.note(Reference::Paths(of_catalog), kind, range.clone());
        }
        if !derived.is_empty() {
            self.note(Reference::Derived { paths: derived, is_local }, kind, range);
        }
    }

    /// Records a text that is a code. It only counts in tests, and which files are tests is known once all
    /// have been read.
    pub(super) fn text(&mut self, text: String, span: Span) {
        if !self.index.codes(&text).is_empty() {
            self.note(Reference::Text(text), UseKind::Mentioned, span.byte_range());
        }
    }

    /// Returns `true` if a name may be that of an error.
    pub(super) fn is_relevant(&self, name: &str) -> bool {
        name == "Self" || self.is_error(name) || self.renamed.contains(name)
    }

    /// Calls `walk` for a node, and marks everything in it as a pattern or not.
    pub(super) fn as_pattern(&mut self, is_pattern: bool, walk: impl FnOnce(&mut Self)) {
        let before = mem::replace(&mut self.in_pattern, is_pattern);
        walk(self);
        self.in_pattern = before;
    }

    fn note(&mut self, reference: Reference, kind: UseKind, range: Range<usize>) {
        self.found.candidates.push(Candidate { reference, kind, is_test: self.in_test, range });
    }

    /// Returns `true` if a variant of the catalog, or a hand-written type or variant, has this name.
    fn is_error(&self, name: &str) -> bool {
        self.index.is_variant(name) || self.index.is_derived(name)
    }

    fn node(&mut self, path: &syn::Path, kind: UseKind) {
        if let (Some(first), Some(last)) = (path.segments.first(), path.segments.last()) {
            let range = first.ident.span().byte_range().start..last.ident.span().byte_range().end;
            self.path(names(path), kind, range);
        }
    }

    /// Records middleware: `CatalogLayer::<kakunin::Error>`.
    fn server(&mut self, path: &syn::Path) {
        for segment in path.segments.iter().filter(|segment| MIDDLEWARE.iter().any(|it| segment.ident == it))
        {
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else { continue };
            let Some(GenericArgument::Type(errors)) = arguments.args.first() else { continue };
            let Some(errors) = type_path(errors) else { continue };
            self.found.servers.push(Server {
                errors: resolve(&self.scopes, errors).foreign(),
                is_test: self.in_test,
                range: segment.ident.span().byte_range(),
            });
        }
    }

    fn kind(&self) -> UseKind {
        if self.in_pattern { UseKind::Handled } else { UseKind::Constructed }
    }

    /// Visits the items of a file or a module.
    fn module(&mut self, items: &[Item], walk: impl FnOnce(&mut Self)) {
        self.scoped(Scope::of(items.iter()), |reader| {
            let mut exports = imports::exports(items);
            exports.retain_mut(|export| {
                export.path = match resolve(&reader.scopes, mem::take(&mut export.path)) {
                    Resolved::Local(path) => path,
                    Resolved::Foreign(paths) => paths.into_iter().next_back().unwrap_or_default(),
                };
                reader.index.is_of_catalog(&export.path)
            });
            reader.found.exports.extend(exports);
            walk(reader);
        });
    }

    fn scoped(&mut self, scope: Scope, walk: impl FnOnce(&mut Self)) {
        let renamed = scope
            .names()
            .filter(|(name, path)| path.last().is_some_and(|last| last != *name && self.is_error(last)));
        let renamed: Vec<String> = renamed.map(|(name, _)| name.clone()).collect();
        self.renamed.extend(renamed);
        self.scopes.push(scope);
        walk(self);
        self.scopes.pop();
    }

    fn with_attributes(&mut self, attributes: &[Attribute], walk: impl FnOnce(&mut Self)) {
        let before = self.in_test;
        self.in_test |= is_test(attributes);
        walk(self);
        self.in_test = before;
    }

    fn derived(&mut self, item: &Item) {
        for derive::DerivedCode { api, code, range, is_implicit, .. } in derive::derived_codes(item) {
            let kind = if is_implicit { UseKind::Constructed } else { UseKind::Derived };
            self.note(Reference::Code { api, code }, kind, range);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        self.with_attributes(attributes(item), |reader| {
            reader.derived(item);
            visit::visit_item(reader, item);
        });
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if let Some((_, items)) = &module.content {
            self.module(items, |reader| visit::visit_item_mod(reader, module));
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let scope = type_path(&item.self_ty).map(Scope::of_self).unwrap_or_default();
        self.scoped(scope, |reader| visit::visit_item_impl(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.with_attributes(&item.attrs, |reader| visit::visit_impl_item_fn(reader, item));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let items = block.stmts.iter().filter_map(|stmt| match stmt {
            Stmt::Item(item) => Some(item),
            _ => None,
        });
        match Scope::of(items) {
            scope if scope.is_empty() => visit::visit_block(self, block),
            scope => self.scoped(scope, |reader| visit::visit_block(reader, block)),
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.server(path);
        visit::visit_path(self, path);
    }

    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        self.as_pattern(true, |reader| visit::visit_pat(reader, pattern));
    }

    fn visit_pat_struct(&mut self, pattern: &'ast syn::PatStruct) {
        self.node(&pattern.path, UseKind::Handled);
        visit::visit_pat_struct(self, pattern);
    }

    fn visit_pat_tuple_struct(&mut self, pattern: &'ast syn::PatTupleStruct) {
        self.node(&pattern.path, UseKind::Handled);
        visit::visit_pat_tuple_struct(self, pattern);
    }

    fn visit_expr(&mut self, expression: &'ast syn::Expr) {
        self.as_pattern(false, |reader| visit::visit_expr(reader, expression));
    }

    /// Visits a path in an expression, or a pattern that is a path.
    fn visit_expr_path(&mut self, expression: &'ast syn::ExprPath) {
        match &expression.qself {
            None => self.node(&expression.path, self.kind()),
            // `<certify::Error>::AgentNotFound`
            Some(qself) if qself.position == 0 => {
                let last = expression.path.segments.last().map(|segment| &segment.ident);
                if let (Some(mut path), Some(last)) = (type_path(&qself.ty), last) {
                    path.push(last.to_string());
                    self.path(path, self.kind(), last.span().byte_range());
                }
            }
            Some(_) => {}
        }
        visit::visit_expr_path(self, expression);
    }

    fn visit_expr_struct(&mut self, expression: &'ast syn::ExprStruct) {
        self.node(&expression.path, self.kind());
        visit::visit_expr_struct(self, expression);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.text(text.value(), text.span());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        tokens::read(self, call);
    }

    /// Skips attributes, because docs and conditions don't use errors.
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_token_stream(&mut self, _: &'ast TokenStream) {}
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        _ => &[],
    }
}
