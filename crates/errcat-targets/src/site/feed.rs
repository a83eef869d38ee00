//! Generates `feed.xml`, what changed for clients, newest first (Atom, RFC 4287).
//!
//! Links in a feed are absolute, so it is only generated if the catalog specifies the site's address.

use crate::docs::escape_html::escape_into;
use crate::docs::links::encode;
use crate::docs::page::{FEED, Page};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::history::{History, PastChange, Timestamp};

/// The number of characters of a commit in the ID of an entry.
const SHORT_COMMIT: usize = 12;

/// Returns the feed. `None` if the site's address or the history of the catalog isn't known.
pub(super) fn file(site: &Site<'_>) -> Option<(String, String)> {
    let (history, base) = (site.history.filter(|_| site.has_feed())?, site.current(None)?);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {} -->\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xml:lang=\"en\">\n",
        generated_from(&site.settings.catalog)
    );
    let home = format!("{base}/");
    push_element(&mut xml, "id", &home);
    push_element(&mut xml, "title", &site.settings.title);
    push_element(&mut xml, "updated", &last_change(site, history).rfc3339());
    push_link(&mut xml, "self", &format!("{home}{FEED}"));
    push_link(&mut xml, "alternate", &home);
    xml.push_str("<author>");
    push_element(&mut xml, "name", &site.settings.title);
    xml.push_str("</author>\n");
    for change in &history.changes {
        push_entry(&mut xml, site, &home, change);
    }
    xml.push_str("</feed>\n");
    Some((FEED.to_owned(), xml))
}

/// Returns the time of the last entry. A feed without entries changes with the catalog.
fn last_change(site: &Site<'_>, history: &History) -> Timestamp {
    let newest = history.changes.first().map(|change| change.time);
    newest.or_else(|| history.time_of_folder(&site.settings.catalog)).unwrap_or_default()
}

fn push_entry(xml: &mut String, site: &Site<'_>, home: &str, change: &PastChange) {
    let PastChange { time, commit, api, code, subject, changes } = change;
    let page = site.page_of(api, code.as_deref());
    let url = page.and_then(|page| site.canonical(page)).unwrap_or_else(|| home.to_owned());
    let commit: String = commit.chars().take(SHORT_COMMIT).collect();
    let title = page.and_then(Page::api).map_or(api, |api| &site.api(api).title);
    let more = match changes.len() {
        ..=1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let first = changes.first().map_or("", |change| change);
    xml.push_str("<entry>\n");
    // A page can change several times, and a commit can change several things.
    push_element(xml, "id", &format!("{home}#{commit}-{api}-{}", encode(subject)));
    push_element(xml, "title", &format!("{title}: {subject} {first}{more}"));
    push_element(xml, "updated", &time.rfc3339());
    push_link(xml, "alternate", &url);
    xml.push_str("<category term=\"");
    escape_into(xml, api);
    xml.push_str("\"/>\n");
    push_element(xml, "summary", &changes.join("\n"));
    xml.push_str("</entry>\n");
}

fn push_element(xml: &mut String, name: &str, text: &str) {
    xml.extend(["<", name, ">"]);
    escape_into(xml, text);
    xml.extend(["</", name, ">\n"]);
}

fn push_link(xml: &mut String, rel: &str, url: &str) {
    xml.extend(["<link rel=\"", rel, "\" href=\""]);
    escape_into(xml, url);
    xml.push_str("\"/>\n");
}
