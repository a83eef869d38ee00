//! One error as data.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value as Json;

use super::{ParamData, is_nothing, markdown, param};
use crate::pages::links::Place;
use crate::pages::markup::message_text;
use crate::pages::page::Page;
use crate::pages::{sample, words};
use errcat_catalog::model::{
    Alias, Api, ApiId, Audience, Body, Code, CodeId, Entry, EntryId, Example, Request, Response, Retry,
    RetryAfter, RetryPolicy,
};
use errcat_catalog::shape::Choice;

#[derive(Serialize)]
pub(super) struct ErrorData<'a> {
    code: &'a str,
    title: &'a str,
    message: String,
    status: &'a [u16],
    #[serde(skip_serializing_if = "is_nothing")]
    severity: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<RetryData<'a>>,
    url: String,
    #[serde(skip_serializing_if = "is_nothing")]
    since: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    owner: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    deprecated: Option<String>,
    #[serde(skip_serializing_if = "is_nothing")]
    retired: Option<String>,
    /// The code to use instead.
    #[serde(rename = "use", skip_serializing_if = "is_nothing")]
    successor: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    aliases: Vec<&'a str>,
    /// The code it is a kind of.
    #[serde(rename = "is", skip_serializing_if = "is_nothing")]
    kind: Option<&'a str>,
    /// The codes that are of its kind.
    #[serde(skip_serializing_if = "is_nothing")]
    kinds: Vec<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    meaning: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    params: Vec<ParamData<'a>>,
    #[serde(skip_serializing_if = "is_nothing")]
    headers: Vec<&'a str>,
    /// What only operators see.
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<LogData<'a>>,
    #[serde(skip_serializing_if = "is_nothing")]
    related: Vec<&'a str>,
    /// What each of its tables says, the one that defines it first.
    #[serde(rename = "in")]
    occurrences: Vec<OccurrenceData<'a>>,
}

#[derive(Serialize)]
struct RetryData<'a> {
    again: bool,
    sentence: String,
    #[serde(skip_serializing_if = "is_nothing")]
    after_header: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    after_milliseconds: Option<u128>,
    #[serde(skip_serializing_if = "is_nothing")]
    backoff: Option<&'static str>,
    #[serde(skip_serializing_if = "is_nothing")]
    jitter: bool,
    #[serde(skip_serializing_if = "is_nothing")]
    attempts: Option<u32>,
    #[serde(skip_serializing_if = "is_nothing")]
    idempotent_only: bool,
}

#[derive(Serialize)]
struct LogData<'a> {
    #[serde(skip_serializing_if = "is_nothing")]
    message: Option<String>,
    params: Vec<ParamData<'a>>,
}

#[derive(Serialize)]
struct OccurrenceData<'a> {
    table: &'a str,
    causes: Vec<String>,
    fixes: Vec<String>,
    #[serde(skip_serializing_if = "is_nothing")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "is_nothing")]
    security: Vec<String>,
    #[serde(skip_serializing_if = "is_nothing")]
    envelope: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<EncodedResponse>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<ExampleData<'a>>,
    #[serde(skip_serializing_if = "is_nothing")]
    sources: Vec<&'a str>,
}

/// What the encoder makes of the params' examples.
#[derive(Serialize)]
struct EncodedResponse {
    #[serde(skip_serializing_if = "is_nothing")]
    status: Option<u16>,
    #[serde(serialize_with = "pairs", skip_serializing_if = "is_nothing")]
    headers: Vec<(String, String)>,
    body: Json,
}

#[derive(Serialize)]
struct ExampleData<'a> {
    #[serde(skip_serializing_if = "is_nothing")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    doc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<MessageData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<MessageData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<MessageData<'a>>,
    #[serde(skip_serializing_if = "is_nothing")]
    fix: Option<String>,
    #[serde(serialize_with = "pairs", skip_serializing_if = "<[_]>::is_empty")]
    code: &'a [(String, String)],
}

