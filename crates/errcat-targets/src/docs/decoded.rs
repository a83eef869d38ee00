//! Finds the code that a client decodes from a response.
//!
//! Envelopes can't always distinguish errors: Kakunin's only has a status, so both of its 404 errors decode
//! to the code that they inherit from. The docs must show that code, not one that clients never get.

use std::collections::HashMap;

use errcat_catalog::model::{Api, CodeId, Entry, EnvelopeId, Id, Identity, Piece, StatusWord};

/// Returns the decoded code for each code of an API: the code itself if its envelope distinguishes it from
/// all others, otherwise the nearest code that all indistinguishable codes inherit from.
pub(crate) fn decoded(api: &Api) -> Vec<CodeId> {
    let mut shared: HashMap<IdentityKey<'_>, Vec<CodeId>> = HashMap::new();
    for code in Id::all(&api.codes) {
        let Some(key) = IdentityKey::of(api, api.owner(code)) else { continue };
        match shared.get_mut(&key) {
            None => {
                shared.insert(key, ancestry(api, code));
            }
            Some(kinds) => {
                let own = ancestry(api, code);
                kinds.retain(|kind| own.contains(kind));
            }
        }
    }
    let nearest = |code: CodeId| {
        let kinds = shared.get(&IdentityKey::of(api, api.owner(code))?)?;
        kinds.first().copied()
    };
    Id::all(&api.codes).map(|code| nearest(code).unwrap_or(code)).collect()
}

/// Returns a code and the codes that it inherits from, the nearest first.
fn ancestry(api: &Api, code: CodeId) -> Vec<CodeId> {
    std::iter::once(code).chain(api.kinds(api.owner(code))).collect()
}

/// The properties by which clients distinguish errors.
#[derive(PartialEq, Eq, Hash)]
struct IdentityKey<'a> {
    envelope: EnvelopeId,
    status: Option<StatusWord>,
    code: Option<CodeId>,
    title: Option<&'a str>,
    /// The literal texts between the params, which stand for any text.
    message: Option<Vec<Option<&'a str>>>,
    /// The facts by which the envelope identifies errors.
    facts: Vec<Option<String>>,
}

impl<'a> IdentityKey<'a> {
    fn of(api: &Api, entry: &'a Entry) -> Option<Self> {
        let envelope = entry.envelope?;
        let by = |identity| api[envelope].identify_by.contains(&identity);
        let fact = |by: &Identity| match by {
            Identity::Fact(name) => {
                let value = api.public_facts(entry).find(|(fact, _)| fact.name == *name);
                Some(value.map(|(_, value)| value.text()))
            }
            _ => None,
        };
        Some(IdentityKey {
            envelope,
            status: entry.statuses.words().next().filter(|_| by(Identity::Status)),
            // If codes have pages, each has its own, and therefore its own type.
            code: (by(Identity::Code) || by(Identity::Type) && api.docs_url.is_some()).then_some(entry.code),
            facts: api[envelope].identify_by.iter().filter_map(fact).collect(),
            title: by(Identity::Title).then_some(entry.title.as_str()),
            message: by(Identity::Message).then(|| entry.message.pieces.iter().map(literal).collect()),
        })
    }
}

fn literal(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Text(text) => Some(text),
        Piece::Param(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;
    use crate::fixture;
    use errcat_catalog::model::Identity;

    #[test]
    fn indistinguishable_codes_decode_to_their_parent() {
        let mut api = fixture::catalog().apis.swap_remove(0);
        let got = |api: &errcat_catalog::model::Api, code: &str| {
            let index = api.codes.iter().position(|known| known.code == code).expect("a known code");
            api[decoded(api)[index]].code.clone()
        };
        assert_eq!(got(&api, "account_not_found"), "account_not_found");
        api.envelopes[0].identify_by = vec![Identity::Status];
        assert_eq!(got(&api, "account_not_found"), "not_found");
        assert_eq!(got(&api, "old_limit"), "rate_limited");
        assert_eq!(got(&api, "key_refused"), "key_refused");
        api.envelopes[0].identify_by = vec![Identity::Type, Identity::Status];
        assert_eq!(got(&api, "account_not_found"), "account_not_found");
        api.docs_url = None;
        assert_eq!(got(&api, "account_not_found"), "not_found", "without pages, all types are the same");
    }
}
