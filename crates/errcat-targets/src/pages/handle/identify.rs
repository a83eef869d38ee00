//! What a client sees of an error, whatever its language: what tells it apart, what is worth showing, and when to try
//! again.

use crate::view::words;
use errcat_catalog::model::{
    Api, Audience, Backoff, BodyPiece, CodeId, Entry, Envelope, Identity, Node, Param, ParamType, Piece,
    Retry, RetryAfter, RetryPolicy, Slot,
};

/// The most params that a snippet shows. More would hide what it is about.
const MAX_PARAMS: usize = 4;

/// An error as its response looks.
pub(super) struct Look<'a> {
    /// The variant of what a client gets: the error's own, or that of the kind that looks the same.
    pub(super) variant: &'a str,
    /// Which it must have one of; none where the envelope doesn't tell errors apart by status.
    pub(super) statuses: &'a [u16],
    /// Whether it comes as an answer to a request, and not in a stream or inside another answer.
    pub(super) is_answer: bool,
    /// What members of the body must be.
    pub(super) members: Vec<(Path<'a>, Text<'a>)>,
    /// Where the message is.
    pub(super) message: Option<Path<'a>>,
    /// Params by name, and where the body has them.
    pub(super) params: Vec<(&'a str, Path<'a>)>,
    pub(super) retry: Option<Again<'a>>,
}

/// The way to a member of a body, from its root.
pub(super) type Path<'a> = Vec<Step<'a>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

/// What a member of a body must be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Text<'a> {
    Is(String),
    /// A message with params in it: what it begins and ends with, either of which may be empty.
    Around(&'a str, &'a str),
}

/// A retry policy, with defaults for what it doesn't say.
pub(super) struct Again<'a> {
    pub(super) sentence: String,
    pub(super) attempts: u32,
    /// What is waited in seconds, where no header says.
    pub(super) delay: f64,
    /// The header that says, and what it holds.
    pub(super) header: Option<(&'a str, &'a ParamType)>,
    pub(super) doubles: bool,
    pub(super) jitter: bool,
}

impl<'a> Look<'a> {
    /// Nothing for what is never a response, and for what nothing tells apart.
    pub(super) fn new(api: &'a Api, entry: &'a Entry, decoded: CodeId) -> Option<Self> {
        let envelope = &api[entry.envelope?];
        let by = |identity| envelope.identify_by.contains(&identity);
        let statuses = if by(Identity::Status) { entry.statuses.as_slice() } else { &[] };
        let members: Vec<_> =
            envelope.identify_by.iter().filter_map(|by| member(api, envelope, entry, *by)).collect();
        let look = Look {
            variant: &api[decoded].variant,
            statuses,
            is_answer: !entry.statuses.is_empty(),
            members,
            message: path(&envelope.body, &Slot::Message),
            params: params(envelope, entry),
            retry: entry.retry.as_ref().and_then(|retry| Again::new(api, retry)),
        };
        (!look.statuses.is_empty() || !look.members.is_empty()).then_some(look)
    }
}

impl<'a> Again<'a> {
    fn new(api: &'a Api, retry: &Retry) -> Option<Self> {
        let Retry::Later(RetryPolicy { after, backoff, jitter, attempts, .. }) = retry else { return None };
        let (delay, header) = match after {
            Some(RetryAfter::Delay(delay)) => (*delay, None),
            Some(RetryAfter::Header(header)) => {
                let header = &api[*header];
                (errcat::retry::DEFAULT_DELAY, Some((header.name.as_str(), &header.value.ty)))
            }
            None => (errcat::retry::DEFAULT_DELAY, None),
        };
        Some(Again {
            sentence: words::retry(api, retry),
            attempts: attempts.unwrap_or(errcat::retry::DEFAULT_ATTEMPTS),
            delay: delay.as_secs_f64(),
            header,
            doubles: *backoff == Some(Backoff::Exponential),
            jitter: *jitter,
        })
    }
}

