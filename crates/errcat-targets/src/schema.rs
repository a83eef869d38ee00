//! The target `schema`: the JSON Schema with which editors complete and check catalogs.

use camino::Utf8PathBuf;
use errcat_catalog::finding::Report;

use crate::output::Output;
use crate::settings::Settings;
use crate::target::{Request, Target};

/// The target `schema`: `catalog/schema.json`.
pub(crate) struct Schema {
    output: String,
}

impl Schema {
    /// Creates the target, which writes the schema next to the tables.
    pub(crate) fn new(settings: &Settings) -> Self {
        Schema { output: format!("{}/schema.json", settings.catalog) }
    }
}

impl Target for Schema {
    fn name(&self) -> &str {
        "schema"
    }

    fn output(&self) -> &str {
        &self.output
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        Vec::new()
    }

    fn emit(&self, _: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        output.generated(&self.output, errcat_catalog::schema::json());
        Ok(())
    }
}
