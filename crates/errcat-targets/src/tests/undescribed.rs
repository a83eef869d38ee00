//! Params without a description and an example.

use serde_json::{Value as Json, json};

use super::{fixture, site};

#[test]
fn the_type_stands_in_for_the_description() {
    let site = site(&fixture::catalog());
    let page = &site["bank/upstream_failed/index.html"];
    assert!(page.contains("<span class=\"type\">string</span></th><td>In the message</td><td>String</td>"));
    assert!(page.contains("<td class=\"example-value\"><code>&lt;text&gt;</code></td>"));
    assert!(
        site["bank/upstream_failed.md"].contains("- `text` (string). Example: `<text>`. In the message.")
    );
}

#[test]
fn data_contains_no_description_and_a_valid_example() {
    let site = site(&fixture::catalog());
    let data: Json = serde_json::from_str(&site["bank/errors.json"]).expect("JSON");
    let errors = data["errors"].as_array().expect("a list");
    let error = errors.iter().find(|error| error["code"] == "upstream_failed").expect("it is there");
    let param = |name: &str| {
        let mut params = error["params"].as_array().expect("a list").iter();
        params.find(|param| param["name"] == name).expect("it is there")
    };
    assert_eq!((param("text").get("doc"), &param("text")["example"]), (None, &json!("<text>")));
    assert_eq!((param("attempts").get("doc"), &param("attempts")["example"]), (None, &json!(1)));
    assert_eq!(param("network")["doc"], "The network");

    let body = &error["in"][0]["response"]["body"]["error"];
    assert_eq!(body["message"], "sepa: <text>");
    assert_eq!(body["details"], json!({ "attempts": 1 }));
}
