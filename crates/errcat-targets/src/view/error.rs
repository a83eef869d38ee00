//! A single error.

use errcat_catalog::model::{
    Alias, Api, ApiId, Code, CodeId, Decoding, Entry, EntryId, Envelope, Failure, Header, Param, Piece,
    Severity, StatusRange, Table, Template,
};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::carried::carried_params;
use super::cause::CauseView;
use super::code_example::CodeExampleView;
use super::decoded_from::DecodedFromView;
use super::example::{Encoded, ExampleView};
use super::lifecycle::Lifecycle;
use super::named::Named;
use super::param::{ParamView, public};
use super::retry::RetryView;
use super::serialize::{word, words};
use super::text::CatalogText;
use crate::docs::links::PageContext;
use crate::docs::page::Page;

/// A code, with the facts of the table that defines it.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorView<'a> {
    /// The code as it is sent to clients.
    pub(crate) code: &'a str,
    /// The name that is unique in the API: the code, or `table/CODE` if several errors have the code.
    pub(crate) id: &'a str,
    /// The code in `UpperCamelCase`, a valid identifier.
    pub(crate) variant: &'a str,
    /// The id as a valid file name on every system.
    pub(crate) slug: &'a str,
    /// `Insufficient balance`.
    pub(crate) title: &'a str,
    /// `true` if the title was written for the error.
    #[serde(skip)]
    pub(crate) has_own_title: bool,
    /// The message with `{name}` for each param.
    pub(crate) message: String,
    /// The message in pieces.
    pub(crate) pieces: Vec<PieceView<'a>>,
    /// The line for headings, lists and links: the message, or the title if the message has no words. Data
    /// contains both.
    #[serde(skip)]
    pub(crate) headline: String,
    /// The statuses that the error can have.
    pub(crate) status: &'a [u16],
    /// The range that the status is in, if there are no numbers: `4xx`, `5xx` or `default`.
    #[serde(serialize_with = "word")]
    pub(crate) status_range: Option<StatusRange>,
    /// The facts that clients may see, with their values, by name.
    pub(crate) facts: Map<String, Json>,
    /// The severity: `info`, `warning`, `error` or `critical`.
    #[serde(serialize_with = "word")]
    pub(crate) severity: Option<Severity>,
    /// The retry policy. Null if the catalog doesn't specify one.
    pub(crate) retry: Option<RetryView<'a>>,
    /// The URL of the Markdown page. Absolute if the catalog specifies the site's address, otherwise relative
    /// to the site's root.
    pub(crate) url: String,
    /// The URL of the HTML page. Null if the catalog doesn't specify the site's address.
    pub(crate) docs_url: Option<String>,
    /// The release that added the error.
    pub(crate) since: Option<&'a str>,
    /// The owner, if it isn't the API's owner.
    pub(crate) owner: Option<&'a str>,
    /// The reason for the deprecation, as Markdown.
    pub(crate) deprecated: Option<CatalogText<'a>>,
    /// The reason for the retirement, as Markdown.
    pub(crate) retired: Option<CatalogText<'a>>,
    /// The code to use instead.
    #[serde(rename = "use")]
    pub(crate) successor: Option<Named<'a, Code>>,
    /// Former codes.
    pub(crate) aliases: Vec<&'a str>,
    /// The code that it inherits from.
    #[serde(rename = "is")]
    pub(crate) kind: Option<Named<'a, Code>>,
    /// The codes that inherit directly from it.
    pub(crate) kinds: Vec<Named<'a, Code>>,
    /// `true` if clients can get the error, or one that inherits from it, from a response. Client packages
    /// need a type for it.
    pub(crate) decodable: bool,
    /// The code that clients decode from its response. Null if it is the error's own.
    pub(crate) decoded_as: Option<Named<'a, Code>>,
    /// Other codes that its response may be of: the envelope doesn't distinguish them. At most 64.
    pub(crate) look_alikes: Vec<Named<'a, Code>>,
    /// The responses that clients decode to it, by envelope. Empty if clients never get it.
    pub(crate) decoded_from: Vec<DecodedFromView<'a>>,
    /// The advice in one line of Markdown.
    #[serde(serialize_with = "CatalogText::serialize_line")]
    pub(crate) answer: Option<CatalogText<'a>>,
    /// The meaning, as Markdown paragraphs.
    pub(crate) meaning: Option<CatalogText<'a>>,
    /// A general sentence about the status, of an error without a meaning and causes.
    pub(crate) status_doc: Option<&'a str>,
    /// Markdown, as the defining table has them.
    pub(crate) causes: Vec<CauseView<'a>>,
    /// Markdown, as the defining table has them.
    pub(crate) fixes: Vec<CatalogText<'a>>,
    /// Markdown, as the defining table has them.
    pub(crate) notes: Vec<CatalogText<'a>>,
    /// The params that clients may see.
    pub(crate) params: Vec<ParamView<'a>>,
    /// The failures for which a server sends it, without a handler.
    #[serde(serialize_with = "words")]
    pub(crate) fallback_for: &'a [Failure],
    /// The names of its headers.
    pub(crate) headers: Vec<Named<'a, Header>>,
    /// The name of the envelope. Null if the error is never a body.
    pub(crate) envelope: Option<Named<'a, Envelope>>,
    /// Related codes.
    pub(crate) related: Vec<Named<'a, Code>>,
    /// The name of the table that defines it.
    pub(crate) table: Named<'a, Table>,
    /// The lifecycle, for Rust code. Data contains `deprecated` and `retired` instead.
    #[serde(skip)]
    pub(crate) lifecycle: Lifecycle,
    /// The tables that contain the error, starting with the one that defines it.
    #[serde(rename = "in")]
    pub(crate) occurrences: Vec<OccurrenceView<'a>>,
}

