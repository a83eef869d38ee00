//! Checks the names of APIs, tables and codes in filters, and chooses names.

use errcat_catalog::Catalog;
use errcat_catalog::names::{folded, is_snake_case, is_taken, suggest_snake_case};
use errcat_catalog::report::visible;
use errcat_catalog::suggest::did_you_mean;

use crate::terminal::failure::Failure;

/// Checks that an API exists. Otherwise the output would look as if the API had no errors.
pub(super) fn check_api(name: Option<&str>, catalog: &Catalog) -> Result<(), Failure> {
    check_name("API", name, catalog.apis.iter().map(|api| &*api.name))
}

/// Returns `true` if a name matches a filter, or if there is no filter.
pub(super) fn is_named(wanted: Option<&str>, name: &str) -> bool {
    wanted.is_none_or(|wanted| folded(wanted) == folded(name))
}

/// Checks that a name exists. The failure suggests a similar name.
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
    Err(Failure::new(format!("no {what} is named `{}`", visible::line(name)), help))
}

/// Returns the name of a table, a fact or an API for words of another format.
pub(super) fn name_of(words: &str, or: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = suggest_snake_case(&words).filter(|name| name != "api");
    name.filter(|name| is_snake_case(name)).unwrap_or_else(|| or.to_owned())
}

/// Returns a name that was given for an API.
///
/// # Errors
///
/// If an API can't have it.
pub(super) fn check_api_name(name: &str) -> Result<String, Failure> {
    if is_snake_case(name) && !is_taken(name) && name != "api" {
        return Ok(name.to_owned());
    }
    let message = format!("`{}` can't be the name of an API", visible::line(name));
    Err(Failure::new(message, "write a name in snake_case that isn't a word of Rust: --api card_payments"))
}
