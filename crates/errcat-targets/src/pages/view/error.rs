//! The page of an error.

use std::collections::HashSet;

use serde::Serialize;

use super::answer::{self, Answer};
use super::front_matter::{FrontMatter, StatusValue};
use super::heading;
use super::occurrence::Occurrence;
use super::params::{self, Log, Values};
use super::recognition::Recognition;
use super::{ErrorLink, Frame, Link, Listing, MAX_LINKS, Status, lifecycle_label};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::pages::handle::{self, Tab};
use crate::sentence::sentence;
use crate::settings::Edition;
use crate::view::{CatalogText, ErrorView, Named, RetryView};
use errcat_catalog::model::{Api, ApiId, Code, CodeId, Entry, EntryId, Fact, FactValue, Id};
use errcat_catalog::shape::Choice;

/// The page of a code. Facts that depend on the table are in its [`Occurrence`]s.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorPage {
    page: Frame,
    api: Link,
    code: String,
    /// The code with line break opportunities.
    breakable_code: Markup,
    /// The heading: the title, or a sentence of the message.
    heading: String,
    /// The title, if it isn't the heading.
    title: Option<String>,
    /// The message, if it isn't the heading.
    message: Option<Markup>,
    /// `deprecated` or `retired`.
    lifecycle: Option<&'static str>,
    lifecycle_reason: Option<Markup>,
    successor: Option<ErrorLink>,

    statuses: Vec<Status>,
    facts: Vec<FactRow>,
    retry: Option<RetryAdvice>,
    /// The severity, for operators.
    severity: Option<&'static str>,
    since: Option<String>,
    owner: Option<String>,
    /// The codes that it inherits from, the nearest first.
    kinds: Vec<ErrorLink>,
    /// The failures for which a server sends it, without a handler.
    fallback_for: Vec<String>,
    aliases: Vec<String>,

    answer: Option<Answer>,
    meaning: Option<Markup>,
    /// The general meaning of the status.
    status_doc: Option<StatusDoc>,
    /// The occurrence in the table that defines the code.
    here: Occurrence,
    /// The occurrences in tables that share the code.
    elsewhere: Vec<Occurrence>,
    /// The number of further tables that share the code.
    more_elsewhere: usize,
    /// The number of operations that can return it.
    operation_count: usize,
    /// The parts of a response that identify the error, unless a panel with a response shows it.
    recognition: Option<Recognition>,
    /// Code that handles the error.
    handle: Vec<Tab>,
    values: Option<Values>,
    log: Option<Log>,

    related: Vec<ErrorLink>,
    /// Other errors of its table, if nothing else is related.
    siblings: Vec<ErrorLink>,
    children: Option<Listing<ErrorLink>>,
    /// Guides that link to the error.
    guides: Vec<Link>,
    /// The errors before and after it, in the order of the docs.
    previous: Option<Link>,
    next: Option<Link>,
}

/// A fact of the error.
#[derive(Debug, Serialize)]
struct FactRow {
    /// The name, linked to its description.
    name: Link,
    value: String,
}

#[derive(Debug, Serialize)]
struct RetryAdvice {
    /// `true` if a retry can succeed.
    later: bool,
    sentence: String,
}

/// The general meaning of a status, for an error of which nothing else is known.
#[derive(Debug, Serialize)]
struct StatusDoc {
    text: &'static str,
    /// `true` if the same request would most likely fail again.
    is_permanent: bool,
}

impl StatusDoc {
    fn new(entry: &Entry) -> Option<Self> {
        let temporary = [408, 409, 423, 425, 429];
        let is_permanent = |status: u16| (400..500).contains(&status) && !temporary.contains(&status);
        let is_permanent = entry.retry.is_none() && entry.statuses.first().is_some_and(is_permanent);
        Some(StatusDoc { text: entry.status_doc()?, is_permanent })
    }
}

/// The maximum number of other errors of the table.
pub(crate) const MAX_SIBLINGS: usize = 6;

