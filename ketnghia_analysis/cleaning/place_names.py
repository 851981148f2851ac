"""Names of communes and hamlets looked up within the larger place in which they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ketnghia_analysis.cleaning.name_keys import Reading, readings
from ketnghia_analysis.cleaning.name_matches import (
    ASK,
    UNKNOWN,
    Entry,
    Match,
    best_of,
    of_another_time,
    one_of,
)
from ketnghia_analysis.cleaning.syllables import is_syllable, lost_marks, without_marks

MOST_COMPARED = 2000
"""Names up to which a block is searched by likeness; a register without blocks is larger."""
SURE_LIKENESS = 80.0
"""Likeness from which one slip of the pen is believed though it makes a sound word."""
_EQUAL_TYPES = (
    frozenset({"thôn", "bản", "buôn", "làng", "ấp", "xóm", "khu dân cư", "khu"}),
    frozenset(
        {"khu phố", "tổ dân phố", "khối phố", "khối", "khóm", "tiểu khu", "khu dân cư", "khu"}
    ),
    frozenset({"tổ", "tổ dân phố"}),
    frozenset({"xã", "phường", "thị trấn", "đặc khu"}),
)
"""Types that stand for each other before a bare number: "Bản 3" may be "Thôn 3", "Tổ 3" not."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry under one reading of its name, with its first and last day as numbers."""

    entry: Entry
    reading: Reading
    start: int
    end: int


class Block:
    """The names within one larger place, under all their keys."""

    def __init__(self, entries: Iterable[Entry], kind: str) -> None:
        """Read the names and file them."""
        self.kind = kind
        self.items: list[Item] = []
        self.bare: list[Item] = []
        self.entries = list(entries)
        self.toned: dict[str, list[Item]] = {}
        self.toneless: dict[str, list[Item]] = {}
        self.numeral: dict[str, list[Item]] = {}
        for entry in self.entries:
            days = entry.start.toordinal(), entry.end.toordinal()
            name = f"{entry.type} {entry.name}" if entry.type else entry.name
            found = [reading for reading in readings(name, kind) if not reading.guessed]
            bare = _without_types(found)
            for reading in found:
                item = Item(entry, reading, *days)
                self.items.append(item)
                if reading in bare:
                    self.bare.append(item)
                self.toned.setdefault(reading.toned, []).append(item)
                self.toneless.setdefault(reading.toneless, []).append(item)
                self.numeral.setdefault(reading.numeral, []).append(item)

    @cached_property
    def types(self) -> frozenset[str]:
        """Words for types that its names have."""
        return frozenset(item.reading.type for item in self.items)

    def find(self, text: str, start: int, end: int) -> Match:
        """The entry that a text means on some day between two days (numbers of days)."""
        written = readings(text, self.kind)
        sure = [reading for reading in written if not reading.guessed]
        for reading in sure:
            hits = _between(self.toned.get(reading.toned, ()), start, end)
            if hits:
                return self._settle(hits, reading, "same", written, (start, end))
        for reading in sure[:1]:
            elsewhen = self.toned.get(reading.toned)
            if elsewhen:
                return of_another_time(item.entry for item in elsewhen)
        for reading in sure:
            hits = _between(self.toneless.get(reading.toneless, ()), start, end)
            if hits:
                return self._settle(hits, reading, "toneless", written, (start, end))
        for reading in written:
            hits = _between(self.numeral.get(reading.numeral, ()), start, end)
            if hits:
                return one_of((item.entry for item in hits), "numeral", sure=False, score=90.0)
        return self._similar(sure, start, end) if len(self.items) <= MOST_COMPARED else UNKNOWN

    def _settle(
        self,
        hits: Sequence[Item],
        reading: Reading,
        how: str,
        written: Sequence[Reading],
        days: tuple[int, int],
    ) -> Match:
        """One of the entries that bear the name: written alike, then of the same type."""
        hits = [item for item in hits if item.reading.literal == reading.literal] or hits
        hits = [item for item in hits if item.reading.type == reading.type] or hits
        ids = {item.entry.id for item in hits}
        guesses = [
            item
            for other in written
            if other.guessed
            for item in _between(self.numeral.get(other.numeral, ()), *days)
            if item.entry.id not in ids
        ]
        sure = not guesses and (how == "same" or not self._twisted(hits[0].reading, reading))
        if not reading.letters:
            sure = sure and self._same_rank(reading.type, {item.reading.type for item in hits})
        return one_of((item.entry for item in [*hits, *guesses]), how, sure)

    def _same_rank(self, written: str, found: set[str]) -> bool:
        """Whether a bare number may be meant although the type is another."""
        if not written or written in found or found == {""}:
            return True
        equal = any(written in types and found <= types for types in _EQUAL_TYPES)
        return equal and written not in self.types

    def _twisted(self, meant: Reading, written: Reading) -> bool:
        """Whether a single word bears another tone than the name: "Hạ" is hardly a slip of "Hà"."""
        one, other = written.letters, meant.letters
        single = " " not in one and " " not in other
        return single and not lost_marks(one, other) and not lost_marks(other, one)

    def _similar(self, written: Sequence[Reading], start: int, end: int) -> Match:
        scores: dict[str, tuple[float, str]] = {}
        letters: dict[str, tuple[str, str]] = {}
        for reading in _without_types(written):
            if not reading.letters:
                continue
            for item, likeness in self._alike(reading.letters):
                score = _with_numbers(likeness, reading, item.reading)
                here = item.start <= end and item.end >= start
                if here and score > scores.get(item.entry.id, (0.0, ""))[0]:
                    scores[item.entry.id] = (score, item.entry.name)
                    letters[item.entry.id] = (reading.letters, item.reading.letters)
        return best_of(scores, lambda best, score: is_slip(*letters[best], score))

    def _alike(self, letters: str) -> Iterator[tuple[Item, float]]:
        """The names that come into question by their letters; the others are too unlike to ask."""
        toned, toneless = self._letters
        likeness = 50.0 * (_likeness(letters, toned) + _likeness(without_marks(letters), toneless))
        for place in np.flatnonzero(likeness >= ASK).tolist():
            yield self.bare[place], float(likeness[place])

    @cached_property
    def _letters(self) -> tuple[list[str], list[str]]:
        """Letters of the names without their types, with and without marks."""
        toned = [item.reading.letters for item in self.bare]
        return toned, [without_marks(letters) for letters in toned]


