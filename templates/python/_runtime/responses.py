"""Responses of any HTTP library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, cast

HeadersLike = Mapping[str, str] | Iterable[tuple[str, str]]
"""Headers as a mapping, or as pairs of names and values."""


class ResponseLike(Protocol):
    """A response with its body, such as those of httpx and requests."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...


class Headers:
    """Headers by lowercase name. The first one counts if a name occurs several times."""

    def __init__(self, headers: HeadersLike) -> None:
        # A mapping is iterable too, but only over its names.
        pairs = cast("Mapping[str, str]", headers).items() if isinstance(headers, Mapping) else headers
        self._values: dict[str, str] = {}
        for name, value in pairs:
            self._values.setdefault(name.lower(), value)

    def get(self, name: str) -> str | None:
        return self._values.get(name.lower())

    def only(self, names: Iterable[str]) -> dict[str, str]:
        """Returns the headers with these names, which are lowercase."""
        return {name: self._values[name] for name in names if name in self._values}


def body_of(response: ResponseLike) -> bytes:
    """Returns the body. Empty if it wasn't read before the connection was closed."""
    try:
        return response.content
    except Exception:  # noqa: BLE001, since each library has its own
        return b""
