"""The catalog as data: the errors of an API, and the shapes of its error bodies."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Literal as LiteralType

from .errors import ApiError, Retry
from .extract import Parts, Slot, extract
from .nodes import Node, Text, item_of
from .values import ABSENT, MISSING, from_text, is_wide


class Param:
    """A value of an error, or of the context of an envelope."""

    __slots__ = ("field", "is_optional", "name", "type", "wire")

    def __init__(
        self, name: str, type: str, *, field: str | None = None, wire: str | None = None, optional: bool = False
    ) -> None:
        self.name = name
        self.field = field or name
        """The attribute, which differs from the name if that is a keyword."""
        self.type = type
        self.wire = wire or name
        """The name in the object of all params."""
        self.is_optional = optional


class Value:
    """A param in a message."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Entry:
    """An error in one of its tables."""

    __slots__ = (
        "aliases",
        "cls",
        "code",
        "docs_url",
        "envelope",
        "facts",
        "headers",
        "id",
        "is_retired",
        "kind",
        "message",
        "operations",
        "params",
        "parts",
        "range",
        "retry",
        "status",
        "table",
        "title",
    )

    def __init__(
        self,
        cls: type[ApiError] | None,
        id: str,
        code: str,
        title: str,
        *,
        table: str,
        envelope: str | None = None,
        kind: str | None = None,
        status: Sequence[int] = (),
        range: tuple[int, int] | None = None,
        message: Sequence[str | Value] = (),
        params: Sequence[Param] = (),
        headers: Mapping[str, str] | None = None,
        facts: Mapping[str, object] | None = None,
        retry: Retry = "unspecified",
        operations: Sequence[str] = (),
        aliases: Sequence[str] = (),
        docs_url: str | None = None,
        retired: bool = False,
    ) -> None:
        self.cls = cls
        """The class that decoding gives. `None` if responses don't identify the error."""
        self.id = id
        self.code = code
        self.title = title
        self.table = table
        self.envelope = envelope
        self.kind = kind
        """The id of the error that it inherits from."""
        self.status = status
        self.range = range
        self.message = message
        self.params = {param.name: param for param in params}
        self.headers = {name.lower(): param for name, param in (headers or {}).items()}
        """The params that set the headers, by lowercase name of the header."""
        self.facts = facts or {}
        self.retry: Retry = retry
        self.operations = operations
        """The operations that return it. Empty if any can."""
        self.aliases = aliases
        self.docs_url = docs_url
        self.is_retired = retired
        self.parts: Parts = [piece if isinstance(piece, str) else self._slot(piece) for piece in message]

    def _slot(self, value: Value) -> Slot:
        # Params that aren't public are hidden, and their text can be any.
        param = self.params.get(value.name)
        return Slot(value.name, param is not None and not is_wide(param.type))

    def has_status(self, status: int) -> bool:
        is_in_range = self.range is not None and self.range[0] <= status <= self.range[1]
        return status in self.status or is_in_range

    def may_have_status(self, status: int) -> bool:
        """Returns `True` if it has the status, or none at all."""
        return self.has_status(status) or (not self.status and self.range is None)

    def may_be_of(self, operation: str | None) -> bool:
        return operation is None or not self.operations or operation in self.operations

    def texts_in(self, message: str) -> dict[Hashable, str] | None:
        """Returns the texts of the params in a message, or `None` if it isn't the error's."""
        if not self.params:
            literal = [part for part in self.parts if isinstance(part, str)]
            if len(literal) == len(self.parts):
                return {} if message == "".join(literal) else None
        return extract(self.parts, message, self._fits)

    def _fits(self, name: Hashable, text: str) -> bool:
        param = self.params.get(str(name))
        is_any = param is None or is_wide(param.type) or text == ABSENT
        return is_any or from_text(text, param.type if param else "string") is not MISSING

    @property
    def literal_length(self) -> int:
        """The length of the literals in the message. The more, the less a match is a coincidence."""
        return sum(len(part) for part in self.parts if isinstance(part, str))

    @property
    def may_lack_message(self) -> bool:
        """`True` if the message consists of a single optional param."""
        if len(self.message) != 1 or isinstance(self.message[0], str):
            return False
        param = self.params.get(self.message[0].name)
        return param is not None and param.is_optional


class Envelope:
    """The shape of an error body."""

    def __init__(
        self,
        name: str,
        body: Node,
        *,
        identify_by: Sequence[str],
        content_type: str = "application/json",
        headers: Mapping[str, Text] | None = None,
        context: Sequence[Param] = (),
        recognizes_unknown: bool = False,
    ) -> None:
        self.name = name
        self.body = body
        self.identify_by = identify_by
        self.content_type = content_type
        self.headers = headers or {}
        self.context = {param.name: param for param in context}
        self.recognizes_unknown = recognizes_unknown
        """`True` if no error has it: it is for errors that this version doesn't know."""
        self.item = item_of(body)
        """The shape of an item, if the body contains a list of errors."""
        self.format = body_format(content_type) if isinstance(body, Text) else "json"
        body.prepare(identify_by)

    def may_have(self, media_type: str | None) -> bool:
        """Returns `True` if a response with the media type can have the envelope."""
        if media_type is None:
            return True
        format_ = body_format(media_type)
        own = essence(self.content_type) or ""
        return (format_ != "text" and format_ == self.format) or media_type.lower() == own.lower()


def essence(content_type: str | None) -> str | None:
    """Returns a content type without its parameters, or `None` if it isn't a media type."""
    text = (content_type or "").partition(";")[0].partition(",")[0].strip()
    main, _, sub = text.partition("/")
    return text if main and sub else None


def body_format(content_type: str) -> LiteralType["json", "xml", "text"]:
    """Returns the format of bodies with a content type."""
    media_type = (essence(content_type) or "application/json").lower()
    if media_type in ("application/json", "text/json") or media_type.endswith("+json"):
        return "json"
    if media_type in ("application/xml", "text/xml") or media_type.endswith("+xml"):
        return "xml"
    return "text"
