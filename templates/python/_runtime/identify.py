"""Identifies the error in a body, by the values that its envelope lists in `identify_by`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from . import pages
from .shape import Parsed
from .table import Entry, Envelope
from .values import WireValue, to_text

_MAX_CHAIN = 32
"""The maximum length of a chain of errors that inherit from each other."""


class Index:
    """The errors of an API by id."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.by_id: dict[str, Entry] = {}
        for entry in entries:
            self.by_id.setdefault(entry.id, entry)

    def kind(self, entry: Entry) -> Entry | None:
        return self.by_id.get(entry.kind) if entry.kind else None

    def chain(self, entry: Entry) -> Iterator[Entry]:
        """Returns an entry, its kind, the kind's kind, and so on."""
        link: Entry | None = entry
        for _ in range(_MAX_CHAIN):
            if link is None:
                return
            yield link
            link = self.kind(link)

    def shared_kind(self, known: Sequence[Entry]) -> Entry | None:
        """Returns the nearest kind that all entries share. A single entry is returned itself."""
        if len(known) < 2:
            return known[0] if known else None
        chains = [{it.id for it in self.chain(entry)} for entry in known]
        for kind in self.chain(known[0]):
            if all(kind.id in chain for chain in chains):
                # An entry among the candidates belongs to the table that sent the error.
                return next((entry for entry in known if entry.id == kind.id), kind)
        return None


class EnvelopeEntries:
    """The errors with an envelope, by what a client sees of them."""

    def __init__(self, envelope: Envelope, entries: Sequence[Entry], index: Index) -> None:
        self.envelope = envelope
        self.index = index
        self.all = [entry for entry in entries if entry.envelope == envelope.name]
        self.without_status = [entry for entry in self.all if not entry.status]
        self.by_status: dict[int, list[Entry]] = {}
        self.by_code: dict[str, list[Entry]] = {}
        self.by_page: dict[str, list[Entry]] = {}
        for entry in self.all:
            for status in entry.status:
                self.by_status.setdefault(status, []).append(entry)
            for code in (entry.code, *entry.aliases):
                self.by_code.setdefault(code, []).append(entry)
            for name in pages.names(entry.docs_url or "")[:1]:
                self.by_page.setdefault(name, []).append(entry)

    def has(self, identity: str) -> bool:
        return identity in self.envelope.identify_by

    def with_status(self, status: int) -> list[Entry]:
        return self.by_status.get(status, [])

    def may_know(self, status: int) -> bool:
        """Returns `True` if an entry may be sent with the status."""
        return not self.has("status") or bool(self.without_status or self.with_status(status))

    def identify(self, status: int, parsed: Parsed) -> Entry | None:
        """Returns the entry of a body. If several match, returns the kind that they share."""
        known = self.matching(status, parsed)
        return known[0] if len(known) == 1 else self._decide(status, parsed, known)

    def candidates(self, status: int, parsed: Parsed) -> list[Entry]:
        """Returns the entries that a body may be of."""
        known = self.matching(status, parsed)
        return known if known or self._is_another(parsed) else self.with_status(status)

    def matching(self, status: int, parsed: Parsed) -> list[Entry]:
        """Returns the entries that have what `identify_by` asks for."""
        by = [it for it in self.envelope.identify_by if it != "status"]
        found = [entry for entry in self._lookup(status, parsed) if _is_all(entry, by, parsed)]
        is_possible = (lambda it: it.may_have_status(status)) if self.has("status") else (lambda it: True)
        return [entry for entry in found if is_possible(entry)]

    def _lookup(self, status: int, parsed: Parsed) -> Sequence[Entry]:
        """Returns the entries that have one of the values, the one that leaves the fewest."""
        if self.has("code") and parsed.code is not None:
            return self.by_code.get(parsed.code, [])
        if self.has("type") and parsed.docs_url is not None:
            found = (self.by_page[it] for it in pages.names(parsed.docs_url) if it in self.by_page)
            return next(found, [])
        if self.has("status"):
            return self.with_status(status) + self.without_status
        return self.all

    def _is_another(self, parsed: Parsed) -> bool:
        """Returns `True` if a body names an error that the API doesn't have.

        A different code is a different error; titles and messages are for people, so they get reworded.
        """
        facts = (parsed.facts.get(by) for by in self.envelope.identify_by)
        has_fact = any(fact is not None and not fact.is_absent for fact in facts)
        has_code = self.has("code") and parsed.code is not None
        return has_fact or has_code or (self.has("type") and parsed.docs_url is not None)

    def _decide(self, status: int, parsed: Parsed, known: list[Entry]) -> Entry | None:
        if not known:
            # The status alone identifies an error that was reworded, but not one with another shape.
            if not self.has("status") or self._is_another(parsed) or not parsed.is_perfect:
                return None
            of_status = self.with_status(status) + self.without_status
            possible = [entry for entry in of_status if entry.may_have_status(status)]
            return self.index.shared_kind([self.index.kind(entry) or entry for entry in possible])
        # An entry without a status matches any status; a specific one is better, and so is a range.
        known = _prefer(known, lambda it: status in it.status)
        known = _prefer(known, lambda it: it.has_status(status))
        known = _prefer(known, lambda it: not it.is_retired)
        if self.has("code"):
            known = _prefer(known, lambda it: it.code == parsed.code)
        url = parsed.docs_url
        if self.has("type") and url is not None:
            known = _prefer(known, lambda it: it.docs_url == url)
            common = [pages.common_segments(it.docs_url, url) if it.docs_url else -1 for it in known]
            known = [entry for entry, count in zip(known, common) if count == max(common)]
        if self.has("message") and len(known) > 1:
            longest = max(entry.literal_length for entry in known)
            known = _prefer(known, lambda it: it.literal_length == longest)
        return self.index.shared_kind(known)


def _prefer(known: list[Entry], is_better: Callable[[Entry], bool]) -> list[Entry]:
    """Returns the entries that meet a condition, or all if none does."""
    return [entry for entry in known if is_better(entry)] or known


def _is_all(entry: Entry, identities: Sequence[str], parsed: Parsed) -> bool:
    return all(_is_identified(entry, identity, parsed) for identity in identities)


def _is_identified(entry: Entry, identity: str, parsed: Parsed) -> bool:
    """Returns `True` if a body has the value that identifies the entry."""
    if identity == "code":
        return parsed.code is not None and (parsed.code == entry.code or parsed.code in entry.aliases)
    if identity == "title":
        return parsed.title == entry.title
    if identity == "message":
        if parsed.message is None:
            return entry.may_lack_message
        return entry.texts_in(parsed.message) is not None
    if identity == "type":
        if parsed.docs_url is None or entry.docs_url is None:
            return parsed.docs_url is entry.docs_url
        return pages.is_same(parsed.docs_url, entry.docs_url)
    if identity == "table":
        return parsed.table == entry.table
    fact, wire = entry.facts.get(identity), parsed.facts.get(identity)
    return fact is None if wire is None else _is_fact(fact, wire)


def _is_fact(fact: object, wire: WireValue) -> bool:
    """Returns `True` if a value in a response is a fact."""
    if fact is None:
        return wire.is_absent
    type_ = "boolean" if isinstance(fact, bool) else "string" if isinstance(fact, str) else "number"
    if not wire.is_json:
        return bool(wire.value == to_text(fact, type_))
    return wire.read(type_) == fact
