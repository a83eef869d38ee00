//! The expected result of decoding a response, as the catalog determines it.

use std::time::Duration;

use errcat::retry::{DEFAULT_ATTEMPTS, DEFAULT_DELAY, DEFAULT_TOTAL_WAIT, MAX_DELAY, MAX_RETRY_AFTER};
use errcat_catalog::model::{
    Api, Audience, Backoff, CodeId, Decoding, Entry, EntryId, Envelope, Param, ParamType, Piece, Retry,
    RetryAfter, RetryPolicy, Slot,
};
use errcat_catalog::shape::Choice;
use serde_json::{Map, Value as Json, json};

use super::{milliseconds, value, without_nulls};
use crate::view::{carried_params, sample};

/// The result of decoding a response. A member is `None` if the catalog doesn't determine it; then clients
/// are free.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    /// `error`, `partial` (the error is known, but a param that it requires is missing), `unknown` or
    /// `unreadable`.
    pub(super) found: Option<&'static str>,
    /// The id of the error.
    pub(super) code: Option<String>,
    /// The code in the body, if it isn't the error's.
    pub(super) wire_code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) params: Option<Map<String, Json>>,
    pub(super) context: Map<String, Json>,
    /// The ids of the errors that the response may be of.
    pub(super) candidates: Option<Vec<String>>,
    /// `true` if clients can list a difference from the catalog.
    pub(super) differs: Option<bool>,
    pub(super) retry: Json,
    pub(super) retry_after: Option<Duration>,
    /// The further errors in the response.
    pub(super) others: Option<Vec<Json>>,
    /// The waits between attempts, without jitter: of requests that are safe to send twice, and of others.
    pub(super) waits: Option<[Vec<Duration>; 2]>,
}

impl Expected {
    /// Returns what clients decode from the response of an entry.
    pub(super) fn of(api: &Api, id: EntryId, decoding: &Decoding, headers: &[(String, String)]) -> Expected {
        let (entry, Decoding { code, look_alikes }) = (&api[id], decoding);
        let is_own = *code == entry.code;
        let known = if is_own { entry } else { api.owner(*code) };
        let has_slot = |is_slot: &dyn Fn(&Slot) -> bool| {
            entry.envelope.is_some_and(|envelope| api[envelope].body.has_slot(is_slot))
        };
        let has_message = has_slot(&|slot| *slot == Slot::Message);
        let has_code = has_slot(&|slot| matches!(slot, Slot::Code | Slot::CodeNumber));
        // The message of another error has other params, or none.
        let has_params = known.message.pieces.iter().any(|piece| matches!(piece, Piece::Param(_)));
        let is_certain = is_own || !has_params;
        let params = params(api, entry, known, is_own);
        let is_missing = |param: &&Param| {
            param.audience == Audience::Public && !param.optional && !params.contains_key(&param.name)
        };
        let found = if known.params.iter().any(|param| is_missing(&param)) { "partial" } else { "error" };
        let text = if has_message { sample::message(entry) } else { sample::message(known) };
        let wire = |code: CodeId| &api[code].wire;
        let mut candidates = vec![api[entry.code].code.clone()];
        candidates.extend(look_alikes.iter().map(|code| api[*code].code.clone()));
        candidates.sort_unstable();
        let is_whole = look_alikes.len() < errcat_catalog::scope::MAX_LOOK_ALIKES;
        let has_one_status = entry.statuses.numbers().len() == 1;
        let retry_after = retry_after(api, Some(known), headers);
        Expected {
            found: is_certain.then_some(found),
            code: Some(api[*code].code.clone()),
            wire_code: (has_code && wire(*code) != wire(entry.code)).then(|| wire(entry.code).clone()),
            message: (is_certain || has_message).then_some(text).filter(|text| !text.is_empty()),
            params: (is_certain && found == "error").then_some(params),
            context: context(api, entry),
            candidates: Some(candidates).filter(|_| is_whole && has_one_status),
            differs: None,
            others: None,
            retry: known.retry.as_ref().map_or(Json::Null, |retry| self::retry(api, retry)),
            waits: waits(known, retry_after),
            retry_after,
        }
    }

    /// Returns what clients decode from the response of an error, changed into one that the catalog doesn't
    /// have.
    pub(super) fn as_unknown(&self, envelope: &Envelope, wire_code: Option<&str>) -> Expected {
        let has_message = envelope.body.has_slot(&|slot| *slot == Slot::Message);
        Expected {
            found: Some("unknown"),
            wire_code: wire_code.map(str::to_owned),
            message: self.message.clone().filter(|_| has_message),
            context: self.context.clone(),
            candidates: Some(Vec::new()),
            ..Expected::default()
        }
    }

    /// Returns what clients decode from a response that isn't the API's.
    pub(super) fn unreadable() -> Expected {
        Expected { found: Some("unreadable"), ..Expected::default() }
    }

    /// Returns the expectation with the wait that the headers ask for, for a response of no known error.
    pub(super) fn with_wait_of(self, api: &Api, headers: &[(String, String)]) -> Expected {
        Expected { retry_after: retry_after(api, None, headers), ..self }
    }

    /// Returns what clients decode from a further error in a response.
    pub(super) fn as_other(&self) -> Json {
        let Expected { code, found, params, .. } = self;
        let mut members = without_nulls(json!({ "found": found, "params": params }));
        members.as_object_mut().expect("an object").shift_insert(0, "code".to_owned(), json!(code));
        members
    }

