//! Reads the nodes of an OpenAPI file.

use std::ops::Range;

use errcat_catalog::yaml::{Kind, Node};

/// Returns the members of a map; none of another value.
pub(super) fn members(node: &Node) -> &[(Node, Node)] {
    match &node.kind {
        Kind::Map(pairs) => pairs,
        Kind::Scalar { .. } | Kind::List(_) => &[],
    }
}

/// Returns a member of a map, with its position.
pub(super) fn member<'n>(map: &'n Node, name: &str) -> Option<(usize, &'n Node, &'n Node)> {
    let found = members(map).iter().enumerate().find(|(_, (key, _))| text(key) == Some(name));
    found.map(|(index, (key, value))| (index, key, value))
}

/// Returns the value of a member that is a text.
pub(super) fn member_text<'n>(map: &'n Node, name: &str) -> Option<&'n str> {
    text(member(map, name)?.2)
}

/// Returns a scalar as it is written, without quotes.
pub(super) fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text),
        Kind::Map(_) | Kind::List(_) => None,
    }
}

/// Returns `true` for a map without members, and for a missing value.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.kind {
        Kind::Map(pairs) => pairs.is_empty(),
        Kind::Scalar { text, plain } => *plain && matches!(text.as_str(), "" | "~" | "null"),
        Kind::List(_) => false,
    }
}

/// Returns `true` if the value of a key is written there. An alias, or a map with `<<`, has parts that are
/// written elsewhere, perhaps for several values.
pub(super) fn is_written_here(key: &Node, value: &Node) -> bool {
    let is_inside = |inner: &Node| value.span.start <= inner.span.start && inner.span.end <= value.span.end;
    is_empty(value)
        || key.span.end <= value.span.start && members(value).iter().all(|(key, _)| is_inside(key))
}

/// Returns the bytes of a node.
pub(super) fn range(node: &Node) -> Range<usize> {
    node.span.start as usize..node.span.end as usize
}
