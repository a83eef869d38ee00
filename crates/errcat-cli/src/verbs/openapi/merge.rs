//! Merges the description of an API's errors into the text of another description.

use errcat_catalog::edit::MemberEdits;
use errcat_catalog::yaml::Node;
use errcat_targets::openapi::Document;
use errcat_targets::settings::OpenApiVersion;

use super::merger::{Merger, Mistake, Note};
use super::node::{member, range, text};
use super::{components, paths};

/// The text with the catalog's responses.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) text: String,
    /// The parts that were left as they are.
    pub(super) notes: Vec<Note>,
}

/// Merges the errors of an API into the text of a file, which was parsed into `root`.
///
/// # Errors
///
/// If the file isn't OpenAPI 3.0 to 3.2, or if a component of it has the name of a component of the catalog.
pub(super) fn merge(source: &str, root: &Node, api: &str, document: Document) -> Result<Merged, Mistake> {
    let document = &document.into_version(version(root)?);
    let stale_responses = components::stale_responses(root, api, document);
    let edits = MemberEdits::new(source);
    let mut merger = Merger { api, document, root, stale_responses, edits, notes: Vec::new() };
    paths::merge(&mut merger, root)?;
    components::merge(&mut merger, root)?;
    Ok(Merged { text: merger.edits.apply(), notes: merger.notes })
}

fn version(root: &Node) -> Result<OpenApiVersion, Mistake> {
    let Some((_, key, version)) = member(root, "openapi") else {
        if let Some((_, key, version)) = member(root, "swagger") {
            let message = format!("the file is Swagger {}", text(version).unwrap_or_default());
            return Err(Mistake::at(key, message.trim_end(), "convert it to OpenAPI 3.1"));
        }
        let start = range(root).start;
        let message = "the file has no member `openapi`".to_owned();
        return Err(Mistake {
            range: start..start,
            message,
            help: "merge into a file in OpenAPI 3.0 to 3.2".to_owned(),
        });
    };
    let Some(version) = text(version) else {
        return Err(Mistake::at(key, "`openapi` isn't a version", "write `openapi: 3.1.0`"));
    };
    OpenApiVersion::parse(version).ok_or_else(|| {
        let message = format!("the file is OpenAPI {version}, but only 3.0 to 3.2 are supported");
        Mistake::at(key, message, "convert the file to 3.1")
    })
}
