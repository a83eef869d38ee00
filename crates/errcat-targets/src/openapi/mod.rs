//! The target `openapi`: an OpenAPI description of each API's errors, and overlays that add them to the
//! description that a team already has. They are created as OpenAPI 3.1, and converted if a team needs 3.0.
//!
//! It is off unless the settings name it. Descriptions contain only public facts, in any edition of the docs.
//! APIs whose errors are never responses have no files.

use camino::Utf8PathBuf;
use errcat_catalog::finding::Report;
use errcat_catalog::model::ApiId;

pub use self::components::Components;
pub use self::document::Document;
pub use self::operations::{DescribedOperation, METHODS, Operation, shape};
use self::overlay::Overlay;
use crate::docs::links::PageContext;
use crate::header::generated_from;
use crate::output::Output;
use crate::settings::{OpenApiVersion, Settings};
use crate::target::{Request, Target};

mod components;
mod convert;
mod document;
mod errors;
mod headers;
mod names;
mod operations;
mod overlay;
mod paths;
mod refine;
mod responses;
mod schema;
mod texts;
mod types;
mod union;
mod yaml;

/// The name of the target in the settings.
pub const TARGET_NAME: &str = "openapi";

/// The folder of the output, unless the settings specify another one.
const DEFAULT_OUTPUT: &str = "target/openapi";

/// Returns the folder of the descriptions. `None` if the settings don't name the target.
pub(crate) fn output_folder(settings: &Settings) -> Option<&str> {
    Some(settings.targets.get(TARGET_NAME)?.output.as_deref().unwrap_or(DEFAULT_OUTPUT))
}

/// Returns the descriptions of all APIs whose errors are responses, with their names.
///
/// # Errors
///
/// Returns a mistake in a template, with its location.
pub fn documents(request: &Request<'_>) -> Result<Vec<(String, Document)>, Report> {
    let site = &request.pages()?.site;
    let document = |id: ApiId| {
        let cx = &PageContext::outside(site, id);
        Some((site.api(id).name.clone(), Document::new(cx, id)?))
    };
    Ok(request.selection.map(document).into_iter().flatten().collect())
}

/// The target `openapi`.
pub(crate) struct OpenApi {
    folder: String,
    version: OpenApiVersion,
}

impl OpenApi {
    /// Creates the target. `None` if the settings don't name it.
    pub(crate) fn new(settings: &Settings) -> Option<Self> {
        let version = settings.targets.get(TARGET_NAME)?.version.unwrap_or_default();
        Some(OpenApi { folder: output_folder(settings)?.to_owned(), version })
    }

    fn file(&self, api: &str, kind: &str) -> Utf8PathBuf {
        format!("{}/{api}.{kind}.yaml", self.folder).into()
    }
}

/// The kinds of files, which are parts of their names.
const FILES: [&str; 3] = ["openapi", "replace.overlay", "add.overlay"];

impl Target for OpenApi {
    fn name(&self) -> &str {
        TARGET_NAME
    }

    fn output(&self) -> &str {
        &self.folder
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.folder.as_str().into()]
    }

    fn api_paths(&self, api: &str) -> Vec<Utf8PathBuf> {
        FILES.map(|kind| self.file(api, kind)).to_vec()
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let site = &request.pages()?.site;
        request.selection.map(|id: ApiId| {
            let api = site.api(id);
            let cx = &PageContext::outside(site, id);
            let Some(document) = Document::new(cx, id) else { return };
            let document = document.into_version(self.version);
            let components = yaml::components(&document.components, 2);
            let texts = [
                document.to_yaml(&components),
                Overlay::Replace.to_yaml(api, &document, &components),
                Overlay::Add.to_yaml(api, &document, &components),
            ];
            let header = format!("# {}\n", generated_from(&api.path));
            for (kind, text) in FILES.into_iter().zip(texts) {
                output.generated(self.file(&api.name, kind), [header.as_str(), &text].concat());
            }
        });
        Ok(())
    }
}
