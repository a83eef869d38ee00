//! One error.

use serde::Serialize;

use super::nav::{self, NavTable};
use super::occurrence::Occurrence;
use super::params::{self, HeaderRow, Log, ParamRow};
use super::{ErrorLink, Frame, FrontMatter, Link, Listing, MAX_LINKS, Status, Statuses, shown};
use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::docs::page::{Form, Page};
use crate::pages::handle::{self, Tab};

use crate::view::{ErrorView, Named, RetryView, Text};
use errcat_catalog::model::{Api, ApiId, Code, CodeId, Entry};
use errcat_catalog::shape::Choice;

/// A code's page. What its tables say on their own stands in an [`Occurrence`] each.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorPage {
    page: Frame,
    api: Link,
    code: String,
    /// The same where it may be broken between its words.
    breakable_code: Markup,
    /// Its title, where the message says more or something else.
    title: Option<String>,
    message: Markup,
    /// `deprecated` or `retired`, and why.
    lifecycle: Option<&'static str>,
    lifecycle_reason: Option<Markup>,
    successor: Option<ErrorLink>,

    statuses: Vec<Status>,
    retry: Option<RetryAdvice>,
    severity: Option<&'static str>,
    since: Option<String>,
    owner: Option<String>,
    /// What it is a kind of, the nearest first.
    kinds: Vec<Link>,
    aliases: Vec<String>,

    meaning: Option<Markup>,
    /// In the table that defines it.
    here: Occurrence,
    /// In the tables that share it.
    elsewhere: Vec<Occurrence>,
    /// How many more tables share it.
    more_elsewhere: usize,
    /// Code that deals with it.
    handle: Vec<Tab>,
    params: Vec<ParamRow>,
    log: Option<Log>,
    headers: Vec<HeaderRow>,

    related: Vec<ErrorLink>,
    children: Option<Listing<ErrorLink>>,
    /// Those that name it.
    guides: Vec<Link>,
    /// The API's tables, its own with its neighbours in it; nothing in a twin.
    tables: Option<Listing<NavTable>>,
}

#[derive(Debug, Serialize)]
struct RetryAdvice {
    /// Whether it makes sense to try again.
    later: bool,
    sentence: String,
}

impl ErrorPage {
    pub(crate) fn new(place: &Place<'_>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = place.site.api(api_id);
        let entry = api.owner(code_id);
        let view = ErrorView::new(place, api_id, code_id);
        let link = |code: &Named<'_, Code>| ErrorLink::new(place, api_id, code.id);
        let occurrences = api[code_id].entries().zip(&view.occurrences);
        let mut occurrences = occurrences.map(|(id, view)| Occurrence::new(place, api_id, id, view));
        let here = occurrences.next().expect("a table defines it");
        let elsewhere = occurrences.by_ref().take(MAX_LINKS).collect();
        let params = params::public(api, &view);
        let page = frame(place, api_id, code_id, &view);
        let ErrorView {
            code,
            variant: _, // handle
            slug: _,    // the page's address
            title,
            message,
            pieces: _, // the template
            status,
            severity,
            retry,
            url: _,      // the page's address
            docs_url: _, // the page's address
            since,
            owner,
            deprecated,
            retired,
            successor,
            aliases,
            kind: _, // kinds()
            kinds: children,
            meaning,
            causes: _, // Occurrence
            fixes: _,  // Occurrence
            notes: _,  // Occurrence
            params: _, // params::public
            headers,
            envelope: _, // Occurrence
            related,
            table: _, // Occurrence
            lifecycle,
            occurrences,
        } = view;
        let overview = || place.href(&place.url(Page::Api(api_id)));
        ErrorPage {
            page,
            api: Link::new(place, Page::Api(api_id), &api.title),
            code: code.to_owned(),
            breakable_code: place.breakable(code),
            title: (title != message).then(|| title.to_owned()),
            message: place.template(&entry.message, &entry.params),
            lifecycle: shown(lifecycle),
            lifecycle_reason: retired.or(deprecated).map(|reason| reason.line()),
            successor: successor.as_ref().map(link),
            statuses: Status::all(status),
            retry: retry.map(RetryAdvice::new),
            severity: severity.map(Choice::word),
            since: since.map(str::to_owned),
            owner: owner.or(api.owner.as_deref()).map(str::to_owned),
            kinds: kinds(place, api_id, entry),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            meaning: meaning.map(|meaning| meaning.block()),
            here,
            elsewhere,
            more_elsewhere: (occurrences.len() - 1).saturating_sub(MAX_LINKS),
            handle: handle::tabs(place, api_id, code_id, &occurrences),
            params,
            log: params::log(place, entry),
            headers: params::headers(place, api, &headers),
            related: related.iter().map(link).collect(),
            children: Listing::first(children.iter().map(link), MAX_LINKS, overview()),
            guides: place
                .site
                .guides_about(api_id, code_id)
                .iter()
                .take(MAX_LINKS)
                .map(|guide| Link::new(place, Page::Guide(api_id, *guide), &api[*guide].title))
                .collect(),
            tables: (place.form == Form::Html).then(|| {
                let links = place.site.nav(api_id, || nav::links(place, api_id));
                nav::near(links, place, api_id, api[code_id].owner)
            }),
        }
    }
}

impl RetryAdvice {
    fn new(retry: RetryView<'_>) -> Self {
        // The sentence has the rest.
        let RetryView {
            again,
            sentence,
            after_header: _,
            after_milliseconds: _,
            backoff: _,
            jitter: _,
            attempts: _,
            idempotent_only: _,
        } = retry;
        RetryAdvice { later: again, sentence }
    }
}

fn frame(place: &Place<'_>, api_id: ApiId, code_id: CodeId, error: &ErrorView<'_>) -> Frame {
    let api = place.site.api(api_id);
    let page = Page::Error(api_id, code_id);
    let source = &api[api[code_id].owner.table].path;
    let front_matter = FrontMatter {
        title: format!("{}: {}", error.code, error.message),
        code: Some(error.code.to_owned()),
        status: match error.status {
            [] => None,
            [one] => Some(Statuses::One(*one)),
            several => Some(Statuses::Several(several.to_vec())),
        },
        ..FrontMatter::default()
    };
    Frame::with(place, page, front_matter, || description(api, error), source)
}

/// What a search engine shows: what it means, or why it happens, and how to fix it.
fn description(api: &Api, error: &ErrorView<'_>) -> String {
    let first = |texts: &[Text<'_>]| texts.first().map(Text::plain);
    let meaning = error.meaning.as_ref().map(Text::plain);
    match (meaning.or_else(|| first(&error.causes)), first(&error.fixes)) {
        (Some(why), Some(fix)) => format!("{} How to fix it: {fix}", sentence(&why)),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => format!("{}: an error of {}", error.message, api.title),
    }
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn kinds(place: &Place<'_>, api_id: ApiId, entry: &Entry) -> Vec<Link> {
    let api = place.site.api(api_id);
    let link = |kind| Link::new(place, Page::Error(api_id, kind), &api[kind].code);
    api.kinds(entry).take(MAX_LINKS).map(link).collect()
}
