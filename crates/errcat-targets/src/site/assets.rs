//! Copies assets to the site.

use std::collections::HashSet;

use super::{search, sitemap, versions};
use crate::docs::page::{FEED, SHARED_PAGES, VERSIONS, data_file, full_text_file};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::pages::{Pages, pages, pages_of, templates};
use crate::settings::Settings;
use crate::template::TemplateError;
use errcat_catalog::inputs::InputFile;
use errcat_catalog::model::Id;

/// Files that other targets write to the site's root.
const DATA: [&str; 4] = ["errors.json", "errors.schema.json", "llms.txt", "llms-full.txt"];

/// Passes every asset to `put`, by its path in the site.
///
/// # Errors
///
/// Returns an error for an asset with the path of a page, and for a missing logo or image.
pub(super) fn emit(pages: &Pages<'_>, put: &dyn Fn(&str, Vec<u8>)) -> Result<(), TemplateError> {
    let site = &pages.site;
    let settings = site.settings;
    let names = names(site);
    for (path, asset) in templates::assets(pages.files) {
        if names.contains(path) || belongs_to_api(site, path) {
            let message = format!("the site has a page of its own at `{path}`");
            return Err(TemplateError::of_file(&asset.path, &message));
        }
        let source = format!("{}/{}", settings.templates, asset.path);
        let mut bytes = add_mark(path, &source, &asset.bytes);
        if path == "style.css" {
            bytes.extend(site.icon.style().bytes());
            bytes.extend(settings.theme.css().bytes());
        }
        put(path, bytes);
    }
    missing_file(pages.files, settings).map_or(Ok(()), Err)
}

/// Returns the paths of the site's files that don't belong to an API.
fn names(site: &Site<'_>) -> HashSet<String> {
    let shared = SHARED_PAGES.iter().flat_map(|page| page.files(site.catalog));
    let sitemaps = sitemap::files(site, &pages(site.catalog)).into_iter().map(|(path, _)| path);
    let data = DATA
        .iter()
        .chain(&[search::FILE, search::TEXTS, FEED, VERSIONS, versions::FILE])
        .map(|path| (*path).to_owned());
    shared.chain(sitemaps).chain(data).collect()
}

/// Returns `true` if a path is the path of an API's file.
fn belongs_to_api(site: &Site<'_>, path: &str) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    let name = folder.strip_suffix(".md").unwrap_or(folder);
    let mut apis = Id::enumerate(&site.catalog.apis);
    let Some((id, api)) = apis.find(|(_, api)| api.name == name) else { return false };
    let pages = pages_of(site.catalog, id);
    let mut files = pages.iter().flat_map(|page| page.files(site.catalog));
    path == data_file(api) || path == full_text_file(api) || files.any(|file| file == path)
}

/// Returns an error if the logo or the image in the settings doesn't exist.
fn missing_file(files: &[InputFile], settings: &Settings) -> Option<TemplateError> {
    let theme = &settings.theme;
    let named = [("logo", &theme.logo), ("image", &theme.image)];
    let (key, name) = named.into_iter().find_map(|(key, name)| {
        let is_missing = |name: &&String| templates::assets(files).all(|(path, _)| path != **name);
        Some((key, name.as_ref().filter(is_missing)?))
    })?;
    let message = format!("`{key}` in [workspace.metadata.errcat.theme] names this file, which isn't there");
    Some(TemplateError::of_file(&format!("site/{name}"), &message))
}

/// Adds the header of generated files, if the format has comments.
fn add_mark(path: &str, source: &str, bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = str::from_utf8(bytes) else { return bytes.to_vec() };
    let mark = generated_from(source);
    let text = match path.rsplit_once('.').map(|(_, suffix)| suffix) {
        Some("css" | "js") => format!("/* {mark} */\n{text}"),
        Some("txt") => format!("# {mark}\n{text}"),
        Some("svg") if !text.starts_with("<?") => format!("<!-- {mark} -->\n{text}"),
        _ => text.to_owned(),
    };
    text.into_bytes()
}
