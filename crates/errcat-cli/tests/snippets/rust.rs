//! A Rust program with all snippets.

use super::cases::Snippet;

const START: &str = r#"//! Every snippet as a function.
#![allow(unused, clippy::all)]

use std::time::Duration;

type Response = (u16, Vec<(String, String)>, Vec<u8>);

fn any<T>() -> T {
    panic!("only compiled, never run")
}

/// Verifies that a wait is the expected one, extended by up to half if the policy has jitter.
fn assert_waits(about: &str, waits: &[Duration], expected: &[u64], jitter: bool) {
    assert_eq!(waits.len(), expected.len(), "{about}: {waits:?}");
    for (wait, expected) in waits.iter().zip(expected) {
        let expected = Duration::from_millis(*expected);
        let longest = if jitter { expected * 3 / 2 } else { expected };
        assert!(*wait >= expected && *wait <= longest, "{about}: {waits:?}");
    }
}
"#;

/// Returns the program. It calls each client with a response, and prints their number.
pub(super) fn program(snippets: &[Snippet]) -> String {
    let functions: Vec<String> =
        snippets.iter().enumerate().map(|(number, snippet)| function(number, snippet)).collect();
    let calls: Vec<String> =
        snippets.iter().enumerate().filter_map(|(number, snippet)| call(number, snippet)).collect();
    format!(
        "{START}{}\nfn main() {{\n{}println!(\"{{{{\\\"clients\\\":{}}}}}\");\n}}\n",
        functions.join("\n"),
        calls.concat(),
        calls.len()
    )
}

/// Wraps a snippet in a function whose parameters are what it expects: the parts of a response, or the values
/// of an error. Waits and outputs are returned.
fn function(number: usize, Snippet { page, code, .. }: &Snippet) -> String {
    let Some((_, error)) = code.split_once("return Err(") else {
        let code = code
            .replace("std::thread::sleep(wait)", "waits.push(wait)")
            .replace("eprintln!(\"{error}\");", "printed += usize::from(!error.to_string().is_empty());");
        return if code.contains("send()") {
            format!(
                "// {page}\nfn client_{number}(send: impl Fn() -> Response, is_idempotent: bool) -> Vec<Duration> {{\n\
                 let mut waits = Vec::new();\n{code}drop(body);\nwaits\n}}\n"
            )
        } else {
            format!(
                "// {page}\nfn client_{number}((status, headers, body): Response) -> usize {{\n\
                 let mut printed = 0;\n{code}printed\n}}\n"
            )
        };
    };
    let table = code.strip_prefix("use ").and_then(|rest| rest.split_once(';')).expect("a table").0;
    let fields =
        error.split_once("{ ").and_then(|(_, rest)| rest.split_once(" }")).map_or("", |(fields, _)| fields);
    let values: String = fields
        .split(", ")
        .filter(|field| !field.is_empty())
        .map(|field| format!("let {field} = any();\n"))
        .collect();
    format!("// {page}\nfn service_{number}() -> Result<(), {table}::Error> {{\n{values}{code}}}\n")
}

/// The APIs whose clients are called: the real ones, and those of these tests.
const CALLED: &[&str] = &["kaizen", "kakunin", "kortix", "zazmic", "policies", "hostile"];

/// Returns the code that calls a client with the first response of its page.
fn call(number: usize, Snippet { page, code, vectors }: &Snippet) -> Option<String> {
    let is_called = CALLED.iter().any(|api| page.contains(&format!("/{api}/")));
    let vector = vectors.first().filter(|_| is_called && !code.contains("return Err("))?;
    let headers: Vec<String> = vector["headers"]
        .as_array()?
        .iter()
        .map(|header| format!("({}.into(), {}.into())", literal(&header[0]), literal(&header[1])))
        .collect();
    let response =
        format!("({}, vec![{}], {}.into())", vector["status"], headers.join(", "), literal(&vector["body"]));
    let expect = &vector["expect"];
    if !code.contains("send()") {
        return Some(format!("assert_eq!(client_{number}({response}), 1, \"{{}}\", {page:?});\n"));
    }
    let jitter = expect["retry"]["jitter"] == true;
    let check = |is_idempotent: bool, waits: &str| {
        format!(
            "assert_waits({page:?}, &client_{number}(|| {response}, {is_idempotent}), &{}, {jitter});\n",
            expect["waits_ms"][waits]
        )
    };
    Some(check(true, "idempotent") + &check(false, "other"))
}

fn literal(text: &serde_json::Value) -> String {
    format!("{:?}", text.as_str().unwrap_or_default())
}
