"""Values in their wire forms: in JSON, in a text, in a header.

A type is the name of a param type in the catalog: `string`, `integer`, `number`, `boolean`,
`duration_seconds`, `duration_milliseconds`, `timestamp_rfc3339`, `timestamp_seconds`,
`timestamp_milliseconds`, `json`, and lists and maps such as `list_of_integer`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeGuard

from .times import EPOCH, format_rfc3339, from_unix, parse_http_date, parse_rfc3339

Json = Any
"""Parsed JSON."""

MISSING: Final = object()
"""The result of reading a value that is absent or has another type. `None` is JSON's `null`."""

ABSENT = "-"
"""An absent value in a text."""

MAX_NUMBER_LENGTH = 400
"""The maximum length of a number, a duration or a time as text."""

SEPARATOR = ", "
"""The text between the items of a list."""

_LIST, _MAP = "list_of_", "map_of_"
_MAX_INTEGER = 1 << 64
_MIN_INTEGER = -(1 << 63)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_UNITS = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)


def is_wide(type_: str) -> bool:
    """Returns `True` if a text of this type can have any length."""
    return type_ in ("string", "json") or type_.startswith((_LIST, _MAP))


def is_duration(type_: str) -> bool:
    return type_ in ("duration_seconds", "duration_milliseconds")


def parse_json(text: str) -> Json:
    """Parses JSON. Raises `ValueError` or `RecursionError`."""
    return _JSON.decode(text)


def _reject_constant(name: str) -> None:
    # Python parses `NaN` and `Infinity`, which JSON doesn't have.
    raise ValueError(name)


def _parse_int(digits: str) -> int | float:
    # Python refuses to parse very long integers.
    return int(digits) if len(digits) <= MAX_NUMBER_LENGTH else math.inf


_JSON = json.JSONDecoder(parse_constant=_reject_constant, parse_int=_parse_int)


def from_json(value: Json, type_: str) -> object:
    """Returns a value of JSON, or `MISSING` if it has another type or is out of range."""
    if type_ == "json":
        return value
    if isinstance(value, bool):
        return value if type_ == "boolean" else MISSING
    if isinstance(value, str):
        if type_ == "string":
            return value if is_text(value) else MISSING
        return _or_missing(parse_rfc3339(value)) if type_ == "timestamp_rfc3339" else MISSING
    if isinstance(value, (int, float)):
        return _from_number(value, type_)
    if isinstance(value, list) and type_.startswith(_LIST):
        items = [from_json(item, type_[len(_LIST) :]) for item in value]
        return MISSING if MISSING in items else items
    if isinstance(value, dict) and type_.startswith(_MAP):
        members = {key: from_json(item, type_[len(_MAP) :]) for key, item in value.items()}
        return MISSING if MISSING in members.values() else members
    return MISSING


def is_text(value: Json) -> TypeGuard[str]:
    """Returns `True` for a string without lone surrogates, which can't be encoded."""
    return isinstance(value, str) and (value.isascii() or not re.search("[\ud800-\udfff]", value))


def _from_number(value: float, type_: str) -> object:
    if type_ == "integer":
        return value if isinstance(value, int) and _MIN_INTEGER <= value < _MAX_INTEGER else MISSING
    try:
        if type_ == "number":
            return float(value) if math.isfinite(value) else MISSING
        if is_duration(type_):
            return _length(value, type_) if value >= 0 else MISSING
        if type_ in ("timestamp_seconds", "timestamp_milliseconds"):
            return _or_missing(from_unix(_length(value, type_)))
    except (OverflowError, ValueError):
        pass
    return MISSING


def _length(number: float, type_: str) -> timedelta:
    is_seconds = type_.endswith("_seconds")
    return timedelta(seconds=number) if is_seconds else timedelta(milliseconds=number)


