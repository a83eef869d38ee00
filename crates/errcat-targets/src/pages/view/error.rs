//! The page of an error.

use serde::Serialize;

use super::nav::{self, NavTable};
use super::occurrence::Occurrence;
use super::params::{self, HeaderRow, Log, ParamRow};
use super::{ErrorLink, Frame, FrontMatter, Link, Listing, MAX_LINKS, Status, StatusValue, lifecycle_label};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::{Form, Page};
use crate::pages::handle::{self, Tab};

use crate::view::{CatalogText, ErrorView, Named, RetryView};
use errcat_catalog::model::{Api, ApiId, Code, CodeId, Entry, Fact, FactValue};
use errcat_catalog::shape::Choice;

/// The page of a code. Facts that depend on the table are in its [`Occurrence`]s.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorPage {
    page: Frame,
    api: Link,
    code: String,
    /// The code with line break opportunities.
    breakable_code: Markup,
    /// The message, or the title if the message has no words.
    headline: Markup,
    /// The title, if it differs from the headline.
    title: Option<String>,
    /// The message, if it isn't the headline.
    message: Option<Markup>,
    /// `deprecated` or `retired`.
    lifecycle: Option<&'static str>,
    lifecycle_reason: Option<Markup>,
    successor: Option<ErrorLink>,

    statuses: Vec<Status>,
    facts: Vec<FactRow>,
    retry: Option<RetryAdvice>,
    severity: Option<&'static str>,
    since: Option<String>,
    owner: Option<String>,
    /// The codes that it inherits from, the nearest first.
    kinds: Vec<Link>,
    /// The failures for which a server sends it, without a handler.
    fallback_for: Vec<String>,
    aliases: Vec<String>,

    /// The advice in one line.
    answer: Option<Markup>,
    meaning: Option<Markup>,
    /// A general sentence about the status.
    status_doc: Option<&'static str>,
    /// The occurrence in the table that defines the code.
    here: Occurrence,
    /// The occurrences in tables that share the code.
    elsewhere: Vec<Occurrence>,
    /// The number of further tables that share the code.
    more_elsewhere: usize,
    /// The errors that look the same to clients. `None` if there are none.
    look_alikes: Option<LookAlikes>,
    /// Code that handles the error.
    handle: Vec<Tab>,
    params: Vec<ParamRow>,
    log: Option<Log>,
    headers: Vec<HeaderRow>,

    related: Vec<ErrorLink>,
    children: Option<Listing<ErrorLink>>,
    /// Guides that link to the error.
    guides: Vec<Link>,
    /// The navigation. `None` in Markdown.
    tables: Option<Listing<NavTable>>,
}

/// A fact of the error.
#[derive(Debug, Serialize)]
struct FactRow {
    /// The name, linked to its description.
    name: Link,
    value: String,
}

/// The errors that clients can't tell apart from this one.
#[derive(Debug, Serialize)]
struct LookAlikes {
    /// The code that clients decode, if it isn't the error's own.
    decoded: Option<ErrorLink>,
    /// The other errors. If the same operations return some of them, only those.
    others: Vec<ErrorLink>,
    /// The number of further ones.
    more: usize,
    /// `true` if no operation returns both this error and another one of them.
    is_apart: bool,
}

#[derive(Debug, Serialize)]
struct RetryAdvice {
    /// `true` if a retry can succeed.
    later: bool,
    sentence: String,
}

impl ErrorPage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = cx.site.api(api_id);
        let entry = api.owner(code_id);
        let view = ErrorView::new(cx, api_id, code_id);
        let link = |code: &Named<'_, Code>| ErrorLink::new(cx, api_id, code.id);
        let occurrences = api[code_id].entries().zip(&view.occurrences);
        let mut occurrences = occurrences.map(|(id, view)| Occurrence::new(cx, api_id, id, view));
        let here = occurrences.next().expect("a table defines it");
        let elsewhere = occurrences.by_ref().take(MAX_LINKS).collect();
        let params = params::public(api, &view);
        let page = frame(cx, api_id, code_id, &view);
        let ErrorView {
            code: _, // the bodies
            id: code,
            variant: _, // handle
            slug: _,    // the page's address
            title,
            message: _, // the template
            pieces: _,  // the template
            headline,
            status: _, // Status::all
            status_range: _,
            facts: _, // facts()
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
            decodable: _, // `decoded_as` and `look_alikes` say it for each response
            decoded_as,
            look_alikes,
            decoded_from: _, // Pages link from the look-alikes.
            answer,
            meaning,
            status_doc: _, // of the entry
            causes: _,     // Occurrence
            fixes: _,      // Occurrence
            notes: _,      // Occurrence
            params: _,     // params::public
            fallback_for,
            headers,
            envelope: _, // Occurrence
            related,
            table: _, // Occurrence
            lifecycle,
            occurrences,
        } = view;
        let overview = || cx.href(&cx.url(Page::Api(api_id)));
        ErrorPage {
            page,
            api: Link::new(cx, Page::Api(api_id), &api.title),
            code: code.to_owned(),
            breakable_code: cx.breakable(code),
            headline: cx.template(&entry.headline(), &entry.params),
            title: (title != headline).then(|| title.to_owned()),
            message: entry.message.is_pass_through().then(|| cx.template(&entry.message, &entry.params)),
            lifecycle: lifecycle_label(lifecycle),
            lifecycle_reason: retired.or(deprecated).map(|reason| reason.line()),
            successor: successor.as_ref().map(link),
            statuses: Status::all(&entry.statuses),
            facts: facts(cx, api_id, entry),
            retry: retry.map(RetryAdvice::new),
            severity: severity.map(Choice::word),
            since: since.map(str::to_owned),
            owner: owner.or(api.owner.as_deref()).map(str::to_owned),
            kinds: kinds(cx, api_id, entry),
            fallback_for: fallback_for.iter().map(|failure| failure.word().replace('_', " ")).collect(),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            answer: answer.map(|answer| answer.line()),
            meaning: meaning.map(|meaning| meaning.block()),
            status_doc: entry.status_doc(),
            here,
            elsewhere,
            more_elsewhere: (occurrences.len() - 1).saturating_sub(MAX_LINKS),
            look_alikes: LookAlikes::new(cx, api_id, code_id, decoded_as.as_ref(), &look_alikes),
            handle: handle::tabs(cx, api_id, code_id, &occurrences),
            params,
            log: params::log(cx, api_id, entry),
            headers: params::headers(cx, api, &headers),
            related: related.iter().map(link).collect(),
            children: Listing::first(children.iter().map(link), MAX_LINKS, overview()),
            guides: cx
                .site
                .guides_mentioning(api_id, code_id)
                .iter()
                .take(MAX_LINKS)
                .map(|guide| Link::new(cx, Page::Guide(api_id, *guide), &api[*guide].title))
                .collect(),
            tables: (cx.form == Form::Html).then(|| {
                let links = cx.site.nav(api_id, || nav::links(cx, api_id));
                nav::around_entry(links, cx, api_id, api[code_id].owner)
            }),
        }
    }
}

