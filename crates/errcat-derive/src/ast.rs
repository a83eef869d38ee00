//! The parsed item: its variants and fields, with their attributes.

use proc_macro2::Span;
use syn::{Data, DeriveInput, Fields, Generics, Ident, Member, Type};

use crate::attr::{CatalogAttr, CodeAttr, FieldAttrs, ItemAttrs, Target, parse_field, parse_item};
use crate::errors::Errors;

/// An enum or a struct with `#[derive(CatalogError)]`.
pub(crate) struct ErrorType<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// `Some(None)` if the attribute exists but is invalid.
    pub(crate) catalog: Option<Option<CatalogAttr>>,
    /// The location of the first `#[error]`, which belongs to the derive of thiserror.
    pub(crate) error: Option<Span>,
    /// The variants of an enum; for a struct, the struct itself.
    pub(crate) variants: Vec<Variant<'a>>,
}

impl<'a> ErrorType<'a> {
    /// Returns the fields with `#[from]`, and their variants.
    pub(crate) fn fields_with_from(&self) -> impl Iterator<Item = (&Variant<'a>, &Field<'a>)> {
        self.variants.iter().flat_map(|variant| {
            let fields = variant.fields.iter().filter(|field| field.attrs.from.is_some());
            fields.map(move |field| (variant, field))
        })
    }
}

/// A variant of an enum, or a struct.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    /// `true` for a variant of an enum, whose pattern is `Self::X`; `false` for a struct, whose pattern is
    /// `Self`.
    pub(crate) in_enum: bool,
    pub(crate) code: Option<CodeAttr>,
    /// The location of `#[error]`.
    error: Option<Span>,
    pub(crate) fields: Vec<Field<'a>>,
}

/// A field of a variant.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// The name without `r#`, if the field has one.
    pub(crate) name: Option<String>,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: FieldAttrs,
}

/// Parses an item.
pub(crate) fn parse<'a>(input: &'a DeriveInput, errors: &mut Errors) -> ErrorType<'a> {
    let (target, variants): (_, Vec<_>) = match &input.data {
        Data::Enum(data) => {
            let variants = data.variants.iter().map(|variant| {
                let attrs = parse_item(&variant.attrs, Target::Variant, errors);
                parse_variant(&variant.ident, true, attrs, &variant.fields, errors)
            });
            (Target::Enum, variants.collect())
        }
        Data::Struct(_) => (Target::Struct, vec![]),
        Data::Union(_) => {
            errors.on(&input.ident, "a union can't be an error: use an enum or a struct");
            (Target::Enum, vec![])
        }
    };
    let mut attrs = parse_item(&input.attrs, target, errors);
    let mut error_type = ErrorType {
        ident: &input.ident,
        generics: &input.generics,
        catalog: attrs.catalog.take(),
        error: attrs.error.or_else(|| variants.iter().find_map(|variant| variant.error)),
        variants,
    };
    if let Data::Struct(data) = &input.data {
        let variant = parse_variant(&input.ident, false, attrs, &data.fields, errors);
        error_type.variants.push(variant);
    }
    error_type
}

fn parse_variant<'a>(
    ident: &'a Ident,
    in_enum: bool,
    attrs: ItemAttrs,
    fields: &'a Fields,
    errors: &mut Errors,
) -> Variant<'a> {
    let fields = fields.iter().zip(fields.members()).map(|(field, member)| Field {
        member,
        name: field.ident.as_ref().map(|ident| syn::ext::IdentExt::unraw(ident).to_string()),
        ty: &field.ty,
        attrs: parse_field(&field.attrs, errors),
    });
    Variant { ident, in_enum, code: attrs.code, error: attrs.error, fields: fields.collect() }
}

impl Variant<'_> {
    /// Returns `true` if the fields have no names.
    pub(crate) fn is_tuple(&self) -> bool {
        self.fields.iter().any(|field| field.name.is_none())
    }
}

impl Field<'_> {
    /// Returns the name or index for messages.
    pub(crate) fn label(&self) -> String {
        match &self.member {
            Member::Named(ident) => ident.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }
}

/// Returns `T` if the type is written as `Option<T>`.
pub(crate) fn option_inner(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Path(path) => path,
        // Types from a `macro_rules!` are wrapped in a group.
        Type::Group(group) => return option_inner(&group.elem),
        _ => return None,
    };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}
