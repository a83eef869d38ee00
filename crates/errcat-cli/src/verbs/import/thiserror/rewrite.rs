//! Rewrites the attributes of enums that derive `thiserror::Error` to those of errcat's derive. All other
//! bytes of a file stay.

use std::collections::HashSet;
use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::crate_name;
use errcat_targets::settings::Settings;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Attribute, Field, Ident, Item, ItemEnum, Path, Token, UseTree, Variant, Visibility};

use super::super::draft::Draft;
use super::super::notes::{Notes, Origin};
use super::format::Message;
use super::{
    ErrorField, enum_names, error_attribute, has_attribute, is_error_enum, name_in, transparent_field,
    type_name,
};
use crate::authoring::AuthoredFile;
use crate::terminal::failure::Failure;

/// The names that rewritten code uses.
struct Names {
    /// The path of the derive: `errcat::CatalogError`.
    derive: String,
    /// The argument of `#[catalog(…)]`.
    api: String,
}

/// A text that replaces a range of bytes.
type Edit = (Range<usize>, String);

/// An enum that can be rewritten, if the enums that it wraps are.
struct Rewriting {
    file: usize,
    name: String,
    origin: Origin,
    wrapped: Vec<String>,
    /// The name of thiserror's derive, if the enum uses it by an import.
    imported: Option<String>,
    derive: Range<usize>,
    edits: Vec<Edit>,
}

/// Returns the files with rewritten enums. Notes the enums that can't be rewritten, and why.
///
/// # Errors
///
/// If a file isn't in the workspace.
pub(in super::super) fn rewrite(
    root: &Utf8Path,
    files: &[(Utf8PathBuf, String)],
    draft: &Draft,
    api: &str,
    (workspace, settings): (&Utf8Path, &Settings),
    notes: &mut Notes,
) -> Result<Vec<AuthoredFile>, Failure> {
    let names = Names::new(api, settings);
    let mut all = Vec::new();
    let mut enums = HashSet::new();
    let parsed: Vec<Option<syn::File>> =
        files.iter().map(|(_, text)| syn::parse_file(text).ok().filter(|_| starts_with_code(text))).collect();
    for file in parsed.iter().flatten() {
        enums.extend(enum_names(&file.items));
    }
    for (at, file) in parsed.iter().enumerate() {
        let Some(file) = file else { continue };
        let (path, text) = &files[at];
        let reader =
            Reader { file: at, path: name_in(root, path), text, draft, enums: &enums, names: &names };
        reader.items(&file.items, &mut all, notes);
    }
    leave_out_wrappers(&mut all, notes);
    let mut rewritten = Vec::new();
    for (at, file) in parsed.iter().enumerate() {
        let Some(file) = file else { continue };
        let (path, text) = &files[at];
        let own: Vec<&Rewriting> = all.iter().filter(|rewriting| rewriting.file == at).collect();
        if own.is_empty() {
            continue;
        }
        let Ok(path) = path.strip_prefix(workspace) else {
            let message = format!("{path} isn't in the workspace {workspace}");
            return Err(Failure::new(message, "import it without --rewrite"));
        };
        let bytes = apply(text, edits(file, &own, &names)).into_bytes();
        rewritten.push(AuthoredFile { path: path.to_string(), bytes });
    }
    Ok(rewritten)
}

/// Returns `true` if nothing is before the code, so that the locations of tokens are those in the file.
fn starts_with_code(text: &str) -> bool {
    !text.starts_with('\u{feff}') && (!text.starts_with("#!") || text.starts_with("#!["))
}

/// Removes the enums that wrap one that isn't rewritten.
fn leave_out_wrappers(all: &mut Vec<Rewriting>, notes: &mut Notes) {
    loop {
        let rewritten: HashSet<String> = all.iter().map(|it| it.name.clone()).collect();
        let missing = |it: &Rewriting| it.wrapped.iter().find(|name| !rewritten.contains(*name)).cloned();
        let Some((at, missing)) = all.iter().enumerate().find_map(|(at, it)| Some((at, missing(it)?))) else {
            return;
        };
        let Rewriting { name, origin, .. } = all.remove(at);
        notes.push(&origin, format!("`{name}` isn't rewritten, because `{missing}` isn't"));
    }
}

impl Names {
    fn new(api: &str, settings: &Settings) -> Self {
        match settings.rust_module() {
            Some(module) => Names {
                derive: "errcat::CatalogError".to_owned(),
                api: match &*module.path {
                    "crate::errors" => api.to_owned(),
                    path => format!("{path}::{api}"),
                },
            },
            None => {
                let name = crate_name(&settings.rust).replace('-', "_");
                Names { derive: format!("{name}::CatalogError"), api: api.to_owned() }
            }
        }
    }
}