/// A piece of a message. One of the members is null.
#[derive(Debug, Serialize)]
pub(crate) struct PieceView<'a> {
    /// Literal text.
    pub(crate) text: Option<&'a str>,
    /// The name of a param.
    pub(crate) param: Option<&'a str>,
}

/// An error in one of its tables.
#[derive(Debug, Serialize)]
pub(crate) struct OccurrenceView<'a> {
    /// The table's name.
    pub(crate) table: Named<'a, Table>,
    /// The operations that return it in this table, if they aren't the table's.
    pub(crate) operations: &'a [String],
    /// Markdown.
    pub(crate) causes: Vec<CauseView<'a>>,
    /// Markdown.
    pub(crate) fixes: Vec<CatalogText<'a>>,
    /// Markdown.
    pub(crate) notes: Vec<CatalogText<'a>>,
    /// The name of the envelope. Null if the error is never a body in this table.
    pub(crate) envelope: Option<Named<'a, Envelope>>,
    /// The params that clients can read from the response, by name.
    pub(crate) carries: Vec<&'a str>,
    /// The code that clients decode from the response. Null if it is the error's own.
    pub(crate) decoded_as: Option<Named<'a, Code>>,
    /// Other codes that the response may be of: the envelope doesn't distinguish them. At most 64. With an
    /// operation, only those that it can return.
    pub(crate) look_alikes: Vec<Named<'a, Code>>,
    /// The response with the examples of the params as values.
    pub(crate) response: Option<Encoded<'a>>,
    /// The examples, in the catalog's order.
    pub(crate) examples: Vec<ExampleView<'a>>,
    /// The examples of code, in the catalog's order.
    pub(crate) code_examples: Vec<CodeExampleView<'a>>,
}

impl<'a> ErrorView<'a> {
    /// Creates the view of a code.
    pub(crate) fn new(cx: &'a PageContext<'a>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = cx.site.api(api_id);
        let Code {
            code: id,
            wire: code,
            variant,
            table_variant: _, // Only in Rust.
            slug,
            address: _, // `url`.
            owner: defined,
            decoding: Decoding { code: decoded, look_alikes },
            shared: _, // With their decodings, below.
            shared_decodings: _,
            children,
            aliases,
        } = &api[code_id];
        let defining = &api[*defined];
        let Entry {
            code: _,   // `code_id`.
            shared: _, // Always `false` for a definition.
            place: _,  // The location in the catalog.
            line: _,
            kind,
            title,
            has_own_title,
            statuses,
            facts: _,      // `public_facts`.
            operations: _, // In the occurrences, below.
            message,
            log: _, // For operators.
            answer,
            meaning,
            causes,
            fixes,
            notes,
            security: _, // For operators.
            severity,
            params,
            fallback_for,
            headers,
            retry,
            examples: _,      // In the occurrences, below.
            code_examples: _, // In the occurrences, below.
            sources: _,       // For operators.
            envelope,
            owner,
            related,
            since,
            deprecated,
            retired,
            successor,
            reserved: _, // For the workspace's code.
            never_raised: _,
        } = defining;
        let text = |text: &'a String| CatalogText::new(cx, text);
        ErrorView {
            code,
            id,
            variant,
            slug,
            title,
            has_own_title: *has_own_title,
            message: message.shown(params),
            pieces: pieces(message, params),
            headline: defining.headline().shown(params),
            status: statuses.numbers(),
            status_range: statuses.range(),
            facts: api
                .public_facts(defining)
                .map(|(fact, value)| (fact.name.clone(), value.value.clone()))
                .collect(),
            severity: *severity,
            retry: retry.as_ref().map(|retry| RetryView::new(api, retry)),
            url: cx.url(Page::Error(api_id, code_id)),
            docs_url: api.docs_url(code_id),
            since: since.as_deref(),
            owner: owner.as_deref(),
            deprecated: deprecated.as_ref().map(text),
            retired: retired.as_ref().map(text),
            successor: successor.map(|code| Named::new(api, code)),
            aliases: aliases.iter().map(alias).collect(),
            kind: kind.map(|code| Named::new(api, code)),
            kinds: Named::list(api, children),
            decodable: is_decodable(api, code_id),
            decoded_as: Some(*decoded).filter(|it| *it != code_id).map(|it| Named::new(api, it)),
            look_alikes: Named::list(api, look_alikes),
            decoded_from: DecodedFromView::list(api, code_id),
            answer: answer.as_ref().map(text),
            meaning: meaning.as_ref().map(text),
            status_doc: defining.status_doc(),
            causes: CauseView::list(cx, causes, params),
            fixes: with_placeholders(cx, fixes, params),
            notes: CatalogText::list(cx, notes),
            params: public(cx, params),
            fallback_for,
            headers: Named::list(api, headers),
            envelope: envelope.map(|envelope| Named::new(api, envelope)),
            related: Named::list(api, related),
            table: Named::new(api, defined.table),
            lifecycle: Lifecycle::of(defining),
            occurrences: api[code_id]
                .decodings()
                .map(|(id, decoding)| occurrence(cx, api, id, decoding))
                .collect(),
        }
    }
}

