//! Reads the facts about a request and its response from a text: an access log, the exception of a client, a
//! line of a log, headers. The site's search (`templates/site/http.js`) reads with the same patterns.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use errcat_catalog::model::Catalog;
use errcat_targets::HTTP_PATTERNS;
use regex::{Captures, Regex, RegexBuilder};
use serde::Deserialize;

use super::hosts::apis_of_host;

/// The facts in a text about a request and its response.
#[derive(Debug, Default)]
pub(super) struct HttpFacts {
    /// The status. A failure, if there is one.
    pub(super) status: Option<u16>,
    /// All statuses from 400.
    pub(super) failures: BTreeSet<u16>,
    pub(super) method: Option<String>,
    pub(super) target: Option<RequestTarget>,
    /// Hosts, and other names with dots, in lower case.
    pub(super) hosts: BTreeSet<String>,
    /// Values of headers of the catalog, by their lower-case names.
    pub(super) headers: BTreeMap<String, String>,
}

/// The target of a request.
#[derive(Debug)]
pub(super) struct RequestTarget {
    /// The host in lower case, if the target is an absolute URL.
    pub(super) host: Option<String>,
    pub(super) path: String,
}

/// The patterns of requests and responses, and of the headers of a catalog.
pub(super) struct HttpPatterns {
    shared: &'static SharedPatterns,
    headers: Option<Regex>,
}

/// The patterns of `http.json`, compiled.
struct SharedPatterns {
    patterns: Vec<Regex>,
    /// Statuses by their phrases in lower case.
    reasons: HashMap<String, u16>,
    colors: Regex,
}

#[derive(Deserialize)]
struct PatternFile {
    macros: BTreeMap<String, String>,
    patterns: Vec<(String, String)>,
    reasons: BTreeMap<u16, Vec<String>>,
}

static SHARED: LazyLock<SharedPatterns> = LazyLock::new(|| {
    let PatternFile { mut macros, patterns, reasons } =
        serde_json::from_str(HTTP_PATTERNS).expect("the file of patterns is valid");
    macros.insert("reason".to_owned(), reasons.values().flatten().cloned().collect::<Vec<_>>().join("|"));
    let expand = |pattern: &String| {
        macros.iter().fold(pattern.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    let phrases = reasons
        .into_iter()
        .flat_map(|(status, phrases)| phrases.into_iter().map(move |phrase| (phrase.to_lowercase(), status)));
    SharedPatterns {
        patterns: patterns.iter().map(|(_, pattern)| compile(&expand(pattern))).collect(),
        reasons: phrases.collect(),
        colors: compile(r"\x1b\[[0-9;]*m"),
    }
});

impl HttpPatterns {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let headers = catalog.apis.iter().flat_map(|api| &api.headers);
        let names: BTreeSet<String> = headers.map(|header| regex::escape(&header.name)).collect();
        let names = names.into_iter().collect::<Vec<_>>().join("|");
        let headers =
            format!(r#"(?:^|[^a-z0-9_-])({names})(?:["']?\s*[:=]\s*|\s+|["'\s]|$)["']?([a-z0-9_.:+-]*)"#);
        HttpPatterns { shared: &SHARED, headers: (!names.is_empty()).then(|| compile(&headers)) }
    }

    /// Returns `true` if a text is a phrase that stands for a status, such as `Not Found`.
    pub(super) fn is_reason(&self, text: &str) -> bool {
        self.shared.reasons.contains_key(&text.trim().to_lowercase())
    }

    /// Returns the facts in a text.
    pub(super) fn read(&self, catalog: &Catalog, text: &str) -> HttpFacts {
        let text = &*self.shared.colors.replace_all(text, "");
        let mut facts = HttpFacts::default();
        for captures in self.shared.patterns.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            self.add(catalog, &mut facts, &captures);
        }
        for captures in self.headers.iter().flat_map(|headers| headers.captures_iter(text)) {
            facts.headers.entry(captures[1].to_lowercase()).or_insert_with(|| captures[2].to_owned());
        }
        facts
    }

    fn add(&self, catalog: &Catalog, facts: &mut HttpFacts, captures: &Captures<'_>) {
        let group = |name: &str| captures.name(name).map(|group| group.as_str());
        let reason = || self.shared.reasons.get(&group("reason")?.to_lowercase()).copied();
        if let Some(status) = group("status").and_then(|status| status.parse().ok()).or_else(reason) {
            if status >= 400 {
                facts.failures.insert(status);
            }
            // A failure means more than a success, such as the status of the log's own line.
            facts.status = facts.status.filter(|known| *known >= 400 || status < 400).or(Some(status));
        }
        if facts.method.is_none() {
            facts.method = group("method").map(str::to_uppercase);
        }
        // The target of a known API counts more than others, such as links to documentation, and a path more
        // than a host alone, such as the base URL of a client.
        let is_known = |target: &RequestTarget| {
            target.host.as_deref().is_some_and(|host| apis_of_host(catalog, host).next().is_some())
        };
        let weight = |target: &RequestTarget| match target.path.as_str() {
            "/" => u8::from(target.host.is_some()),
            _ => 2 + 2 * u8::from(is_known(target)) + u8::from(target.host.is_some()),
        };
        let url = || group("url").and_then(RequestTarget::parse).filter(is_known);
        let target = group("target").and_then(RequestTarget::parse).or_else(url);
        if let Some(target) = target
            && facts.target.as_ref().is_none_or(|known| weight(&target) > weight(known))
        {
            facts.target = Some(target);
        }
        facts.hosts.extend(group("host").map(str::to_lowercase));
    }
}

impl RequestTarget {
    /// Splits a target into host and path, without punctuation around it.
    fn parse(text: &str) -> Option<Self> {
        let mut text = text.trim_end_matches(['.', ':', ';', '!', '?']);
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
            while text.ends_with(close) && text.matches(open).count() < text.matches(close).count() {
                text = &text[..text.len() - close.len_utf8()];
            }
        }
        let path_of = |text: &str| {
            let path = text.split(['?', '#']).next().unwrap_or_default();
            if path.is_empty() { "/".to_owned() } else { path.to_owned() }
        };
        let Some((_, rest)) = text.split_once("://") else {
            return text.starts_with('/').then(|| RequestTarget { host: None, path: path_of(text) });
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().to_lowercase();
        Some(RequestTarget { host: (!host.is_empty()).then_some(host), path: path_of(path) })
    }
}

/// Compiles a pattern. As in JavaScript, the boundaries of words are those of ASCII.
fn compile(pattern: &str) -> Regex {
    RegexBuilder::new(&pattern.replace(r"\b", r"(?-u:\b)"))
        .case_insensitive(true)
        .build()
        .expect("the pattern is valid")
}
