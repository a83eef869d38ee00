use serde_json::{Value as Json, json};

use super::{files, quoted};
use crate::docs::site::Site;
use crate::fixture;
use crate::selection::Selection;
use crate::settings::Settings;
use errcat_catalog::model::Catalog;

const START: &str = "JSON.parse('";

/// Returns the scripts, and the data of their first lists as a browser reads it.
fn scripts(catalog: &Catalog) -> [(String, Json); 2] {
    let settings = Settings::default();
    files(&Site::new(&Selection::all(catalog), &settings, &[], None)).map(|(_, script)| {
        let start = script.find(START).expect("the start of the data") + START.len();
        let end = start + script[start..].find("');\n").expect("the end of the data");
        let json = unquoted(&script[start..end]);
        let data = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        (script, data)
    })
}

fn index(catalog: &Catalog) -> (String, Json) {
    let [index, _] = scripts(catalog);
    index
}

/// Resolves the escapes in a string literal.
fn unquoted(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        rest = if let Some(digits) = after.strip_prefix('u') {
            let number = u32::from_str_radix(&digits[..4], 16).expect("four digits");
            plain.push(char::from_u32(number).expect("a character"));
            &digits[4..]
        } else {
            plain.push_str(&after[..1]);
            &after[1..]
        };
    }
    plain + rest
}

#[test]
fn codes_are_rows() {
    let (_, index) = index(&fixture::catalog());
    let bank = &index[0];
    assert_eq!((&bank["name"], &bank["docs"]), (&json!("bank"), &json!("https://errors.bank.example")));
    let row = |code: &str| {
        let codes = bank["codes"].as_array().expect("rows");
        codes.iter().find(|row| row[0] == code).unwrap_or_else(|| panic!("{code} is missing")).clone()
    };
    let account = row("account_not_found");
    let kind = account[8].as_u64().expect("it has a parent") as usize;
    assert_eq!(bank["codes"][kind][0], "not_found");
    assert_eq!(account[9], json!(["NO_ACCOUNT"]));
    assert_eq!(account[3], 404);
    let named = |list: &str, cell: &Json| -> Vec<Json> {
        let numbers = cell.as_array().into_iter().flatten().filter_map(Json::as_u64);
        numbers.map(|at| bank[list][at as usize].clone()).collect()
    };
    let refunds = ["POST /v1/payments", "POST /v1/accounts/{id}/refunds", "POST /v1/refunds"];
    assert_eq!(named("operations", &account[13]), refunds);
    let limited = row("rate_limited");
    assert_eq!(limited[13], json!([]), "any operation can return it");
    let headers = [json!(["X-RateLimit-Limit", "integer"]), json!(["Retry-After", "duration"])];
    assert_eq!(named("headers", &limited[14]), headers);
    let params: Vec<_> = account[6].as_array().expect("params").iter().filter_map(Json::as_u64).collect();
    assert!(params.iter().all(|param| bank["params"][*param as usize][0].is_string()));
    let envelope = &bank["envelopes"][0];
    assert_eq!(envelope["by"], json!(["status", "code"]));
    assert_eq!(
        envelope["body"],
        json!([
            "object",
            "error",
            ["object", "code", ["code"], 0, "message", ["message"], 0, "details", ["params"], 1],
            0,
            "help",
            ["text", "See ", ["docs_url"]],
            0,
            "number",
            ["fact", "number"],
            1,
            "request_id",
            ["context", "request_id"],
            1
        ])
    );
}

#[test]
fn facts_for_operators_are_left_out() {
    let catalog = fixture::catalog();
    let [(index, _), (_, texts)] = scripts(&catalog);
    // The patterns after the texts have other names in braces.
    let texts = texts.to_string();
    let params = catalog.apis.iter().flat_map(|api| &api.tables).flat_map(|table| &table.entries);
    let mut hidden = params
        .flat_map(|entry| &entry.params)
        .filter(|param| param.audience != errcat_catalog::model::Audience::Public)
        .peekable();
    assert!(hidden.peek().is_some(), "the fixture has some");
    for param in hidden {
        assert!(!index.contains(&format!("\"{}\"", param.name)), "{} is in it", param.name);
        assert!(!texts.contains(&format!("{{{}}}", param.name)), "{} is in it", param.name);
    }
}

#[test]
fn hostile_texts_stay_data() {
    for payload in
        ["</script><script>alert(1)</script>", "'+alert(1)+'\\'", "\u{2028}\u{2029}\r\n{{x}} */ <!--"]
    {
        let [(index, data), (texts, _)] = scripts(&fixture::hostile(payload));
        assert_eq!(data[0]["codes"][0][0], payload);
        assert_eq!(data[0]["codes"][0][1], payload.replace('{', "{{").replace('}', "}}"));
        for (script, lines) in [(index, 3), (texts, 4)] {
            for code in script.lines().skip(2) {
                assert!(!code.contains(['<', '\u{2028}', '\u{2029}']), "{code}");
            }
            assert_eq!(script.lines().count(), lines);
        }
    }
}

#[test]
fn quoted_texts_cannot_end_their_string() {
    assert_eq!(quoted("a'b\\c<d\u{2028}"), "a\\'b\\\\c\\u003cd\\u2028");
    assert_eq!(unquoted("a\\'b\\\\c\\u003cd"), "a'b\\c<d");
}
