//! Names of errors in the URLs of their pages.
//!
//! Docs move to another host, and their paths get a version. What still identifies the error is its own part
//! of the URL: the fragment, or the last segment of the path.

/// Returns the parts of a URL that may name an error, the likelier first.
pub(super) fn names(url: &str) -> impl Iterator<Item = &str> {
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let path = rest.split_once('?').map_or(rest, |(path, _)| path);
    let segment = path.rsplit('/').find(|segment| !segment.is_empty() && !is_version(segment));
    let segment = segment.map(|segment| segment.strip_suffix(".html").unwrap_or(segment));
    Some(fragment).filter(|fragment| !fragment.is_empty()).into_iter().chain(segment)
}

/// Returns `true` if a URL is of a page, or of the same page at another place.
pub(super) fn is_same(url: &str, page: &str) -> bool {
    url == page || names(page).next().is_some_and(|page| names(url).any(|name| name == page))
}

/// Returns the number of segments that the paths of two URLs have in common, counted from their ends.
pub(super) fn common_segments(one: &str, other: &str) -> usize {
    let one = one.trim_end_matches('/').rsplit(['/', '#']);
    let other = other.trim_end_matches('/').rsplit(['/', '#']);
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Returns `true` for `v2` and `v1.1`.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix('v').unwrap_or("");
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_named_at_the_end_of_the_url() {
        for (url, expected) in [
            ("https://errors.example.com/kakunin/agent_not_found/", &["agent_not_found"][..]),
            ("https://docs.example.org/v2/agent_not_found?lang=en", &["agent_not_found"]),
            ("https://docs.example.org/agent_not_found.html", &["agent_not_found"]),
            ("https://docs.example.org/agent_not_found/v1.1/", &["agent_not_found"]),
            ("https://docs.example.org/errors#agent_not_found", &["agent_not_found", "errors"]),
            ("https://docs.example.org/errors/21211", &["21211"]),
            ("urn:problem:agent_not_found", &["urn:problem:agent_not_found"]),
            ("", &[]),
            ("#", &[]),
        ] {
            assert_eq!(names(url).collect::<Vec<_>>(), expected, "{url}");
        }
    }

    #[test]
    fn common_segments_are_counted_from_the_end() {
        assert_eq!(common_segments("https://a.example/x/y/z/", "https://b.example/v2/x/y/z"), 3);
        assert_eq!(common_segments("https://a.example/errors#z", "https://a.example/docs#z"), 1);
        assert_eq!(common_segments("https://a.example/y", "https://a.example/z"), 0);
    }
}
