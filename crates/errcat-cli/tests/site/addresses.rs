//! Checks that every URL of the site leads to a file: links in Markdown pages, and absolute URLs in the
//! sitemap, in `errors.json` and in front matter. `browser/links.test.mjs` checks the links of HTML pages.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Checks a site that is published at a URL.
pub(super) fn check(site: &Path, published: &str) {
    let site = Utf8Path::from_path(site).expect("a path that is text");
    let files: HashSet<Utf8PathBuf> = files(site);
    let (mut links, mut absolute) = (0, 0);
    for file in &files {
        let text = fs::read_to_string(site.join(file)).expect("the site is text");
        for address in paths(&text, published) {
            absolute += 1;
            assert!(has_target(&files, Utf8Path::new(""), address), "{file}: {published}{address}");
            assert!(!is_markdown_heading(address), "{file}: {published}{address}");
        }
        if matches!(file.extension(), Some("md" | "txt")) {
            for link in markdown_links(&text) {
                let here = file.parent().expect("a folder");
                let is_elsewhere = link.contains("://") || link.starts_with('#');
                assert!(is_elsewhere || has_target(&files, here, &link), "{file}: {link}");
                assert!(!is_markdown_heading(&link), "{file}: {link}");
                links += 1;
            }
        }
    }
    assert!(links > 3 * files.len() / 2 && absolute > files.len(), "{links} links, {absolute} addresses");
}

/// Returns `true` if a link leads to a heading of a Markdown page. Headings in Markdown have no ids.
fn is_markdown_heading(link: &str) -> bool {
    link.contains(".md#")
}

/// Returns `true` if a link in a folder of the site leads to a file, or to a folder with a page.
fn has_target(files: &HashSet<Utf8PathBuf>, from: &Utf8Path, link: &str) -> bool {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    let mut target = from.to_owned();
    for part in path.split('/') {
        match part {
            ".." if target.pop() => {}
            // The link leads out of the site.
            ".." => return false,
            part => target.push(part),
        }
    }
    files.contains(&target) || files.contains(&target.join("index.html"))
}

/// Returns the paths of all URLs of the site in a text.
fn paths<'a>(text: &'a str, published: &'a str) -> impl Iterator<Item = &'a str> {
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

/// Returns the paths of all files below a folder, relative to it.
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
