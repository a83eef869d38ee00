//! Makes entries of Rust enums that derive `thiserror::Error`.

mod format;
pub(super) mod rewrite;
mod status;

use std::collections::HashSet;
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::edit::{NewApi, NewEntry, NewParam, Yaml};
use errcat_catalog::names::suggest_snake_case;
use errcat_catalog::report::visible;
use regex::{Captures, Regex};
use syn::{Attribute, Expr, ExprLit, Field, Fields, Ident, Item, ItemEnum, Lit, Meta, Type, Variant};

use self::format::Message;
use self::status::Statuses;
use super::draft::{Draft, DraftEntry};
use super::notes::{Notes, Origin};
use super::placeholders::param_name;
use super::texts::cleaned;
use crate::terminal::failure::Failure;
use crate::verbs::names::name_of;

/// Returns the Rust files at a path: the file, or those in the folder, sorted.
///
/// # Errors
///
/// If it can't be read.
pub(super) fn files(path: &Utf8Path) -> Result<Vec<(Utf8PathBuf, String)>, Failure> {
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(path).sort_by_file_path(Ord::cmp).build() {
        let entry =
            entry.map_err(|error| Failure::new(error, "pass a Rust file, or a folder with Rust files"))?;
        let Ok(path) = Utf8PathBuf::try_from(entry.into_path()) else { continue };
        if path.extension() == Some("rs") && path.is_file() {
            let text = fs_err::read_to_string(&path)?;
            files.push((path, text));
        }
    }
    Ok(files)
}

/// Makes a catalog of the enums in some files. Each enum is a table. If the enums are to be rewritten, errors
/// with the message of their source have entries too.
pub(super) fn draft(
    root: &Utf8Path,
    files: &[(Utf8PathBuf, String)],
    is_rewriting: bool,
    notes: &mut Notes,
) -> Draft {
    let parsed: Vec<_> =
        files.iter().map(|(path, text)| (name_in(root, path), syn::parse_file(text))).collect();
    let parsed_items = parsed.iter().filter_map(|(_, file)| file.as_ref().ok());
    let enums = is_rewriting.then(|| parsed_items.flat_map(|file| enum_names(&file.items)).collect());
    let statuses = statuses(&parsed, notes);
    let context = Context { enums, statuses };
    let mut draft =
        Draft { api: NewApi { envelope: "none".to_owned(), ..NewApi::default() }, ..Draft::default() };
    for (name, file) in &parsed {
        match file {
            Ok(file) => items(&file.items, name, &context, &mut draft, notes),
            Err(error) => {
                let line = error.span().start().line;
                notes.push(
                    &Origin::Part(format!("{}:{line}", visible::line(name))),
                    format!("the file is left out: {error}"),
                );
            }
        }
    }
    rename_repeated(&mut draft, notes);
    set_unknown_statuses(&mut draft, notes);
    draft
}

/// Sets `status: none` for tables with errors whose status isn't known.
fn set_unknown_statuses(draft: &mut Draft, notes: &mut Notes) {
    let all = draft.tables.values().flat_map(|table| &table.entries).count();
    let is_unknown = |entry: &&DraftEntry| entry.entry.statuses.is_empty();
    let mut unknown = 0;
    for table in draft.tables.values_mut() {
        let in_table = table.entries.iter().filter(is_unknown).count();
        if in_table > 0 {
            table.settings.push(("status".to_owned(), Yaml::Word("none".to_owned())));
        }
        unknown += in_table;
    }
    if all == 0 {
        return;
    }
    if unknown == all {
        notes.push(&Origin::File, "`status: none` and `envelope: none` are set: Rust doesn't have them");
        return;
    }
    notes.push(&Origin::File, "the format of responses isn't known: set `envelope` in api.yaml");
    if unknown > 0 {
        notes.push(&Origin::File, "`status: none` is set for tables with errors without a known status");
    }
}

/// Returns the statuses that the code in all files gives to variants of enums.
fn statuses(parsed: &[(&str, syn::Result<syn::File>)], notes: &mut Notes) -> Statuses {
    let files = || parsed.iter().filter_map(|(path, file)| Some((path, file.as_ref().ok()?)));
    let enums: HashSet<String> = files().flat_map(|(_, file)| enum_names(&file.items)).collect();
    let mut all = Statuses::default();
    for (path, file) in files() {
        let found = Statuses::read(file);
        for (name, line) in found.lines().filter(|(name, _)| enums.contains(*name)) {
            let origin = Origin::Part(format!("{}:{line}", visible::line(path)));
            notes.push(&origin, format!("the statuses of `{name}` are those of this `match`"));
        }
        all.extend(found);
    }
    all
}

