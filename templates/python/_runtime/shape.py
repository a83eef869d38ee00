"""Matches a body against the shape of an envelope, and extracts what is in it.

Matching is generous: only what the envelope requires has to be in the body. See `Node.prepare`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from . import pages
from .extract import extract
from .nodes import Each, List, Literal, Member, Node, Object, Slot, Text
from .responses import Headers
from .table import Envelope
from .values import MISSING, Json, WireValue, Wrap, in_raw_text, in_text, is_text, parse_json

MAX_ITEMS = 64
"""The maximum number of items of a list that are compared with an envelope."""

_LARGEST_STATUS = 65_535


@dataclass
class Parsed:
    """The contents of a body."""

    code: str | None = None
    title: str | None = None
    message: str | None = None
    docs_url: str | None = None
    table: str | None = None
    facts: dict[str, WireValue] = field(default_factory=dict)
    members: dict[str, WireValue] = field(default_factory=dict)
    """The params in the object of all params, by their name there."""
    params: dict[str, WireValue] = field(default_factory=dict)
    """The params in a place of their own."""
    context: dict[str, object] = field(default_factory=dict)
    others: list[Json] = field(default_factory=list)
    """The further items of a list of errors."""
    literals: int = 0
    """The number of constants that are as specified."""
    wrong_literals: int = 0
    gaps: int = 0
    """The number of other parts that are missing or have another type."""
    specific: int = 0
    """The number of parts that accept only certain values, and that matched."""
    matched: int = 0
    """The number of all parts that matched."""
    differs: bool = False

    @property
    def is_perfect(self) -> bool:
        return not self.wrong_literals and not self.gaps

    @property
    def has_evidence(self) -> bool:
        """Returns `True` if a part is as specified, or if there is nothing else in the body.

        Keys alone, such as `{"error": null}`, don't make a body an error of the API.
        """
        return self.matched > 0 or (not self.differs and not self.members)

    def count_specific(self) -> None:
        self.specific += 1
        self.matched += 1

    def absorb(self, item: Parsed) -> None:
        """Adds the contents of an item."""
        for name in ("code", "title", "message", "docs_url", "table"):
            if getattr(item, name) is not None:
                setattr(self, name, getattr(item, name))
        for name in ("facts", "members", "params", "context"):
            getattr(self, name).update(getattr(item, name))
        self.others += item.others
        for name in ("literals", "wrong_literals", "gaps", "specific", "matched"):
            setattr(self, name, getattr(self, name) + getattr(item, name))
        self.differs = self.differs or item.differs


def parse(envelope: Envelope, text: str, value: Json, headers: Headers) -> Parsed | None:
    """Parses a body: its text, and its JSON or `MISSING`. Returns `None` if it isn't of the envelope."""
    parsed = Parsed()
    matcher = _Matcher(envelope, parsed)
    if envelope.format == "json":
        is_of = value is not MISSING and matcher.match(envelope.body, value)
    elif not isinstance(envelope.body, Text):
        is_of = False
    elif envelope.format == "text":
        is_of = matcher.raw_text(envelope.body, text)
    else:
        from .xml_shape import match_xml

        is_of = match_xml(envelope.body, envelope.identify_by, text, matcher)
    if not is_of or not parsed.has_evidence:
        return None
    for name, node in envelope.headers.items():
        found = headers.get(name)
        # A header that is missing or different is ignored: a proxy may have removed it.
        if found is not None:
            matcher.pieces(node, found, in_text)
    return parsed


def parse_item(envelope: Envelope, value: Json) -> Parsed | None:
    """Parses an item of a list of errors, like `parse`. Returns `None` if the envelope has no list."""
    parsed = Parsed()
    is_of = envelope.item is not None and _Matcher(envelope, parsed).match(envelope.item, value)
    return parsed if is_of and parsed.has_evidence else None


