//! The table of a generated module: the catalog as lines of a key and a value.
//!
//! ```text
//! api shop
//! code sold_out
//! variant SoldOut
//! param sku String Public in_message
//! param left Integer Internal optional
//! param plans List:Enum:Plan Public
//! operation POST /orders
//! deprecated Nothing sells out any more
//! retired since 2.0
//! successor unavailable
//! ```

use std::sync::{Mutex, PoisonError};

use syn::LitStr;

use crate::catalog::{Api, Audience, Catalog, Code, Param, ParamType};

/// The tables that were parsed, with their literals. A compiler process loads the macro once, and expands it
/// for each type of a crate.
static PARSED: Mutex<Vec<(String, &'static Catalog)>> = Mutex::new(Vec::new());

/// Parses a table, given as a string literal. `module` is the path of the generated module. `None` if it has
/// another format.
///
/// A catalog is parsed and leaked only once. The process ends with the compilation of a crate.
pub(crate) fn parse_cached(literal: &str, module: &'static str) -> Option<&'static Catalog> {
    let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, catalog)) = parsed.iter().find(|(known, _)| known == literal) {
        return Some(catalog);
    }
    let text: &'static str = syn::parse_str::<LitStr>(literal).ok()?.value().leak();
    let apis = split(text, "api ")?.map(parse_api).collect::<Option<Vec<Api>>>()?;
    let catalog: &'static Catalog = Box::leak(Box::new(Catalog { krate: module, apis: apis.leak() }));
    parsed.push((literal.to_owned(), catalog));
    Some(catalog)
}

/// Splits a text into its sections, which all begin with a line with this key. The key isn't part of them.
fn split(text: &'static str, key: &'static str) -> Option<impl Iterator<Item = &'static str>> {
    let mut rest = text;
    if !text.is_empty() && !text.starts_with(key) {
        return None;
    }
    Some(std::iter::from_fn(move || {
        let section = rest.strip_prefix(key)?;
        let end =
            section.match_indices('\n').map(|(at, _)| at + 1).find(|at| section[*at..].starts_with(key));
        let (section, next) = section.split_at(end.unwrap_or(section.len()));
        rest = next;
        Some(section)
    }))
}

fn parse_api(section: &'static str) -> Option<Api> {
    let (name, codes) = section.split_once('\n')?;
    Some(Api { name, codes: split(codes, "code ")?.map(parse_code).collect::<Option<Vec<Code>>>()?.leak() })
}

fn parse_code(section: &'static str) -> Option<Code> {
    let (code, lines) = section.split_once('\n')?;
    let mut parsed = Code { code, ..Code::EMPTY };
    let (mut params, mut operations) = (Vec::new(), Vec::new());
    for line in lines.lines() {
        match line.split_once(' ')? {
            ("variant", value) => parsed.variant = value,
            ("param", value) => params.push(parse_param(value)?),
            ("operation", value) => operations.push(value),
            ("deprecated", value) => parsed.deprecated = Some(value),
            ("retired", value) => parsed.retired = Some(value),
            ("successor", value) => parsed.successor = Some(value),
            _ => return None,
        }
    }
    (parsed.params, parsed.operations) = (params.leak(), operations.leak());
    Some(parsed)
}

fn parse_param(line: &'static str) -> Option<Param> {
    let mut words = line.split(' ');
    let (name, ty, audience) = (words.next()?, words.next()?, words.next()?);
    let flags: Vec<&str> = words.collect();
    Some(Param {
        name,
        ty: ParamType::parse(ty)?,
        audience: Audience::from_name(audience)?,
        optional: flags.contains(&"optional"),
        in_message: flags.contains(&"in_message"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_parsed() {
        let text = "api shop\ncode sold out\nvariant SoldOut\nparam sku String Public in_message\n\
                    param left Integer Internal optional\n\
                    param plans List:Enum:Plan Public\noperation POST /a\noperation GET /b\n\
                    code old\nvariant Old\ndeprecated No more\nretired since 2.0\nsuccessor sold out\napi empty\n";
        let literal = format!("{text:?}");
        let catalog = parse_cached(&literal, "crate::errors").expect("a table");
        let [shop, empty] = catalog.apis else { panic!("{catalog:?}") };
        assert_eq!((shop.name, empty.name, empty.codes.len()), ("shop", "empty", 0));
        let [sold_out, old] = shop.codes else { panic!("{shop:?}") };
        assert_eq!((sold_out.code, sold_out.variant), ("sold out", "SoldOut"));
        assert_eq!(sold_out.operations, ["POST /a", "GET /b"]);
        let [sku, left, plans] = sold_out.params else { panic!("{sold_out:?}") };
        assert_eq!((sku.name, sku.ty, sku.audience), ("sku", ParamType::String, Audience::Public));
        assert_eq!((sku.optional, sku.in_message), (false, true));
        assert_eq!((left.ty, left.audience), (ParamType::Integer, Audience::Internal));
        assert_eq!((left.optional, left.in_message), (true, false));
        assert_eq!(plans.ty, ParamType::List(&ParamType::Enum("Plan")));
        assert_eq!(
            (old.deprecated, old.retired, old.successor),
            (Some("No more"), Some("since 2.0"), Some("sold out"))
        );
        assert!(std::ptr::eq(parse_cached(&literal, "crate::errors").expect("a table"), catalog));
    }

    #[test]
    fn other_formats_are_refused() {
        for text in [
            "format 2\n",
            "api",
            "api shop\nkey value\n",
            "api shop\ncode a\nkey value\n",
            "api shop\ncode a\nparam b Blob Public\n",
            "api shop\ncode a\nparam b List Public\n",
            "api shop\ncode a\nparam b List:Enum Public\n",
        ] {
            assert!(parse_cached(&format!("{text:?}"), "crate::errors").is_none(), "{text}");
        }
        assert!(parse_cached("\"\"", "crate::errors").expect("a table").apis.is_empty());
    }
}
