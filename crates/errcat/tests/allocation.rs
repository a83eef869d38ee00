//! `Display` never allocates, whatever values the error carries.

use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime};

use errcat::error::LogMessage;
use errcat::{CatalogError, CodeIndex, Entry, IntoValue, Json, Message, Param, ParamType, Piece, Value};

#[derive(Debug)]
struct Everything {
    text: String,
    json: Json,
}

const fn param(name: &'static str, ty: ParamType) -> Param<'static> {
    Param { name, ty, ..Param::EMPTY }
}

static ENTRY: Entry = Entry {
    message: Message(&[
        Piece::Text("text "),
        Piece::Param(0),
        Piece::Text(", json "),
        Piece::Param(1),
        Piece::Text(", number "),
        Piece::Param(2),
        Piece::Text(", duration "),
        Piece::Param(3),
        Piece::Text(", time "),
        Piece::Param(4),
        Piece::Text(", absent "),
        Piece::Param(5),
    ]),
    params: &[
        param("text", ParamType::String),
        param("json", ParamType::Json),
        param("number", ParamType::Number),
        param("duration", ParamType::DurationSeconds),
        param("time", ParamType::TimestampRfc3339),
        param("absent", ParamType::String),
    ],
    ..Entry::EMPTY
};

impl CatalogError for Everything {
    fn entry(&self) -> &'static Entry {
        &ENTRY
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        visit(&[
            self.text.value(),
            self.json.value(),
            0.25.value(),
            Duration::from_millis(1_500).value(),
            SystemTime::UNIX_EPOCH.value(),
            Value::Absent,
        ]);
    }
}

impl fmt::Display for Everything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::display(self, f)
    }
}

impl std::error::Error for Everything {}

fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

#[test]
fn display_does_not_allocate() {
    let error = Everything { text: "a".repeat(100), json: Json::from_text("[1]") };
    let mut out = String::with_capacity(1_000);
    assert_eq!(allocations(|| write!(out, "{error}").expect("writing to a String")), 0);
    let expected = format!(
        "text {}, json [1], number 0.25, duration 1.5, time 1970-01-01T00:00:00.000Z, absent -",
        "a".repeat(100)
    );
    assert_eq!(out, expected);

    let dynamic: &dyn CatalogError = &error;
    let log = LogMessage::of(dynamic);
    assert_eq!(allocations(|| write!(out, "{log}").expect("writing to a String")), 0);
}

#[test]
fn finding_a_code_does_not_allocate() {
    assert_eq!(allocations(|| assert_eq!(CodeIndex::EMPTY.find("Agent-Not-Found"), None)), 0);
}
