//! Names that filters give: of APIs, tables, kinds.

use errcat_catalog::Catalog;
use errcat_catalog::names::folded;
use errcat_catalog::report::visible;
use errcat_catalog::suggest::did_you_mean;

use crate::terminal::failure::Failure;

/// Refuses the name of an API that the catalog doesn't have: its errors would look like none.
pub(super) fn check_api(name: Option<&str>, catalog: &Catalog) -> Result<(), Failure> {
    check_name("API", name, catalog.apis.iter().map(|api| &*api.name))
}

/// Returns `true` if a name is the wanted one, or if none is.
pub(super) fn is_named(wanted: Option<&str>, name: &str) -> bool {
    wanted.is_none_or(|wanted| folded(wanted) == folded(name))
}

/// Refuses a name that isn't among those there are, with a suggestion.
pub(super) fn check_name<'a>(
    what: &str,
    name: Option<&str>,
    mut names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), Failure> {
    let Some(name) = name else { return Ok(()) };
    let help = did_you_mean(name, names.clone()).unwrap_or_default();
    if names.any(|other| folded(other) == folded(name)) {
        return Ok(());
    }
    Err(Failure::new(format!("there is no {what} `{}`", visible::line(name)), help))
}
