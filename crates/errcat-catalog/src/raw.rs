//! The records of `api.yaml` and of tables, as they are written.
//!
//! The docs of the fields are the descriptions in `catalog/schema.json`, which editors show to authors.

mod causes;
mod code_examples;
mod envelopes;
mod examples;
mod operations;
mod params;
mod words;

use errcat::{Audience, Backoff, Constant, Failure, Severity, StatusRange};

use crate::finding::Spanned;
use crate::model::{CodeType, InternalFact};
use crate::shape::{Lossy, Map, OneOrMany, Text, Word, choice, record};

pub use self::causes::{RawCause, RawFixableCause};
pub use self::code_examples::RawCodeExample;
pub use self::envelopes::{RawContext, RawEnvelope, RawHeader};
pub use self::examples::{RawExample, RawRequest, RawResponse};
pub use self::params::{RawParam, RawUnit};
pub use self::words::{RawAllow, RawFactValue, RawIdentity, RawLint, RawRetry, RawStatuses};

record! {
    /// An API: the settings that its errors share. The file is `api.yaml`.
    pub struct RawApi = "an API" {
        /// The display name of the API.
        pub title: Text,
        /// A description of the API in a sentence or two. Markdown.
        pub summary: Text,
        /// The base URL for requests: `https://api.example.com`.
        pub base_url: Option<Text>,
        /// The URL where the generated site is published. The page of an error is at
        /// `{docs_url}/{api}/{code}/`.
        pub docs_url: Option<Text>,
        /// The path of an error's page in the API's folder, if it isn't the code: `E{errno}`,
        /// `{table}/{code|lower}`. Values are `code`, `name`, `table`, `status` and public facts; filters are
        /// `lower` and `kebab`.
        pub page_path: Option<Text>,
        /// The patterns that `page_path` had before. Pages at these addresses redirect to the current ones.
        pub former_page_paths: Vec<Text>,
        /// The URL of the API's own documentation.
        pub reference: Option<Text>,
        /// The version of the API: `2.3.0`. OpenAPI descriptions contain it.
        pub version: Option<Word>,
        /// The URL of a source file, with `{path}` and `{line}`.
        pub repository: Option<Text>,
        /// The person or team responsible for the errors.
        pub owner: Option<Text>,
        /// The type of the codes on the wire, and their names in Rust.
        pub codes: Option<RawCodes>,
        /// Constants that errors have in addition to their code, by name: `errno`, `sqlstate`, `exit_code`.
        pub facts: Map<RawFact>,
        /// The default envelope of tables; `none` if most errors are never sent as a body.
        pub envelope: Option<Word>,
        /// The order of the guides in the docs, by file name without `.md`. Guides that aren't listed follow.
        pub guides: Vec<Word>,
        /// Statuses of successful responses, by status, for the docs.
        pub success: Map<RawSuccess>,
        /// The formats of bodies, by name.
        pub envelopes: Map<RawEnvelope>,
        /// Response headers, by name.
        pub headers: Map<RawHeader>,
        /// Lists of headers that are sent together, by name.
        pub header_sets: Map<Vec<Word>>,
        /// The internal facts that the public docs contain. By default, only the internal edition has them.
        pub publish: Vec<InternalFact>,
        /// The reason why no code in this workspace raises the errors: their future use, or what else raises
        /// them.
        /// Silences `never-raised`.
        pub reserved: Option<Text>,
        /// The levels of lints, by name or `all`: `warn`, `deny` or `{ allow: REASON }`.
        pub lints: Map<RawLint>,
    }
}

choice! {
    for InternalFact {
        Log = "log",
        Security = "security",
        Sources = "sources",
    }
}

record! {
    /// The properties that all codes of an API share.
    pub struct RawCodes = "the codes" {
        /// The type on the wire: `string` (default) or `integer`.
        pub r#type: Option<CodeType>,
        /// The start of the Rust variants: with `Error`, the code 21211 is `Error21211`. By default, a code
        /// that can't be made into a variant gets the name of its title.
        pub prefix: Option<Word>,
    }
}

