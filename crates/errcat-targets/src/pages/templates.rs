//! Compiles the templates of pages, once for all pages.
//!
//! There are two sets, `site/*.html` and `markdown/*.md`, each with its own escaping. All other files in
//! `site/` are assets, which are copied to the site.
//!
//! Built-in templates are in `built_in/`. Unknown names and components fall back to them, so a custom
//! `site/error.html` can extend `built_in/site/error.html` and change one block.

use errcat_catalog::inputs::{InputFile, is_leftover};
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::commonmark::escape;
use crate::docs::escape_html;
use crate::docs::page::Form;
use crate::template::{self, BUILT_IN, Template, TemplateError, locate};

/// The compiled templates.
pub(crate) struct Templates {
    html: Tera,
    markdown: Tera,
}

impl Templates {
    pub(crate) fn compile(templates: &[Template]) -> Result<Self, TemplateError> {
        let mut html = template::environment()?;
        html.set_escape_fn(|text, output| match escape_html::is_plain(text) {
            true => output.write_all(text.as_bytes()),
            false => output.write_all(escape_html::escape(text).as_bytes()),
        });
        html.autoescape_on([".html"]);
        template::add(&mut html, &select(templates, is_page))?;

        let mut markdown = template::environment()?;
        markdown.set_escape_fn(|text, output| match escape::is_plain(text) {
            true => output.write_all(text.as_bytes()),
            false => output.write_all(escape::escape(text).as_bytes()),
        });
        markdown.autoescape_on([".md"]);
        // Code spans need different escapes than text: `{{ param.name | code }}`.
        markdown.register_filter("code", |text: &str, _: Kwargs, _: &State<'_>| {
            Value::safe_string(&escape::code(text))
        });
        template::add(&mut markdown, &select(templates, is_markdown))?;
        Ok(Templates { html, markdown })
    }

    /// Renders an HTML page from `site/{name}.html`, or a Markdown page from `markdown/{name}.md`.
    pub(crate) fn render(
        &self,
        form: Form,
        name: &str,
        view: &impl Serialize,
    ) -> Result<String, TemplateError> {
        let (tera, path) = match form {
            Form::Html => (&self.html, format!("site/{name}.html")),
            Form::Markdown => (&self.markdown, format!("markdown/{name}.md")),
        };
        let context = Context::from_serialize(view).map_err(|error| locate(&error, &path))?;
        tera.render(&path, &context).map_err(|error| locate(&error, &path))
    }
}

/// Returns the assets by their path in the site, without files that are reported: those that are too large,
/// and copies that editors left.
pub(crate) fn assets(files: &[InputFile]) -> impl Iterator<Item = (&str, &InputFile)> {
    let is_reported = |file: &InputFile| file.too_large || is_leftover(&file.path);
    let assets = files.iter().filter(move |file| !is_page(&file.path) && !is_reported(file));
    assets.filter_map(|file| Some((file.path.strip_prefix("site/")?, file)))
}

/// Returns `true` if a file is a template of pages, which other templates can extend. All other files are
/// assets.
pub fn is_template(path: &str) -> bool {
    is_page(path) || is_markdown(path)
}

fn is_page(path: &str) -> bool {
    path.strip_prefix(BUILT_IN).unwrap_or(path).starts_with("site/") && path.ends_with(".html")
}

fn is_markdown(path: &str) -> bool {
    path.strip_prefix(BUILT_IN).unwrap_or(path).starts_with("markdown/") && path.ends_with(".md")
}

fn select(templates: &[Template], belongs: fn(&str) -> bool) -> Vec<&Template> {
    templates.iter().filter(|template| belongs(&template.path)).collect()
}
