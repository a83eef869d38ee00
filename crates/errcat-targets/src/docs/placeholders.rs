//! Placeholders in causes and fixes, as readers see them.

use errcat::prose::{self, Part};
use errcat_catalog::model::Param;
use pulldown_cmark::{Event, Tag, TagEnd, TextMergeStream};

use super::escape_html;

/// The form of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceholderForm {
    /// `{name}`.
    Text,
    /// `<var>{name}</var>`, as in messages.
    Html,
}

/// Shows the placeholders in filtered events. `{{name}}` becomes `{name}`.
pub(super) fn show<'t>(events: Vec<Event<'t>>, params: &[Param], form: PlaceholderForm) -> Vec<Event<'t>> {
    let mut in_block = false;
    // The parser splits text at `_`, which names contain.
    let merged = TextMergeStream::new(events.into_iter());
    let shown = merged.map(|event| match (event, form) {
        (Event::Start(tag @ Tag::CodeBlock(_)), _) => {
            in_block = true;
            Event::Start(tag)
        }
        (Event::End(TagEnd::CodeBlock), _) => {
            in_block = false;
            Event::End(TagEnd::CodeBlock)
        }
        (Event::Text(text), _) if in_block || !text.contains('{') => Event::Text(text),
        (Event::Code(code), _) if !code.contains('{') => Event::Code(code),
        (Event::Text(text), PlaceholderForm::Text) => Event::Text(prose::shown(&text).into()),
        (Event::Code(code), PlaceholderForm::Text) => Event::Code(prose::shown(&code).into()),
        (Event::Text(text), PlaceholderForm::Html) => Event::InlineHtml(html(&text, params).into()),
        (Event::Code(code), PlaceholderForm::Html) => {
            Event::InlineHtml(["<code>", &html(&code, params), "</code>"].concat().into())
        }
        (event, _) => event,
    });
    shown.collect()
}

fn html(text: &str, params: &[Param]) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for part in prose::parts(text) {
        match part {
            Part::Text(text) => html.push_str(&escape_html::escape(text)),
            Part::Placeholder(it) if params.iter().any(|param| param.name == it.name) => {
                html.extend(["<var>{", &*escape_html::escape(it.name), "}</var>"]);
            }
            Part::Placeholder(it) => html.push_str(&escape_html::escape(&text[it.range])),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;
    use crate::commonmark::filter::filter;

    #[test]
    fn placeholders_are_marked_as_in_messages() {
        let catalog = crate::fixture::catalog();
        let mut entries = catalog.apis.iter().flat_map(|api| &api.tables).flat_map(|table| &table.entries);
        let param = entries.find_map(|entry| entry.params.first()).expect("the fixture has one");
        let params = [Param { name: "retry_after".into(), ..param.clone() }];
        let text = "Wait *{retry_after}*, `sleep {retry_after} < {id}`, {{retry_after}} or {id} & <b>";
        let shown = |form| {
            let mut html = String::new();
            let events = show(filter(Parser::new(text)), &params, form);
            pulldown_cmark::html::push_html(&mut html, events.into_iter());
            html.trim_end().to_owned()
        };
        assert_eq!(
            shown(PlaceholderForm::Html),
            "<p>Wait <em><var>{retry_after}</var></em>, <code>sleep <var>{retry_after}</var> &lt; {id}</code>, \
             {retry_after} or {id} &amp; &lt;b&gt;</p>"
        );
        assert_eq!(
            shown(PlaceholderForm::Text),
            "<p>Wait <em>{retry_after}</em>, <code>sleep {retry_after} &lt; {id}</code>, {retry_after} or {id} \
             &amp; &lt;b&gt;</p>"
        );
    }
}
