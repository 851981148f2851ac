"""A board reckoned many times over with moved choices; in blocks, so that memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.aggregate import (
    MATRIX_METHODS,
    bend,
    copeland,
    straighten,
)
from ketnghia_analysis.measures.composite.engine import Composite, reckon
from ketnghia_analysis.measures.composite.frames import periods
from ketnghia_analysis.measures.composite.frontier import benefit_of_the_doubt
from ketnghia_analysis.measures.composite.leaf_draws import LeafDraws, leaf_draws
from ketnghia_analysis.measures.composite.plan import Plan, Spread, random_plan
from ketnghia_analysis.measures.composite.ranking import NO_RANK, ranked
from ketnghia_analysis.measures.composite.spec import Aggregation, Board, Group

Bend = Callable[[np.ndarray], np.ndarray]
BLOCK_CELLS = 2_000_000
"""Most numbers in one array at a time."""


@dataclass(frozen=True)
class Draws:
    """What the draws gave.

    Attributes:
        nominal: the board with its own choices.
        scores: draws by units, float32, NaN for no score.
        ranks: draws by units, int32, within the year; 0 for no score.
        levels: draws by units, int8, number of cuts reached; -1 for no score.
        parameters: one row for each draw, see `Plan.table`.
    """

    nominal: Composite
    scores: np.ndarray = field(repr=False)
    ranks: np.ndarray = field(repr=False)
    levels: np.ndarray = field(repr=False)
    parameters: pd.DataFrame

    @property
    def units(self) -> pd.Index:
        """What the columns of the arrays are."""
        return self.nominal.index.index


def simulate(board: Board, data: pd.DataFrame, spread: Spread) -> Draws:
    """Scores, ranks and levels under moved choices.

    Args:
        board: the tree with its own choices.
        data: as for `engine.reckon`.
        spread: how far the choices may move.

    Raises:
        DataFault: as `engine.reckon`, also for one of the other choices.
    """
    runner = Runner.of(board, data, spread)
    plan = random_plan(runner.nominal, spread)
    units = len(data)
    scores = np.empty((len(plan), units), dtype="float32")
    ranks = np.empty((len(plan), units), dtype="int32")
    levels = np.empty((len(plan), units), dtype="int8")
    for rows, block in runner.blocks(plan):
        scores[rows] = block
        ranks[rows] = runner.ranks(block)
        reached = np.zeros(block.shape, dtype="int8")
        for place in range(plan.cuts.shape[1]):
            reached += block >= plan.cuts[rows, place][:, None] - 1e-9
        levels[rows] = np.where(np.isnan(block), -1, reached)
    return Draws(runner.nominal, scores, ranks, levels, plan.table(board, spread))


@dataclass(frozen=True)
class Runner:
    """A board made ready for many draws.

    Attributes:
        nominal: with its own choices.
        spread: how far they may move.
        boards: the board with each other normalisation, its own first.
        leaves: what each of these does with each indicator.
        years: of the rows.
    """

    nominal: Composite
    spread: Spread
    boards: tuple[Composite, ...]
    leaves: tuple[tuple[LeafDraws, ...], ...]
    years: np.ndarray

    @classmethod
    def of(cls, board: Board, data: pd.DataFrame, spread: Spread) -> Runner:
        """Reckon the board once for each normalisation."""
        others = (board.model_copy(update={"normalise": one}) for one in spread.normalise)
        found = tuple(reckon(Board.model_validate(one.model_dump()), data) for one in others)
        boards = (reckon(board, data), *found)
        leaves = tuple(leaf_draws(one, spread) for one in boards)
        return cls(boards[0], spread, boards, leaves, periods(data))

    def ranks(self, scores: np.ndarray) -> np.ndarray:
        """Ranks within the year, see `ranking.ranked`."""
        kinds = np.unique(self.years)
        if len(kinds) == 1:
            return ranked(scores)
        ranks = np.full(scores.shape, NO_RANK, dtype="int32")
        for year in kinds:
            ranks[:, self.years == year] = ranked(scores[:, self.years == year])
        return ranks

    def blocks(self, plan: Plan) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Rows of the plan and their scores: draws of the same methods together, few at a time."""
        widest = max(1, sum(one.moves for one in self.leaves[0]))
        size = max(1, BLOCK_CELLS // (len(self.years) * widest))
        for normal in np.unique(plan.normalise):
            for total in np.unique(plan.aggregate):
                chosen = np.flatnonzero((plan.normalise == normal) & (plan.aggregate == total))
                for start in range(0, len(chosen), size):
                    rows = chosen[start : start + size]
                    yield rows, _block(self, plan, rows, int(normal), int(total))

    def scores(self, plan: Plan) -> np.ndarray:
        """All scores, draws by units."""
        found = np.empty((len(plan), len(self.years)))
        for rows, block in self.blocks(plan):
            found[rows] = block
        return found


@dataclass(frozen=True)
class _Members:
    """Scores of a group's members: those that are the same in all draws, and those that move."""

    fixed: np.ndarray
    fixed_at: np.ndarray
    partly: dict[int, tuple[np.ndarray, np.ndarray]]
    moving: dict[int, np.ndarray]
    known: np.ndarray


def _block(runner: Runner, plan: Plan, rows: np.ndarray, normal: int, total: int) -> np.ndarray:
    """Scores of the index for some draws of the same methods."""
    composite, leaves = runner.boards[normal], runner.leaves[normal]
    board = composite.board
    drawn = _noise(leaves, plan.noise[rows])
    place = {one.leaf.code: at for at, one in enumerate(leaves)}
    column = {code: at for at, code in enumerate(plan.members)}
    groups: dict[str, np.ndarray] = {}
    for group in board.groups:
        how = board.aggregation(group)
        if total and group.aggregate is None:
            how = runner.spread.aggregate[total - 1]
        columns = np.array([column[child.code] for child in group.children])
        weights = plan.factors[rows][:, columns] * composite.weights[group.code].to_numpy()
        members = _members(group, leaves, place, groups, drawn, plan.shifts[rows])
        scores = _grouped(members, weights, how, runner.years)
        if runner.spread.missing == "left_out":
            scores[:, composite.scores[group.code].isna().to_numpy()] = np.nan
        groups[group.code] = scores
    return groups[board.index.code]


def _noise(
    leaves: tuple[LeafDraws, ...], seeds: np.ndarray
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Errors and fills of each indicator, draws by units and draws by holes."""
    needy = [at for at, one in enumerate(leaves) if one.random]
    found: dict[int, list[tuple[np.ndarray, np.ndarray]]] = {at: [] for at in needy}
    if needy:
        for seed in seeds:
            rng = np.random.Generator(np.random.SFC64(int(seed) + 1))
            for at in needy:
                found[at].append(leaves[at].noise(rng))
    return {
        at: (np.array([one for one, _ in told]), np.array([two for _, two in told]))
        for at, told in found.items()
    }


def _members(
    group: Group,
    leaves: tuple[LeafDraws, ...],
    place: dict[str, int],
    groups: dict[str, np.ndarray],
    drawn: dict[int, tuple[np.ndarray, np.ndarray]],
    shifts: np.ndarray,
) -> _Members:
    fixed, fixed_at, known = [], [], []
    partly: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    moving: dict[int, np.ndarray] = {}
    for at, child in enumerate(group.children):
        if isinstance(child, Group):
            moving[at] = groups[child.code]
            known.append(~np.isnan(groups[child.code][0]))
            continue
        number = place[child.code]
        leaf = leaves[number]
        told = ~np.isnan(leaf.scores)
        told[leaf.holes] = True
        known.append(told)
        errors, fills = drawn.get(number, (np.zeros(0), np.zeros(0)))
        if leaf.moves:
            moving[at] = leaf.moved(errors, fills, shifts[:, number])
            continue
        if len(leaf.holes):
            partly[at] = (leaf.holes, leaf.filled(fills))
        fixed.append(leaf.scores)
        fixed_at.append(at)
    table = np.column_stack(fixed) if fixed else np.zeros((len(known[0]), 0))
    return _Members(
        table, np.array(fixed_at, dtype="int64"), partly, moving, np.column_stack(known)
    )


def _grouped(
    members: _Members, weights: np.ndarray, how: Aggregation, years: np.ndarray
) -> np.ndarray:
    """A group's scores, draws by units."""
    if how.method in MATRIX_METHODS:
        return _by_matrix(members, weights, how, years)
    if members.known.all():
        whole = weights.sum(axis=1)[:, None]
    else:
        whole = weights @ members.known.T.astype("float64")
        whole[whole == 0] = np.nan
    if how.method != "ampi":
        return straighten(_summed(members, weights, lambda x: bend(x, how)) / whole, how)
    middle = _summed(members, weights, np.asarray) / whole
    spread = _summed(members, weights, np.square) / whole - middle**2
    if how.ddof:
        count = members.known.sum(axis=1)
        spread = spread * count / np.where(count > 1, count - 1, np.nan)
    return np.asarray(middle + how.penalty * spread / middle)


def _summed(members: _Members, weights: np.ndarray, change: Bend) -> np.ndarray:
    """Weighted sums of changed scores; unknown ones add nothing."""
    table = np.where(np.isnan(members.fixed), 0.0, change(members.fixed))
    total = weights[:, members.fixed_at] @ table.T
    for at, (places, scores) in members.partly.items():
        total[:, places] += weights[:, [at]] * change(scores)
    for at, scores in members.moving.items():
        part = change(scores)
        if not members.known[:, at].all():
            part = np.where(np.isnan(part), 0.0, part)
        total += weights[:, [at]] * part
    return np.asarray(total)


def _by_matrix(
    members: _Members, weights: np.ndarray, how: Aggregation, years: np.ndarray
) -> np.ndarray:
    """Methods that compare units, draw by draw."""
    count = members.known.shape[1]
    result = np.full((len(weights), len(years)), np.nan)
    for draw, weight in enumerate(weights):
        values = np.full((len(years), count), np.nan)
        values[:, members.fixed_at] = members.fixed
        for at, (places, scores) in members.partly.items():
            values[places, at] = scores[draw]
        for at, scores in members.moving.items():
            values[:, at] = scores[draw]
        if how.method == "bod":
            result[draw] = 100.0 * benefit_of_the_doubt(values, how.shares)[0]
            continue
        for year in np.unique(years):
            rows = years == year
            result[draw, rows] = copeland(values[rows], weight)
    return result
