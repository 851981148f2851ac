"""Why a score is what it is, and why it changed: exact parts that add up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.aggregate import MATRIX_METHODS, combined
from ketnghia_analysis.measures.composite.chords import chords
from ketnghia_analysis.measures.composite.engine import Composite, leaf_of
from ketnghia_analysis.measures.composite.frames import REMEDY
from ketnghia_analysis.measures.composite.spec import Board, Group
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.wording import number_vi


def change_parts(composite: Composite, start: int, end: int) -> pd.DataFrame:
    """What made the index of each unit change between two years.

    A group's change is Σ w̄ c Δx + rest: w̄ is the mean of a member's weight in both
    years, Δx its change, and c the slope of the chord that makes the sum exact: 1 for the
    arithmetic mean; for a mean of bent scores f(x) the slope of f between x₀ and x₁ times that of
    its inverse between the means (Bennet's, and for the geometric mean the logarithmic-mean,
    decomposition); for AMPI M ± S²/M the same from M and Σ w x². Slopes multiply along the path.
    The rest is due to weights that moved because a value became known or unknown.

    Args:
        composite: of a panel.
        start: first year.
        end: later year.

    Returns:
        One row for each unit that has the index in both years and each indicator: columns `unit`,
        `indicator`, `value`, `weight`; they sum to the unit's change.

    Raises:
        DataFault: the index compares units with each other, or a year is not there.
    """
    first, last = (_of_year(composite, year) for year in (start, end))
    units = first.index.intersection(last.index)
    code = composite.board.index.code
    both = first.loc[units, code].notna() & last.loc[units, code].notna()
    units = units[both]
    return _parts(composite, first.loc[units], last.loc[units])


def gap_parts(composite: Composite, year: int | None = None) -> pd.DataFrame:
    """Why a unit is not at the top: what each indicator keeps from the best possible index.

    The best is the upper end of each indicator's scale (for scales without end the best score of
    any unit). Exact in the same way as `change_parts`.

    Args:
        composite: any.
        year: of a panel; None for a frame without years.

    Returns:
        One row for each unit and indicator: `unit`, `indicator`, `heading`, `score`, `lost`
        (points of the index), `order` (1 for what costs the unit most).
    """
    board = composite.board
    now = composite.members if year is None else _of_year(composite, year)
    now = now[now[board.index.code].notna()]
    best = now.copy()
    for leaf in board.leaves:
        how = board.normalisation(leaf)
        observed = composite.stages["normalised"][leaf.code].max()
        top = how.scale[1] if how.clips else observed
        best[leaf.code] = now[leaf.code].mask(now[leaf.code].notna(), top)
    parts = _parts(composite, now, _rebuilt(composite, best))
    parts["lost"] = parts["value"] + parts["weight"]
    parts["heading"] = parts["indicator"].map({leaf.code: leaf.name for leaf in board.leaves})
    own = now[[leaf.code for leaf in board.leaves]].stack(future_stack=True)
    parts["score"] = own.to_numpy()
    order = parts.groupby("unit", sort=False)["lost"].rank(ascending=False, method="first")
    parts["order"] = order.astype("int64")
    parts = parts.sort_values("order", kind="stable").sort_values("unit", kind="stable")
    columns = ["unit", "indicator", "heading", "score", "lost", "order"]
    return parts[columns].reset_index(drop=True)


def contributions(composite: Composite) -> pd.DataFrame:
    """Points that each indicator gives to the index; they sum to it. Arithmetic boards only.

    Returns:
        Same index, a column for each indicator; 0 for unknown values, whose weight the others have.

    Raises:
        DataFault: a group is not an arithmetic mean.
    """
    board = composite.board
    other = [one.name for one in board.groups if board.aggregation(one).method != "arithmetic"]
    if other:
        said = f"chỉ tách được điểm của trung bình cộng; khác: {', '.join(other)}"
        raise DataFault(f"Bộ chỉ số {board.index.name}", said, REMEDY)
    members = composite.members
    slopes = _effective(composite, members)
    normal = composite.stages["normalised"]
    return normal.fillna(0.0) * slopes[normal.columns]


def _effective(composite: Composite, members: pd.DataFrame) -> pd.DataFrame:
    """Weight that each indicator really has in each unit's index."""
    reached = {composite.board.index.code: np.ones(len(members))}
    for group in reversed(composite.board.groups):
        shares = _shares(composite, group, members)
        for child in group.children:
            reached[child.code] = reached[group.code] * shares[child.code].to_numpy()
    return pd.DataFrame(reached, index=members.index)