def from_text(text: str, type_: str) -> object:
    """Returns a value from its text in a message, or `MISSING` if the text isn't one."""
    if type_ == "string":
        return text
    if type_ == "json":
        try:
            return parse_json(text)
        except (ValueError, RecursionError):
            return text
    if type_.startswith(_MAP) or (type_.startswith(_LIST) and is_wide(type_[len(_LIST) :])):
        # An item may contain the separator.
        return MISSING
    if type_.startswith(_LIST):
        items = [from_text(item, type_[len(_LIST) :]) for item in text.split(SEPARATOR) if text]
        return MISSING if MISSING in items else items
    if len(text) > MAX_NUMBER_LENGTH or not text.isascii():
        return MISSING
    return _from_short_text(text, type_)


def _from_short_text(text: str, type_: str) -> object:
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text, MISSING)
    if type_ == "number":
        number = float(text) if _NUMBER.fullmatch(text) else math.nan
        return number if math.isfinite(number) else MISSING
    if type_ == "timestamp_rfc3339":
        return _or_missing(parse_rfc3339(text))
    if is_duration(type_):
        found = _UNITS.fullmatch(text)
        try:
            return _length(float(text) if found and found[2] else int(text), type_) if found else MISSING
        except OverflowError:
            return MISSING
    if not _INTEGER.fullmatch(text):
        return MISSING
    return _from_number(int(text), type_)


def from_header(text: str, type_: str, now: datetime) -> object:
    """Returns a value from a header. A duration can be an HTTP date: the time until then."""
    text = text.strip(" \t")
    value = from_text(text, type_)
    if value is MISSING and is_duration(type_):
        date = parse_http_date(text)
        return MISSING if date is None else max(date - now, timedelta(0))
    return value


def to_text(value: object, type_: str) -> str:
    """Returns a value as a text, as in a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return _plain(value / _length(1, type_))
    if isinstance(value, datetime):
        if type_ == "timestamp_rfc3339":
            return format_rfc3339(value)
        return str((value - EPOCH) // _length(1, type_))
    if isinstance(value, float):
        return _plain(value)
    if isinstance(value, str):
        return value
    if isinstance(value, list) and type_ != "json":
        return SEPARATOR.join(to_text(item, type_[len(_LIST) :]) for item in value)
    if isinstance(value, dict) and type_ != "json":
        return SEPARATOR.join(f"{key}: {to_text(item, type_[len(_MAP) :])}" for key, item in value.items())
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        return ABSENT


def _plain(number: float) -> str:
    """Returns a number without an exponent, and without a fraction if it is whole."""
    text = repr(number)
    if "e" in text:
        from decimal import Decimal

        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def _or_missing(value: object | None) -> object:
    return MISSING if value is None else value


class WireValue:
    """A value in a response whose type isn't known yet."""

    __slots__ = ("absent", "is_json", "value")

    def __init__(self, value: Json, *, is_json: bool = True, absent: str | None = None) -> None:
        self.value = value
        self.is_json = is_json
        """`False` for a part of a text."""
        self.absent = absent
        """The text that stands for an absent value."""

    @property
    def is_absent(self) -> bool:
        return bool(self.value == self.absent)

    def read(self, type_: str) -> object:
        """Returns the value with a type, or `MISSING`."""
        if self.is_json:
            value = from_json(self.value, type_)
            # A server may write any value as a string: `"45"`.
            is_other = value is MISSING and is_text(self.value)
            return from_text(self.value, type_) if is_other else value
        if self.is_absent and (self.absent or not is_wide(type_)):
            return MISSING
        return from_text(self.value, type_)


def in_text(text: str) -> WireValue:
    """Returns a value in a text of a body."""
    return WireValue(text, is_json=False, absent=ABSENT)


def in_raw_text(text: str) -> WireValue:
    """Returns a value in a body that isn't JSON. It is empty if there is none."""
    return WireValue(text, is_json=False, absent="")


Wrap = Callable[[str], WireValue]
