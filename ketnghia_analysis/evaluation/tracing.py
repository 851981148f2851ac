"""How a figure came about: formula, clean records, and the cells that were sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ketnghia_analysis.cleaning.accounts import key_text
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation import proposals
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import Figure, Wanted, figure_of, parse_reference
from ketnghia_analysis.places.hamlets import hamlet_heirs
from ketnghia_analysis.places.registers import heirs
from ketnghia_analysis.vocabulary.errors import WrongCall
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import is_missing

_REGISTERED = (proposals,)
"""Importing it registers the figures."""
CELL_COLUMNS = ["table", "key", "column", "file", "sheet", "row", "cell", "raw", "clean", "rules"]


@dataclass(frozen=True)
class Trace:
    """How a figure came about.

    Attributes:
        figure: value, label, formula, references of the figures that it is made of.
        records: its clean records, (table, key), in the order of the tables.
        places: positions of their cells in the trace book's `cells`.
        rules_version: of the scoring rules.
    """

    figure: Figure
    records: tuple[tuple[str, str], ...]
    places: tuple[int, ...]
    rules_version: str


@dataclass(frozen=True)
class TraceBook:
    """The books of a cleaning, ordered for tracing; made once, asked often.

    Attributes:
        cleaned: tables and books.
        facts: of the year, of the whole district; figures of the year before can be traced where
            it stands beside them.
        cells: clean cells, see `CELL_COLUMNS`: `cell` is the address, `raw` the text as it was
            sent, `clean` the value that counts, `rules` the corrections and changes on the way.
        families: for hamlets and agencies, who was merged into each by the end of the year.
    """

    cleaned: Cleaned
    facts: YearFacts
    cells: pd.DataFrame
    families: dict[str, dict[str, frozenset[object]]]

    def trace(self, reference: str) -> Trace:
        """How the figure of a reference came about.

        Raises:
            WrongCall: the text is no reference, or names what there is not.
        """
        meant = parse_reference(reference)
        facts = self._narrowed(meant.year, tuple(meant.scope.items()))
        try:
            found = figure_of(facts, meant.name, **meant.keys)
        except (KeyError, IndexError):
            told = ", ".join(f"{key}={value}" for key, value in meant.keys.items())
            raise WrongCall(
                reference, f"không có số liệu với {told}", "kiểm tra mã trong phụ lục"
            ) from None
        records: dict[tuple[str, str], None] = {}
        places: dict[int, None] = {}
        for one in found.sourced.wanted:
            columns = one.columns or TABLES[one.table].names
            for key in self._keys(one):
                records[one.table, key] = None
                cells = self._positions.get((one.table, key), {})
                places.update((cells[name], None) for name in columns if name in cells)
        return Trace(found, tuple(records), tuple(places), facts.rules.version)

    def cells_of(self, trace: Trace, most: int | None = None) -> pd.DataFrame:
        """Raw and clean cells of a figure's records, the first ones or all."""
        return self.cells.iloc[list(trace.places[:most])]

    def _narrowed(self, year: int, scope: tuple[tuple[str, str], ...]) -> YearFacts:
        before = self.facts.before
        facts = before if before is not None and before.year == year else self.facts
        if (facts.year, scope) not in self._scopes:
            named = dict(scope)
            self._scopes[facts.year, scope] = facts.only(
                commune=named.get("in_commune", ""), agency=named.get("of_agency", "")
            )
        return self._scopes[facts.year, scope]

    @cached_property
    def _scopes(self) -> dict[tuple[int, tuple[tuple[str, str], ...]], YearFacts]:
        return {}

    @cached_property
    def _positions(self) -> dict[tuple[str, str], dict[str, int]]:
        """Position of each clean cell by record and column."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        names = zip(self.cells["table"], self.cells["key"], self.cells["column"], strict=True)
        for place, (table, key, column) in enumerate(names):
            found.setdefault((table, key), {})[column] = place
        return found

    def _keys(self, one: Wanted) -> list[str]:
        rows = self.cleaned.tables[one.table]
        chosen: set[int] | None = None
        for column, values in one.where.items():
            index = self._index(one.table, column)
            wanted = self._family(column, values)
            here = {row for value in wanted for row in index.get(value, ())}
            chosen = here if chosen is None else chosen & here
        places = sorted(chosen if chosen is not None else range(len(rows)))
        if one.within:
            column, first, last = one.within
            days = rows[column].iloc[places].between(pd.Timestamp(first), pd.Timestamp(last))
            places = [place for place, inside in zip(places, days, strict=True) if inside]
        keys = self._key_texts(one.table)
        return [keys[place] for place in places]

    @cached_property
    def _indexes(self) -> dict[tuple[str, str], dict[object, list[int]]]:
        return {}

    def _index(self, table: str, column: str) -> dict[object, list[int]]:
        """Positions of a clean table's rows by the value of a column, None for a missing one."""
        if (table, column) not in self._indexes:
            found: dict[object, list[int]] = {}
            for place, value in enumerate(self.cleaned.tables[table][column]):
                found.setdefault(None if is_missing(value) else value, []).append(place)
            self._indexes[table, column] = found
        return self._indexes[table, column]

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        return {}

    def _key_texts(self, table: str) -> list[str]:
        if table not in self._texts:
            keys = self.cleaned.tables[table][list(TABLES[table].key)]
            self._texts[table] = [key_text(key) for key in keys.itertuples(index=False)]
        return self._texts[table]

    def _family(self, column: str, values: frozenset[object]) -> frozenset[object]:
        family = self.families.get(column)
        if family is None:
            return values
        return frozenset().union(*(family.get(str(one), frozenset([one])) for one in values))