/// Returns the path of a file for notes.
fn name_in<'p>(root: &Utf8Path, path: &'p Utf8Path) -> &'p str {
    let name = path.strip_prefix(root).unwrap_or(path).as_str();
    if name.is_empty() { path.file_name().unwrap_or_default() } else { name }
}

fn is_error_enum(item: &ItemEnum) -> bool {
    item.variants.iter().any(|variant| error_attribute(&variant.attrs).is_some())
}

/// Returns the names of the enums of errors.
fn enum_names(items: &[Item]) -> Vec<String> {
    let names = items.iter().flat_map(|item| match item {
        Item::Enum(item) if is_error_enum(item) => vec![item.ident.to_string()],
        Item::Mod(item) => item.content.as_ref().map_or_else(Vec::new, |(_, items)| enum_names(items)),
        _ => Vec::new(),
    });
    names.collect()
}

/// The facts from all files that the entries of a file depend on.
struct Context {
    /// The names of the enums that are rewritten, if any are.
    enums: Option<HashSet<String>>,
    statuses: Statuses,
}

fn items(all: &[Item], path: &str, context: &Context, draft: &mut Draft, notes: &mut Notes) {
    for item in all {
        match item {
            Item::Enum(item) if is_error_enum(item) => table(item, path, context, draft, notes),
            Item::Struct(item) if error_attribute(&item.attrs).is_some() => {
                let origin = Origin::Part(format!("{path}:{}", item.ident.span().start().line));
                notes.push(
                    &origin,
                    format!("the struct `{}` isn't carried: only enums are tables", item.ident),
                );
            }
            Item::Mod(item) => {
                if let Some((_, inner)) = &item.content {
                    items(inner, path, context, draft, notes);
                }
            }
            _ => {}
        }
    }
}

/// Adds the table of an enum.
fn table(item: &ItemEnum, path: &str, context: &Context, draft: &mut Draft, notes: &mut Notes) {
    let enums = context.enums.as_ref();
    let name = item.ident.to_string();
    let short = name.strip_suffix("Error").filter(|name| !name.is_empty()).unwrap_or(&name);
    let table = name_of(short, super::tabular::TABLE);
    for variant in &item.variants {
        let origin = Origin::Part(format!("{path}:{}", variant.ident.span().start().line));
        let Some(attribute) = error_attribute(&variant.attrs) else {
            notes.push(&origin, format!("`{name}::{}` is left out: it has no `#[error(…)]`", variant.ident));
            continue;
        };
        let fields = fields(&variant.fields);
        if is_wrapped(variant, enums) {
            continue;
        }
        let source = transparent_field(variant).zip(fields.first()).filter(|_| enums.is_some());
        let message =
            Message::parse(attribute).or_else(|| source.map(|(_, field)| Message::of_source(field)));
        let Some(message) = message else {
            let text = "is left out: its message is that of its source, or of a function";
            notes.push(&origin, format!("`{name}::{}` {text}", variant.ident));
            continue;
        };
        let Some(code) = suggest_snake_case(&variant.ident.to_string()) else {
            notes.push(&origin, format!("`{name}::{}` is left out: its name can't be a code", variant.ident));
            continue;
        };
        let (message, used) = message.with_params(&fields, &origin, notes);
        let of_field = |name: &String| {
            let ty = fields.iter().find(|field| field.name == *name).and_then(|field| field.ty);
            (name.clone(), NewParam { ty: ty.map(str::to_owned), ..NewParam::default() })
        };
        for field in fields.iter().filter(|field| !used.contains(&field.name)) {
            let reason = if field.is_source { "is the source of the error" } else { "isn't in the message" };
            notes.push(&origin, format!("`{code}`: the field `{}` isn't carried: it {reason}", field.name));
        }
        let params = used.iter().map(of_field).collect();
        let meaning = docs(&variant.attrs);
        let status = context.statuses.of(&name, &variant.ident.to_string());
        let statuses = status.iter().map(u16::to_string).collect();
        let entry =
            NewEntry { code, statuses, message: Some(message), meaning, params, ..NewEntry::default() };
        draft.push(&table, DraftEntry { entry, origin });
    }
    if let Some(summary) = docs(&item.attrs).as_deref().and_then(super::texts::on_one_line)
        && let Some(table) = draft.tables.get_mut(&table)
        && table.settings.is_empty()
    {
        table.settings.push(("summary".to_owned(), Yaml::Text(summary)));
    }
}