impl ErrorPage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = cx.site.api(api_id);
        let entry = api.owner(code_id);
        let view = ErrorView::new(cx, api_id, code_id);
        let link = |code: &Named<'_, Code>| ErrorLink::new(cx, api_id, code.id);
        let occurrences = api[code_id].entries().zip(&view.occurrences);
        let mut occurrences = occurrences.map(|(id, view)| Occurrence::new(cx, api_id, id, view));
        let mut here = occurrences.next().expect("a table defines it");
        let elsewhere = occurrences.by_ref().take(MAX_LINKS).collect();
        let values = Values::new(cx, api, &view);
        let heading = heading::heading(api, entry);
        let page = frame(cx, api_id, code_id, &view, &heading);
        let answer = Answer::new(cx, &view);
        let recognition = Recognition::new(cx, api_id, entry, view.decoded_as.as_ref(), &view.look_alikes);
        let recognition = here.show_recognition(recognition);
        let ErrorView {
            code: _, // the bodies
            id: code,
            variant: _, // handle
            slug: _,    // the page's address
            title,
            has_own_title: _, // heading()
            message,
            pieces: _,   // the template
            headline: _, // the heading
            status: _,   // Status::all
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
            decodable: _,    // Recognition says it for the response
            decoded_from: _, // Pages link from the look-alikes.
            decoded_as: _,   // Recognition
            look_alikes: _,  // Recognition
            answer: _,       // Answer
            meaning,
            status_doc: _, // of the entry
            causes: _,     // Occurrence
            fixes: _,      // Occurrence
            notes: _,      // Occurrence
            params: _,     // Values
            fallback_for,
            headers: _,  // Values
            envelope: _, // Occurrence
            related,
            table: _, // Occurrence
            lifecycle,
            occurrences,
        } = view;
        let neighbor = |position: usize| {
            let code = Id::new(position);
            Link::new(cx, Page::Error(api_id, code), &heading::heading(api, api.owner(code)))
        };
        let guides = cx.site.guides_mentioning(api_id, code_id).iter().take(MAX_LINKS);
        let guides = guides.map(|guide| Link::new(cx, Page::Guide(api_id, *guide), &api[*guide].title));
        let guides: Vec<Link> = guides.collect();
        let overview = || cx.href(&cx.url(Page::Api(api_id)));
        ErrorPage {
            page,
            api: Link::new(cx, Page::Api(api_id), &api.title),
            code: code.to_owned(),
            breakable_code: cx.breakable(code),
            title: is_other(title, &heading).then(|| title.to_owned()),
            message: is_other(&message, &heading).then(|| cx.template(&entry.message, &entry.params)),
            heading,
            lifecycle: lifecycle_label(lifecycle),
            lifecycle_reason: retired.or(deprecated).map(|reason| reason.line()),
            successor: successor.as_ref().map(link),
            statuses: Status::all(&entry.statuses),
            facts: facts(cx, api_id, entry),
            retry: retry.map(RetryAdvice::new),
            severity: severity.filter(|_| cx.site.settings.edition == Edition::Internal).map(Choice::word),
            since: since.map(str::to_owned),
            owner: owner.or(api.owner.as_deref()).map(str::to_owned),
            kinds: kinds(cx, api_id, entry),
            fallback_for: fallback_for.iter().map(|failure| failure.word().replace('_', " ")).collect(),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            answer,
            meaning: meaning.map(|meaning| meaning.block()),
            status_doc: StatusDoc::new(entry),
            here,
            elsewhere,
            operation_count: operation_count(api, code_id),
            more_elsewhere: (occurrences.len() - 1).saturating_sub(MAX_LINKS),
            recognition,
            handle: handle::tabs(cx, api_id, code_id, &occurrences),
            values,
            log: params::log(cx, api_id, entry),
            siblings: siblings(
                cx,
                api_id,
                code_id,
                related.is_empty() && entry.kind.is_none() && guides.is_empty(),
            ),
            related: related.iter().map(link).collect(),
            children: Listing::first(children.iter().map(link), MAX_LINKS, overview()),
            guides,
            previous: code_id.index().checked_sub(1).map(neighbor),
            next: (code_id.index() + 1 < api.codes.len()).then(|| neighbor(code_id.index() + 1)),
        }
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

/// Returns `true` if a text isn't the heading, apart from upper case and a full stop.
fn is_other(text: &str, heading: &str) -> bool {
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    bare(text) != bare(heading)
}

fn frame(
    cx: &PageContext<'_>,
    api_id: ApiId,
    code_id: CodeId,
    error: &ErrorView<'_>,
    heading: &str,
) -> Frame {
    let api = cx.site.api(api_id);
    let page = Page::Error(api_id, code_id);
    let source = &api[api[code_id].owner.table].path;
    let front_matter = FrontMatter {
        title: heading.to_owned(),
        code: Some(error.id.to_owned()),
        status: match error.status {
            [] => error.status_range.map(|range| StatusValue::Range(range.as_str())),
            [one] => Some(StatusValue::One(*one)),
            several => Some(StatusValue::Several(several.to_vec())),
        },
        ..FrontMatter::default()
    };
    let title = heading::error_title(heading, error.id, &api.title);
    Frame::with(cx, page, front_matter, || description(api, error, heading), source).titled(title)
}

/// Returns the description for search engines: what the error means and what to do about it. Texts with
/// placeholders are left out.
fn description(api: &Api, error: &ErrorView<'_>, heading: &str) -> String {
    let complete = |text: &CatalogText<'_>| Some(text.plain()).filter(|_| !text.has_placeholders());
    let meaning = error.meaning.as_ref().and_then(complete);
    let why = meaning.or_else(|| error.causes.iter().find_map(|cause| complete(&cause.text)));
    let why = why.unwrap_or_else(|| format!("{heading}: an error of {}", api.title));
    let retry = || Some(error.retry.as_ref().filter(|retry| retry.again)?.sentence.clone());
    let fix = || Some(format!("How to fix it: {}", answer::fixes(error).find_map(complete)?));
    match error.answer.as_ref().and_then(complete).or_else(retry).or_else(fix) {
        Some(answer) => format!("{} {answer}", sentence(&why)),
        None => why,
    }
}

fn kinds(cx: &PageContext<'_>, api_id: ApiId, entry: &Entry) -> Vec<ErrorLink> {
    let kinds = cx.site.api(api_id).kinds(entry);
    kinds.take(MAX_LINKS).map(|kind| ErrorLink::new(cx, api_id, kind)).collect()
}

/// Returns the next errors of the table, then the previous ones.
fn siblings(cx: &PageContext<'_>, api_id: ApiId, code: CodeId, is_alone: bool) -> Vec<ErrorLink> {
    let api = cx.site.api(api_id);
    let EntryId { table, entry } = api[code].owner;
    let (before, after) = api[table].entries.split_at(entry.index());
    let others = after.iter().skip(1).chain(before.iter().rev()).filter(|_| is_alone);
    others.take(MAX_SIBLINGS).map(|entry| ErrorLink::of_entry(cx, api_id, entry)).collect()
}

/// Returns the number of different operations that can return a code.
fn operation_count(api: &Api, code: CodeId) -> usize {
    let operations = api[code].entries().flat_map(|id| api[id.table].operations_of(&api[id]));
    operations.collect::<HashSet<_>>().len()
}
