//! Finds the APIs that a host belongs to.

use errcat_catalog::model::{Api, ApiId, Catalog, Id};

/// The minimum length of an API's name that is looked for in hosts.
const MIN_NAME_LENGTH: usize = 5;

/// Returns the APIs that a host belongs to.
pub(super) fn apis_of_host<'a>(catalog: &'a Catalog, host: &'a str) -> impl Iterator<Item = ApiId> + 'a {
    Id::enumerate(&catalog.apis).filter(move |(_, api)| has_host(api, host)).map(|(id, _)| id)
}

fn has_host(api: &Api, host: &str) -> bool {
    if let Some(base) = &api.base_url {
        let base = host_of(base);
        // A label such as `{region}` fits any.
        return base.split('.').count() == host.split('.').count()
            && base
                .split('.')
                .zip(host.split('.'))
                .all(|(label, other)| label.contains('{') || label == other);
    }
    let is_domain = |reference: &String| {
        let reference = host_of(reference);
        let domain = match reference.split_once('.') {
            Some((_, domain)) if domain.contains('.') => domain,
            _ => &reference,
        };
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    api.reference.as_ref().is_some_and(is_domain)
        || (api.name.len() >= MIN_NAME_LENGTH && host.split('.').any(|label| label == api.name))
}

/// Returns the host of a URL, in lower case.
fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':', '?', '#']).next().unwrap_or_default().to_lowercase()
}
