"""A board reckoned stage by stage; every stage is kept by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.aggregate import (
    MATRIX_METHODS,
    combined,
    copeland,
    known_share,
)
from ketnghia_analysis.measures.composite.frames import REMEDY, numbers, periods, row_name
from ketnghia_analysis.measures.composite.frontier import benefit_of_the_doubt
from ketnghia_analysis.measures.composite.impute import imputed
from ketnghia_analysis.measures.composite.normalise import normalised
from ketnghia_analysis.measures.composite.outliers import treated
from ketnghia_analysis.measures.composite.spec import (
    FIXED_METHODS,
    Aggregation,
    Board,
    Group,
    Leaf,
)
from ketnghia_analysis.measures.composite.weights import weights_of
from ketnghia_analysis.vocabulary.errors import DataFault

STAGES = ("raw", "denominated", "imputed", "treated", "normalised", "scores", "known")
"""Names of the stages, in their order; "known" is the share of weight known in each group."""


@dataclass(frozen=True)
class Composite:
    """A board's scores with all that led to them.

    Attributes:
        board: what was asked for.
        stages: frames by name, see `STAGES`; same index as the data. Columns are indicators, of
            "scores" and "known" the groups, lowest first, the index last.
        weights: of each group's members within it, by group code; sum to one.
        yardsticks: one row for each scale: `indicator`, `period`, `worst`, `best`, `clipped`.
        treatment: one row for each indicator: `indicator`, `done`, `points`, `skewness`,
            `kurtosis`, `passes`.
        warnings: Vietnamese, what a reader should know.
    """

    board: Board
    stages: Mapping[str, pd.DataFrame] = field(repr=False)
    weights: Mapping[str, pd.Series]
    yardsticks: pd.DataFrame
    treatment: pd.DataFrame
    warnings: tuple[str, ...]

    @property
    def scores(self) -> pd.DataFrame:
        """Scores of all groups, the index last."""
        return self.stages["scores"]

    @property
    def index(self) -> pd.Series:
        """The composite index; missing where too little is known."""
        return self.scores[self.board.index.code]

    @property
    def ranks(self) -> pd.Series:
        """Rank within the year, 1 for the highest; equal scores share the better rank."""
        years = periods(self.index)
        return self.index.groupby(years).rank(ascending=False, method="min").astype("Int64")

    @property
    def members(self) -> pd.DataFrame:
        """Scores of indicators and groups side by side."""
        return pd.concat([self.stages["normalised"], self.scores], axis=1)

    @property
    def filled(self) -> pd.DataFrame:
        """Which values were filled in; bool, same index, a column for each indicator."""
        return self.stages["denominated"].isna() & self.stages["imputed"].notna()


def reckon(board: Board, data: pd.DataFrame) -> Composite:
    """A board's scores.

    Args:
        board: the tree with its choices.
        data: indexed by unit, or by unit and year (the last level); a column for each indicator,
            denominator and imputation group. Missing values are allowed.

    Raises:
        DataFault: columns, rows or values do not fit; the yardstick would be laid anew each year
            although years are to be compared; a scale has no length. Names indicator and row.
    """
    warnings = _comparable(board, data)
    raw, divided = _read(board, data)
    keys = {leaf.code: board.imputation(leaf).group for leaf in board.leaves}
    filled = pd.DataFrame(
        {
            leaf.code: imputed(
                divided[leaf.code],
                board.imputation(leaf),
                data[keys[leaf.code]] if keys[leaf.code] else None,
            )
            for leaf in board.leaves
        },
        index=data.index,
    )
    posts = {leaf.code: leaf.goalposts for leaf in board.leaves}
    treats = {
        leaf.code: treated(filled[leaf.code], board.treatment(leaf), posts[leaf.code])
        for leaf in board.leaves
    }
    drawn = pd.DataFrame({code: one.values for code, one in treats.items()}, index=data.index)
    scores, scales = {}, []
    for leaf in board.leaves:
        scores[leaf.code], found = normalised(drawn[leaf.code], leaf, board.normalisation(leaf))
        scales += found
    normal = pd.DataFrame(scores, index=data.index)
    totals, known, weights = _aggregated(board, normal)
    stages = dict(zip(STAGES, (raw, divided, filled, drawn, normal, totals, known), strict=True))
    treatment = [
        {
            "indicator": code,
            "done": one.done,
            "points": one.points,
            "skewness": one.skewness,
            "kurtosis": one.kurtosis,
            "passes": one.passes,
        }
        for code, one in treats.items()
    ]
    columns = ["indicator", "period", "worst", "best", "clipped"]
    yardsticks = pd.DataFrame(scales, columns=columns)
    return Composite(board, stages, weights, yardsticks, pd.DataFrame(treatment), tuple(warnings))


def _comparable(board: Board, data: pd.DataFrame) -> list[str]:
    """What to say about comparing years; refuses what makes progress vanish."""
    years = np.unique(periods(data))
    if len(years) < 2:
        return []
    anew, moving = [], []
    for leaf in board.leaves:
        how = board.normalisation(leaf)
        if how.over == "period":
            anew.append(f"{leaf.name} ({leaf.code})")
        elif how.method not in FIXED_METHODS and how.over == "all_periods":
            moving.append(leaf.code)
        if how.over == "base_period" and how.base_period not in years:
            raise DataFault(
                f"Chỉ số {leaf.name} ({leaf.code})",
                f"không có số liệu năm gốc {how.base_period} (có: {', '.join(map(str, years))})",
                REMEDY,
            )
    if anew and board.years_compared:
        raise DataFault(
            f"Bộ chỉ số {board.index.name}",
            [f"{one}: thang lập lại mỗi năm nên tiến bộ chung không hiện ra" for one in anew],
            "dùng goalposts cố định hoặc over: base_period; nếu không so các năm, "
            "đặt years_compared: false",
        )
    warnings = []
    if anew:
        warnings.append("Thang lập lại mỗi năm: không so điểm các năm với nhau.")
    if moving:
        said = ", ".join(moving)
        warnings.append(
            f"Thang của {said} lập theo số liệu mọi năm: thêm một năm thì điểm các năm cũ đổi."
        )
    ranked = [one.name for one in board.groups if board.aggregation(one).method == "copeland"]
    if ranked:
        warnings.append(f"{', '.join(ranked)}: Copeland so trong từng năm, không so các năm.")
    return warnings


def _read(board: Board, data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    leaves = board.leaves
    codes = [leaf.code for leaf in leaves]
    denominators = [leaf.denominator for leaf in leaves if leaf.denominator]
    where = f"Bộ chỉ số {board.index.name}"
    groups = {board.imputation(leaf).group for leaf in leaves} - {None}
    absent = sorted(str(one) for one in groups if one not in data)
    if absent:
        raise DataFault(where, [f"thiếu cột {one}" for one in absent], REMEDY)
    read = numbers(data, codes + denominators, where)
    raw = read[codes]
    divided = raw.copy()
    faults = []
    for leaf in leaves:
        if leaf.denominator:
            below = read[leaf.denominator]
            faults += [
                f"chỉ số {leaf.name} ({leaf.code}), dòng {row_name(one)}: mẫu số "
                f"{leaf.denominator} bằng 0"
                for one in data.index[(below == 0) & raw[leaf.code].notna()][:10]
            ]
            divided[leaf.code] = raw[leaf.code] / below.mask(below == 0)
    if faults:
        raise DataFault(where, faults, REMEDY)
    return raw, divided


def _aggregated(
    board: Board, normal: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.Series]]:
    """Scores and known shares of all groups, and the weights within each."""
    scores: dict[str, np.ndarray] = {code: normal[code].to_numpy() for code in normal}
    known: dict[str, np.ndarray] = {}
    weights: dict[str, pd.Series] = {}
    years = periods(normal)
    for group in board.groups:
        members = [child.code for child in group.children]
        values = np.column_stack([scores[one] for one in members])
        given = np.array([child.weight for child in group.children])
        weight = weights_of(values, given, board.weighting(group), group.name)
        weights[group.code] = pd.Series(weight, index=members, name=group.code)
        share = known_share(values, weight)
        how = board.aggregation(group)
        result = _one_group(values, weight, how, years)
        enough = share >= board.least_known_of(group) - 1e-12
        scores[group.code] = np.where(enough, result, np.nan)
        known[group.code] = share
    codes = [group.code for group in board.groups]
    frame = pd.DataFrame({code: scores[code] for code in codes}, index=normal.index)
    return frame, pd.DataFrame(known, index=normal.index), weights


def _one_group(
    values: np.ndarray, weights: np.ndarray, how: Aggregation, years: np.ndarray
) -> np.ndarray:
    if how.method not in MATRIX_METHODS:
        return combined(values, weights, how)
    if how.method == "bod":
        return 100.0 * benefit_of_the_doubt(values, how.shares)[0]
    result = np.full(len(values), np.nan)
    for year in np.unique(years):
        rows = years == year
        result[rows] = copeland(values[rows], weights)
    return result


def paths(board: Board) -> dict[str, list[Group]]:
    """For each indicator the groups above it, lowest first."""
    found: dict[str, list[Group]] = {leaf.code: [] for leaf in board.leaves}
    for group in board.groups:
        for leaf in group.leaves:
            found[leaf.code].append(group)
    return found


def overall_weights(composite: Composite) -> pd.Series:
    """Each indicator's weight in the index if all is known: the product along its path.

    For arithmetic boards that is its share of the index. Indexed by indicator; sums to one.
    """
    board = composite.board
    found = {}
    for code, groups in paths(board).items():
        product, below = 1.0, code
        for group in groups:
            product *= float(composite.weights[group.code][below])
            below = group.code
        found[code] = product
    return pd.Series(found, name="weight")


def bounds(board: Board, data: pd.DataFrame) -> pd.DataFrame:
    """The range in which the index lies whatever the missing values are.

    Certain for fixed yardsticks (goalposts, targets) that end at their scale; a yardstick that is
    laid by the data itself moves with what is missing and is refused.

    Returns:
        Same index: `low` (all missing values at the worst), `high` (at the best).

    Raises:
        DataFault: a yardstick is not fixed, or a group compares units with each other.
    """
    loose = [
        leaf.name
        for leaf in board.leaves
        if not (
            board.normalisation(leaf).method in FIXED_METHODS and board.normalisation(leaf).clips
        )
    ]
    loose += [
        one.name
        for one in board.groups
        if board.aggregation(one).method in MATRIX_METHODS | {"ampi"}
        or board.weighting(one).method.startswith("pca")
    ]
    if loose:
        raise DataFault(
            f"Bộ chỉ số {board.index.name}",
            f"không nêu được khoảng điểm: thang không cố định ở {', '.join(loose)}",
            "dùng goalposts hoặc target cho mọi chỉ số và trung bình (cộng, nhân, điều hòa)",
        )
    normal = reckon(board, data).stages["normalised"]
    ends = {}
    for name, end in (("low", 0), ("high", 1)):
        at_end = {leaf.code: board.normalisation(leaf).scale[end] for leaf in board.leaves}
        totals, _, _ = _aggregated(board, normal.fillna(at_end))
        ends[name] = totals[board.index.code]
    return pd.DataFrame(ends)


def leaf_of(board: Board, code: str) -> Leaf:
    """The indicator with a code."""
    return next(leaf for leaf in board.leaves if leaf.code == code)
