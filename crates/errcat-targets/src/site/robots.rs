//! Generates `robots.txt`, which leads crawlers to the sitemap (RFC 9309).
//!
//! Crawlers only read it at the root of a host, and it isn't generated for a site below a path. It doesn't
//! keep crawlers away from the internal edition: then they couldn't read that its pages aren't for them.

use errcat_catalog::inputs::InputFile;

use crate::docs::links::root_path;
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::pages::templates::assets;

/// The path of the file, from the site's root.
pub(super) const FILE: &str = "robots.txt";

/// Returns the file, unless the workspace has its own among `files`.
pub(super) fn file(site: &Site<'_>, files: &[InputFile]) -> Option<(String, String)> {
    let base = site.current(None).filter(|base| site.is_current() && root_path(base) == "/")?;
    if assets(files).any(|(path, _)| path == FILE) {
        return None;
    }
    let mark = generated_from(&site.settings.catalog);
    Some((FILE.to_owned(), format!("# {mark}\nUser-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n")))
}
