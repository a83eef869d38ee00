"""Points in time in their wire forms: RFC 3339 texts, HTTP dates and Unix numbers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))",
    re.ASCII,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_HTTP_DATES = [
    re.compile(form, re.ASCII)
    for form in (
        rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) (?P<month>[A-Z][a-z]{{2}}) (?P<year>\d{{4}}) {_CLOCK} GMT",
        rf"[A-Z][a-z]{{5,8}}, (?P<day>\d\d)-(?P<month>[A-Z][a-z]{{2}})-(?P<year>\d\d) {_CLOCK} GMT",
        rf"[A-Z][a-z]{{2}} (?P<month>[A-Z][a-z]{{2}}) (?P<day>[ \d]\d) {_CLOCK} (?P<year>\d{{4}})",
    )
]


def from_unix(since: timedelta) -> datetime | None:
    """Returns the time that long after 1970, or `None` if Python can't represent it."""
    try:
        return EPOCH + since
    except OverflowError:
        return None


def parse_rfc3339(text: str) -> datetime | None:
    """Parses a timestamp with any offset. Digits below a microsecond are cut off."""
    found = _RFC3339.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    micros = int((found[7] or "0").ljust(6, "0")[:6])
    hours, minutes = int(found[9] or 0), int(found[10] or 0)
    at = _utc(year, month, day, hour, minute, second, micros)
    if at is None or hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    try:
        return at + offset if found[8] == "-" else at - offset
    except OverflowError:
        return None


def parse_http_date(text: str) -> datetime | None:
    """Parses an HTTP date in any of its three forms (RFC 9110, section 5.6.7)."""
    for form in _HTTP_DATES:
        found = form.fullmatch(text)
        if not found or found["month"] not in _MONTHS:
            continue
        year = int(found["year"])
        if len(found["year"]) == 2:
            year += 2000 if year < 70 else 1900
        month, day = _MONTHS.index(found["month"]) + 1, int(found["day"])
        return _utc(year, month, day, int(found["hour"]), int(found["minute"]), int(found["second"]))
    return None


def format_rfc3339(at: datetime) -> str:
    """Returns a time as `2024-01-15T10:30:00.000Z`."""
    return at.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _utc(
    year: int, month: int, day: int, hour: int, minute: int, second: int, micros: int = 0
) -> datetime | None:
    if second > 60:
        return None
    try:
        at = datetime(year, month, day, hour, minute, min(second, 59), micros, timezone.utc)
        # A leap second is the first second of the next minute.
        return at + timedelta(seconds=1) if second == 60 else at
    except (ValueError, OverflowError):
        return None
