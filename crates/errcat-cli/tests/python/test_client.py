"""The parts of the generated package that vectors don't cover: retries, exceptions, hostile responses."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import pickle
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import requests
from acme_errors import ApiError, kakunin, zazmic
from acme_errors.kakunin.docs import DOCS

NOW = datetime(1994, 11, 6, 8, 49, 37, tzinfo=timezone.utc)


class Server(ThreadingHTTPServer):
    """A server on a free port that sends the planned answers, one for each request."""

    def __init__(self) -> None:
        self.answers: Iterator[tuple[int, dict[str, str], str]] = iter(())
        self.times: list[float] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.times.append(time.monotonic())
        status, headers, body = next(self.server.answers)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def limited(wait: str) -> tuple[int, dict[str, str], str]:
    return 429, {"Retry-After": wait}, '{"error": "Slow down"}'


FOUND = 200, {}, "{}"


def test_requests_are_sent_again_after_the_wait(server: Server) -> None:
    server.answers = iter([limited("0"), limited("1"), FOUND])
    response = kakunin.send(lambda: requests.get(server.url, timeout=5))
    assert response.status_code == 200
    first, second, third = server.times
    assert third - second >= 1 > second - first


def test_requests_are_sent_again_asynchronously(server: Server) -> None:
    async def run() -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await kakunin.asend(lambda: client.get(server.url))

    server.answers = iter([limited("0"), limited("1"), FOUND])
    assert asyncio.run(run()).status_code == 200
    assert server.times[2] - server.times[1] >= 1


def test_only_idempotent_requests_are_sent_again_if_the_first_may_have_had_an_effect(server: Server) -> None:
    proxy = 503, {"Retry-After": "0", "Content-Type": "text/html"}, "<html>"
    server.answers = iter([proxy, proxy, FOUND])
    with pytest.raises(kakunin.UnreadableError) as caught:
        kakunin.send(lambda: httpx.get(server.url))
    assert caught.value.status == 503
    assert kakunin.send(lambda: httpx.get(server.url), idempotent=True).status_code == 200


def test_the_program_in_the_readme(server: Server) -> None:
    program: dict[str, Any] = {}
    exec(os.environ["ERRCAT_README"], program)
    message = "Your balance ($5.00) is insufficient for this task ($10.00). Please add credits."
    limit = "You have exceeded the rate limit of 10 requests per minute"
    wait = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=2), usegmt=True)
    server.answers = iter(
        [
            (403, {}, json.dumps({"error": "Insufficient balance", "message": message, "statusCode": 403})),
            (429, {"Retry-After": wait}, json.dumps({"error": "Rate limit exceeded", "message": limit, "statusCode": 429})),
            FOUND,
            (418, {}, json.dumps({"error": "Out of coffee", "message": "Make some", "statusCode": 418})),
            (502, {"Content-Type": "text/html"}, "<h1>Bad gateway</h1>"),
        ]
    )
    assert [program["execute"](server.url) for _ in range(4)] == [
        "You have $5.00, and need $10.00",
        "{}",
        "Unknown: Make some",
        "Unknown: HTTP 502",
    ]


def test_errors_that_are_not_retried_are_raised_at_once(server: Server) -> None:
    server.answers = iter([(409, {}, '{"error": "x"}'), limited("301"), limited("2")])
    with pytest.raises(kakunin.Conflict):
        kakunin.send(lambda: httpx.get(server.url), idempotent=True)
    with pytest.raises(kakunin.RateLimited):
        kakunin.send(lambda: httpx.get(server.url))
    with pytest.raises(kakunin.RateLimited):
        kakunin.send(lambda: httpx.get(server.url), max_total_wait=timedelta(seconds=1))
    assert len(server.times) == 3


def test_a_call_that_raises_the_error_itself_is_retried(server: Server) -> None:
    def call() -> httpx.Response:
        return kakunin.raise_for_error(httpx.get(server.url))

    server.answers = iter([limited("0"), FOUND])
    assert kakunin.send(call).status_code == 200


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("42", timedelta(seconds=42)),
        (" 42\t", timedelta(seconds=42)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", timedelta(minutes=1)),
        ("Sunday, 06-Nov-94 08:49:47 GMT", timedelta(seconds=10)),
        ("Sun Nov  6 08:49:47 1994", timedelta(seconds=10)),
        ("Sun, 06 Nov 1994 08:49:36 GMT", timedelta(0)),
        ("9" * 500, timedelta(days=1)),
        ("99999999999", timedelta(days=1)),
        ("soon", None),
        ("-1", None),
        ("Sun, 31 Feb 1994 08:49:47 GMT", None),
    ],
)
def test_waits_are_seconds_or_dates(text: str, wait: timedelta | None) -> None:
    error = kakunin.decode_parts(429, {"Retry-After": text}, '{"error": "x"}', now=NOW)
    assert error.retry_after == wait
    assert isinstance(error, kakunin.RateLimited)


def test_waits_that_the_server_asks_for_are_neither_multiplied_nor_shortened() -> None:
    body = '{"error": "Rate limit exceeded", "message": "m", "statusCode": 429}'
    error = zazmic.decode_parts(429, {"Retry-After": "20"}, body)
    assert isinstance(error.retry, zazmic.RetryPolicy)
    assert error.retry.backoff == "exponential"
    attempts = zazmic.Attempts()
    assert [attempts.wait(error) for _ in range(4)] == [*[timedelta(seconds=20)] * 3, None]


def test_jitter_extends_waits_by_up_to_half(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = kakunin.RetryPolicy(jitter=True, attempts=100, after=timedelta(seconds=2))
    error = kakunin.decode_parts(409, {}, '{"error": "x"}')
    monkeypatch.setattr(type(error), "retry", policy)
    attempts = kakunin.Attempts(max_total_wait=timedelta(days=1))
    waits = [wait for _ in range(99) if (wait := attempts.wait(error)) is not None]
    assert len(waits) == 99
    assert min(waits) >= timedelta(seconds=2)
    assert max(waits) <= timedelta(seconds=3)
    assert len(set(waits)) > 50


def test_kinds_are_base_classes() -> None:
    body = '{"error": "Insufficient balance", "message": "x", "statusCode": 403}'
    with pytest.raises(zazmic.Forbidden) as caught:
        zazmic.raise_for_error(httpx.Response(403, content=body))
    error = caught.value
    assert isinstance(error, zazmic.BalanceTooLow)
    assert isinstance(error, zazmic.Error)
    assert isinstance(error, ApiError)
    assert error.is_partial
    assert error.params.balance is None
    assert (str(error), error.code) == ("x", "balance_too_low")


def test_responses_without_an_error_are_returned() -> None:
    response = httpx.Response(302)
    assert kakunin.raise_for_error(response) is response


def test_errors_match_by_class_and_params() -> None:
    error = kakunin.decode_parts(429, {"Retry-After": "7"}, '{"error": "x"}')
    match error:
        case kakunin.RateLimited(params=kakunin.RateLimited.Params(retry_after=timedelta() as wait)):
            assert wait == timedelta(seconds=7)
        case _:
            pytest.fail(repr(error))


def test_candidates_are_those_of_the_operation() -> None:
    every = kakunin.decode_parts(404, {}, '{"error": "x"}').candidates
    certify = kakunin.decode_parts(404, {}, '{"error": "x"}', operation="POST /v1/agents/{id}/certify").candidates
    assert {"agent_not_found", "certificate_not_found", "not_found"} <= set(every)
    assert set(certify) == {"agent_not_found", "not_found"}


def test_docs_have_the_texts_of_an_operation() -> None:
    doc = DOCS["agent_not_found"]
    assert doc.of("POST /v1/agents/{id}/certify").fixes
    assert doc.url
    assert set(DOCS) >= {"not_found", "rate_limited"}


def test_params_are_frozen_dataclasses() -> None:
    params = kakunin.RateLimited.Params(limit=1)
    assert asdict(params) == {"limit": 1, "reset": None, "retry_after": None}
    assert [field.name for field in fields(params)] == ["limit", "reset", "retry_after"]
    assert params == kakunin.RateLimited.Params(limit=1) != kakunin.RateLimited.Params()
    with pytest.raises(AttributeError):
        params.limit = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        kakunin.RateLimited.Params(unknown=1)  # type: ignore[call-arg]


def test_classes_become_dataclasses_in_any_thread() -> None:
    class Slow(ApiError.Params):
        pass

    Slow.__annotations__ = {f"field_{number}": "int | None" for number in range(200)}
    for name in Slow.__annotations__:
        setattr(Slow, name, None)
    failures: list[Exception] = []

    def use() -> None:
        try:
            Slow(field_1=1)  # type: ignore[call-arg]
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_exceptions_can_be_copied_and_pickled() -> None:
    error = kakunin.decode_parts(429, {"Retry-After": "7"}, '{"error": "secret"}')
    for other in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(other) is type(error)
        assert (other.params, other.context, other.retry) == (error.params, error.context, error.retry)
        assert other.body == error.body
    assert "body" not in repr(error)
    assert "<html>" not in repr(kakunin.decode_parts(502, {}, "<html>"))


def test_a_body_that_was_not_read_is_unreadable() -> None:
    class Stream(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b"{}"

    assert isinstance(kakunin.decode(httpx.Response(404, stream=Stream())), kakunin.UnreadableError)


def test_hostile_responses_are_decoded_in_time() -> None:
    begin = time.monotonic()
    for body in (
        "[" * 1_000_000,
        '{"error": NaN}',
        '{"error": "\\ud800"}',
        '{"error": ' + "9" * 100_000 + "}",
        '{"error": 1e999}',
        b"\xff\xfe",
        b"\0" * (5 << 20),
        "",
        "null",
        "[]",
        "\ud800",
    ):
        assert isinstance(kakunin.decode_parts(404, {}, body), (kakunin.UnreadableError, kakunin.NotFound)), body[:20]
    message = "Your balance (" + ") is insufficient for this task (" * 30_000 + "x"
    body = f'{{"error": "Insufficient balance", "message": "{message}", "statusCode": 403}}'
    assert isinstance(zazmic.decode_parts(403, {}, body), zazmic.BalanceTooLow)
    # Quadratic time would be hours.
    assert time.monotonic() - begin < 60


def test_decoding_never_raises() -> None:
    generator = random.Random(1)
    texts = ["", "x", "-1", "1e400", "AGENT_ERROR", "2024-01-15T10:30:00Z", "9" * 30, "\ud83d", "é"]

    def value(depth: int) -> Any:
        kind = generator.randrange(8 if depth < 4 else 6)
        if kind == 6:
            return [value(depth + 1) for _ in range(generator.randrange(4))]
        if kind == 7:
            names = ["error", "code", "message", "details", "status", "id", "type", "statusCode", "detail", "x"]
            return {generator.choice(names): value(depth + 1) for _ in range(generator.randrange(8))}
        return generator.choice([None, True, 1e300, -1, 10**30, generator.choice(texts)])

    import importlib
    import json

    modules = [importlib.import_module(f"acme_errors.{api}") for api in ("kaizen", "kakunin", "kortix", "zazmic")]
    for _ in range(500):
        body = json.dumps(value(0))
        headers = {"Retry-After": generator.choice(texts), "X-RateLimit-Reset": generator.choice(texts)}
        for module in modules:
            error = module.decode_parts(generator.choice([200, 400, 403, 404, 429, 500, 503]), headers, body)
            assert isinstance(error, module.Error)
            assert str(error)
            module.Attempts().wait(error)