impl LookAlikes {
    fn new(
        cx: &PageContext<'_>,
        api_id: ApiId,
        code_id: CodeId,
        decoded: Option<&Named<'_, Code>>,
        others: &[Named<'_, Code>],
    ) -> Option<Self> {
        if others.is_empty() {
            return None;
        }
        let api = cx.site.api(api_id);
        let link = |code: &Named<'_, Code>| ErrorLink::new(cx, api_id, code.id);
        let near: Vec<_> = others.iter().filter(|other| api.share_operation(code_id, other.id)).collect();
        let shown: Vec<_> = if near.is_empty() { others.iter().collect() } else { near };
        Some(LookAlikes {
            decoded: decoded.map(link),
            is_apart: !others.iter().any(|other| api.share_operation(code_id, other.id)),
            more: shown.len().saturating_sub(MAX_LINKS),
            others: shown.into_iter().take(MAX_LINKS).map(link).collect(),
        })
    }
}

/// Returns the facts that the edition contains.
fn facts(cx: &PageContext<'_>, api_id: ApiId, entry: &Entry) -> Vec<FactRow> {
    let api = cx.site.api(api_id);
    let url = || cx.href(&format!("{}#{}", cx.url(Page::Api(api_id)), super::api::FACTS));
    let shown = api.facts_of(entry).filter(|(fact, _)| cx.site.shows(fact));
    let row = |(fact, value): (&Fact, &FactValue)| FactRow {
        name: Link { text: fact.name.clone(), url: url() },
        value: value.text(),
    };
    shown.map(row).collect()
}

impl RetryAdvice {
    fn new(retry: RetryView<'_>) -> Self {
        // The sentence contains the rest.
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

fn frame(cx: &PageContext<'_>, api_id: ApiId, code_id: CodeId, error: &ErrorView<'_>) -> Frame {
    let api = cx.site.api(api_id);
    let page = Page::Error(api_id, code_id);
    let source = &api[api[code_id].owner.table].path;
    let front_matter = FrontMatter {
        title: format!("{}: {}", error.id, error.headline),
        code: Some(error.id.to_owned()),
        status: match error.status {
            [] => error.status_range.map(|range| StatusValue::Range(range.as_str())),
            [one] => Some(StatusValue::One(*one)),
            several => Some(StatusValue::Several(several.to_vec())),
        },
        ..FrontMatter::default()
    };
    Frame::with(cx, page, front_matter, || description(api, error), source)
}

/// Returns the description for search engines: the headline and the answer, if there is one. Otherwise, the
/// meaning or the first cause, and the first fix.
fn description(api: &Api, error: &ErrorView<'_>) -> String {
    if let Some(answer) = &error.answer {
        return format!("{} {}", sentence(&error.headline), answer.plain());
    }
    let cause = error.causes.first().map(|cause| cause.text.plain());
    let mut fixes = error.causes.iter().filter_map(|cause| cause.fix.as_ref()).chain(&error.fixes);
    let fix = fixes.next().map(CatalogText::plain);
    let meaning = error.meaning.as_ref().map(CatalogText::plain);
    match (meaning.or(cause), fix) {
        (Some(why), Some(fix)) => format!("{} How to fix it: {fix}", sentence(&why)),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => format!("{}: an error of {}", error.headline, api.title),
    }
}

/// Returns a text with a full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn kinds(cx: &PageContext<'_>, api_id: ApiId, entry: &Entry) -> Vec<Link> {
    let api = cx.site.api(api_id);
    let link = |kind| Link::new(cx, Page::Error(api_id, kind), &api[kind].code);
    api.kinds(entry).take(MAX_LINKS).map(link).collect()
}
