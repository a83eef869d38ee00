//! Responses that aren't exactly as the catalog specifies: what still identifies the error, what is reported
//! as a difference, and what a strict client rejects.
#![cfg(feature = "json")]

mod api;

use std::time::Duration;

use errcat::retry::Attempts;
use errcat::{CatalogError, Decode, DecodedError, ErrorResponse, OwnedValue, decode, decode_strict};

use crate::api::{aip, body, everything, headers, kakunin, kortix, search, values, zazmic};

const JSON: [(&str, &str); 1] = [("Content-Type", "application/json")];

fn differences<E>(response: &ErrorResponse<E>) -> Vec<String> {
    response.differences().iter().map(ToString::to_string).collect()
}

fn candidates<E: Decode>(response: &ErrorResponse<E>) -> Vec<&'static str> {
    response.candidates().iter().map(|entry| entry.code).collect()
}

/// Checks that a response is still an error, with this code and these differences, but not in strict mode.
#[track_caller]
fn check<E: Decode>(status: u16, headers: &[(&str, &str)], body: &str, code: &str, expected: &[&str]) {
    let response: ErrorResponse<E> = decode(status, headers, body.as_bytes());
    assert_eq!(response.entry().map(|entry| entry.code), Some(code), "{body}: {response:?}");
    assert_eq!(differences(&response), expected, "{body}");
    let strict: ErrorResponse<E> = decode_strict(status, headers, body.as_bytes());
    assert_eq!(strict.entry().is_some(), expected.is_empty(), "{body}");
    assert_eq!(differences(&strict), expected, "{body}");
}

const INDEX: &str = "index_not_found";

