"""Writes true rows down as lines of papers, with names in the place of ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from ketnghia_analysis.demo.handwriting import Hand, spelled, written
from ketnghia_analysis.demo.papers import Head, Line
from ketnghia_analysis.demo.truth import District
from ketnghia_analysis.places.hamlets import hamlet_heirs, hamlets_on
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

Named = Callable[[pd.Series], dict[str, Any]]


class Scribe:
    """Knows the truth and how to name it."""

    def __init__(self, district: District) -> None:
        """Take the true tables of a district."""
        self.truth = district.tables
        self.agencies = latest(self.truth["agencies"], "agency_id")
        self._on = lru_cache(maxsize=None)(self._register_on)

    def lines(
        self, table: str, rows: pd.DataFrame, heads: Sequence[Head], hand: Hand, named: Named
    ) -> list[Line]:
        """True rows as lines; `named` gives the names that stand for ids."""
        columns = readable_columns(table)
        keys = TABLES[table].key
        carried = [head.name for head in heads if head.name in rows]
        lines = []
        for _, row in rows.iterrows():
            cells = {name: written(row[name], columns[name], hand) for name in carried}
            cells |= {name: spelled(text, hand) for name, text in named(row).items()}
            lines.append(Line(cells, tuple(row[key] for key in keys)))
        for name in carried:
            if columns[name].kind is Kind.YES_NO:
                _say_no_in_words(lines, name, hand)
        return lines

    def place(self, hamlet_id: str, day: date | pd.Timestamp) -> dict[str, Any]:
        """Name of a hamlet and of its commune on a day."""
        today, heir = self._on(pd.Timestamp(day))
        row = today[heir[hamlet_id]]
        return {"hamlet_name": row["name"], "commune_name": row["commune_name"]}

    def agency_name(self, agency_id: str, hand: Hand) -> str:
        """Name or abbreviation of an agency."""
        facts = self.agencies.loc[agency_id]
        return str(facts["short_name"] if hand.short_names else facts["name"])

    def _register_on(self, day: pd.Timestamp) -> tuple[dict[str, Any], dict[str, str]]:
        today = hamlets_on(self.truth["hamlets"], self.truth["communes"], day)
        heir = hamlet_heirs(self.truth["hamlets"], day)
        return today[["name", "commune_name"]].to_dict("index"), heir.to_dict()


def _say_no_in_words(lines: list[Line], name: str, hand: Hand) -> None:
    """Where nobody ticked, a dash would say nothing: such a column says "không"."""
    if not any(line.cells[name] == hand.ticks[0] for line in lines):
        for line in lines:
            if line.cells[name] == "-":
                line.cells[name] = "không"
