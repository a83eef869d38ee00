//! The data of page templates: a struct for each page, with small, prepared values. Facts come from the [view
//! of the catalog](crate::view). Links, headings and lists of the page are added here.
//!
//! A view is built for one [`PageContext`], and therefore for one format. Its [`Markup`] is HTML on an HTML
//! page and Markdown on a Markdown page, and its links lead to pages of the same format. Everything else is
//! plain text, which the templates escape. A section without content is null or empty, and templates leave it
//! out.

mod alias;
mod answer;
mod api;
mod code_example;
mod codes;
mod error;
mod example;
mod former;
mod front_matter;
mod guide;
mod heading;
mod home;
mod json_ld;
mod nav;
mod occurrence;
mod operations;
mod overview;
mod params;
mod recognition;
mod versions;

use serde::Serialize;

pub(crate) use self::alias::AliasPage;
pub(crate) use self::api::ApiPage;
pub(crate) use self::codes::{CodesPage, code_page_count};
pub(crate) use self::error::{ErrorPage, MAX_SIBLINGS};
pub(crate) use self::former::FormerPage;
use self::front_matter::{ExternalFrontMatter, FrontMatter};
pub(crate) use self::guide::GuidePage;
pub(crate) use self::home::HomePage;
use self::nav::Nav;
pub(crate) use self::nav::label;
pub(crate) use self::operations::{OperationsPage, operation_page_count};
pub(crate) use self::versions::{VersionsPage, version_list};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::{FEED, Form, Page};

use crate::settings::{Edition, Flavor};
use crate::view::{Lifecycle, is_retryable, words};
use errcat_catalog::model::{ApiId, CodeId, Entry, StatusRange, StatusWord, Statuses};

/// The data around the content of a page.
#[derive(Debug, Serialize)]
pub(crate) struct Frame {
    site_title: String,
    /// The title for the browser's tab and for search engines, as plain text.
    title: String,
    /// The description as plain text, a sentence or two.
    description: String,
    /// The source of the page, such as `catalog/kakunin/certify.yaml`.
    source: String,
    /// The page's public URL.
    canonical: Option<Markup>,
    /// The public URL of the image that other sites show next to a link.
    image: Option<Markup>,
    /// The kind of the page, as JSON-LD for search engines. `None` in Markdown, and for pages that aren't
    /// listed.
    json_ld: Option<Markup>,
    /// The link to the feed of what changed. `None` except on the home page.
    feed: Option<Markup>,
    /// `true` if the docs contain facts that aren't for clients.
    is_internal: bool,
    /// The link to edit the source. `None` if there are several source files.
    edit: Option<Markup>,
    /// The prefix of asset paths.
    root: Markup,
    /// The URL of the custom logo: a data URL if it is small.
    logo: Option<Markup>,
    /// The workspace's links in the bar.
    links: Vec<Link>,
    /// The workspace's line at the bottom.
    footer: Option<String>,
    /// The name of the page's API, such as `kakunin`.
    api: Option<String>,
    /// The URL of the site's icon. `None` in Markdown.
    icon: Option<Markup>,
    home: Markup,
    /// The version, and the link to the list of versions. `None` if there are no versions.
    version: Option<Link>,
    /// The link to the table of all codes of the API, or of the only API.
    codes: Option<Markup>,
    /// The link to the Markdown version. `None` if there isn't one.
    twin: Option<Markup>,
    /// Links to the parent pages: the API and the table, or the site's root for pages below it.
    trail: Vec<Link>,
    /// The navigation of the page's API. `None` in Markdown.
    nav: Option<Nav>,
    /// The front matter of a Markdown page. `None` in HTML.
    front_matter: Option<Markup>,
    /// `true` if headings of a Markdown page set their IDs.
    heading_ids: bool,
}

/// A link with plain text.
#[derive(Debug, Serialize)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) url: Markup,
}