#[test]
fn the_code_decides_which_error_it_is() {
    let check = |body: &str, expected: &[&str]| {
        check::<search::Error>(404, &JSON, body, INDEX, expected);
        let response: ErrorResponse<search::Error> = decode(404, &JSON, body.as_bytes());
        let is_readable = body.contains("movies");
        let uid = is_readable.then(|| OwnedValue::from("movies"));
        assert_eq!(response.param("uid"), uid, "{body}");
        assert_eq!(response.error().is_some(), is_readable, "{body}");
    };
    let message = r#""message":"Index `movies` not found.""#;
    let code = r#""code":"index_not_found""#;
    let ty = r#""type":"invalid_request""#;
    let link = r#""link":"https://docs.search.example/errors#index_not_found""#;
    check(&format!("{{{message},{code},{ty},{link}}}"), &[]);
    check(&format!("{{{link},{ty},{code},{message}}}"), &[]);
    check(&format!("{{{message},{code},{ty}}}"), &["/link: expected a URL, found nothing"]);
    check(
        &format!("{{{message},{code},{ty},\"link\":null}}"),
        &[r#"/link: expected "https://docs.search.example/errors#index_not_found", found null"#],
    );
    check(
        &format!("{{{message},{code},{ty},\"link\":\"https://docs.new.example/v2/errors#index_not_found\"}}"),
        &[
            r#"/link: expected "https://docs.search.example/errors#index_not_found", found "https://docs.new.example/v2/errors#index_not_found""#,
        ],
    );
    check(
        &format!("{{{message},{code},\"type\":\"auth\",{link}}}"),
        &[r#"/type: expected "invalid_request", found "auth""#],
    );
    check(
        &format!("{{{message},{code},{ty},{link},\"taskUid\":[1,2]}}"),
        &["/taskUid: expected nothing, found [1,2]"],
    );
    check(
        &format!("{{\"message\":\"No such index\",{code},{ty},{link}}}"),
        &[r#"/message: expected "Index `{uid}` not found.", found "No such index""#],
    );
    for message in [r#""message":null,"#, ""] {
        let body = format!("{{{message}{code},{ty},{link}}}");
        let found = if message.is_empty() { "nothing" } else { "null" };
        check(&body, &[&format!("/message: expected a text, found {found}")]);
    }
    check(
        &format!("{{{code},\"type\":null,\"link\":5}}"),
        &[
            "/link: expected a URL, found 5",
            "/message: expected a text, found nothing",
            r#"/type: expected "invalid_request", found null"#,
        ],
    );
}

#[test]
fn a_moved_type_is_the_same_type() {
    let known = "https://errors.example.com/problem/";
    for ty in [
        "https://errors.example.com/v2/problem/",
        "https://docs.example.org/errors/problem",
        "http://errors.example.com/problem/v3?lang=en#fixes",
        "/problem",
    ] {
        let body =
            format!(r#"{{"type":"{ty}","title":"Problem","status":400,"detail":"It is bad","what":"bad"}}"#);
        let response: ErrorResponse<everything::Error> = decode(400, &(), body.as_bytes());
        assert_eq!(response.entry().map(|entry| entry.code), Some("problem"), "{ty}");
        assert_eq!(response.param("what"), Some("bad".into()));
        let expected = format!("/type: expected {known:?}, found {ty:?}");
        // The param `status` can't be sent next to the member.
        assert_eq!(differences(&response), [expected], "{ty}");
    }
    let other =
        r#"{"type":"https://errors.example.com/other/","title":"Problem","status":400,"detail":"It is bad"}"#;
    let response: ErrorResponse<everything::Error> = decode(400, &(), other.as_bytes());
    assert!(matches!(response.decoded(), DecodedError::Unknown { .. }), "{response:?}");
    assert_eq!(candidates(&response), [""; 0]);
}

#[test]
fn literals_choose_between_envelopes() {
    let chat = |ty: &str| {
        format!(r#"{{"type":"{ty}","error":{{"code":"AGENT_ERROR","message":"Agent execution failed: x"}}}}"#)
    };
    let table = |body: &str| {
        let response: ErrorResponse<zazmic::Error> = decode(200, &JSON, body.as_bytes());
        response.entry().map(|entry| entry.table)
    };
    assert_eq!(table(&chat("error")), Some("chat"));
    check::<zazmic::Error>(
        200,
        &JSON,
        &chat("failure"),
        "AGENT_ERROR",
        &[r#"/type: expected "error", found "failure""#],
    );
    assert_eq!(table(&chat("failure")), Some("chat"), "the literal is the only difference");
    let task = r#"{"id":"t","status":"failed","error":{"code":"AGENT_ERROR","message":"Agent execution failed: x"}}"#;
    check::<zazmic::Error>(200, &JSON, task, "AGENT_ERROR", &["/createdAt: expected a value, found nothing"]);
    // Both envelopes identify errors by status, so that only the literal tells them apart.
    let kind = |kind: &str| {
        let body = format!(r#"{{"kind":"{kind}","detail":"low"}}"#);
        let response: ErrorResponse<everything::Error> = decode(422, &JSON, body.as_bytes());
        response.entry().map(|entry| entry.code)
    };
    assert_eq!(kind("detail"), Some("detail"));
    assert_eq!(kind("details"), Some("detail"));
}

#[test]
fn values_of_the_response_are_compared() {
    let body = r#"{"error":"Forbidden","message":"Forbidden","statusCode":402}"#;
    check::<zazmic::Error>(403, &JSON, body, "forbidden", &["/statusCode: expected 403, found 402"]);
    let problem = [("content-type", "application/problem+json")];
    let body = r#"{"error":"Forbidden","message":"Forbidden","statusCode":403}"#;
    check::<zazmic::Error>(
        403,
        &problem,
        body,
        "forbidden",
        &["Content-Type: expected application/json, found application/problem+json"],
    );
    let reworded = r#"{"error":"No access","message":"No access","statusCode":403}"#;
    check::<zazmic::Error>(
        403,
        &JSON,
        reworded,
        "forbidden",
        &[
            r#"/error: expected "Forbidden", found "No access""#,
            r#"/message: expected "Forbidden", found "No access""#,
        ],
    );
    let alias = r#"{"type":"error","error":{"code":"AGENT_FAILED","message":"Agent execution failed: x"}}"#;
    check::<zazmic::Error>(
        200,
        &JSON,
        alias,
        "AGENT_ERROR",
        &[r#"/error/code: expected "AGENT_ERROR", found "AGENT_FAILED""#],
    );
    // The status stands for several errors. The message of any of them is as specified.
    check::<kakunin::Error>(404, &JSON, r#"{"error":"Agent not found"}"#, "not_found", &[]);
    check::<kakunin::Error>(
        404,
        &JSON,
        r#"{"error":"No such agent"}"#,
        "not_found",
        &[r#"/error: expected "Not Found", found "No such agent""#],
    );
}

#[test]
fn other_servers_responses_are_unknown() {
    let by_status = ["not_found", "agent_not_found", "agent_not_found"];
    for body in [
        r#"{"message":"no Route matched with those values"}"#,
        r#"{"error":{"code":404,"message":"Not found"}}"#,
        r#"{"errors":["Not found"]}"#,
        r#"{"error":null}"#,
        r#"["error"]"#,
        r"{}",
        "<html>404</html>",
        "",
    ] {
        let response: ErrorResponse<kakunin::Error> = decode(404, &JSON, body.as_bytes());
        assert_eq!(response.decoded(), &DecodedError::Unreadable, "{body}");
        assert_eq!(candidates(&response), by_status, "{body}");
    }
    // An exact title identifies an error; with another one, all other members must be there.
    let of_403 = ["forbidden", "balance_too_low"];
    for (body, is_known) in [
        (r#"{"error":"Forbidden"}"#, true),
        (r#"{"error":"Blocked","message":"m","statusCode":403}"#, true),
        (r#"{"error":"Blocked"}"#, false),
        (r#"{"error":"Blocked","message":null,"statusCode":403}"#, false),
    ] {
        let response: ErrorResponse<zazmic::Error> = decode(403, &JSON, body.as_bytes());
        assert_eq!(response.entry().is_some(), is_known, "{body}");
        assert!(is_known || candidates(&response) == of_403, "{body}");
    }
    // Any member may be an extension of problem details, but one of their own has to be there.
    for (body, is_known) in [(r#"{"message":"no Route"}"#, false), (r#"{"title":"Bad","what":"x"}"#, true)] {
        let response: ErrorResponse<everything::Error> = decode(400, &JSON, body.as_bytes());
        assert_eq!(response.entry().is_some(), is_known, "{body}");
        assert_eq!(candidates(&response), ["problem"], "{body}");
    }
    // The body fits, but it is none of the API's media types.
    let body = br#"{"error":"Agent not found"}"#;
    for (content_type, is_known) in [
        ("application/json; charset=utf-8", true),
        ("application/problem+json", true),
        ("application/vnd.api+json", true),
        ("APPLICATION/JSON", true),
        ("", true),
        ("text/html", false),
        ("text/plain; charset=utf-8", false),
        ("application/octet-stream", false),
    ] {
        let response: ErrorResponse<kakunin::Error> = decode(404, &[("content-type", content_type)], body);
        assert_eq!(response.entry().is_some(), is_known, "{content_type}");
        assert_eq!(candidates(&response), by_status, "{content_type}");
    }
    assert!(decode::<kakunin::Error>(404, &(), body).entry().is_some());
}

#[test]
fn candidates_are_what_status_and_body_leave() {
    let of = |status, body: &str| candidates(&decode::<kakunin::Error>(status, &JSON, body.as_bytes()));
    assert_eq!(of(425, r#"{"error":"Too Early"}"#), ["too_early"]);
    assert_eq!(of(503, r#"{"error":"x"}"#), ["kms_not_configured", "queue_full"]);
    assert_eq!(of(418, r#"{"error":"x"}"#), [""; 0]);
    let of = |status, body: &str| candidates(&decode::<kortix::Error>(status, &JSON, body.as_bytes()));
    let object = |code: &str| format!(r#"{{"detail":{{"status":"{code}","instance_id":"i"}}}}"#);
    assert_eq!(of(503, &object("shutting_down")), ["shutting_down"]);
    assert_eq!(of(503, &object("draining")), [""; 0], "another code is another error");
    let same = ["no_valid_credentials", "jwt_refused"];
    assert_eq!(of(401, r#"{"detail":"No valid authentication credentials found"}"#), same);
    let all_of_401 = ["unauthorized", "no_valid_credentials", "jwt_refused", "invalid_api_key_format"];
    assert_eq!(of(401, r#"{"detail":"Reworded"}"#), all_of_401);
    let strict =
        decode_strict::<kortix::Error>(503, &JSON, object("shutting_down").replace("i\"", "\"").as_bytes());
    assert_eq!(candidates(&strict), ["shutting_down"]);
}

#[test]
fn strict_responses_have_no_differences() {
    for sent in search::BODIES.lines() {
        let response = decode_strict::<search::Error>(400, &JSON, sent.as_bytes());
        assert!(response.error().is_some(), "{sent}: {:?}", response.differences());
    }
    let error = kakunin::Error::new(
        "rate_limited",
        vec![100_i64.into(), std::time::SystemTime::UNIX_EPOCH.into(), Duration::from_secs(42).into()],
    );
    let strict = |headers: &[(&str, String)]| decode_strict::<kakunin::Error>(429, headers, &body(&error));
    assert_eq!(strict(&headers(&error)).error(), Some(&error));
    let response = strict(&headers(&error)[1..]);
    assert_eq!(response.error(), None);
    assert_eq!(response.message(), Some("Rate Limited"));
    assert_eq!(differences(&response), ["X-RateLimit-Limit: expected a whole number, found nothing"]);
}

fn quota(details: &str) -> String {
    format!(r#"{{"error":{{"code":429,"message":"The quota is used up","details":[{details}]}}}}"#)
}

const INFO: &str = r#"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"QUOTA_EXCEEDED","domain":"library.example.com","metadata":{"waitSeconds":7}}"#;
const RETRY_INFO: &str = r#"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"7s"}"#;
const RESET: (&str, &str) = ("X-RateLimit-Reset", "1642252800");

#[test]
fn the_detail_that_identifies_is_found_anywhere() {
    for details in [
        INFO.to_owned(),
        format!("{RETRY_INFO},{INFO}"),
        format!("{RETRY_INFO},{{}},5,null,{INFO},{RETRY_INFO}"),
    ] {
        let response: ErrorResponse<aip::Error> = decode(429, &[RESET], quota(&details).as_bytes());
        let error = response.error().unwrap_or_else(|| panic!("{details}: {response:?}"));
        assert_eq!(values(error)[0], ("wait", "7s".to_owned()), "{details}");
    }
    let response: ErrorResponse<aip::Error> = decode(429, &[RESET], quota(RETRY_INFO).as_bytes());
    assert!(response.entry().is_none());
    assert_eq!(candidates(&response), ["QUOTA_EXCEEDED"]);
}

/// An error whose params are only partly there keeps them, and its delay.
#[test]
fn readable_params_survive_unreadable_ones() {
    let body = quota(INFO);
    for headers in [
        &[][..],
        &[("X-RateLimit-Reset", "soon")],
        &[("Retry-After", "soon")],
        &[("Retry-After", "-1")],
        &[("Retry-After", ""), ("X-RateLimit-Reset", "-")],
    ] {
        let response: ErrorResponse<aip::Error> = decode(429, headers, body.as_bytes());
        assert!(matches!(response.decoded(), DecodedError::Kind(entry) if entry.code == "QUOTA_EXCEEDED"));
        assert_eq!(response.param("wait"), Some(Duration::from_secs(7).into()), "{headers:?}");
        assert_eq!(response.param("reset"), None);
        assert_eq!(response.retry_after(), Some(Duration::from_secs(7)), "{headers:?}");
        assert_eq!(Attempts::new().wait(&response, true), Some(Duration::from_secs(7)));
    }
    let member = body.replace(":7}", ":\"soon\"}");
    let headers = [RESET, ("Retry-After", "9")];
    let response: ErrorResponse<aip::Error> = decode(429, &headers, member.as_bytes());
    assert!(response.error().is_some(), "the header has the value too");
    assert_eq!(response.retry_after(), Some(Duration::from_secs(9)));
    assert_eq!(
        differences(&response),
        [r#"/error/details/0/metadata/waitSeconds: expected a number of seconds, found "soon""#,]
    );
}

#[test]
fn an_optional_param_that_cant_be_read_is_absent() {
    for (text, is_readable) in [("60", true), ("soon", false), ("-1", false)] {
        let headers = [("Retry-After", text)];
        let body = br#"{"detail":"Too Many Requests"}"#;
        let response: ErrorResponse<kortix::Error> = decode(429, &headers, body);
        assert_eq!(response.error().map(|error| error.entry().code), Some("too_many_requests"), "{text}");
        assert_eq!(response.param("retry_after").is_some(), is_readable, "{text}");
        assert_eq!(response.differences().is_empty(), is_readable, "{text}");
    }
}

#[test]
fn params_that_arent_public_have_no_value() {
    let message = r#"{"error":"Insufficient balance","message":"Your balance (1) is insufficient for this task (2). Please add credits.","statusCode":403}"#;
    let response: ErrorResponse<zazmic::Error> = decode(403, &(), message.as_bytes());
    assert_eq!(response.param("balance"), Some("1".into()));
    assert_eq!((response.param("account"), response.param("other")), (None, None));
    assert!(response.error().is_some() && response.differences().is_empty());
}
