"""The shape of a body as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .extract import Parts
from .extract import Slot as TextSlot
from .values import Json, parse_json

_WITH_STATUS = ("code", "code_number", "title", "message", "status", "params", "param")
"""The slots without which a body isn't of an envelope that is identified by the status alone."""


class Node:
    """A part of a body."""

    is_required = False
    """`True` if a body without this part isn't of the envelope."""
    must_fit = False
    """`True` if a body with a value of another type in this part isn't of the envelope."""

    def prepare(self, identify_by: Sequence[str]) -> None:
        """Determines what a body has to contain: the values that identify errors.

        If that is only the status, only the shape of the body distinguishes the API's errors from those of
        a proxy, so that all members are required that aren't optional. Literals, links and facts never are.
        """


class Literal(Node):
    """A constant."""

    def __init__(self, value: Json) -> None:
        self.value = value


class Slot(Node):
    """A value."""

    def __init__(self, slot: str, name: str | None = None, *, text: bool = False) -> None:
        self.slot = slot
        self.name = name or ""
        self.is_text = text
        """`True` if the value is written as a string."""

    def prepare(self, identify_by: Sequence[str]) -> None:
        has_only_status = all(by == "status" for by in identify_by)
        self.is_required = _is_required(self, identify_by)
        self.must_fit = self.is_required and not has_only_status


class Text(Node):
    """A text that contains values."""

    def __init__(self, *pieces: str | Slot) -> None:
        self.pieces = pieces

        def part(at: int, piece: str | Slot) -> str | TextSlot:
            return piece if isinstance(piece, str) else TextSlot(at, piece.slot == "status")

        self.parts: Parts = [part(at, piece) for at, piece in enumerate(pieces)]

    def prepare(self, identify_by: Sequence[str]) -> None:
        has_only_status = all(by == "status" for by in identify_by)
        slots = [piece for piece in self.pieces if isinstance(piece, Slot)]
        self.is_required = any(_is_required(slot, identify_by) for slot in slots)
        self.must_fit = self.is_required and not has_only_status


class List(Node):
    """A list. An object is found at any position."""

    def __init__(self, *items: Node) -> None:
        self.items = items

    def prepare(self, identify_by: Sequence[str]) -> None:
        for item in self.items:
            item.prepare(identify_by)
        self.is_required = self.must_fit = any(item.is_required for item in self.items)


class Each(Node):
    """A list of errors."""

    def __init__(self, item: Node) -> None:
        self.item = item

    def prepare(self, identify_by: Sequence[str]) -> None:
        self.item.prepare(identify_by)
        self.is_required = self.must_fit = self.item.is_required


def item_of(node: Node) -> Node | None:
    """Returns the shape of an item, if a node contains a list of errors."""
    if isinstance(node, Each):
        return node.item
    inner: Iterable[Node] = ()
    if isinstance(node, List):
        inner = node.items
    elif isinstance(node, Object):
        inner = (member.value for member in node.members.values())
    return next((item for item in map(item_of, inner) if item is not None), None)


class Member:
    """A member of an object."""

    def __init__(
        self, name: str, value: Node, *, optional: bool = False, pattern: tuple[str, str] | None = None
    ) -> None:
        self.name = name
        self.value = value
        self.is_optional = optional
        self.pattern = pattern
        """The start and the end of a key that varies."""

    def is_key(self, key: str) -> bool:
        """Returns `True` if a key that no other member has is the member's."""
        start, end = self.pattern or ("", "")
        is_longer = len(key) > len(start) + len(end)
        return self.pattern is not None and key.startswith(start) and key.endswith(end) and is_longer


class Object(Node):
    """An object."""

    def __init__(self, *members: Member) -> None:
        is_extensions = [isinstance(it.value, Slot) and it.value.slot == "extensions" for it in members]
        self.has_extensions = any(is_extensions)
        """`True` if all other members are params."""
        self.members = {it.name: it for it, is_other in zip(members, is_extensions) if not is_other}

    def key_of(self, member: Member, value: Mapping[str, object]) -> str:
        """Returns the key of a member in a body."""
        if member.pattern is None:
            return member.name
        others = (key for key in value if key not in self.members)
        return next(filter(member.is_key, others), member.name)

    def prepare(self, identify_by: Sequence[str]) -> None:
        for member in self.members.values():
            member.value.prepare(identify_by)
        required = (it for it in self.members.values() if not it.is_optional)
        self.is_required = self.must_fit = any(it.value.is_required for it in required)


def constant(json: str) -> Node:
    """Returns the nodes of constant JSON."""
    return _constant(parse_json(json))


def _constant(value: Json) -> Node:
    if isinstance(value, dict):
        return Object(*(Member(name, _constant(item)) for name, item in value.items()))
    if isinstance(value, list):
        return List(*(_constant(item) for item in value))
    return Literal(value)


def _is_required(slot: Slot, identify_by: Sequence[str]) -> bool:
    if all(by == "status" for by in identify_by):
        return slot.slot in _WITH_STATUS
    return any(_is_read_from(by, slot) for by in identify_by)


def _is_read_from(by: str, slot: Slot) -> bool:
    """Returns `True` if a slot contains what identifies the error."""
    if by == "code":
        return slot.slot in ("code", "code_number")
    if by in ("title", "message"):
        return slot.slot == by
    if by == "type":
        return slot.slot in ("type", "docs_url")
    if by == "table":
        return slot.slot == "constant" and slot.name == "table"
    return slot.slot == "fact" and slot.name == by
