//! A warning in code that also handles other errors, because the response doesn't distinguish them.

use errcat_catalog::model::{Api, CodeId, Statuses};

/// The maximum number of codes in a comment.
const MAX_CODES: usize = 4;

/// Returns the sentence about other responses with the pattern of an error. `statuses` are those of the
/// error if nothing else identifies it.
pub(super) fn sentence(api: &Api, code: CodeId, statuses: Option<&Statuses>) -> Option<String> {
    let Some(statuses) = statuses else {
        return look_alikes(api, code);
    };
    let others = match near(api, code).as_slice() {
        [] => String::new(),
        near => format!(", {} included", list(api, near)),
    };
    Some(format!(
        "Matches every response with {}{others}: nothing else identifies the error.",
        words(statuses)
    ))
}

/// Returns the sentence about the errors whose responses look the same.
pub(super) fn look_alikes(api: &Api, code: CodeId) -> Option<String> {
    let mut near = near(api, code);
    let all = &api[code].decoding.look_alikes;
    if !near.is_empty() {
        near.insert(0, code);
        Some(format!("One of {}: the responses look the same.", list(api, &near)))
    } else if !all.is_empty() {
        Some(format!("Other operations return {}, whose responses look the same.", list(api, all)))
    } else {
        None
    }
}

/// Returns the codes whose responses look the same, and that an operation can return in addition to the
/// code.
fn near(api: &Api, code: CodeId) -> Vec<CodeId> {
    let all = &api[code].decoding.look_alikes;
    all.iter().copied().filter(|other| api.share_operation(code, *other)).collect()
}

fn list(api: &Api, codes: &[CodeId]) -> String {
    let mut names: Vec<String> = codes.iter().take(MAX_CODES).map(|code| api[*code].code.clone()).collect();
    if codes.len() > MAX_CODES {
        names.push(format!("{} more", codes.len() - MAX_CODES));
    }
    match names.as_slice() {
        [] => String::new(),
        [name] => name.clone(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
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
