//! What authors write: the records of `api.yaml` and of a table, as they stand in the files.
//!
//! The docs of the fields are the descriptions in `catalog/schema.json`, which an editor shows while one types.

mod words;

use errcat::{Audience, Backoff, Identity, Severity};

use crate::finding::Spanned;
use crate::shape::{Data, Lossy, Map, OneOrMany, Text, Tree, Word, choice, record};

pub use self::words::{RawAllow, RawLint, RawRetry, RawStatuses};

record! {
    /// An API: what its errors share. The file is `api.yaml`.
    pub struct RawApi = "an API" {
        /// Its name for people.
        pub title: Text,
        /// What it is, in a sentence or two. Markdown.
        pub summary: Text,
        /// Where requests go: `https://api.example.com`.
        pub base_url: Option<Text>,
        /// Where the generated site is published. The page of an error is at `{docs_url}/{api}/{code}/`.
        pub docs_url: Option<Text>,
        /// The API's own documentation.
        pub reference: Option<Text>,
        /// A URL with `{path}` and `{line}` that shows a source.
        pub repository: Option<Text>,
        /// Who answers for its errors.
        pub owner: Option<Text>,
        /// The envelope of tables that name none; `none` if most errors are never a body.
        pub envelope: Option<Word>,
        /// The guides' order in the docs, by file name without `.md`; those not named follow.
        pub guides: Vec<Word>,
        /// Statuses without an error, by status. For the docs.
        pub success: Map<RawSuccess>,
        /// The shapes of bodies, by name.
        pub envelopes: Map<RawEnvelope>,
        /// Response headers, by name.
        pub headers: Map<RawHeader>,
        /// Headers that come together, by name.
        pub header_sets: Map<Vec<Word>>,
        /// Why no code of this workspace raises its errors: for what, or for whom, they are kept. Silences `never-raised`.
        pub reserved: Option<Text>,
        /// The level of lints, by name or `all`: `warn`, `deny`, or `{ allow: REASON }`.
        pub lints: Map<RawLint>,
    }
}

record! {
    /// A status without an error.
    pub struct RawSuccess = "a success status" {
        /// Its name: `OK`.
        pub title: Text,
        /// When it comes.
        pub doc: Text,
    }
}

record! {
    /// A body, written as a body. A lone `"{x}"` keeps the type of x.
    pub struct RawEnvelope = "an envelope" {
        /// What it is for. Markdown.
        pub summary: Text,
        /// The default is `application/json`.
        pub content_type: Option<Text>,
        /// The body: data with `{code}`, `{title}`, `{message}`, `{status}`, `{docs_url}`, `{params}`, context fields and params.
        pub body: Tree,
        /// Members that are left out when they would be empty; nested ones as `error.details`.
        pub optional: Vec<Word>,
        /// What a client tells errors apart by.
        pub identify_by: OneOrMany<Identity>,
        /// What the server fills in, by name.
        pub context: Map<RawContext>,
        /// Explains members, by path: `error`, `error.code`, `detail[].loc`. Markdown.
        pub fields: Map<Text>,
    }
}

choice! {
    for Identity {
        Status = "status",
        Code = "code",
        Title = "title",
        Message = "message",
        Type = "type",
    }
}

record! {
    /// A value that the server fills in, whatever the error.
    pub struct RawContext = "a context field" {
        /// `string` (the default), `integer`, `number`, `boolean`, `duration`, `timestamp` or `json`.
        pub r#type: Option<Word>,
        /// Of a duration: `seconds` (the default) or `milliseconds`; of a timestamp: `rfc3339` (the default), `seconds` or `milliseconds`.
        pub unit: Option<RawUnit>,
        /// What it is. Markdown.
        pub doc: Text,
        /// As it is on the wire.
        pub example: Data,
    }
}

