"""The waits between the attempts of a request, and helpers that send it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from .errors import ApiError, RetryPolicy

DEFAULT_ATTEMPTS = 4
"""The number of attempts if the catalog doesn't define it, including the first."""

DEFAULT_DELAY = timedelta(seconds=1)
"""The wait if neither the catalog nor the server specifies one."""

MAX_DELAY = timedelta(minutes=1)
"""The longest wait that backoff grows to, unless the first wait is longer."""

MAX_RETRY_AFTER = timedelta(days=1)
"""The longest wait that a server can ask for. A longer one is a mistake or an attack."""

DEFAULT_TOTAL_WAIT = timedelta(minutes=5)
"""The longest time that a request waits in total by default."""

_T = TypeVar("_T")


class Attempts:
    """The attempts of one request. It decides after each failure whether to try again, and when.

    The retry policy of the latest error applies. The wait that the server asks for is neither multiplied nor
    shortened: if it exceeds what is left of the total, the attempts end. Without it, the wait is the
    catalog's, which grows with each failure if the policy has a backoff.
    """

    def __init__(self, *, idempotent: bool = False, max_total_wait: timedelta = DEFAULT_TOTAL_WAIT) -> None:
        """`idempotent`: the request is safe to send twice, as a `GET` is."""
        self._is_idempotent = idempotent
        self._left = max_total_wait
        self._failed = 0

    def wait(self, error: ApiError) -> timedelta | None:
        """Returns how long to wait before the next attempt, or `None` if there should be none.

        Call it once for each failed attempt.
        """
        self._failed += 1
        policy = error.retry
        if not isinstance(policy, RetryPolicy) or (policy.idempotent_only and not self._is_idempotent):
            return None
        if self._failed >= (DEFAULT_ATTEMPTS if policy.attempts is None else policy.attempts):
            return None
        wait = self._next_wait(policy, error.retry_after)
        if policy.jitter:
            wait += _random_extension(wait)
        if wait > self._left:
            return None
        self._left -= wait
        return wait

    def _next_wait(self, policy: RetryPolicy, asked: timedelta | None) -> timedelta:
        fixed = policy.after if isinstance(policy.after, timedelta) else None
        if asked is not None:
            return max(min(asked, MAX_RETRY_AFTER), fixed or timedelta(0))
        first = DEFAULT_DELAY if fixed is None else fixed
        # A zero wait only applies to the first retry.
        if not first and self._failed > 1:
            first = DEFAULT_DELAY
        if policy.backoff != "exponential":
            return first
        longest = max(first, MAX_DELAY)
        # The factor is bounded, because a large one would overflow.
        return min(first * 2 ** min(self._failed - 1, 32), longest) if first < longest else first


def _random_extension(wait: timedelta) -> timedelta:
    """Returns a random duration of up to half a wait, so that many clients don't retry at once."""
    import random

    return wait * (random.random() / 2)


def send(attempt: Callable[[], _T], base: type[ApiError], attempts: Attempts) -> _T:
    """Calls `attempt` until it raises no error of the API, or one that isn't retried."""
    while True:
        try:
            return attempt()
        except base as error:
            wait = attempts.wait(error)
            if wait is None:
                raise
        time.sleep(wait.total_seconds())


async def asend(attempt: Callable[[], Awaitable[_T]], base: type[ApiError], attempts: Attempts) -> _T:
    """Like `send`, for coroutines of asyncio."""
    import asyncio

    while True:
        try:
            return await attempt()
        except base as error:
            wait = attempts.wait(error)
            if wait is None:
                raise
        await asyncio.sleep(wait.total_seconds())
