//! The names that the items of a module define.

use syn::Item;

use crate::use_tree::plain;

/// A namespace of the compiler: a module and a function may have the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Namespace {
    /// Modules, types and traits.
    Type,
    /// Functions, constants and constructors.
    Value,
    Macro,
}

impl Namespace {
    pub(crate) const ALL: &[Self] = &[Self::Type, Self::Value, Self::Macro];
}

/// The name of an item, and the namespaces it is in.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) namespaces: &'static [Namespace],
    /// Set for `#[macro_export]`.
    pub(crate) is_exported_macro: bool,
}

/// Returns the name that an item defines, or `None` if it defines none of its own.
pub(crate) fn definition(item: &Item) -> Option<Definition> {
    use Namespace::{Macro, Type, Value};
    let (ident, namespaces): (_, &'static [Namespace]) = match item {
        Item::Const(item) => (&item.ident, &[Value]),
        Item::Static(item) => (&item.ident, &[Value]),
        Item::Fn(item) => (&item.sig.ident, &[Value]),
        Item::Struct(item) => (&item.ident, &[Type, Value]),
        Item::Enum(item) => (&item.ident, &[Type]),
        Item::Trait(item) => (&item.ident, &[Type]),
        Item::TraitAlias(item) => (&item.ident, &[Type]),
        Item::Type(item) => (&item.ident, &[Type]),
        Item::Union(item) => (&item.ident, &[Type]),
        Item::Macro(item) => (item.ident.as_ref()?, &[Macro]),
        _ => return None,
    };
    let is_exported_macro = match item {
        Item::Macro(item) => item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")),
        _ => false,
    };
    Some(Definition { name: plain(ident), namespaces, is_exported_macro })
}
