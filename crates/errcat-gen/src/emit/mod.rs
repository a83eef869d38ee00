//! The emitters: each turns a checked catalog into files, and knows of no other.

pub(crate) mod commonmark;
pub mod derive;
pub mod rust;
mod rustdoc;
pub mod site;
mod tokens;

use rayon::prelude::*;

use crate::incremental::Wanted;
use crate::lock;
use crate::model::Catalog;
use crate::plan::Output;
use crate::rules::Rule;
use crate::settings::Settings;
use crate::{Inputs, Report};

/// The schema that editors complete and check with.
pub fn schema(settings: &Settings, output: &dyn Output) {
    output.generated(format!("{}/schema.json", settings.catalog), crate::schema::json());
}

/// What was published of each API, and how git is to merge it.
pub fn locks(catalog: &Catalog, settings: &Settings, output: &dyn Output) {
    catalog.apis.par_iter().for_each(|api| {
        output.generated(format!("{}/{}/{}", settings.catalog, api.name, lock::FILE), lock::text(api));
    });
    output.scaffolded(format!("{}/.gitattributes", settings.catalog), GIT_ATTRIBUTES);
}

/// Two branches that each add a code add a line each, possibly side by side, which git would call a conflict.
const GIT_ATTRIBUTES: &str = "\
# Locks have one line a code: git keeps those of both sides, and `gen` puts them in order.
*.lock merge=union
";

/// The site, from templates that are only now known to be text.
///
/// # Errors
///
/// The first mistake of a template, located in it.
pub fn pages(wanted: &Wanted<'_>, inputs: &Inputs, output: &dyn Output) -> Result<(), Report> {
    let settings = &inputs.settings;
    let mut templates = Vec::with_capacity(inputs.templates.len());
    for template in &inputs.templates {
        let text = String::from_utf8(template.bytes.clone()).map_err(|error| {
            let path = format!("{}/{}", settings.templates, template.path);
            let valid = String::from_utf8_lossy(&template.bytes[..error.utf8_error().valid_up_to()]);
            let place = valid.len()..valid.len();
            Report::of(
                Rule::InvalidUtf8,
                &path,
                &valid,
                place,
                "the template isn't UTF-8",
                "save the file as UTF-8",
            )
        })?;
        templates.push(site::Template { path: template.path.clone(), text });
    }
    site::emit(wanted, &templates, settings, output).map_err(|error| {
        let text =
            templates.iter().find(|template| template.path == error.template).map_or("", |t| t.text.as_str());
        let place = offset(text, error.line, error.column);
        let path = format!("{}/{}", settings.templates, error.template);
        let help = error.suggestion();
        let help = help.as_deref().unwrap_or("mend the template, or delete it to have the built-in one back");
        Report::of(Rule::Template, &path, text, place..place, &error.message, help)
    })
}

/// The byte of a line and column, both from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(offset, _)| offset)
}
