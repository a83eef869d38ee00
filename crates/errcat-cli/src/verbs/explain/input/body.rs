//! Decodes the bodies in a text, by the envelopes of each API.
//!
//! Like a client, this is generous: what identifies the error has to be in the body, and anything else may
//! differ. Because a text can contain other JSON too, a body that only the status identifies must have the
//! members of its envelope and no others, unless its message is that of an error.

use errcat_catalog::model::{
    Api, ApiId, Catalog, CodeId, Constant, Entry, Envelope, EnvelopeId, Id, Identity, Node, Piece,
    QualifiedCode, Slot,
};
use serde_json::{Map, Value as Json};

use super::capture::whole;
use super::segments::json_values;
use super::{FoundError, Values, values};

/// The maximum depth of bodies in strings and members of others.
const MAX_DEPTH: usize = 6;

/// The maximum number of further errors that are read from a list.
const MAX_ITEMS: usize = 64;

/// The errors that a body is of.
#[derive(Debug, Default)]
pub(super) struct DecodedErrors {
    /// The error, or several that the body doesn't distinguish.
    pub(super) errors: Vec<FoundError>,
    /// The further errors of a list, with all their values.
    pub(super) others: Vec<FoundError>,
}

impl DecodedErrors {
    pub(super) fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.others.is_empty()
    }
}

/// Returns the errors that the JSON values in a text are bodies of, as well as they can be distinguished.
pub(super) fn decode(catalog: &Catalog, json: &[Json], status: Option<u16>) -> DecodedErrors {
    let mut best = (i32::MIN, DecodedErrors::default());
    for body in json {
        decode_nested(catalog, body, status, 0, &mut best);
    }
    best.1
}

fn decode_nested(
    catalog: &Catalog,
    body: &Json,
    status: Option<u16>,
    depth: usize,
    best: &mut (i32, DecodedErrors),
) {
    if depth > MAX_DEPTH {
        return;
    }
    for (id, api) in Id::enumerate(&catalog.apis) {
        for (envelope_id, envelope) in Id::enumerate(&api.envelopes) {
            let Some(reading) = Reading::of(envelope, &envelope.body, body) else { continue };
            let (score, errors) = identify((id, api), envelope_id, &reading, status);
            let more = list_items(&envelope.body, body).into_iter().skip(1).take(MAX_ITEMS);
            let others: Vec<_> = more.flat_map(|item| decode_item((id, api), item, status)).collect();
            // A list whose first error isn't known is only better than nothing.
            let score = if errors.is_empty() { i32::MIN + 1 } else { score };
            match errors.is_empty() && others.is_empty() {
                true => {}
                false if score > best.0 => *best = (score, DecodedErrors { errors, others }),
                false if score == best.0 && !errors.is_empty() => best.1.errors.extend(errors),
                false => {}
            }
        }
    }
    let mut inner = |value: &Json| decode_nested(catalog, value, status, depth + 1, best);
    match body {
        Json::Object(members) => members.values().for_each(&mut inner),
        Json::Array(items) => items.iter().for_each(&mut inner),
        Json::String(text) if text.contains(['{', '[']) => json_values(text).iter().for_each(&mut inner),
        _ => {}
    }
}

/// Returns the errors that a reading may be of, and how well it fits them.
fn identify(
    (id, api): (ApiId, &Api),
    envelope_id: EnvelopeId,
    reading: &Reading,
    status: Option<u16>,
) -> (i32, Vec<FoundError>) {
    let envelope = &api[envelope_id];
    let status = reading.status.or(status);
    let mut errors = Vec::new();
    for (code, _) in Id::enumerate(&api.codes) {
        if !has_envelope(api, code, envelope_id) || !has_values(api, code, envelope, reading, status) {
            continue;
        }
        let values = message_values(api.owner(code), reading);
        if is_sure(envelope, reading, status, values.is_some()) {
            let code = QualifiedCode { api: id, code };
            errors.push((values.is_some(), FoundError { code, values: values.unwrap_or_default() }));
        }
    }
    // The message chooses between errors that are otherwise the same.
    let has_message = errors.iter().any(|(has_message, _)| *has_message);
    errors.retain(|(has, _)| *has || !has_message);
    let score = reading.score() + 10 * i32::from(has_message);
    (score, errors.into_iter().map(|(_, error)| error).collect())
}

