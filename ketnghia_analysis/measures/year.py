"""All that the measures of one reporting year need, prepared once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import NamedTuple

import pandas as pd

from ketnghia_analysis.measures.panel import panel
from ketnghia_analysis.measures.rules import ScoreRules
from ketnghia_analysis.measures.timeliness import first_day
from ketnghia_analysis.places.hamlets import hamlet_heirs
from ketnghia_analysis.places.registers import heirs, latest
from ketnghia_analysis.vocabulary.periods import Window

NOT_A_LOSS = frozenset({"duplicate"})
"""Reasons for which a held row can't have carried anything that is missing."""
WRONG_HAMLET = frozenset({"no_pairing"})
"""Reasons for which the hamlet that a held row names is in doubt itself."""


class _HeldRow(NamedTuple):
    """Whom a held row concerns, as of the end of the year; None where it is not known."""

    agency_id: str | None
    hamlet_id: str | None
    commune_code: str | None


_Place = tuple[str, str]
"""The hamlet that a held row names, else its commune, else anywhere."""
_ANYWHERE: _Place = ("", "")


def _place(row: _HeldRow) -> _Place:
    if row.hamlet_id is not None:
        return "hamlet", row.hamlet_id
    return _ANYWHERE if row.commune_code is None else ("commune", row.commune_code)


