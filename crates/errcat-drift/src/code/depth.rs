//! Measures the nesting of Rust code without recursing as deeply. syn recurses, and a stack overflow aborts
//! the program.

use std::sync::LazyLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The maximum nesting of brackets. Hand-written code has about a dozen levels.
const MAX_BRACKETS: usize = 128;

/// The maximum number of tokens that can be nested without brackets: `&&&…`, `a + a + …`, `if … else if …`.
/// It determines the size of the stacks.
const MAX_TOKENS: usize = 3_000;

/// The size of each stack. Its memory is only allocated when used. In a debug build, syn needs up to 40,000
/// bytes for each token.
const STACK_BYTES: usize = MAX_TOKENS * 45_000;

static THREADS: LazyLock<ThreadPool> = LazyLock::new(|| {
    let threads = ThreadPoolBuilder::new().stack_size(STACK_BYTES).build();
    threads.expect("threads can be started")
});

/// Runs `work` on threads whose stacks are large enough to parse any shallow code.
pub(super) fn on_large_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    THREADS.install(work)
}

/// Returns `true` if code can be parsed with [`on_large_stacks`].
pub(super) fn is_shallow(tokens: TokenStream) -> bool {
    is_within(tokens, MAX_BRACKETS, MAX_TOKENS)
}

fn is_within(tokens: TokenStream, max_brackets: usize, max_tokens: usize) -> bool {
    let mut row = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        row += 1;
        if row > max_tokens {
            return false;
        }
        match token {
            TokenTree::Group(group) => {
                if max_brackets == 0 || !is_within(group.stream(), max_brackets - 1, max_tokens - row) {
                    return false;
                }
                let is_block = group.delimiter() == Delimiter::Brace;
                if is_block && !tokens.peek().is_some_and(continues_expression) {
                    row = 0;
                }
            }
            TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | ';' | '#') => row = 0,
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
    true
}

/// Returns `true` if the token after a block continues the same expression.
fn continues_expression(next: &TokenTree) -> bool {
    match next {
        TokenTree::Punct(mark) => mark.as_char() != '#',
        TokenTree::Ident(name) => name == "else" || name == "as",
        TokenTree::Group(_) | TokenTree::Literal(_) => true,
    }
}
