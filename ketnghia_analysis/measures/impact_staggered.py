"""Effects when pairings begin in different years (Callaway and Sant'Anna, 2021).

ATT(g, t) is what hamlets first paired in round g gained by round t, beyond the hamlets that were
not paired, or not yet. One regression for all would use hamlets paired earlier as a comparison for
those paired later and may turn the sign; these parts do not. How sure they are is told by letting
the years of beginning change places among the hamlets of each commune.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ketnghia_analysis.measures.impact_assign import DRAWS, Numbers, ways

Controls = Literal["never", "not_yet"]
Base = Literal["varying", "universal"]
_NEVER = np.inf
_PER_BLOCK = 4_000_000


@dataclass(frozen=True)
class Staggered:
    """Effects by cohort and round, and their means.

    Attributes:
        cells: one row an ATT(g, t): `cohort`, `year`, `effect`, `standard_error`, `paired`,
            `others` (hamlets), `after` (whether the round lies after the beginning).
        means: indexed by `kind` ("simple", "group", "event", "calendar") and `at` (NaN for the mean
            over all of a kind): `effect`, `standard_error`, `p_value`, `low`, `high`, and, for
            events, `band_low` and `band_high`, which hold for all events at once.
        hamlets: hamlets with all rounds, which are used.
        level: of the intervals.
        assignments: number of assignments looked at.
        exact: whether these are all there are.
        within: whether years of beginning changed places only within communes.
    """

    cells: pd.DataFrame
    means: pd.DataFrame
    hamlets: int
    level: float
    assignments: int
    exact: bool
    within: bool

    def mean(self, kind: str = "simple", at: float | None = None) -> pd.Series:
        """One row of `means`."""
        rows = self.means.xs(kind, level="kind")
        chosen = rows[rows.index.isna()] if at is None else rows[rows.index == at]
        return chosen.iloc[0]

    @property
    def events(self) -> pd.DataFrame:
        """Means by rounds since the beginning; 0 is the first round after it."""
        rows = self.means.xs("event", level="kind")
        return rows[rows.index.notna()].rename_axis("event")


@dataclass(frozen=True)
class _Cell:
    cohort: float
    year: int
    column: int
    base: int
    after: bool
    last: int
    """Later of the column and the base: who began by then is no comparison."""


def staggered(
    outcomes: pd.DataFrame,
    cohort: pd.Series,
    communes: pd.Series,
    controls: Controls = "not_yet",
    base: Base = "varying",
    level: float = 0.95,
    draws: int = DRAWS,
) -> Staggered:
    """Effects of pairings that begin in different years.

    Args:
        outcomes: hamlets as rows, survey years as columns; hamlets without some round are left out,
            as are those paired before the second round.
        cohort: year of the first round after the beginning, missing if never.
        communes: commune of each hamlet.
        controls: compare with hamlets never paired, or also with those not yet paired.
        base: rounds before the beginning are compared with the round just before each ("varying")
            or with the last one before the beginning ("universal").
        level: of the intervals.
        draws: assignments drawn where there are more.

    Raises:
        ValueError: no hamlet is left to compare with, or none that began after the first round.
    """
    years = [int(year) for year in sorted(outcomes.columns)]
    wide = outcomes[years].dropna().sort_index()
    began = cohort.reindex(wide.index).astype("float64")
    wide, began = wide[~(began <= years[0])], began[~(began <= years[0])]
    began = began.where(began <= years[-1])
    given = began.fillna(_NEVER).to_numpy()
    cells = _cells(years, sorted(set(given[np.isfinite(given)])), base, given, controls)
    if not cells:
        raise ValueError("no round can be compared")
    values = wide.to_numpy("float64")
    found = ways(pd.Series(given, wide.index), communes.reindex(wide.index), draws)
    effects, influences = _cell_effects(values, given[None, :], cells, controls)
    plan = _plan(cells, given, base)
    real, error = _means(effects, influences, given, plan, cells)
    block = max(1, _PER_BLOCK // (len(given) * len(cells)))
    ratios = []
    for start in range(0, len(found.values), block):
        drawn = found.values[start : start + block]
        their_effects, their_influences = _cell_effects(values, drawn, cells, controls)
        their, spread = _means(their_effects, their_influences, drawn, plan, cells)
        ratios.append(_studentised(their, spread))
    return Staggered(
        cells=_cell_table(cells, effects[0], influences[0], given, controls),
        means=_mean_table(plan, real[0], error[0], np.vstack(ratios), found.exact, level),
        hamlets=len(given),
        level=level,
        assignments=len(found.values),
        exact=found.exact,
        within=found.within,
    )


def _cells(
    years: list[int], cohorts: list[float], base: Base, given: Numbers, controls: Controls
) -> list[_Cell]:
    cells = []
    for cohort in cohorts:
        start = next(place for place, year in enumerate(years) if year >= cohort)
        for column, year in enumerate(years):
            after = column >= start
            origin = start - 1 if after or base == "universal" else column - 1
            if origin < 0 or origin == column:
                continue
            last = years[max(column, origin)]
            if _comparison(given, last, cohort, controls).any():
                cells.append(_Cell(cohort, year, column, origin, after, last))
    return cells


def _comparison(
    given: Numbers, last: int, cohort: float, controls: Controls
) -> npt.NDArray[np.bool_]:
    waiting = given == _NEVER if controls == "never" else given > last
    found: npt.NDArray[np.bool_] = waiting & (given != cohort)
    return found


def _cell_effects(
    values: Numbers, given: Numbers, cells: list[_Cell], controls: Controls
) -> tuple[Numbers, Numbers]:
    """ATT(g, t) and each hamlet's influence on it: assignments x cells (x hamlets)."""
    count = given.shape[1]
    effects = np.empty((len(given), len(cells)))
    influences = np.empty((len(given), len(cells), count))
    for place, cell in enumerate(cells):
        change = values[:, cell.column] - values[:, cell.base]
        paired = given == cell.cohort
        others = _comparison(given, cell.last, cell.cohort, controls)
        n_paired, n_others = paired.sum(axis=1), others.sum(axis=1)
        gained, drift = (paired @ change) / n_paired, (others @ change) / n_others
        effects[:, place] = gained - drift
        influences[:, place] = (
            paired * (change - gained[:, None]) / n_paired[:, None]
            - others * (change - drift[:, None]) / n_others[:, None]
        ) * count
    return effects, influences


