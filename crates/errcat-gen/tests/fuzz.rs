//! Whatever a catalog, a lock, a guide, a template or code holds: an answer, never a panic; and every finding has a place that
//! can be shown.

mod catalog;
mod mutation;

use std::sync::LazyLock;

use errcat_gen::code::{self, File};
use errcat_gen::diff::diff;
use errcat_gen::model::Catalog;
use errcat_gen::{InputFile, Inputs, Report, generate, read, report};
use proptest::prelude::*;

use mutation::{mistaken, mistaken_text};

/// The real catalogs, and every fixture of the language as an API of its own.
static FILES: LazyLock<Vec<InputFile>> = LazyLock::new(|| {
    let mut files = catalog::real().files;
    for folder in catalog::folders("good") {
        // One fixture links to itself under the name that all of them have in their own tests.
        let api = catalog::name(&folder).replace('-', "_").replace("tables", "demo");
        let fixture = catalog::fixture(&folder, None).files;
        files.extend(fixture.into_iter().map(|file| {
            let path = file.path.replace("catalog/demo/", &format!("catalog/{api}/"));
            InputFile { path, ..file }
        }));
    }
    files
});

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    read(&catalog::real()).unwrap_or_else(|found| panic!("{}", report::human(&found, false))).catalog
});

proptest! {
    #![proptest_config(mutation::config(256))]

    /// Tables, api.yaml, locks and guides, one of them with mistakes, the others of its API as they are.
    #[test]
    fn files_of_a_catalog((file, bytes) in mistaken(texts(&FILES))) {
        let inputs = with(&FILES[file].path, bytes);
        match generate(&inputs) {
            Ok(plan) => for (path, file) in plan.files().filter(|(path, _)| path.extension() == Some("rs")) {
                let text = str::from_utf8(&file.bytes).expect("Rust is UTF-8");
                prop_assert!(syn::parse_file(text).is_ok(), "{} doesn't parse:\n{}", path, text);
            },
            Err(report) => shown(&report)?,
        }
    }

    /// What has become of a catalog can be told, whatever it was.
    #[test]
    fn differences((file, bytes) in mistaken(texts(&FILES))) {
        let path = &FILES[file].path;
        let inputs = Inputs { lenient: true, ..with(path, bytes) };
        if let Ok(new) = read(&inputs) {
            let old = Inputs { lenient: true, ..with(path, FILES[file].bytes.clone()) };
            let old = read(&old).expect("it has no finding");
            let told = errcat_gen::diff::show::markdown(&diff(&old.catalog, &new.catalog), "main");
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&told));
            prop_assert!(!html.contains("<script>") && !html.contains("=\"javascript:"), "{}", told);
        }
    }

    /// A template in place of a built-in one.
    #[test]
    fn templates_of_ones_own((template, bytes) in mistaken(templates().into_iter().map(|(_, text)| text).collect())) {
        let (path, _) = templates().swap_remove(template);
        let mut inputs = with("catalog/kakunin/api.yaml", api("kakunin"));
        inputs.templates.retain(|template| template.path != path);
        inputs.templates.push(InputFile { path, bytes, too_large: false });
        if let Err(report) = generate(&inputs) {
            shown(&report)?;
        }
    }

    /// Rust in which uses of errors are looked for.
    #[test]
    fn code_that_uses_errors((_, text) in mistaken_text(RUST.iter().map(ToString::to_string).collect())) {
        let file = File { path: "src/lib.rs".into(), text, is_rust: true, literals: Vec::new() };
        let found = code::find(&CATALOG, &[], std::slice::from_ref(&file));
        for (api, codes) in CATALOG.apis.iter().map(|api| api.codes.len()).enumerate() {
            for code in 0..codes {
                for place in found.uses(code::CodeId { api, code }) {
                    prop_assert!(file.text.get(place.place.clone()).is_some());
                }
            }
        }
    }
}

const RUST: &[&str] = &[
    include_str!("../../api-errors/examples/service.rs"),
    include_str!("../../api-errors/tests/derive.rs"),
    include_str!("../../api-errors/tests/kakunin.rs"),
];

/// Every place of a report is one, and none of its forms holds what a terminal would obey.
fn shown(report: &Report) -> Result<(), TestCaseError> {
    prop_assert!(!report.findings.is_empty());
    for finding in report.findings.sorted(&report.sources) {
        for span in std::iter::once(finding.span).chain(finding.related.iter().map(|(span, _)| *span)) {
            let text = &report.sources.file(span.file).text;
            let range = span.start as usize..span.end as usize;
            prop_assert!(text.get(range).is_some(), "{}: {}", finding.rule.name(), span);
        }
        prop_assert!(!finding.message.is_empty());
    }
    for text in [report::human(report, false), report::json(report), report::github(report)] {
        prop_assert!(!text.contains(report::visible::is_invisible), "{}", text);
    }
    Ok(())
}

fn texts(files: &[InputFile]) -> Vec<String> {
    files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect()
}

/// The API that a file is of, with this in the file.
fn with(path: &str, bytes: Vec<u8>) -> Inputs {
    let folder = path.splitn(3, '/').take(2).collect::<Vec<_>>().join("/") + "/";
    let mut files: Vec<InputFile> =
        FILES.iter().filter(|file| file.path.starts_with(&folder) && file.path != path).cloned().collect();
    files.push(InputFile { path: path.to_owned(), bytes, too_large: false });
    Inputs { templates: catalog::real().templates, ..catalog::inputs(files) }
}

fn api(name: &str) -> Vec<u8> {
    let path = format!("catalog/{name}/api.yaml");
    FILES.iter().find(|file| file.path == path).expect("an API").bytes.clone()
}

/// The templates that pages are made of, by path.
fn templates() -> Vec<(String, String)> {
    let templates = catalog::real().templates.into_iter();
    let texts = templates.filter_map(|file| Some((file.path, String::from_utf8(file.bytes).ok()?)));
    texts.filter(|(path, _)| path.ends_with(".html") || path.ends_with(".md")).collect()
}