/// Finds the enums of a file.
struct Reader<'a> {
    file: usize,
    /// The path for notes.
    path: &'a str,
    text: &'a str,
    draft: &'a Draft,
    enums: &'a HashSet<String>,
    names: &'a Names,
}

impl Reader<'_> {
    fn items(&self, items: &[Item], all: &mut Vec<Rewriting>, notes: &mut Notes) {
        for item in items {
            match item {
                Item::Enum(item) if is_error_enum(item) => match self.rewriting(item) {
                    Ok(rewriting) => all.push(rewriting),
                    Err(reason) => {
                        let text = format!("`{}` isn't rewritten: {reason}", item.ident);
                        notes.push(&self.origin(&item.ident), text);
                    }
                },
                Item::Mod(item) => {
                    let inner = item.content.as_ref().map_or(&[][..], |(_, items)| items);
                    self.items(inner, all, notes);
                }
                _ => {}
            }
        }
    }

    fn origin(&self, name: &Ident) -> Origin {
        Origin::Part(format!("{}:{}", self.path, name.span().start().line))
    }

    /// Returns the edits of an enum.
    ///
    /// # Errors
    ///
    /// The reason why it can't be rewritten.
    fn rewriting(&self, item: &ItemEnum) -> Result<Rewriting, String> {
        let derive =
            item.attrs.iter().find_map(|attribute| Some((attribute, derive_of_thiserror(attribute)?)));
        let Some((attribute, derive)) = derive else {
            return Err("its derive isn't `Error` or `thiserror::Error`".to_owned());
        };
        let catalog = format!("#[catalog({})]", self.names.api);
        let mut edits = vec![self.line_after(range_of(attribute), &catalog)];
        let mut wrapped = Vec::new();
        for variant in &item.variants {
            let edit = match self.wrapped(variant) {
                Some(name) => {
                    if variant.fields.iter().any(|field| has_attribute(&field.attrs, "source")) {
                        return Err(format!("`{}` has the attribute `#[source]`", variant.ident));
                    }
                    wrapped.push(name);
                    "#[code(transparent)]".to_owned()
                }
                None => {
                    edits.extend(self.fields(variant)?);
                    self.code(variant)?
                }
            };
            let attribute = error_attribute(&variant.attrs).expect("it has a code");
            edits.push((range_of(attribute), edit));
        }
        Ok(Rewriting {
            file: self.file,
            name: item.ident.to_string(),
            origin: self.origin(&item.ident),
            wrapped,
            imported: derive.get_ident().map(ToString::to_string),
            derive: derive.span().byte_range(),
            edits,
        })
    }

    /// Returns the name of the rewritten enum whose message a variant has.
    fn wrapped(&self, variant: &Variant) -> Option<String> {
        type_name(&transparent_field(variant)?.ty).filter(|name| self.enums.contains(name))
    }

    /// Returns the attribute with the code of a variant.
    fn code(&self, variant: &Variant) -> Result<String, String> {
        let origin = self.origin(&variant.ident);
        let variant_name = errcat_catalog::names::suggest_snake_case(&variant.ident.to_string());
        let entries =
            self.draft.tables.iter().flat_map(|(table, it)| it.entries.iter().map(move |it| (table, it)));
        let code = entries.filter(|(_, it)| it.origin == origin).find_map(|(table, it)| {
            let name = variant_name.as_deref()?;
            let code = &it.entry.code;
            (code == name || *code == format!("{table}_{name}")).then_some(code)
        });
        match code {
            Some(code) if syn::parse_str::<Ident>(code).is_ok() => Ok(format!("#[code({code})]")),
            Some(code) => Ok(format!("#[code({code:?})]")),
            None => Err(format!("`{}` isn't in the catalog", variant.ident)),
        }
    }

    /// Returns the attributes that the fields of a variant need.
    fn fields(&self, variant: &Variant) -> Result<Vec<Edit>, String> {
        let name = &variant.ident;
        let fields = super::fields(&variant.fields);
        let message = error_attribute(&variant.attrs).and_then(Message::parse);
        let is_transparent = transparent_field(variant).is_some();
        let used: Vec<String> = match &message {
            Some(message) => match message.obstacle(&fields) {
                Some(obstacle) => return Err(format!("in `{name}`, {obstacle}")),
                None => message.with_params(&fields, &Origin::File, &mut Notes::default()).1,
            },
            None if is_transparent => fields.iter().map(|field| field.name.clone()).collect(),
            None => return Err(format!("`{name}` has no format string that can be read")),
        };
        let mut edits = Vec::new();
        for (written, field) in variant.fields.iter().zip(&fields) {
            let is_used = used.contains(&field.name);
            if has_attribute(&written.attrs, "backtrace") {
                return Err(format!("`{name}` has a backtrace"));
            }
            if is_used && type_name(&written.ty).is_some_and(|ty| ty == "f32") {
                return Err(format!("`{name}` shows an `f32`, and params are `f64`"));
            }
            let attributes = attributes_of(written, field, is_used, is_transparent);
            if !attributes.is_empty() {
                let at = start_of(written);
                edits.push((at..at, attributes));
            }
        }
        Ok(edits)
    }

    /// Returns the edit that adds a line after another one, with the same indentation.
    fn line_after(&self, range: Range<usize>, line: &str) -> Edit {
        let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &self.text[start..range.start];
        let end_of_line = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let text = match indent.trim().is_empty() {
            true => format!("{end_of_line}{indent}{line}"),
            false => format!(" {line}"),
        };
        (range.end..range.end, text)
    }
}

