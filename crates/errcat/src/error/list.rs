//! Several errors in one response.

use std::error::Error;
use std::fmt;

use super::forward::forward;
use crate::CatalogError;

/// Several errors in one response, such as all mistakes in a form.
///
/// The first one defines the status, the headers and everything else of the response except the list of
/// errors, which contains all of them in this order. If the envelope of the first error has no such list, the
/// response contains only the first error.
///
/// ```
/// # use errcat::{CatalogError, Entry, ErrorList, Value};
/// # #[derive(Debug)]
/// # struct Missing(&'static str);
/// # impl std::fmt::Display for Missing {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.0) }
/// # }
/// # impl std::error::Error for Missing {}
/// # impl CatalogError for Missing {
/// #     fn entry(&self) -> &'static Entry { static ENTRY: Entry = Entry::EMPTY; &ENTRY }
/// #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]); }
/// # }
/// let missing = ["name", "email"].map(Missing);
/// let list = ErrorList::from_errors(missing).expect("two errors");
/// assert_eq!(list.iter().count(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorList<E> {
    first: E,
    others: Vec<E>,
}

impl<E> ErrorList<E> {
    /// Creates a list of one error.
    pub const fn new(first: E) -> Self {
        Self { first, others: Vec::new() }
    }

    /// Creates a list. Returns `None` if there are no errors.
    pub fn from_errors(errors: impl IntoIterator<Item = E>) -> Option<Self> {
        let mut errors = errors.into_iter();
        Some(Self { first: errors.next()?, others: errors.collect() })
    }

    /// Adds an error.
    pub fn push(&mut self, error: E) {
        self.others.push(error);
    }

    /// Returns the errors in their order.
    pub fn iter(&self) -> impl Iterator<Item = &E> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl<E> Extend<E> for ErrorList<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, errors: I) {
        self.others.extend(errors);
    }
}

impl<E: CatalogError> CatalogError for ErrorList<E> {
    forward! {
        it => it.first;
        entry params status retry docs_url causes fixes exit_code headers snippet backtrace
    }

    fn others(&self, visit: &mut dyn FnMut(&dyn CatalogError)) {
        self.first.others(visit);
        for other in &self.others {
            visit(other);
            other.others(visit);
        }
    }
}

/// Writes all errors, separated by semicolons.
impl<E: fmt::Display> fmt::Display for ErrorList<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(at, error)| {
            f.write_str(if at == 0 { "" } else { "; " })?;
            error.fmt(f)
        })
    }
}

impl<E: Error> Error for ErrorList<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.first.source()
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;
    use crate::{Body, BodyPiece, Entry, Envelope, Member, Message, Node, Param, Piece, Slot, Value};

    static SHAPE: Envelope<'static> = Envelope {
        body: Node::Object(&[
            Member { name: "status", value: Node::Slot(Slot::Status), optional: false },
            Member { name: "errors", value: Node::Each(&ITEM), optional: false },
            Member { name: "first", value: Node::Text(&[BodyPiece::Slot(Slot::Code)]), optional: false },
        ]),
        ..Envelope::EMPTY
    };

    static ITEM: Node<'static> = Node::Object(&[
        Member { name: "code", value: Node::Slot(Slot::Code), optional: false },
        Member { name: "detail", value: Node::Slot(Slot::Message), optional: false },
        Member { name: "pointer", value: Node::Slot(Slot::Param("pointer")), optional: true },
    ]);

    static ENTRY: Entry = Entry {
        code: "missing",
        statuses: &[422],
        message: Message(&[Piece::Text("Missing at "), Piece::Param(0)]),
        params: &[Param { name: "pointer", wire: "pointer", ..Param::EMPTY }],
        envelope: Some(&SHAPE),
        ..Entry::EMPTY
    };

    #[derive(Debug, Clone, PartialEq)]
    struct Missing(&'static str);

    impl fmt::Display for Missing {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "Missing at {}", self.0)
        }
    }

    impl Error for Missing {}

    impl CatalogError for Missing {
        fn entry(&self) -> &'static Entry {
            &ENTRY
        }

        fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
            visit(&[Value::Text(self.0)]);
        }
    }

    fn json(error: &dyn CatalogError) -> String {
        let body = Body::with(error, &|_| Value::Absent, |body| body.to_vec());
        String::from_utf8(body.unwrap_or_default()).unwrap_or_default()
    }

    #[test]
    fn a_response_contains_all_errors() {
        let mut list = ErrorList::new(Missing("/name"));
        let one = r#"{"status":422,"errors":[{"code":"missing","detail":"Missing at /name","pointer":"/name"}],"first":"missing"}"#;
        assert_eq!(json(&list), one);
        assert_eq!(json(&Missing("/name")), one, "a single error is a list of one");
        list.extend([Missing("/a"), Missing("/b")]);
        let body = json(&list.clone().with_status(422));
        let pointers: Vec<&str> = body.split("\"pointer\":").skip(1).map(|it| &it[..4]).collect();
        assert_eq!(pointers, ["\"/na", "\"/a\"", "\"/b\""], "{body}");
        assert_eq!(list.to_string(), "Missing at /name; Missing at /a; Missing at /b");
        assert_eq!(ErrorList::<Missing>::from_errors([]), None);
    }
}
