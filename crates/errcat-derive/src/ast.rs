//! The item, taken apart: variants and fields with what their attributes say.

use syn::{Data, DeriveInput, Fields, Generics, Ident, Member, Type};

use crate::attr::{CatalogAttr, CodeAttr, FieldAttrs, ItemAttrs, Target, read_field, read_item};
use crate::errors::Errors;

/// An enum or a struct that is to be an error.
pub(crate) struct ErrorType<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// `Some(None)`: there is one, but it is wrong.
    pub(crate) catalog: Option<Option<CatalogAttr>>,
    /// A struct is its own only variant.
    pub(crate) variants: Vec<Variant<'a>>,
}

impl<'a> ErrorType<'a> {
    /// The fields with `#[from]`, and their variants.
    pub(crate) fn fields_with_from(&self) -> impl Iterator<Item = (&Variant<'a>, &Field<'a>)> {
        self.variants.iter().flat_map(|variant| {
            let fields = variant.fields.iter().filter(|field| field.attrs.from.is_some());
            fields.map(move |field| (variant, field))
        })
    }
}

/// A variant, or the struct.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    /// Whether it is one: a struct's pattern is `Self`, a variant's `Self::X`.
    pub(crate) in_enum: bool,
    pub(crate) code: Option<CodeAttr>,
    pub(crate) fields: Vec<Field<'a>>,
}

/// A field.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// Its name, if it has one, without `r#`.
    pub(crate) name: Option<String>,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: FieldAttrs,
}

/// Takes an item apart.
pub(crate) fn read<'a>(input: &'a DeriveInput, errors: &mut Errors) -> ErrorType<'a> {
    let (target, variants) = match &input.data {
        Data::Enum(data) => {
            let variants = data.variants.iter().map(|variant| {
                let attrs = read_item(&variant.attrs, Target::Variant, errors);
                read_variant(&variant.ident, true, attrs, &variant.fields, errors)
            });
            (Target::Enum, variants.collect())
        }
        Data::Struct(_) => (Target::Struct, vec![]),
        Data::Union(_) => {
            errors.on(&input.ident, "a union can't be an error: make it an enum or a struct");
            (Target::Enum, vec![])
        }
    };
    let mut attrs = read_item(&input.attrs, target, errors);
    let mut error_type =
        ErrorType { ident: &input.ident, generics: &input.generics, catalog: attrs.catalog.take(), variants };
    if let Data::Struct(data) = &input.data {
        let variant = read_variant(&input.ident, false, attrs, &data.fields, errors);
        error_type.variants.push(variant);
    }
    error_type
}

fn read_variant<'a>(
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
        attrs: read_field(&field.attrs, errors),
    });
    Variant { ident, in_enum, code: attrs.code, fields: fields.collect() }
}

impl Field<'_> {
    /// Its name or index, for people.
    pub(crate) fn label(&self) -> String {
        match &self.member {
            Member::Named(ident) => ident.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }
}

/// `T` of an `Option<T>`, going by how it is written.
pub(crate) fn option_of(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Path(path) => path,
        // A type that comes out of a `macro_rules!`.
        Type::Group(group) => return option_of(&group.elem),
        _ => return None,
    };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}
