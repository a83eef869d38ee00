"""The base of all exceptions, and the values that they carry."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_):
        return lambda cls: cls


_PREPARED: set[type] = set()
_LOCK = threading.Lock()


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Values:
    """The base of frozen dataclasses.

    A class becomes a dataclass when it is first used, because creating a thousand of them on import would
    take half a second.
    """

    def __new__(cls, **_: object) -> Self:
        make_dataclass(cls)
        return super().__new__(cls)


def make_dataclass(cls: type[Values]) -> None:
    """Makes a class and its bases dataclasses, unless they are."""
    if cls in _PREPARED:
        return
    # Importing it takes longer than importing the rest of this package.
    from dataclasses import dataclass

    with _LOCK:
        for base in reversed(cls.__mro__):
            if issubclass(base, Values) and base is not Values and base not in _PREPARED:
                dataclass(frozen=True, kw_only=True)(base)
                _PREPARED.add(base)


class RetryPolicy(Values):
    """How to retry, as the catalog defines it."""

    after: str | timedelta | None = None
    """The header with the wait before the first retry, or the wait itself."""
    backoff: Literal["constant", "exponential"] | None = None
    """How the wait grows from one attempt to the next."""
    jitter: bool = False
    """`True` to randomize the waits."""
    attempts: int | None = None
    """The maximum number of attempts, including the first."""
    idempotent_only: bool = False
    """`True` to retry only requests that are safe to send twice."""


Retry = RetryPolicy | Literal["never", "unspecified"]
"""How to retry. `unspecified` if the catalog doesn't define it."""


class RateLimitInfo(Values):
    """The rate limit of the server, from its `X-RateLimit-*` headers."""

    limit: int | None = None
    """The number of requests per window."""
    remaining: int | None = None
    """The number of requests left in the current window."""
    reset: datetime | None = None
    """The start of the next window. `None` if the catalog doesn't define the unit of the header."""


class Received(Values):
    """The data of a response that isn't a success."""

    status: int
    message: str | None
    headers: Mapping[str, str]
    body: bytes
    retry: Retry
    retry_after: timedelta | None
    rate_limit: RateLimitInfo | None
    wire_code: str | None
    candidates: tuple[str, ...]
    is_partial: bool
    params: Any
    context: Any
    others: tuple[Any, ...] = ()

    def __repr__(self) -> str:
        # Without the body, which may contain secrets.
        return f"Received(status={self.status})"


class ApiError(Exception):
    """A response that isn't a success. The base of the exceptions of all APIs.

    The class identifies the error. `str(error)` is the message of the server.
    """

    class Params(Values):
        """The values that the error carries."""

    class Context(Values):
        """The values that the server adds."""

    # `Any`, because checkers don't let the exceptions of an API narrow the type of a variable.
    code: ClassVar[Any] = None
    """The code in the catalog. `None` if it isn't known."""
    docs_url: ClassVar[str | None] = None
    """The page of the error."""

    def __init__(self, received: Received) -> None:
        super().__init__(received)
        self._received = received

    def __str__(self) -> str:
        return self.message or f"HTTP {self.status}"

    def __repr__(self) -> str:
        # Without the body, which may contain secrets.
        return f"{type(self).__name__}(status={self.status}, message={self.message!r})"

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._received.status

    @property
    def message(self) -> str | None:
        """The message of the server, for people and logs. If the body has none, the catalog's."""
        return self._received.message

    @property
    def params(self) -> Params:
        """The values that the error carries. Each is `None` if the response doesn't contain it."""
        params: ApiError.Params = self._received.params
        return params

    @property
    def is_partial(self) -> bool:
        """`True` if the response lacks a param that the catalog requires."""
        return self._received.is_partial

    @property
    def wire_code(self) -> str | None:
        """The code in the body, which the catalog may not have."""
        return self._received.wire_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that the catalog mentions, by lowercase name."""
        return self._received.headers

    @property
    def body(self) -> bytes:
        """The first 64 KiB of the body."""
        return self._received.body

    @property
    def retry(self) -> Retry:
        """How to retry: as defined by the catalog, or derived from the status of an unknown error."""
        return self._received.retry

    @property
    def retry_after(self) -> timedelta | None:
        """How long the server asks to wait: at most a day, and zero for a date in the past."""
        return self._received.retry_after

    @property
    def rate_limit(self) -> RateLimitInfo | None:
        """The rate limit of the server, if the response has such headers."""
        return self._received.rate_limit
