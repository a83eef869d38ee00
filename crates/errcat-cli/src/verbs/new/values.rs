//! The values of a new entry, from flags and defaults.

use errcat_catalog::edit::{NewEntry, NewParam, Yaml};
use errcat_catalog::names::in_words;
use errcat_catalog::report::visible;
use errcat_catalog::suggest::did_you_mean;
use errcat_catalog::template;

use super::place::Place;
use crate::terminal::failure::Failure;

/// The flags for the values of an entry.
#[derive(Debug, clap::Args)]
pub(super) struct Values {
    /// Code to inherit from: title, status, retry, headers, params
    #[arg(long, value_name = "CODE", help_heading = "The entry", allow_hyphen_values = true)]
    pub(super) is: Option<String>,
    /// Message to clients; `{name}` in it is a param
    #[arg(long, value_name = "TEXT", help_heading = "The entry")]
    message: Option<String>,
    /// HTTP status: 404, 4xx, default or none; several as 500,502
    #[arg(long, value_delimiter = ',', help_heading = "The entry")]
    status: Vec<String>,
    /// Title of a few words
    #[arg(long, value_name = "TEXT", help_heading = "The entry")]
    title: Option<String>,
    /// Meaning of the error, Markdown
    #[arg(long, value_name = "TEXT", help_heading = "The entry")]
    meaning: Option<String>,
    /// Cause of the error; can be repeated
    #[arg(long, value_name = "TEXT", help_heading = "The entry")]
    cause: Vec<String>,
    /// Fix for the caller; can be repeated
    #[arg(long, value_name = "TEXT", help_heading = "The entry")]
    fix: Vec<String>,
    /// Value that the error carries; can be repeated. Those of the message needn't be listed
    #[arg(long, value_name = "NAME[:TYPE]", help_heading = "The entry")]
    param: Vec<String>,
    /// Fact that api.yaml declares; can be repeated. Facts with ranges get the next free number
    #[arg(long, value_name = "NAME=VALUE", help_heading = "The entry")]
    fact: Vec<String>,
}

impl Values {
    /// Returns the entry. Its message is made from the code if nothing else is set.
    pub(super) fn entry(&self, code: String, place: &Place<'_>) -> Result<NewEntry, Failure> {
        let Values { is, message, status, title, meaning, cause, fix, param, fact } = self;
        let has_text = message.is_some() || title.is_some();
        if !has_text && place.api().has_integer_codes {
            let message = format!("{} needs a title", visible::line(&code));
            return Err(Failure::new(message, "set --title: numbers are no names for Rust variants"));
        }
        let message = if has_text { message.clone() } else { Some(in_words(&code)) };
        let params = params(param, message.as_deref());
        Ok(NewEntry {
            is: is.clone(),
            title: title.clone(),
            statuses: status.clone(),
            facts: facts(fact, place)?,
            message,
            meaning: meaning.clone(),
            causes: cause.clone(),
            fixes: fix.clone(),
            params,
            code,
            ..NewEntry::default()
        })
    }
}

/// Returns the params of flags, and those of the message.
fn params(flags: &[String], message: Option<&str>) -> Vec<(String, NewParam)> {
    let mut params: Vec<(String, NewParam)> = Vec::new();
    for flag in flags {
        let (name, ty) =
            flag.split_once(':').map_or((&**flag, None), |(name, ty)| (name, Some(ty.to_owned())));
        params.push((name.to_owned(), NewParam { ty, ..NewParam::default() }));
    }
    for name in template::placeholders(message.unwrap_or_default()) {
        if !params.iter().any(|(known, _)| known == name) {
            params.push((name.to_owned(), NewParam::default()));
        }
    }
    params
}

/// Returns the facts of flags, and the next free numbers of the table, in the order of `api.yaml`.
fn facts(flags: &[String], place: &Place<'_>) -> Result<Vec<(String, Yaml)>, Failure> {
    let mut values: Vec<(&str, String)> = Vec::new();
    let declared = &place.api().facts;
    for flag in flags {
        let Some((name, value)) = flag.split_once('=') else {
            let message = format!("{} has no value", visible::line(flag));
            return Err(Failure::new(message, format!("write `--fact {flag}=VALUE`")));
        };
        if !declared.iter().any(|fact| fact.name == name) {
            let message = format!("the API {} declares no fact `{}`", place.api().name, visible::line(name));
            let help = did_you_mean(name, declared.iter().map(|fact| &*fact.name));
            return Err(Failure::new(
                message,
                help.unwrap_or_else(|| "declare it in api.yaml: facts".to_owned()),
            ));
        }
        values.push((name, value.to_owned()));
    }
    for (name, number) in place.free_numbers() {
        if !values.iter().any(|(known, _)| known == name) {
            values.push((name, number.to_string()));
        }
    }
    let value_of =
        |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    let facts = declared.iter().filter_map(|fact| {
        let value = value_of(&fact.name)?;
        Some((fact.name.clone(), if fact.is_text { Yaml::Text(value) } else { Yaml::Word(value) }))
    });
    Ok(facts.collect())
}

/// Returns the number after the greatest code of the table that no code of the API has.
pub(super) fn next_code(place: &Place<'_>) -> Result<String, Failure> {
    let api = place.api();
    if !api.has_integer_codes {
        return Err(Failure::new("the code is missing", "name it: errcat new CODE"));
    }
    let number = |code: &str| code.parse::<i64>().ok();
    let own = place.entries().iter().filter_map(|entry| number(&entry.code)).max();
    let entries = api.tables.iter().flat_map(|table| &table.entries).map(|entry| &entry.code);
    let used: Vec<i64> =
        entries.chain(api.aliases.iter().map(|(alias, _)| alias)).filter_map(|code| number(code)).collect();
    let start = own.or_else(|| used.iter().copied().max()).unwrap_or(0);
    let free = (start..i64::MAX).skip(1).find(|number| !used.contains(number));
    free.map(|number| number.to_string())
        .ok_or_else(|| Failure::new("no number is free", "name the code: errcat new CODE"))
}
