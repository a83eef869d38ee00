//! Generates the types of params with known values, in the module `params` of an API.

use std::collections::HashSet;

use errcat_catalog::model::{Api, KnownValues, Param};

use super::rustdoc::{self, LinkTargets};
use crate::rust_code::data;
use crate::rust_code::{self, Item};
use crate::sentence::sentence;

/// Returns the params whose types an API needs, one for each type.
pub(super) fn types(api: &Api) -> Vec<(&Param, &KnownValues)> {
    let mut known = HashSet::new();
    let entries = api.tables.iter().flat_map(|table| &table.entries);
    let params = entries.filter(|entry| entry.retired.is_none()).flat_map(|entry| &entry.params);
    let types = params.filter_map(|param| Some((param, param.ty.known_values()?)));
    types.filter(|(_, values)| known.insert(&values.name)).collect()
}

/// Returns the file of the module, such as `kakunin/params.rs`. `None` if no param has known values.
pub(super) fn file(targets: &LinkTargets<'_>, api: &Api) -> Option<String> {
    let types = types(api);
    if types.is_empty() {
        return None;
    }
    let docs = [format!("Known values of params of {}", sentence(&rustdoc::plain(&api.title)))];
    let items = types.into_iter().map(|(param, values)| Item::Text(open_enum(targets, api, param, values)));
    Some(rust_code::file(&api.path, &docs, items))
}

fn open_enum(targets: &LinkTargets<'_>, api: &Api, param: &Param, values: &KnownValues) -> String {
    let docs = match param.doc.as_str() {
        "" => format!("A value of the param `{}`.", param.name),
        doc => rustdoc::markdown(targets, api, doc),
    };
    let docs: Vec<String> = docs.lines().map(str::to_owned).collect();
    let variants =
        values.variants().map(|(variant, value)| format!("        {variant} = {},\n", data::text(value)));
    format!(
        "::errcat::open_enum! {{\n{}    pub enum {} {{\n{}    }}\n}}\n",
        data::docs(&docs),
        values.name,
        variants.collect::<String>(),
    )
}
