"""Each line with a comment `E` must be an error for mypy and for pyright."""

from __future__ import annotations

from acme_errors import kakunin
from acme_errors.kakunin.docs import DOCS
from typing_extensions import assert_never

kakunin.decode_parts(404, {}, b"", operation="POST /v1/agents")  # E
print(DOCS["no_such_code"])  # E
print(kakunin.AgentNotFound)  # E: a response doesn't distinguish it from NotFound
kakunin.decode(None)  # E
kakunin.RateLimited.Params(unknown=1)  # E


def incomplete(error: kakunin.AnyError) -> None:
    match error:
        case kakunin.NotFound():
            return
        case _:
            assert_never(error)  # E


def misread(error: kakunin.RateLimited) -> int:
    return error.params.limit  # E: it may be missing


def changed(error: kakunin.RateLimited) -> None:
    error.params.limit = 1  # E