choice! {
    for CodeType {
        String = "string",
        Integer = "integer",
    }
}

record! {
    /// A constant that errors have in addition to their code.
    pub struct RawFact = "a fact" {
        /// The type: `string` (default), `integer`, `number` or `boolean`.
        pub r#type: Option<Word>,
        /// A description. Markdown.
        pub doc: Text,
        /// `true` if no two codes have the same value. A unique fact isn't inherited.
        pub unique: Option<Spanned<bool>>,
        /// The values that the fact can have; any by default.
        pub values: Vec<RawFactValue>,
        /// The numbers that the errors of a table can have, by table: `1000-1999`.
        pub ranges: Map<Word>,
        /// The audience that may see the fact: `public` (default) or `internal`.
        pub audience: Option<Audience>,
    }
}

record! {
    /// The status of a successful response.
    pub struct RawSuccess = "a success status" {
        /// The name of the status: `OK`.
        pub title: Text,
        /// When the status is returned.
        pub doc: Text,
    }
}

record! {
    /// A table of errors. Each file is a table, which becomes an enum and a section of the docs.
    pub struct RawTable = "a table" {
        /// The heading in the docs.
        pub title: Text,
        /// An introduction, one paragraph. Markdown.
        pub summary: Option<Text>,
        /// The position in the docs. Tables without one follow, sorted by name.
        pub order: Option<Spanned<i64>>,
        /// The operation that returns the errors: `POST /v1/agents/{id}/certify`.
        pub operation: Option<Text>,
        /// The operations that return the errors. By default, any operation may return them. An error can
        /// list its own instead.
        pub operations: Vec<Text>,
        /// The envelope of the errors; that of the API by default.
        pub envelope: Option<Word>,
        /// The code that errors without their own `is` inherit from.
        pub is: Option<Word>,
        /// The facts of errors that neither set nor inherit them, by name.
        pub facts: Map<RawFactValue>,
        /// The status of errors that neither set nor inherit one.
        pub status: Option<RawStatuses>,
        /// The reason why no code in this workspace raises the errors: their future use, or what else raises
        /// them.
        /// Silences `never-raised`.
        pub reserved: Option<Text>,
        /// The levels of lints, by name or `all`: `warn`, `deny` or `{ allow: REASON }`.
        pub lints: Map<RawLint>,
        /// The errors, by code.
        pub errors: Map<Lossy<RawError>>,
    }
}

