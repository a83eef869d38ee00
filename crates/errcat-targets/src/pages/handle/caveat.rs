//! A warning in code that also handles other errors, because the response doesn't distinguish them.

use super::identify::ResponsePattern;
use errcat_catalog::model::{Api, CodeId, Statuses};

/// The maximum number of codes in a comment.
const MAX_CODES: usize = 4;

/// Returns the sentence about other responses with the pattern of an error.
pub(super) fn sentence(api: &Api, code: CodeId, pattern: &ResponsePattern<'_>) -> Option<String> {
    let Some(statuses) = pattern.statuses.filter(|_| pattern.is_status_only()) else {
        return look_alikes(api, code);
    };
    let (is_apart, names) = names(api, code);
    let others = names.filter(|_| !is_apart).map_or(String::new(), |names| format!(", {names} included"));
    Some(format!(
        "Matches every response with {}{others}: nothing else identifies the error.",
        words(statuses)
    ))
}

/// Returns the sentence about the errors whose responses look the same.
pub(super) fn look_alikes(api: &Api, code: CodeId) -> Option<String> {
    let (is_apart, names) = names(api, code);
    let names = names?;
    Some(match is_apart {
        true => format!("Other operations return {names}, whose responses look the same."),
        false => format!("Also matches {names}: the responses look the same."),
    })
}

/// Returns the codes whose responses look the same. If an operation can return some of them together with
/// this error, only those; otherwise, the first value is `true`.
fn names(api: &Api, code: CodeId) -> (bool, Option<String>) {
    let all = &api[code].decoding.look_alikes;
    let near: Vec<CodeId> = all.iter().copied().filter(|other| api.share_operation(code, *other)).collect();
    let others = if near.is_empty() { all } else { &near };
    let mut names: Vec<String> =
        others.iter().take(MAX_CODES).map(|other| api[*other].code.clone()).collect();
    if others.len() > MAX_CODES {
        names.push(format!("{} more", others.len() - MAX_CODES));
    }
    let names = match names.as_slice() {
        [] => None,
        [name] => Some(name.clone()),
        [names @ .., last] => Some(format!("{} and {last}", names.join(", "))),
    };
    (near.is_empty(), names)
}

fn words(statuses: &Statuses) -> String {
    match statuses {
        Statuses::Listed(numbers) => match numbers.as_slice() {
            [status] => format!("status {status}"),
            several => {
                let several: Vec<String> = several.iter().map(u16::to_string).collect();
                format!("status {}", several.join(" or "))
            }
        },
        Statuses::Range(range) => {
            let (first, last) = range.bounds().into_inner();
            format!("status {first} to {last}")
        }
    }
}