/// Returns the attributes that a field needs before it, each with a space.
fn attributes_of(written: &Field, field: &ErrorField, is_used: bool, is_transparent: bool) -> String {
    let is_marked = ["source", "from"].iter().any(|name| has_attribute(&written.attrs, name));
    let is_named = written.ident.as_ref().is_some_and(|name| *name == field.name.as_str());
    let mut attributes = String::new();
    // A field that fills a param isn't the source by its name alone.
    if is_used && !is_marked && (is_transparent || field.key == "source") {
        attributes += "#[source] ";
    }
    if is_used && !is_named {
        attributes += &format!("#[param({})] ", field.name);
    }
    attributes
}

/// Returns the start of a field, after its attributes.
fn start_of(field: &Field) -> usize {
    match (&field.vis, &field.ident) {
        (Visibility::Inherited, Some(name)) => name.span(),
        (Visibility::Inherited, None) => field.ty.span(),
        (visibility, _) => visibility.span(),
    }
    .byte_range()
    .start
}

fn range_of(attribute: &Attribute) -> Range<usize> {
    let end = attribute.bracket_token.span.close().byte_range().end;
    attribute.pound_token.span().byte_range().start..end
}

/// Returns the path of thiserror's derive in `#[derive(…)]`.
fn derive_of_thiserror(attribute: &Attribute) -> Option<Path> {
    let paths = attribute.path().is_ident("derive").then(|| {
        attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).unwrap_or_default()
    })?;
    paths.into_iter().find(|path| {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        matches!(
            &names.iter().map(String::as_str).collect::<Vec<_>>()[..],
            ["Error"] | ["thiserror", "Error"]
        )
    })
}

/// Returns the edits of a file: those of its enums, and of the import of thiserror's derive if nothing else
/// uses it.
fn edits(file: &syn::File, enums: &[&Rewriting], names: &Names) -> Vec<Edit> {
    let imports: Vec<Range<usize>> = file.items.iter().filter_map(import_of_thiserror).collect();
    let of_import = enums.iter().filter(|it| it.imported.is_some()).count();
    let is_replaced = imports.len() == 1 && of_import == count_derives(file);
    let mut edits: Vec<Edit> = enums.iter().flat_map(|it| it.edits.iter().cloned()).collect();
    for it in enums {
        let is_short = is_replaced && it.imported.is_some();
        let derive = if is_short { "CatalogError" } else { &names.derive };
        edits.push((it.derive.clone(), derive.to_owned()));
    }
    if is_replaced {
        edits.push((imports[0].clone(), names.derive.clone()));
    }
    edits
}

/// Returns the range of the path in `use thiserror::Error;`.
fn import_of_thiserror(item: &Item) -> Option<Range<usize>> {
    let Item::Use(item) = item else { return None };
    match &item.tree {
        UseTree::Path(path) if path.ident == "thiserror" => match &*path.tree {
            UseTree::Name(name) if name.ident == "Error" => {
                Some(path.ident.span().byte_range().start..name.ident.span().byte_range().end)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Counts the derives by the name `Error`.
fn count_derives(file: &syn::File) -> usize {
    struct Derives(usize);
    impl<'ast> Visit<'ast> for Derives {
        fn visit_attribute(&mut self, attribute: &'ast Attribute) {
            let path = derive_of_thiserror(attribute);
            self.0 += usize::from(path.is_some_and(|path| path.get_ident().is_some()));
        }
    }
    let mut derives = Derives(0);
    derives.visit_file(file);
    derives.0
}

/// Applies edits to a text.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut changed, mut end) = (String::new(), 0);
    for (range, replacement) in edits {
        changed += &text[end..range.start];
        changed += &replacement;
        end = range.end;
    }
    changed + &text[end..]
}
