"""Names of errors in the URLs of their pages.

Docs move to another host, and their paths get a version. What still identifies the error is its own part of
the URL: the fragment, or the last segment of the path.
"""

from __future__ import annotations

import re

ABOUT_BLANK = "about:blank"
"""The problem type of an error that says no more than its status (RFC 9457, section 4.2.1)."""

_VERSION = re.compile(r"v\d[\d.]*", re.ASCII)


def names(url: str) -> list[str]:
    """Returns the parts of a URL that may name an error, the likelier first."""
    rest, _, fragment = url.partition("#")
    path = rest.partition("?")[0]
    segments = (part for part in reversed(path.split("/")) if part and not _VERSION.fullmatch(part))
    found = [segment.removesuffix(".html") for segment in segments][:1]
    return [fragment, *found] if fragment else found


def is_same(url: str, page: str) -> bool:
    """Returns `True` if a URL is of a page, or of the same page at another place."""
    return url == page or names(page)[:1] != [] and names(page)[0] in names(url)


def common_segments(one: str, other: str) -> int:
    """Returns the number of segments that two URLs have in common, counted from their ends."""
    count = 0
    for a, b in zip(_segments(one), _segments(other)):
        if a != b:
            break
        count += 1
    return count


def _segments(url: str) -> list[str]:
    return re.split("[/#]", url.rstrip("/"))[::-1]
