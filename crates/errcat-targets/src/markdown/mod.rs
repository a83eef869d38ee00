//! The targets that write Markdown: `twins`, next to the site's pages, and `book`, for another site
//! generator.

mod book;
mod text;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use rayon::prelude::*;

use crate::docs::links::PageContext;
use crate::docs::page::Form;
use crate::docs::page::{Page, full_text_file};
use crate::output::Output;
use crate::pages::{Pages, collect_in_order, pages_of};
use crate::settings::{Markdown, Settings};
use crate::target::{Request, Target};
use crate::template::TemplateError;

/// The target `twins`: each page of the site as Markdown, and all pages in one file for language models.
pub(crate) struct Twins {
    folder: String,
}

/// The target `book`: Markdown pages with the navigation of another site generator.
pub(crate) struct Book {
    markdown: Markdown,
    /// The folder of the site. Files of earlier runs in it are deleted.
    site: String,
}

impl Twins {
    /// Creates the target from the settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        Twins { folder: settings.pages_folder() }
    }

    fn files(&self, pages: &Pages<'_>, output: &dyn Output) -> Result<(), TemplateError> {
        let put = |path: &str, text: String| output.generated(format!("{}/{path}", self.folder), text);
        let render = |page: &Page| {
            let file = page.twin(pages.site.catalog);
            let path = Utf8Path::new(&self.folder).join(&file);
            if let Some(twin) = pages.inputs_of(*page).and_then(|inputs| output.keep_text(&path, inputs)) {
                return Ok(twin);
            }
            let twin = pages.render(&PageContext::of(&pages.site, *page, Form::Markdown), *page)?;
            put(&file, twin.clone());
            Ok(twin)
        };
        let of_api = |api| {
            let list = pages_of(pages.site.catalog, api);
            let twins = collect_in_order(list.par_iter().map(render).collect())?;
            let text = text::join_pages(pages, api, list.iter().zip(&twins))?;
            put(&full_text_file(pages.site.api(api)), text::api_full_text(pages.site.api(api), &text));
            Ok(text)
        };
        render(&Page::Home)?;
        let texts = collect_in_order(pages.selection.map(of_api))?;
        text::shared_files(&pages.site, &texts).into_iter().for_each(|(path, text)| put(&path, text));
        Ok(())
    }
}

impl Book {
    /// Creates the target from the settings.
    pub(crate) fn new(markdown: &Markdown, settings: &Settings) -> Self {
        Book { markdown: markdown.clone(), site: settings.site.clone() }
    }
}

impl Target for Twins {
    fn name(&self) -> &str {
        "twins"
    }

    fn output(&self) -> &str {
        &self.folder
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.folder.as_str().into()]
    }

    fn api_paths(&self, api: &str) -> Vec<Utf8PathBuf> {
        vec![format!("{}/{api}.md", self.folder).into()]
    }

    fn contains(&self, path: &Utf8Path) -> bool {
        path.starts_with(&self.folder) && matches!(path.extension(), Some("md" | "txt"))
    }

    fn is_committed(&self) -> bool {
        false
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let pages = request.pages()?;
        self.files(pages, output).map_err(|error| pages.report(&error))
    }
}

impl Target for Book {
    fn name(&self) -> &str {
        "book"
    }

    fn output(&self) -> &str {
        &self.markdown.folder
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.site.as_str().into(), self.markdown.folder.as_str().into()]
    }

    fn api_paths(&self, api: &str) -> Vec<Utf8PathBuf> {
        let folder = &self.markdown.folder;
        vec![format!("{folder}/{api}").into(), format!("{folder}/{api}.md").into()]
    }

    fn start_page(&self) -> Option<Utf8PathBuf> {
        Some(Utf8Path::new(&self.markdown.folder).join("index.md"))
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let pages = request.pages()?;
        book::emit(pages, &self.markdown, output).map_err(|error| pages.report(&error))
    }
}
