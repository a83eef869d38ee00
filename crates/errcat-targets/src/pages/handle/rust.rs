//! Rust code, with the generated crate or module, whose path is `root`.

use super::literal::comment;
use crate::view::words;
use errcat_catalog::model::{Api, CodeId, Entry, Retry, Table};

/// Returns the code for a client. `decoded` is the code that it gets: the error's own, or the one that it
/// inherits from if they can't be distinguished.
pub(super) fn client(root: &str, api: &Api, entry: &Entry, decoded: CodeId) -> String {
    let (module, variant) = (&api.name, &api[decoded].variant);
    let is_error = format!("|error| error.code() == Code::{variant}");
    let handled = match &entry.retry {
        Some(retry @ Retry::Later(_)) => return retrying(root, api, retry),
        _ => format!(
            "if let Some(error) = response.error().filter({is_error}) {{\n    \
                 eprintln!(\"{{error}}\"); // the message from the response\n\
             }}"
        ),
    };
    format!(
        "use {root}::{module}::{{self, Code}};\n\
         \n\
         // the status, headers and body of an error response\n\
         let response = {module}::decode(status, &headers, &body);\n\
         {handled}"
    )
}

/// Returns the code for a client that sends the request again. The code checks each response, because the
/// next attempt may fail with another error.
fn retrying(root: &str, api: &Api, retry: &Retry) -> String {
    let module = &api.name;
    format!(
        "use {root}::{{errcat::retry::Attempts, {module}}};\n\
         \n\
         // {}\n\
         let mut attempts = Attempts::new();\n\
         let body = loop {{\n    \
             let (status, headers, body) = send(); // sends the request\n    \
             if status < 400 {{\n        \
                 break Ok(body);\n    \
             }}\n    \
             let response = {module}::decode(status, &headers, &body);\n    \
             match attempts.wait(&response, is_idempotent) {{\n        \
                 Some(wait) => std::thread::sleep(wait),\n        \
                 None => break Err(response),\n    \
             }}\n\
         }};",
        comment(&words::retry(api, retry))
    )
}

/// Returns the code for a service that returns the error.
pub(super) fn service(root: &str, api: &Api, table: &Table, entry: &Entry) -> String {
    let (module, table) = (&api.name, &table.name);
    let variant = &api[entry.code].table_variant;
    let fields: Vec<&str> = entry.params.iter().map(|param| param.name.as_str()).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
    format!("use {root}::{module}::{table};\n\nreturn Err({table}::Error::{variant}{fields});")
}
