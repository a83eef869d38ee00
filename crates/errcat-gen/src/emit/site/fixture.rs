//! A small catalog with at least one of everything, and the same in hostile hands.

use camino::Utf8Path;

use super::Template;
use crate::model::{Api, Body, Catalog, Entry, Example, Param, Piece, Request, Template as Message};
use crate::{InputFile, Inputs};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/emit/site/fixture");

pub(super) fn catalog() -> Catalog {
    checked(read(ROOT.into()))
}

/// The catalogs of this repository.
pub(super) fn real() -> Catalog {
    let mut files = read(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog").as_path());
    files.retain(|file| {
        file.path.contains('/') && (file.path.ends_with(".yaml") || file.path.ends_with(".md"))
    });
    checked(files)
}

fn checked(mut files: Vec<InputFile>) -> Catalog {
    for file in &mut files {
        file.path.insert_str(0, "catalog/");
    }
    crate::read(&Inputs { files, ..Inputs::default() })
        .unwrap_or_else(|report| panic!("{:#?}", report.findings))
        .catalog
}

/// The built-in templates.
pub(super) fn templates() -> Vec<Template> {
    let files = read(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates").as_path());
    let template = |file: InputFile| Template {
        path: file.path,
        text: String::from_utf8(file.bytes).expect("templates are text"),
    };
    files.into_iter().map(template).collect()
}

/// The files below a folder, by their path from it.
fn read(folder: &Utf8Path) -> Vec<InputFile> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir_utf8().expect("the folder is there") {
            let path = entry.expect("its files can be listed").into_path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("its files can be read");
                let path = path.strip_prefix(folder).expect("it lies in it").to_string();
                files.push(InputFile { path, bytes, too_large: false });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The catalog with every text replaced, as no rule would let it pass; names, codes' slugs and types remain.
pub(super) fn hostile(payload: &str) -> Catalog {
    let mut catalog = catalog();
    for api in &mut catalog.apis {
        poison_api(api, payload);
    }
    catalog
}

fn poison_api(api: &mut Api, payload: &str) {
    let text = || payload.to_owned();
    api.title = text();
    api.summary = text();
    api.base_url = Some(text());
    api.reference = Some(text());
    api.repository = Some(text());
    api.owner = Some(text());
    for success in &mut api.success {
        success.title = text();
        success.doc = text();
    }
    for header in &mut api.headers {
        header.name = text();
        poison_param(&mut header.value, payload);
    }
    for envelope in &mut api.envelopes {
        envelope.summary = text();
        envelope.content_type = text();
        envelope.context.iter_mut().for_each(|param| poison_param(param, payload));
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
        table.entries.iter_mut().for_each(|entry| poison_entry(entry, payload));
    }
    for guide in &mut api.guides {
        guide.title = text();
        guide.text = text();
    }
}

fn poison_entry(entry: &mut Entry, payload: &str) {
    let text = || payload.to_owned();
    let message = || Message { text: text(), pieces: vec![Piece::Text(text())] };
    entry.title = text();
    entry.message = message();
    entry.log = Some(message());
    entry.meaning = Some(text());
    for texts in [&mut entry.causes, &mut entry.fixes, &mut entry.notes, &mut entry.security] {
        *texts = vec![text()];
    }
    entry.params.iter_mut().for_each(|param| poison_param(param, payload));
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
}

fn poison_param(param: &mut Param, payload: &str) {
    param.doc = payload.to_owned();
    param.wire = payload.to_owned();
    if param.example.is_string() {
        param.example = payload.into();
    }
}
