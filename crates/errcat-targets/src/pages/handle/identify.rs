//! Describes how a client identifies an error, which values it shows, and when it retries, independently of
//! the language.

use super::caveat;
use super::literal::{comment, quoted};
use super::retry_plan::RetryPlan;
use errcat_catalog::model::{
    Api, Audience, BodyPiece, Constant, Entry, Envelope, Identity, Node, Param, Piece, Slot, Statuses,
};

/// The maximum number of params in a snippet. More would distract from its purpose.
const MAX_PARAMS: usize = 4;

/// The pattern of an error's response.
pub(super) struct ResponsePattern<'a> {
    /// The variant that a client gets: the error's own, or the one that it inherits from if they can't be
    /// distinguished.
    pub(super) variant: &'a str,
    /// A sentence about other responses that have the pattern. `None` if there are none.
    pub(super) caveat: Option<String>,
    /// The statuses that the response can have. `None` if they don't identify the error.
    pub(super) statuses: Option<&'a Statuses>,
    /// `true` if it is the response to a request, rather than part of a stream or of another response.
    pub(super) is_response: bool,
    /// The required values of headers.
    pub(super) headers: Vec<(&'a str, String)>,
    /// The required values of members of the body.
    pub(super) members: Vec<(Path<'a>, Expected<'a>)>,
    /// The path of the message.
    pub(super) message: Option<Path<'a>>,
    /// Params by name, with their paths in the body.
    pub(super) params: Vec<(&'a str, Path<'a>)>,
    pub(super) retry: Option<RetryPlan<'a>>,
}

/// The path of a member, from the body's root.
pub(super) type Path<'a> = Vec<Step<'a>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    Member(&'a str),
    Item(usize),
    /// An item that is an object. A client finds it wherever it is in the list.
    ObjectItem(usize),
}

/// The required value of a member of a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expected<'a> {
    Exact(String),
    /// A number.
    Number(String),
    /// The start and the end of a message with params. Either may be empty.
    Affixes(&'a str, &'a str),
    /// The end of a URL, because docs move to another host.
    End(String),
}

impl<'a> ResponsePattern<'a> {
    /// Returns a condition for the status and one for each header, written by the functions of a language.
    pub(super) fn head_conditions(
        &self,
        status: impl Fn(&Statuses) -> String,
        header: impl Fn(&str, &str) -> String,
    ) -> Vec<String> {
        let headers = self.headers.iter().map(|(name, value)| header(&quoted(name), &quoted(value)));
        self.statuses.map(status).into_iter().chain(headers).collect()
    }

    /// Returns comments on when the generated package sends a request again. `start` starts a comment. Empty
    /// if it doesn't.
    pub(super) fn package_advice(&self, start: &str) -> String {
        self.retry.as_ref().map_or_else(String::new, |plan| {
            format!(
                "{start}{}\n{start}idempotent: safe to send twice, such as a GET, or a POST with an idempotency key\n",
                comment(&plan.sentence)
            )
        })
    }

    /// Returns `None` if the error is never a response, or can't be identified.
    pub(super) fn new(api: &'a Api, entry: &'a Entry) -> Option<Self> {
        // The generated code reads members of JSON.
        let envelope = Some(&api[entry.envelope?]).filter(|envelope| envelope.is_json())?;
        let by = |identity| envelope.identify_by.contains(&identity);
        let statuses = Some(&entry.statuses).filter(|all| by(Identity::Status) && !all.is_none());
        let members: Vec<_> =
            envelope.identify_by.iter().filter_map(|by| member(api, envelope, entry, by)).collect();
        let headers = envelope.identify_by.iter().filter_map(|by| header(api, envelope, entry, by));
        let mut pattern = ResponsePattern {
            headers: headers.collect(),
            variant: &api[api[entry.code].decoding.code].variant,
            caveat: None,
            statuses,
            is_response: !entry.statuses.is_none(),
            members,
            message: path(&envelope.body, &Slot::Message),
            params: params(envelope, entry),
            retry: RetryPlan::new(api, entry),
        };
        pattern.caveat =
            caveat::sentence(api, entry.code, pattern.statuses.filter(|_| pattern.is_status_only()));
        // Only a response has a status and headers.
        let has_head = pattern.statuses.is_some() || !pattern.headers.is_empty();
        let is_known = !pattern.members.is_empty() || pattern.is_response && has_head;
        is_known.then_some(pattern)
    }