@dataclass(frozen=True)
class YearInput:
    """Sound tables, seen from one reporting year.

    Attributes:
        tables: clean tables by name.
        quarantine: held rows with `table`, `year`, `agency_id`, `hamlet_id`, `commune_code` and
            `reason`; whom a row concerns is missing where it could not be found out.
        blocks: tables received, with `table`, `year`, `delivered`, `agency_id`.
        window: the reporting year.
        rules: the scoring rules in force.
    """

    tables: Mapping[str, pd.DataFrame]
    quarantine: pd.DataFrame
    blocks: pd.DataFrame
    window: Window
    rules: ScoreRules

    def with_rules(self, rules: ScoreRules) -> YearInput:
        """The same year under other targets; what was worked out from the tables is kept.

        Which pairings are scored depends on the rules too: they must ask for the same days.
        """
        other = replace(self, rules=rules)
        kept = {name: value for name, value in vars(self).items() if name != "rules"}
        vars(other).update(kept)
        return other

    @cached_property
    def agency_heir(self) -> pd.Series:
        """For each agency id, who stands for it at the end of the year."""
        return heirs(self.tables["agencies"], "agency_id", "successor_id", self.window.end)

    @cached_property
    def hamlet_heir(self) -> pd.Series:
        """For each hamlet id, the hamlet it belongs to at the end of the year."""
        return hamlet_heirs(self.tables["hamlets"], self.window.end)

    @cached_property
    def pairings(self) -> pd.DataFrame:
        """Pairings in force in the year for at least the days the rules ask for.

        Indexed by `pairing_id`: `agency_id` and `hamlet_id` as of the end of the year, `role`,
        `valid_from`, `valid_to`, `days_in_force`, `officers` of the agency.
        """
        rows = self.tables["pairings"].set_index("pairing_id")
        start = rows["valid_from"].clip(lower=pd.Timestamp(self.window.start))
        last = pd.Timestamp(self.window.end)
        end = rows["valid_to"].fillna(last).clip(upper=last)
        days = (end - start).dt.days + 1
        staff = latest(self.tables["agencies"], "agency_id")["officers"]
        agencies = rows["agency_id"].map(self.agency_heir)
        described = rows.assign(
            agency_id=agencies,
            hamlet_id=rows["hamlet_id"].map(self.hamlet_heir),
            officers=agencies.map(staff),
            days_in_force=days,
        )
        return described[days >= self.rules.least_days_in_force]

    @cached_property
    def panel(self) -> pd.DataFrame:
        """Figures and indicators of all rounds for the hamlets of the end of the year."""
        tables = self.tables
        return panel(
            tables["hamlet_figures"],
            tables["survey_rounds"],
            tables["hamlets"],
            tables["communes"],
            self.window.end,
        )

    @cached_property
    def commitments(self) -> pd.DataFrame:
        """Commitments reported for the year by pairings of the year."""
        rows = self.tables["commitments"]
        return rows[
            (rows["year"] == self.window.year) & rows["pairing_id"].isin(self.pairings.index)
        ]

    @cached_property
    def activities(self) -> pd.DataFrame:
        """Activities of the year's pairings within the window."""
        rows = self.tables["activities"]
        return rows[
            self.window.contains(first_day(rows, "date"))
            & rows["pairing_id"].isin(self.pairings.index)
        ]

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """Coordination meetings within the window, agencies and hamlets as of its end."""
        rows = self.tables["coordination_meetings"]
        rows = rows[self.window.contains(first_day(rows, "date"))]
        return rows.assign(
            agency_id=rows["agency_id"].map(self.agency_heir),
            hamlet_id=rows["hamlet_id"].map(self.hamlet_heir),
        )

    @cached_property
    def difficulties(self) -> pd.DataFrame:
        """All difficulties, hamlets as of the end of the year."""
        rows = self.tables["difficulties"]
        return rows.assign(hamlet_id=rows["hamlet_id"].map(self.hamlet_heir))

    def of_year(self, table: str) -> pd.DataFrame:
        """Rows of a table with `agency_id` and `year`, agencies as of the end of the year.

        `reported_by` is the agency that reported, which may have been merged since.
        """
        rows = self.tables[table]
        rows = rows[rows["year"] == self.window.year]
        return rows.assign(
            reported_by=rows["agency_id"], agency_id=rows["agency_id"].map(self.agency_heir)
        )

    def senders(self, table: str) -> set[str]:
        """Agencies from which the table came for the year, as of its end."""
        came = self._blocks_of_year(table)
        return set(came["agency_id"].dropna().map(self.agency_heir))

    def received(self, table: str, by_agency: bool) -> pd.Series:
        """Whether the table came for the year: from the pairing's agency, or from anybody.

        Indexed by `pairing_id`, bool. What did not come is unknown, not zero.
        """
        if by_agency:
            return self.pairings["agency_id"].isin(self.senders(table))
        came = bool(len(self._blocks_of_year(table)))
        return pd.Series(came, index=self.pairings.index)

    @cached_property
    def difficulties_received(self) -> bool:
        """Whether a register of difficulties came that can tell of the year.

        The register goes on from year to year: one delivered before the year says nothing of it.
        """
        came = self.blocks[self.blocks["table"] == "difficulties"]
        told = came[["year", "delivered"]].max(axis=1)
        return bool((told.isna() | (told >= self.window.year)).any())

    def held(self, table: str, years_before: bool = False) -> pd.Series:
        """Number of rows in quarantine that may belong to each pairing of the year.

        A row counts for every pairing whose agency, hamlet and commune it does not contradict.

        Args:
            table: whose rows are meant.
            years_before: count rows of earlier years too.

        Returns:
            Indexed by `pairing_id`, int.
        """
        rows = self._held_rows(table, self.window.year, years_before)
        if not rows:
            return pd.Series(0, index=self.pairings.index, dtype="int64")
        agencies, hamlets = self.pairings["agency_id"], self.pairings["hamlet_id"]
        held = Counter((row.agency_id, *_place(row)) for row in rows)
        counts = [
            sum(
                held[sender, *place]
                for sender in (None, agency_id)
                for place in self._places_of(hamlet_id)
            )
            for agency_id, hamlet_id in zip(agencies, hamlets, strict=True)
        ]
        return pd.Series(counts, index=self.pairings.index, dtype="int64")

    def held_hamlets(self, table: str, year: int | None = None) -> set[str]:
        """Hamlets to which rows of a year (by default this one) in quarantine may belong."""
        rows = self._held_rows(table, self.window.year if year is None else year)
        if not rows:
            return set()
        held = {_place(row) for row in rows}
        hamlets = set(self.hamlet_heir.dropna())
        if _ANYWHERE in held:
            return hamlets
        return {one for one in hamlets if not held.isdisjoint(self._places_of(one))}

    def surveyed(self, *years: int) -> pd.Index:
        """Hamlets surveyed in all of the years, also if their rows are in quarantine."""
        if years not in self._surveyed_known:
            found = [self._surveyed_in(year) for year in years]
            self._surveyed_known[years] = reduce(pd.Index.intersection, found)
        return self._surveyed_known[years]

    def _surveyed_in(self, year: int) -> pd.Index:
        dates = self.panel["reference_date"]
        rows = dates[dates.index.get_level_values("year") == year].droplevel("year")
        held = rows.index.isin(self.held_hamlets("hamlet_figures", year))
        return rows.index[rows.notna() | held]

    @cached_property
    def _surveyed_known(self) -> dict[tuple[int, ...], pd.Index]:
        """What `surveyed` found: it is asked for again for every indicator."""
        return {}

    @cached_property
    def _communes(self) -> dict[str, set[str]]:
        """Codes of the communes in which each hamlet, or a part of it, has ever lain."""
        rows = self.tables["hamlets"]
        heir = rows["hamlet_id"].map(self.hamlet_heir)
        return {str(one): set(codes) for one, codes in rows["commune_code"].groupby(heir)}

    def _places_of(self, hamlet_id: str) -> list[_Place]:
        """Places that a held row may name if it belongs to the hamlet."""
        communes = self._communes.get(hamlet_id, set())
        return [("hamlet", hamlet_id), *(("commune", code) for code in communes), _ANYWHERE]

    def _blocks_of_year(self, table: str) -> pd.DataFrame:
        rows = self.blocks
        return rows[(rows["table"] == table) & (rows["year"] == self.window.year)]

    @cached_property
    def _held_rows_known(self) -> dict[tuple[str, int, bool], list[_HeldRow]]:
        """What `_held_rows` found: the same rows are asked for again for every indicator."""
        return {}

    def _held_rows(self, table: str, year: int, years_before: bool = False) -> list[_HeldRow]:
        asked = (table, year, years_before)
        if asked not in self._held_rows_known:
            self._held_rows_known[asked] = self._find_held_rows(*asked)
        return self._held_rows_known[asked]

    def _find_held_rows(self, table: str, year: int, years_before: bool) -> list[_HeldRow]:
        rows = self.quarantine
        told = rows["year"]
        of_year = (told < year) | (told == year) if years_before else told == year
        lost = (rows["table"] == table) & ~rows["reason"].isin(NOT_A_LOSS)
        # a row of no known year may be of this one
        rows = rows[lost & of_year.fillna(True).astype(bool)]
        rows = rows.sort_values("reason", key=lambda reasons: ~reasons.isin(WRONG_HAMLET))
        rows = rows.drop_duplicates(["file", "sheet", "row"])
        in_doubt = rows["reason"].isin(WRONG_HAMLET)
        columns = (
            rows["agency_id"].map(self.agency_heir),
            rows["hamlet_id"].map(self.hamlet_heir).mask(in_doubt),
            rows["commune_code"],
        )
        known = [[None if pd.isna(one) else str(one) for one in column] for column in columns]
        return [_HeldRow(*one) for one in zip(*known, strict=True)]
