//! Generates the files that all versions of the site share, in the folder that contains them:
//! `versions.json`, from which pages fill their switch, and `versions.html`, for readers without scripts.
//! Without a current site, `index.html` leads to the latest version.
//!
//! Every run writes them, and no other file outside of its own version.

use serde_json::json;

use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page};
use crate::header::generated_from;
use crate::pages::Pages;
use crate::pages::view::version_list;
use crate::template::TemplateError;

/// The path of the list for scripts, from the folder of all versions.
pub(super) const FILE: &str = "versions.json";

/// The path of the start page, which redirects if there is no current site.
pub(super) const START: &str = "index.html";

/// Returns the files, by their path from the folder of all versions. Empty if there are no versions.
pub(super) fn files(pages: &Pages<'_>) -> Result<Vec<(String, String)>, TemplateError> {
    let site = &pages.site;
    if site.settings.versions().is_empty() {
        return Ok(Vec::new());
    }
    let versions = version_list(site.settings).into_iter();
    let list = json!({
        "$comment": generated_from(&site.settings.catalog),
        "versions": versions.map(|(title, path)| json!({ "title": title, "path": path })).collect::<Vec<_>>(),
    });
    let cx = &PageContext::of(site, Page::Versions, Form::Html);
    let json = serde_json::to_string_pretty(&list).expect("keys are strings") + "\n";
    let mut files =
        vec![(FILE.to_owned(), json), (Page::Versions.file(site.catalog), pages.render(cx, Page::Versions)?)];
    if !site.settings.has_current_site() {
        files.push((START.to_owned(), pages.render_newest(cx)?));
    }
    Ok(files)
}