record! {
    /// An error. It inherits title, status, retry, severity, facts, headers and params from the code in `is`,
    /// unless it sets them.
    pub struct RawError = "an error" {
        /// The table that defines this code. Only operations, causes, fixes, notes, examples, code
        /// examples, sources, the envelope and lints may be set here.
        pub same_as: Option<Word>,
        /// The code that the error inherits from.
        pub is: Option<Word>,
        /// The code on the wire, if it isn't the key: several errors can have the same code if `identify_by`
        /// of the envelope tells them apart.
        pub code: Option<Word>,
        /// The Rust variant in `UpperCamelCase`, if the code can't be made into one.
        pub name: Option<Word>,
        /// A title of a few words. By default, it is inherited or made from the code.
        pub title: Option<Text>,
        /// The HTTP status, several (`[500, 502, 503]`), any of a class (`4xx`, `5xx`), `default` for any
        /// error status, or `none` if the error is never a response.
        pub status: Option<RawStatuses>,
        /// The facts that `api.yaml` declares, by name: `errno: 1146`.
        pub facts: Map<RawFactValue>,
        /// The operation that returns the error, if it isn't its table's: `POST /v1/agents/{id}/certify`.
        pub operation: Option<Text>,
        /// The operations that return the error, instead of those of its table.
        pub operations: Vec<Text>,
        /// The message to clients, with `{param}` placeholders. By default, it is the title that is set here.
        pub message: Option<Text>,
        /// The advice in one sentence of at most 160 characters: `Create a new key and retry`. Markdown.
        pub answer: Option<Text>,
        /// The meaning of the error, in one or more paragraphs. Markdown.
        pub meaning: Option<Text>,
        /// The causes of the error, one line each; `{ why: …, fix: … }` is a cause with its fix. Markdown.
        pub causes: OneOrMany<RawCause>,
        /// How to fix the error, one line per fix. Markdown.
        pub fixes: OneOrMany<Text>,
        /// Additional information, one paragraph per note. Markdown.
        pub notes: OneOrMany<Text>,
        /// Information that the error must not reveal, and why. Markdown.
        pub security: OneOrMany<Text>,
        /// The severity.
        pub severity: Option<Severity>,
        /// The values that the error carries, by name.
        pub params: Map<RawParam>,
        /// The message for the operators' log. It may contain internal params.
        pub log: Option<Text>,
        /// The failures for which a server sends the error: those that its web framework answers before a
        /// handler runs, and panics.
        pub fallback_for: OneOrMany<Spanned<Failure>>,
        /// The response headers: names of headers or header sets.
        pub headers: OneOrMany<Word>,
        /// Advice on retrying: `never`, `backoff`, or a policy in detail.
        pub retry: Option<RawRetry>,
        /// Examples of requests and responses.
        pub examples: Vec<RawExample>,
        /// Examples of code that fails, and of the corrected code.
        pub code_examples: Vec<RawCodeExample>,
        /// The code that raises the error: `core/auth.py:143-146, 963`.
        pub sources: OneOrMany<Text>,
        /// The envelope; that of the table by default.
        pub envelope: Option<Word>,
        /// The person or team responsible for the error; the owner of the API by default.
        pub owner: Option<Text>,
        /// Codes of related errors.
        pub related: OneOrMany<Word>,
        /// The release that introduced the error.
        pub since: Option<Text>,
        /// Since when and why the error is deprecated.
        pub deprecated: Option<Text>,
        /// Since when and why the error is no longer sent. The code can't be used again.
        pub retired: Option<Text>,
        /// The code to use instead of this deprecated or retired one.
        pub r#use: Option<Word>,
        /// Former codes of the error.
        pub aliases: OneOrMany<Word>,
        /// The reason why no code in this workspace raises the error: its future use, or what else raises it.
        /// Silences `never-raised`.
        pub reserved: Option<Text>,
        /// The levels of lints, by name or `all`: `warn`, `deny` or `{ allow: REASON }`.
        pub lints: Map<RawLint>,
    }
}

choice! {
    for Failure {
        MalformedRequest = "malformed_request",
        Unauthenticated = "unauthenticated",
        Forbidden = "forbidden",
        UnknownPath = "unknown_path",
        UnknownMethod = "unknown_method",
        NotAcceptable = "not_acceptable",
        Timeout = "timeout",
        BodyTooLarge = "body_too_large",
        UnsupportedMediaType = "unsupported_media_type",
        InvalidRequest = "invalid_request",
        RateLimited = "rate_limited",
        InternalError = "internal_error",
        Overloaded = "overloaded",
    }
}

choice! {
    for Constant {
        Retryable = "retryable",
        Severity = "severity",
        Kind = "kind",
        Answer = "answer",
        Meaning = "meaning",
        Causes = "causes",
        Fixes = "fixes",
        Table = "table",
        Api = "api",
    }
}

choice! {
    for StatusRange {
        ClientError = "4xx",
        ServerError = "5xx",
        Any = "default",
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

choice! {
    for Audience {
        Public = "public",
        Internal = "internal",
        Secret = "secret",
    }
}

record! {
    /// How to retry.
    pub struct RawPolicy = "a retry policy" {
        /// The first wait: the name of a header, or a delay such as `2s` or `500ms`.
        pub after: Option<Word>,
        /// How the wait grows with each retry.
        pub backoff: Option<Backoff>,
        /// `true` if the waits should be randomized.
        pub jitter: Option<Spanned<bool>>,
        /// The maximum number of attempts, including the first.
        pub attempts: Option<Spanned<i64>>,
        /// `true` if only idempotent requests may be retried.
        pub idempotent_only: Option<Spanned<bool>>,
    }
}

choice! {
    for Backoff {
        Constant = "constant",
        Exponential = "exponential",
    }
}
