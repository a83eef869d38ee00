//! What the templates of pages get: for each page one struct of small, ready-made data. Facts come from the
//! [view of the catalog](crate::view); links, headings and lists that belong to the page are added here.
//!
//! A view is built for one [`Place`], and so for one form: its [`Markup`] is HTML on a page and Markdown in a twin,
//! its links lead to pages from a page and to twins from a twin. Everything that isn't `Markup` is plain text, which
//! the templates escape. What has nothing to say is null or empty, and templates leave its section out.

mod alias;
mod api;
mod codes;
mod error;
mod example;
mod guide;
mod home;
mod nav;
mod occurrence;
mod operations;
mod overview;
mod params;

use serde::Serialize;

pub(crate) use self::alias::AliasPage;
pub(crate) use self::api::ApiPage;
pub(crate) use self::codes::{CodesPage, parts};
pub(crate) use self::error::ErrorPage;
pub(crate) use self::guide::GuidePage;
pub(crate) use self::home::HomePage;
pub(crate) use self::operations::{OperationsPage, parts_of_operations};
use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::docs::page::{Form, Page};

use crate::settings::Flavor;
use crate::view::Lifecycle;
use errcat_catalog::model::{ApiId, CodeId, Entry};

/// What every page has around its content.
#[derive(Debug, Serialize)]
pub(crate) struct Frame {
    site_title: String,
    /// Plain text, for the browser's tab and search engines.
    title: String,
    /// Plain text, a sentence or two.
    description: String,
    /// What the page is made from: `catalog/kakunin/certify.yaml`.
    source: String,
    /// Its address in the world.
    canonical: Option<Markup>,
    /// Where that is edited; nothing for what is made from more than one file.
    edit: Option<Markup>,
    /// What stands before the path of an asset.
    root: Markup,
    /// A team's own logo: the picture itself where it is small, otherwise its address.
    logo: Option<Markup>,
    /// The name of the API that it is about: `kakunin`.
    api: Option<String>,
    /// The address of the site's icon; only on a page.
    icon: Option<Markup>,
    home: Markup,
    /// All codes of its API.
    codes: Option<Markup>,
    /// Its Markdown twin; nothing on a page that has none.
    twin: Option<Markup>,
    /// The pages above it, from the site's root.
    trail: Vec<Link>,
    /// YAML between the lines of hyphens at the start of a twin; only there.
    front_matter: Option<Markup>,
    /// Whether a twin's headings say their ids.
    heading_ids: bool,
}

/// A link with plain text.
#[derive(Debug, Serialize)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) url: Markup,
}

/// A link to an error, with what a list says of it.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorLink {
    code: String,
    url: Markup,
    message: Markup,
    statuses: Vec<Status>,
    /// `deprecated` or `retired`.
    lifecycle: Option<&'static str>,
}

/// A status with what its number means.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    number: u16,
    reason: &'static str,
    /// `client error`.
    class: &'static str,
    /// The first digit, for styles.
    family: u16,
}

/// The start of a list that may be long, and what was left out.
#[derive(Debug, Serialize)]
pub(crate) struct Listing<T> {
    items: Vec<T>,
    /// How many more there are.
    more: usize,
    /// Where all of them are.
    all: Markup,
}

/// The head of a twin, for machines. Nothing is written that isn't known.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FrontMatter {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Statuses>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(flatten)]
    others: Option<OthersFrontMatter>,
}

/// What other generators of sites want to know of a page.
#[derive(Debug, Serialize)]
pub(crate) struct OthersFrontMatter {
    description: String,
    /// Docusaurus would make one of the file's name, and cut off what looks like a number for sorting.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sidebar_label: Option<String>,
    #[serde(rename = "sidebarTitle", skip_serializing_if = "Option::is_none")]
    sidebar_title: Option<String>,
    /// Docusaurus takes Markdown for MDX, in which a brace begins a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    mdx: Option<Mdx>,
}

#[derive(Debug, Serialize)]
struct Mdx {
    format: &'static str,
}

/// One status as a number, several as a list.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Statuses {
    One(u16),
    Several(Vec<u16>),
}

/// The most links in a list beside the content, so that no page grows with the catalog.
pub(crate) const MAX_LINKS: usize = 20;

impl Frame {
    /// The description is asked for only where it is shown.
    fn new(
        place: &Place<'_>,
        page: Page,
        title: &str,
        description: impl Fn() -> String,
        source: &str,
    ) -> Self {
        let front_matter = FrontMatter { title: title.to_owned(), ..FrontMatter::default() };
        Frame::with(place, page, front_matter, description, source)
    }

    fn with(
        place: &Place<'_>,
        page: Page,
        front_matter: FrontMatter,
        description: impl Fn() -> String,
        source: &str,
    ) -> Self {
        let site = place.site;
        let canonical = match page {
            Page::NotFound => None,
            // A former code's page only leads on.
            Page::Alias(api, code, _) => site.canonical(Page::Error(api, code)),
            page => site.canonical(page),
        };
        let title = front_matter.title.clone();
        let is_html = place.form == Form::Html;
        let others = OthersFrontMatter::new(place, page, &front_matter, &description);
        let front_matter = FrontMatter { url: canonical.clone(), others, ..front_matter };
        Frame {
            site_title: site.settings.title.clone(),
            title,
            description: if is_html { shorten(&description(), 200) } else { String::new() },
            source: source.to_owned(),
            canonical: canonical.map(|url| place.href(&url)),
            edit: edit(place, page, source).map(|url| place.href(&url)),
            root: place.href(place.root()),
            logo: site.logo.as_ref().map(|logo| Markup::trusted(logo.url(place.root()))),
            api: page.api().map(|api| site.api(api).name.clone()),
            icon: is_html.then(|| Markup::trusted(site.icon.url(place.root()))),
            home: place.href(&place.url(Page::Home)),
            codes: page.api().map(|api| place.href(&place.url(Page::Codes(api, 0)))),
            twin: (page != Page::NotFound).then(|| place.href(&place.twin(page))),
            trail: trail(place, page),
            front_matter: (!is_html).then(|| front_matter.yaml(source)),
            heading_ids: site.has_heading_ids(),
        }
    }
}

