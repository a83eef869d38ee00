//! A real client: curl.

use std::net::SocketAddr;
use std::process::Command;

/// A request.
#[derive(Clone, Default)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) headers: &'static [&'static str],
    pub(crate) body: String,
    /// `true` to accept compressed bodies.
    pub(crate) compressed: bool,
    /// `true` to speak HTTP/2 from the start.
    pub(crate) http2: bool,
}

/// A response.
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Sends a request. The body is decompressed.
pub(crate) fn send(server: SocketAddr, request: &Request) -> Reply {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--dump-header", "-", "--max-time", "20"]);
    match request.method {
        "HEAD" => curl.arg("--head"),
        method => curl.args(["--request", method]),
    };
    if request.compressed {
        curl.arg("--compressed");
    }
    if request.http2 {
        curl.arg("--http2-prior-knowledge");
    }
    let has_id = request.headers.iter().any(|header| header.starts_with("x-request-id"));
    let id = (!has_id).then_some(&"x-request-id: req_7");
    for header in request.headers.iter().chain(id) {
        curl.args(["--header", header]);
    }
    if !request.body.is_empty() {
        curl.args(["--data-raw", &request.body]);
    }
    let output = curl.arg(format!("http://{server}{}", request.path)).output().expect("curl is installed");
    assert!(output.status.success(), "{}: {}", request.path, String::from_utf8_lossy(&output.stderr));
    parse(&String::from_utf8(output.stdout).expect("text"))
}

fn parse(text: &str) -> Reply {
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let header = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    };
    // For HEAD, curl prints the head twice: as the dump, and as its output.
    let body = if body.starts_with("HTTP/") { "" } else { body.trim_end() };
    Reply {
        status: status.expect("a status"),
        headers: lines.filter_map(header).collect(),
        body: body.to_owned(),
    }
}
