"""Secondary suppression: no hidden small number can be computed from what is published.

Hidden numbers could come back by four ways: a commune's rate less its published hamlets; the
identity of poor households (last year's less escapes plus falls); a merged hamlet's sum less its
published parts; and sums over different sets of hamlets. Whoever reckons is taken to know more than
is printed: numerator and denominator of every rate, and that a hidden numerator of a known
denominator lies between 1 and 4 (the auditing problem of Fellegi 1972; bounds as in Willenborg and
de Waal, Elements of Statistical Disclosure Control, 2001, chapter 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.evaluation.privacy import (
    HIDDEN,
    KNOWN,
    MISSING,
    SMALLEST_COUNT,
    SMALLEST_WHOLE,
    is_small,
    published,
    too_small,
)
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.year import YearInput

_POVERTY, _NET = "poor_household_share_percent", "net_households_out_of_poverty"

Cell = int | str
Bounds = Mapping[Cell, tuple[float, float]]
Equation = tuple[Mapping[Cell, int], float]
"""Coefficients of unknown cells, and what they add up to."""
_Marks = NDArray[np.bool_]


def protected(year: YearInput) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indicators of a year's panel as they may be shown, with nothing given away by another.

    Returns:
        Values with hidden ones missing, and the status of each; indexed by `hamlet_id` and `year`,
        a column an indicator.
    """
    _, states = published(year.panel)
    merged = sums_of_small_parts(year).reindex(states.index, fill_value=False)
    states = states.mask(merged & (states == KNOWN), HIDDEN)
    states[_NET] = _without_identity(year.panel, states)
    return year.panel[list(INDICATORS)].where(states == KNOWN), states


def _without_identity(figures: pd.DataFrame, states: pd.DataFrame) -> pd.Series:
    """Status of the net escape from poverty: hidden where it leads to a hidden number of poor."""
    secret = is_small(figures["poor_households"]) | (states[_POVERTY] == HIDDEN)
    earlier = pd.MultiIndex.from_arrays(
        [
            states.index.get_level_values("hamlet_id"),
            states.index.get_level_values("year") - 1,
        ],
        names=states.index.names,
    )
    before = secret.reindex(earlier, fill_value=False).to_numpy()
    return states[_NET].mask((secret | before) & (states[_NET] == KNOWN), HIDDEN)


def sums_of_small_parts(year: YearInput) -> pd.DataFrame:
    """Where a merged hamlet's value is the sum of parts of which one must be hidden.

    The parts themselves stand in documents of the years before the merger.

    Returns:
        Indexed by `hamlet_id` and `year`, a bool column an indicator.
    """
    figures, rounds = year.tables["hamlet_figures"], year.tables["survey_rounds"]
    year_of = rounds.set_index("round_id")["year"]
    heir = figures["hamlet_id"].map(year.hamlet_heir)
    rows = figures.assign(
        part=figures["hamlet_id"],
        hamlet_id=heir,
        year=figures["round_id"].map(year_of),
    )
    rows = rows[rows["part"] != rows["hamlet_id"]].dropna(subset=["hamlet_id", "year"])
    families = rows["hamlet_id"].unique()
    whole = figures[figures["hamlet_id"].isin(families)]
    rows = pd.concat([rows, whole.assign(year=whole["round_id"].map(year_of))])
    rows = rows.astype({"year": year.panel.index.get_level_values("year").dtype})
    found = pd.DataFrame({name: too_small(card, rows) for name, card in INDICATORS.items()})
    return found.groupby([rows["hamlet_id"], rows["year"]]).any()


def safe_rates(
    rates: pd.DataFrame, figures: pd.DataFrame, states: pd.DataFrame, code: pd.Series
) -> pd.DataFrame:
    """Rates of communes without those from which a hidden small number would follow.

    Rates are let through one after the other; one that, together with those before it, determines a
    small number is left out.

    Args:
        rates: indexed by `commune_code`, a column an indicator.
        figures: of the year, indexed by `hamlet_id`.
        states: status of the hamlets' indicators, same index as `figures`.
        code: commune of each hamlet, same index.

    Returns:
        Same shape as `rates`.
    """
    safe = rates.copy()
    known = _Known.of(figures, states)
    for commune, own in code.reset_index(drop=True).groupby(code.to_numpy()).indices.items():
        if commune not in rates.index or not known.any_hidden[own].any():
            continue
        audit = _Audit(known, own)
        rated = rates.columns[rates.loc[commune].notna()]
        for name in rated:
            if not audit.lets_through(str(name)):
                safe.loc[commune, name] = None
    return safe


