//! Finds the versions of the site that other runs generated.

use std::io;

use camino::Utf8Path;
use errcat_targets::settings::{DocsVersion, OtherVersions, Settings};

/// A page that only a current site has. The start page of a site that has only versions is a redirect.
const OF_CURRENT_SITE: &str = "404.html";

/// Returns the versions in the folder of the site: the folders with a start page and the name of a version.
/// The version that is generated isn't among them, whether it exists or not.
pub(crate) fn find(root: &Utf8Path, settings: &Settings) -> OtherVersions {
    let site = root.join(&settings.site);
    let has_pages = |folder: &Utf8Path| folder.join("index.html").is_file();
    let entries = site.read_dir_utf8().into_iter().flatten().filter_map(io::Result::ok);
    let folders = entries.filter(|entry| has_pages(entry.path()));
    let versions = folders.filter_map(|folder| folder.file_name().parse().ok());
    let mut versions: Vec<DocsVersion> =
        versions.filter(|version| settings.docs_version.as_ref() != Some(version)).collect();
    DocsVersion::sort(&mut versions);
    let has_current = settings.docs_version.is_some() && site.join(OF_CURRENT_SITE).is_file();
    OtherVersions { versions, has_current }
}
