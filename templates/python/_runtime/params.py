"""Reads the params of an error from its response: from the body, the message or a header."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .responses import Headers
from .shape import Parsed
from .table import Entry, Param, Value
from .values import ABSENT, MISSING, from_header, from_text, is_wide, to_text


def read_params(entry: Entry, parsed: Parsed, headers: Headers, now: datetime) -> dict[str, object]:
    """Returns the values that can be read, by name of the param."""
    if not entry.params:
        return {}
    texts = entry.texts_in(parsed.message) if parsed.message is not None else None
    header_of = {param: header for header, param in reversed(entry.headers.items())}
    values: dict[str, object] = {}
    for name, param in entry.params.items():
        value = _in_body(param, parsed)
        if value is MISSING and texts is not None and name in texts:
            value = _in_message(param, texts[name])
        if value is MISSING and name in header_of:
            text = headers.get(header_of[name])
            value = MISSING if text is None else from_header(text, param.type, now)
        if value is not MISSING:
            values[name] = value
    return values


def is_partial(entry: Entry, values: Mapping[str, object]) -> bool:
    """Returns `True` if a required value is missing."""
    return any(name not in values for name, param in entry.params.items() if not param.is_optional)


def catalog_message(entry: Entry, values: Mapping[str, object]) -> str | None:
    """Returns the message of the catalog with its values."""
    if len(entry.message) == 1 and not isinstance(entry.message[0], str) and entry.message[0].name not in values:
        return None
    return "".join(piece if isinstance(piece, str) else _text(entry, piece, values) for piece in entry.message)


def _text(entry: Entry, piece: Value, values: Mapping[str, object]) -> str:
    if piece.name not in values:
        return ABSENT
    return to_text(values[piece.name], entry.params[piece.name].type)


def _in_body(param: Param, parsed: Parsed) -> object:
    for wire in (parsed.params.get(param.name), parsed.members.get(param.wire)):
        # A text that isn't JSON has no other form for a missing value than an empty one.
        is_empty = wire is not None and param.is_optional and wire.absent == "" and wire.is_absent
        if wire is None or is_empty:
            continue
        value = wire.read(param.type)
        if value is not MISSING:
            return value
    return MISSING


def _in_message(param: Param, text: str) -> object:
    # A required text may also be `-` itself.
    if text == ABSENT and (param.is_optional or not is_wide(param.type)):
        return MISSING
    return from_text(text, param.type)
