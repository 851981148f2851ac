"""Agencies looked up by their names, abbreviations and whatever lies between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketnghia_analysis.cleaning.agency_names import (
    abbreviates,
    abbreviates_a_part,
    agency_type,
    agency_words,
    begins_to_abbreviate,
    without_agency_type,
    without_committee,
    without_place,
)
from ketnghia_analysis.cleaning.name_matches import (
    ASK,
    UNKNOWN,
    Entry,
    Match,
    best_of,
    of_another_time,
    one_of,
)
from ketnghia_analysis.cleaning.place_names import is_slip, letters_likeness
from ketnghia_analysis.vocabulary.spelling import toned_key

_SURE_LIKENESS = 88.0
"""Likeness from which a name may lack a word or have one more."""


@dataclass(frozen=True)
class _Item:
    entry: Entry
    toned: str
    type: str
    words: tuple[str, ...]
    start: int
    end: int


class AgencyBlock:
    """The names and abbreviations of agencies."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Read the names."""
        self.items = [
            _Item(
                entry,
                toned_key(without_place(entry.name)),
                *agency_type(agency_words(without_place(entry.name))),
                entry.start.toordinal(),
                entry.end.toordinal(),
            )
            for entry in entries
        ]

    def find(self, text: str, start: int, end: int) -> Match:
        """The agency that a text means on some day between two days (numbers of days)."""
        now = [item for item in self.items if item.start <= end and item.end >= start]
        spellings = list(dict.fromkeys((without_place(text), without_committee(text))))
        for spelled in spellings:
            key = toned_key(spelled)
            same = [item.entry for item in now if key and item.toned == key]
            if same:
                return one_of(same, "same")
        for spelled in spellings:
            same = _same_words(spelled, now)
            if same:
                return one_of(same, "toneless")
        for spelled in spellings:
            same = [item.entry for item in now if _abbreviated(spelled, item)]
            if same:
                return one_of(same, "initials", sure=len(toned_key(spelled)) > 2)
        keys = {toned_key(spelled) for spelled in spellings} - {""}
        elsewhen = [item.entry for item in self.items if item.toned in keys]
        if elsewhen:
            return of_another_time(elsewhen)
        return _similar(spellings[-1], now)


def _same_words(text: str, items: list[_Item]) -> list[Entry]:
    kind, words = agency_type(agency_words(text))
    if not words:
        return []
    return [item.entry for item in items if item.words == words and kind in ("", item.type)]


def _abbreviated(text: str, item: _Item) -> bool:
    if item.entry.short:
        return False
    name = without_place(item.entry.name)
    return abbreviates(text, name) or abbreviates(text, without_agency_type(name))


def _similar(text: str, items: list[_Item]) -> Match:
    """By likeness; what only begins to abbreviate a name ("Phòng VH") is asked about."""
    kind, words = agency_type(agency_words(text))
    if not words:
        return UNKNOWN
    written = toned_key(without_agency_type(text))
    scores: dict[str, tuple[float, str]] = {}
    slips: dict[str, bool] = {}
    for item in items:
        if item.entry.short or (kind and item.type and kind != item.type):
            continue
        name = toned_key(without_agency_type(without_place(item.entry.name)))
        score = max(
            letters_likeness(written, name),
            letters_likeness(" ".join(words), " ".join(item.words)),
        )
        name_here = without_place(item.entry.name)
        if score < ASK and (
            begins_to_abbreviate(text, name_here)
            or (not kind and abbreviates_a_part(text, name_here))
        ):
            score = ASK
        scores[item.entry.id] = max(scores.get(item.entry.id, (0.0, "")), (score, item.entry.name))
        slips[item.entry.id] = (
            kind in ("", item.type)
            and (len(words) == len(item.words) or score >= _SURE_LIKENESS)
            and is_slip(" ".join(words), " ".join(item.words), score)
        )
    return best_of(scores, lambda best, _: slips[best])
