"""A table as reports show it: once for notebooks, Word and Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import pandas as pd

from ketnghia_analysis.outputs.links import link
from ketnghia_analysis.vocabulary.wording import (
    NO_DATA,
    Written,
    is_missing,
)

_UNBROKEN = 12
"""Letters up to which a column's cells stay on one line: codes, points, dates."""


@dataclass(frozen=True)
class ReportTable:
    """A table of a report.

    Attributes:
        name: for sheets and anchors.
        title: Vietnamese caption.
        frame: columns under their Vietnamese headings, index meaningless.
        shown: how each column is written; text where nothing is said.
        note: line below the table.
        missing: what stands for a missing value.
        references: for some columns the reference of each row's figure, "" where there is none.
    """

    name: str
    title: str
    frame: pd.DataFrame
    shown: dict[str, Written]
    note: str = ""
    missing: str = NO_DATA
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def written(self) -> list[list[str]]:
        """All cells as text, row by row."""
        columns = [
            [self._cell(value, self.shown.get(heading, Written.TEXT)) for value in values]
            for heading, values in self.frame.items()
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def is_number(self, heading: str) -> bool:
        """Whether a column holds numbers, which stand at the right."""
        return self.shown.get(heading, Written.TEXT) not in (Written.TEXT, Written.DATE)

    def head(self, rows: int) -> ReportTable:
        """The first rows, with a note that says how many there are in all."""
        if len(self.frame) <= rows:
            return self
        more = f"Bảng hiện {rows} trong {len(self.frame)} dòng; đủ trong phụ lục Excel."
        note = f"{self.note} {more}".strip()
        first = {name: told[:rows] for name, told in self.references.items()}
        return replace(self, frame=self.frame.head(rows), note=note, references=first)

    def reference(self, row: int, heading: str) -> str:
        """Reference of a cell's figure; empty where it has none."""
        told = self.references.get(heading)
        return told[row] if told else ""

    def _kind(self, heading: str, cells: list[str]) -> str:
        """Class of a column's cells: numbers, short texts that must not be broken, or texts."""
        if self.is_number(heading):
            return ' class="number"'
        short = max(map(len, cells), default=0) <= _UNBROKEN
        return ' class="short"' if short else ' class="text"'

    def _linked(self, row: int, heading: str, cell: str) -> str:
        told = self.reference(row, heading)
        return link(told, cell) if told else escape(cell)

    def _cell(self, value: Any, shown: Written) -> str:
        if is_missing(value):
            return self.missing
        # a hidden small number is a text among numbers
        return value if isinstance(value, str) else shown.write(value)

    def _repr_html_(self) -> str:
        """The table for notebooks: a caption, headings with scope, everything escaped."""
        headings = list(self.frame.columns)
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
        rows = self.written()
        kinds = [
            self._kind(heading, [row[place] for row in rows])
            for place, heading in enumerate(headings)
        ]
        body = "".join(
            "<tr>"
            + "".join(
                f"<td{kind}>{self._linked(place, heading, cell)}</td>"
                for heading, cell, kind in zip(headings, row, kinds, strict=True)
            )
            + "</tr>"
            for place, row in enumerate(rows)
        )
        note = f'<p class="table-note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<div class="report-table"><table><caption>{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}</div>"
        )
