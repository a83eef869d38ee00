//! One error.

use errcat_catalog::model::{
    Alias, Api, ApiId, Code, CodeId, Entry, EntryId, Envelope, Header, Param, Piece, Severity, Table,
    Template,
};
use serde::Serialize;

use super::example::{Encoded, ExampleView};
use super::lifecycle::Lifecycle;
use super::named::Named;
use super::param::{ParamView, public};
use super::retry::RetryView;
use super::serialize::word;
use super::text::Text;
use crate::docs::links::Place;
use crate::docs::page::Page;

/// A code, with what the table that defines it says.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorView<'a> {
    /// The code as it is on the wire.
    pub(crate) code: &'a str,
    /// The code in `UpperCamelCase`, a valid identifier.
    pub(crate) variant: &'a str,
    /// The code as the last segment of a URL, and a valid file name on every system.
    pub(crate) slug: &'a str,
    /// `Insufficient balance`.
    pub(crate) title: &'a str,
    /// The message with `{name}` for each param.
    pub(crate) message: String,
    /// The message in pieces.
    pub(crate) pieces: Vec<PieceView<'a>>,
    /// None, one, or those that it may have.
    pub(crate) status: &'a [u16],
    /// How bad it is: `info`, `warning`, `error` or `critical`.
    #[serde(serialize_with = "word")]
    pub(crate) severity: Option<Severity>,
    /// Whether and how to try again; null if the catalog doesn't say.
    pub(crate) retry: Option<RetryView<'a>>,
    /// The Markdown page; absolute if the catalog says where the site is published, otherwise relative to the site's root.
    pub(crate) url: String,
    /// The page for people; null if the catalog doesn't say where the site is published.
    pub(crate) docs_url: Option<String>,
    /// The release that brought it.
    pub(crate) since: Option<&'a str>,
    /// Who answers for it, if that isn't the API's owner.
    pub(crate) owner: Option<&'a str>,
    /// Why it should no longer be used, Markdown.
    pub(crate) deprecated: Option<Text<'a>>,
    /// Why it is no longer used, Markdown.
    pub(crate) retired: Option<Text<'a>>,
    /// The code to use instead.
    #[serde(rename = "use")]
    pub(crate) successor: Option<Named<'a, Code>>,
    /// Former codes.
    pub(crate) aliases: Vec<&'a str>,
    /// The code that it is a kind of.
    #[serde(rename = "is")]
    pub(crate) kind: Option<Named<'a, Code>>,
    /// The codes that are directly of its kind.
    pub(crate) kinds: Vec<Named<'a, Code>>,
    /// Markdown, paragraphs.
    pub(crate) meaning: Option<Text<'a>>,
    /// Markdown, as the defining table has them.
    pub(crate) causes: Vec<Text<'a>>,
    /// Markdown, as the defining table has them.
    pub(crate) fixes: Vec<Text<'a>>,
    /// Markdown, as the defining table has them.
    pub(crate) notes: Vec<Text<'a>>,
    /// The params that clients may see.
    pub(crate) params: Vec<ParamView<'a>>,
    /// The names of its headers.
    pub(crate) headers: Vec<Named<'a, Header>>,
    /// The name of its envelope; null if it is never a body.
    pub(crate) envelope: Option<Named<'a, Envelope>>,
    /// Codes worth reading too.
    pub(crate) related: Vec<Named<'a, Code>>,
    /// The name of the table that defines it.
    pub(crate) table: Named<'a, Table>,
    /// Whether it is still in use; for code, because data has `deprecated` and `retired`.
    #[serde(skip)]
    pub(crate) lifecycle: Lifecycle,
    /// What each of its tables says, the one that defines it first.
    #[serde(rename = "in")]
    pub(crate) occurrences: Vec<OccurrenceView<'a>>,
}

/// A piece of a message: one of its members is null.
#[derive(Debug, Serialize)]
pub(crate) struct PieceView<'a> {
    /// Text as it is.
    pub(crate) text: Option<&'a str>,
    /// The name of a param.
    pub(crate) param: Option<&'a str>,
}

/// An error in one of its tables.
#[derive(Debug, Serialize)]
pub(crate) struct OccurrenceView<'a> {
    /// The table's name.
    pub(crate) table: Named<'a, Table>,
    /// Markdown.
    pub(crate) causes: Vec<Text<'a>>,
    /// Markdown.
    pub(crate) fixes: Vec<Text<'a>>,
    /// Markdown.
    pub(crate) notes: Vec<Text<'a>>,
    /// The name of its envelope; null if it is never a body here.
    pub(crate) envelope: Option<Named<'a, Envelope>>,
    /// The response that servers send if every param has its example's value.
    pub(crate) response: Option<Encoded<'a>>,
    /// In the order written.
    pub(crate) examples: Vec<ExampleView<'a>>,
}

impl<'a> ErrorView<'a> {
    /// The error of a code, by the ids of its API and of the code in it.
    pub(crate) fn new(place: &'a Place<'a>, api_id: ApiId, code_id: CodeId) -> Self {
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
        let text = |text: &'a String| Text::new(place, text);
        let tables = std::iter::once(defined).chain(shared);
        ErrorView {
            code,
            variant,
            slug,
            title,
            message: message.shown(params),
            pieces: pieces(message, params),
            status: statuses,
            severity: *severity,
            retry: retry.as_ref().map(|retry| RetryView::new(api, retry)),
            url: place.url(Page::Error(api_id, code_id)),
            docs_url: api.docs_url(code_id),
            since: since.as_deref(),
            owner: owner.as_deref(),
            deprecated: deprecated.as_ref().map(text),
            retired: retired.as_ref().map(text),
            successor: successor.map(|code| Named::new(api, code)),
            aliases: aliases.iter().map(alias).collect(),
            kind: kind.map(|code| Named::new(api, code)),
            kinds: Named::list(api, children),
            meaning: meaning.as_ref().map(text),
            causes: Text::list(place, causes),
            fixes: Text::list(place, fixes),
            notes: Text::list(place, notes),
            params: public(place, params),
            headers: Named::list(api, headers),
            envelope: envelope.map(|envelope| Named::new(api, envelope)),
            related: Named::list(api, related),
            table: Named::new(api, defined.table),
            lifecycle: Lifecycle::of(defining),
            occurrences: tables.map(|id| occurrence(place, api, *id)).collect(),
        }
    }
}

fn alias(alias: &Alias) -> &str {
    // `slug`: the former code's page only leads on.
    let Alias { code, slug: _ } = alias;
    code
}

fn occurrence<'a>(place: &'a Place<'a>, api: &'a Api, id: EntryId) -> OccurrenceView<'a> {
    // The rest is what the table that defines it says, or for operators.
    let Entry { causes, fixes, notes, envelope, examples, .. } = &api[id];
    OccurrenceView {
        table: Named::new(api, id.table),
        causes: Text::list(place, causes),
        fixes: Text::list(place, fixes),
        notes: Text::list(place, notes),
        envelope: envelope.map(|envelope| Named::new(api, envelope)),
        response: Encoded::new(api, &api[id]),
        examples: examples.iter().map(|example| ExampleView::new(place, example)).collect(),
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
