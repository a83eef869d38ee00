//! Matches lists. An object is found wherever it is in the list: a server may add other details before the
//! one that identifies the error. All other items have a fixed position.

use serde::de::{IgnoredAny, SeqAccess};

use super::scalar::raw_json;
use super::{ParsedBody, ShapeMatcher, parse_part};
use crate::Node;
use crate::difference::{MAX_DIFFERENCES, Path, record};

/// The maximum number of items that are compared with an envelope. All others are skipped, so that a long
/// list takes neither much memory nor much time.
const MAX_ITEMS: usize = 64;

impl<'b> ShapeMatcher<'_, 'b> {
    pub(super) fn list<A: SeqAccess<'b>>(
        mut self,
        nodes: &'static [Node<'static>],
        mut seq: A,
    ) -> Result<bool, A::Error> {
        let mut items: Vec<Option<&'b str>> = Vec::new();
        while items.len() < MAX_ITEMS {
            let Some(item) = seq.next_element_seed(raw_json())? else { break };
            items.push(Some(item));
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        for (position, node) in nodes.iter().enumerate() {
            if let Some((at, parsed)) = self.best_item(node, position, &items) {
                items[at] = None;
                self.parsed.absorb(parsed);
                continue;
            }
            let path = Path::Item(self.path, position);
            if !self.below(node, false, &path).tolerates_missing() {
                return Ok(false);
            }
        }
        for (at, item) in items.iter().enumerate() {
            if let Some(json) = item {
                record(&mut self.parsed.differences, &Path::Item(self.path, at), None, Some(json));
            }
        }
        Ok(true)
    }

    /// Matches the first item of a list of errors, and keeps the others.
    pub(super) fn each<A: SeqAccess<'b>>(
        mut self,
        node: &'static Node<'static>,
        mut seq: A,
    ) -> Result<bool, A::Error> {
        let Some(first) = seq.next_element_seed(raw_json())? else {
            return Ok(self.tolerates("an empty list"));
        };
        while self.parsed.others.len() < MAX_ITEMS {
            let Some(json) = seq.next_element_seed(raw_json())? else { break };
            self.parsed.others.push(json);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        let path = Path::Item(self.path, 0);
        let envelope = self.envelope;
        Ok(parse_part(envelope, node, &path, first, self.below(node, false, &path).parsed))
    }

    /// Returns the item that fits a node best, with its index. The one at the node's own position comes first
    /// among those that fit equally well.
    fn best_item(
        &self,
        node: &'static Node<'static>,
        position: usize,
        items: &[Option<&'b str>],
    ) -> Option<(usize, ParsedBody<'b>)> {
        let others = match node {
            Node::Object(_) => 0..items.len(),
            _ => 0..0,
        };
        let mut best: Option<(usize, ParsedBody<'b>)> = None;
        for at in std::iter::once(position).chain(others.filter(|at| *at != position)) {
            let Some(Some(json)) = items.get(at) else { continue };
            let path = Path::Item(self.path, at);
            let mut parsed = ParsedBody::default();
            let is_of = parse_part(self.envelope, node, &path, json, &mut parsed);
            // An object of which nothing is as specified is another one.
            if !is_of || matches!(node, Node::Object(_)) && !parsed.is_evidence() {
                continue;
            }
            let quality = |it: &ParsedBody<'_>| (it.fit.wrong_literals, it.fit.gaps);
            let is_perfect = parsed.fit.is_perfect();
            if best.as_ref().is_none_or(|(_, best)| quality(&parsed) < quality(best)) {
                best = Some((at, parsed));
            }
            if is_perfect {
                break;
            }
        }
        best
    }
}

impl<'b> ParsedBody<'b> {
    /// Adds the contents of an item.
    fn absorb(&mut self, item: ParsedBody<'b>) {
        let ParsedBody {
            code,
            title,
            message,
            docs_url,
            status,
            table,
            facts,
            members,
            params,
            context,
            differences,
            others,
            fit,
        } = item;
        self.others.extend(others);
        self.code = code.or(self.code.take());
        self.title = title.or(self.title.take());
        self.message = message.or(self.message.take());
        self.docs_url = docs_url.or(self.docs_url.take());
        self.status = status.or(self.status);
        self.table = table.or(self.table.take());
        self.facts.extend(facts);
        self.members.extend(members);
        self.params.extend(params);
        self.context.extend(context);
        self.differences.extend(differences);
        self.differences.truncate(MAX_DIFFERENCES);
        self.fit.literals += fit.literals;
        self.fit.wrong_literals += fit.wrong_literals;
        self.fit.gaps += fit.gaps;
        self.fit.specificity.0 += fit.specificity.0;
        self.fit.specificity.1 += fit.specificity.1;
    }
}
