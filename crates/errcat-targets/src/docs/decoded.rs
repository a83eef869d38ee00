//! Which code a client gets for a response.
//!
//! Envelopes don't always tell errors apart: Kakunin's has only a status, so both of its 404s decode to the kind
//! that they share. The docs must show clients that code, and not one that they never get.

use std::collections::HashMap;

use errcat_catalog::model::{Api, CodeId, Entry, EnvelopeId, Id, Identity};

/// What decoding a response gives for each code of an API: the code itself where its envelope can tell it from
/// all others, otherwise the kind that it shares with those that look the same.
pub(crate) fn decoded(api: &Api) -> Vec<CodeId> {
    let mut shared: HashMap<Look<'_>, Vec<CodeId>> = HashMap::new();
    for code in Id::all(&api.codes) {
        let Some(look) = Look::of(api, api.owner(code)) else { continue };
        match shared.get_mut(&look) {
            None => {
                shared.insert(look, ancestry(api, code));
            }
            Some(kinds) => {
                let own = ancestry(api, code);
                kinds.retain(|kind| own.contains(kind));
            }
        }
    }
    let nearest = |code: CodeId| {
        let kinds = shared.get(&Look::of(api, api.owner(code))?)?;
        kinds.first().copied()
    };
    Id::all(&api.codes).map(|code| nearest(code).unwrap_or(code)).collect()
}

/// A code and what it is a kind of, the nearest first.
fn ancestry(api: &Api, code: CodeId) -> Vec<CodeId> {
    std::iter::once(code).chain(api.kinds(api.owner(code))).collect()
}

/// What a client can tell of an error.
#[derive(PartialEq, Eq, Hash)]
struct Look<'a> {
    envelope: EnvelopeId,
    status: Option<u16>,
    code: Option<CodeId>,
    title: Option<&'a str>,
    message: Option<&'a str>,
}

impl<'a> Look<'a> {
    fn of(api: &Api, entry: &'a Entry) -> Option<Self> {
        let envelope = entry.envelope?;
        let by = |identity| api[envelope].identify_by.contains(&identity);
        Some(Look {
            envelope,
            status: entry.statuses.first().copied().filter(|_| by(Identity::Status)),
            // Each code has a page of its own, and so a type of its own.
            code: (by(Identity::Code) || by(Identity::Type)).then_some(entry.code),
            title: by(Identity::Title).then_some(entry.title.as_str()),
            message: by(Identity::Message).then_some(entry.message.text.as_str()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;
    use crate::fixture;
    use errcat_catalog::model::Identity;

    #[test]
    fn what_looks_the_same_is_its_kind() {
        let mut api = fixture::catalog().apis.swap_remove(0);
        let got = |api: &errcat_catalog::model::Api, code: &str| {
            let index = api.codes.iter().position(|known| known.code == code).expect("it is there");
            api[decoded(api)[index]].code.clone()
        };
        assert_eq!(got(&api, "account_not_found"), "account_not_found");
        api.envelopes[0].identify_by = vec![Identity::Status];
        assert_eq!(got(&api, "account_not_found"), "not_found");
        assert_eq!(got(&api, "old_limit"), "rate_limited");
        assert_eq!(got(&api, "key_refused"), "key_refused");
    }
}
