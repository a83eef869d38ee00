//! Assertions for any input: the generator never panics, generated Rust parses, pages contain no scripts, and
//! findings have a location and can be shown. Used by the tests here and by the fuzz targets in
//! `xtask/fuzz`.

#![allow(dead_code, reason = "each user takes a part of it")]

use std::sync::LazyLock;

use errcat_catalog::finding::{Findings, Sources};
use errcat_catalog::{InputFile, Report, invisible, report};
use errcat_cli::pipeline::{Inputs, plan, read};
use errcat_targets::output::Plan;
use errcat_targets::settings::{Flavor, Markdown};

use crate::catalog;

/// The files of the real catalogs, and of every valid fixture as a separate API.
pub(crate) static FILES: LazyLock<Vec<InputFile>> = LazyLock::new(|| {
    let mut files = REAL.files.clone();
    for folder in catalog::folders("good") {
        // This fixture contains links to its own API under the name `demo`.
        let api = catalog::name(&folder).replace('-', "_").replace("tables", "demo");
        let fixture = catalog::fixture(&folder, None).files;
        files.extend(fixture.into_iter().map(|file| {
            let path = file.path.replace("catalog/demo/", &format!("catalog/{api}/"));
            InputFile { path, ..file }
        }));
    }
    files
});

static REAL: LazyLock<Inputs> = LazyLock::new(catalog::real);

/// The page templates.
pub(crate) fn templates() -> impl Iterator<Item = &'static InputFile> {
    REAL.templates.iter().filter(|file| file.path.ends_with(".html") || file.path.ends_with(".md"))
}

/// Returns the API that contains a file, with another content of the file.
pub(crate) fn with(path: &str, bytes: Vec<u8>) -> Inputs {
    let folder = path.splitn(3, '/').take(2).collect::<Vec<_>>().join("/") + "/";
    let mut files: Vec<InputFile> =
        FILES.iter().filter(|file| file.path.starts_with(&folder) && file.path != path).cloned().collect();
    files.push(InputFile { path: path.to_owned(), bytes, too_large: false });
    Inputs { templates: REAL.templates.clone(), ..catalog::inputs(files) }
}

/// Tests a content of a file in a catalog, with the other files of its API.
pub(crate) fn in_catalog(path: &str, bytes: Vec<u8>) {
    let mut inputs = with(path, bytes);
    for (path, file) in make(&inputs).iter().flat_map(Plan::files) {
        let text = || str::from_utf8(&file.bytes).expect("it is UTF-8");
        match path.extension() {
            Some("rs") => assert!(syn::parse_file(text()).is_ok(), "{path} doesn't parse:\n{}", text()),
            Some("html") => {
                let text = text().to_ascii_lowercase();
                // The built-in template of this page has a script of its own.
                let own = usize::from(path.file_name() == Some("404.html"));
                let runs = text.matches("<script>").count() != own || text.contains("=\"javascript:");
                assert!(!runs, "{path} runs what it shows:\n{text}");
            }
            _ => {}
        }
    }
    if path.ends_with(".md") {
        // In Mintlify's MDX, a text could become code.
        inputs.settings.targets.markdown = markdown(Flavor::Mintlify);
        make(&inputs);
    }
}

/// Tests a content of a template that replaces a built-in one.
pub(crate) fn as_template(path: &str, bytes: Vec<u8>) {
    let api = "catalog/kakunin/api.yaml";
    let own = FILES.iter().find(|file| file.path == api).expect("an API").bytes.clone();
    let mut inputs = with(api, own);
    inputs.templates.retain(|template| template.path != path);
    inputs.templates.push(InputFile { path: path.to_owned(), bytes, too_large: false });
    inputs.settings.targets.markdown =
        path.starts_with("markdown/").then(|| markdown(Flavor::Plain)).flatten();
    make(&inputs);
}

fn markdown(flavor: Flavor) -> Option<Markdown> {
    Some(Markdown { folder: "docs/errors".into(), flavor, prefix: None })
}

/// Generates everything. `None` if there are errors, which must have valid locations.
fn make(inputs: &Inputs) -> Option<Plan> {
    let generated = read(inputs).and_then(|checked| {
        assert_locations(&checked.warnings, &checked.sources);
        plan(&checked.catalog, inputs)
    });
    generated.inspect_err(assert_shown).ok()
}

/// Asserts that all locations of a report are valid, and that no format contains control characters.
fn assert_shown(report: &Report) {
    assert!(!report.findings.is_empty());
    assert_locations(&report.findings, &report.sources);
    for text in [report::human(report, false), report::json(report), report::github(report)] {
        assert_eq!(invisible::find(&text).next(), None, "{text}");
    }
}

fn assert_locations(findings: &Findings, sources: &Sources) {
    for finding in findings.sorted(sources) {
        for span in std::iter::once(finding.span).chain(finding.related.iter().map(|(span, _)| *span)) {
            let range = span.start as usize..span.end as usize;
            assert!(sources.file(span.file).text.get(range).is_some(), "{}: {span}", finding.rule.name);
        }
        assert!(!finding.message.is_empty());
    }
}
