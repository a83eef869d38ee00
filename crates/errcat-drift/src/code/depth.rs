//! How deep Rust code is nested, told without descending as deep: syn recurses, and a stack that overflows
//! ends the program.

use std::sync::LazyLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The deepest brackets in brackets. Code that people write has a dozen levels.
const MAX_BRACKETS: usize = 128;

/// The most tokens that may be nested in one another without brackets: `&&&…`, `a + a + …`, `if … else if …`.
/// It decides how large a stack has to be.
const MAX_TOKENS: usize = 3_000;

/// The memory of a stack is taken when it is used. In a debug build, syn needs up to 40,000 bytes a token.
const STACK_BYTES: usize = MAX_TOKENS * 45_000;

static THREADS: LazyLock<ThreadPool> = LazyLock::new(|| {
    let threads = ThreadPoolBuilder::new().stack_size(STACK_BYTES).build();
    threads.expect("the system gives threads")
});

/// Works on threads whose stacks hold any code that is shallow.
pub(super) fn on_large_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    THREADS.install(work)
}

/// Whether code can be parsed [`on_large_stacks`].
pub(super) fn is_shallow(tokens: TokenStream) -> bool {
    is_within(tokens, MAX_BRACKETS, MAX_TOKENS)
}

fn is_within(tokens: TokenStream, brackets: usize, most: usize) -> bool {
    let mut row = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        row += 1;
        if row > most {
            return false;
        }
        match token {
            TokenTree::Group(group) => {
                if brackets == 0 || !is_within(group.stream(), brackets - 1, most - row) {
                    return false;
                }
                let is_block = group.delimiter() == Delimiter::Brace;
                if is_block && !tokens.peek().is_some_and(goes_on) {
                    row = 0;
                }
            }
            TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | ';' | '#') => row = 0,
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
    true
}

/// Whether what follows a block belongs to the same expression.
fn goes_on(next: &TokenTree) -> bool {
    match next {
        TokenTree::Punct(mark) => mark.as_char() != '#',
        TokenTree::Ident(name) => name == "else" || name == "as",
        TokenTree::Group(_) | TokenTree::Literal(_) => true,
    }
}
