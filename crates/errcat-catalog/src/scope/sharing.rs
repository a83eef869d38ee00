//! Errors with the same code, which clients must be able to tell apart.

use std::collections::{HashMap, HashSet};

use super::{Entry, Scope};
use crate::model::{EnvelopeId, Identity};
use crate::names::folded;
use crate::raw::RawEnvelope;
use crate::template;
use crate::value;
use crate::yaml::{Kind, Node};

/// Two errors with the same code whose responses look the same to clients.
#[derive(Debug, Clone, Copy)]
pub struct Clash {
    /// The entry that defines one of the errors.
    pub first: usize,
    /// The entry that defines the other error, further down in the docs.
    pub second: usize,
    /// The envelope that would have to tell them apart; `None` if one of them is never sent as a body.
    pub envelope: Option<EnvelopeId>,
}

impl Scope<'_> {
    /// Returns the errors that have the code of another one, but look the same to clients: each once, sorted.
    /// Case and the difference between `-` and `_` don't matter.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        for index in (0..self.entries.len()).filter(|index| self.is_owner(*index)) {
            let codes = [self.entries[index].code, self.wire_code(index)].map(|code| folded(code));
            let codes = if codes[0] == codes[1] { &codes[..1] } else { &codes[..] };
            codes.iter().for_each(|code| groups.entry(code.clone()).or_default().push(index));
        }
        groups.retain(|_, owners| owners.len() > 1);
        if groups.is_empty() {
            return Vec::new();
        }
        let mut comparison = Comparison::new(self);
        let mut clashes: Vec<Clash> = groups.values().flat_map(|owners| comparison.compare(owners)).collect();
        clashes.sort_unstable_by_key(|clash| (clash.second, clash.first));
        clashes.dedup_by_key(|clash| clash.second);
        clashes
    }
}

/// Compares errors with the same code.
struct Comparison<'s> {
    scope: &'s Scope<'s>,
    /// By envelope: the values other than the code that identify errors. `None` if responses don't have the
    /// code.
    identities: Vec<Option<Vec<Identity>>>,
    /// The entries of each error.
    entries: HashMap<usize, Vec<usize>>,
    /// The results of [`are_distinct`](Self::are_distinct).
    distinct: HashMap<(EnvelopeId, EnvelopeId), bool>,
}

impl<'s> Comparison<'s> {
    fn new(scope: &'s Scope<'s>) -> Self {
        let identities = scope.api.envelopes.0.iter().map(|(_, envelope)| {
            let identities = scope.identities(envelope);
            let has_code = value::slots(envelope).iter().any(|slot| slot == "code");
            let others = identities.into_iter().filter(|identity| *identity != Identity::Code);
            has_code.then(|| others.collect())
        });
        let mut entries: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, entry) in scope.entries.iter().enumerate() {
            entries.entry(entry.owner).or_default().push(index);
        }
        Self { scope, identities: identities.collect(), entries, distinct: HashMap::new() }
    }

    /// Returns the errors that look like one before them.
    fn compare(&mut self, owners: &[usize]) -> Vec<Clash> {
        let scope = self.scope;
        let mut clashes = Vec::new();
        let mut first: HashMap<(Option<EnvelopeId>, String), usize> = HashMap::new();
        let mut envelopes: Vec<(Option<EnvelopeId>, usize)> = Vec::new();
        for &owner in owners {
            for &index in &self.entries[&owner] {
                let Entry { envelope, .. } = scope.entries[index];
                if scope.has_unknown_envelope(index) || scope.is_open(index) {
                    continue; // Reported by another rule.
                }
                for key in self.keys(index) {
                    let known = *first.entry((envelope, key)).or_insert(owner);
                    if known != owner {
                        clashes.push(Clash { first: known, second: owner, envelope });
                    }
                }
                for (other, known) in envelopes.iter().filter(|(other, _)| *other != envelope) {
                    let is_distinct = match (other, envelope) {
                        (Some(one), Some(other)) => are_distinct(scope, &mut self.distinct, *one, other),
                        _ => false,
                    };
                    if *known != owner && !is_distinct {
                        clashes.push(Clash { first: *known, second: owner, envelope });
                    }
                }
                envelopes.push((envelope, owner));
            }
        }
        clashes
    }

    /// Returns the values that identify an entry in its envelope, without the code.
    fn keys(&self, index: usize) -> Vec<String> {
        let identities =
            self.scope.entries[index].envelope.and_then(|at| self.identities[at.index()].as_ref());
        let Some(identities) = identities else { return vec![String::new()] };
        let known = self.scope.known_statuses(std::iter::once(index));
        self.scope.identity_keys(index, identities, &known)
    }
}

/// Returns `true` if a body shows by its members which of the envelopes it has.
fn are_distinct(
    scope: &Scope<'_>,
    known: &mut HashMap<(EnvelopeId, EnvelopeId), bool>,
    one: EnvelopeId,
    other: EnvelopeId,
) -> bool {
    *known.entry((one, other)).or_insert_with(|| {
        let [one, other] = [one, other].map(|at| Members::of(&scope.api.envelopes.0[at.index()].1));
        let has_own =
            |one: &Members<'_>, other: &Members<'_>| one.required.difference(&other.all).next().is_some();
        let differ =
            |(path, text): (&String, &&str)| other.literals.get(path).is_some_and(|other| other != text);
        has_own(&one, &other) || has_own(&other, &one) || one.literals.iter().any(differ)
    })
}

/// The paths of an envelope's members.
#[derive(Default)]
struct Members<'a> {
    all: HashSet<String>,
    required: HashSet<String>,
    literals: HashMap<String, &'a str>,
}

impl<'a> Members<'a> {
    fn of(envelope: &'a RawEnvelope) -> Self {
        let mut members = Members::default();
        let optional: HashSet<&str> = envelope.optional.iter().map(|path| path.value.as_str()).collect();
        value::parts(envelope).for_each(|part| members.add(part, "", true, &optional));
        members
    }

    fn add(&mut self, node: &'a Node, path: &str, is_required: bool, optional: &HashSet<&str>) {
        match &node.kind {
            Kind::Scalar { text, .. } => {
                if !path.is_empty() && template::in_body(text).next().is_none() {
                    self.literals.insert(path.to_owned(), text);
                }
            }
            Kind::List(items) => {
                items.iter().for_each(|item| self.add(item, &format!("{path}[]"), is_required, optional));
            }
            Kind::Map(pairs) => {
                for (name, value) in pairs {
                    let Kind::Scalar { text: name, .. } = &name.kind else { continue };
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    let is_required = is_required && !optional.contains(path.as_str());
                    self.add(value, &path, is_required, optional);
                    if is_required {
                        self.required.insert(path.clone());
                    }
                    self.all.insert(path);
                }
            }
        }
    }
}
