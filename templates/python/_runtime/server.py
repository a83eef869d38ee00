"""What a server says about further requests: how long to wait, and its rate limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from .errors import RateLimitInfo, Retry, RetryPolicy
from .responses import Headers
from .retries import MAX_RETRY_AFTER
from .table import Entry
from .times import EPOCH
from .values import from_header

RETRY_AFTER = "retry-after"
LIMIT, REMAINING, RESET = "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"

_NUMBER = re.compile(r"\+?(\d{1,20})", re.ASCII)

TypeOf = Callable[[str], str | None]
"""Returns the type of a header's value, by lowercase name of the header."""


def unknown_retry(status: int, headers: Headers) -> Retry:
    """Returns how to retry a request that failed with an unknown error."""
    if status == 429:
        # Such a request was rejected before it had any effect.
        return RetryPolicy(after="Retry-After", backoff="exponential")
    if status == 503 and headers.get(RETRY_AFTER) is not None:
        # It may come from a proxy after the server processed the request.
        return RetryPolicy(after="Retry-After", idempotent_only=True)
    return "unspecified"


def retry_after(
    entry: Entry | None,
    values: Mapping[str, object],
    retry: Retry,
    headers: Headers,
    type_of: TypeOf,
    now: datetime,
) -> timedelta | None:
    """Returns how long the server asks to wait."""
    after = retry.after if isinstance(retry, RetryPolicy) else None
    name = after.lower() if isinstance(after, str) else RETRY_AFTER
    is_milliseconds = type_of(name) == "duration_milliseconds"
    text = headers.get(name)
    wait: object = None
    if text is not None:
        wait = from_header(text, "duration_milliseconds" if is_milliseconds else "duration_seconds", now)
        if not isinstance(wait, timedelta) and text.isascii() and text.isdigit():
            # More than Python can represent.
            wait = MAX_RETRY_AFTER
    if not isinstance(wait, timedelta) and entry is not None:
        # The body may contain the value too.
        wait = values.get(entry.headers.get(name) or "")
    return min(wait, MAX_RETRY_AFTER) if isinstance(wait, timedelta) else None


def rate_limit(headers: Headers, type_of: TypeOf) -> RateLimitInfo | None:
    """Returns the rate limit of the server, or `None` if the response has no such headers."""

    def number(name: str) -> int | None:
        found = _NUMBER.fullmatch((headers.get(name) or "").strip())
        return int(found[1]) if found else None

    text, type_ = headers.get(RESET), type_of(RESET)
    reset = from_header(text, type_, EPOCH) if text is not None and type_ else None
    found = RateLimitInfo(
        limit=number(LIMIT),
        remaining=number(REMAINING),
        reset=reset if isinstance(reset, datetime) else None,
    )
    return None if found == RateLimitInfo() else found