def trace_book(cleaned: Cleaned, facts: YearFacts) -> TraceBook:
    """Order the books of a cleaning for tracing.

    Args:
        cleaned: tables and books.
        facts: of the year, of the whole district.
    """
    end = facts.window.end
    agencies = heirs(cleaned.tables["agencies"], "agency_id", "successor_id", end)
    families = {
        "agency_id": _families(agencies),
        "hamlet_id": _families(hamlet_heirs(cleaned.tables["hamlets"], end)),
    }
    return TraceBook(cleaned, facts, _addressed(cleaned), families)


def _families(heir: pd.Series) -> dict[str, frozenset[object]]:
    return {str(one): frozenset(ids.index) for one, ids in heir.groupby(heir)}


def _addressed(cleaned: Cleaned) -> pd.DataFrame:
    """Clean cells with address, raw text and rules, by table, key and column."""
    place = ["file", "sheet", "row"]
    ledger = cleaned.ledger
    steps = ledger.groupby([*place, "table", "column"], sort=False).agg(
        cell=("cell", "first"), raw=("before", "first"), rules=("rule", "; ".join)
    )
    cells = cleaned.cells.merge(
        steps.reset_index(), on=[*place, "table", "column"], how="left", validate="many_to_one"
    )
    letters = _letters(cleaned)
    blocks = cleaned.accounts[[*place, "block"]]
    cells = cells.merge(blocks, on=place, how="left", validate="many_to_one")
    cells = cells.merge(letters, on=["block", "column"], how="left", validate="many_to_one")
    texts = {
        name: cells[name].astype("str") for name in ("letter", "cell", "raw", "value", "rules")
    }
    address = texts["letter"] + cells["row"].astype("str")
    cells = cells.assign(
        cell=texts["cell"].fillna(address).fillna(""),
        raw=texts["raw"].fillna(texts["value"]),
        clean=texts["value"],
        rules=texts["rules"].fillna(""),
    )
    order = ["table", "key", "column"]
    return cells[CELL_COLUMNS].sort_values(order, kind="stable", ignore_index=True)


def _letters(cleaned: Cleaned) -> pd.DataFrame:
    """The letter of each block's column; a column that stands twice (wide years) has none."""
    rows = cleaned.headings.loc[cleaned.headings["column"] != "", ["block", "column", "letter"]]
    return rows.drop_duplicates(["block", "column"], keep=False)