/// Adds the table's name to codes that several tables have.
fn rename_repeated(draft: &mut Draft, notes: &mut Notes) {
    let codes: Vec<String> =
        draft.tables.values().flat_map(|table| &table.entries).map(|it| it.entry.code.clone()).collect();
    for (name, table) in &mut draft.tables {
        for DraftEntry { entry, origin } in &mut table.entries {
            if codes.iter().filter(|code| **code == entry.code).count() > 1 {
                let code = format!("{name}_{}", entry.code);
                notes.push(
                    origin,
                    format!("`{}` is named `{code}`: another enum has a variant of this name", entry.code),
                );
                entry.code = code;
            }
        }
    }
}

/// A field of a variant.
pub(super) struct ErrorField {
    /// The name in the format string: `0` for the first one without a name.
    key: String,
    /// The name of the param.
    name: String,
    ty: Option<&'static str>,
    is_source: bool,
}

fn fields(fields: &Fields) -> Vec<ErrorField> {
    let field = |(index, field): (usize, &Field)| {
        let key = field.ident.as_ref().map_or_else(|| index.to_string(), |name| name.to_string());
        let is_source =
            key == "source" || ["source", "from"].iter().any(|name| has_attribute(&field.attrs, name));
        let name = match &field.ident {
            Some(name) => param_name(&name.to_string()),
            None => None,
        };
        ErrorField {
            name: name.unwrap_or_else(|| format!("field{key}")),
            key,
            ty: param_type(&field.ty),
            is_source,
        }
    };
    fields.iter().enumerate().map(field).collect()
}

/// Returns the type of a param; `None` for a text, and for types that are shown as one.
fn param_type(ty: &Type) -> Option<&'static str> {
    match type_name(ty)?.as_str() {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => Some("integer"),
        "f32" | "f64" => Some("number"),
        "bool" => Some("boolean"),
        _ => None,
    }
}

fn has_attribute(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn error_attribute(attributes: &[Attribute]) -> Option<&Attribute> {
    attributes.iter().find(|attribute| attribute.path().is_ident("error"))
}

/// Returns the only field of a variant with `#[error(transparent)]`.
fn transparent_field(variant: &Variant) -> Option<&Field> {
    let is_transparent =
        error_attribute(&variant.attrs)?.parse_args::<Ident>().is_ok_and(|word| word == "transparent");
    variant.fields.iter().next().filter(|_| is_transparent && variant.fields.len() == 1)
}

/// Returns `true` if a variant has the message of an enum that is rewritten too.
fn is_wrapped(variant: &Variant, enums: Option<&HashSet<String>>) -> bool {
    let name = transparent_field(variant).and_then(|field| type_name(&field.ty));
    name.is_some_and(|name| enums.is_some_and(|enums| enums.contains(&name)))
}

/// Returns the last name in the path of a type.
fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

fn docs(attributes: &[Attribute]) -> Option<String> {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let text: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    cleaned(&without_links(&text.join("\n")))
}

/// Replaces the links of rustdoc, to items in the code, by their texts.
fn without_links(text: &str) -> String {
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?m)^\[[^\]\n]+\]: \S+$|\[(?<text>`[^`\n]+`|[^\]\n`]+)\](?:\((?<url>[^)\n]*)\)|\[[^\]\n]*\])?",
        )
        .expect("a valid pattern")
    });
    let replace = |found: &Captures<'_>| {
        let whole = &found[0];
        let is_url = whole.contains("://");
        let Some(text) = found.name("text").filter(|_| !is_url) else {
            return if is_url { whole.to_owned() } else { String::new() };
        };
        // `a[0]` in code isn't a link.
        let is_link = text.as_str().starts_with('`') || found.name("url").is_some();
        if is_link { text.as_str().to_owned() } else { whole.to_owned() }
    };
    LINK.replace_all(text, replace).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_links;

    #[test]
    fn links_to_items_become_texts() {
        for (text, expected) in [
            ("A [`Pool::acquire`] timed out", "A `Pool::acquire` timed out"),
            ("See [the pool](crate::Pool) and [`close`][Pool::close]", "See the pool and `close`"),
            ("[docs](https://a.example/b) of `a[0]`", "[docs](https://a.example/b) of `a[0]`"),
            ("A\n\n[`acquire`]: crate::Pool::acquire", "A\n\n"),
        ] {
            assert_eq!(without_links(text), expected);
        }
    }
}
