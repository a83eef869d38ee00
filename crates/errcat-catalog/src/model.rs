//! The checked catalog, from which files are generated.
//!
//! A catalog has passed every rule, so generating can't fail because of its content: references are resolved,
//! inheritance is applied, names are valid and unique, and texts aren't empty.

mod as_written;
mod body_path;
mod cause;
mod code_example;
mod envelope;
mod example;
mod fact;
mod headline;
mod identity;
mod ids;
mod json_text;
mod param;
mod retry;
mod status_doc;
mod statuses;
mod template;
mod words;

use serde::{Deserialize, Serialize};

use crate::finding::{Level, Span, Spanned};

pub use errcat::{Audience, Backoff, Constant, Failure, Severity, StatusRange};

pub use self::cause::Cause;
pub use self::code_example::CodeExample;
pub use self::envelope::{BodyPiece, Envelope, EnvelopeHeader, KeyPattern, Member, Node, Slot};
pub use self::example::{Body, Example, Request, Response};
pub use self::fact::{Fact, FactId, FactRange, FactValue};
pub use self::identity::Identity;
pub use self::ids::{
    AliasId, ApiId, CodeId, EntryId, EnvelopeId, FormerPageId, GuideId, HeaderId, Id, ParamId, QualifiedCode,
    TableId,
};
pub use self::param::{KnownValues, Param, ParamType};
pub use self::retry::{Retry, RetryAfter, RetryPolicy};
pub use self::statuses::{StatusWord, Statuses};
pub use self::template::{Piece, Template};

/// A checked catalog.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The APIs, sorted by name.
    pub apis: Vec<Api>,
}

/// One API: a folder of the catalog.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Api {
    /// The name of the folder: `kakunin`. Also the name of the Rust module and the first segment of URLs.
    pub name: String,
    /// `Kakunin`.
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// The base URL for requests, without a trailing slash.
    pub base_url: Option<String>,
    /// The URL where the generated site is published, without a trailing slash.
    pub docs_url: Option<String>,
    /// The pattern of the paths of errors' pages in the API's folder; `None` for the code.
    pub page_path: Option<String>,
    /// The former patterns, whose addresses redirect.
    pub former_page_paths: Vec<String>,
    /// The URL of the API's own documentation.
    pub reference: Option<String>,
    /// The version of the API: `2.3.0`.
    pub version: Option<String>,
    /// The location of the version.
    pub version_place: Option<Span>,
    /// The URL of a source file, with `{path}` and `{line}`.
    pub repository: Option<String>,
    /// The person or team responsible for the errors.
    pub owner: Option<String>,
    /// The internal facts that the public docs contain.
    pub publish: Vec<InternalFact>,
    /// `catalog/kakunin/api.yaml`.
    pub path: String,
    /// The reason why no code in the workspace raises the errors.
    pub reserved: Option<Spanned<String>>,
    /// The locations that allow the lint `never-raised` by its name. Checking whether they are needed
    /// requires code.
    pub never_raised_allows: Vec<Span>,
    /// The level of the lint `missing-fallback`. Checking it requires code.
    pub missing_fallback: LintSetting,
    /// The locations that allow the lint `missing-fallback` by its name.
    pub missing_fallback_allows: Vec<Span>,
    /// The type of the codes on the wire.
    pub code_type: CodeType,
    /// The facts that errors can have, in the written order.
    pub facts: Vec<Fact>,
    /// The default envelope; `None` if most errors are never sent as a body.
    pub envelope: Option<EnvelopeId>,
    /// The statuses of successful responses, sorted.
    pub success: Vec<Success>,
    /// The headers, in the written order.
    pub headers: Vec<Header>,
    /// The envelopes, in the written order.
    pub envelopes: Vec<Envelope>,
    /// The tables, in the order of the docs.
    pub tables: Vec<Table>,
    /// The codes without duplicates, in the order of the docs.
    pub codes: Vec<Code>,
    /// The addresses that pages of codes may have had before, sorted.
    pub former_pages: Vec<FormerPage>,
    /// The guides, in the order of the docs.
    pub guides: Vec<Guide>,
}

/// Facts about an error that aren't for clients. Docs contain them only in the internal edition, or if the
/// API publishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InternalFact {
    /// The message in the log, and the params that only logs contain.
    Log,
    /// Security notes.
    Security,
    /// The places in the code that raise the error.
    Sources,
}

/// The type of an API's codes on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CodeType {
    /// A text.
    #[default]
    String,
    /// A whole number.
    Integer,
}

