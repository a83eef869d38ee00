//! Tests the mistakes in `target.toml`, with their locations and fixes.

use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;

use super::{FolderTarget, discover};
use crate::settings::{FolderSettings, Settings};
use crate::target::Target;

const MANIFEST: &str = "output = \"clients/ada\"\n[[files]]\nfile = \"codes.ads.tera\"\neach = \"api\"\n\
    path = \"{{ api.name }}/codes.ads\"\nescape = \"none\"\n[comments]\nads = \"--\"\n";

fn targets(manifest: &str, settings: &Settings) -> Result<Vec<FolderTarget>, Report> {
    let files = [
        InputFile::new("ada/codes.ads.tera", "package {{ api.name }};\n"),
        InputFile::new("ada/readme.txt", "Static.\n"),
        InputFile::new("ada/target.toml", manifest),
        InputFile::new("site/target.toml", "a file of the site"),
    ];
    discover(settings, &files, &|_| false)
}

/// Returns the findings as `text at the location: message; help`.
fn found(manifest: &str) -> Vec<String> {
    let Err(report) = targets(manifest, &Settings::default()) else { return Vec::new() };
    let findings = report.findings.sorted(&report.sources);
    let shown = |finding: &&errcat_catalog::finding::Finding| {
        assert_eq!(finding.rule.name, "target-manifest");
        format!("{}: {}; {}", report.sources.text(finding.span), finding.message, finding.help)
    };
    findings.iter().map(shown).collect()
}

#[test]
fn folders_with_a_manifest_are_targets() {
    let targets = targets(MANIFEST, &Settings::default()).expect("no mistakes");
    let [target] = targets.as_slice() else { panic!("{targets:?}") };
    assert_eq!((target.name(), target.output()), ("ada", "clients/ada"));
    assert_eq!(target.api_paths("bank"), ["clients/ada/bank"]);
}

#[test]
fn built_in_targets_are_off_until_they_are_named() {
    let files = [InputFile::new("ada/target.toml", "output = \"clients/ada\"\n")];
    let mut settings = Settings::default();
    assert!(
        discover(&settings, &files, &|file| file.path.starts_with("ada/")).expect("no mistakes").is_empty()
    );
    let own = FolderSettings { output: Some("sdk".to_owned()), ..FolderSettings::default() };
    settings.targets.insert("ada".to_owned(), own);
    let targets = discover(&settings, &files, &|file| file.path.starts_with("ada/")).expect("no mistakes");
    assert_eq!(targets[0].output(), "sdk");
}

#[test]
fn a_target_with_a_manifest_of_its_own_gets_only_what_it_lists() {
    let own = InputFile::new("ada/target.toml", "output = \"sdk\"\n[[files]]\nfile = \"a.txt\"\n");
    let built_in = |name: &str| InputFile::new(name, "errcat's");
    let files = [built_in("ada/a.txt"), built_in("ada/b.txt"), InputFile::new("ada/c.txt", "own"), own];
    let is_built_in = |file: &InputFile| file.bytes == b"errcat's";
    let targets = discover(&Settings::default(), &files, &is_built_in).expect("no mistakes");
    let planned: Vec<&str> = targets[0].plan.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(planned, ["a.txt", "c.txt"]);
}

#[test]
fn settings_replace_the_name_of_the_package() {
    let manifest = "output = \"sdk\"\n[values]\npackage = \"errors\"\n[[files]]\nfile = \"a.txt.tera\"\n";
    let files = [
        InputFile::new("ada/target.toml", manifest),
        InputFile::new("ada/a.txt.tera", "{{ values.package }}"),
        InputFile::new("bob/target.toml", "output = \"bob\"\n"),
    ];
    let mut settings = Settings::default();
    let package = || FolderSettings { package: Some("acme".to_owned()), ..FolderSettings::default() };
    settings.targets.insert("ada".to_owned(), package());
    let targets = discover(&settings, &files, &|_| false).expect("no mistakes");
    assert_eq!(targets[0].plan.values["package"].as_str(), Some("acme"));
    settings.targets.insert("bob".to_owned(), package());
    let report = discover(&settings, &files, &|_| false).expect_err("bob has no package");
    let findings = report.findings.sorted(&report.sources);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.message, "Cargo.toml sets the package's name, which this target doesn't have");
}

#[test]
fn mistakes_are_located_and_have_a_fix() {
    assert_eq!(found(MANIFEST), [""; 0]);
    for (from, to, expected) in [
        ("output", "outputs", "outputs: unknown key `outputs`; did you mean `output`?"),
        ("path =", "paths =", "paths: unknown key `paths`; did you mean `path`?"),
        ("\"api\"", "\"apis\"", "\"apis\": unknown word `apis`; did you mean `api`?"),
        ("\"none\"", "\"nome\"", "\"nome\": unknown way to escape `nome`; did you mean `none`?"),
        (
            "codes.ads.tera",
            "code.ads.tera",
            "\"code.ads.tera\": there is no file `code.ads.tera` in this folder; did you mean `codes.ads.tera`?",
        ),
        (
            "path = \"{{ api.name }}/codes.ads\"\n",
            "",
            "\"codes.ads.tera\": several outputs would have one path; add `path`, as in path = \"{{ api.name }}/errors.txt\"",
        ),
        (
            "escape = \"none\"\n",
            "",
            "\"{{ api.name }}/codes.ads\": how texts are escaped in `{{ api.name }}/codes.ads` isn't known; add `escape`, one \
             of json, js, python, go, java, kotlin, rust, php, ruby, c, html, xml, markdown, none",
        ),
        (
            "\"--\"",
            "\"\"",
            "\"\": a comment has to start with something, on one line; write how it starts, as \"//\", or how it starts and \
             ends, as [\"/*\", \"*/\"]",
        ),
        (
            "path =",
            "errors = false\npath =",
            "false: `errors` is for files of the whole catalog; remove it: an API, a table and an error always come with \
             their errors",
        ),
        (
            "clients/ada",
            "catalog/ada",
            "\"catalog/ada\": the output `catalog/ada` and the catalog, `catalog`, lie in one another; give it a folder of \
             its own",
        ),
        (
            "[comments]",
            "[types]\nintger = \"Integer\"\n[comments]",
            "intger: there is no type `intger` of params; did you mean `integer`?",
        ),
        (
            "[[files]]",
            "reserved = [\"Error\"]\n[[files]]",
            "\"Error\": no template uses the filter `identifier`; use it as `{{ error.variant | identifier }}`, or remove \
             `reserved`",
        ),
    ] {
        assert_eq!(found(&MANIFEST.replacen(from, to, 1)), [expected]);
    }
}

#[test]
fn one_run_reports_every_mistake() {
    let manifest =
        MANIFEST.replace("clients/ada", "../ada").replace("codes.ads.tera", "x").replace("\"--\"", "\"\"");
    assert_eq!(found(&manifest).len(), 3);
}