/// Returns `true` if a response can be decoded to a code, or to one that inherits from it.
fn is_decodable(api: &Api, id: CodeId) -> bool {
    let inherits = |code: CodeId| code == id || api.kinds(api.owner(code)).any(|kind| kind == id);
    any_kind(api, id, &|code| {
        // A response with another status than the first can be the error's alone.
        let has_statuses = api.owner(code).statuses.numbers().len() > 1;
        let is_decoded = |(entry, decoding): (EntryId, &Decoding)| {
            api[entry].envelope.is_some() && (has_statuses || inherits(decoding.code))
        };
        api[code].decodings().any(is_decoded)
    })
}

/// Returns `true` if a condition is met by a code, or by one that inherits from it.
fn any_kind(api: &Api, id: CodeId, is_met: &dyn Fn(CodeId) -> bool) -> bool {
    is_met(id) || api[id].children.iter().any(|child| any_kind(api, *child, is_met))
}

fn alias(alias: &Alias) -> &str {
    // The page only redirects.
    let Alias { code, slug: _, address: _ } = alias;
    code
}

fn occurrence<'a>(
    cx: &'a PageContext<'a>,
    api: &'a Api,
    id: EntryId,
    decoding: &'a Decoding,
) -> OccurrenceView<'a> {
    let Decoding { code: decoded, look_alikes } = decoding;
    // The other fields are in the error's view, or for operators.
    let Entry { operations, causes, fixes, notes, params, envelope, examples, code_examples, .. } = &api[id];
    OccurrenceView {
        table: Named::new(api, id.table),
        operations,
        causes: CauseView::list(cx, causes, params),
        fixes: with_placeholders(cx, fixes, params),
        notes: CatalogText::list(cx, notes),
        envelope: envelope.map(|envelope| Named::new(api, envelope)),
        carries: carried_params(api, &api[id]).map(|param| param.name.as_str()).collect(),
        decoded_as: Some(*decoded).filter(|it| *it != api[id].code).map(|it| Named::new(api, it)),
        look_alikes: Named::list(api, look_alikes),
        response: Encoded::new(api, &api[id]),
        examples: examples.iter().map(|example| ExampleView::new(cx, example)).collect(),
        code_examples: code_examples.iter().map(|example| CodeExampleView::new(cx, example)).collect(),
    }
}

fn with_placeholders<'a>(
    cx: &'a PageContext<'a>,
    texts: &'a [String],
    params: &'a [Param],
) -> Vec<CatalogText<'a>> {
    texts.iter().map(|text| CatalogText::with_placeholders(cx, text, params)).collect()
}

fn pieces<'a>(message: &'a Template, params: &'a [Param]) -> Vec<PieceView<'a>> {
    // `text` is the source of the pieces.
    let Template { text: _, pieces } = message;
    let piece = |piece: &'a Piece| match piece {
        Piece::Text(text) => PieceView { text: Some(text), param: None },
        Piece::Param(param) => PieceView { text: None, param: Some(&params[param.index()].name) },
    };
    pieces.iter().map(piece).collect()
}