def _without_types(written: Sequence[Reading]) -> Sequence[Reading]:
    """The readings with the type apart, where there are such: types make no names alike."""
    return [reading for reading in written if reading.type] or written


def _between(items: Sequence[Item], start: int, end: int) -> list[Item]:
    return [item for item in items if item.start <= end and item.end >= start]


def _likeness(one: str, others: Sequence[str]) -> NDArray[np.float64]:
    """Likeness of a text to many, 0 to 1."""
    found: NDArray[np.float64] = cdist(
        [one], others, scorer=OSA.normalized_similarity, dtype=np.float64
    )
    return np.asarray(found[0])


def _with_numbers(likeness: float, one: Reading, other: Reading) -> float:
    """Likeness of the letters if the numbers are equal; a name without its number is asked."""
    if not other.letters:
        return 0.0
    if one.numbers != other.numbers:
        unnumbered = not (one.numbers and other.numbers)
        return ASK if unnumbered and one.letters == other.letters else 0.0
    return likeness


def letters_likeness(one: str, other: str) -> float:
    """Likeness of two texts, 0 to 100: mean of the likeness with and without marks."""
    toned = OSA.normalized_similarity(one, other)
    toneless = OSA.normalized_similarity(without_marks(one), without_marks(other))
    return 50.0 * (toned + toneless)


@lru_cache(maxsize=65536)
def is_slip(written: str, meant: str, likeness: float) -> bool:
    """Whether what differs can be a slip of the pen.

    Words that are no syllables, and words that only lost marks, are slips; where one sound word
    stands for another, only a single wrong letter in a name of high likeness is believed.
    """
    ones, others = written.split(), meant.split()
    if len(ones) == len(others) and not all(
        one == other or lost_marks(one, other) or not is_syllable(one)
        for one, other in zip(ones, others, strict=True)
    ):
        return likeness >= SURE_LIKENESS and OSA.distance(written, meant) == 1
    return True
