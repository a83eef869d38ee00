//! The description of an error: texts, and facts for programs.

use errcat_catalog::model::{Api, ApiId, CodeId, Severity};
use errcat_catalog::shape::Choice;
use serde_json::{Value as Json, json};

use super::texts::render;
use super::types::Object;
use crate::docs::links::PageContext;
use crate::view::{CatalogText, CauseView, ErrorView, Named, OccurrenceView, RetryView};

/// An error's texts and facts.
pub(super) struct ErrorText<'a> {
    cx: &'a PageContext<'a>,
    api: &'a Api,
    view: ErrorView<'a>,
}

impl<'a> ErrorText<'a> {
    pub(super) fn new(cx: &'a PageContext<'a>, api: ApiId, code: CodeId) -> Self {
        ErrorText { cx, api: cx.site.api(api), view: ErrorView::new(cx, api, code) }
    }

    pub(super) fn title(&self) -> &str {
        self.view.title
    }

    /// Returns the error on one line, for a list: its code and what it says.
    pub(super) fn summary(&self) -> String {
        let headline = self.cx.text(&self.view.headline).into_string();
        format!("{}: {headline}", self.cx.code(self.view.code).as_str())
    }

    pub(super) fn is_deprecated(&self) -> bool {
        self.view.deprecated.is_some()
    }

    /// Returns the description in Markdown: meaning, causes, fixes, when to retry, and the link to the page.
    pub(super) fn description(&self) -> String {
        let ErrorView { answer, meaning, status_doc, causes, fixes, notes, deprecated, retry, .. } =
            &self.view;
        let text = |text: &CatalogText<'_>| render(self.cx, text);
        let mut parts: Vec<String> = Vec::new();
        parts.extend(deprecated.as_ref().map(|reason| format!("Deprecated: {}", text(reason))));
        parts.extend(answer.as_ref().map(text));
        parts.extend(meaning.as_ref().map(text).or(status_doc.map(str::to_owned)));
        let of_causes = causes.iter().filter_map(|cause| cause.fix.as_ref());
        parts.extend(list("Causes", causes.iter().map(|cause| text(&cause.text))));
        parts.extend(list("Fixes", of_causes.chain(fixes).map(text)));
        parts.extend(list("Notes", notes.iter().map(text)));
        parts.extend(retry.as_ref().map(|retry| retry.sentence.clone()));
        parts.extend(self.view.docs_url.as_ref().map(|url| {
            let name = self.cx.code(self.view.code).into_string();
            format!("[More about {name}]({})", self.cx.href(url).as_str())
        }));
        parts.join("\n\n")
    }

    /// Returns the facts for programs.
    pub(super) fn facts(&self) -> Object {
        let view = &self.view;
        let texts =
            |texts: &[CatalogText<'_>]| texts.iter().map(|it| render(self.cx, it)).collect::<Vec<_>>();
        let text = |text: &Option<CatalogText<'_>>| text.as_ref().map(|text| render(self.cx, text));
        let occurrences = view.occurrences.iter().filter(|it| it.table.id != view.table.id);
        let members = [
            ("api", json!(self.api.name)),
            ("code", json!(view.code)),
            ("id", json!(Some(view.id).filter(|id| *id != view.code))),
            ("table", json!(view.table.name)),
            ("is", json!(name(view.kind.as_ref()))),
            ("severity", json!(view.severity.map(Severity::as_str))),
            ("facts", Json::Object(view.facts.clone())),
            ("retry", view.retry.as_ref().map_or(Json::Null, retry)),
            ("answer", json!(text(&view.answer))),
            ("causes", self.causes(&view.causes)),
            ("fixes", json!(texts(&view.fixes))),
            ("decoded_as", json!(name(view.decoded_as.as_ref()))),
            ("aliases", json!(view.aliases)),
            ("deprecated", json!(text(&view.deprecated))),
            ("use", json!(name(view.successor.as_ref()))),
            ("since", json!(view.since)),
            ("docs_url", json!(view.docs_url)),
            ("in", occurrences.map(|occurrence| self.occurrence(occurrence)).collect()),
        ];
        without_empty(members)
    }

    fn causes(&self, causes: &[CauseView<'_>]) -> Json {
        let cause = |cause: &CauseView<'_>| {
            let why = render(self.cx, &cause.text);
            match &cause.fix {
                None => json!(why),
                Some(fix) => json!({ "why": why, "fix": render(self.cx, fix) }),
            }
        };
        causes.iter().map(cause).collect()
    }

    /// Returns the texts of another table that shares the error.
    fn occurrence(&self, occurrence: &OccurrenceView<'_>) -> Json {
        let fixes: Vec<String> = occurrence.fixes.iter().map(|fix| render(self.cx, fix)).collect();
        let members = [
            ("table", json!(occurrence.table.name)),
            ("causes", self.causes(&occurrence.causes)),
            ("fixes", json!(fixes)),
        ];
        Json::Object(without_empty(members))
    }
}

fn name<T>(named: Option<&Named<'_, T>>) -> Option<String> {
    named.map(|named| named.name.to_owned())
}

fn retry(retry: &RetryView<'_>) -> Json {
    let RetryView {
        again,
        sentence: _,
        after_header,
        after_milliseconds,
        backoff,
        jitter,
        attempts,
        idempotent_only,
    } = retry;
    if !again {
        return json!("never");
    }
    let members = [
        ("after_header", json!(after_header)),
        ("after_ms", json!(after_milliseconds.and_then(|wait| u64::try_from(wait).ok()))),
        ("backoff", json!(backoff.map(Choice::word))),
        ("jitter", json!(jitter.then_some(true))),
        ("attempts", json!(attempts)),
        ("idempotent_only", json!(idempotent_only.then_some(true))),
    ];
    let policy = without_empty(members);
    if policy.is_empty() { json!("later") } else { Json::Object(policy) }
}

/// Returns the members that have a value.
fn without_empty<const N: usize>(members: [(&str, Json); N]) -> Object {
    let is_empty = |value: &Json| match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    };
    let named = members.into_iter().filter(|(_, value)| !is_empty(value));
    named.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Returns a list with its heading. `None` if it is empty.
fn list(heading: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let items: String = items.map(|item| format!("\n- {}", item.replace('\n', "\n  "))).collect();
    (!items.is_empty()).then(|| format!("{heading}:\n{items}"))
}
