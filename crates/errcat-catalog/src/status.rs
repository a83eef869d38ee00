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
    use super::named;

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
