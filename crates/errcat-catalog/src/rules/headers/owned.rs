//! Headers that an error can't set, because something else sets them.

use crate::finding::{Finding, Findings, Rule};
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static RESERVED_HEADER: Rule = Rule {
    name: "reserved-header",
    why: "The server, the connection or the envelope sets this header. With another value, clients could \
          not read the response: they would cut it off, wait for more, or decode it in another way.",
    fix: "Remove it from `headers`. The content type is the envelope's `content_type`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// The reason why an error can't set a header.
struct Owned {
    names: &'static [&'static str],
    /// The reason, after "can't be set by an error: ".
    reason: &'static str,
    help: &'static str,
}

/// Headers that frame the message, that are about the connection or the body, or that only requests have.
///
/// An error may set other headers: those that describe the resource (`Allow`, `ETag`, `Last-Modified`,
/// `Content-Range` of a 416, `Content-Language`), challenges (`WWW-Authenticate`, `Proxy-Authenticate` of a
/// 407), `Set-Cookie`, and those in which servers list what they accept (`Accept`, `Accept-Encoding`; RFC
/// 9110, section 12.5).
const OWNED: &[Owned] = &[
    Owned {
        names: &["Content-Length"],
        reason: "the server computes it from the body (RFC 9110, section 8.6)",
        help: "remove it",
    },
    Owned {
        names: &["Transfer-Encoding", "Trailer"],
        reason: "the server frames the message with it (RFC 9112, sections 6.1 and 7.1.2)",
        help: "remove it",
    },
    Owned {
        names: &["Connection", "Keep-Alive", "Proxy-Connection", "Upgrade"],
        reason: "it's about the connection, and HTTP/2 forbids it (RFC 9113, section 8.2.2)",
        help: "remove it: the server sends it where the connection needs it, with a 426 for example",
    },
    Owned {
        names: &["Content-Type"],
        reason: "the envelope defines it",
        help: "set the `content_type` of the envelope",
    },
    Owned {
        names: &["Content-Encoding"],
        reason: "the server sets it if it compresses the body (RFC 9110, section 8.4)",
        help: "remove it",
    },
    Owned {
        names: &["Content-Digest", "Repr-Digest", "Digest", "Content-MD5"],
        reason: "its value depends on every byte of the body (RFC 9530)",
        help: "remove it: the server can compute it",
    },
    Owned {
        names: &["Date"],
        reason: "the server sets the time of each response (RFC 9110, section 6.6.1)",
        help: "remove it; for a time that the error carries, use another name",
    },
    Owned {
        names: &["Age", "Via"],
        reason: "caches and proxies set it (RFC 9111, section 5.1; RFC 9110, section 7.6.3)",
        help: "remove it",
    },
    Owned {
        names: &[
            "Host",
            "TE",
            "Expect",
            "Max-Forwards",
            "Range",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "If-Range",
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "Referer",
            "User-Agent",
            "HTTP2-Settings",
        ],
        reason: "only requests have it (RFC 9110, section 10.1)",
        help: "remove it, or use the header that responses have, such as `WWW-Authenticate` or `Set-Cookie`",
    },
];

/// Checks that errors don't set headers that something else sets.
pub(in crate::rules) fn reserved_header(scope: &Scope<'_>, findings: &mut Findings) {
    let of_envelopes = scope.api.envelopes.0.iter().flat_map(|(_, envelope)| &envelope.headers.0);
    let names = scope.api.headers.0.iter().map(|(name, _)| name).chain(of_envelopes.map(|(name, _)| name));
    for name in names {
        let is_name = |owned: &&&str| owned.eq_ignore_ascii_case(name);
        let Some(owned) = OWNED.iter().find(|owned| owned.names.iter().any(|it| is_name(&it))) else {
            continue;
        };
        let message = format!("{} can't be set by an error: {}", quoted(&name.value), owned.reason);
        findings.push(Finding::new(&RESERVED_HEADER, name.span, message, owned.help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_header_has_one_reason() {
        let names = OWNED.iter().flat_map(|owned| owned.names).map(|name| name.to_lowercase());
        let mut sorted: Vec<String> = names.collect();
        let count = sorted.len();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), count);
    }
}