/// A link to an error, with the facts for lists.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorLink {
    code: String,
    url: Markup,
    /// The message, or the title if the message has no words.
    headline: Markup,
    statuses: Vec<Status>,
    /// `true` if other errors of the API have a status, but this one doesn't.
    no_status: bool,
    /// `deprecated` or `retired`.
    lifecycle: Option<&'static str>,
    /// `yes` or `no`.
    retry: Option<&'static str>,
}

/// A status with its meaning.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    /// The value of the filter: `404`, `4xx` or `default`.
    word: String,
    /// `404`, `4xx` or `any`, short enough for a column.
    text: String,
    /// `Not Found`, or `status` after `any`.
    reason: &'static str,
    /// `client error`.
    class: &'static str,
    /// The first digit, for styles. 0 if it may be any.
    family: u16,
}

/// The first items of a list, with a link to the rest.
#[derive(Debug, Serialize)]
pub(crate) struct Listing<T> {
    items: Vec<T>,
    /// The number of items that are left out.
    more: usize,
    /// The link to all items.
    all: Markup,
}

/// The maximum length of a page's description, in characters. Search engines cut off longer ones.
const MAX_DESCRIPTION_CHARS: usize = 159;

/// The maximum number of links in a list next to the content, so that pages don't grow with the catalog.
pub(crate) const MAX_LINKS: usize = 20;

impl Frame {
    /// Creates the frame of a page. `description` is only called if the page shows it.
    fn new(
        cx: &PageContext<'_>,
        page: Page,
        title: &str,
        description: impl Fn() -> String,
        source: &str,
    ) -> Self {
        let front_matter = FrontMatter { title: title.to_owned(), ..FrontMatter::default() };
        Frame::with(cx, page, front_matter, description, source)
    }

    fn with(
        cx: &PageContext<'_>,
        page: Page,
        front_matter: FrontMatter,
        description: impl Fn() -> String,
        source: &str,
    ) -> Self {
        let site = cx.site;
        let canonical = match page {
            Page::NotFound | Page::Versions => None,
            // The page of a former code only redirects.
            Page::Alias(api, code, _) => site.canonical(Page::Error(api, code)),
            Page::Former(api, former) => match *site.api(api)[former].codes {
                [code] => site.canonical(Page::Error(api, code)),
                _ => site.canonical(page),
            },
            page => site.canonical(page),
        };
        let is_html = cx.form == Form::Html;
        let title = match page {
            Page::Home | Page::NotFound => front_matter.title.clone(),
            _ => heading::title(&front_matter.title, &site.settings.title),
        };
        let description = || shorten(&description(), MAX_DESCRIPTION_CHARS);
        let html_description = if is_html { description() } else { String::new() };
        let json_ld = is_html.then(|| json_ld::of_page(cx, page, &front_matter.title, &html_description));
        let image = site.settings.theme.image.as_ref().zip(site.published(page.api()));
        let others = ExternalFrontMatter::new(cx, page, &front_matter, &description);
        // To Material for MkDocs, `status` is the status of a page, such as `new`.
        let status = front_matter.status.filter(|_| site.flavor() != Some(Flavor::Mkdocs));
        let front_matter = FrontMatter { url: canonical.clone(), others, status, ..front_matter };
        Frame {
            site_title: site.settings.title.clone(),
            is_internal: site.settings.edition == Edition::Internal,
            title,
            description: html_description,
            source: source.to_owned(),
            canonical: canonical.map(|url| cx.href(&url)),
            image: image.map(|(image, base)| cx.href(&format!("{base}/{image}"))),
            json_ld: json_ld.flatten(),
            feed: (page == Page::Home && site.has_feed()).then(|| cx.href(&cx.file(None, FEED))),
            edit: edit(cx, page, source).map(|url| cx.href(&url)),
            root: cx.href(cx.root()),
            logo: site.logo.as_ref().map(|logo| Markup::trusted(logo.url(cx.root()))),
            links: site
                .settings
                .theme
                .links
                .iter()
                .map(|link| Link { text: link.title.clone(), url: cx.href(&link.url) })
                .collect(),
            footer: site.settings.theme.footer.clone(),
            api: page.api().map(|api| site.api(api).name.clone()),
            icon: is_html.then(|| Markup::trusted(site.icon.url(cx.root()))),
            home: cx.href(&cx.url(Page::Home)),
            version: versions::link(cx, page),
            codes: page.api().or(nav::only_api(cx)).map(|api| cx.href(&cx.url(Page::Codes(api, 0)))),
            twin: (!matches!(page, Page::NotFound | Page::Versions)).then(|| cx.href(&cx.twin(page))),
            trail: nav::trail(cx, page),
            nav: nav::nav(cx, page),
            front_matter: (!is_html).then(|| front_matter.yaml(source)),
            heading_ids: site.has_heading_ids(),
        }
    }