@dataclass(frozen=True)
class _Mean:
    kind: str
    at: float
    cells: list[int]
    """Places of the cells it is made of."""
    weights: list[float]
    by_size: bool
    """Whether the weights are shares of the cohorts, which are estimates themselves."""


def _plan(cells: list[_Cell], given: Numbers, base: Base) -> list[_Mean]:
    """Which cells make up which mean, weighted by the size of the cohorts."""
    size = {cell.cohort: float((given == cell.cohort).mean()) for cell in cells}
    after = [place for place, cell in enumerate(cells) if cell.after]
    nan = float("nan")

    def shares(places: list[int]) -> list[float]:
        total = sum(size[cells[place].cohort] for place in places)
        return [size[cells[place].cohort] / total for place in places]

    plan = [_Mean("simple", nan, after, shares(after), True)]
    for cohort in sorted(size):
        own = [place for place in after if cells[place].cohort == cohort]
        plan.append(_Mean("group", cohort, own, [1 / len(own)] * len(own), False))
    for year in sorted({cells[place].year for place in after}):
        own = [place for place in after if cells[place].year == year]
        plan.append(_Mean("calendar", float(year), own, shares(own), True))
    for event in sorted({_event(cell, cells) for cell in cells}):
        own = [place for place, cell in enumerate(cells) if _event(cell, cells) == event]
        plan.append(_Mean("event", float(event), own, shares(own), True))
    return [one for one in plan if one.cells]


def _event(cell: _Cell, cells: list[_Cell]) -> int:
    """Rounds since the beginning; the last one before it is -1."""
    first = min(one.column for one in cells if one.cohort == cell.cohort and one.after)
    return cell.column - first


