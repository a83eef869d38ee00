"""The generated Python package decodes the errors of the example service, through httpx and requests."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
import requests
from acme_errors import kaizen, kakunin, kortix, zazmic

SERVICE = os.environ["ERRCAT_SERVICE"]
CERTIFY = "POST /v1/agents/{id}/certify"

Send = Callable[..., Any]


@pytest.fixture(params=[httpx.request, requests.request], ids=["httpx", "requests"])
def send(request: pytest.FixtureRequest) -> Send:
    return lambda method, path, **options: request.param(method, SERVICE + path, timeout=10, **options)


def test_candidates_are_those_of_the_operation(send: Send) -> None:
    response = send("POST", "/kakunin/v1/agents/unknown/certify")
    error = kakunin.decode(response, operation=CERTIFY)
    assert isinstance(error, kakunin.NotFound)
    assert set(error.candidates) == {"not_found", "agent_not_found"}
    with pytest.raises(kakunin.Conflict):
        kakunin.raise_for_error(send("POST", "/kakunin/v1/agents/certified/certify"))
    assert kakunin.raise_for_error(send("POST", "/kakunin/v1/agents/known/certify")).status_code == 200


def test_params_come_from_headers_and_messages(send: Send) -> None:
    error = kakunin.decode(send("POST", "/kakunin/v1/events", json={"action_type": "flood"}))
    assert isinstance(error, kakunin.RateLimited)
    reset = datetime(2024, 5, 18, 14, 0, tzinfo=timezone.utc)
    assert error.params == kakunin.RateLimited.Params(limit=100, reset=reset, retry_after=timedelta(seconds=42))
    assert error.retry_after == timedelta(seconds=42)
    with pytest.raises(zazmic.Forbidden) as caught:
        zazmic.raise_for_error(send("POST", "/zazmic/v1/agents/expensive/execute"))
    assert isinstance(caught.value, zazmic.BalanceTooLow)
    assert caught.value.params == zazmic.BalanceTooLow.Params(balance="$5.00", cost="$10.00")


def test_errors_inside_of_successful_responses_are_decoded(send: Send) -> None:
    response = send("GET", "/zazmic/v1/tasks/task_abc123")
    assert zazmic.raise_for_error(response) is response
    error = zazmic.decode(response)
    assert isinstance(error, zazmic.AgentError)
    assert error.params.timeout == timedelta(seconds=30)
    assert error.context.task_id == "task_abc123"
    stream = send("GET", "/zazmic/v1/chat/1/stream").text
    event = zazmic.decode_parts(200, {}, stream.rpartition("data: ")[2])
    assert isinstance(event, zazmic.InsufficientBalance)


def test_failures_of_the_framework_are_errors_of_the_api(send: Send) -> None:
    assert isinstance(kakunin.decode(send("GET", "/kakunin/v1/nothing")), kakunin.NotFound)
    assert isinstance(kakunin.decode(send("GET", "/kakunin/v1/panic")), kakunin.InternalError)
    assert isinstance(kakunin.decode(send("POST", "/kakunin/v1/events", data="{ not json")), kakunin.Error)
    assert kaizen.decode(send("GET", "/kaizen/v1/nothing")).code == "not_found"
    assert isinstance(kaizen.decode(send("GET", "/nothing")), kaizen.UnreadableError)


def test_json_params_are_data(send: Send) -> None:
    error = kortix.decode(send("POST", "/kortix/v1/threads", json={}))
    assert isinstance(error, kortix.ValidationFailed)
    assert error.params.errors[0]["loc"] == ["body", "title"]


def test_requests_are_retried_only_if_the_total_allows_it() -> None:
    times = 0

    async def request() -> httpx.Response:
        nonlocal times
        times += 1
        async with httpx.AsyncClient() as client:
            models = {"token_models": list(range(11))}
            return await client.post(f"{SERVICE}/kaizen/v1/prompts/encode", content=json.dumps(models),
                                     headers={"Content-Type": "application/json"})

    with pytest.raises(kaizen.RateLimited) as caught:
        asyncio.run(kaizen.asend(request, max_total_wait=timedelta(seconds=29)))
    assert (times, caught.value.retry_after) == (1, timedelta(seconds=30))
