"""A district small enough to reckon by hand: two communes, four hamlets, three agencies.

In 2024 CQ1 did everything it owed to H1 (pairing KN-1 earns all points). CQ2 sent all its tables,
but with nothing in them (KN-2 supports H1, KN-3 leads in H2). CQ3 has no pairing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning.accounts import ACCOUNT_COLUMNS, QUARANTINE_COLUMNS
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.score import Scores, score
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES

from .tiny_rows import YEARS, figures, programme, registers, rounds

BY_AGENCY = ("commitments", "activities", "officer_duties", "briefings")
BY_OFFICES = ("coordination_meetings", "submitted_reports", "difficulties", "hamlet_figures")
_BLOCK_TYPES = {"year": "Int64", "delivered": "Int64", "agency_id": "str", "rows": "int64"}


def typed(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame of the table, in its types."""
    table = TABLES[name]
    return pd.DataFrame(list(rows), columns=table.names).astype(table.dtypes)


@dataclass(frozen=True)
class Tiny:
    """The district; every method gives a new one with a single fact changed."""

    tables: Mapping[str, pd.DataFrame]
    quarantine: pd.DataFrame
    blocks: pd.DataFrame

    def input(self, year: int = 2024) -> YearInput:
        window = reporting_year(year)
        return YearInput(self.tables, self.quarantine, self.blocks, window, rules_for(window))

    def scores(self, year: int = 2024) -> Scores:
        return score(self.input(year))

    def share(self, code: str, pairing: str = "KN-1", year: int = 2024) -> tuple[float, float]:
        """Certain and possible share of a criterion's points."""
        found = CRITERIA[code].measure(self.input(year))
        return float(found.low[pairing]), float(found.high[pairing])

    def cleaned(self) -> Cleaned:
        """The district as cleaning would hand it on, with no file behind it."""
        paper = pd.DataFrame(columns=["file", "sheet", "row", "cell", "column", "message"])
        ledger = paper.assign(before="", after="", rule="")
        files = pd.DataFrame(columns=["file", "sender", "role", "problem"], dtype="str")
        booked = pd.DataFrame(columns=ACCOUNT_COLUMNS, dtype="str")
        headings = pd.DataFrame(columns=["block", "letter", "heading", "column", "unit", "how"])
        blocks = self.blocks.assign(block=range(len(self.blocks)))
        return Cleaned(
            tables=dict(self.tables),
            quarantine=self.quarantine,
            ledger=ledger,
            accounts=booked,
            cells=pd.DataFrame(),
            files=files,
            blocks=blocks,
            headings=headings,
            warnings=paper,
            questions=pd.DataFrame(),
        )

    def _with(self, name: str, frame: pd.DataFrame) -> Tiny:
        return replace(self, tables={**self.tables, name: frame.reset_index(drop=True)})

    def plus(self, name: str, /, **row: Any) -> Tiny:
        return self._with(name, pd.concat([self.tables[name], typed(name, [row])]))

    def change(self, name: str, where: Mapping[str, Any], /, **values: Any) -> Tiny:
        frame = self.tables[name].copy()
        chosen = _rows(frame, where)
        for column, value in values.items():
            frame.loc[chosen, column] = value
        return self._with(name, frame)

    def without(self, name: str, /, **where: Any) -> Tiny:
        frame = self.tables[name]
        return self._with(name, frame[~_rows(frame, where)])

    def not_received(self, name: str, agency: str = "") -> Tiny:
        """The table never came for 2024: neither its rows nor word of it."""
        lost = self.blocks["table"] == name
        if not agency:
            kept = replace(self, blocks=self.blocks[~lost])
            return kept._with(name, TABLES[name].empty())
        kept = replace(self, blocks=self.blocks[~(lost & (self.blocks["agency_id"] == agency))])
        own = {"agency_id": agency}
        if "pairing_id" in TABLES[name].names:
            pairings = self.tables["pairings"]
            own = {"pairing_id": set(pairings.loc[pairings["agency_id"] == agency, "pairing_id"])}
        return kept.without(name, **own)

    def delivered(self, name: str, year: int) -> Tiny:
        """The table came in another year's folder."""
        own = self.blocks["table"] == name
        return replace(self, blocks=self.blocks.assign(year=self.blocks["year"].mask(own, year)))

    def held(
        self,
        name: str,
        agency: str = "",
        hamlet: str = "",
        reason: str = "",
        *,
        commune: str = "",
        year: int | None = 2024,
    ) -> Tiny:
        """One more row of the table lies in quarantine."""
        row = {
            "file": "tep.xlsx",
            "sheet": "Trang",
            "row": 100 + len(self.quarantine),
            "table": name,
            "reason": reason or "rule_broken",
            "year": year,
            "agency_id": agency or None,
            "hamlet_id": hamlet or None,
            "commune_code": commune or None,
        }
        more = pd.DataFrame([row], columns=QUARANTINE_COLUMNS).astype(_quarantine_types())
        return replace(self, quarantine=pd.concat([self.quarantine, more], ignore_index=True))


def _rows(frame: pd.DataFrame, where: Mapping[str, Any]) -> pd.Series:
    chosen = pd.Series(True, index=frame.index)
    for column, value in where.items():
        wanted = value if isinstance(value, set) else {value}
        chosen &= frame[column].isin(wanted)
    return chosen


def _quarantine_types() -> dict[str, str]:
    types = dict.fromkeys(QUARANTINE_COLUMNS, "str")
    return types | {"row": "int64", "year": "Int64"}


def tiny() -> Tiny:
    """The district as described above."""
    rows = registers() | programme()
    rows["survey_rounds"] = rounds()
    rows["hamlet_figures"] = [figures(f"H{one}", year) for year in YEARS for one in range(1, 5)]
    tables = {name: typed(name, rows.get(name, [])) for name in TABLES}
    papers = [(name, agency) for name in BY_AGENCY for agency in ("CQ1", "CQ2")]
    papers += [(name, None) for name in BY_OFFICES]
    blocks = pd.DataFrame(
        [
            {"file": "", "table": name, "year": 2024, "agency_id": agency, "rows": 0}
            for name, agency in papers
        ],
        columns=["block", "file", "sheet", "table", *_BLOCK_TYPES],
    ).astype(_BLOCK_TYPES)
    quarantine = pd.DataFrame(columns=QUARANTINE_COLUMNS).astype(_quarantine_types())
    return Tiny(tables, quarantine, blocks)
