"""The generated package decodes responses of real servers like the Rust client.

`tests/families` has the responses, and what the Rust client decodes from them.
"""

from __future__ import annotations

import importlib
import keyword
import os
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

PACKAGE = os.environ["ERRCAT_PACKAGE"]
FAMILIES = Path(__file__).parent.parent / "families"
NAMES = sorted(path.parent.name for path in FAMILIES.glob("*/responses.txt"))


def responses(family: str) -> list[tuple[int, dict[str, str], str]]:
    """Returns the statuses, headers and bodies of the responses."""
    found = []
    for response in (FAMILIES / family / "responses.txt").read_text().split("\n\n"):
        head, *headers, body = response.rstrip().split("\n")
        status, _, content_type = head.partition(" ")
        pairs = [("content-type", content_type), *(header.split(": ", 1) for header in headers)]
        found.append((int(status), dict(pairs), body))
    return found


def expected(family: str) -> list[list[str]]:
    """Returns what the Rust client decodes from each response: a line for each error."""
    text = (FAMILIES / family / "expected.txt").read_text()
    blocks = re.split(r"^(?=\d+ )", text, flags=re.MULTILINE)
    found = [re.findall(r"^  is (.*)$", block, flags=re.MULTILINE) for block in blocks]
    # The others are about mistakes in the catalog.
    return [lines for lines in found if lines]


def matches(module: Any, error: Any, line: str, codes: dict[str, str]) -> bool:
    if line == "Unreadable":
        return isinstance(error, module.UnreadableError)
    if line.startswith("Unknown {"):
        code = re.search(r'code: Some\("(.*?)"\)', line)
        return isinstance(error, module.UnknownError) and error.wire_code == (code and code[1])
    if line.endswith(" without all its values"):
        return bool(error.is_partial and codes[error.code] == line.partition(" ")[0])
    name = re.match(r"\w+", line)
    is_of = name is not None and type(error).__name__.rstrip("_").endswith(name[0])
    values = [value for value in vars(error.params).values() if isinstance(value, str) and value.isalnum()]
    return is_of and not error.is_partial and all(f'"{value}"' in line for value in values)


@pytest.mark.parametrize("family", NAMES)
def test_responses(family: str) -> None:
    name = f"{family}_" if keyword.iskeyword(family) else family
    module = importlib.import_module(f"{PACKAGE}.{name}")
    table = importlib.import_module(f"{PACKAGE}.{name}._table")
    codes = {entry.id: entry.code for entry in table.ENTRIES}
    sent, wanted = responses(family), expected(family)
    assert len(sent) == len(wanted) > 0
    wrong = []
    for (status, headers, body), lines in zip(sent, wanted):
        error = module.decode_parts(status, headers, body)
        all_errors = [error, *error.others]
        fits = [matches(module, one, line, codes) for one, line in zip(all_errors, lines)]
        if not all(fits) or len(all_errors) != len(lines):
            wrong.append((status, body, lines, [repr(one) for one in all_errors]))
    assert not wrong


def test_errors_with_the_status_of_a_success_are_raised() -> None:
    graphql = importlib.import_module(f"{PACKAGE}.graphql")
    _, _, body = responses("graphql")[0]
    with pytest.raises(graphql.NotFound) as caught:
        graphql.raise_for_error(httpx.Response(200, content=body))
    assert [type(error) for error in caught.value.others] == [graphql.Unauthenticated]
    success = httpx.Response(200, json={"data": {}})
    assert graphql.raise_for_error(success) is success
