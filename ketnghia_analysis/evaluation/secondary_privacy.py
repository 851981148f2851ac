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
from itertools import combinations
from math import inf

import pandas as pd

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

Bounds = Mapping[str, tuple[float, float]]
Equation = tuple[Mapping[str, int], float]
"""Coefficients of unknown cells, and what they add up to."""


def protected(year: YearInput) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indicators of a year's panel as they may be shown, with nothing given away by another.

    Returns:
        Values with hidden ones missing, and the status of each; indexed by `hamlet_id` and `year`,
        a column an indicator.
    """
    _, states = published(year.panel)
    merged = _of_small_parts(year).reindex(states.index, fill_value=False)
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


def _of_small_parts(year: YearInput) -> pd.DataFrame:
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
    told, bounded = _told(states), _bounded(states)
    for commune, known in rates.notna().iterrows():
        own = code.index[(code == commune).to_numpy()]
        if not (states.loc[own] == HIDDEN).any(axis=None):
            continue
        audit = _Audit(figures.loc[own], states.loc[own], told.loc[own], bounded.loc[own])
        for name in known.index[known]:
            if not audit.lets_through(str(name)):
                safe.loc[commune, name] = None
    return safe


def _told(states: pd.DataFrame) -> pd.DataFrame:
    """Which figures follow from a published indicator of the hamlet itself, a column a figure."""
    known = states == KNOWN
    return pd.DataFrame(
        {
            column: known[[n for n, card in INDICATORS.items() if column in card.needs]].any(axis=1)
            for column in sorted({one for card in INDICATORS.values() for one in card.needs})
        }
    )


def _bounded(states: pd.DataFrame) -> pd.DataFrame:
    """Which figures are known to lie from 1 to 4: hidden numerators of a told denominator."""
    told = _told(states)
    found = pd.DataFrame(False, index=told.index, columns=told.columns)
    for name, card in INDICATORS.items():
        if card.part:
            found[card.part] |= (states[name] == HIDDEN) & told[card.whole]
    return found


class _Audit:
    """What somebody can reckon about the hamlets of a commune from the rates let through so far."""

    def __init__(
        self, figures: pd.DataFrame, states: pd.DataFrame, told: pd.DataFrame, bounded: pd.DataFrame
    ) -> None:
        self._figures, self._states, self._told, self._bounded = figures, states, told, bounded
        self._sums: dict[str, list[Equation]] = {}

    def lets_through(self, indicator: str) -> bool:
        """Whether a rate may be told, too; if so it counts as told from now on."""
        card = INDICATORS[indicator]
        columns = () if "km" in card.part else (card.part, card.whole)
        fresh = {
            column: [*self._sums.get(column, []), self._sum(column, indicator)]
            for column in columns
        }
        if any(self._gives_away(column, sums) for column, sums in fresh.items()):
            return False
        self._sums |= fresh
        return True

    def _sum(self, column: str, indicator: str) -> Equation:
        """What a rate tells of a column: the sum over the hamlets that are not told."""
        counted = (self._states[indicator] != MISSING) & ~self._told[column]
        values = self._figures.loc[counted, column].astype("float64")
        return dict.fromkeys(map(str, values.index), 1), float(values.sum())

    def _gives_away(self, column: str, sums: Sequence[Equation]) -> bool:
        cells = sorted({cell for coefficients, _ in sums for cell in coefficients})
        values = self._figures.loc[cells, column]
        secret = set(values.index[is_small(values)])
        if not secret:
            return False
        tight = self._bounded.loc[cells, column]
        small, least = float(SMALLEST_COUNT - 1), float(SMALLEST_WHOLE)
        bounds = {
            cell: (1.0, small) if tight[cell] else (0.0, inf if value >= least else least - 1)
            for cell, value in values.items()
        }
        return bool(determined(sums, bounds) & secret)


def determined(sums: Iterable[Equation], bounds: Bounds) -> set[str]:
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
