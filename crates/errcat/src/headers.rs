//! The headers of a response, whatever HTTP library holds them.

use std::collections::{BTreeMap, HashMap};

/// Headers by name, whatever its case.
///
/// Implemented for lists of pairs and for maps, for `()`, where there are none, and with feature `http` for
/// `http::HeaderMap`, which is what reqwest and hyper have.
pub trait Headers {
    /// The value of a header; the first, if it is there more than once. `None` also if it is no text.
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
        // Not by hash: nobody knows the case of the keys.
        find(self.iter(), name)
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Headers for BTreeMap<K, V> {
    fn get(&self, name: &str) -> Option<&str> {
        find(self.iter(), name)
    }
}

fn find<'a, K: AsRef<str> + 'a, V: AsRef<str> + 'a>(
    mut pairs: impl Iterator<Item = (&'a K, &'a V)>,
    name: &str,
) -> Option<&'a str> {
    let found = pairs.find(|(key, _)| key.as_ref().eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_ref())
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
    fn names_have_any_case() {
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