@dataclass(frozen=True)
class _Known:
    """What stands behind the hamlets' indicators, an array a column of figures or an indicator.

    Attributes:
        any_hidden: hamlets of which some indicator is hidden.
        missing: hamlets of which an indicator is not known.
        values: of the figures.
        secret: figures too small to be told.
        told: figures that follow from a published indicator of the hamlet itself.
        bounded: figures known to lie from 1 to 4: hidden numerators of a told denominator.
    """

    any_hidden: _Marks
    missing: Mapping[str, _Marks]
    values: Mapping[str, NDArray[np.float64]]
    secret: Mapping[str, _Marks]
    told: Mapping[str, _Marks]
    bounded: Mapping[str, _Marks]

    @classmethod
    def of(cls, figures: pd.DataFrame, states: pd.DataFrame) -> _Known:
        """Figures and states have the same index."""
        state = {name: states[name].to_numpy(dtype=object) for name in INDICATORS}
        known = {name: found == KNOWN for name, found in state.items()}
        hidden = {name: found == HIDDEN for name, found in state.items()}
        columns = sorted({column for card in INDICATORS.values() for column in card.needs})
        told = {
            column: np.any(
                [known[name] for name, card in INDICATORS.items() if column in card.needs], axis=0
            )
            for column in columns
        }
        bounded = {column: np.zeros(len(figures), dtype=bool) for column in columns}
        for name, card in INDICATORS.items():
            if card.part:
                bounded[card.part] |= hidden[name] & told[card.whole]
        rated = sorted({one for card in INDICATORS.values() if card.part for one in card.needs})
        return cls(
            np.any(list(hidden.values()), axis=0),
            {name: found == MISSING for name, found in state.items()},
            {column: figures[column].to_numpy("float64", na_value=np.nan) for column in rated},
            {column: is_small(figures[column]).to_numpy(dtype=bool) for column in rated},
            told,
            bounded,
        )


class _Audit:
    """What somebody can reckon about the hamlets of a commune from the rates let through so far."""

    def __init__(self, known: _Known, own: NDArray[np.intp]) -> None:
        self._known, self._own = known, own
        self._sums: dict[str, list[Equation]] = {}

    def lets_through(self, indicator: str) -> bool:
        """Whether a rate may be told, too; if so it counts as told from now on."""
        card = INDICATORS[indicator]
        columns = () if "km" in card.part else (card.part, card.whole)
        fresh = {
            column: [*self._sums.get(column, []), self._sum(column, indicator)]
            for column in columns
            # where nothing is secret, nothing can be given away
            if self._known.secret[column][self._own].any()
        }
        if any(self._gives_away(column, sums) for column, sums in fresh.items()):
            return False
        self._sums |= fresh
        return True

    def _sum(self, column: str, indicator: str) -> Equation:
        """What a rate tells of a column: the sum over the hamlets that are not told."""
        counted = ~self._known.missing[indicator][self._own] & ~self._known.told[column][self._own]
        cells = self._own[counted]
        return dict.fromkeys(cells.tolist(), 1), float(np.nansum(self._known.values[column][cells]))

    def _gives_away(self, column: str, sums: Sequence[Equation]) -> bool:
        cells = sorted({int(cell) for coefficients, _ in sums for cell in coefficients})
        secret = {cell for cell in cells if self._known.secret[column][cell]}
        if not secret:
            return False
        small, least = float(SMALLEST_COUNT - 1), float(SMALLEST_WHOLE)
        bounds: dict[Cell, tuple[float, float]] = {}
        for cell in cells:
            most = inf if self._known.values[column][cell] >= least else least - 1
            tight = self._known.bounded[column][cell]
            bounds[cell] = (1.0, small) if tight else (0.0, most)
        return bool(determined(sums, bounds) & secret)


def determined(sums: Iterable[Equation], bounds: Bounds) -> set[Cell]:
    """Cells whose value follows from sums over unknown cells.

    Bounds are narrowed by every equation and by the difference of every two, until nothing moves.

    Args:
        sums: what is known of the cells.
        bounds: lowest and highest value of each cell, whole numbers.

    Returns:
        Cells of which only one value is left.
    """
    told = [one for one in sums if one[0]]
    told += [_difference(one, other) for one, other in combinations(told, 2)]
    low = {cell: ends[0] for cell, ends in bounds.items()}
    high = {cell: ends[1] for cell, ends in bounds.items()}
    moved = True
    while moved:
        moved = False
        for coefficients, total in told:
            for cell, sign in coefficients.items():
                rest = [(one, by) for one, by in coefficients.items() if one != cell]
                least = sum(low[one] if by > 0 else -high[one] for one, by in rest)
                most = sum(high[one] if by > 0 else -low[one] for one, by in rest)
                ends = (total - most, total - least) if sign > 0 else (least - total, most - total)
                if ends[0] > low[cell]:
                    low[cell], moved = ends[0], True
                if ends[1] < high[cell]:
                    high[cell], moved = ends[1], True
    return {cell for cell in low if low[cell] >= high[cell]}


def _difference(one: Equation, other: Equation) -> Equation:
    cells = {**one[0], **other[0]}
    coefficients = {cell: one[0].get(cell, 0) - other[0].get(cell, 0) for cell in cells}
    return {cell: by for cell, by in coefficients.items() if by}, one[1] - other[1]