/// A code: what an API's errors are known by, with the entry that defines it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Code {
    /// The id, which is unique in the API: the code, or `table/CODE` if several errors have it.
    pub code: String,
    /// The code as it is on the wire.
    pub wire: String,
    /// The Rust variant in the enum of all codes.
    pub variant: String,
    /// The Rust variant in the enums of tables.
    pub table_variant: String,
    /// The id as a valid file name on every system.
    pub slug: String,
    /// The path of the page from the site's root, without slashes at its ends.
    pub address: String,
    /// The entry that defines the code.
    pub owner: EntryId,
    /// The result of decoding a response of the error.
    pub decoding: Decoding,
    /// The entries that share the code (`same_as`).
    pub shared: Vec<EntryId>,
    /// The results of decoding their responses, which can have other envelopes.
    pub shared_decodings: Vec<Decoding>,
    /// The codes that directly inherit from this one.
    pub children: Vec<CodeId>,
    /// The former codes.
    pub aliases: Vec<Alias>,
}

/// The result of decoding a response of an error.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Decoding {
    /// The code that clients get: the error's own, or the nearest one that all look-alikes inherit from.
    pub code: CodeId,
    /// Other codes that the response may be of, because the envelope doesn't distinguish them. At most
    /// [`MAX_LOOK_ALIKES`](crate::scope::MAX_LOOK_ALIKES).
    pub look_alikes: Vec<CodeId>,
}

/// A former code, and the URL that leads on to its successor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Alias {
    /// The code as it was on the wire.
    pub code: String,
    /// The code as a valid file name on every system.
    pub slug: String,
    /// The path of the page from the site's root, without slashes at its ends.
    pub address: String,
}

/// An address that pages had before [`Api::page_path`] moved them, or before several
/// errors had their code. Addresses of other pages aren't included.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FormerPage {
    /// The path of the page from the site's root, without slashes at its ends.
    pub address: String,
    /// The codes that the page may have been of, at least one.
    pub codes: Vec<CodeId>,
}

/// A status that isn't an error.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Success {
    /// The status: 200.
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
    /// The type, doc and example of the value. [`Param::name`] is the param with the value.
    pub value: Param,
    /// `true` if the value is always the example, because there is no param.
    pub constant: bool,
    /// The line in [`Api::path`], from 1.
    pub line: usize,
}

/// One table: a file, an enum, a section of the docs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// The name of the file without `.yaml`, and of the Rust module: `certify`.
    pub name: String,
    /// `Certificate issuance`.
    pub title: String,
    /// Markdown.
    pub summary: Option<String>,
    /// The operations that return the errors: `POST /v1/agents/{id}/certify`. Empty if any operation may.
    /// Errors can have their own: see [`Table::operations_of`].
    pub operations: Vec<String>,
    /// `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// The reason why no code in the workspace raises the errors.
    pub reserved: Option<Spanned<String>>,
    /// The entries, in the written order.
    pub entries: Vec<Entry>,
}

/// An error in a table. A shared one (`same_as`) has its owner's facts and its own operations, causes, fixes,
/// notes, examples, code examples, sources and envelope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// The code.
    pub code: CodeId,
    /// `true` if another table defines the code.
    pub shared: bool,
    /// The location of the code in the texts of [`Checked`](crate::Checked).
    pub place: Span,
    /// The line of the code in [`Table::path`], from 1.
    pub line: usize,
    /// The code that the error directly inherits from.
    pub kind: Option<CodeId>,
    /// `Insufficient balance`.
    pub title: String,
    /// `true` if the title was written for the error: it isn't inherited or made of the code's words.
    pub has_own_title: bool,
    /// The HTTP statuses.
    pub statuses: Statuses,
    /// The facts that the error has, in the order of [`Api::facts`].
    pub facts: Vec<FactValue>,
    /// The operations that return the error, instead of the table's. Empty if those apply.
    pub operations: Vec<String>,
    /// The message to clients.
    pub message: Template,
    /// The message for the log.
    pub log: Option<Template>,
    /// The advice in one line of Markdown.
    pub answer: Option<String>,
    /// The meaning: one or more paragraphs of Markdown.
    pub meaning: Option<String>,
    /// The causes.
    pub causes: Vec<Cause>,
    /// The fixes that don't belong to one cause, each a line of Markdown.
    pub fixes: Vec<String>,
    /// The notes, each a paragraph of Markdown.
    pub notes: Vec<String>,
    /// The security notes, each a paragraph of Markdown.
    pub security: Vec<String>,
    /// How bad it is.
    #[serde(with = "words")]
    pub severity: Option<Severity>,
    /// The params: inherited ones, those of headers, and the error's own.
    pub params: Vec<Param>,
    /// The response headers, inherited ones first.
    pub headers: Vec<HeaderId>,
    /// The failures for which a server sends the error.
    #[serde(with = "words")]
    pub fallback_for: Vec<Failure>,
    /// The advice on retrying; `None` if the catalog doesn't define it.
    pub retry: Option<Retry>,
    /// The examples, in the written order.
    pub examples: Vec<Example>,
    /// The examples of code, in the written order.
    pub code_examples: Vec<CodeExample>,
    /// The code that raises the error.
    pub sources: Vec<Source>,
    /// The format of the body; `None` if the error is never sent as a body.
    pub envelope: Option<EnvelopeId>,
    /// The person or team responsible for the error, if different from the API's owner.
    pub owner: Option<String>,
    /// The codes of related errors.
    pub related: Vec<CodeId>,
    /// The release that introduced the error.
    pub since: Option<String>,
    /// Since when and why the error is deprecated.
    pub deprecated: Option<String>,
    /// Since when and why the error is no longer sent.
    pub retired: Option<String>,
    /// The code to use instead.
    pub successor: Option<CodeId>,
    /// The reason why no code in the workspace raises the error.
    pub reserved: Option<Spanned<String>>,
    /// The level of the lint `never-raised`. Checking it requires code.
    pub never_raised: LintSetting,
}

