//! The versions of the site: the link in the bar of each page, and the page that lists them.

use serde::Serialize;

use super::{Frame, Link};
use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page, VERSIONS};
use crate::sentence::sentence;
use crate::settings::Settings;

/// The name of the site without a version.
const CURRENT: &str = "Current";

/// The page that lists all versions.
#[derive(Debug, Serialize)]
pub(crate) struct VersionsPage {
    page: Frame,
    versions: Vec<Link>,
}

impl VersionsPage {
    pub(crate) fn new(cx: &PageContext<'_>) -> Self {
        let settings = cx.site.settings;
        let description = || format!("All versions of {}", sentence(&settings.title));
        let versions = version_list(settings).into_iter();
        VersionsPage {
            page: Frame::new(cx, Page::Versions, "Versions", description, &settings.catalog),
            versions: versions.map(|(text, path)| Link { text, url: cx.href(&path) }).collect(),
        }
    }
}

/// Returns the names of all versions, and their paths from the folder of all versions. The current site comes
/// first, then the latest version.
pub(crate) fn version_list(settings: &Settings) -> Vec<(String, String)> {
    let current = settings.has_current_site().then(|| (CURRENT.to_owned(), "./".to_owned()));
    let named = settings.versions().into_iter().map(|version| {
        let name = version.as_str();
        (name.to_owned(), format!("{name}/"))
    });
    current.into_iter().chain(named).collect()
}

/// Returns the version of an HTML page, with the link to the list. `None` on the list, and if there are no
/// versions.
pub(super) fn link(cx: &PageContext<'_>, page: Page) -> Option<Link> {
    let settings = cx.site.settings;
    if cx.form == Form::Markdown || page == Page::Versions || settings.versions().is_empty() {
        return None;
    }
    let (text, up) = match &settings.docs_version {
        Some(version) => (version.as_str(), format!("{}../", cx.root())),
        None => (CURRENT, cx.root().to_owned()),
    };
    Some(Link { text: text.to_owned(), url: cx.href(&format!("{up}{VERSIONS}")) })
}