    /// Returns `true` if nothing in the body identifies the error, and nothing in the headers.
    pub(super) fn is_status_only(&self) -> bool {
        self.members.is_empty() && self.headers.is_empty()
    }
}

/// Returns the path and the required value of the member that identifies the error.
fn member<'a>(
    api: &'a Api,
    envelope: &'a Envelope,
    entry: &'a Entry,
    by: &Identity,
) -> Option<(Path<'a>, Expected<'a>)> {
    let (slot, expected) = match by {
        Identity::Status => return None,
        Identity::Code if path(&envelope.body, &Slot::CodeNumber).is_some() => {
            (Slot::CodeNumber, Expected::Number(api[entry.code].wire.clone()))
        }
        Identity::Code => (Slot::Code, Expected::Exact(api[entry.code].wire.clone())),
        Identity::Title => (Slot::Title, Expected::Exact(entry.title.clone())),
        Identity::Message => (Slot::Message, message(&entry.message.pieces)?),
        Identity::Type => {
            let expected = match api.docs_url {
                Some(_) => Expected::End(end_of_url(api, &api[entry.code].address)),
                None => Expected::Exact("about:blank".to_owned()),
            };
            (Slot::Type, expected)
        }
        Identity::Table => (Slot::Constant(Constant::Table), Expected::Exact(table(api, entry).to_owned())),
        Identity::Fact(name) => {
            let (_, value) = api.public_facts(entry).find(|(fact, _)| fact.name == *name)?;
            let slot = Slot::Fact(name.clone());
            let is_number =
                value.value.is_number() && envelope.body.has_node(&|node| *node == Node::Slot(slot.clone()));
            let expected =
                if is_number { Expected::Number(value.text()) } else { Expected::Exact(value.text()) };
            // A boolean is written in another way in each language.
            (slot, Some(expected).filter(|_| !value.value.is_boolean())?)
        }
    };
    Some((path(&envelope.body, &slot)?, expected))
}

/// Returns the name of the table that an entry is in.
fn table<'a>(api: &'a Api, entry: &Entry) -> &'a str {
    let tables = api.tables.iter().find(|table| table.entries.iter().any(|other| std::ptr::eq(other, entry)));
    tables.map_or("", |table| &table.name)
}

/// Returns the header that contains a value that identifies the error, if the value of the header is the same
/// in every response of the error.
fn header<'a>(api: &Api, envelope: &'a Envelope, entry: &Entry, by: &Identity) -> Option<(&'a str, String)> {
    let header = envelope.identifying_header(by)?;
    let piece = |piece: &BodyPiece| match piece {
        BodyPiece::Text(text) => Some(text.clone()),
        BodyPiece::Slot(Slot::Code) => Some(api[entry.code].wire.clone()),
        BodyPiece::Slot(Slot::Constant(Constant::Table)) => Some(table(api, entry).to_owned()),
        BodyPiece::Slot(Slot::Title) => Some(entry.title.clone()),
        BodyPiece::Slot(Slot::Fact(name)) => {
            api.public_facts(entry).find(|(fact, _)| fact.name == *name).map(|(_, value)| value.text())
        }
        BodyPiece::Slot(_) => None,
    };
    Some((&header.name, header.value.iter().map(piece).collect::<Option<String>>()?))
}

/// Returns the part of a page's URL that names the error, which is below the API: `/agent_not_found/`.
fn end_of_url(api: &Api, address: &str) -> String {
    format!("{}/", address.strip_prefix(api.name.as_str()).unwrap_or(address))
}

/// Returns `None` if the message could be any text.
fn message(pieces: &[Piece]) -> Option<Expected<'_>> {
    match pieces {
        [] => Some(Expected::Exact(String::new())),
        [Piece::Text(all)] => Some(Expected::Exact(all.clone())),
        [Piece::Text(start), .., Piece::Text(end)] => Some(Expected::Affixes(start, end)),
        [Piece::Text(start), ..] => Some(Expected::Affixes(start, "")),
        [.., Piece::Text(end)] => Some(Expected::Affixes("", end)),
        _ => None,
    }
}

