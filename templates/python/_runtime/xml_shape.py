"""Matches bodies that are XML: element by element, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol
from xml.etree import ElementTree

from .nodes import Node, Slot, Text
from .values import Wrap, in_raw_text

_FIRST_MARK = 0xF0000
"""The first of the characters for private use that stand for the slots of a template."""


class Matcher(Protocol):
    """The part of the matcher that XML needs."""

    def pieces(self, node: Text, text: str, wrap: Wrap) -> bool: ...

    def count_literal(self) -> bool: ...

    def count_wrong_literal(self) -> bool: ...

    def tolerates_missing(self, node: Node) -> bool: ...

    def count_other(self) -> None: ...


def match_xml(node: Text, identify_by: Sequence[str], body: str, matcher: Matcher) -> bool:
    """Returns `False` if a body isn't of the envelope with the template `node`."""
    marked = (
        piece if isinstance(piece, str) else chr(_FIRST_MARK + at) for at, piece in enumerate(node.pieces)
    )
    template, root = _parse("".join(marked)), _parse(body)
    if template is None or root is None or _name(template) != _name(root):
        return False
    return _Xml(node, identify_by, matcher).element(template, root)


def _parse(document: str) -> ElementTree.Element | None:
    """Parses a document. Document types are refused: they can define entities that expand to others."""
    if "<!DOCTYPE" in document:
        return None
    try:
        return ElementTree.fromstring(document)
    except (ElementTree.ParseError, ValueError):
        return None


class _Xml:
    def __init__(self, node: Text, identify_by: Sequence[str], matcher: Matcher) -> None:
        self.node = node
        self.identify_by = identify_by
        self.matcher = matcher

    def element(self, template: ElementTree.Element, found: ElementTree.Element | None) -> bool:
        """Matches an element, or its absence. Returns `False` if it rules out the envelope."""
        known, attributes = _attributes(template), _attributes(found)
        if not all(self.value(value, attributes.get(name)) for name, value in known.items()):
            return False
        text = _text(template)
        has_text = len(template) == 0 or text.strip() != ""
        if has_text and not self.value(text, None if found is None else _text(found)):
            return False
        rest = [] if found is None else list(found)
        for child in template:
            other = next((it for it in rest if _name(it) == _name(child)), None)
            if other is not None:
                rest.remove(other)
            if not self.element(child, other):
                return False
        if rest or not attributes.keys() <= known.keys():
            self.matcher.count_other()
        return True

    def value(self, template: str, found: str | None) -> bool:
        """Matches a text of the template with one of the body, or its absence."""
        pieces = list(self.split(template))
        if all(isinstance(piece, str) for piece in pieces):
            is_same = found is not None and found.strip() == template.strip()
            return self.matcher.count_literal() if is_same else self.matcher.count_wrong_literal()
        text = Text(*pieces)
        text.prepare(self.identify_by)
        if found is not None and self.matcher.pieces(text, found, in_raw_text):
            return True
        return self.matcher.tolerates_missing(text)

    def split(self, template: str) -> Iterable[str | Slot]:
        """Splits a text of the template at its marks."""
        literal = ""
        for character in template:
            at = ord(character) - _FIRST_MARK
            piece = self.node.pieces[at] if 0 <= at < len(self.node.pieces) else character
            if isinstance(piece, str):
                literal += character
                continue
            if literal:
                yield literal
            yield piece
            literal = ""
        if literal:
            yield literal


def _name(element: ElementTree.Element) -> str:
    # Without the namespace, because servers may choose others.
    return element.tag.rpartition("}")[2]


def _attributes(element: ElementTree.Element | None) -> dict[str, str]:
    items = [] if element is None else element.items()
    return {name.rpartition("}")[2]: value for name, value in items}


def _text(element: ElementTree.Element) -> str:
    """Returns the text that isn't in a child."""
    return (element.text or "") + "".join(child.tail or "" for child in element)
