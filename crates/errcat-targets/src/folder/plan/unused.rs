//! Finds keys of `target.toml` that have no effect.

use std::collections::BTreeMap;

use toml::Spanned;

use super::{PlannedFile, mistake};
use crate::folder::manifest::ManifestComment;
use crate::folder::mistake::Mistake;

/// Returns a mistake for each value that no template and no path mentions.
pub(super) fn values(
    values: &[(Spanned<String>, toml::Value)],
    planned: &[PlannedFile],
    templates: &[&str],
) -> Vec<Mistake> {
    let texts = || planned.iter().map(|file| file.path.as_str()).chain(templates.iter().copied());
    // The rest of each text after `values`. Without a name, all of them may be used.
    let rests: Vec<&str> = texts().flat_map(|text| text.split("values").skip(1)).collect();
    let is_searched = rests.iter().any(|rest| !rest.starts_with('.'));
    let is_used = |name: &str| {
        let after = |rest: &&str| rest.strip_prefix('.')?.strip_prefix(name).map(str::to_owned);
        let is_whole = |rest: String| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        is_searched || rests.iter().filter_map(after).any(is_whole)
    };
    let unused = values.iter().filter(|(name, _)| !is_used(name.get_ref()));
    let unused = unused.map(|(name, _)| {
        let message = format!("no template uses the value `{}`", name.get_ref());
        mistake(name.span(), message, "use it as `values.NAME`, or remove it")
    });
    unused.collect()
}

/// Returns a mistake if names are reserved, but no template and no path uses the filter for them.
pub(super) fn reserved(
    reserved: &[Spanned<String>],
    planned: &[PlannedFile],
    templates: &[&str],
) -> Option<Mistake> {
    let mut texts = planned.iter().map(|file| file.path.as_str()).chain(templates.iter().copied());
    let first = reserved.first().filter(|_| !texts.any(|text| text.contains("identifier")))?;
    let help = "use it as `{{ error.variant | identifier }}`, or remove `reserved`";
    Some(mistake(first.span(), "no template uses the filter `identifier`", help))
}

/// Returns a mistake for each comment of an extension that no output has.
pub(super) fn comments(
    comments: &BTreeMap<Spanned<String>, Spanned<ManifestComment>>,
    planned: &[PlannedFile],
) -> Vec<Mistake> {
    // The extension of a path such as `{{ error.slug }}` is known once it is rendered.
    let extension = |file: &PlannedFile| {
        let (_, extension) = file.path.rsplit_once('.')?;
        (!extension.contains(['{', '}', '/'])).then(|| extension.to_owned())
    };
    let extensions: Vec<Option<String>> = planned.iter().map(extension).collect();
    let unused = comments.keys().filter(|key| {
        !extensions.iter().any(|known| known.as_ref().is_none_or(|known| known == key.get_ref()))
    });
    let unused = unused.map(|key| {
        let message = format!("no output of this target ends in `.{}`", key.get_ref());
        mistake(key.span(), message, "correct the extension, or remove the comment")
    });
    unused.collect()
}
