//! A small catalog that uses every feature at least once, and variants with hostile texts.

use camino::Utf8Path;

use errcat_catalog::{InputFile, Inputs};

use crate::template::Template;
use errcat_catalog::model::{
    Api, Body, Catalog, Cause, CodeExample, Entry, Example, Param, Piece, Request, Template as Message,
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/fixture");

pub(crate) fn catalog() -> Catalog {
    checked(read(ROOT.into()))
}

/// Returns the catalogs of this repository.
pub(crate) fn real() -> Catalog {
    let mut files = read(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog").as_path());
    files.retain(|file| {
        file.path.contains('/') && (file.path.ends_with(".yaml") || file.path.ends_with(".md"))
    });
    checked(files)
}

/// Returns the catalogs in the shapes of real ones, each with one API.
pub(crate) fn families() -> Vec<Catalog> {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../errcat-cli/tests/families");
    let folders = root.read_dir_utf8().expect("an existing folder").map(|entry| entry.expect("readable"));
    let mut folders: Vec<_> = folders.map(|entry| entry.into_path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let family = |folder: &camino::Utf8PathBuf| {
        let mut files = read(folder);
        files.retain(|file| file.path.ends_with(".yaml"));
        files.iter_mut().for_each(|file| file.path.insert_str(0, "demo/"));
        checked(files)
    };
    folders.iter().map(family).collect()
}

fn checked(mut files: Vec<InputFile>) -> Catalog {
    for file in &mut files {
        file.path.insert_str(0, "catalog/");
    }
    errcat_catalog::read(&Inputs::of(&files))
        .unwrap_or_else(|report| panic!("{:#?}", report.findings))
        .catalog
}

/// Returns the built-in templates.
pub(super) fn templates() -> Vec<Template> {
    let template = |(path, bytes): &(&str, &[u8])| Template {
        path: (*path).to_owned(),
        text: String::from_utf8(bytes.to_vec()).expect("templates are text"),
    };
    errcat_templates::FILES.iter().map(template).collect()
}

/// Returns the built-in templates as input files.
pub(super) fn template_files() -> Vec<InputFile> {
    errcat_templates::FILES.iter().map(|(path, bytes)| InputFile::new(*path, *bytes)).collect()
}

/// Reads the files of a folder, by path.
fn read(folder: &Utf8Path) -> Vec<InputFile> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir_utf8().expect("an existing folder") {
            let path = entry.expect("a readable folder").into_path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a readable file");
                let path = path.strip_prefix(folder).expect("a path in the folder").to_string();
                files.push(InputFile::new(path, bytes));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Returns the catalog with every text replaced, which rules would reject. Names, slugs and types are kept.
pub(crate) fn hostile(payload: &str) -> Catalog {
    let mut catalog = catalog();
    for api in &mut catalog.apis {
        replace_texts_of_api(api, payload);
    }
    catalog
}

fn replace_texts_of_api(api: &mut Api, payload: &str) {
    let text = || payload.to_owned();
    api.title = text();
    api.summary = text();
    api.base_url = Some(text());
    api.reference = Some(text());
    api.version = Some(text());
    api.repository = Some(text());
    api.owner = Some(text());
    for success in &mut api.success {
        success.title = text();
        success.doc = text();
    }
    for header in &mut api.headers {
        header.name = text();
        replace_texts_of_param(&mut header.value, payload);
    }
    for envelope in &mut api.envelopes {
        envelope.summary = text();
        envelope.content_type = text();
        envelope.context.iter_mut().for_each(|param| replace_texts_of_param(param, payload));
        envelope.fields.push((text(), text()));
    }
    for code in &mut api.codes {
        code.code = text();
        code.variant = text();
        code.aliases.iter_mut().for_each(|alias| alias.code = text());
    }
    for table in &mut api.tables {
        table.title = text();
        table.summary = Some(text());
        table.operations = vec![format!("POST {payload}")];
        table.entries.iter_mut().for_each(|entry| replace_texts_of_entry(entry, payload));
    }
    for guide in &mut api.guides {
        guide.title = text();
        guide.text = text();
    }
}

fn replace_texts_of_entry(entry: &mut Entry, payload: &str) {
    let text = || payload.to_owned();
    let message = || Message { text: text(), pieces: vec![Piece::Text(text())] };
    entry.title = text();
    entry.operations = vec![format!("PUT {payload}")];
    entry.message = message();
    entry.log = Some(message());
    entry.answer = Some(text());
    entry.meaning = Some(text());
    entry.causes = vec![Cause { text: text(), fix: Some(text()) }];
    for texts in [&mut entry.fixes, &mut entry.notes, &mut entry.security] {
        *texts = vec![text()];
    }
    entry.params.iter_mut().for_each(|param| replace_texts_of_param(param, payload));
    for source in &mut entry.sources {
        source.text = text();
        source.path = text();
    }
    entry.owner = Some(text());
    entry.since = Some(text());
    entry.deprecated = Some(text());
    let request = || Request {
        operation: Some(format!("POST /{payload}")),
        headers: vec![(text(), text())],
        body: Some(Body::Text(text())),
    };
    entry.examples.push(Example {
        title: Some(text()),
        doc: Some(text()),
        request: Some(request()),
        response: None,
        corrected: Some(request()),
        fix: Some(text()),
        code: vec![(text(), text())],
    });
    entry.code_examples.push(CodeExample {
        title: Some(text()),
        doc: Some(text()),
        language: text(),
        fails: text(),
        mark: Some(0..payload.find('\n').unwrap_or(payload.len())),
        works: Some(text()),
    });
}

fn replace_texts_of_param(param: &mut Param, payload: &str) {
    param.doc = payload.to_owned();
    param.wire = payload.to_owned();
    if param.example.is_string() {
        param.example = payload.into();
    }
}
