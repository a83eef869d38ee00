"""Decodes responses to errors.

Any response is accepted, and decoding never fails. A body in the shape of one of the API's envelopes is an
error of the API, known or unknown. Any other body, such as a proxy's HTML page, is unreadable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone

from . import server
from .errors import ApiError, Received, Values, make_dataclass
from .identify import EnvelopeEntries, Index
from .params import catalog_message, is_partial, read_params
from .responses import Headers, HeadersLike, ResponseLike, body_of
from .shape import Parsed, parse, parse_item
from .table import Entry, Envelope, essence
from .values import MISSING, Json, parse_json

MAX_BODY = 4 << 20
"""The maximum size of a body that is decoded, in bytes."""

MAX_KEPT = 64 << 10
"""The maximum size of the part of a body that is kept, in bytes."""

_STANDARD_HEADERS = ("content-type", server.RETRY_AFTER, server.LIMIT, server.REMAINING, server.RESET)
"""The headers that are kept for every API, in addition to those in the catalog."""


class _Reading:
    """A body that has the shape of an envelope."""

    def __init__(self, entries: EnvelopeEntries, parsed: Parsed, status: int) -> None:
        self.entries = entries
        self.parsed = parsed
        self.entry = entries.identify(status, parsed)

    @property
    def rank(self) -> tuple[bool, int, int, int, int]:
        """How well the body is understood; a greater rank is better."""
        parsed = self.parsed
        is_known = self.entry is not None
        return is_known, -parsed.wrong_literals, -parsed.gaps, parsed.specific, parsed.matched

    def is_better_than(self, best: _Reading) -> bool:
        """Constants choose between envelopes first."""
        if self.has_all_literals != best.has_all_literals:
            if best.has_all_literals and self.parsed.wrong_literals:
                return False
            if self.has_all_literals and best.parsed.wrong_literals:
                return True
        return self.rank > best.rank

    @property
    def has_all_literals(self) -> bool:
        return self.parsed.literals > 0 and not self.parsed.wrong_literals

    @property
    def is_certain(self) -> bool:
        return self.entry is not None and self.parsed.is_perfect


class Decoder:
    """Decodes the responses of an API."""

    def __init__(
        self,
        envelopes: Sequence[Envelope],
        entries: Sequence[Entry],
        *,
        general: str | None,
        unknown: type[ApiError],
        unreadable: type[ApiError],
    ) -> None:
        index = Index(entries)
        shapes = [EnvelopeEntries(envelope, entries, index) for envelope in envelopes]
        self._shapes = [shape for shape in shapes if shape.all]
        # The general envelope may belong to no entry. Then it only matches unknown errors.
        self._general = [
            it
            for it in shapes
            if not it.all and (it.envelope.name == general or it.envelope.recognizes_unknown)
        ]
        self._index = index
        self._unknown = unknown
        self._unreadable = unreadable
        self._header_types: dict[str, str] = {}
        names: list[str] = [*_STANDARD_HEADERS]
        for entry in entries:
            names += entry.headers
            for header, param in entry.headers.items():
                if param in entry.params:
                    self._header_types.setdefault(header, entry.params[param].type)
        names += [name.lower() for envelope in envelopes for name in envelope.headers]
        self._header_names = list(dict.fromkeys(names))

    def decode(
        self, response: ResponseLike, operation: str | None = None, now: datetime | None = None
    ) -> ApiError:
        """Decodes a response."""
        return self.decode_parts(response.status_code, response.headers, body_of(response), operation, now)

    def decode_parts(
        self,
        status: int,
        headers: HeadersLike,
        body: bytes | str,
        operation: str | None = None,
        now: datetime | None = None,
    ) -> ApiError:
        """Decodes the parts of a response."""
        raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
        return self._error(status, Headers(headers), raw, operation, now or datetime.now(timezone.utc))

    def _error(
        self, status: int, headers: Headers, body: bytes, operation: str | None, now: datetime
    ) -> ApiError:
        reading = self._best_reading(status, headers, body)
        candidates = self._candidates(status, reading)
        possible = [entry for entry in candidates if entry.may_be_of(operation) and not entry.is_retired]
        others: list[ApiError] = []
        if reading is not None:
            for value in reading.parsed.others:
                other = self._other_reading(reading, value, status, headers)
                others.append(self._build(status, headers, body, other, [], (), now))
        return self._build(status, headers, body, reading, possible, others, now)

    def _build(
        self,
        status: int,
        headers: Headers,
        body: bytes,
        reading: _Reading | None,
        candidates: Sequence[Entry],
        others: Sequence[ApiError],
        now: datetime,
    ) -> ApiError:
        """Builds the exception of a response, or of one item of a list of errors."""
        parsed = reading.parsed if reading else Parsed()
        entry = reading.entry if reading else None
        values = read_params(entry, parsed, headers, now) if entry else {}
        is_incomplete = entry is not None and is_partial(entry, values)
        message = parsed.message
        if message is None and entry is not None and not is_incomplete:
            message = catalog_message(entry, values)
        retry = entry.retry if entry else server.unknown_retry(status, headers)
        cls = self._class_of(entry) if entry else self._unknown if reading else self._unreadable
        fields = {entry.params[name].field: value for name, value in values.items()} if entry else {}
        context = reading.entries.envelope.context if reading else {}

        def type_of(header: str) -> str | None:
            own = entry.params.get(entry.headers.get(header) or "") if entry else None
            return own.type if own else self._header_types.get(header)

        return cls(
            Received(
                status=status,
                message=message,
                headers=headers.only(self._header_names),
                body=body[:MAX_KEPT],
                retry=retry,
                retry_after=server.retry_after(entry, values, retry, headers, type_of, now),
                rate_limit=server.rate_limit(headers, type_of),
                wire_code=parsed.code,
                candidates=tuple(dict.fromkeys(it.id for it in candidates)),
                is_partial=is_incomplete,
                params=cls.Params(**_known_fields(cls.Params, fields)),
                context=cls.Context(**{context[name].field: value for name, value in parsed.context.items()}),
                others=tuple(others),
            )
        )

    def _best_reading(self, status: int, headers: Headers, body: bytes) -> _Reading | None:
        """Returns the best match among the envelopes that the body fits."""
        text = _text(body)
        if text is None:
            return None
        try:
            value = parse_json(text)
        except (ValueError, RecursionError):
            value = MISSING
        media_type = essence(headers.get("content-type"))
        shapes = [shape for shape in self._shapes if shape.envelope.may_have(media_type)]
        # Most errors are known by an envelope that has errors with the status.
        likely = [shape for shape in shapes if shape.may_know(status)]
        best = _best(None, likely, status, headers, text, value)
        if best is not None and (best.is_certain or len(likely) == len(shapes)):
            return best
        best = _best(best, [it for it in shapes if it not in likely], status, headers, text, value)
        general = [shape for shape in self._general if shape.envelope.may_have(media_type)]
        return _best(best, general, status, headers, text, value)

    def _other_reading(
        self, first: _Reading, value: Json, status: int, headers: Headers
    ) -> _Reading | None:
        """Returns the best match of a further item of a list of errors.

        Each can have the envelope of another error.
        """
        media_type = essence(headers.get("content-type"))
        best: _Reading | None = None
        for shape in (first.entries, *self._shapes, *self._general):
            if shape is first.entries or shape.envelope.may_have(media_type):
                best = _better(best, shape, parse_item(shape.envelope, value), status)
            if best is not None and best.is_certain:
                break
        return best

    def _candidates(self, status: int, reading: _Reading | None) -> list[Entry]:
        """Returns the entries that a response may be of."""
        if reading is not None and reading.entries.all:
            return reading.entries.candidates(status, reading.parsed)
        if reading is not None and reading.entries.envelope.recognizes_unknown:
            return []
        return [entry for shape in self._shapes for entry in shape.with_status(status)]

    def _class_of(self, entry: Entry) -> type[ApiError]:
        """Returns the class of an error, or of the nearest one that it inherits from."""
        classes = (link.cls for link in self._index.chain(entry) if link.cls is not None)
        return next(classes, self._unknown)


def _best(
    best: _Reading | None,
    shapes: Iterable[EnvelopeEntries],
    status: int,
    headers: Headers,
    text: str,
    value: Json,
) -> _Reading | None:
    for shape in shapes:
        best = _better(best, shape, parse(shape.envelope, text, value, headers), status)
    return best


def _better(
    best: _Reading | None, shape: EnvelopeEntries, parsed: Parsed | None, status: int
) -> _Reading | None:
    if parsed is None:
        return best
    reading = _Reading(shape, parsed, status)
    return reading if best is None or reading.is_better_than(best) else best


def _known_fields(cls: type[Values], fields: dict[str, object]) -> dict[str, object]:
    """Returns the values for which a class has a field."""
    make_dataclass(cls)
    known = getattr(cls, "__dataclass_fields__", ())
    return {name: value for name, value in fields.items() if name in known}


def _text(body: bytes) -> str | None:
    """Returns a body as text if it is UTF-8 and not too long. Skips a byte order mark."""
    try:
        return body.decode("utf-8-sig") if len(body) <= MAX_BODY else None
    except UnicodeDecodeError:
        return None
