//! One error.

use serde::Serialize;

use super::nav::{self, NavTable};
use super::occurrence::Occurrence;
use super::params::{self, HeaderRow, Log, ParamRow};
use super::{ErrorLink, Frame, FrontMatter, Link, Listing, MAX_LINKS, Status, Statuses, lifecycle};
use crate::docs::links::Place;
use crate::docs::markup::{Markup, message_text};
use crate::docs::page::{Form, Page};
use crate::pages::handle::{self, Tab};

use crate::view::words;
use errcat_catalog::model::{Api, ApiId, Code, CodeId, Entry, Retry};
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
    retry: Option<RetryView>,
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
struct RetryView {
    /// Whether it makes sense to try again.
    later: bool,
    sentence: String,
}

impl ErrorPage {
    pub(crate) fn new(place: &Place<'_>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = place.site.api(api_id);
        let Code {
            code,
            variant: _, // handle
            slug: _,    // the page's address
            owner: defined_by,
            shared,
            children,
            aliases,
        } = &api[code_id];
        let entry = api.owner(code_id);
        let Entry {
            code: _,
            shared: _,
            place: _,
            line: _, // the link to edit it
            kind: _, // kinds()
            title,
            statuses: _, // Status::all
            message: template,
            log: _, // params::log
            meaning,
            causes: _,   // Occurrence
            fixes: _,    // Occurrence
            notes: _,    // Occurrence
            security: _, // Occurrence
            severity,
            params,
            headers,
            retry,
            examples: _, // Occurrence and handle
            sources: _,  // Occurrence
            envelope: _, // Occurrence
            owner,
            related,
            since,
            deprecated,
            retired,
            successor,
            reserved: _,     // a note for the workspace's own code
            never_raised: _, // a lint's level
        } = entry;
        let message = message_text(template, params);
        let link = |code: CodeId| ErrorLink::new(place, api_id, code);
        let overview = || place.href(&place.url(Page::Api(api_id)));
        let reason = retired.as_deref().or(deprecated.as_deref());
        ErrorPage {
            page: frame(place, api_id, code_id, &message),
            api: Link::new(place, Page::Api(api_id), &api.title),
            code: code.clone(),
            breakable_code: place.breakable(code),
            title: (*title != message).then(|| title.clone()),
            message: place.template(template, params),
            lifecycle: lifecycle(entry),
            lifecycle_reason: reason.map(|reason| place.line(reason)),
            successor: successor.map(link),
            statuses: Status::all(entry),
            retry: retry
                .as_ref()
                .map(|retry| RetryView { later: *retry != Retry::Never, sentence: words::retry(api, retry) }),
            severity: severity.map(Choice::word),
            since: since.clone(),
            owner: owner.clone().or_else(|| api.owner.clone()),
            kinds: kinds(place, api_id, entry),
            aliases: aliases.iter().map(|alias| alias.code.clone()).collect(),
            meaning: meaning.as_deref().map(|meaning| place.block(meaning)),
            here: Occurrence::new(place, api_id, *defined_by),
            elsewhere: shared.iter().take(MAX_LINKS).map(|id| Occurrence::new(place, api_id, *id)).collect(),
            more_elsewhere: shared.len().saturating_sub(MAX_LINKS),
            handle: handle::tabs(place, api_id, code_id),
            params: params::public(place, api, entry),
            log: params::log(place, entry),
            headers: headers.iter().map(|header| params::header(place, &api[*header])).collect(),
            related: related.iter().map(|code| link(*code)).collect(),
            children: Listing::first(children.iter().map(|code| link(*code)), MAX_LINKS, overview()),
            guides: place
                .site
                .guides_about(api_id, code_id)
                .iter()
                .take(MAX_LINKS)
                .map(|guide| Link::new(place, Page::Guide(api_id, *guide), &api[*guide].title))
                .collect(),
            tables: (place.form == Form::Html).then(|| {
                nav::near(place.site.nav(api_id, || nav::links(place, api_id)), place, api_id, *defined_by)
            }),
        }
    }
}

fn frame(place: &Place<'_>, api_id: ApiId, code_id: CodeId, message: &str) -> Frame {
    let api = place.site.api(api_id);
    let code = &api[code_id];
    let entry = api.owner(code_id);
    let page = Page::Error(api_id, code_id);
    let title = format!("{}: {message}", code.code);
    let source = &api[code.owner.table].path;
    let front_matter = FrontMatter {
        title,
        code: Some(code.code.clone()),
        status: match entry.statuses.as_slice() {
            [] => None,
            [one] => Some(Statuses::One(*one)),
            several => Some(Statuses::Several(several.to_vec())),
        },
        ..FrontMatter::default()
    };
    Frame::with(place, page, front_matter, || description(place, api, entry, message), source)
}

/// What a search engine shows: what it means, or why it happens, and how to fix it.
fn description(place: &Place<'_>, api: &Api, entry: &Entry, message: &str) -> String {
    let first = |texts: &[String]| texts.first().map(|text| place.plain(text));
    let meaning = entry.meaning.as_deref().map(|meaning| place.plain(meaning));
    match (meaning.or_else(|| first(&entry.causes)), first(&entry.fixes)) {
        (Some(why), Some(fix)) => format!("{} How to fix it: {fix}", sentence(&why)),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => format!("{message}: an error of {}", api.title),
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
