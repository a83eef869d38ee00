//! The records of envelopes and headers.

use super::{RawIdentity, RawUnit};
use crate::finding::Spanned;
use crate::shape::{BodyTemplate, Data, Map, OneOrMany, Text, Word, record};

record! {
    /// An envelope: the format of a response body, written as the body with placeholders.
    pub struct RawEnvelope = "an envelope" {
        /// The purpose of the envelope. Markdown.
        pub summary: Text,
        /// The content type; `application/json` by default.
        pub content_type: Option<Text>,
        /// The body: data with the placeholders `{code}`, `{title}`, `{message}`, `{status}`, `{docs_url}`,
        /// `{type}` and `{params}`, other parts of the error (`{retryable}`, `{severity}`, `{kind}`,
        /// `{answer}`, `{meaning}`, `{causes}`, `{fixes}`, `{table}`, `{api}`), context fields, public facts
        /// and params. A value that is only a placeholder keeps the type of what replaces it;
        /// `{status:string}` writes it as a string. If the content type isn't JSON, it is a text that is sent
        /// as it is.
        pub body: BodyTemplate,
        /// An item of a list of errors, in the same form as the body. In the body, `["{each}"]` is the list.
        pub each: Option<BodyTemplate>,
        /// Members that are omitted if they would be empty, by path: `error.details`, `errors[].source`.
        pub optional: Vec<Word>,
        /// Headers of every response, by name, with placeholders: `X-Error-Code: "{code}"`. A response
        /// doesn't have a header with a placeholder that has no value.
        pub headers: Map<Text>,
        /// The values by which clients identify errors: `status`, `code`, `title`, `message`, `type`, a
        /// public fact, or `header.NAME` of a header of the envelope.
        pub identify_by: OneOrMany<RawIdentity>,
        /// Values that the server supplies for every error, by name.
        pub context: Map<RawContext>,
        /// Descriptions of members, by path: `error`, `error.code`, `detail[].loc`. Markdown.
        pub fields: Map<Text>,
    }
}

record! {
    /// A value that the server supplies for every error.
    pub struct RawContext = "a context field" {
        /// The type: `string` (default), `integer`, `number`, `boolean`, `duration`, `timestamp` or `json`.
        pub r#type: Option<Word>,
        /// The unit of a duration, `seconds` (default) or `milliseconds`, or of a timestamp, `rfc3339`
        /// (default), `seconds` or `milliseconds`.
        pub unit: Option<RawUnit>,
        /// A description. Markdown.
        pub doc: Text,
        /// An example value, as it is on the wire.
        pub example: Data,
        /// True if the member is null if the server has no value. By default, it is omitted.
        pub nullable: Option<Spanned<bool>>,
    }
}

record! {
    /// A response header.
    pub struct RawHeader = "a header" {
        /// The type: `string` (default), `integer`, `number`, `boolean`, `duration` or `timestamp`.
        pub r#type: Option<Word>,
        /// The unit of a duration, `seconds` (default) or `milliseconds`, or of a timestamp, `rfc3339`
        /// (default), `seconds` or `milliseconds`.
        pub unit: Option<RawUnit>,
        /// The param with the value of the header. Errors with this header have the param without declaring
        /// it. Without a param, the value is always the example.
        pub param: Option<Word>,
        /// A description. Markdown.
        pub doc: Text,
        /// An example value, as it is on the wire.
        pub example: Data,
    }
}
