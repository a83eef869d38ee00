//! `errors.json`: the facts of the pages as data, for programs that don't read Rust.
//!
//! Texts are Markdown, as in the twins: links have become links. What isn't known is left out. As on the pages,
//! what only operators may know is apart from the rest, and a secret has no example.

use rayon::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::links::{Page, Place};
use super::markdown::message_text;
use super::site::Site;
use super::{generated_from, sample, words};
use crate::model::{Api, Audience, Backoff, Entry, EntryId, Header, Param, Retry, RetryAfter, Table};

/// `errors.json`, the index of all APIs, and `kakunin/errors.json`, all of one.
pub(super) fn files(site: &Site<'_>) -> Vec<(String, String)> {
    let mut files = vec![("errors.json".to_owned(), text(&index(site)))];
    for (position, api) in site.catalog.apis.iter().enumerate() {
        files.push((file(api), text(&whole(site, position, api))));
    }
    files
}

fn file(api: &Api) -> String {
    format!("{}/errors.json", api.name)
}

fn text(json: &Json) -> String {
    let mut text = serde_json::to_string_pretty(json).expect("JSON is always JSON");
    text.push('\n');
    text
}

/// Enough to find an error by what is known of it.
fn index(site: &Site<'_>) -> Json {
    let place = Place::beside(site, None, "errors.json");
    let apis = site.catalog.apis.iter().enumerate().map(|(position, api)| {
        let errors = (0..api.codes.len()).map(|code| {
            let entry = api.owner(code);
            object([
                ("code", json!(api.codes[code].code)),
                ("title", json!(entry.title)),
                ("message", json!(message_text(&entry.message, &entry.params))),
                ("status", json!(entry.statuses)),
                ("url", json!(place.url(Page::Error(position, code)))),
            ])
        });
        object([
            ("name", json!(api.name)),
            ("title", json!(api.title)),
            ("url", json!(place.url(Page::Api(position)))),
            ("data", json!(place.file(Some(position), &file(api)))),
            ("errors", errors.collect()),
        ])
    });
    object([
        ("$comment", json!(generated_from(&site.settings.catalog))),
        ("title", json!(site.settings.title)),
        ("apis", apis.collect()),
    ])
}

fn whole(site: &Site<'_>, position: usize, api: &Api) -> Json {
    let place = &Place::beside(site, Some(position), &file(api));
    let errors: Vec<Json> =
        (0..api.codes.len()).into_par_iter().map(|code| error(place, position, api, code)).collect();
    let success = api.success.iter().map(|success| {
        object([
            ("status", json!(success.status)),
            ("title", json!(success.title)),
            ("doc", json!(success.doc)),
        ])
    });
    let guides = api.guides.iter().enumerate().map(|(number, guide)| {
        object([("title", json!(guide.title)), ("url", json!(place.url(Page::Guide(position, number))))])
    });
    object([
        ("$comment", json!(generated_from(&api.path))),
        ("name", json!(api.name)),
        ("title", json!(api.title)),
        ("summary", markdown(place, Some(&api.summary))),
        ("url", json!(place.url(Page::Api(position)))),
        ("base_url", json!(api.base_url)),
        ("reference", json!(api.reference)),
        ("owner", json!(api.owner)),
        ("success", success.collect()),
        ("envelopes", envelopes(place, api)),
        ("headers", api.headers.iter().map(|value| header(place, value)).collect()),
        ("tables", api.tables.iter().map(|value| table(place, value)).collect()),
        ("guides", guides.collect()),
        ("errors", Json::Array(errors)),
    ])
}

fn envelopes(place: &Place<'_>, api: &Api) -> Json {
    let envelopes = api.envelopes.iter().map(|envelope| {
        let fields = envelope.fields.iter().map(|(path, doc)| (path.clone(), markdown(place, Some(doc))));
        object([
            ("name", json!(envelope.name)),
            ("summary", markdown(place, Some(&envelope.summary))),
            ("content_type", json!(envelope.content_type)),
            ("identify_by", json!(words::identity(&envelope.identify_by))),
            ("fields", Json::Object(fields.collect())),
            ("context", envelope.context.iter().map(|value| param(place, value)).collect()),
        ])
    });
    envelopes.collect()
}

fn table(place: &Place<'_>, table: &Table) -> Json {
    object([
        ("name", json!(table.name)),
        ("title", json!(table.title)),
        ("summary", markdown(place, table.summary.as_deref())),
        ("operations", json!(table.operations)),
        ("source", json!(table.path)),
    ])
}