def _means(
    effects: Numbers, influences: Numbers, given: Numbers, plan: list[_Mean], cells: list[_Cell]
) -> tuple[Numbers, Numbers]:
    """The means of the plan and of each kind, with standard errors; assignments x means."""
    given = np.atleast_2d(given)
    count = influences.shape[2]
    values, parts = [], []
    for one in plan:
        weights = np.array(one.weights)
        own = effects[:, one.cells]
        value = own @ weights
        part = np.einsum("k,bkn->bn", weights, influences[:, one.cells])
        if one.by_size:
            part = part + _of_weights(one, own, value, given, cells)
        values.append(value)
        parts.append(part)
    for kind, parts_of_mean in _overall(plan, given[0], cells):
        places = [
            place for place, one in enumerate(plan) if one.kind == kind and parts_of_mean[place]
        ]
        shares = np.array([parts_of_mean[place] for place in places])
        own = np.stack([values[place] for place in places], axis=1)
        value = own @ shares
        part = np.einsum("k,kbn->bn", shares, np.stack([parts[place] for place in places]))
        if kind == "group":
            mean = _Mean("group", float("nan"), [], list(shares), True)
            cohorts = [plan[place].at for place in places]
            part = part + _of_shares(mean.weights, cohorts, own, value, given)
        values.append(value)
        parts.append(part)
    error = np.stack([np.sqrt((part**2).mean(axis=1) / count) for part in parts], axis=1)
    return np.stack(values, axis=1), error


def _overall(
    plan: list[_Mean], given: Numbers, cells: list[_Cell]
) -> list[tuple[str, dict[int, float]]]:
    """How the means of a kind make up its mean: cohorts by size, events and years alike."""
    found = []
    for kind in ("group", "event", "calendar"):
        places = [
            place
            for place, one in enumerate(plan)
            if one.kind == kind and all(cells[cell].after for cell in one.cells)
        ]
        sizes = [
            float((given == plan[place].at).mean()) if kind == "group" else 1.0 for place in places
        ]
        weights = dict.fromkeys(range(len(plan)), 0.0) | {
            place: size / sum(sizes) for place, size in zip(places, sizes, strict=True)
        }
        found.append((kind, weights))
    return found


def _of_weights(
    one: _Mean, own: Numbers, value: Numbers, given: Numbers, cells: list[_Cell]
) -> Numbers:
    cohorts = [cells[place].cohort for place in one.cells]
    return _of_shares(one.weights, cohorts, own, value, given)


def _of_shares(
    weights: list[float], cohorts: list[float], own: Numbers, value: Numbers, given: Numbers
) -> Numbers:
    """Influence of the cohorts' sizes, which are what they are by chance too."""
    sizes = np.array([(given[0] == cohort).mean() for cohort in cohorts])
    total = sizes.sum()
    part = np.zeros(given.shape)
    for place, cohort in enumerate(cohorts):
        member = (given == cohort) - sizes[place]
        part += member * (own[:, place] - value)[:, None] / total
    return part


def _studentised(values: Numbers, error: Numbers) -> Numbers:
    return np.divide(np.abs(values), error, out=np.full_like(values, np.inf), where=error > 1e-12)


def _mean_table(
    plan: list[_Mean], values: Numbers, error: Numbers, ratios: Numbers, exact: bool, level: float
) -> pd.DataFrame:
    nan = float("nan")
    keys = [(one.kind, one.at) for one in plan]
    keys += [("group", nan), ("event", nan), ("calendar", nan)]
    mine = _studentised(values[None, :], error[None, :])[0]
    unusual = (ratios >= mine * (1 - 1e-9)).sum(axis=0)
    count = len(ratios)
    p_values = unusual / count if exact else (unusual + 1) / (count + 1)
    critical = np.quantile(ratios, level, axis=0, method="higher")
    events = [place for place, key in enumerate(keys) if key[0] == "event" and key[1] == key[1]]
    widest = np.quantile(ratios[:, events].max(axis=1), level, method="higher")
    band = np.full(len(keys), np.nan)
    band[events] = widest
    return pd.DataFrame(
        {
            "effect": values,
            "standard_error": error,
            "p_value": p_values,
            "low": values - critical * error,
            "high": values + critical * error,
            "band_low": values - band * error,
            "band_high": values + band * error,
        },
        index=pd.MultiIndex.from_tuples(keys, names=["kind", "at"]),
    )


def _cell_table(
    cells: list[_Cell], effects: Numbers, influences: Numbers, given: Numbers, controls: Controls
) -> pd.DataFrame:
    count = len(given)
    return pd.DataFrame(
        {
            "cohort": [int(cell.cohort) for cell in cells],
            "year": [cell.year for cell in cells],
            "effect": effects,
            "standard_error": np.sqrt((influences**2).mean(axis=1) / count),
            "paired": [int((given == cell.cohort).sum()) for cell in cells],
            "others": [
                int(_comparison(given, cell.last, cell.cohort, controls).sum()) for cell in cells
            ],
            "after": [cell.after for cell in cells],
        }
    )
