//! Rules on the names of APIs, tables and guides, which become file names and Rust modules.

use crate::finding::{Finding, Findings, Rule, Span};
use crate::names;
use crate::scope::{Address, Scope};
use crate::suggest::quoted;
use crate::value::ENUMS_MODULE;

pub(crate) static INVALID_NAME: Rule = Rule {
    name: "invalid-name",
    why: "Names of APIs, tables, guides, envelopes, header sets, params and context fields become Rust \
          names, URLs and file names. `snake_case` is valid in all of them.",
    fix: "Use lower-case letters and digits, starting with a letter, and a single `_` between words.",
    ..Rule::REQUIRED
};

/// Checks the names of folders, tables, guides, envelopes, header sets, params and context fields.
pub(super) fn invalid_name(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |what: &str, name: &str, place: Span, rename: &dyn Fn(&str) -> String| {
        if names::is_snake_case(name) {
            return;
        }
        let help = names::suggest_snake_case(name).map(|suggestion| rename(&suggestion));
        let help = help.unwrap_or_else(|| {
            "write it in `snake_case`: lower-case letters and digits, starting with a letter, and a single `_` between words".to_owned()
        });
        let message = format!("{} isn't a valid name for {what}", quoted(name));
        findings.push(Finding::new(&INVALID_NAME, place, message, help));
    };
    check("an API's folder", scope.name, scope.place, &|name| format!("rename the folder to `{name}`"));
    for table in &scope.tables {
        let place = Span::start_of(table.file);
        check("a table's file", table.name, place, &|name| format!("rename the file to `{name}.yaml`"));
    }
    for guide in &scope.guides {
        let (name, place) = (guide.name.replace('-', "_"), Span::start_of(guide.file));
        check("a guide's file", &name, place, &|name| format!("rename the file to `{name}.md`"));
    }
    for (name, _) in &scope.api.envelopes.0 {
        check("an envelope", name, name.span, &|name| {
            format!("rename it to `{name}`, also where it is used")
        });
    }
    for (name, _) in &scope.api.facts.0 {
        check("a fact", name, name.span, &|name| format!("rename it to `{name}`, also where it is used"));
    }
    for (name, _) in &scope.api.header_sets.0 {
        let rename = |name: &str| format!("rename it to `{name}`, also where it is used");
        check("a header set", name, name.span, &rename);
    }
    for (name, _) in scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.context.0) {
        let rename = |new: &str| {
            format!("rename it to `{new}`, also in `{{{}}}`: the member keeps its name", name.value)
        };
        check("a context field", name, name.span, &rename);
    }
    for name in scope.api.headers.0.iter().filter_map(|(_, header)| header.param.as_ref()) {
        let rename = |name: &str| format!("rename it to `{name}`, also in texts: the header keeps its name");
        check("a param", name, name.span, &rename);
    }
    for (name, raw) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        let rename = |new: &str| match &raw.wire {
            Some(_) => format!("rename it to `{new}`, also in texts: `wire` keeps the name in bodies"),
            None => {
                let wire = &name.value;
                format!(
                    "rename it to `{new}`, also in texts, and keep the name in bodies with `wire: {wire}`"
                )
            }
        };
        check("a param", name, name.span, &rename);
    }
}

pub(crate) static RUST_KEYWORD: Rule = Rule {
    name: "rust-keyword",
    why: "The name becomes a Rust module, field or variant, and the word is reserved: it is a Rust \
          keyword, or generated code uses it.",
    fix: "Use another name. A param can keep the word on the wire with `wire:`.",
    ..Rule::REQUIRED
};

/// Checks that the names of modules and fields aren't reserved.
pub(super) fn rust_keyword(scope: &Scope<'_>, findings: &mut Findings) {
    module_of_known_values(scope, findings);
    if scope.name == "generated" {
        let message =
            "`generated` is the module of all generated code and can't be the name of an API's folder";
        findings.push(Finding::new(&RUST_KEYWORD, scope.place, message, "rename the folder"));
    }
    let mut check = |what: &str, name: &str, place: Span, help: String| {
        if names::is_snake_case(name) && names::is_taken(name) {
            let message = format!("`{name}` is reserved in Rust and can't be the name of {what}");
            findings.push(Finding::new(&RUST_KEYWORD, place, message, help));
        }
    };
    check("an API's folder", scope.name, scope.place, "rename the folder".into());
    for table in &scope.tables {
        let place = Span::start_of(table.file);
        check(
            "a table's file",
            table.name,
            place,
            format!("rename it, for example to `{}_errors.yaml`", table.name),
        );
    }
    let header_params = scope.api.headers.0.iter().filter_map(|(_, header)| header.param.as_ref());
    for name in header_params {
        check("a param", name, name.span, format!("rename it, for example to `{}_value`", name.value));
    }
    for (name, _) in scope.entries.iter().flat_map(|entry| &entry.raw.params.0) {
        let help = format!(
            "rename it, for example to `{0}_name`, and keep the name on the wire: `wire: {0}`",
            name.value
        );
        check("a param", name, name.span, help);
    }
}

/// Checks that no table has the name of the module of known values.
fn module_of_known_values(scope: &Scope<'_>, findings: &mut Findings) {
    let mut params = scope.entries.iter().flat_map(|entry| &entry.raw.params.0);
    let Some((name, _)) = params.find(|(_, raw)| !raw.values.is_empty()) else { return };
    let Some(table) = scope.tables.iter().find(|table| table.name == ENUMS_MODULE) else { return };
    let message = format!("`{ENUMS_MODULE}` is the module of the API's known values in Rust");
    let help = format!("rename the file, for example to `{ENUMS_MODULE}_errors.yaml`");
    let finding = Finding::new(&RUST_KEYWORD, Span::start_of(table.file), message, help);
    findings.push(finding.related(name.span, "a param with known values"));
}

pub(crate) static DEVICE_NAME: Rule = Rule {
    name: "device-name",
    why: "Windows can't create files with this name (`con`, `nul`, `com1`, …), so the catalog or the \
          generated files couldn't be checked out there.",
    fix: "Use another name.",
    ..Rule::REQUIRED
};

/// Checks that no folder, table, guide or page has the name of a device.
pub(super) fn device_name(scope: &Scope<'_>, findings: &mut Findings) {
    let mut check = |what: &str, name: &str, place: Span| {
        if names::is_device(name) {
            let message =
                format!("{} can't be the name of {what}: Windows reserves it for a device", quoted(name));
            findings.push(Finding::new(&DEVICE_NAME, place, message, "choose another name"));
        }
    };
    check("an API's folder", scope.name, scope.place);
    for table in &scope.tables {
        check("a table's file", table.name, Span::start_of(table.file));
    }
    for guide in &scope.guides {
        check("a guide's file", &guide.name, Span::start_of(guide.file));
    }
    for Address { code, path, .. } in scope.addresses() {
        let segment = path.rsplit('/').next().unwrap_or_default();
        check("a code's page", segment, code.span);
    }
}
