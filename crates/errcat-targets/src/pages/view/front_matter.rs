//! The front matter of Markdown pages.

use errcat_catalog::yaml::block;
use serde::Serialize;

use super::nav::label;
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::header::generated_from;
use crate::settings::Flavor;

/// The front matter of a Markdown page. Members without a value are left out.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FrontMatter {
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<StatusValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(flatten)]
    pub(super) others: Option<ExternalFrontMatter>,
}

/// Front matter for other site generators.
#[derive(Debug, Serialize)]
pub(crate) struct ExternalFrontMatter {
    description: String,
    /// Without this, Docusaurus derives an ID from the file's name, and removes a number at its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sidebar_label: Option<String>,
    #[serde(rename = "sidebarTitle", skip_serializing_if = "Option::is_none")]
    sidebar_title: Option<String>,
    /// Docusaurus treats Markdown as MDX by default, where braces contain code.
    #[serde(skip_serializing_if = "Option::is_none")]
    mdx: Option<Mdx>,
}

#[derive(Debug, Serialize)]
struct Mdx {
    format: &'static str,
}

/// A single status is a number, several are a list, and a range is a word.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum StatusValue {
    One(u16),
    Several(Vec<u16>),
    Range(&'static str),
}

impl ExternalFrontMatter {
    pub(super) fn new(
        cx: &PageContext<'_>,
        page: Page,
        front: &FrontMatter,
        description: &impl Fn() -> String,
    ) -> Option<Self> {
        let flavor = cx.site.flavor().filter(|flavor| !matches!(flavor, Flavor::Plain | Flavor::Mdbook))?;
        let is_docusaurus = flavor == Flavor::Docusaurus;
        let label = label(cx.site, page).unwrap_or_else(|| front.title.clone());
        let twin = page.twin(cx.site.catalog);
        let name = twin.rsplit('/').next().and_then(|file| file.strip_suffix(".md")).unwrap_or_default();
        Some(ExternalFrontMatter {
            description: description(),
            id: is_docusaurus.then(|| name.to_owned()),
            sidebar_label: is_docusaurus.then(|| label.clone()),
            sidebar_title: (flavor == Flavor::Mintlify).then_some(label),
            mdx: is_docusaurus.then_some(Mdx { format: "md" }),
        })
    }
}

impl FrontMatter {
    pub(super) fn yaml(&self, source: &str) -> Markup {
        let value = serde_json::to_value(self).expect("its keys are texts");
        // A file name can contain any characters, but must not end this comment.
        let source: String = source.chars().filter(|c| !c.is_control()).collect();
        Markup::trusted(format!("# {}\n{}", generated_from(&source), block(&value, 0)))
    }
}
