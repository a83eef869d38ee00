//! The target `site`: HTML pages for errors, APIs and guides, with their assets, search index and sitemap.
//!
//! ```text
//! *.html                                     the pages
//! style.css  site.js  …                      assets: the other files of the folder `site`
//! search-index.js                            the data of all codes for scripts
//! search-texts.js                            the texts that only the search needs
//! sitemap.xml                                the addresses of all pages, with dates
//! feed.xml                                   what changed for clients
//! versions.json  versions.html               all versions, if there are any
//! robots.txt                                 the address of the sitemap, for crawlers
//! ```

mod assets;
mod feed;
mod robots;
mod search;
mod sitemap;
mod versions;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Catalog;
use errcat_catalog::finding::Report;
use rayon::prelude::*;

use crate::docs::links::{PageContext, root_path};
use crate::docs::page::{FEED, Form, Page, SHARED_PAGES, VERSIONS};
use crate::docs::site::common_address;
use crate::output::Output;
use crate::pages::{Pages, collect_in_order, pages, pages_of};
use crate::settings::Settings;
use crate::target::{Request, Target};
use crate::template::TemplateError;

pub use self::search::texts::PATTERNS as HTTP_PATTERNS;

/// Returns the path at which a catalog's site is published, which its page for unknown addresses contains:
/// `/errors/`, or `/` if the catalog doesn't specify it.
pub fn published_path(catalog: &Catalog) -> String {
    common_address(catalog).map_or_else(|| "/".to_owned(), root_path)
}

/// Returns `true` if the catalog specifies one address for the pages of all APIs.
pub fn has_common_address(catalog: &Catalog) -> bool {
    common_address(catalog).is_some()
}

/// Returns the path of the feed, from the workspace's root.
pub fn feed_file(settings: &Settings) -> Utf8PathBuf {
    Utf8Path::new(&settings.site).join(FEED)
}

/// The target `site`.
pub(crate) struct SiteTarget {
    /// The folder of the pages.
    folder: String,
    /// The folder of all versions. If pages have no version, they are in it.
    shared: String,
    /// The files in that folder that each version writes.
    shared_files: Vec<&'static str>,
}

impl SiteTarget {
    /// Creates the target from the settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        let start = (!settings.has_current_site()).then_some(versions::START);
        SiteTarget {
            folder: settings.pages_folder(),
            shared: settings.site.clone(),
            shared_files: [VERSIONS, versions::FILE].into_iter().chain(start).collect(),
        }
    }

    fn files(&self, pages: &Pages<'_>, output: &dyn Output) -> Result<(), TemplateError> {
        let put = |path: &str, bytes: Vec<u8>| output.generated(format!("{}/{path}", self.folder), bytes);
        let render = |page: &Page| {
            let file = page.file(pages.site.catalog);
            let path = Utf8Path::new(&self.folder).join(&file);
            if !pages.inputs_of(*page).is_some_and(|inputs| output.keep(&path, inputs)) {
                let cx = PageContext::of(&pages.site, *page, Form::Html);
                put(&file, pages.render(&cx, *page)?.into_bytes());
            }
            Ok(())
        };
        let of_api = |api| {
            let pages = pages_of(pages.site.catalog, api);
            collect_in_order(pages.par_iter().map(render).collect()).map(drop)
        };
        let (data, rendered) = rayon::join(
            || data(pages),
            || {
                collect_in_order(SHARED_PAGES.iter().map(render).collect())?;
                collect_in_order(pages.selection.map(of_api))
            },
        );
        rendered?;
        for (path, text) in versions::files(pages)? {
            output.generated(format!("{}/{path}", self.shared), text);
        }
        let (data, dated) = data;
        data.into_iter().for_each(|(path, text)| put(&path, text.into_bytes()));
        dated.into_iter().for_each(|(path, text)| output.dated(format!("{}/{path}", self.folder), text));
        assets::emit(pages, &put)
    }
}

/// The paths and texts of files.
type Texts = Vec<(String, String)>;

/// Returns the site's files that are neither pages nor assets: those without dates, and those with.
fn data(pages: &Pages<'_>) -> (Texts, Texts) {
    let site = &pages.site;
    let sitemaps = sitemap::files(site, &self::pages(site.catalog));
    let undated = search::files(site).into_iter().chain(robots::file(site, pages.files));
    (undated.collect(), sitemaps.into_iter().chain(feed::file(site)).collect())
}

impl Target for SiteTarget {
    fn name(&self) -> &str {
        "site"
    }

    fn output(&self) -> &str {
        &self.folder
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.folder.as_str().into()]
    }

    fn api_paths(&self, api: &str) -> Vec<Utf8PathBuf> {
        vec![Utf8Path::new(&self.folder).join(api)]
    }

    fn contains(&self, path: &Utf8Path) -> bool {
        let is_shared = |name: &&str| path == Utf8Path::new(&self.shared).join(name);
        let is_page =
            path.starts_with(&self.folder) && !matches!(path.extension(), Some("md" | "json" | "txt"));
        is_page || self.shared_files.iter().any(is_shared)
    }

    fn is_committed(&self) -> bool {
        false
    }

    fn start_page(&self) -> Option<Utf8PathBuf> {
        Some(Utf8Path::new(&self.folder).join("index.html"))
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let pages = request.pages()?;
        self.files(pages, output).map_err(|error| pages.report(&error))
    }
}
