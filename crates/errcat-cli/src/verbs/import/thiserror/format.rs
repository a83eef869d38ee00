//! The format strings of `#[error("…")]`.

use std::borrow::Cow;

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, LitStr, Member, Token};

use super::super::notes::{Notes, Origin};
use super::super::placeholders::{escaped, param_name};
use super::ErrorField;

/// A format string and its arguments.
pub(super) struct Message {
    text: String,
    /// Each with its name, if it has one.
    arguments: Vec<(Option<String>, Expr)>,
}

struct Argument(Option<String>, Expr);

/// A part of a format string.
enum Part<'m> {
    /// A text, in which braces are doubled.
    Text(Cow<'m, str>),
    Placeholder {
        written: &'m str,
        key: String,
        spec: Option<&'m str>,
    },
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_named = input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name: Option<Ident> = if is_named { Some(input.parse()?) } else { None };
        if is_named {
            input.parse::<Token![=]>()?;
        }
        // `.field` is short for `self.field` there.
        let _: Option<Token![.]> = input.parse()?;
        let argument = if input.peek(syn::LitInt) || input.peek(syn::LitFloat) {
            let index: proc_macro2::Literal = input.parse()?;
            syn::parse_str(&format!("field{index}"))?
        } else {
            input.parse()?
        };
        Ok(Argument(name.map(|name| name.to_string()), argument))
    }
}

impl Message {
    /// Parses an attribute. `None` if it has no format string: `transparent`, or `fmt = function`.
    pub(super) fn parse(attribute: &Attribute) -> Option<Self> {
        attribute
            .parse_args_with(|input: ParseStream<'_>| {
                let text: LitStr = input.parse()?;
                let _: Option<Token![,]> = input.parse()?;
                let arguments = Punctuated::<Argument, Token![,]>::parse_terminated(input)?;
                let arguments = arguments.into_iter().map(|Argument(name, value)| (name, value)).collect();
                Ok(Message { text: text.value(), arguments })
            })
            .ok()
    }

    /// Returns the message of a source, in the field with this name.
    pub(super) fn of_source(field: &ErrorField) -> Self {
        Message { text: format!("{{{}}}", field.key), arguments: Vec::new() }
    }

    /// Returns the message with `{params}`, and the names of these params.
    pub(super) fn with_params(
        &self,
        fields: &[ErrorField],
        origin: &Origin,
        notes: &mut Notes,
    ) -> (String, Vec<String>) {
        let (mut message, mut used) = (String::new(), Vec::new());
        for part in self.parts() {
            let (written, key, spec) = match part {
                Part::Text(text) => {
                    message += &text;
                    continue;
                }
                Part::Placeholder { written, key, spec } => (written, key, spec),
            };
            if let Some(spec) = spec {
                notes.push(origin, format!("the format `:{spec}` of `{{{written}}}` isn't carried"));
            }
            let name = self.param(&key, fields);
            message += &format!("{{{name}}}");
            if !used.contains(&name) {
                used.push(name);
            }
        }
        (message, used)
    }

    /// Returns the reason why params can't show what the message shows. `None` if they can.
    pub(super) fn obstacle(&self, fields: &[ErrorField]) -> Option<String> {
        self.parts().into_iter().find_map(|part| {
            let Part::Placeholder { written, key, spec } = part else { return None };
            let key = match self.argument(&key) {
                Some((_, value)) => member(value).filter(|_| is_field(value)),
                None => Some(key),
            };
            let field = key.and_then(|key| fields.iter().find(|it| it.key == key || it.name == key));
            let Some(field) = field else {
                return Some(format!("`{{{written}}}` isn't a field, but an expression"));
            };
            // These look the same with `{:?}`.
            let is_plain = spec == Some("?") && matches!(field.ty, Some("integer" | "boolean"));
            let spec = spec.filter(|_| !is_plain)?;
            Some(format!("`{{{written}}}` has the format `:{spec}`"))
        })
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let (mut parts, mut next) = (Vec::new(), 0);
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            parts.push(Part::Text(rest[..at].into()));
            let brace = &rest[at..];
            if brace.starts_with("{{") || brace.starts_with("}}") {
                parts.push(Part::Text(brace[..2].into()));
                rest = &brace[2..];
                continue;
            }
            let Some((written, after)) = brace.strip_prefix('{').and_then(|inner| inner.split_once('}'))
            else {
                parts.push(Part::Text(escaped(brace).into()));
                rest = "";
                break;
            };
            rest = after;
            let (key, spec) =
                written.split_once(':').map_or((written, None), |(key, spec)| (key, Some(spec)));
            let key = match key.trim() {
                "" => {
                    next += 1;
                    (next - 1).to_string()
                }
                key => key.to_owned(),
            };
            parts.push(Part::Placeholder { written, key, spec: spec.filter(|spec| !spec.is_empty()) });
        }
        parts.push(Part::Text(rest.into()));
        parts
    }

    /// Returns the argument for a placeholder.
    fn argument(&self, key: &str) -> Option<&(Option<String>, Expr)> {
        let number = key.parse::<usize>().ok();
        let positional =
            number.and_then(|number| self.arguments.iter().filter(|(name, _)| name.is_none()).nth(number));
        positional.or_else(|| self.arguments.iter().find(|(name, _)| name.as_deref() == Some(key)))
    }

    /// Returns the name of the param for an argument or a field.
    fn param(&self, key: &str, fields: &[ErrorField]) -> String {
        let key = match self.argument(key) {
            Some((name, value)) => member(value).or_else(|| name.clone()).unwrap_or_else(|| key.to_owned()),
            None => key.to_owned(),
        };
        let field = fields.iter().find(|field| field.key == key || field.name == key);
        let or = || match key.parse::<usize>() {
            Ok(number) => format!("arg{}", number + 1),
            Err(_) => param_name(&key).unwrap_or_else(|| "value".to_owned()),
        };
        field.map_or_else(or, |field| field.name.clone())
    }
}

/// Returns the field that an argument is made from: `sku` in `sku.len()`.
fn member(value: &Expr) -> Option<String> {
    match value {
        Expr::Path(path) => path.path.get_ident().map(Ident::to_string),
        Expr::Field(field) => match (&*field.base, &field.member) {
            (Expr::Path(base), Member::Named(name)) if base.path.is_ident("self") => Some(name.to_string()),
            (Expr::Path(base), Member::Unnamed(index)) if base.path.is_ident("self") => {
                Some(index.index.to_string())
            }
            (base, _) => member(base),
        },
        Expr::MethodCall(call) => member(&call.receiver),
        Expr::Reference(inner) => member(&inner.expr),
        _ => None,
    }
}

/// Returns `true` if an argument is a field itself: `sku`, `self.sku`, `.0`.
fn is_field(value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(field) => matches!(&*field.base, Expr::Path(base) if base.path.is_ident("self")),
        _ => false,
    }
}
