//! Finds the versions of the site that earlier runs generated.

use std::io;

use camino::Utf8Path;
use errcat_targets::settings::{DocsVersion, PublishedVersions};

/// Returns the versions in the folder of a site: the folders with a start page and the name of a version.
pub(crate) fn find(site: &Utf8Path) -> PublishedVersions {
    let has_pages = |folder: &Utf8Path| folder.join("index.html").is_file();
    let entries = site.read_dir_utf8().into_iter().flatten().filter_map(io::Result::ok);
    let folders = entries.filter(|entry| has_pages(entry.path()));
    let mut versions: Vec<DocsVersion> =
        folders.filter_map(|folder| folder.file_name().parse().ok()).collect();
    DocsVersion::sort(&mut versions);
    PublishedVersions { versions, has_current: has_pages(site) }
}
