"""Names of communes, hamlets and agencies resolved against the registers valid at the time.

Accept, ask or reject: an exact key or a key without tones that means one entry is accepted; a
similar name is accepted from 75 of 100 with a lead of 10 over the next, where what differs can be a
slip of the pen; from 60 it must be asked; numbers in names must be equal ("Thôn 4" is not
"Thôn 14"), and a Roman numeral for a digit is asked about. What this gives on made registers of
90,000 hamlets is measured by benchmarks/names.py.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from ketnghia_analysis.cleaning.agency_book import AgencyBlock
from ketnghia_analysis.cleaning.name_matches import (
    BEGINNING,
    END,
    UNKNOWN,
    Entry,
    Match,
    asked,
)
from ketnghia_analysis.cleaning.name_parts import (
    is_harmless,
    other_name,
    split_commune,
    split_district,
    split_note,
    without_body,
)
from ketnghia_analysis.cleaning.place_names import Block

__all__ = [
    "BEGINNING",
    "END",
    "UNKNOWN",
    "Entry",
    "Match",
    "NameBook",
    "split_commune",
    "split_district",
]


MOST_KNOWN = 1 << 18
"""Answers that a name book remembers."""

_ordinal = lru_cache(maxsize=4096)(pd.Timestamp.toordinal)


class NameBook:
    """Looks names of one kind up: the entries that hold at the time, nothing else."""

    def __init__(self, kind: str, entries: Iterable[Entry]) -> None:
        """Keep the entries of a register of `kind` ("communes", "hamlets", "agencies")."""
        self.kind = kind
        self.entries = list(entries)
        self._by_id: dict[str, list[Entry]] = {}
        self._by_place: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._by_id.setdefault(entry.id, []).append(entry)
            self._by_place.setdefault(entry.within, []).append(entry)
        self._blocks: dict[frozenset[str] | None, Block | AgencyBlock] = {}
        self._starts = sorted({entry.start.toordinal() for entry in self.entries})
        self._ends = sorted({entry.end.toordinal() for entry in self.entries})
        self._known: dict[tuple[str, int, int, frozenset[str] | None], Match] = {}

    def find(
        self,
        text: str,
        start: pd.Timestamp,
        end: pd.Timestamp,
        within: frozenset[str] | None = None,
    ) -> Match:
        """The entry that a text means.

        Args:
            text: name as written.
            start: first day of the time meant.
            end: last day of the time meant; entries that hold on any day between are candidates.
            within: ids of the larger places in which it must lie; None if not known.
        """
        question = (text, *self.period(start, end), within)
        match = self._known.get(question)
        if match is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            days = _ordinal(start), _ordinal(end)
            match = self._known[question] = self._find_uncached(text, *days, within)
        return match

    def period(self, start: pd.Timestamp, end: pd.Timestamp) -> tuple[int, int]:
        """How many names began by the last day and were gone before the first day of a time.

        Between two days on which no name begins or ends, all answers are the same.
        """
        first, last = _ordinal(start), _ordinal(end)
        return bisect_right(self._starts, last), bisect_left(self._ends, first)

    def find_all(
        self,
        texts: Sequence[str],
        starts: Sequence[pd.Timestamp],
        ends: Sequence[pd.Timestamp],
        withins: Sequence[frozenset[str] | None],
    ) -> list[Match]:
        """The entries that many texts mean, one match for each; equal questions are looked up once.

        Args:
            texts: names as written.
            starts: first day of the time that each means.
            ends: last day.
            withins: ids of the larger places; None where not known.
        """
        questions = zip(texts, starts, ends, withins, strict=True)
        return [self.find(*question) for question in questions]

    def holds(self, entry_id: str, start: pd.Timestamp, end: pd.Timestamp) -> bool:
        """Whether an id or code holds on some day between two days."""
        return any(
            entry.start <= end and entry.end >= start for entry in self._by_id.get(entry_id, ())
        )

    def entries_of(self, entry_id: str) -> list[Entry]:
        """All names that an id or code bears or bore."""
        return self._by_id.get(entry_id, [])

    def gainsays(
        self,
        entry_id: str,
        text: str,
        start: pd.Timestamp,
        end: pd.Timestamp,
        within: frozenset[str] | None = None,
    ) -> Match | None:
        """The other entry that a text surely means; None where it may well mean this one.

        Args:
            entry_id: id that stands beside the name.
            text: name as written.
            start: first day of the time meant.
            end: last day.
            within: ids of the larger places in which the other may lie.
        """
        match = self.find(text, start, end, within)
        if match.id in (None, entry_id) or match.how == "similar":
            return None
        # an id may stand beside a name that it bore once
        own = NameBook(self.kind, [replace(one, within="") for one in self.entries_of(entry_id)])
        return match if own.find(text, BEGINNING, END).id is None else None

    def _block(self, within: frozenset[str] | None) -> Block | AgencyBlock:
        if within not in self._blocks:
            entries = (
                self.entries
                if within is None
                else [entry for place in sorted(within) for entry in self._by_place.get(place, ())]
            )
            block = AgencyBlock(entries) if self.kind == "agencies" else Block(entries, self.kind)
            self._blocks[within] = block
        return self._blocks[within]

    def _find_uncached(
        self, text: str, start: int, end: int, within: frozenset[str] | None
    ) -> Match:
        block = self._block(within)
        if self.kind == "communes":
            text = without_body(text)
        whole = block.find(text, start, end)
        if whole.id is not None or isinstance(block, AgencyBlock):
            return whole
        return self._without_note(block, text, start, end, within is None) or whole

    def _without_note(
        self, block: Block, text: str, start: int, end: int, anywhere: bool
    ) -> Match | None:
        """What the name means without a note behind it; None if it has none or means nothing."""
        head, commune = split_commune(text) if self.kind == "hamlets" else split_district(text)
        if commune:
            found = block.find(head, start, end)
            # a commune that was not looked up leaves open which hamlet of the name is meant
            doubtful = anywhere and self.kind == "hamlets" and found.id is not None
            return asked(found) if doubtful else _or_none(found)
        head, note = split_note(text)
        if not note:
            return None
        found, noted = block.find(head, start, end), block.find(other_name(note), start, end)
        for one, other in ((found, noted), (noted, found)):
            agreed = one.id is not None and _bears(other, one.id)
            if agreed or (one is found and one.id is not None and is_harmless(note)):
                return one
        return asked(found, noted) if found.options or noted.options else None


def _or_none(match: Match) -> Match | None:
    return match if match.how != "unknown" else None


def _bears(match: Match, entry_id: str) -> bool:
    """Whether the name is or was at another time that of one entry and no other."""
    if match.how == "other_time":
        return {option[0] for option in match.options} == {entry_id}
    return match.id == entry_id
