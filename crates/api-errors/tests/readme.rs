//! The Rust of the README, which compiles here. A test compares the two.

#![cfg(all(feature = "axum", feature = "derive", feature = "terminal"))]
#![allow(dead_code, reason = "the code only has to compile")]

use std::fmt::Debug;

/// The Rust of this file.
const HERE: &str = include_str!("readme.rs");
const README: &str = include_str!("../../../README.md");

#[rustfmt::skip]
#[allow(unused_variables, reason = "the README shows only the error")]
mod handler {
    use axum::Json;
    use axum::extract::Path;

    type Task = ();

    use api_errors::zazmic::http;

    async fn execute(Path(agent): Path<String>) -> Result<Json<Task>, http::Error> {
        Err(http::Error::BalanceTooLow { balance: "$5.00".into(), cost: "$10.00".into() })
    }
}

mod derived {
    use std::fmt;

    use api_errors::CatalogError;

    #[derive(Debug)]
    struct AgentId(u64);

    #[derive(Debug)]
    struct KmsError;

    impl fmt::Display for AgentId {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }

    impl fmt::Display for KmsError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("KMS is down")
        }
    }

    impl std::error::Error for KmsError {}

    #[derive(Debug, CatalogError)]
    #[catalog(kakunin, operation = "POST /v1/agents/{id}/certify")]
    enum CertifyError {
        #[code(agent_not_found)]
        NotFound { agent_id: AgentId },
        #[code(kms_not_configured)]
        Kms(#[source] KmsError),
    }
}

mod sourced {
    use api_errors::CatalogError;
    use api_errors::errcat::WithSource;
    use api_errors::kakunin::certify;

    struct Certificate;

    fn sign(_: &str) -> std::io::Result<Certificate> {
        Ok(Certificate)
    }

    #[rustfmt::skip]
    fn certify(id: &str) -> Result<Certificate, WithSource<certify::Error>> {
        sign(id).map_err(|error| certify::Error::KmsNotConfigured.with_source(error))
    }
}

mod context {
    use api_errors::errcat::axum::CatalogLayer;
    use api_errors::kakunin;

    fn layer() -> CatalogLayer<kakunin::Error> {
        CatalogLayer::<kakunin::Error>::new() // CatalogMiddleware for actix-web
            .value_from_header("request_id", "x-request-id")
            .value("instance", |request| Some(request.uri.path().into()))
            .offer_markdown()
    }
}

mod tool {
    use std::io;
    use std::process::ExitCode;

    use api_errors::errcat;
    use api_errors::kaizen::{Code, Error};

    fn run() -> Result<(), Error> {
        Ok(())
    }

    fn main() -> ExitCode {
        errcat::terminal::exit(run()) // error[E0002]: tool.toml:7: unknown key
    }

    fn explain(code: Code) -> io::Result<()> {
        errcat::explain(code.entry()).print()
    }
}

/// The misspelled code of the README, and the code that its compile error suggests.
const MISSPELLED: (&str, &str) = ("#[code(agent_not_fund)]", "#[code(agent_not_found)]");

#[test]
fn the_rust_of_the_readme_compiles() {
    assert!(README.contains("did you mean `agent_not_found`?"));
    let readme = README.replace(MISSPELLED.0, MISSPELLED.1);
    let blocks: Vec<&str> = readme
        .split("```rust\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    // The last one is compiled by the tests of modules in `errcat-cli`.
    assert_eq!(blocks.len(), 7);
    for block in [blocks[0], blocks[2], blocks[3], blocks[4], blocks[5]] {
        assert!(
            lines(HERE).contains(&lines(block)),
            "compile this in {}:\n{block}",
            file!()
        );
    }
}

/// Returns the lines of a text without indentation and blank lines.
fn lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_values_in_the_readme_are_those_of_the_error() {
    use api_errors::zazmic::{Code, http};
    let error =
        http::Error::BalanceTooLow { balance: "$5.00".into(), cost: "$10.00".into() };
    let shown = |value: &dyn Debug| format!("{value:?}");
    let values = [
        ("error.to_string()", shown(&error.to_string())),
        ("error.status()", shown(&error.status())),
        ("error.code()", format!("Code::{:?}: Copy, two bytes", error.code())),
        ("error.entry().fixes", shown(&error.entry().fixes)),
        (
            "error.docs_url()",
            shown(&error.docs_url()).replace("errcat.example/errors", "…"),
        ),
        (
            "\"BALANCE-TOO-LOW\".parse()",
            shown(&"BALANCE-TOO-LOW".parse::<Code>()).replace('(', "(Code::"),
        ),
    ];
    assert_eq!(size_of::<Code>(), 2);
    let block = README
        .split("```rust\n")
        .nth(2)
        .and_then(|rest| rest.split("```").next())
        .expect("a block");
    let written: Vec<(&str, String)> = block
        .lines()
        .filter_map(|line| line.split_once("// "))
        .map(|(code, value)| (code.trim(), value.to_owned()))
        .collect();
    assert_eq!(written, values);
}