/// What the body must say for it to be this error.
fn member<'a>(
    api: &'a Api,
    envelope: &'a Envelope,
    entry: &'a Entry,
    by: Identity,
) -> Option<(Path<'a>, Text<'a>)> {
    let (slot, text) = match by {
        Identity::Status => return None,
        Identity::Code => (Slot::Code, Text::Is(api[entry.code].code.clone())),
        Identity::Title => (Slot::Title, Text::Is(entry.title.clone())),
        Identity::Message => (Slot::Message, message(&entry.message.pieces)?),
        Identity::Type => {
            let address = api.docs_url(entry.code).unwrap_or_else(|| "about:blank".to_owned());
            (Slot::Type, Text::Is(address))
        }
    };
    Some((path(&envelope.body, &slot)?, text))
}

/// Nothing for a message that may be anything.
fn message(pieces: &[Piece]) -> Option<Text<'_>> {
    match pieces {
        [] => Some(Text::Is(String::new())),
        [Piece::Text(all)] => Some(Text::Is(all.clone())),
        [Piece::Text(start), .., Piece::Text(end)] => Some(Text::Around(start, end)),
        [Piece::Text(start), ..] => Some(Text::Around(start, "")),
        [.., Piece::Text(end)] => Some(Text::Around("", end)),
        _ => None,
    }
}

/// The first place in a body that a slot fills alone.
fn path<'a>(node: &'a Node, slot: &Slot) -> Option<Path<'a>> {
    let below = |step: Step<'a>, node: &'a Node| {
        let mut below = path(node, slot)?;
        below.insert(0, step);
        Some(below)
    };
    match node {
        Node::Slot(found) if found == slot => Some(Vec::new()),
        Node::Text(pieces) => match pieces.as_slice() {
            [BodyPiece::Slot(found)] if found == slot => Some(Vec::new()),
            _ => None,
        },
        Node::List(items) => {
            items.iter().enumerate().find_map(|(position, item)| below(Step::Item(position), item))
        }
        Node::Object(members) => members.iter().find_map(|member| match member.name.as_str() {
            // What spreads adds members to the object that it stands in.
            "" => path(&member.value, slot),
            name => below(Step::Member(name), &member.value),
        }),
        Node::Literal(_) | Node::Slot(_) => None,
    }
}

/// The params that every such response has in its body.
fn params<'a>(envelope: &'a Envelope, entry: &'a Entry) -> Vec<(&'a str, Path<'a>)> {
    let place = |param: &'a Param| {
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
    public.filter_map(|param| Some((param.name.as_str(), place(param)?))).take(MAX_PARAMS).collect()
}

#[cfg(test)]
mod tests {
    use super::{Look, Step, Text, message};
    use crate::fixture;
    use errcat_catalog::model::{Id, Identity, Piece};

    #[test]
    fn an_error_is_told_apart_as_its_envelope_says() {
        let mut api = fixture::catalog().apis.swap_remove(0);
        let index = Id::enumerate(&api.codes).find(|(_, code)| code.code == "account_not_found");
        let (index, _) = index.expect("it is there");
        let member = |name| Step::Member(name);
        {
            let look = Look::new(&api, api.owner(index), index).expect("it is a response");
            let code = (vec![member("error"), member("code")], Text::Is("account_not_found".to_owned()));
            assert_eq!((look.statuses, look.members), (&[404][..], vec![code]));
            assert_eq!(look.message, Some(vec![member("error"), member("message")]));
        }
        api.envelopes[0].identify_by = vec![Identity::Message];
        let look = Look::new(&api, api.owner(index), index).expect("it is a response");
        let message = (vec![member("error"), member("message")], Text::Around("Account ", " not found"));
        assert_eq!((look.statuses, look.members), (&[][..], vec![message]));
    }

    #[test]
    fn a_message_that_may_be_anything_tells_nothing() {
        let text = || Piece::Text("text".to_owned());
        let param = |index| Piece::Param(Id::new(index));
        assert_eq!(message(&[param(0)]), None);
        assert_eq!(message(&[param(0), text(), param(1)]), None);
        assert_eq!(message(&[param(0), text()]), Some(Text::Around("", "text")));
        assert_eq!(message(&[text(), param(0)]), Some(Text::Around("text", "")));
    }
}