class _Matcher:
    def __init__(self, envelope: Envelope, parsed: Parsed) -> None:
        self.envelope = envelope
        self.parsed = parsed

    def match(self, node: Node, value: Json, is_optional: bool = False) -> bool:
        """Returns `False` if the value rules out the envelope."""
        if value is None and is_optional:
            return True
        if isinstance(node, Object):
            return self.object(node, value) if isinstance(value, dict) else self.tolerates(node)
        if isinstance(node, Slot):
            return self.slot(node, value)
        if isinstance(node, Literal):
            return self.literal(node, value)
        if isinstance(node, Text):
            return self.text(node, value)
        if not isinstance(value, list):
            return self.tolerates(node)
        if isinstance(node, Each):
            return self.each(node, value)
        return isinstance(node, List) and self.list(node, value)

    def tolerates(self, node: Node) -> bool:
        """Handles a value of another type. Returns `True` if the body may still be of the envelope."""
        return not node.must_fit and self.count_gap(node)

    def tolerates_missing(self, node: Node) -> bool:
        """Handles a missing part. Returns `True` if the body may still be of the envelope."""
        return not node.is_required and self.count_gap(node)

    def count_gap(self, node: Node) -> bool:
        if isinstance(node, Literal):
            return self.count_wrong_literal()
        self.parsed.gaps += 1
        self.parsed.differs = True
        return True

    def count_literal(self) -> bool:
        self.parsed.literals += 1
        self.parsed.count_specific()
        return True

    def count_wrong_literal(self) -> bool:
        self.parsed.wrong_literals += 1
        self.parsed.differs = True
        return True

    def count_other(self) -> None:
        """Handles a part that the envelope doesn't have."""
        self.parsed.differs = True

    def object(self, node: Object, value: dict[str, Json]) -> bool:
        known = {node.key_of(member, value): member for member in node.members.values()}
        for name, member in known.items():
            if not self.member(member, value.get(name, MISSING)):
                return False
        others = {name: it for name, it in value.items() if name not in known}
        if node.has_extensions:
            self.parsed.members.update({name: WireValue(it) for name, it in others.items()})
        elif others:
            self.count_other()
        return True

    def member(self, member: Member, value: Json) -> bool:
        if value is not MISSING:
            return self.match(member.value, value, member.is_optional)
        return member.is_optional or self.tolerates_missing(member.value)

    def list(self, node: List, value: Sequence[Json]) -> bool:
        items: dict[int, Json] = dict(enumerate(value[:MAX_ITEMS]))
        for position, item in enumerate(node.items):
            best = self.best_item(item, position, items)
            if best is not None:
                at, parsed = best
                del items[at]
                self.parsed.absorb(parsed)
            elif not self.tolerates_missing(item):
                return False
        self.parsed.differs = self.parsed.differs or bool(items)
        return True

    def best_item(self, node: Node, position: int, items: dict[int, Json]) -> tuple[int, Parsed] | None:
        """Returns the item that fits a node best. Only objects can be at another position."""
        best: tuple[int, Parsed] | None = None
        others = [at for at in items if at != position] if isinstance(node, Object) else []
        for at in [position, *others]:
            parsed = Parsed()
            if at not in items or not _Matcher(self.envelope, parsed).match(node, items[at]):
                continue
            # An object of which nothing is as specified is another one.
            if isinstance(node, Object) and not parsed.has_evidence:
                continue
            if best is None or (parsed.wrong_literals, parsed.gaps) < (best[1].wrong_literals, best[1].gaps):
                best = at, parsed
            if parsed.is_perfect:
                break
        return best

    def each(self, node: Each, value: Sequence[Json]) -> bool:
        """Matches the first item of a list of errors, and keeps the others."""
        if not value:
            return self.tolerates(node)
        self.parsed.others += value[1 : MAX_ITEMS + 1]
        return self.match(node.item, value[0])

    def literal(self, node: Literal, value: Json) -> bool:
        is_same = value == node.value and isinstance(value, bool) == isinstance(node.value, bool)
        return self.count_literal() if is_same else self.tolerates(node)

    def slot(self, node: Slot, value: Json) -> bool:
        parsed = self.parsed
        if node.slot in ("params", "extensions"):
            if not isinstance(value, dict):
                return self.tolerates(node)
            parsed.count_specific()
            parsed.members.update({name: WireValue(item) for name, item in value.items()})
        elif node.slot == "context":
            self.context(node.name, WireValue(value))
        elif node.slot == "param":
            parsed.matched += 1
            parsed.params[node.name] = WireValue(value)
        elif node.slot == "fact":
            parsed.matched += 1
            parsed.facts[node.name] = WireValue(value)
        elif node.slot == "constant":
            # It is the same in every response of an error, and may be reworded.
            parsed.matched += 1
            if node.name == "table":
                parsed.table = value if is_text(value) else None
        elif node.slot == "status":
            return self.status(node, value)
        else:
            return self.text_slot(node, value)
        return True

    def context(self, name: str, wire: WireValue) -> None:
        """Keeps a value if it has the field's type. A wrong type doesn't make the error unknown."""
        param = self.envelope.context.get(name)
        value = wire.read(param.type) if param else MISSING
        if value is not MISSING:
            self.parsed.matched += 1
            self.parsed.context[name] = value
        elif not wire.is_absent:
            self.parsed.differs = True

    def status(self, node: Slot, value: Json) -> bool:
        if value is None:
            return True
        is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if not is_number and not (node.is_text and _is_status(value)):
            return self.tolerates(node)
        self.parsed.count_specific()
        return True

    def text_slot(self, node: Slot, value: Json) -> bool:
        """Matches the code, the title, the message, or a link."""
        parsed = self.parsed
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if node.slot in ("docs_url", "type") and value is None:
            return True
        if is_number and (node.slot == "code_number" or (node.slot == "code" and node.is_text)):
            value = str(value)
        if not is_text(value):
            return self.tolerates(node)
        parsed.count_specific()
        if node.slot in ("code", "code_number"):
            parsed.code = value
        elif node.slot == "title":
            parsed.title = value
        elif node.slot == "message":
            parsed.message = value
        else:
            parsed.docs_url = None if value == pages.ABOUT_BLANK else value
        return True

    def text(self, node: Text, value: Json) -> bool:
        if not is_text(value):
            return self.tolerates(node)
        return self.pieces(node, value, in_text) or self.moved_url(node, value) or self.tolerates(node)

    def moved_url(self, node: Text, url: str) -> bool:
        """Reads the code from a URL that differs only in its literals, such as a new host of the docs."""
        start, code, *_ = [*node.pieces, "", ""]
        if not isinstance(start, str) or not start.startswith(("https://", "http://")):
            return False
        if not isinstance(code, Slot) or code.slot != "code":
            return False
        names = pages.names(url)
        if not names:
            return False
        self.parsed.code = names[0]
        self.parsed.wrong_literals += 1
        self.parsed.matched += 1
        self.parsed.differs = True
        return True

    def raw_text(self, node: Text, body: str) -> bool:
        """Matches a body that isn't JSON."""
        last = node.pieces[-1] if node.pieces else ""
        # Many servers end a text with a line break.
        ends_line = isinstance(last, str) and last.endswith("\n")
        text = body if ends_line else body.removesuffix("\n")
        return self.pieces(node, text, in_raw_text) or self.tolerates(node)

    def pieces(self, node: Text, text: str, wrap: Wrap) -> bool:
        """Extracts the slots of a text. Returns `False` if it isn't as specified."""

        def fits(at: Hashable, value: str) -> bool:
            slot = node.pieces[at] if isinstance(at, int) else None
            is_status = isinstance(slot, Slot) and slot.slot == "status"
            return not is_status or wrap(value).is_absent or _is_status(value)

        found = extract(node.parts, text, fits)
        if found is None:
            return False
        for at, value in found.items():
            slot = node.pieces[at] if isinstance(at, int) else ""
            if isinstance(slot, Slot) and not self.piece(slot, value, wrap):
                return False
        self.parsed.count_specific()
        return True

    def piece(self, slot: Slot, text: str, wrap: Wrap) -> bool:
        parsed, wire = self.parsed, wrap(text)
        present = None if wire.is_absent else text
        if slot.slot in ("code", "code_number"):
            parsed.code = text
        elif slot.slot == "title":
            parsed.title = text
        elif slot.slot == "message":
            parsed.message = parsed.message if not text and wire.is_absent else text
        elif slot.slot == "constant" and slot.name == "table":
            parsed.table = present
        elif slot.slot == "fact":
            parsed.facts[slot.name] = wire
        elif slot.slot in ("docs_url", "type"):
            is_blank = slot.slot == "type" and present == pages.ABOUT_BLANK
            parsed.docs_url = None if is_blank else present
        elif slot.slot == "context":
            if present is not None:
                self.context(slot.name, wire)
        elif slot.slot == "param":
            parsed.params[slot.name] = wire
        elif slot.slot in ("params", "extensions"):
            return self.members_in(text)
        return True

    def members_in(self, text: str) -> bool:
        """Reads an object of params in a text."""
        try:
            value = parse_json(text)
        except (ValueError, RecursionError):
            return False
        if isinstance(value, dict):
            self.parsed.members.update({name: WireValue(item) for name, item in value.items()})
        return isinstance(value, dict)


def _is_status(text: Json) -> bool:
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 5
    return is_number and int(text) <= _LARGEST_STATUS