/// Returns the path of the first member that consists of a slot only.
fn path<'a>(node: &'a Node, slot: &Slot) -> Option<Path<'a>> {
    let below = |step: Step<'a>, node: &'a Node| {
        let mut below = path(node, slot)?;
        below.insert(0, step);
        Some(below)
    };
    match node {
        Node::Slot(found) | Node::SlotAsText(found) if found == slot => Some(Vec::new()),
        Node::Text(pieces) => match pieces.as_slice() {
            [BodyPiece::Slot(found)] if found == slot => Some(Vec::new()),
            _ => None,
        },
        Node::Each(item) => below(Step::Item(0), item),
        Node::List(items) => {
            let step = |position, item: &Node| match item {
                Node::Object(_) => Step::ObjectItem(position),
                _ => Step::Item(position),
            };
            items.iter().enumerate().find_map(|(position, item)| below(step(position, item), item))
        }
        Node::Object(members) => members.iter().find_map(|member| match member.name.as_str() {
            // Extensions are members of the object that contains them.
            "" => path(&member.value, slot),
            name => below(Step::Member(name), &member.value),
        }),
        Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) => None,
    }
}

/// Returns the params that every such response contains in its body.
fn params<'a>(envelope: &'a Envelope, entry: &'a Entry) -> Vec<(&'a str, Path<'a>)> {
    let path_of = |param: &'a Param| {
        let own = path(&envelope.body, &Slot::Param(param.name.clone()));
        own.or_else(|| {
            let all = path(&envelope.body, &Slot::Params).or(path(&envelope.body, &Slot::Extensions));
            let mut path = all.filter(|_| param.in_body)?;
            path.push(Step::Member(&param.wire));
            Some(path)
        })
    };
    let public = entry.params.iter();
    let public = public.filter(|param| param.audience == Audience::Public && !param.optional);
    public.filter_map(|param| Some((param.name.as_str(), path_of(param)?))).take(MAX_PARAMS).collect()
}

#[cfg(test)]
mod tests {
    use super::{Expected, ResponsePattern, Step, message};
    use crate::fixture;
    use errcat_catalog::model::{Id, Identity, Piece, Statuses};

    #[test]
    fn errors_are_identified_as_their_envelope_specifies() {
        let mut api = fixture::catalog().apis.swap_remove(0);
        let index = Id::enumerate(&api.codes).find(|(_, code)| code.code == "account_not_found");
        let (index, _) = index.expect("a known code");
        let member = |name| Step::Member(name);
        {
            let pattern = ResponsePattern::new(&api, api.owner(index)).expect("a response");
            let code =
                (vec![member("error"), member("code")], Expected::Exact("account_not_found".to_owned()));
            assert_eq!((pattern.statuses, pattern.members), (Some(&Statuses::Listed(vec![404])), vec![code]));
            assert_eq!(pattern.message, Some(vec![member("error"), member("message")]));
        }
        api.envelopes[0].identify_by = vec![Identity::Message];
        let pattern = ResponsePattern::new(&api, api.owner(index)).expect("a response");
        let message = (vec![member("error"), member("message")], Expected::Affixes("Account ", " not found"));
        assert_eq!((pattern.statuses, pattern.members), (None, vec![message]));
    }

    #[test]
    fn a_type_is_identified_by_the_end_of_its_url() {
        let mut api = fixture::catalog().apis.swap_remove(0);
        api.name = "kakunin".to_owned();
        assert_eq!(super::end_of_url(&api, "kakunin/agent_not_found"), "/agent_not_found/");
        assert_eq!(super::end_of_url(&api, "kakunin/agents/not_found"), "/agents/not_found/");
    }

    #[test]
    fn messages_without_affixes_identify_nothing() {
        let text = || Piece::Text("text".to_owned());
        let param = |index| Piece::Param(Id::new(index));
        assert_eq!(message(&[param(0)]), None);
        assert_eq!(message(&[param(0), text(), param(1)]), None);
        assert_eq!(message(&[param(0), text()]), Some(Expected::Affixes("", "text")));
        assert_eq!(message(&[text(), param(0)]), Some(Expected::Affixes("text", "")));
    }
}