def _shares(composite: Composite, group: Group, members: pd.DataFrame) -> pd.DataFrame:
    """Weights within a group after those of unknown scores went to the others."""
    weights = composite.weights[group.code]
    known = members[weights.index].notna() * weights
    return known.div(known.sum(axis=1).mask(lambda total: total == 0), axis=0).fillna(0.0)


def _of_year(composite: Composite, year: int) -> pd.DataFrame:
    members = composite.members
    if members.index.nlevels < 2 or year not in members.index.get_level_values(-1):
        raise DataFault(
            f"Bộ chỉ số {composite.board.index.name}", f"không có năm {year}", "chọn năm khác"
        )
    return members.xs(year, level=-1)


def _rebuilt(composite: Composite, members: pd.DataFrame) -> pd.DataFrame:
    """Group scores that follow from changed indicator scores."""
    rebuilt = members.copy()
    for group in composite.board.groups:
        _refuse_matrix(composite.board, group)
        weights = composite.weights[group.code]
        values = rebuilt[weights.index].to_numpy()
        how = composite.board.aggregation(group)
        rebuilt[group.code] = combined(values, weights.to_numpy(), how)
    return rebuilt


def _refuse_matrix(board: Board, group: Group) -> None:
    if board.aggregation(group).method in MATRIX_METHODS:
        raise DataFault(
            f"Bộ chỉ số {board.index.name}",
            f"{group.name}: điểm so các đơn vị với nhau, không tách được thành phần",
            "dùng trung bình (cộng, nhân, điều hòa) hoặc AMPI",
        )


def _parts(composite: Composite, first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Parts of last less first, by unit and indicator."""
    board = composite.board
    slope = {board.index.code: np.ones(len(first))}
    moved = {board.index.code: np.zeros(len(first))}
    for group in reversed(board.groups):
        _refuse_matrix(board, group)
        shares = _shares(composite, group, first), _shares(composite, group, last)
        names = list(shares[0].columns)
        values = first[names].to_numpy(), last[names].to_numpy()
        weights = shares[0].to_numpy(), shares[1].to_numpy()
        slopes, rests = chords(values, weights, board.aggregation(group))
        middle = sum(weights)
        middle = middle / np.maximum(middle.sum(axis=1, keepdims=True), 1e-300)
        for place, name in enumerate(names):
            slope[name] = slope[group.code] * slopes[:, place]
            # what a group got because its own weight moved is handed on by weight
            handed = moved[group.code] * middle[:, place]
            moved[name] = slope[group.code] * rests[:, place] + handed
    parts = []
    for leaf in board.leaves:
        change = (last[leaf.code] - first[leaf.code]).fillna(0.0).to_numpy()
        told = {"value": slope[leaf.code] * change, "weight": moved[leaf.code]}
        parts.append(pd.DataFrame({"unit": first.index, "indicator": leaf.code, **told}))
    table = pd.concat(parts)
    return table.sort_values("unit", kind="stable").reset_index(drop=True)


def why_low(composite: Composite, unit: object, year: int | None = None, most: int = 3) -> str:
    """A Vietnamese sentence: what keeps a unit's index down most."""
    parts = gap_parts(composite, year)
    own = parts[(parts["unit"] == unit) & (parts["lost"] > 1e-9)].head(most)
    if own.empty:
        return "Đạt điểm cao nhất ở mọi chỉ số đã biết."
    said = [
        f"{leaf_of(composite.board, row.indicator).name} (mất {number_vi(row.lost, 1)} điểm)"
        for row in own.itertuples()
    ]
    return f"Điểm thấp chủ yếu do {'; '.join(said)}."
