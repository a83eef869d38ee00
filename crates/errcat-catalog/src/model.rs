//! The checked catalog: what emitters see.
//!
//! Everything in here has passed every rule, so an emitter can't fail on its content: references are
//! resolved, inheritance is applied, names are valid and unique, texts are not empty.

mod envelope;
mod example;
mod ids;
mod json_text;
mod names;
mod retry;
mod words;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::finding::{Level, Span, Spanned};

pub use errcat::{Audience, Backoff, Identity, Severity};

pub use self::envelope::{BodyPiece, Envelope, Member, Node, Slot};
pub use self::example::{Body, Example, Request, Response};
pub use self::ids::{
    AliasId, ApiId, CodeId, EntryId, EnvelopeId, GuideId, HeaderId, Id, ParamId, QualifiedCode, TableId,
};
pub use self::retry::{Retry, RetryAfter, RetryPolicy};

/// All APIs, by name.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// In the order of their folders' names.
    pub apis: Vec<Api>,
}

/// One API: a folder of the catalog.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Api {
    /// The folder's name: `kakunin`. Also the Rust module and the first segment of URLs.
    pub name: String,
    /// `Kakunin`.
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// Where requests go, without a trailing slash.
    pub base_url: Option<String>,
    /// Where the generated site is published, without a trailing slash.
    pub docs_url: Option<String>,
    /// The API's own documentation.
    pub reference: Option<String>,
    /// A URL with `{path}` and `{line}` that shows a source.
    pub repository: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// `catalog/kakunin/api.yaml`.
    pub path: String,
    /// Why code that isn't in the workspace raises its errors.
    pub reserved: Option<Spanned<String>>,
    /// Where the lint `never-raised` is allowed by its name: whether that is needed takes code to know.
    pub never_raised_allows: Vec<Span>,
    /// Statuses without an error, by status.
    pub success: Vec<Success>,
    /// In the order written.
    pub headers: Vec<Header>,
    /// In the order written.
    pub envelopes: Vec<Envelope>,
    /// In the order of the docs.
    pub tables: Vec<Table>,
    /// Every code once, in the order of the docs.
    pub codes: Vec<Code>,
    /// In the order of the docs.
    pub guides: Vec<Guide>,
}

/// A code: what an API's errors are known by, with the entry that defines it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Code {
    /// As it is on the wire.
    pub code: String,
    /// The Rust variant.
    pub variant: String,
    /// The last segment of its URL, a valid file name on every system.
    pub slug: String,
    /// The entry that defines it.
    pub owner: EntryId,
    /// The entries that share it (`same_as`).
    pub shared: Vec<EntryId>,
    /// Codes that are directly of this kind.
    pub children: Vec<CodeId>,
    /// Codes it was known by.
    pub aliases: Vec<Alias>,
}

/// A former code, and the last segment of the URL that leads on to its successor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Alias {
    /// As it was on the wire.
    pub code: String,
    /// Its URL's last segment.
    pub slug: String,
}

/// A status that isn't an error.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Success {
    /// 200.
    pub status: u16,
    /// `OK`.
    pub title: String,
    /// Plain text.
    pub doc: String,
}

/// A response header.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// `Retry-After`.
    pub name: String,
    /// Its value: type, doc, example; [`Param::name`] is the param that fills it.
    pub value: Param,
    /// Whether the example is always its value, because no param fills it.
    pub constant: bool,
    /// The line it starts at in [`Api::path`], from 1.
    pub line: usize,
}

/// One table: a file, an enum, a section of the docs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// The file's stem, and the Rust module: `certify`.
    pub name: String,
    /// `Certificate issuance`.
    pub title: String,
    /// Markdown.
    pub summary: Option<String>,
    /// `POST /v1/agents/{id}/certify`; none: any operation may answer with its errors.
    pub operations: Vec<String>,
    /// `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// Why code that isn't in the workspace raises its errors.
    pub reserved: Option<Spanned<String>>,
    /// In the order written.
    pub entries: Vec<Entry>,
}

/// An error in a table. A shared one (`same_as`) has its owner's facts and its own causes, fixes,
/// notes, examples, sources and envelope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Its code.
    pub code: CodeId,
    /// Whether another table defines its code.
    pub shared: bool,
    /// Where its code stands in [`Table::path`], among the texts of [`Checked`](crate::Checked).
    pub place: Span,
    /// The line of that, from 1.
    pub line: usize,
    /// The code it is a kind of.
    pub kind: Option<CodeId>,
    /// `Insufficient balance`.
    pub title: String,
    /// No status, one, or several.
    pub statuses: Vec<u16>,
    /// What the client is told.
    pub message: Template,
    /// What the log is told.
    pub log: Option<Template>,
    /// Markdown, paragraphs.
    pub meaning: Option<String>,
    /// Markdown, a line each.
    pub causes: Vec<String>,
    /// Markdown, a line each.
    pub fixes: Vec<String>,
    /// Markdown, a paragraph each.
    pub notes: Vec<String>,
    /// Markdown, a paragraph each.
    pub security: Vec<String>,
    /// How bad it is.
    #[serde(with = "words")]
    pub severity: Option<Severity>,
    /// Inherited ones first, then those of its headers, then its own.
    pub params: Vec<Param>,
    /// Its response headers, inherited ones first.
    pub headers: Vec<HeaderId>,
    /// Whether and how to try again; `None` where the catalog doesn't say.
    pub retry: Option<Retry>,
    /// In the order written.
    pub examples: Vec<Example>,
    /// Where it is raised.
    pub sources: Vec<Source>,
    /// The shape of its body; `None` if it is never a body.
    pub envelope: Option<EnvelopeId>,
    /// Who answers for it, where that isn't the API's owner.
    pub owner: Option<String>,
    /// Codes worth reading too.
    pub related: Vec<CodeId>,
    /// The release that brought it.
    pub since: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Why it is no longer used.
    pub retired: Option<String>,
    /// The code to use instead.
    pub successor: Option<CodeId>,
    /// Why code that isn't in the workspace raises it, or none does yet.
    pub reserved: Option<Spanned<String>>,
    /// The level of the lint `never-raised`, which takes code to know.
    pub never_raised: Said,
}