    /// Replaces the title for the browser's tab.
    fn titled(self, title: String) -> Self {
        Frame { title, ..self }
    }
}

impl Link {
    fn new(cx: &PageContext<'_>, page: Page, text: &str) -> Self {
        Link { text: text.to_owned(), url: cx.href(&cx.url(page)) }
    }

    /// Returns a link to a URL of the catalog. `None` if it isn't a safe web address.
    fn external(cx: &PageContext<'_>, url: Option<&str>, text: &str) -> Option<Self> {
        let url = url.filter(|url| crate::commonmark::filter::is_web(url))?;
        Some(Link { text: text.to_owned(), url: cx.href(url) })
    }
}

impl ErrorLink {
    fn new(cx: &PageContext<'_>, api: ApiId, code: CodeId) -> Self {
        Self::of_entry(cx, api, cx.site.api(api).owner(code))
    }

    /// Returns the link of an entry. An entry that shares its code with others has its own message.
    fn of_entry(cx: &PageContext<'_>, api: ApiId, entry: &Entry) -> Self {
        ErrorLink {
            code: cx.site.api(api)[entry.code].code.clone(),
            url: cx.href(&cx.url(Page::Error(api, entry.code))),
            headline: cx.template(&entry.headline(), &entry.params),
            statuses: Status::all(&entry.statuses),
            no_status: entry.statuses.is_none() && cx.site.has_statuses(api),
            lifecycle: lifecycle_label(Lifecycle::of(entry)),
            retry: entry.retry.as_ref().map(|retry| if is_retryable(retry) { "yes" } else { "no" }),
        }
    }
}

impl Status {
    fn all(statuses: &Statuses) -> Vec<Self> {
        statuses.words().map(Status::new).collect()
    }

    fn new(status: StatusWord) -> Self {
        let families = status.families();
        let is_any = status == StatusWord::Range(StatusRange::Any);
        Status {
            word: status.to_string(),
            text: if is_any { "any".to_owned() } else { status.to_string() },
            reason: match status {
                StatusWord::Number(number) => errcat_catalog::status::reason(number),
                StatusWord::Range(_) if is_any => "status",
                StatusWord::Range(_) => "",
            },
            class: words::status_class(status),
            family: if families.start() == families.end() { *families.start() } else { 0 },
        }
    }
}

impl<T> Listing<T> {
    /// Returns the first `limit` items. `None` if there are no items.
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

/// Returns the label of a lifecycle. `None` for active errors.
fn lifecycle_label(lifecycle: Lifecycle) -> Option<&'static str> {
    match lifecycle {
        Lifecycle::Active => None,
        lifecycle => Some(lifecycle.word()),
    }
}

/// Returns the link to edit a page's source.
fn edit(cx: &PageContext<'_>, page: Page, source: &str) -> Option<String> {
    let line = match page {
        Page::Home | Page::NotFound | Page::Versions => return None,
        Page::Error(api, code) | Page::Alias(api, code, _) => cx.site.api(api).owner(code).line,
        _ => 1,
    };
    Some(cx.site.settings.edit.as_ref()?.of(&crate::docs::links::encode(source), line))
}

/// Shortens a text to at most `limit` characters, at the end of a word.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{}…", text[..end].trim_end_matches([' ', ',', ';', ':']))
        }
    }
}
