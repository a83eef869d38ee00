//! Params of errors.

use errcat::Audience;

use super::RawFactValue;
use crate::finding::Spanned;
use crate::shape::{Data, Text, Word, choice, record};

record! {
    /// A value that an error carries.
    pub struct RawParam = "a param" {
        /// The type: `string` (default), `integer`, `number`, `boolean`, `duration`, `timestamp`, `json`, a
        /// Rust path, or several values such as `list of string` and `map of integer`.
        pub r#type: Option<Word>,
        /// The known values of a string, or of the items of a list or map of strings. Clients can read other
        /// values too, so that the server can add some.
        pub values: Vec<RawFactValue>,
        /// The name of the Rust type of `values`, in `UpperCamelCase`; made from the param's name by default.
        pub name: Option<Word>,
        /// The unit of a duration, `seconds` (default) or `milliseconds`, or of a timestamp, `rfc3339`
        /// (default), `seconds` or `milliseconds`.
        pub unit: Option<RawUnit>,
        /// A description. Markdown.
        pub doc: Option<Text>,
        /// An example value, as it is on the wire. By default, it is made from the name and the type.
        pub example: Option<Data>,
        /// The name in the object that `{params}` expands to. If it is set, the param is in that object even
        /// if the message contains it.
        pub wire: Option<Text>,
        /// The audience that may see the value: `public` (default), `internal` or `secret`.
        pub audience: Option<Audience>,
        /// `true` if the value may be absent.
        pub optional: Option<Spanned<bool>>,
    }
}

choice! {
    /// The unit of a duration or timestamp.
    pub enum RawUnit {
        /// Seconds, since 1970 for a timestamp.
        Seconds = "seconds",
        /// Milliseconds, since 1970 for a timestamp.
        Milliseconds = "milliseconds",
        /// Text such as 2024-01-15T10:30:00.000Z.
        Rfc3339 = "rfc3339",
    }
}