    pub(super) fn to_json(&self) -> Json {
        let Expected {
            found,
            code,
            wire_code,
            message,
            params,
            context,
            candidates,
            differs,
            others,
            retry,
            retry_after,
            waits,
        } = self;
        let lists = |[idempotent, other]: &[Vec<Duration>; 2]| {
            let list = |waits: &[Duration]| waits.iter().copied().map(milliseconds).collect::<Vec<_>>();
            json!({ "idempotent": list(idempotent), "other": list(other) })
        };
        let mut members = json!({
            "found": found,
            "wire_code": wire_code,
            "message": message,
            "params": params,
            "context": (!context.is_empty()).then_some(context),
            "candidates": candidates,
            "differs": differs,
            "others": others,
            "retry": retry,
            "retry_after_ms": retry_after.map(milliseconds),
            "waits_ms": waits.as_ref().map(lists),
        });
        members = without_nulls(members);
        // `null`: the response is of no error of the catalog.
        members.as_object_mut().expect("an object").shift_insert(0, "code".to_owned(), json!(code));
        members
    }
}

/// Returns the params that clients read. The response of an error that clients decode to another one carries
/// the params that both have.
fn params(api: &Api, entry: &Entry, known: &Entry, is_own: bool) -> Map<String, Json> {
    let carried = carried_params(api, entry);
    let is_known = |param: &&Param| is_own || known.params.iter().any(|it| it.name == param.name);
    carried.filter(is_known).filter_map(|param| Some((param.name.clone(), value::example(param)?))).collect()
}

/// Returns the values that the server adds.
fn context(api: &Api, entry: &Entry) -> Map<String, Json> {
    let Some(envelope) = entry.envelope.map(|envelope| &api[envelope]) else { return Map::new() };
    let is_sent = |field: &&Param| envelope.has_slot(&|slot| *slot == Slot::Context(field.name.clone()));
    let fields = envelope.context.iter().filter(|field| field.audience == Audience::Public).filter(is_sent);
    fields.filter_map(|field| Some((field.name.clone(), value::example(field)?))).collect()
}

fn retry(api: &Api, retry: &Retry) -> Json {
    let Retry::Later(policy) = retry else { return json!("never") };
    let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
    let after = match after {
        Some(RetryAfter::Header(header)) => json!({ "header": api[*header].name }),
        Some(RetryAfter::Delay(delay)) => json!({ "delay_ms": milliseconds(*delay) }),
        None => Json::Null,
    };
    without_nulls(json!({
        "after": after,
        "backoff": backoff.map(Choice::word),
        "jitter": jitter.then_some(true),
        "attempts": attempts,
        "idempotent_only": idempotent_only.then_some(true),
    }))
}

/// Returns how long the server asks to wait: in the header of the policy, or else in `Retry-After`.
pub(super) fn retry_after(
    api: &Api,
    known: Option<&Entry>,
    headers: &[(String, String)],
) -> Option<Duration> {
    let of_policy = match known.and_then(|known| known.retry.as_ref()) {
        Some(Retry::Later(RetryPolicy { after: Some(RetryAfter::Header(header)), .. })) => {
            Some(&api[*header])
        }
        _ => None,
    };
    let name = of_policy.map_or("Retry-After", |header| header.name.as_str());
    let (_, text) = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let number: u64 = text.parse().ok()?;
    let header = api.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let wait = match header.map(|header| &header.value.ty) {
        Some(ParamType::DurationMilliseconds) => Duration::from_millis(number),
        _ => Duration::from_secs(number),
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

/// Returns the waits between attempts that fail with the same error. `None` if the catalog specifies no
/// retries.
pub(super) fn waits(known: &Entry, asked: Option<Duration>) -> Option<[Vec<Duration>; 2]> {
    let Some(Retry::Later(policy)) = &known.retry else { return None };
    let waits = waits_of(policy, asked);
    Some([waits.clone(), if policy.idempotent_only { Vec::new() } else { waits }])
}

fn waits_of(policy: &RetryPolicy, asked: Option<Duration>) -> Vec<Duration> {
    let delay = match policy.after {
        Some(RetryAfter::Delay(delay)) => Some(delay),
        Some(RetryAfter::Header(_)) | None => None,
    };
    let own = |retry: u32| {
        let first = delay.unwrap_or(DEFAULT_DELAY);
        // A wait of zero is for the first retry.
        let first = if first.is_zero() && retry > 1 { DEFAULT_DELAY } else { first };
        match policy.backoff {
            Some(Backoff::Exponential) => {
                first.saturating_mul(2_u32.saturating_pow(retry - 1)).min(first.max(MAX_DELAY))
            }
            Some(Backoff::Constant) | None => first,
        }
    };
    let mut waits = Vec::new();
    let mut total = Duration::ZERO;
    for retry in 1..policy.attempts.unwrap_or(DEFAULT_ATTEMPTS) {
        let wait = asked.map_or_else(|| own(retry), |asked| asked.max(delay.unwrap_or_default()));
        total += wait;
        if total > DEFAULT_TOTAL_WAIT {
            break;
        }
        waits.push(wait);
    }
    waits
}