fn error(place: &Place<'_>, position: usize, api: &Api, index: usize) -> Json {
    let code = &api.codes[index];
    let entry = api.owner(index);
    let name = |code: usize| api.codes[code].code.as_str();
    let names = |codes: &[usize]| json!(codes.iter().map(|code| name(*code)).collect::<Vec<_>>());
    let aliases: Vec<&str> = code.aliases.iter().map(|alias| alias.code.as_str()).collect();
    let headers: Vec<&str> = entry.headers.iter().map(|header| api.headers[*header].name.as_str()).collect();
    let tables = std::iter::once(code.owner).chain(code.shared.iter().copied());
    let public = entry.params.iter().filter(|param| param.audience == Audience::Public);
    object([
        ("code", json!(code.code)),
        ("title", json!(entry.title)),
        ("message", json!(message_text(&entry.message, &entry.params))),
        ("status", json!(entry.statuses)),
        ("severity", json!(entry.severity.map(words::severity))),
        ("retry", entry.retry.as_ref().map_or(Json::Null, |policy| retry(api, policy))),
        ("url", json!(place.url(Page::Error(position, index)))),
        ("since", json!(entry.since)),
        ("owner", json!(entry.owner)),
        ("deprecated", markdown(place, entry.deprecated.as_deref())),
        ("retired", markdown(place, entry.retired.as_deref())),
        ("use", json!(entry.successor.map(name))),
        ("aliases", json!(aliases)),
        ("is", json!(entry.kind.map(name))),
        ("kinds", names(&code.children)),
        ("meaning", markdown(place, entry.meaning.as_deref())),
        ("params", public.map(|value| param(place, value)).collect()),
        ("headers", json!(headers)),
        ("log", log(place, entry)),
        ("related", names(&entry.related)),
        ("in", tables.map(|id| occurrence(place, api, id)).collect()),
    ])
}

/// What one table says of a code.
fn occurrence(place: &Place<'_>, api: &Api, id: EntryId) -> Json {
    let entry = api.entry(id);
    let texts = |texts: &[String]| texts.iter().map(|text| markdown(place, Some(text))).collect::<Json>();
    let sources: Vec<&str> = entry.sources.iter().map(|source| source.text.as_str()).collect();
    object([
        ("table", json!(api.tables[id.table].name)),
        ("causes", texts(&entry.causes)),
        ("fixes", texts(&entry.fixes)),
        ("notes", texts(&entry.notes)),
        ("security", texts(&entry.security)),
        ("envelope", json!(entry.envelope.map(|envelope| &api.envelopes[envelope].name))),
        ("response", response(api, entry)),
        ("sources", json!(sources)),
    ])
}

fn response(api: &Api, entry: &Entry) -> Json {
    let Some(sample) = sample::response(api, entry) else { return Json::Null };
    let headers = sample.headers.into_iter().map(|(name, value)| (name, Json::String(value)));
    object([
        ("status", json!(sample.status)),
        ("headers", Json::Object(headers.collect())),
        ("body", serde_json::from_str(&sample.body).unwrap_or(Json::String(sample.body))),
    ])
}

fn header(place: &Place<'_>, header: &Header) -> Json {
    object([
        ("name", json!(header.name)),
        ("type", json!(words::param_type(&header.value.ty))),
        ("doc", markdown(place, Some(&header.value.doc))),
        ("example", header.value.example.clone()),
        ("param", json!((!header.constant).then_some(&header.value.name))),
    ])
}

fn param(place: &Place<'_>, param: &Param) -> Json {
    object([
        ("name", json!(param.name)),
        ("in_body_as", json!(param.in_body.then_some(&param.wire))),
        ("type", json!(words::param_type(&param.ty))),
        ("optional", json!(param.optional.then_some(true))),
        ("doc", markdown(place, Some(&param.doc))),
        ("example", if param.audience == Audience::Secret { Json::Null } else { param.example.clone() }),
    ])
}

fn log(place: &Place<'_>, entry: &Entry) -> Json {
    let params = entry.params.iter().filter(|param| param.audience != Audience::Public);
    let params = params.map(|value| {
        let mut object = param(place, value);
        object["audience"] = json!(words::audience(value.audience));
        object
    });
    let message = entry.log.as_ref().map(|log| message_text(log, &entry.params));
    object([("message", json!(message)), ("params", params.collect())])
}

fn retry(api: &Api, retry: &Retry) -> Json {
    let sentence = json!(words::retry(api, retry));
    let Retry::Later(policy) = retry else {
        return json!({ "again": false, "sentence": sentence });
    };
    let (header, delay) = match &policy.after {
        Some(RetryAfter::Header(header)) => (json!(api.headers[*header].name), Json::Null),
        Some(RetryAfter::Delay(delay)) => (Json::Null, json!(delay.as_millis())),
        None => (Json::Null, Json::Null),
    };
    let backoff = policy.backoff.map(|backoff| match backoff {
        Backoff::Constant => "constant",
        Backoff::Exponential => "exponential",
    });
    object([
        ("again", json!(true)),
        ("sentence", sentence),
        ("after_header", header),
        ("after_milliseconds", delay),
        ("backoff", json!(backoff)),
        ("jitter", json!(policy.jitter)),
        ("attempts", json!(policy.attempts)),
        ("idempotent_only", json!(policy.idempotent_only)),
    ])
}

fn markdown(place: &Place<'_>, text: Option<&str>) -> Json {
    text.map_or(Json::Null, |text| json!(place.block(text).as_str()))
}

/// An object without the members that say nothing.
fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    let says_something = |value: &Json| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => true,
    };
    let members = members.into_iter().filter(|(_, value)| says_something(value));
    Json::Object(members.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