record! {
    /// A response header.
    pub struct RawHeader = "a header" {
        /// `string` (the default), `integer`, `number`, `boolean`, `duration` or `timestamp`.
        pub r#type: Option<Word>,
        /// Of a duration: `seconds` (the default) or `milliseconds`; of a timestamp: `rfc3339` (the default), `seconds` or `milliseconds`.
        pub unit: Option<RawUnit>,
        /// The param that fills it. Errors with this header have it without declaring it. Without one, the value is always the example.
        pub param: Option<Word>,
        /// What it says. Markdown.
        pub doc: Text,
        /// As it is on the wire.
        pub example: Data,
    }
}

choice! {
    /// The unit of a duration or timestamp.
    pub enum RawUnit {
        /// Seconds, since 1970 for a timestamp.
        Seconds = "seconds",
        /// Milliseconds, since 1970 for a timestamp.
        Milliseconds = "milliseconds",
        /// A text such as 2024-01-15T10:30:00.000Z.
        Rfc3339 = "rfc3339",
    }
}

record! {
    /// A table: one file, one enum, one section of the docs.
    pub struct RawTable = "a table" {
        /// Its heading in the docs.
        pub title: Text,
        /// A paragraph. Markdown.
        pub summary: Option<Text>,
        /// Its position in the docs; tables without one follow, by name.
        pub order: Option<Spanned<i64>>,
        /// The operation that answers with its errors: `POST /v1/agents/{id}/certify`.
        pub operation: Option<Text>,
        /// The operations that answer with its errors. None: any may.
        pub operations: Vec<Text>,
        /// The envelope of its errors; the default is the API's.
        pub envelope: Option<Word>,
        /// The kind of its errors that name none.
        pub is: Option<Word>,
        /// The status of its errors that neither say nor inherit one.
        pub status: Option<RawStatuses>,
        /// Why no code of this workspace raises its errors: for what, or for whom, they are kept. Silences `never-raised`.
        pub reserved: Option<Text>,
        /// The level of lints, by name or `all`: `warn`, `deny`, or `{ allow: REASON }`.
        pub lints: Map<RawLint>,
        /// The errors, by code.
        pub errors: Map<Lossy<RawError>>,
    }
}

record! {
    /// An error. What it doesn't say, it inherits from its kind (`is`): title, status, retry, severity, headers, params.
    pub struct RawError = "an error" {
        /// The table that defines this code; here stand only causes, fixes, notes, examples and sources.
        pub same_as: Option<Word>,
        /// The code it is a kind of.
        pub is: Option<Word>,
        /// Its Rust variant, where the code can't give one: `UpperCamelCase`.
        pub name: Option<Word>,
        /// A few words. The default is the kind's, or the code in words.
        pub title: Option<Text>,
        /// The HTTP status, several (`[500, 502, 503]`), or `none`.
        pub status: Option<RawStatuses>,
        /// What the client is told, with `{params}`. The default is the title written here.
        pub message: Option<Text>,
        /// What it means, in a paragraph or more. Markdown.
        pub meaning: Option<Text>,
        /// Why it happens, a line each. Markdown.
        pub causes: OneOrMany<Text>,
        /// How to mend it, a line each. Markdown.
        pub fixes: OneOrMany<Text>,
        /// What else is worth knowing, a paragraph each. Markdown.
        pub notes: OneOrMany<Text>,
        /// What it must not reveal, and why. Markdown.
        pub security: OneOrMany<Text>,
        /// How bad it is.
        pub severity: Option<Severity>,
        /// The values it carries, by name.
        pub params: Map<RawParam>,
        /// What the operators' log is told; may use internal params.
        pub log: Option<Text>,
        /// Its response headers: names of headers or header sets.
        pub headers: OneOrMany<Word>,
        /// Whether and how to try again.
        pub retry: Option<RawRetry>,
        /// Worked examples.
        pub examples: Vec<RawExample>,
        /// Where it is raised: `core/auth.py:143-146, 963`.
        pub sources: OneOrMany<Text>,
        /// Its envelope, where that isn't the table's.
        pub envelope: Option<Word>,
        /// Who answers for it, where that isn't the API's owner.
        pub owner: Option<Text>,
        /// Codes worth reading too.
        pub related: OneOrMany<Word>,
        /// The release that brought it.
        pub since: Option<Text>,
        /// Since when and why it should no longer be used.
        pub deprecated: Option<Text>,
        /// Since when and why it is no longer used. Its code is never used again.
        pub retired: Option<Text>,
        /// The code to use instead of this deprecated or retired one.
        pub r#use: Option<Word>,
        /// Codes it was known by.
        pub aliases: OneOrMany<Word>,
        /// Why no code of this workspace raises it: for what, or for whom, it is kept. Silences `never-raised`.
        pub reserved: Option<Text>,
        /// The level of lints, by name or `all`: `warn`, `deny`, or `{ allow: REASON }`.
        pub lints: Map<RawLint>,
    }
}

