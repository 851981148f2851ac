"""Which data rows a total covers: those since the last sub-heading, or all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ketnghia_analysis.intake.on_paper import Total
from ketnghia_analysis.vocabulary.spelling import toneless_key

_OF_ALL = re.compile(r"^(?:tong cong|tong so|toan huyen|toan tinh|toan bieu)\b")
_OF_GROUP = re.compile(r"^(?:cong|tong(?: so| cong)?|toan) (?:xa|thi tran|phuong|thon|nhom|muc)\b")
_NO_SUM = re.compile(r"^(?:binh quan|trung binh)\b")


@dataclass(frozen=True)
class Mark:
    """A row as it counts for totals.

    Attributes:
        row: number of the row.
        kind: "data", "subheading" or "total".
        label: text of a sub-heading or total.
    """

    row: int
    kind: str
    label: str


def totals_of(marks: Sequence[Mark], stated: Mapping[int, dict[str, Any]]) -> tuple[Total, ...]:
    """Totals that state numbers, with the rows they cover.

    A total covers the data rows since the last sub-heading or total. It covers all rows above where
    none stand between, or where it is the total of all; all rows below where none stand above. A
    sub-heading with numbers covers the rows down to the next one.

    Args:
        marks: data rows, sub-headings and totals from top to bottom.
        stated: numbers written in the rows of sub-headings and totals.
    """
    return tuple(_totals(marks, stated))


def _totals(marks: Sequence[Mark], stated: Mapping[int, dict[str, Any]]) -> Iterator[Total]:
    for place, mark in enumerate(marks):
        if mark.kind == "data" or not stated.get(mark.row):
            continue
        key = toneless_key(mark.label)
        if _NO_SUM.match(key):
            continue
        covers = _below(marks, place) if mark.kind == "subheading" else _of_total(marks, place, key)
        if covers:
            yield Total(mark.row, mark.label, covers, dict(stated[mark.row]))


def _of_total(marks: Sequence[Mark], place: int, key: str) -> tuple[int, ...]:
    above = _data(marks[:place])
    if not above:
        return _data(marks[place + 1 :])
    group = _data(_until_boundary(list(reversed(marks[:place]))))
    more_below = bool(_data(marks[place + 1 :]))
    if not group or (_OF_ALL.match(key) and not _OF_GROUP.match(key) and not more_below):
        return above
    return tuple(sorted(group))


def _below(marks: Sequence[Mark], place: int) -> tuple[int, ...]:
    return _data(_until_boundary(marks[place + 1 :]))


def _until_boundary(marks: Sequence[Mark]) -> list[Mark]:
    taken = []
    for mark in marks:
        if mark.kind != "data":
            break
        taken.append(mark)
    return taken


def _data(marks: Sequence[Mark]) -> tuple[int, ...]:
    return tuple(sorted(mark.row for mark in marks if mark.kind == "data"))