/// The level of a lint for an error or an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LintSetting {
    /// The level.
    pub level: Level,
    /// The location of the lint's name in `lints` of the catalog; `None` if the workspace or the default sets
    /// the level.
    pub place: Option<Span>,
}

/// A location of code that raises an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The text as written: `core/utils/auth_utils.py:143-146, 651-670, 963`.
    pub text: String,
    /// The path: `core/utils/auth_utils.py`.
    pub path: String,
    /// The ranges of lines: the first and the last line, from 1.
    pub lines: Vec<(u32, u32)>,
    /// The location of the text in the catalog.
    pub place: Span,
}

/// A page of prose.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guide {
    /// The name of the file without `.md`: `retries`.
    pub name: String,
    /// The first heading, plain text.
    pub title: String,
    /// Markdown, without the first heading.
    pub text: String,
    /// `catalog/kakunin/guides/retries.md`.
    pub path: String,
}

impl Table {
    /// Returns the operations that return one of the table's errors. Empty if any operation may.
    pub fn operations_of<'a>(&'a self, entry: &'a Entry) -> &'a [String] {
        if entry.operations.is_empty() { &self.operations } else { &entry.operations }
    }
}

impl Code {
    /// Returns the entries that have the code, with what clients decode from their responses. The one that
    /// defines the code is first.
    pub fn decodings(&self) -> impl Iterator<Item = (EntryId, &Decoding)> {
        self.entries().zip(std::iter::once(&self.decoding).chain(&self.shared_decodings))
    }

    /// Returns the entries that have the code, the one that defines it first.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> {
        std::iter::once(self.owner).chain(self.shared.iter().copied())
    }
}

impl Api {
    /// Creates an API with only a name, for tests.
    pub fn empty(name: &str) -> Self {
        Api {
            name: name.to_owned(),
            title: name.to_owned(),
            summary: name.to_owned(),
            base_url: None,
            docs_url: None,
            page_path: None,
            former_page_paths: Vec::new(),
            reference: None,
            version: None,
            version_place: None,
            repository: None,
            owner: None,
            publish: Vec::new(),
            path: format!("catalog/{name}/api.yaml"),
            reserved: None,
            never_raised_allows: Vec::new(),
            missing_fallback: LintSetting { level: Level::Allow, place: None },
            missing_fallback_allows: Vec::new(),
            code_type: CodeType::String,
            facts: Vec::new(),
            envelope: None,
            success: Vec::new(),
            headers: Vec::new(),
            envelopes: Vec::new(),
            tables: Vec::new(),
            codes: Vec::new(),
            former_pages: Vec::new(),
            guides: Vec::new(),
        }
    }

    /// Returns the entry that defines a code.
    pub fn owner(&self, code: CodeId) -> &Entry {
        &self[self[code].owner]
    }

    /// Returns the codes that an entry inherits from, the nearest first.
    pub fn kinds(&self, entry: &Entry) -> impl Iterator<Item = CodeId> {
        std::iter::successors(entry.kind, |kind| self.owner(*kind).kind)
    }

    /// Returns `true` if an operation can return both codes.
    pub fn share_operation(&self, one: CodeId, other: CodeId) -> bool {
        let operations =
            |code: CodeId| self[code].entries().map(|id| self[id.table].operations_of(&self[id]));
        operations(one).any(|one| {
            let is_shared = |other: &[String]| one.iter().any(|operation| other.contains(operation));
            one.is_empty() || operations(other).any(|other| other.is_empty() || is_shared(other))
        })
    }

    /// Returns `true` if the error of a code, its table or the API is marked as `reserved`.
    pub fn is_reserved(&self, code: CodeId) -> bool {
        let owner = self[code].owner;
        let of_table = &self[owner.table].reserved;
        self[owner].reserved.is_some() || of_table.is_some() || self.reserved.is_some()
    }

    /// Returns the URL of a code's page; `None` if the API doesn't set where its site is published.
    pub fn docs_url(&self, code: CodeId) -> Option<String> {
        let base = self.docs_url.as_deref()?;
        Some(format!("{base}/{}/", self[code].address))
    }
}
