//! Reads the arguments of macros: as expressions, statements or items if they parse, otherwise token by
//! token.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Block, Expr, LitStr, Token};

use super::Reader;
use crate::code::UseKind;

/// Macros whose first argument is an expression, and the second a pattern.
const MATCHING: &[&str] = &["matches", "assert_matches", "assert_not_matches", "debug_assert_matches"];

/// Reads a macro call.
pub(super) fn read(reader: &mut Reader<'_>, call: &syn::Macro) {
    if !is_relevant(reader, call.tokens.clone()) {
        return;
    }
    let is_matching =
        call.path.segments.last().is_some_and(|name| MATCHING.iter().any(|it| name.ident == it));
    let tokens = call.tokens.clone();
    if is_matching {
        let mut tokens = tokens.into_iter();
        let value = tokens.by_ref().take_while(|token| !is(token, ','));
        let value: TokenStream = value.collect();
        arguments(reader, value);
        reader.as_pattern(true, |reader| scan(reader, tokens.collect(), UseKind::Handled));
    } else {
        arguments(reader, tokens);
    }
}

fn arguments(reader: &mut Reader<'_>, tokens: TokenStream) {
    let expressions = Punctuated::<Expr, Token![,]>::parse_terminated;
    if let Ok(expressions) = expressions.parse2(tokens.clone()) {
        expressions.iter().for_each(|expression| reader.visit_expr(expression));
    } else if let Ok(statements) = Block::parse_within.parse2(tokens.clone()) {
        let braces = syn::token::Brace::default();
        reader.visit_block(&Block { brace_token: braces, stmts: statements });
    } else {
        scan(reader, tokens, UseKind::Constructed);
    }
}

/// Returns `true` if tokens contain a name or a text that may refer to an error.
fn is_relevant(reader: &Reader<'_>, tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => is_relevant(reader, group.stream()),
        TokenTree::Ident(name) => reader.is_relevant(&name.to_string()),
        TokenTree::Literal(literal) => string(&TokenTree::Literal(literal))
            .is_some_and(|text| !reader.index.codes(&text.value()).is_empty()),
        TokenTree::Punct(_) => false,
    })
}

/// Finds paths in tokens that can't be parsed as Rust. A path before `=>` is a pattern.
fn scan(reader: &mut Reader<'_>, tokens: TokenStream, kind: UseKind) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Group(group) => scan(reader, group.stream(), kind),
            TokenTree::Literal(_) => {
                if let Some(text) = string(token) {
                    reader.text(text.value(), text.span());
                }
            }
            TokenTree::Ident(first) => {
                let mut path = vec![first.to_string()];
                let mut last = first;
                while let [colon, second, TokenTree::Ident(name), ..] = &tokens[at..]
                    && is(colon, ':')
                    && is(second, ':')
                {
                    path.push(name.to_string());
                    last = name;
                    at += 3;
                }
                let kind = if is_pattern(&tokens[at..]) { UseKind::Handled } else { kind };
                reader.path(path, kind, first.span().byte_range().start..last.span().byte_range().end);
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// Returns `true` if `=>` follows, directly or after fields.
fn is_pattern(rest: &[TokenTree]) -> bool {
    let rest = match rest {
        [TokenTree::Group(fields), rest @ ..] if fields.delimiter() != Delimiter::Bracket => rest,
        rest => rest,
    };
    matches!(rest, [equals, greater, ..] if is(equals, '=') && is(greater, '>'))
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn string(token: &TokenTree) -> Option<LitStr> {
    syn::parse2(TokenStream::from(token.clone())).ok()
}
