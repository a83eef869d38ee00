"""Template matching: extracts the values from a filled template.

A value may contain the text around it, so a text can often be split in several ways. The result is the
first split in which every value fits its slot and the leftmost values are as short as possible. The number
of steps is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from enum import Enum

from .values import MAX_NUMBER_LENGTH


class Slot:
    """A slot of a template."""

    __slots__ = ("is_narrow", "key")

    def __init__(self, key: Hashable, is_narrow: bool) -> None:
        self.key = key
        self.is_narrow = is_narrow
        """`True` for a short text, such as a number or a date."""


Parts = Sequence[str | Slot]


def extract(parts: Parts, text: str, fits: Callable[[Hashable, str], bool]) -> dict[Hashable, str] | None:
    """Returns the texts that fill the slots of a template, or `None` if the text doesn't match it.

    A slot that occurs twice has the same text twice.
    """
    # Strips the literal at the end first. Otherwise, a value that contains this literal would end there.
    if parts and isinstance(parts[-1], str):
        if not text.endswith(parts[-1]):
            return None
        text = text[: len(text) - len(parts[-1])]
        parts = parts[:-1]
    matcher = _Matcher(parts, text, fits)
    try:
        return matcher.found if matcher.match(0, 0) is _Outcome.FOUND else None
    except RecursionError:
        return None


class _Outcome(Enum):
    FOUND = 0
    NOT_HERE = 1
    """No match from this position."""
    NEVER = 2
    """No match from this or any later position."""


class _Matcher:
    def __init__(self, parts: Parts, text: str, fits: Callable[[Hashable, str], bool]) -> None:
        self.parts = parts
        self.text = text
        self.fits = fits
        self.found: dict[Hashable, str] = {}
        # A search that backtracks too often is given up.
        self.steps = len(text) * 8 + 65_536

    def match(self, index: int, at: int) -> _Outcome:
        if index == len(self.parts):
            return _Outcome.FOUND if at == len(self.text) else _Outcome.NOT_HERE
        part = self.parts[index]
        if isinstance(part, str):
            return self.match_literal(part, index, at)
        known = self.found.get(part.key)
        if known is not None:
            is_allowed = self.spend(len(known))
            return self.match_literal(known, index, at) if is_allowed else _Outcome.NEVER
        if index + 1 == len(self.parts):
            return self.try_slot(part, index, at, len(self.text))
        following = self.parts[index + 1]
        if isinstance(following, str):
            return self.match_until(part, following, index, at)
        # Two adjacent slots: no literal marks the end of the first.
        return self.match_anywhere(part, index, at)

    def match_literal(self, literal: str, index: int, at: int) -> _Outcome:
        if not self.text.startswith(literal, at):
            return _Outcome.NOT_HERE
        return self.match(index + 1, at + len(literal))

    def try_slot(self, slot: Slot, index: int, at: int, end: int) -> _Outcome:
        value = self.text[at:end]
        if not self.fits(slot.key, value):
            return _Outcome.NOT_HERE
        self.found[slot.key] = value
        outcome = self.match(index + 1, end)
        if outcome is not _Outcome.FOUND:
            del self.found[slot.key]
        return outcome

    def match_until(self, slot: Slot, literal: str, index: int, at: int) -> _Outcome:
        begin = at
        while True:
            reach = at + MAX_NUMBER_LENGTH + len(literal) if slot.is_narrow else len(self.text)
            end = self.text.find(literal, begin, reach)
            if end < 0:
                # A literal that isn't in the text isn't in any later part of it.
                has_steps = self.spend(max(min(reach, len(self.text)) - begin, 0))
                is_final = not has_steps or (not slot.is_narrow and begin == at)
                return _Outcome.NEVER if is_final else _Outcome.NOT_HERE
            outcome = self.try_slot(slot, index, at, end)
            if outcome is not _Outcome.NOT_HERE:
                return outcome
            if not self.spend(end - begin + 1):
                return _Outcome.NEVER
            begin = end + 1

    def match_anywhere(self, slot: Slot, index: int, at: int) -> _Outcome:
        """Matches a slot that can end anywhere: a number as late as possible, other texts as early."""
        if slot.is_narrow:
            ends = range(min(at + MAX_NUMBER_LENGTH, len(self.text)), at - 1, -1)
        else:
            ends = range(at, len(self.text) + 1)
        for end in ends:
            outcome = self.try_slot(slot, index, at, end)
            if outcome is _Outcome.FOUND or (outcome is _Outcome.NEVER and not slot.is_narrow):
                return outcome
            if not self.spend(end - at + 1 if slot.is_narrow else 1):
                return _Outcome.NEVER
        return _Outcome.NOT_HERE

    def spend(self, steps: int) -> bool:
        """Uses up steps. Returns `False` if there aren't enough left."""
        self.steps -= steps
        return self.steps >= 0
