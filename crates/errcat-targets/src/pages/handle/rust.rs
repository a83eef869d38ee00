//! Rust code, with the generated crate or module, whose path is `root`.

use super::caveat;
use super::literal::{comment, comments};
use crate::rust_code::words::{crate_name, root_path};
use crate::settings::Settings;
use crate::view::words;
use errcat_catalog::model::{Api, Entry, Retry, Table};

/// Returns the code for a client, which gets the error's own code, or the one that it inherits from if they
/// can't be distinguished.
pub(super) fn client(settings: &Settings, api: &Api, entry: &Entry) -> String {
    let root = root_path(settings);
    let (module, variant) = (&api.name, &api[api[entry.code].decoding.code].variant);
    let dependency = dependency(settings);
    let retry = entry.retry.as_ref().filter(|retry| matches!(retry, Retry::Later(_)));
    let is_response = !entry.statuses.is_none();
    if let Some(retry) = retry.filter(|_| is_response) {
        return dependency + &retrying(&root, api, entry, retry);
    }
    let advice = retry.map(|retry| words::retry(api, retry));
    let received = match is_response {
        true => format!(
            "// the status, headers and body of a response\n\
             let response = {module}::decode(status, &headers, &body);\n"
        ),
        false => format!(
            "// the received data: a part of a response or of a stream\n\
             let response = {module}::decode(200, &(), &body);\n"
        ),
    };
    format!(
        "{dependency}use {root}::{module}::{{self, Code}};\n\
         \n\
         {received}\
         if let Some(error) = response.error().filter(|error| error.code() == Code::{variant}) {{\n\
         {}{}    eprintln!(\"{{error}}\"); // the message from the response\n\
         }}",
        comments("    // ", caveat::look_alikes(api, entry.code).as_deref()),
        comments("    // ", advice.as_deref())
    )
}

/// Returns the line of `Cargo.toml`, as a comment.
fn dependency(settings: &Settings) -> String {
    match settings.rust_module() {
        Some(_) => "// Cargo.toml: errcat with the feature \"json\"\n".to_owned(),
        None => format!(
            "// Cargo.toml: {} = {{ path = \"…\", features = [\"json\"] }}\n",
            comment(crate_name(&settings.rust))
        ),
    }
}

/// Returns the code for a client that sends the request again. The code checks each response, because the
/// next attempt may fail with another error.
fn retrying(root: &str, api: &Api, entry: &Entry, retry: &Retry) -> String {
    let module = &api.name;
    let decode = format!("    let response = {module}::decode(status, &headers, &body);\n");
    let done = |condition| format!("    if {condition} {{\n        break Ok(body);\n    }}\n");
    // The body of a success only has to be decoded if the error has its status.
    let received = match entry.statuses.numbers().iter().any(|status| *status < 400) {
        true => decode + &done("status < 400 && response.error().is_none()"),
        false => done("status < 400") + &decode,
    };
    format!(
        "use {root}::{{errcat::retry::Attempts, {module}}};\n\
         \n\
         // {}\n\
         // is_idempotent: safe to send twice, such as a GET, or a POST with an idempotency key\n\
         let mut attempts = Attempts::new();\n\
         let body = loop {{\n    \
             let (status, headers, body) = send(); // sends the request\n\
             {received}    \
             match attempts.wait(&response, is_idempotent) {{\n        \
                 Some(wait) => std::thread::sleep(wait),\n        \
                 None => break Err(response),\n    \
             }}\n\
         }};",
        comment(&words::retry(api, retry))
    )
}

/// Returns the code for a service that returns the error.
pub(super) fn service(settings: &Settings, api: &Api, table: &Table, entry: &Entry) -> String {
    let root = root_path(settings);
    let (module, table) = (&api.name, &table.name);
    let variant = &api[entry.code].table_variant;
    let fields: Vec<&str> = entry.params.iter().map(|param| param.name.as_str()).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
    format!("use {root}::{module}::{table};\n\nreturn Err({table}::Error::{variant}{fields});")
}
