//! The target `locks`: a lock of published codes and a lock of `sources` for each API.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::{LOCK, SOURCES_LOCK};
use errcat_catalog::model::{ApiId, Id};
use errcat_targets::output::Output;
use errcat_targets::settings::Settings;
use errcat_targets::target::{Request, Target};
use rayon::prelude::*;

/// The file that configures how git merges locks.
const GIT_ATTRIBUTES_FILE: &str = ".gitattributes";

/// Merges locks by keeping the lines of both sides. By default, git reports a conflict if two branches add
/// codes on neighboring lines.
const GIT_ATTRIBUTES: &str = "\
# Locks have one line a code: git keeps those of both sides, and `gen` puts them in order.
*.lock merge=union
";

/// The target `locks`.
pub struct Locks {
    catalog: String,
    /// The path and text of each `sources.lock`.
    sources: Vec<(String, String)>,
}

impl Locks {
    /// Creates the target. `sources` contains the path and text of each `sources.lock`.
    pub fn new(settings: &Settings, sources: Vec<(String, String)>) -> Self {
        Locks { catalog: settings.catalog.clone(), sources }
    }
}

impl Target for Locks {
    fn name(&self) -> &str {
        "locks"
    }

    fn output(&self) -> &str {
        &self.catalog
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        Vec::new()
    }

    fn contains(&self, path: &Utf8Path) -> bool {
        let is_lock = |name: &str| [LOCK, SOURCES_LOCK, GIT_ATTRIBUTES_FILE].contains(&name);
        path.starts_with(&self.catalog) && path.file_name().is_some_and(is_lock)
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let selection = request.selection;
        let apis: Vec<ApiId> = Id::all(&selection.catalog().apis).collect();
        apis.into_par_iter().for_each(|id| {
            let api = &selection.catalog()[id];
            let text = selection.part(id, "lock", || super::text(api));
            output.generated(format!("{}/{}/{LOCK}", self.catalog, api.name), text.as_bytes());
        });
        self.sources.iter().for_each(|(path, text)| output.generated(path, text.as_bytes()));
        output.scaffolded(format!("{}/{GIT_ATTRIBUTES_FILE}", self.catalog), GIT_ATTRIBUTES);
        Ok(())
    }
}
