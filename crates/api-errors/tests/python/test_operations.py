"""No operation of the example service has an answer that the generated OpenAPI descriptions don't declare."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytest_plugins = ["schemathesis.pytest.plugin"]

SERVICE = os.environ["ERRCAT_SERVICE"]
DESCRIPTIONS = Path(os.environ["ERRCAT_OPENAPI"])


def one_of(*values: str) -> dict[str, Any]:
    return {"enum": values}


def body(**members: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": members}
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def path_id(*values: str) -> dict[str, Any]:
    return {"parameters": [{"name": "id", "in": "path", "required": True, "schema": one_of(*values)}]}


# What a team's own description has: the operations, and the requests that have different answers.
OPERATIONS: dict[str, dict[str, dict[str, Any]]] = {
    "kakunin": {
        "/v1/agents/{id}/certify": {"post": path_id("certified", "retired", "unsigned", "known", "other")},
        "/v1/certificates/{id}/revoke": {"post": path_id("revoked", "expired", "known", "other")},
        "/v1/events": {
            "post": body(action_type=one_of("flood", "call", "x"), agent_id=one_of("known", "retired", "other"))
        },
    },
    "zazmic": {"/v1/agents/{id}/execute": {"post": path_id("expensive", "known", "other")}},
    "kortix": {
        "/v1/health": {"get": {}},
        "/v1/threads/{id}": {"get": path_id("thread_1")},
        "/v1/threads": {"post": body(title={"type": "string"})},
    },
    "kaizen": {
        "/v1/prompts/encode": {
            "post": body(token_models={"type": "array", "items": {"type": "string"}, "minItems": 9, "maxItems": 12})
        },
    },
}


def description(api: str) -> Any:
    """Returns the generated description, with all operations of the service."""
    document = schemathesis.openapi.from_path(DESCRIPTIONS / f"{api}.openapi.yaml").raw_schema
    answers = {name[-3:]: {"$ref": f"#/components/responses/{name}"} for name in document["components"]["responses"]}
    for path, methods in OPERATIONS[api].items():
        for method, operation in methods.items():
            generated = document["paths"].get(path, {}).get(method, {})
            responses = generated.get("responses", {"2XX": {"description": "A success"}, **answers})
            document["paths"].setdefault(path, {})[method] = {**generated, **operation, "responses": responses}
    return schemathesis.openapi.from_dict(document)


CHECKS = [
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def declared(api: str) -> Any:
    """Returns a test that sends valid and invalid requests to all operations of an API."""

    @description(api).parametrize()
    @settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def test(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=f"{SERVICE}/{api}", checks=CHECKS)

    return test


test_kaizen = declared("kaizen")
test_kakunin = declared("kakunin")
test_kortix = declared("kortix")
test_zazmic = declared("zazmic")