impl OthersFrontMatter {
    fn new(
        place: &Place<'_>,
        page: Page,
        front: &FrontMatter,
        description: &impl Fn() -> String,
    ) -> Option<Self> {
        let flavor =
            place.site.flavor().filter(|flavor| matches!(flavor, Flavor::Docusaurus | Flavor::Mintlify))?;
        let is_docusaurus = flavor == Flavor::Docusaurus;
        let label = front.code.clone().unwrap_or_else(|| front.title.clone());
        let twin = page.twin(place.site.catalog);
        let name = twin.rsplit('/').next().and_then(|file| file.strip_suffix(".md")).unwrap_or_default();
        Some(OthersFrontMatter {
            description: shorten(&description(), 200),
            id: is_docusaurus.then(|| name.to_owned()),
            sidebar_label: is_docusaurus.then(|| label.clone()),
            sidebar_title: (!is_docusaurus).then_some(label),
            mdx: is_docusaurus.then_some(Mdx { format: "md" }),
        })
    }
}

impl FrontMatter {
    fn yaml(&self, source: &str) -> Markup {
        let yaml = serde_yaml::to_string(self).expect("texts and numbers are always YAML");
        // A file's name may hold anything but can't end this comment.
        let source: String = source.chars().filter(|c| !c.is_control()).collect();
        Markup::trusted(format!("# {}\n{yaml}", crate::header::generated_from(&source)))
    }
}

impl Link {
    fn new(place: &Place<'_>, page: Page, text: &str) -> Self {
        Link { text: text.to_owned(), url: place.href(&place.url(page)) }
    }

    /// A link that the catalog wrote; nothing where it isn't one of the web.
    fn external(place: &Place<'_>, url: Option<&str>, text: &str) -> Option<Self> {
        let url = url.filter(|url| crate::commonmark::filter::is_web(url))?;
        Some(Link { text: text.to_owned(), url: place.href(url) })
    }
}

impl ErrorLink {
    fn new(place: &Place<'_>, api: ApiId, code: CodeId) -> Self {
        Self::of_entry(place, api, place.site.api(api).owner(code))
    }

    /// An entry has its own message where it shares another's code.
    fn of_entry(place: &Place<'_>, api: ApiId, entry: &Entry) -> Self {
        ErrorLink {
            code: place.site.api(api)[entry.code].code.clone(),
            url: place.href(&place.url(Page::Error(api, entry.code))),
            message: place.template(&entry.message, &entry.params),
            statuses: Status::all(&entry.statuses),
            lifecycle: shown(Lifecycle::of(entry)),
        }
    }
}

impl Status {
    fn all(statuses: &[u16]) -> Vec<Self> {
        statuses.iter().map(|status| Status::new(*status)).collect()
    }

    fn new(number: u16) -> Self {
        Status {
            number,
            reason: crate::view::words::reason(number),
            class: crate::view::words::status_class(number),
            family: number / 100,
        }
    }
}

impl<T> Listing<T> {
    /// The first `limit` of them; nothing where there are none.
    fn first<I>(items: I, limit: usize, all: Markup) -> Option<Self>
    where
        I: IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
    {
        let items = items.into_iter();
        let more = items.len().saturating_sub(limit);
        let items: Vec<T> = items.take(limit).collect();
        (!items.is_empty()).then_some(Listing { items, more, all })
    }
}

/// Returns the lifecycle that pages show: none for an error in use.
fn shown(lifecycle: Lifecycle) -> Option<&'static str> {
    match lifecycle {
        Lifecycle::Active => None,
        lifecycle => Some(lifecycle.word()),
    }
}

/// Where what a page is made from is edited.
fn edit(place: &Place<'_>, page: Page, source: &str) -> Option<String> {
    let line = match page {
        Page::Home | Page::NotFound => return None,
        Page::Error(api, code) | Page::Alias(api, code, _) => place.site.api(api).owner(code).line,
        _ => 1,
    };
    Some(place.site.settings.edit.as_ref()?.of(&crate::docs::links::encode(source), line))
}

/// The pages above one.
fn trail(place: &Place<'_>, page: Page) -> Vec<Link> {
    let mut trail = Vec::new();
    if page != Page::Home {
        trail.push(Link::new(place, Page::Home, &place.site.settings.title));
    }
    if let Some(api) = page.api().filter(|api| page != Page::Api(*api)) {
        trail.push(Link::new(place, Page::Api(api), &place.site.api(api).title));
    }
    if let Page::Error(api, code) = page {
        let table = place.site.api(api)[code].owner.table;
        trail.push(Link::new(place, Page::Table(api, table), &place.site.api(api)[table].title));
    }
    trail
}

/// At most so many characters, ending at a word.
fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{}…", text[..end].trim_end_matches([' ', ',', ';', ':']))
        }
    }
}
