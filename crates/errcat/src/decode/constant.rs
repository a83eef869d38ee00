//! Recognizes constant bodies as a whole. Parsing one and comparing its contents with the catalog gives the
//! same result every time, and takes longer than everything else.

use super::index::Content;
use super::known::Known;
use super::media_type;
use super::select::Selection;
use super::shape::ParsedBody;
use crate::response::KeptText;

/// Returns the content of a constant body that doesn't differ from the catalog.
pub(super) fn recognize(selection: &Selection<'_>) -> Option<&'static Content> {
    let text = selection.text?;
    let content = selection.index.constant_bodies().get(selection.status, text)?;
    let content = content.get_or_init(|| read(&selection.without_headers(), text)).as_ref()?;
    let is_of = |media_type: &str| media_type::is_of(media_type, content.entries.envelope);
    selection.media_type.is_none_or(is_of).then_some(content)
}

/// Reads a constant body like any other.
fn read(selection: &Selection<'_>, text: &str) -> Option<Content> {
    let mut parsed = ParsedBody::default();
    let (entries, entry_ref) = selection.certain(&mut parsed)?;
    let known = Known::new(entries, entry_ref.entry, selection.status, &parsed);
    let mut differences = Vec::new();
    known.record_differences(None, &mut differences);
    // An error that looks the same may have params in its message, and another envelope may have headers.
    let has_params = known.in_message.as_ref().is_some_and(|texts| !texts.is_empty());
    if !differences.is_empty() || has_params || !entries.envelope.headers.is_empty() {
        return None;
    }
    let ParsedBody { code, message, .. } = parsed;
    Some(Content {
        entries,
        entry_ref,
        code: code.filter(|code| code != entry_ref.entry.code).map(|code| code.into()),
        message: message.map(|message| KeptText::new(message, text.as_bytes())),
    })
}
