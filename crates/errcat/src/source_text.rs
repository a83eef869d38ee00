//! The text of an error's sources, for logs and terminals.

use std::error::Error;
use std::fmt;

use crate::param::SECRET;
use crate::{Audience, CatalogError};

/// The sources of an error in one line, without its secrets. The text is only built when it is written.
pub(crate) struct SourceText<'a> {
    error: &'a (dyn CatalogError + 'a),
    source: &'a (dyn Error + 'static),
}

impl<'a> SourceText<'a> {
    /// Returns `None` if the error has no source.
    pub(crate) fn of(error: &'a (dyn CatalogError + 'a)) -> Option<Self> {
        Some(Self { error, source: error.source()? })
    }
}

impl fmt::Display for SourceText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_secrets(self.error, SourceChain(self.source).to_string()))
    }
}

/// A chain of errors in one line, from the nearest to the root cause. Many errors repeat the text of their
/// source in their own. A text that was already written is skipped, so that each is logged once.
struct SourceChain<'a>(&'a (dyn Error + 'static));

impl fmt::Display for SourceChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = String::new();
        for error in crate::find::chain(self.0) {
            let text = error.to_string();
            if last.contains(&text) {
                continue;
            }
            let separator = if last.is_empty() { "" } else { ": " };
            write!(f, "{separator}{text}")?;
            last = text;
        }
        Ok(())
    }
}

/// The minimum length of a value that is searched for. Shorter ones are no secrets, and occur in any text.
const MIN_SECRET_BYTES: usize = 4;

/// Replaces the values of an error's secret params in the text of its sources, which may repeat them.
fn without_secrets(error: &(dyn CatalogError + '_), mut text: String) -> String {
    let params = error.entry().params;
    error.params(&mut |values| {
        let secrets = params.iter().zip(values).filter(|(param, _)| param.audience == Audience::Secret);
        for (param, value) in secrets.filter(|(_, value)| !value.is_absent()) {
            let secret = value.text(param.ty).to_string();
            if secret.len() >= MIN_SECRET_BYTES && text.contains(&secret) {
                text = text.replace(&secret, SECRET);
            }
        }
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error that repeats the text of its source, as many do.
    #[derive(Debug)]
    struct Repeats(String, Option<Box<Self>>);

    impl fmt::Display for Repeats {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    impl Error for Repeats {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_ref().map(|source| &**source as _)
        }
    }

    #[test]
    fn each_text_of_a_chain_is_written_once() {
        let chain = |texts: &[&str]| {
            let error = texts
                .iter()
                .rev()
                .fold(None, |source, text| Some(Box::new(Repeats((*text).to_owned(), source))));
            SourceChain(&*error.expect("at least one")).to_string()
        };
        assert_eq!(
            chain(&["pool: connect: refused", "connect: refused", "refused"]),
            "pool: connect: refused"
        );
        assert_eq!(chain(&["pool", "connect", "refused"]), "pool: connect: refused");
        assert_eq!(
            chain(&["query failed (refused)", "refused", "port 5432"]),
            "query failed (refused): port 5432"
        );
        assert_eq!(chain(&["refused", "refused"]), "refused");
        assert_eq!(chain(&["refused"]), "refused");
    }
}
