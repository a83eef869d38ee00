//! The Markdown pages alone, in place of the site: for mdBook, Docusaurus or Mintlify, with the navigation that each of
//! them wants.
//!
//! They are the site's twins, from the same templates. What differs: links lead from file to file, since nobody knows
//! where they will be published; front matter says what the reader wants to know; what isn't Markdown isn't there.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use rayon::prelude::*;

use super::text::{mark, without_front_matter};
use crate::docs::links::Place;
use crate::docs::page::{Form, Page};
use crate::output::Output;
use crate::pages::{Pages, in_order, pages_of};
use crate::settings::{Flavor, Markdown};
use crate::template::TemplateError;
use errcat_catalog::links::MARKDOWN;

mod navigation;

/// Hands over the pages and their navigation.
pub(super) fn emit(pages: &Pages<'_>, markdown: &Markdown, output: &dyn Output) -> Result<(), TemplateError> {
    let site = &pages.site;
    let put = |path: &str, text: String| output.generated(format!("{}/{path}", markdown.folder), text);
    let render = |page: &Page| {
        let text = pages.render(&Place::of(site, *page, Form::Markdown), *page)?;
        put(&page.twin(site.catalog), adapted(text, markdown.flavor, &site.settings.catalog));
        Ok(())
    };
    render(&Page::Home)?;
    let of_api = |api| in_order(pages_of(site.catalog, api).par_iter().map(render).collect()).map(drop);
    in_order(pages.selection.map(of_api))?;
    navigation::file(site, markdown).into_iter().for_each(|(path, text)| put(&path, text));
    Ok(())
}

/// A page as its reader takes it.
fn adapted(text: String, flavor: Flavor, source: &str) -> String {
    match flavor {
        Flavor::Plain | Flavor::Docusaurus => text,
        // It shows front matter as text, and would include any file of the disk that a text names.
        Flavor::Mdbook => {
            let body = without_front_matter(&text).replace("{{#", "\\{{#");
            mark(source) + &body
        }
        Flavor::Mintlify => {
            let body = without_front_matter(&text);
            let front_matter = &text[..text.len() - body.len()];
            // It makes the heading of the title.
            let body = match body.split_once('\n') {
                Some((first, rest)) if first.starts_with("# ") => rest,
                _ => body,
            };
            format!("{front_matter}{}", without_programs(body))
        }
    }
}

/// Markdown whose texts are no program to MDX, which takes for one what stands between braces, and a line that begins
/// with `import` or `export`. Markdown and MDX both read `\{` as a brace and `&#105;` as an i.
fn without_programs(markdown: &str) -> String {
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
    use super::without_programs;

    #[test]
    fn texts_are_no_programs() {
        let markdown = "# {a} `{b}`\n\nimport x\n\n```js\n{c}\n```\n\n- export {d}\n";
        let expected = "# \\{a\\} `{b}`\n\n&#105;mport x\n\n```js\n{c}\n```\n\n- &#101;xport \\{d\\}\n";
        assert_eq!(without_programs(markdown), expected);
    }
}
