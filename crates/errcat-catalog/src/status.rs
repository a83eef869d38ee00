//! HTTP statuses and their names.

/// Returns a status's reason phrase (RFC 9110, section 15, and the IANA registry). Empty if it isn't
/// registered.
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => "",
    }
}

/// Returns a general sentence about a status, for callers. `None` if there is nothing useful to say.
pub fn doc(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "The server can't process the request, because something in it is malformed or invalid.",
        401 => "The request has no valid credentials: they are missing, wrong or expired.",
        402 => "The request needs a payment, or more credit than the account has.",
        403 => "The server knows the caller, but doesn't allow them to do this.",
        404 => "Nothing exists at this address, or the caller may not know that it exists.",
        405 => "The address exists, but doesn't support the method of the request.",
        406 => "The server can't respond in any of the formats that the request accepts.",
        408 => "The request didn't arrive in time, so the server stopped waiting for it.",
        409 => {
            "The request conflicts with the current state of the resource, for example with another change."
        }
        410 => "The resource existed, but was removed for good.",
        411 => "The request doesn't declare the length of its body.",
        412 => {
            "A condition in the request's headers isn't met, often because the resource has changed since."
        }
        413 => "The body of the request is larger than the server accepts.",
        414 => "The address of the request is longer than the server accepts.",
        415 => "The server doesn't accept the format of the request's body.",
        416 => "The requested range lies outside of the resource.",
        422 => "The request is well-formed, but a value in it is missing, invalid or not allowed.",
        423 => "The resource is locked, so it can't be changed now.",
        424 => "The request failed because another one that it depends on failed.",
        425 => "The server doesn't process the request yet, because it may be a replay.",
        426 => "The server requires a newer version of the protocol or the client.",
        428 => "The request must be conditional, so that it doesn't overwrite the changes of others.",
        429 => {
            "The caller has sent too many requests in a short time; after a wait, they are accepted again."
        }
        431 => "The headers of the request are larger than the server accepts.",
        451 => "The resource isn't available for legal reasons.",
        500 => "Something went wrong on the server; the request itself may be fine.",
        501 => "The server doesn't support what the request asks for.",
        502 => "A server behind this one sent an invalid response.",
        503 => "The server can't handle the request now, often because of overload or maintenance.",
        504 => "A server behind this one didn't respond in time.",
        507 => "The server has no space left to store what the request needs.",
        _ => return None,
    })
}

/// Returns the status with a name: `Not Found`, `NOT_FOUND`, `HttpStatus.NOT_FOUND`, `http.StatusNotFound`.
pub fn named(name: &str) -> Option<u16> {
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    let folded = fold(last);
    let bare = folded.strip_prefix("status").unwrap_or(&folded);
    (100..600).find(|status| !bare.is_empty() && fold(reason(*status)) == bare)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::{doc, named, reason};

    #[test]
    fn docs_are_single_sentences_about_registered_statuses() {
        let docs: Vec<(u16, &str)> = (100..600).filter_map(|status| Some((status, doc(status)?))).collect();
        assert!(docs.len() >= 25);
        for (status, doc) in docs {
            assert!(!reason(status).is_empty(), "{status}");
            assert!(doc.ends_with('.') && doc.matches(". ").count() == 0, "{status}: {doc}");
        }
    }

    #[test]
    fn statuses_have_names() {
        for name in ["Not Found", "not_found", "NOT_FOUND", "HttpStatus.NOT_FOUND", "http.StatusNotFound"] {
            assert_eq!(named(name), Some(404), "{name}");
        }
        assert_eq!(named("StatusCode::OK"), Some(200));
        for name in ["", "Status", "Found nothing", "."] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
