//! The state of the site, which pages learn from events: a page reloads when its version is old, and shows
//! the findings while the catalog has errors.
//!
//! Pages load the script like one of their own: their Content-Security-Policy allows scripts, styles and
//! connections of the same origin (`script-src 'self'`, `connect-src 'self'`), so it isn't changed.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use camino::Utf8PathBuf;
use http_body_util::channel::{Channel, Sender};
use hyper::Uri;
use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::timeout;

/// The path of everything that the server adds. No API can have this name, because it starts with `_`.
pub(super) const PREFIX: &str = "/__errcat/";
/// The script, the style of its overlay, and their media types.
pub(super) const ASSETS: [(&str, &str, &str); 2] = [
    ("reload.js", "text/javascript; charset=utf-8", include_str!("reload.js")),
    ("reload.css", "text/css; charset=utf-8", include_str!("reload.css")),
];
/// The path of the events below [`PREFIX`].
pub(super) const EVENTS: &str = "events";

/// The time after which a comment is sent, so that a connection whose client is gone ends.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The time in milliseconds after which browsers reconnect.
const RETRY: u32 = 500;

/// The state of the site.
#[derive(Debug, Clone)]
pub(crate) struct SiteState {
    /// The folder of the site.
    pub(crate) folder: Utf8PathBuf,
    /// The path at which the site is published: `/errors/`, or `/`. The links of its page for missing
    /// addresses begin with it.
    pub(super) path: String,
    /// The reason why the last change isn't in the site, as text without colors. `None` if it is.
    pub(crate) findings: Option<String>,
    version: Version,
}

/// The version of the site's files. Another run of the server has other versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version(u64);

/// An event, as pages receive it.
#[derive(Serialize)]
struct Event<'a> {
    version: String,
    findings: Option<&'a str>,
}

impl SiteState {
    /// Creates the state of a site that hasn't changed since the server started.
    pub(crate) fn new(folder: Utf8PathBuf) -> Self {
        let version = Version(RandomState::new().hash_one(()));
        SiteState { folder, path: "/".to_owned(), findings: None, version }
    }

    /// Sets the path at which the site is published. A path that requests can't contain, which no host of
    /// files could serve either, is ignored.
    pub(crate) fn set_path(&mut self, path: &str) {
        if path.parse::<Uri>().is_ok_and(|uri| uri.path() == path) {
            path.clone_into(&mut self.path);
        }
    }

    /// Makes all pages reload.
    pub(crate) fn reload(&mut self) {
        self.version.0 = self.version.0.wrapping_add(1);
    }

    fn event(&self) -> Bytes {
        let event = Event { version: self.version.text(), findings: self.findings.as_deref() };
        let data = serde_json::to_string(&event).expect("a record of strings");
        format!("retry: {RETRY}\ndata: {data}\n\n").into()
    }

    /// Adds the script to a page.
    pub(super) fn add_script(&self, page: &mut Vec<u8>) {
        let script = format!(
            "<script src=\"{PREFIX}{}\" data-version=\"{}\" defer></script>",
            ASSETS[0].0,
            self.version.text()
        );
        let end = b"</head>";
        let at = page.windows(end.len()).position(|window| window == end).unwrap_or(page.len());
        page.splice(at..at, script.into_bytes());
    }
}

impl Version {
    fn text(self) -> String {
        format!("{:016x}", self.0)
    }
}

/// Returns a body that begins with the current state, and has each later one, until the connection ends.
pub(super) fn events(state: watch::Receiver<SiteState>) -> Channel<Bytes, Infallible> {
    let (sender, body) = Channel::new(1);
    tokio::spawn(send(state, sender));
    body
}

async fn send(mut state: watch::Receiver<SiteState>, mut sender: Sender<Bytes, Infallible>) {
    let mut next = state.borrow_and_update().event();
    while sender.send_data(next).await.is_ok() {
        next = match timeout(HEARTBEAT, state.changed()).await {
            Ok(Ok(())) => state.borrow_and_update().event(),
            Ok(Err(_)) => return,
            Err(_) => Bytes::from_static(b":\n\n"),
        };
    }
}
