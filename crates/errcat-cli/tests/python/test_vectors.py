"""The generated package decodes the vectors of the catalogs, also as responses of httpx and requests."""

from __future__ import annotations

import importlib
import json
import keyword
import os
import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests

PACKAGE = os.environ["ERRCAT_PACKAGE"]
VECTORS = json.loads(Path(os.environ["ERRCAT_VECTORS"]).read_text())
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
CASES = [
    pytest.param(api, vector, id=f"{api}: {vector['name']}")
    for api, vectors in VECTORS["apis"].items()
    for vector in vectors
]


def milliseconds(length: timedelta) -> float:
    return length / timedelta(milliseconds=1)


def neutral(value: Any) -> Any:
    """Returns a value in the form of the vectors."""
    if isinstance(value, timedelta):
        return {"duration_ms": milliseconds(value)}
    if isinstance(value, datetime):
        return {"time_ms": milliseconds(value - EPOCH)}
    if isinstance(value, list):
        return [neutral(item) for item in value]
    if isinstance(value, dict):
        return {key: neutral(item) for key, item in value.items()}
    return value


def named(values: Any) -> dict[str, Any]:
    return {key: neutral(value) for key, value in vars(values).items() if value is not None}


def retry(error: Any) -> Any:
    policy = error.retry
    if isinstance(policy, str):
        return policy if policy == "never" else None
    if isinstance(policy.after, str):
        after = {"header": policy.after}
    else:
        after = {"delay_ms": milliseconds(policy.after)} if policy.after is not None else None
    members = {
        "after": after,
        "backoff": policy.backoff,
        "jitter": policy.jitter,
        "attempts": policy.attempts,
        "idempotent_only": policy.idempotent_only,
    }
    return {name: value for name, value in members.items() if value}


def waits(module: Any, error: Any, idempotent: bool) -> list[float]:
    """Returns the waits after the same error again and again, without jitter."""
    attempts = module.Attempts(idempotent=idempotent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("random.random", lambda: 0.0)
        return [milliseconds(wait) for wait in iter(lambda: attempts.wait(error), None)]


def other(module: Any, error: Any, entries: dict[str, Any]) -> dict[str, Any]:
    """Returns what is expected of a further error in a response."""
    members = decoded(module, error, entries)
    names = ("code", "found", "params") if members["found"] == "error" else ("code", "found")
    return {name: members[name] for name in names}


def decoded(module: Any, error: Any, entries: dict[str, Any]) -> dict[str, Any]:
    if isinstance(error, module.UnreadableError):
        found = "unreadable"
    elif isinstance(error, module.UnknownError):
        found = "unknown"
    else:
        found = "partial" if error.is_partial else "error"
    own = entries[error.code].code if error.code else None
    both = {"idempotent": waits(module, error, True), "other": waits(module, error, False)}
    return {
        "code": error.code,
        "found": found,
        "wire_code": error.wire_code if error.wire_code != own else None,
        "message": error.message,
        "params": named(error.params),
        "context": named(error.context) or None,
        "candidates": sorted(error.candidates),
        "others": [other(module, it, entries) for it in error.others],
        "retry": retry(error),
        "retry_after_ms": None if error.retry_after is None else milliseconds(error.retry_after),
        "waits_ms": both if any(both.values()) else None,
    }


@pytest.mark.parametrize(("api", "vector"), CASES)
def test_vector(api: str, vector: dict[str, Any]) -> None:
    name = f"{api}_" if keyword.iskeyword(api) else api
    module = importlib.import_module(f"{PACKAGE}.{name}")
    table = importlib.import_module(f"{PACKAGE}.{name}._table")
    entries = {entry.id: entry for entry in table.ENTRIES}
    headers = [(name, value) for name, value in vector.get("headers", [])]
    body = vector["body"].encode()
    theirs = requests.Response()
    theirs.status_code, theirs._content = vector["status"], body
    theirs.headers.update(dict(headers))
    ours = httpx.Response(vector["status"], headers=headers, content=body)
    errors = [
        module.decode_parts(vector["status"], headers, vector["body"], now=EPOCH),
        module.decode_parts(vector["status"], dict(headers), body, now=EPOCH),
        module.decode(theirs, now=EPOCH),
        module.decode(ours, now=EPOCH),
    ]
    expected = vector["expect"]
    for error in [*errors, pickle.loads(pickle.dumps(errors[0]))]:
        found = decoded(module, error, entries)
        for name, value in expected.items():
            # Clients don't have to list differences.
            if name != "differs":
                assert found[name] == value, name
        # How to retry an error that the catalog doesn't have is up to the client.
        retries = ("retry", "waits_ms") if expected["code"] else ()
        for name in ("wire_code", "context", "retry_after_ms", *retries):
            if name not in expected:
                assert found[name] is None, name
        assert vector["body"] not in repr(error) or not vector["body"]