choice! {
    for Severity {
        Info = "info",
        Warning = "warning",
        Error = "error",
        Critical = "critical",
    }
}

record! {
    /// A value that an error carries.
    pub struct RawParam = "a param" {
        /// `string` (the default), `integer`, `number`, `boolean`, `duration`, `timestamp`, `json` or a Rust path.
        pub r#type: Option<Word>,
        /// Of a duration: `seconds` (the default) or `milliseconds`; of a timestamp: `rfc3339` (the default), `seconds` or `milliseconds`.
        pub unit: Option<RawUnit>,
        /// What it is. Markdown.
        pub doc: Text,
        /// As it is on the wire.
        pub example: Data,
        /// Its name in the body's `{params}`; naming it puts it there even if the message carries it.
        pub wire: Option<Text>,
        /// Who may see it.
        pub audience: Option<Audience>,
        /// Whether it may be absent.
        pub optional: Option<Spanned<bool>>,
    }
}

choice! {
    for Audience {
        Public = "public",
        Internal = "internal",
        Secret = "secret",
    }
}

record! {
    /// How to try again.
    pub struct RawPolicy = "a retry policy" {
        /// How long to wait first: a header's name, or a delay such as `2s` or `500ms`.
        pub after: Option<Word>,
        /// How the wait grows.
        pub backoff: Option<Backoff>,
        /// Whether to spread the waits.
        pub jitter: Option<Spanned<bool>>,
        /// How often at most, with the first.
        pub attempts: Option<Spanned<i64>>,
        /// Whether only requests that are safe to send twice may be repeated.
        pub idempotent_only: Option<Spanned<bool>>,
    }
}

choice! {
    for Backoff {
        Constant = "constant",
        Exponential = "exponential",
    }
}

record! {
    /// A worked example.
    pub struct RawExample = "an example" {
        /// A few words.
        pub title: Option<Text>,
        /// What it shows. Markdown.
        pub doc: Option<Text>,
        /// What was asked.
        pub request: Option<RawRequest>,
        /// What came; made from the params' examples where it isn't written.
        pub response: Option<RawResponse>,
        /// What to ask instead.
        pub corrected: Option<RawRequest>,
        /// What the correction is about. Markdown.
        pub fix: Option<Text>,
        /// Code, by language: `python`, `curl`, `rust`.
        pub code: Map<Text>,
    }
}

record! {
    /// A request in an example.
    pub struct RawRequest = "a request" {
        /// `POST /v1/events`.
        pub operation: Option<Text>,
        /// By name.
        pub headers: Map<Data>,
        /// Data, shown as JSON; or a text, shown as it is.
        pub body: Option<Data>,
    }
}

record! {
    /// A response in an example.
    pub struct RawResponse = "a response" {
        /// The HTTP status.
        pub status: Option<Spanned<i64>>,
        /// By name.
        pub headers: Map<Data>,
        /// Data, shown as JSON; or a text, shown as it is.
        pub body: Option<Data>,
    }
}
