//! Paths in the tokens of macro calls and attributes, which syn doesn't parse.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};

use crate::use_tree::plain;

/// A path of at least two names.
#[derive(Debug)]
pub(crate) struct TokenPath {
    pub(crate) path: Vec<String>,
    pub(crate) span: Span,
}

/// Returns `true` for macros such as `quote!`, whose tokens are code of another crate.
pub(crate) fn is_quotation(segments: &[String]) -> bool {
    segments.last().is_some_and(|name| name.contains("quote"))
}

/// Returns the paths in tokens and in their groups, without those that start with `::`.
pub(crate) fn paths(stream: TokenStream) -> Vec<TokenPath> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut found = Vec::new();
    let mut rest = trees.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if let Some((_, after)) = next_name(rest) {
            rest = after;
            continue;
        }
        rest = after;
        match first {
            TokenTree::Group(group) => found.extend(paths(group.stream())),
            TokenTree::Ident(ident) => {
                let mut path = vec![plain(ident)];
                while let Some((name, after)) = next_name(rest) {
                    path.push(plain(name));
                    rest = after;
                }
                found.push(TokenPath { path, span: ident.span() });
            }
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
    found.retain(|found| found.path.len() > 1);
    found
}

/// Returns the name in `::name`, and the tokens after it.
fn next_name(tokens: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    match tokens {
        [TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Ident(name), rest @ ..]
            if first.as_char() == ':' && second.as_char() == ':' =>
        {
            Some((name, rest))
        }
        _ => None,
    }
}

/// Returns the paths in the texts of an attribute: `#[serde(with = "crate::time")]`.
pub(crate) fn paths_in_texts(stream: TokenStream) -> Vec<TokenPath> {
    let texts = stream.into_iter().filter_map(|tree| match tree {
        TokenTree::Literal(literal) => path_in_text(&literal),
        _ => None,
    });
    texts.filter(|found| found.path.len() > 1).collect()
}

fn path_in_text(literal: &Literal) -> Option<TokenPath> {
    let text = literal.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let path: syn::Path = syn::parse_str(text).ok()?;
    let names = path.segments.iter().map(|segment| plain(&segment.ident));
    path.leading_colon.is_none().then(|| TokenPath { path: names.collect(), span: literal.span() })
}