/// Returns the error of a further item in a list of errors. Each can have the envelope of another error.
fn decode_item((id, api): (ApiId, &Api), item: &Json, status: Option<u16>) -> Vec<FoundError> {
    let mut best = (i32::MIN, Vec::new());
    for (envelope_id, envelope) in Id::enumerate(&api.envelopes) {
        let Some(node) = envelope.body.each() else { continue };
        let Some(reading) = Reading::of(envelope, node, item) else { continue };
        let (score, mut errors) = identify((id, api), envelope_id, &reading, status);
        if !errors.is_empty() && score > best.0 {
            let entry = |error: &FoundError| api.owner(error.code.code);
            errors
                .iter_mut()
                .for_each(|error| values::add_from(entry(error), Some(node), item, &mut error.values));
            best = (score, errors);
        }
    }
    best.1
}

/// Returns the errors in a list, as JSON.
fn list_items<'j>(node: &Node, json: &'j Json) -> Vec<&'j Json> {
    match (node, json) {
        (Node::Each(_), Json::Array(items)) => items.iter().collect(),
        (Node::List(nodes), Json::Array(items)) => {
            nodes.iter().zip(items).flat_map(|(node, item)| list_items(node, item)).collect()
        }
        (Node::Object(members), Json::Object(values)) => {
            let known = members.iter().filter_map(|member| Some((member, values.get(&member.name)?)));
            known.flat_map(|(member, value)| list_items(&member.value, value)).collect()
        }
        _ => Vec::new(),
    }
}

fn has_envelope(api: &Api, code: CodeId, envelope: EnvelopeId) -> bool {
    api[code].entries().any(|entry| api[entry].envelope == Some(envelope))
}

fn message_values(entry: &Entry, reading: &Reading) -> Option<Values> {
    let is_text = entry.message.pieces.iter().any(|piece| matches!(piece, Piece::Text(_)));
    is_text.then(|| whole(&entry.message, reading.message.as_deref()?)).flatten()
}

/// Returns `true` if what was read identifies an error, apart from its message.
fn has_values(api: &Api, code: CodeId, envelope: &Envelope, reading: &Reading, status: Option<u16>) -> bool {
    let (entry, code) = (api.owner(code), &api[code]);
    let is = |by: &Identity| match by {
        Identity::Status => match status {
            Some(status) => entry.statuses.is_none() || entry.statuses.contains(status),
            None => true,
        },
        Identity::Code => reading
            .code
            .as_deref()
            .is_some_and(|wire| wire == code.wire || code.aliases.iter().any(|alias| alias.code == wire)),
        Identity::Title => reading.title.as_deref() == Some(&*entry.title),
        Identity::Message => true,
        Identity::Type => reading.page.as_deref().is_some_and(|page| page == code.slug),
        Identity::Table => reading.table.as_deref() == Some(&*api[code.owner.table].name),
        Identity::Fact(name) => {
            let known = api.facts_of(entry).find(|(fact, _)| fact.name == *name);
            let value = reading.facts.iter().find(|(fact, _)| fact == name);
            known.map(|(_, value)| value.text()).as_deref() == value.map(|(_, value)| value.as_str())
        }
    };
    envelope.identify_by.iter().all(is)
}

/// Returns `false` if the body may be something else that looks similar.
fn is_sure(envelope: &Envelope, reading: &Reading, status: Option<u16>, has_message: bool) -> bool {
    let by_message = envelope.identify_by.contains(&Identity::Message);
    let by_status = envelope.identify_by.iter().all(|by| *by == Identity::Status);
    let is_exact = status.is_some() && reading.unknown == 0 && reading.gaps == 0;
    has_message || (!by_message && (!by_status || is_exact))
}

