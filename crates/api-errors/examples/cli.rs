//! A command-line tool that explains codes, and ends with errors of the catalog.
//!
//! ```console
//! $ cargo run -p api-errors --features terminal --example cli -- explain invalid_payload
//! $ cargo run -p api-errors --features terminal --example cli -- encode prompt.json
//! ```

use std::process::ExitCode;
use std::{fs, io};

use api_errors::CatalogError;
use api_errors::errcat::{Entry, WithSource, explain, terminal};
use api_errors::kaizen::sdk::Error;
use api_errors::{kaizen, kakunin, kortix, zazmic};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["explain", code] => explain_code(code),
        ["encode", path] => terminal::exit(encode(path)),
        _ => {
            eprintln!("usage: cli explain CODE | cli encode FILE");
            ExitCode::from(2)
        }
    }
}

/// Explains a code, which several APIs can have.
fn explain_code(code: &str) -> ExitCode {
    let entries = entries(code);
    if entries.is_empty() {
        eprintln!("no API has the code {code:?}");
        return ExitCode::FAILURE;
    }
    for entry in entries {
        if let Err(error) = explain(entry).print() {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn entries(code: &str) -> Vec<&'static Entry> {
    let entries = [
        code.parse().ok().map(kaizen::Code::entry),
        code.parse().ok().map(kakunin::Code::entry),
        code.parse().ok().map(kortix::Code::entry),
        code.parse().ok().map(zazmic::Code::entry),
    ];
    entries.into_iter().flatten().collect()
}

/// Counts the bytes of a prompt.
fn encode(path: &str) -> Result<(), WithSource<Error>> {
    let prompt = fs::read(path).map_err(|error| transport_failed(path, error))?;
    if !prompt.starts_with(b"{") {
        return Err(Error::ValueError.into());
    }
    println!("{} bytes", prompt.len());
    Ok(())
}

fn transport_failed(path: &str, error: io::Error) -> WithSource<Error> {
    let original = format!("reading {path}");
    Error::KaizenRequestError { original }.with_source(error)
}
