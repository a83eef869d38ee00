//! How a client recognizes an error: what the response contains, and what it doesn't.

use serde::Serialize;

use super::{ErrorLink, MAX_LINKS};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::view::Named;
use errcat_catalog::model::{
    Api, ApiId, Code, CodeId, Entry, Envelope, Identity, Slot, StatusRange, StatusWord, Statuses,
};

/// Sentences about the parts of a response that identify the error.
#[derive(Debug, Serialize)]
pub(super) struct Recognition {
    /// The most important sentence.
    lead: Markup,
    /// A further sentence.
    rest: Option<Markup>,
    /// The errors that look the same to clients. `None` if there are none.
    look_alikes: Option<LookAlikes>,
}

/// The errors that clients can't tell apart from this one.
#[derive(Debug, Serialize)]
struct LookAlikes {
    /// The code that clients decode, if it isn't the error's own.
    decoded: Option<ErrorLink>,
    /// `true` if that code is the only other error.
    names_only_decoded: bool,
    /// The other errors. If the same operations return some of them, only those.
    others: Vec<ErrorLink>,
    /// The number of further ones.
    more: usize,
    /// `true` if no operation returns both this error and another one of them.
    is_apart: bool,
}

impl Recognition {
    /// Returns `None` if the error is never a response.
    pub(super) fn new(
        cx: &PageContext<'_>,
        api_id: ApiId,
        entry: &Entry,
        decoded: Option<&Named<'_, Code>>,
        others: &[Named<'_, Code>],
    ) -> Option<Self> {
        let api = cx.site.api(api_id);
        let envelope = &api[entry.envelope?];
        let has_code = envelope.identify_by.contains(&Identity::Code)
            || envelope
                .has_slot(&|slot| matches!(slot, Slot::Code | Slot::CodeNumber | Slot::DocsUrl | Slot::Type));
        let no_code = |lead: &str| {
            let parts = [cx.text(lead), cx.code(&api[entry.code].wire), cx.text(" isn’t in the response.")];
            (!has_code).then(|| join(&parts))
        };
        let is_status = matches!(envelope.identify_by.as_slice(), [Identity::Status]);
        let only = entry.statuses.first().filter(|_| entry.statuses.numbers().len() == 1);
        let (lead, rest) = match (only.filter(|_| is_status), !others.is_empty()) {
            (Some(status), true) if !has_code && api.envelopes.len() == 1 => {
                (cx.text(&format!("The body carries no code: every {status} looks the same.")), None)
            }
            (_, true) => (cx.text("The response doesn’t distinguish it from other errors."), None),
            (Some(status), false) if is_unique(api, status) => (
                cx.text(&format!("The status is enough: this is the only {status} of this API.")),
                no_code("The code "),
            ),
            (_, false) => (parts(cx, api, envelope, entry)?, no_code("The code ")),
        };
        Some(Recognition {
            lead,
            rest,
            look_alikes: LookAlikes::new(cx, api_id, entry.code, decoded, others),
        })
    }
}

/// Returns `true` if an API has only one error with a status.
fn is_unique(api: &Api, status: u16) -> bool {
    let all = api.codes.iter().map(|code| &api[code.owner].statuses);
    all.filter(|statuses| statuses.contains(status)).count() == 1
}

/// Returns the sentence that lists what identifies the error.
fn parts(cx: &PageContext<'_>, api: &Api, envelope: &Envelope, entry: &Entry) -> Option<Markup> {
    let part = |by: &Identity| match (envelope.identifying_header(by), by) {
        (Some(header), _) => join(&[cx.text("the header "), cx.code(&header.name)]),
        (None, Identity::Status) => cx.text(&status_words(&entry.statuses)),
        (None, by) => match envelope.path_of(&|slot| slot.name() == by.name()) {
            Some(path) if !path.is_empty() => cx.code(&path),
            _ => cx.text(&format!("the {by}")),
        },
    };
    // The response of an error without a fact doesn't contain it.
    let is_there = |by: &&Identity| match by {
        Identity::Fact(name) => api.public_facts(entry).any(|(fact, _)| fact.name == *name),
        _ => true,
    };
    let parts: Vec<Markup> = envelope.identify_by.iter().filter(is_there).map(part).collect();
    let (last, others) = parts.split_last()?;
    let mut sentence = vec![cx.text("Recognize it by ")];
    for (number, other) in others.iter().enumerate() {
        sentence.extend([cx.text(if number > 0 { ", " } else { "" }), other.clone()]);
    }
    sentence.extend([cx.text(if others.is_empty() { "" } else { " and " }), last.clone(), cx.text(".")]);
    Some(join(&sentence))
}

fn status_words(statuses: &Statuses) -> String {
    let words: Vec<String> = statuses.words().map(|word| word.to_string()).collect();
    match words.as_slice() {
        [one] if *one == StatusWord::Range(StatusRange::Any).to_string() => "its status".to_owned(),
        words => format!("status {}", words.join(" or ")),
    }
}

fn join(parts: &[Markup]) -> Markup {
    Markup::trusted(parts.iter().map(Markup::as_str).collect::<String>())
}

impl LookAlikes {
    fn new(
        cx: &PageContext<'_>,
        api_id: ApiId,
        code_id: CodeId,
        decoded: Option<&Named<'_, Code>>,
        others: &[Named<'_, Code>],
    ) -> Option<Self> {
        if others.is_empty() {
            return None;
        }
        let api = cx.site.api(api_id);
        let link = |code: &Named<'_, Code>| ErrorLink::new(cx, api_id, code.id);
        let near: Vec<_> = others.iter().filter(|other| api.share_operation(code_id, other.id)).collect();
        let shown: Vec<_> = if near.is_empty() { others.iter().collect() } else { near };
        Some(LookAlikes {
            names_only_decoded: match (decoded, shown.as_slice()) {
                (Some(decoded), [only]) => decoded.id == only.id,
                _ => false,
            },
            decoded: decoded.map(link),
            is_apart: !others.iter().any(|other| api.share_operation(code_id, other.id)),
            more: shown.len().saturating_sub(MAX_LINKS),
            others: shown.into_iter().take(MAX_LINKS).map(link).collect(),
        })
    }
}