/// A request or a response of an example, as far as the catalog writes it.
#[derive(Serialize)]
struct MessageData<'a> {
    #[serde(skip_serializing_if = "is_nothing")]
    operation: Option<&'a str>,
    #[serde(skip_serializing_if = "is_nothing")]
    status: Option<u16>,
    #[serde(serialize_with = "pairs", skip_serializing_if = "<[_]>::is_empty")]
    headers: &'a [(String, String)],
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyData<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum BodyData<'a> {
    Json(&'a Json),
    Text(&'a str),
}

impl<'a> ErrorData<'a> {
    pub(super) fn new(place: &Place<'a>, api_id: ApiId, code_id: CodeId) -> Self {
        let api = place.site.api(api_id);
        let Code {
            code,
            variant: _, // Rust's
            slug: _,    // `url`
            owner: defined_by,
            shared,
            children,
            aliases,
        } = &api[code_id];
        let entry = api.owner(code_id);
        let Entry {
            code: _,
            shared: _,
            place: _,
            line: _,
            kind,
            title,
            statuses,
            message,
            log: _, // log()
            meaning,
            causes: _,   // occurrence()
            fixes: _,    // occurrence()
            notes: _,    // occurrence()
            security: _, // occurrence()
            severity,
            params,
            headers,
            retry,
            examples: _, // occurrence()
            sources: _,  // occurrence()
            envelope: _, // occurrence()
            owner,
            related,
            since,
            deprecated,
            retired,
            successor,
            reserved: _,     // a note for the workspace's own code
            never_raised: _, // a lint's level
        } = entry;
        let name = |code: &CodeId| api[*code].code.as_str();
        let text = |text: &String| markdown(place, text);
        let public = params.iter().filter(|param| param.audience == Audience::Public);
        let tables = std::iter::once(defined_by).chain(shared);
        ErrorData {
            code,
            title,
            message: message_text(message, params),
            status: statuses,
            severity: severity.map(Choice::word),
            retry: retry.as_ref().map(|retry| self::retry(api, retry)),
            url: place.url(Page::Error(api_id, code_id)),
            since: since.as_deref(),
            owner: owner.as_deref(),
            deprecated: deprecated.as_ref().map(text),
            retired: retired.as_ref().map(text),
            successor: successor.as_ref().map(name),
            aliases: aliases.iter().map(|Alias { code, slug: _ }| code.as_str()).collect(),
            kind: kind.as_ref().map(name),
            kinds: children.iter().map(name).collect(),
            meaning: meaning.as_ref().map(text),
            params: public.map(|value| param(place, value)).collect(),
            headers: headers.iter().map(|header| api[*header].name.as_str()).collect(),
            log: log(place, entry),
            related: related.iter().map(name).collect(),
            occurrences: tables.map(|id| occurrence(place, api, *id)).collect(),
        }
    }
}

fn retry<'a>(api: &'a Api, retry: &Retry) -> RetryData<'a> {
    let sentence = words::retry(api, retry);
    let Retry::Later(policy) = retry else {
        return RetryData {
            again: false,
            sentence,
            after_header: None,
            after_milliseconds: None,
            backoff: None,
            jitter: false,
            attempts: None,
            idempotent_only: false,
        };
    };
    let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
    let (after_header, after_milliseconds) = match after {
        Some(RetryAfter::Header(header)) => (Some(api[*header].name.as_str()), None),
        Some(RetryAfter::Delay(delay)) => (None, Some(delay.as_millis())),
        None => (None, None),
    };
    RetryData {
        again: true,
        sentence,
        after_header,
        after_milliseconds,
        backoff: backoff.map(Choice::word),
        jitter: *jitter,
        attempts: *attempts,
        idempotent_only: *idempotent_only,
    }
}

fn log<'a>(place: &Place<'_>, entry: &'a Entry) -> Option<LogData<'a>> {
    let params = entry.params.iter().filter(|param| param.audience != Audience::Public);
    let params: Vec<_> = params.map(|value| param(place, value)).collect();
    let message = entry.log.as_ref().map(|log| message_text(log, &entry.params));
    (message.is_some() || !params.is_empty()).then_some(LogData { message, params })
}

fn occurrence<'a>(place: &Place<'_>, api: &'a Api, id: EntryId) -> OccurrenceData<'a> {
    let entry = &api[id];
    let texts = |texts: &[String]| texts.iter().map(|text| markdown(place, text)).collect();
    OccurrenceData {
        table: &api[id.table].name,
        causes: texts(&entry.causes),
        fixes: texts(&entry.fixes),
        notes: texts(&entry.notes),
        security: if entry.shared { Vec::new() } else { texts(&entry.security) },
        envelope: entry.envelope.map(|envelope| api[envelope].name.as_str()),
        response: sample::response(api, entry).map(|sample| EncodedResponse {
            status: sample.status,
            headers: sample.headers,
            body: serde_json::from_str(&sample.body).unwrap_or(Json::String(sample.body)),
        }),
        examples: entry.examples.iter().map(|value| example(place, value)).collect(),
        sources: entry.sources.iter().map(|source| source.text.as_str()).collect(),
    }
}

fn example<'a>(place: &Place<'_>, example: &'a Example) -> ExampleData<'a> {
    let text = |text: &String| markdown(place, text);
    let Example { title, doc, request, response, corrected, fix, code } = example;
    ExampleData {
        title: title.as_deref(),
        doc: doc.as_ref().map(text),
        request: request.as_ref().map(self::request),
        response: response.as_ref().map(self::response),
        corrected: corrected.as_ref().map(self::request),
        fix: fix.as_ref().map(text),
        code,
    }
}

fn request(request: &Request) -> MessageData<'_> {
    let Request { operation, headers, body } = request;
    MessageData {
        operation: operation.as_deref(),
        status: None,
        headers,
        body: body.as_ref().map(self::body),
    }
}

fn response(response: &Response) -> MessageData<'_> {
    let Response { status, headers, body } = response;
    MessageData { operation: None, status: *status, headers, body: body.as_ref().map(self::body) }
}

fn body(body: &Body) -> BodyData<'_> {
    match body {
        Body::Json(json) => BodyData::Json(json),
        Body::Text(text) => BodyData::Text(text),
    }
}

/// Names and values as an object.
fn pairs<S: Serializer>(pairs: impl AsRef<[(String, String)]>, serializer: S) -> Result<S::Ok, S::Error> {
    let pairs = pairs.as_ref();
    let mut object = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        object.serialize_entry(name, value)?;
    }
    object.end()
}
