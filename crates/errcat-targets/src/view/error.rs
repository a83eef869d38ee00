//! One error.

use errcat_catalog::model::{Alias, Api, ApiId, Code, CodeId, Entry, EntryId, Param, Piece, Template};
use errcat_catalog::shape::Choice;
use serde::Serialize;

use super::example::{ExampleView, ResponseView};
use super::param::{ParamView, public};
use super::retry::RetryView;
use super::text::{markdown, markdown_list};
use crate::docs::links::Place;
use crate::docs::page::Page;

/// A code, with what the table that defines it says.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorView<'a> {
    /// The code as it is on the wire.
    code: &'a str,
    /// The code in `UpperCamelCase`, a valid identifier.
    variant: &'a str,
    /// The code as the last segment of a URL, and a valid file name on every system.
    slug: &'a str,
    /// `Insufficient balance`.
    title: &'a str,
    /// The message with `{name}` for each param.
    message: String,
    /// The message in pieces.
    pieces: Vec<PieceView<'a>>,
    /// None, one, or those that it may have.
    status: &'a [u16],
    /// How bad it is: `info`, `warning`, `error` or `critical`.
    severity: Option<&'static str>,
    /// Whether and how to try again; null if the catalog doesn't say.
    retry: Option<RetryView<'a>>,
    /// The Markdown page; absolute if the catalog says where the site is published, otherwise relative to the site's root.
    url: String,
    /// The page for people; null if the catalog doesn't say where the site is published.
    docs_url: Option<String>,
    /// The release that brought it.
    since: Option<&'a str>,
    /// Who answers for it, if that isn't the API's owner.
    owner: Option<&'a str>,
    /// Why it should no longer be used, Markdown.
    deprecated: Option<String>,
    /// Why it is no longer used, Markdown.
    retired: Option<String>,
    /// The code to use instead.
    #[serde(rename = "use")]
    successor: Option<&'a str>,
    /// Former codes.
    aliases: Vec<&'a str>,
    /// The code that it is a kind of.
    #[serde(rename = "is")]
    kind: Option<&'a str>,
    /// The codes that are directly of its kind.
    kinds: Vec<&'a str>,
    /// Markdown, paragraphs.
    meaning: Option<String>,
    /// Markdown, as the defining table has them.
    causes: Vec<String>,
    /// Markdown, as the defining table has them.
    fixes: Vec<String>,
    /// Markdown, as the defining table has them.
    notes: Vec<String>,
    /// The params that clients may see.
    params: Vec<ParamView<'a>>,
    /// The names of its headers.
    headers: Vec<&'a str>,
    /// The name of its envelope; null if it is never a body.
    envelope: Option<&'a str>,
    /// Codes worth reading too.
    related: Vec<&'a str>,
    /// The name of the table that defines it.
    table: &'a str,
    /// What each of its tables says, the one that defines it first.
    #[serde(rename = "in")]
    occurrences: Vec<OccurrenceView<'a>>,
}

/// A piece of a message: one of its members is null.
#[derive(Debug, Serialize)]
pub(crate) struct PieceView<'a> {
    /// Text as it is.
    text: Option<&'a str>,
    /// The name of a param.
    param: Option<&'a str>,
}

/// An error in one of its tables.
#[derive(Debug, Serialize)]
pub(crate) struct OccurrenceView<'a> {
    /// The table's name.
    table: &'a str,
    /// Markdown.
    causes: Vec<String>,
    /// Markdown.
    fixes: Vec<String>,
    /// Markdown.
    notes: Vec<String>,
    /// The name of its envelope; null if it is never a body here.
    envelope: Option<&'a str>,
    /// The response that servers send if every param has its example's value.
    response: Option<ResponseView>,
    /// In the order written.
    examples: Vec<ExampleView<'a>>,
}

impl<'a> ErrorView<'a> {
    /// The error of a code, by the ids of its API and of the code in it.
    pub(crate) fn new(place: &Place<'a>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = place.site.api(api_id);
        let Code { code, variant, slug, owner: defined, shared, children, aliases } = &api[code_id];
        let defining = &api[*defined];
        let Entry {
            code: _,   // The index that led here.
            shared: _, // A definition isn't.
            place: _,  // Where the catalog defines it.
            line: _,
            kind,
            title,
            statuses,
            message,
            log: _, // For operators.
            meaning,
            causes,
            fixes,
            notes,
            security: _, // For operators.
            severity,
            params,
            headers,
            retry,
            examples: _, // Each table has its own, below.
            sources: _,  // For operators.
            envelope,
            owner,
            related,
            since,
            deprecated,
            retired,
            successor,
            reserved: _, // About the workspace's code.
            never_raised: _,
        } = defining;
        let name = |code: &CodeId| api[*code].code.as_str();
        let text = |text: &String| markdown(place, text);
        let tables = std::iter::once(defined).chain(shared);
        ErrorView {
            code,
            variant,
            slug,
            title,
            message: message.shown(params),
            pieces: pieces(message, params),
            status: statuses,
            severity: severity.map(|severity| severity.word()),
            retry: retry.as_ref().map(|retry| RetryView::new(api, retry)),
            url: place.url(Page::Error(api_id, code_id)),
            docs_url: api.docs_url(code_id),
            since: since.as_deref(),
            owner: owner.as_deref(),
            deprecated: deprecated.as_ref().map(text),
            retired: retired.as_ref().map(text),
            successor: successor.as_ref().map(name),
            aliases: aliases.iter().map(alias).collect(),
            kind: kind.as_ref().map(name),
            kinds: children.iter().map(name).collect(),
            meaning: meaning.as_ref().map(text),
            causes: markdown_list(place, causes),
            fixes: markdown_list(place, fixes),
            notes: markdown_list(place, notes),
            params: public(place, params),
            headers: headers.iter().map(|header| api[*header].name.as_str()).collect(),
            envelope: envelope.map(|envelope| api[envelope].name.as_str()),
            related: related.iter().map(name).collect(),
            table: &api[defined.table].name,
            occurrences: tables.map(|id| occurrence(place, api, *id)).collect(),
        }
    }
}

fn alias(alias: &Alias) -> &str {
    // `slug`: the former code's page only leads on.
    let Alias { code, slug: _ } = alias;
    code
}

fn occurrence<'a>(place: &Place<'_>, api: &'a Api, id: EntryId) -> OccurrenceView<'a> {
    let entry = &api[id];
    OccurrenceView {
        table: &api[id.table].name,
        causes: markdown_list(place, &entry.causes),
        fixes: markdown_list(place, &entry.fixes),
        notes: markdown_list(place, &entry.notes),
        envelope: entry.envelope.map(|envelope| api[envelope].name.as_str()),
        response: ResponseView::new(api, entry),
        examples: entry.examples.iter().map(|example| ExampleView::new(place, example)).collect(),
    }
}

fn pieces<'a>(message: &'a Template, params: &'a [Param]) -> Vec<PieceView<'a>> {
    // `text`: the pieces as the catalog writes them.
    let Template { text: _, pieces } = message;
    let piece = |piece: &'a Piece| match piece {
        Piece::Text(text) => PieceView { text: Some(text), param: None },
        Piece::Param(param) => PieceView { text: None, param: Some(&params[param.index()].name) },
    };
    pieces.iter().map(piece).collect()
}
