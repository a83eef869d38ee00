//! Markdown pages instead of the site, for mdBook, Docusaurus, Mintlify or MkDocs, with the navigation of
//! each of them.
//!
//! They use the same templates as the Markdown pages of the site, with these differences: links are relative,
//! because the site's address isn't known; front matter contains what the site generator needs; and there are
//! only Markdown files.

use camino::Utf8Path;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use rayon::prelude::*;

use super::text::{mark, without_front_matter};
use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page};
use crate::output::Output;
use crate::pages::{Pages, collect_in_order, pages_of};
use crate::settings::{Flavor, Markdown};
use crate::template::TemplateError;
use errcat_catalog::links::MARKDOWN;

mod navigation;

/// Writes the pages and their navigation.
pub(super) fn emit(pages: &Pages<'_>, markdown: &Markdown, output: &dyn Output) -> Result<(), TemplateError> {
    let site = &pages.site;
    let put = |path: &str, text: String| output.generated(format!("{}/{path}", markdown.folder), text);
    let render = |page: &Page| {
        let file = page.twin(site.catalog);
        let path = Utf8Path::new(&markdown.folder).join(&file);
        if !pages.inputs_of(*page).is_some_and(|inputs| output.keep(&path, inputs)) {
            let text = pages.render(&PageContext::of(site, *page, Form::Markdown), *page)?;
            put(&file, adapt(text, markdown.flavor, &site.settings.catalog));
        }
        Ok(())
    };
    render(&Page::Home)?;
    let of_api =
        |api| collect_in_order(pages_of(site.catalog, api).par_iter().map(render).collect()).map(drop);
    collect_in_order(pages.selection.map(of_api))?;
    navigation::file(site, markdown).into_iter().for_each(|(path, text)| put(&path, text));
    Ok(())
}

/// Adapts a page to its site generator.
fn adapt(text: String, flavor: Flavor, source: &str) -> String {
    match flavor {
        Flavor::Plain | Flavor::Docusaurus | Flavor::Mkdocs => text,
        // mdBook shows front matter as text, and `{{#` would include any local file.
        Flavor::Mdbook => {
            let body = without_front_matter(&text).replace("{{#", "\\{{#");
            mark(source) + &body
        }
        Flavor::Mintlify => {
            let body = without_front_matter(&text);
            let front_matter = &text[..text.len() - body.len()];
            // Mintlify generates the heading from the title.
            let body = match body.split_once('\n') {
                Some((first, rest)) if first.starts_with("# ") => rest,
                _ => body,
            };
            format!("{front_matter}{}", escape_mdx(body))
        }
    }
}

/// Escapes texts that MDX would run as code: braces, and lines that start with `import` or `export`. Both
/// Markdown and MDX read `\{` as a brace and `&#105;` as an i.
fn escape_mdx(markdown: &str) -> String {
    let mut escaped = String::with_capacity(markdown.len() + 16);
    let mut copied = 0;
    let mut is_code = false;
    for (event, range) in Parser::new_ext(markdown, MARKDOWN).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(_) if !is_code => {
                let text = &markdown[range.clone()];
                if text.starts_with("import ") || text.starts_with("export ") {
                    escaped.push_str(&markdown[copied..range.start]);
                    escaped.push_str(&format!("&#{};", text.as_bytes()[0]));
                    copied = range.start + 1;
                }
                for (at, _) in text.match_indices(['{', '}']) {
                    escaped.push_str(&markdown[copied..range.start + at]);
                    escaped.push('\\');
                    copied = range.start + at;
                }
            }
            _ => {}
        }
    }
    escaped.push_str(&markdown[copied..]);
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape_mdx;

    #[test]
    fn texts_are_not_mdx_code() {
        let markdown = "# {a} `{b}`\n\nimport x\n\n```js\n{c}\n```\n\n- export {d}\n";
        let expected = "# \\{a\\} `{b}`\n\n&#105;mport x\n\n```js\n{c}\n```\n\n- &#101;xport \\{d\\}\n";
        assert_eq!(escape_mdx(markdown), expected);
    }
}
