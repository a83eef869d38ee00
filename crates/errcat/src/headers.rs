//! The headers of a response, for any HTTP library.

use std::collections::{BTreeMap, HashMap};

/// Access to headers by name, ignoring case.
///
/// Implemented for lists of pairs, for maps, and for `()`, which has no headers. With the feature `http`,
/// also for `http::HeaderMap`, which reqwest and hyper use.
pub trait Headers {
    /// Returns the value of a header, or `None` if there is none or it isn't text. If a header occurs several
    /// times, returns its first value.
    fn get(&self, name: &str) -> Option<&str>;
}

impl<T: Headers + ?Sized> Headers for &T {
    fn get(&self, name: &str) -> Option<&str> {
        (**self).get(name)
    }
}

impl Headers for () {
    fn get(&self, _: &str) -> Option<&str> {
        None
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Headers for [(K, V)] {
    fn get(&self, name: &str) -> Option<&str> {
        find(self.iter().map(|(key, value)| (key, value)), name)
    }
}

impl<K: AsRef<str>, V: AsRef<str>, const N: usize> Headers for [(K, V); N] {
    fn get(&self, name: &str) -> Option<&str> {
        Headers::get(self.as_slice(), name)
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Headers for Vec<(K, V)> {
    fn get(&self, name: &str) -> Option<&str> {
        Headers::get(self.as_slice(), name)
    }
}

impl<K: AsRef<str>, V: AsRef<str>, S> Headers for HashMap<K, V, S> {
    fn get(&self, name: &str) -> Option<&str> {
        // A hash lookup would miss keys in another case.
        find(self.iter(), name)
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Headers for BTreeMap<K, V> {
    fn get(&self, name: &str) -> Option<&str> {
        find(self.iter(), name)
    }
}

fn find<'a, K: AsRef<str> + 'a, V: AsRef<str> + 'a>(
    pairs: impl Iterator<Item = (&'a K, &'a V)>,
    name: &str,
) -> Option<&'a str> {
    for (key, value) in pairs {
        let key = key.as_ref();
        // Most names differ in their length.
        if key.len() == name.len() && key.eq_ignore_ascii_case(name) {
            return Some(value.as_ref());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &(impl Headers + ?Sized)) {
        assert_eq!(headers.get("Retry-After"), Some("42"));
        assert_eq!(headers.get("retry-after"), Some("42"));
        assert_eq!(headers.get("X-None"), None);
    }

    #[test]
    fn names_are_case_insensitive() {
        let pairs = [("RETRY-AFTER", "42"), ("retry-after", "43"), ("A", "b")];
        check(&pairs);
        check(&pairs[..]);
        check(&pairs.to_vec());
        let owned: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        check(&owned);
        check(&owned.iter().take(1).cloned().collect::<HashMap<_, _>>());
        check(&owned.into_iter().take(1).collect::<BTreeMap<_, _>>());
        assert_eq!(Headers::get(&(), "A"), None);
    }
}
