//! The response to a failure that isn't an error of the catalog: an unknown path, a panic, a request that an
//! extractor refused. The web frameworks' middleware uses it.

use std::time::SystemTime;

use crate::context::{Context, ContextValues};
use crate::raw_response::{HeaderTexts, RawResponse};
use crate::{
    Body, ConstantValue, Decode, Entry, Envelope, Failure, Fallback, Headers, Identity, Node, OwnedValue,
    Slot, Value, Values,
};

/// A failed response, as the framework answered it.
pub(crate) struct Failed<'a> {
    /// The status, 400 or higher.
    pub(crate) status: u16,
    /// The status in words: `Not Found`.
    pub(crate) reason: &'a str,
    /// The failure that the framework answered, if it is known.
    pub(crate) failure: Option<Failure>,
    /// The headers. They may contain values for the error's params, such as a limiter's `Retry-After`.
    pub(crate) headers: &'a dyn Headers,
    /// The reason why the request failed, for the log.
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only logged"))]
    pub(crate) cause: Option<&'a str>,
}

impl Failed<'_> {
    /// Returns the response to send instead: the error that the API defines as the fallback, and its
    /// response. Without such an error, a response that contains no code, because the catalog has none. Emits
    /// a log event.
    pub(crate) fn respond<E: Decode>(&self, context: &dyn Context) -> (Option<E>, RawResponse) {
        let Some(error) = self.fallback::<E>() else {
            #[cfg(feature = "tracing")]
            crate::tracing::event_of_failure(api::<E>(), self.status, self.reason, self.failure, self.cause);
            return (None, self.without_code(E::envelope(), context));
        };
        let is_declared = error.entry().has_status(self.status);
        let response = RawResponse::new(&error, is_declared.then_some(self.status), context);
        #[cfg(feature = "tracing")]
        crate::tracing::event_of_fallback(&error, response.status, self.cause);
        (Some(error), response)
    }

    /// Returns the API's error for the failure, unless it has none or a value is missing for one of its
    /// params.
    fn fallback<E: Decode>(&self) -> Option<E> {
        let is_ours = |fallback: &&Fallback| Some(fallback.failure) == self.failure;
        let Fallback { table, entry: index, .. } = *E::fallbacks().iter().find(is_ours)?;
        let entry = E::tables().get(table)?.get(index)?;
        E::build(table, index, &mut Values::new(entry.params, self.values(entry)))
    }

    /// Returns the values of an entry's params, read from the headers that the params fill.
    fn values(&self, entry: &'static Entry) -> Vec<OwnedValue> {
        let now = SystemTime::now();
        let value = |index: usize| {
            let fills = |header: &&crate::Header| header.param.map(usize::from) == Some(index);
            let text = self.headers.get(entry.headers.iter().find(fills)?.name)?;
            OwnedValue::from_header(text, entry.params[index].ty, now)
        };
        (0..entry.params.len()).map(|index| value(index).unwrap_or(OwnedValue::Absent)).collect()
    }

    /// Builds a response with the status alone. It has the shape of the API's errors only if that shape
    /// identifies errors neither by a code nor by a title, because both would be invented.
    fn without_code(
        &self,
        envelope: Option<&'static Envelope<'static>>,
        context: &dyn Context,
    ) -> RawResponse {
        let envelope = envelope.filter(|envelope| !names_error(envelope));
        let body = envelope.map(|envelope| {
            let filled = ContextValues::new(envelope, context);
            let body = Body {
                envelope,
                code: "",
                title: self.reason,
                status: Some(self.status),
                docs_url: None,
                message: Value::Text(self.reason),
                facts: &|_| Value::Absent,
                constants: &|_| ConstantValue::Absent,
                others: &[],
                params: &[],
                values: &[],
                context: &|name| filled.get(name),
            };
            body.to_vec()
        });
        let raw = RawResponse {
            status: self.status,
            content_type: envelope.map(|envelope| envelope.content_type),
            headers: HeaderTexts::default(),
            body: body.unwrap_or_default().into(),
        };
        raw.negotiated(None)
    }
}

/// Headers that describe the body (RFC 9110, section 8), which is replaced. `Content-Range` isn't one: in a
/// response with status 416, it is the length of the resource.
pub(crate) const BODY_HEADERS: &[&str] = &[
    "content-type",
    "content-length",
    "content-encoding",
    "content-language",
    "content-location",
    "content-disposition",
    "transfer-encoding",
    "trailer",
    "etag",
    "last-modified",
];

/// Returns `true` if bodies of this shape contain a name of the error: its code, or a title by which clients
/// identify it.
fn names_error(envelope: &Envelope<'_>) -> bool {
    let by_title = envelope.identify_by.contains(&Identity::Title);
    contains_slot(&envelope.body, &|slot| match slot {
        Slot::Code | Slot::CodeNumber => true,
        Slot::Title => by_title,
        _ => false,
    })
}

fn contains_slot(node: &Node<'_>, is_wanted: &dyn Fn(Slot<'_>) -> bool) -> bool {
    match node {
        Node::Slot(slot) | Node::SlotAsText(slot) => is_wanted(*slot),
        Node::Text(pieces) => pieces.iter().any(|piece| match piece {
            crate::BodyPiece::Text(_) => false,
            crate::BodyPiece::Slot(slot) => is_wanted(*slot),
        }),
        Node::List(nodes) => nodes.iter().any(|node| contains_slot(node, is_wanted)),
        Node::Each(item) => contains_slot(item, is_wanted),
        Node::Object(members) => members.iter().any(|member| contains_slot(&member.value, is_wanted)),
        Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::String(_) => false,
    }
}

/// Returns the name of an API.
#[cfg(feature = "tracing")]
fn api<E: Decode>() -> &'static str {
    crate::decodable::entries::<E>().next().map_or("", |entry| entry.api)
}
