//! Data that never leaves the process, whatever the catalog defines: a source's text, internal params,
//! secrets.
#![cfg(feature = "http")]

use std::error::Error;
use std::fmt;

use errcat::{
    Audience, BodyPiece, CatalogError, Entry, Envelope, Header, Member, Message, Node, Param, Piece, Slot,
    Value,
};

const fn param(name: &'static str, audience: Audience) -> Param<'static> {
    Param { name, wire: name, in_body: true, audience, ..Param::EMPTY }
}

const fn member(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: false }
}

static ENVELOPE: Envelope<'static> = Envelope {
    body: Node::Object(&[
        member("message", Node::Slot(Slot::Message)),
        member("text", Node::Text(&[BodyPiece::Slot(Slot::Message), BodyPiece::Slot(Slot::Params)])),
        member("internal", Node::Slot(Slot::Param("internal"))),
        member("secret", Node::Slot(Slot::Param("secret"))),
        member("params", Node::Slot(Slot::Params)),
        member("", Node::Slot(Slot::Extensions)),
    ]),
    ..Envelope::EMPTY
};

/// An entry that shows everything everywhere. The generator rejects such a catalog.
static ENTRY: Entry = Entry {
    code: "leaky",
    api: "api",
    statuses: &[500],
    message: Message(&[
        Piece::Text("p "),
        Piece::Param(0),
        Piece::Text(", i "),
        Piece::Param(1),
        Piece::Text(", s "),
        Piece::Param(2),
    ]),
    params: &[
        param("public", Audience::Public),
        param("internal", Audience::Internal),
        param("secret", Audience::Secret),
    ],
    headers: &[
        Header { name: "X-Public", param: Some(0), constant: "" },
        Header { name: "X-Internal", param: Some(1), constant: "" },
        Header { name: "X-Secret", param: Some(2), constant: "" },
    ],
    envelope: Some(&ENVELOPE),
    ..Entry::EMPTY
};

#[derive(Debug)]
struct Leaky(fmt::Error);

impl fmt::Display for Leaky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hand-written, with its source: {}", self.0)
    }
}

impl Error for Leaky {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl CatalogError for Leaky {
    fn entry(&self) -> &'static Entry {
        &ENTRY
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        visit(&[Value::Text("shown"), Value::Text("acc_1"), Value::Text("t0k3n")]);
    }
}

#[test]
fn responses_contain_only_public_params() {
    let response = errcat::http::response(&Leaky(fmt::Error));
    let body = String::from_utf8(response.body().clone()).expect("JSON is text");
    assert_eq!(
        body,
        r#"{"message":"p shown, i -, s [secret]","text":"p shown, i -, s [secret]{\"public\":\"shown\"}","internal":null,"secret":null,"params":{"public":"shown"},"public":"shown"}"#
    );
    let all = format!("{:?} {body}", response.headers());
    assert!(all.contains("\"x-public\": \"shown\""), "{all}");
    for hidden in ["acc_1", "t0k3n", "hand-written", &fmt::Error.to_string()] {
        assert!(!all.contains(hidden), "{all}");
    }
}

#[cfg(feature = "axum")]
#[test]
fn axum_responses_contain_only_public_params() {
    let response = errcat::axum::into_response(Leaky(fmt::Error));
    assert_eq!(response.headers().len(), 2);
    assert!(!format!("{:?}", response.headers()).contains("acc_1"));
}

#[cfg(feature = "tracing")]
mod log {
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::{Event, Level, Metadata, Subscriber, span};

    use super::*;

    /// Records events.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<(Level, String)>>>);

    struct Fields(String);

    impl Visit for Fields {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            self.0 += &format!("{}={value:?};", field.name());
        }
    }

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }

        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

        fn event(&self, event: &Event<'_>) {
            let mut fields = Fields(String::new());
            event.record(&mut fields);
            self.0.lock().expect("no test panics here").push((*event.metadata().level(), fields.0));
        }

        fn enter(&self, _: &span::Id) {}

        fn exit(&self, _: &span::Id) {}
    }

    #[test]
    fn logs_contain_everything_but_secrets() {
        let log = Log::default();
        tracing::subscriber::with_default(log.clone(), || {
            errcat::http::response(&Leaky(fmt::Error));
        });
        let events = log.0.lock().expect("no test panics here").clone();
        let expected = format!(
            "code=\"leaky\";api=\"api\";status=500;log=p shown, i acc_1, s [secret];source={};",
            fmt::Error
        );
        assert_eq!(events, [(Level::ERROR, expected)]);
    }
}