/// The values in a body, read by an envelope.
#[derive(Debug, Default)]
struct Reading {
    code: Option<String>,
    title: Option<String>,
    message: Option<String>,
    status: Option<u16>,
    page: Option<String>,
    table: Option<String>,
    facts: Vec<(String, String)>,
    /// Params, which fit any value.
    loose: i32,
    /// Literals and other values that are as the envelope specifies, and those that aren't.
    fitting: i32,
    gaps: i32,
    /// Members that the envelope doesn't have.
    unknown: i32,
}

impl Reading {
    /// Reads a body, or an item of a list, by an envelope. `None` if it can't be of the envelope.
    fn of(envelope: &Envelope, node: &Node, body: &Json) -> Option<Self> {
        if !envelope.is_json() {
            return None;
        }
        let mut reading = Reading::default();
        (reading.read(node, body) && reading.fitting + reading.loose > 0).then_some(reading)
    }

    fn score(&self) -> i32 {
        2 * self.fitting + self.loose - 3 * self.gaps - 2 * self.unknown
    }

    fn read(&mut self, node: &Node, json: &Json) -> bool {
        match (node, json) {
            (Node::Literal(literal), value) => self.count(literal == value),
            (Node::Slot(slot) | Node::SlotAsText(slot), value) => self.read_slot(slot, value),
            (Node::Object(members), Json::Object(values)) => {
                self.unknown += unknown_members(node, values);
                members.iter().all(|member| match values.get(&member.name) {
                    Some(Json::Null) => self.count(member.optional),
                    Some(value) => self.read(&member.value, value),
                    None => self.count_missing(member.optional),
                })
            }
            (Node::List(items), Json::Array(values)) => {
                items.iter().zip(values).all(|(item, value)| self.read(item, value))
            }
            (Node::Each(item), Json::Array(values)) => {
                values.first().is_some_and(|value| self.read(item, value))
            }
            // Only links and constants have other text around a value.
            (Node::Text(_), value) => self.count(value.is_string()),
            (Node::Object(_) | Node::List(_) | Node::Each(_), _) => false,
        }
    }

    fn count(&mut self, fits: bool) -> bool {
        *(if fits { &mut self.fitting } else { &mut self.gaps }) += 1;
        true
    }

    fn count_missing(&mut self, is_optional: bool) -> bool {
        self.gaps += i32::from(!is_optional);
        true
    }

    fn read_slot(&mut self, slot: &Slot, value: &Json) -> bool {
        let text = value.as_str().map(str::to_owned);
        let scalar = || match value {
            Json::String(text) => Some(text.clone()),
            Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
            _ => None,
        };
        match slot {
            Slot::Code => self.code = text,
            Slot::CodeNumber => self.code = scalar(),
            Slot::Title => self.title = text,
            Slot::Message => self.message = text,
            Slot::Status => self.status = scalar().and_then(|status| status.parse().ok()),
            Slot::DocsUrl | Slot::Type => self.page = text.and_then(|url| page_name(&url)),
            Slot::Fact(name) => self.facts.extend(scalar().map(|value| (name.clone(), value))),
            Slot::Constant(Constant::Table) => self.table = text,
            Slot::Params => return self.count(value.is_object()),
            Slot::Param(_) | Slot::Constant(_) => {
                self.loose += 1;
                return true;
            }
            Slot::Context(_) | Slot::Extensions => return true,
        }
        self.count(scalar().is_some())
    }
}

/// Counts the members that an object of an envelope doesn't have.
fn unknown_members(node: &Node, values: &Map<String, Json>) -> i32 {
    let Node::Object(members) = node else { return 0 };
    let takes_more = members.iter().any(|member| member.value.slot() == Some(&Slot::Extensions));
    let is_unknown = |name: &&String| !takes_more && members.iter().all(|member| member.name != **name);
    values.keys().filter(is_unknown).count().try_into().unwrap_or(i32::MAX)
}

/// Returns the part of a URL that names an error: the fragment, or the last segment of the path.
fn page_name(url: &str) -> Option<String> {
    let (path, fragment) = url.split_once('#').map_or((url, None), |(path, fragment)| (path, Some(fragment)));
    let last = path.trim_end_matches('/').rsplit('/').next().map(|name| name.trim_end_matches(".html"));
    fragment.or(last).filter(|name| !name.is_empty()).map(str::to_owned)
}