/// The level of a lint at an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What becomes of a finding.
    pub level: Level,
    /// Where the catalog says so: a lint's name among `lints`. None if the workspace does.
    pub place: Option<Span>,
}

/// A message: text with params in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Template {
    /// As written: `Your balance ({balance}) is …`.
    pub text: String,
    /// The same, taken apart.
    pub pieces: Vec<Piece>,
}

impl Template {
    /// As people read it: `{{` is a brace, and params are their names between braces.
    pub fn shown(&self, params: &[Param]) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Param(param) => text.extend(["{", &params[param.index()].name, "}"]),
            }
        }
        text
    }
}

/// A piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// As it is; `{{` has become `{`.
    Text(String),
    /// The value of one of [`Entry::params`].
    Param(ParamId),
}

/// A value that an error, a header or an envelope's context carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// `retry_after`: also the Rust field.
    pub name: String,
    /// What it holds.
    pub ty: ParamType,
    /// Markdown, a line.
    pub doc: String,
    /// As the wire has it.
    #[serde(with = "json_text")]
    pub example: Json,
    /// Its name in the body's `{params}`.
    pub wire: String,
    /// Whether the body's `{params}` holds it.
    pub in_body: bool,
    /// Who may see it.
    #[serde(with = "words")]
    pub audience: Audience,
    /// Whether it may be absent.
    pub optional: bool,
}

/// What a param holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ParamType {
    String,
    Integer,
    Number,
    Boolean,
    DurationSeconds,
    DurationMilliseconds,
    TimestampRfc3339,
    TimestampSeconds,
    TimestampMilliseconds,
    Json,
    /// A checked Rust path such as `std::net::IpAddr`, a text on the wire.
    Rust(String),
}

/// Where an error is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// As written: `core/utils/auth_utils.py:143-146, 651-670, 963`.
    pub text: String,
    /// `core/utils/auth_utils.py`.
    pub path: String,
    /// First and last line, from 1.
    pub lines: Vec<(u32, u32)>,
    /// Where the catalog says so.
    pub place: Span,
}

/// A page of prose.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guide {
    /// The file's stem: `retries`.
    pub name: String,
    /// The first heading, plain text.
    pub title: String,
    /// Markdown, without the first heading.
    pub text: String,
    /// `catalog/kakunin/guides/retries.md`.
    pub path: String,
}

impl Code {
    /// Returns the entries that have the code, the one that defines it first.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> {
        std::iter::once(self.owner).chain(self.shared.iter().copied())
    }
}

impl Api {
    /// An API with nothing but a name, for tests to build on.
    pub fn empty(name: &str) -> Self {
        Api {
            name: name.to_owned(),
            title: name.to_owned(),
            summary: name.to_owned(),
            base_url: None,
            docs_url: None,
            reference: None,
            repository: None,
            owner: None,
            path: format!("catalog/{name}/api.yaml"),
            reserved: None,
            never_raised_allows: Vec::new(),
            success: Vec::new(),
            headers: Vec::new(),
            envelopes: Vec::new(),
            tables: Vec::new(),
            codes: Vec::new(),
            guides: Vec::new(),
        }
    }

    /// The entry that defines a code.
    pub fn owner(&self, code: CodeId) -> &Entry {
        &self[self[code].owner]
    }

    /// Returns the codes that an entry is a kind of, the nearest first.
    pub fn kinds(&self, entry: &Entry) -> impl Iterator<Item = CodeId> {
        std::iter::successors(entry.kind, |kind| self.owner(*kind).kind)
    }

    /// Whether the catalog says why nothing here raises a code: at its error, its table or the API.
    pub fn is_reserved(&self, code: CodeId) -> bool {
        let owner = self[code].owner;
        let of_table = &self[owner.table].reserved;
        self[owner].reserved.is_some() || of_table.is_some() || self.reserved.is_some()
    }

    /// The address of a code's page, where the API says where its site is published.
    pub fn docs_url(&self, code: CodeId) -> Option<String> {
        let base = self.docs_url.as_deref()?;
        Some(format!("{base}/{}/{}/", self.name, self[code].slug))
    }
}
