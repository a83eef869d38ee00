"""How programs use the generated package. Checked by mypy and pyright, not run."""

from __future__ import annotations

from datetime import datetime, timedelta
import httpx
import requests
from acme_errors import ApiError, kakunin, zazmic
from acme_errors.kakunin.docs import DOCS
from typing_extensions import assert_never, assert_type


def certify(agent: str) -> str:
    response = httpx.post(f"https://api.example.com/v1/agents/{agent}/certify")
    if response.is_success:
        return "certified"
    match kakunin.decode(response, operation="POST /v1/agents/{id}/certify"):
        case kakunin.NotFound() as error if "agent_not_found" in error.candidates:
            return "\n".join(DOCS["agent_not_found"].of("POST /v1/agents/{id}/certify").fixes)
        case kakunin.RateLimited(params=kakunin.RateLimited.Params(retry_after=timedelta() as wait)):
            return f"wait {wait}"
        case kakunin.UnknownError(wire_code=code) | kakunin.UnreadableError(wire_code=code):
            return f"new: {code}"
        case error:
            return f"{error.message}: {error.docs_url}"


def exhaustive(error: kakunin.AnyError) -> int:
    match error:
        case kakunin.BadRequest() | kakunin.Unauthorized() | kakunin.Forbidden() | kakunin.NotFound():
            return 1
        case kakunin.Conflict() | kakunin.Unprocessable() | kakunin.TooEarly() | kakunin.RateLimited():
            return 2
        case kakunin.InternalError() | kakunin.ServiceUnavailable():
            return 3
        case kakunin.UnknownError() | kakunin.UnreadableError():
            return 4
        case _:
            assert_never(error)


def caught() -> zazmic.Code | None:
    try:
        zazmic.raise_for_error(requests.get("https://api.example.com", timeout=5))
    except zazmic.BalanceTooLow as error:
        assert_type(error.params.balance, str | None)
        assert_type(error.context.created_at, datetime | None)
        return error.code
    except zazmic.Forbidden as error:
        return error.code
    except zazmic.Error as error:
        assert_type(error.others, tuple[zazmic.AnyError, ...])
        return error.code
    except ApiError as error:
        print(error.status)
    return None


async def again(client: httpx.AsyncClient) -> httpx.Response:
    return await kakunin.asend(lambda: client.get("https://api.example.com/v1/agents"), idempotent=True)


def twice() -> requests.Response:
    return zazmic.send(lambda: requests.get("https://api.example.com", timeout=5), idempotent=True)


def task(text: str) -> timedelta | None:
    error = zazmic.decode_parts(200, {}, text)
    return error.params.timeout if isinstance(error, zazmic.AgentError) else None
