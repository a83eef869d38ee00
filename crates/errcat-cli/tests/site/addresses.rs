//! Every address that the site gives of itself leads to a file of it: the links of the Markdown twins, and
//! the absolute addresses anywhere, in the sitemap, in `errors.json`, in front matter. The links of pages are
//! `browser/links.test.mjs`.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Checks a site that is published at an address.
pub(super) fn check(site: &Path, published: &str) {
    let site = Utf8Path::from_path(site).expect("a path that is text");
    let files: HashSet<Utf8PathBuf> = files(site);
    let (mut links, mut absolute) = (0, 0);
    for file in &files {
        let text = fs::read_to_string(site.join(file)).expect("the site is text");
        for address in addresses(&text, published) {
            absolute += 1;
            assert!(leads(&files, Utf8Path::new(""), address), "{file}: {published}{address}");
            assert!(!is_part_of_a_twin(address), "{file}: {published}{address}");
        }
        if matches!(file.extension(), Some("md" | "txt")) {
            for link in markdown_links(&text) {
                let here = file.parent().expect("a folder");
                let is_elsewhere = link.contains("://") || link.starts_with('#');
                assert!(is_elsewhere || leads(&files, here, &link), "{file}: {link}");
                assert!(!is_part_of_a_twin(&link), "{file}: {link}");
                links += 1;
            }
        }
    }
    assert!(links > 3 * files.len() / 2 && absolute > files.len(), "{links} links, {absolute} addresses");
}

/// Whether a link leads to a heading of a twin: Markdown's headings have no ids.
fn is_part_of_a_twin(link: &str) -> bool {
    link.contains(".md#")
}

/// Whether a link leads to a file, or to a folder with a page, from a folder of the site.
fn leads(files: &HashSet<Utf8PathBuf>, from: &Utf8Path, link: &str) -> bool {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    let mut target = from.to_owned();
    for part in path.split('/') {
        match part {
            ".." if target.pop() => {}
            // Out of the site.
            ".." => return false,
            part => target.push(part),
        }
    }
    files.contains(&target) || files.contains(&target.join("index.html"))
}

/// What follows the site's own address, wherever it stands.
fn addresses<'a>(text: &'a str, published: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(published).skip(1).map(|rest| {
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()[]`\\&,*".contains(c));
        rest[..end.unwrap_or(rest.len())].trim_end_matches('.')
    })
}

fn markdown_links(text: &str) -> Vec<String> {
    let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let events = Parser::new_ext(body.map_or(text, |(_, body)| body), Options::all());
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    };
    events.filter_map(link).collect()
}

/// Every file, by its path from the folder.
fn files(folder: &Utf8Path) -> HashSet<Utf8PathBuf> {
    let mut files = HashSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir_utf8().expect("a folder") {
            let path = entry.expect("an entry").into_path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).expect("it lies in it").to_owned());
            }
        }
    }
    files
}
