//! Generates the statics of an API's codes, and the index by which they are parsed.

use std::collections::HashMap;

use super::form::Form;
use crate::rust_code::data;
use errcat_catalog::model::{Api, Code};
use errcat_catalog::names::folded;

/// Returns `true` if the ids of some errors differ from their codes.
pub(super) fn has_shared_codes(api: &Api) -> bool {
    api.codes.iter().any(|code| code.code != code.wire)
}

/// Returns the arrays that are indexed by code, and the perfect hash of codes.
pub(super) fn statics(form: Form, api: &Api) -> String {
    let tables: Vec<String> = api.tables.iter().map(|table| format!("&{}::ENTRIES", table.name)).collect();
    let tables =
        format!("#[rustfmt::skip]\nstatic TABLES: Tables = Tables::new({});\n", data::flat_list(&tables));
    match (api.tables.as_slice(), api.codes.as_slice()) {
        ([], _) => return String::new(),
        // Only decoding uses the tables. Unused items of a module are no warnings.
        (_, []) if form == Form::Crate => return format!("#[cfg(feature = \"json\")]\n{tables}"),
        (_, []) => return tables,
        _ => {}
    }
    let length = api.codes.len();
    let codes = data::texts(api.codes.iter().map(|code| code.wire.as_str()));
    let places = api.codes.iter().map(|code| code.owner);
    let places = places.map(|owner| format!("({}, {})", owner.table.index(), owner.entry.index()));
    let ids = if has_shared_codes(api) {
        let ids = data::texts(api.codes.iter().map(|code| code.code.as_str()));
        format!(
            "/// The unique names, for codes that several errors have.\n\
             #[rustfmt::skip]\nstatic IDS: [&str; {length}] = [{}];\n\n",
            ids.join(", ")
        )
    } else {
        String::new()
    };
    format!(
        "#[rustfmt::skip]\nstatic CODES: [&str; {length}] = [{codes}];\n\n\
         {ids}{tables}\n\
         /// The table and the entry of each code.\n\
         #[rustfmt::skip]\nstatic PLACES: [(u16, u16); {length}] = [{places}];\n\n\
         #[rustfmt::skip]\nstatic INDEX: CodeIndex = {index};\n",
        codes = codes.join(", "),
        places = places.collect::<Vec<_>>().join(", "),
        index = index(api),
    )
}

fn index(api: &Api) -> String {
    // A code that only one error has is as good as its id.
    let mut counts: HashMap<String, usize> = HashMap::new();
    for code in api.codes.iter().filter(|code| code.code != code.wire) {
        *counts.entry(folded(&code.wire)).or_default() += 1;
    }
    let own_code = |code: &'_ Code| code.code != code.wire && counts[&folded(&code.wire)] == 1;
    let aliases = || {
        api.codes.iter().enumerate().flat_map(|(index, code)| {
            let aliases = code.aliases.iter().map(|alias| &alias.code);
            aliases.chain(own_code(code).then_some(&code.wire)).map(move |alias| (alias, index))
        })
    };
    let known = api.codes.iter().map(|code| &code.code).chain(aliases().map(|(alias, _)| alias));
    let normalized: Vec<_> =
        known.map(|code| errcat::code::normalize(code).expect("rule invalid-code")).collect();
    let keys: Vec<&[u8]> = normalized.iter().map(|code| code.as_bytes()).collect();
    let state = phf_generator::generate_hash(&keys);
    let displacements: Vec<String> = state.disps.iter().map(|(a, b)| format!("({a}, {b})")).collect();
    let slots: Vec<String> = state.map.iter().map(usize::to_string).collect();
    let aliases: Vec<String> =
        aliases().map(|(alias, index)| format!("({}, {index})", data::text(alias))).collect();
    data::Literal::flat("CodeIndex")
        .field("key", state.key)
        .field("displacements", data::flat_list(&displacements))
        .field("slots", data::flat_list(&slots))
        .field("codes", if has_shared_codes(api) { "&IDS" } else { "&CODES" })
        .field("aliases", data::flat_list(&aliases))
        .complete()
}
