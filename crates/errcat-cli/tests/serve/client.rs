//! A client that sends exactly what a test specifies.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::background::PATIENCE;

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

/// Sends a request with this server's host, and returns the response.
pub(crate) fn request(server: SocketAddr, method: &str, target: &str) -> Response {
    send(server, &format!("{method} {target} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n"))
}

/// Sends bytes, and returns the response.
pub(crate) fn send(server: SocketAddr, request: &str) -> Response {
    let mut stream = connect(server);
    stream.write_all(request.as_bytes()).expect("it can be sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("a response");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{request:?}: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Response {
        status: status.unwrap_or_else(|| panic!("{head}")),
        headers: lines.filter_map(header).collect(),
        body: body.to_owned(),
    }
}

pub(crate) fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).expect("it accepts connections");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}
