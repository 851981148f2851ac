"""The score reckoned many times over: how likely is each level, which ranks can't be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.aggregate import combined
from ketnghia_analysis.measures.composite.intervals import QUANTILES, quantiles
from ketnghia_analysis.measures.composite.ranking import ranked
from ketnghia_analysis.measures.composite.spec import Aggregation
from ketnghia_analysis.measures.levels import Standing, level_places
from ketnghia_analysis.measures.measured import Measured
from ketnghia_analysis.measures.rules import ScoreRules, ScoreSpread
from ketnghia_analysis.measures.score_variants import Variants
from ketnghia_analysis.vocabulary.codes import LEVELS

BLOCK_CELLS = 3_000_000
HELD_FROM = 0.95
"""Share of the draws from which a level is called sure."""


@dataclass(frozen=True)
class Choices:
    """The choices of some draws. Where pairings share a number, that axis has length one.

    Attributes:
        factors: of the points, draws by criteria.
        position: where between certain and possible a share lies, 0 to 1; draws by pairings by
            criteria.
        errors: of shares; draws by pairings by criteria.
        gates: below one half an uncertain gate is failed; draws by pairings by gates.
        variants: which target holds, draws by criteria.
        cuts: levels by draws.
        way: number of the aggregation, 0 for the mean; by draw.
        by_rank: whether shares are ranks; by draw.
    """

    factors: np.ndarray
    position: np.ndarray
    errors: np.ndarray
    gates: np.ndarray
    variants: np.ndarray
    cuts: np.ndarray
    way: np.ndarray
    by_rank: np.ndarray


@dataclass(frozen=True)
class ScoreDraws:
    """What the draws gave; arrays are draws by pairings.

    Attributes:
        rules: in force.
        pairings: what the columns are.
        points: float32.
        ranks: int32, 1 for the most points, 0 without points.
        levels: int8, place in the rules, 0 for the highest.
        parameters: one row for each draw: factor of each criterion's points, target (0 as it is, 1
            lower, 2 higher), cut-points, aggregation.
    """

    rules: ScoreRules
    pairings: pd.Index
    points: np.ndarray = field(repr=False)
    ranks: np.ndarray = field(repr=False)
    levels: np.ndarray = field(repr=False)
    parameters: pd.DataFrame = field(repr=False)

    @property
    def probabilities(self) -> pd.DataFrame:
        """Share of draws in which each pairing came to each level; rows sum to one."""
        codes = [rule.level for rule in self.rules.levels]
        shares = {code: (self.levels == at).mean(axis=0) for at, code in enumerate(codes)}
        return pd.DataFrame(shares, index=self.pairings)

    @property
    def intervals(self) -> pd.DataFrame:
        """`points_p05`, `points_p50`, `points_p95`, `rank_p05`, `rank_p50`, `rank_p95`."""
        table = pd.DataFrame(index=self.pairings)
        for name, drawn in (("points", self.points), ("rank", self.ranks)):
            found = quantiles(drawn, list(QUANTILES.values()))
            for label, values in zip(QUANTILES, found, strict=True):
                table[f"{name}_{label}"] = values
        return table

    def league(self, confidence: float = 0.9) -> pd.DataFrame:
        """Pairings by points, ranks that can't be told apart shown as tied.

        Returns:
            Sorted by median points, indexed by `pairing_id`: `intervals`, `rank_low`, `rank_high`
            (bounds from those surely ahead and behind), `alike` (number of others not told apart),
            `shown` ("2" or "2–5"), `likeliest` (level) and `probability` of it.
        """
        table = self.intervals
        ahead = np.zeros(len(table), dtype="int64")
        behind = np.zeros(len(table), dtype="int64")
        for one in range(len(table)):
            ahead[one] = ((self.points > self.points[:, [one]]).mean(axis=0) >= confidence).sum()
            behind[one] = ((self.points < self.points[:, [one]]).mean(axis=0) >= confidence).sum()
        table["rank_low"], table["rank_high"] = 1 + ahead, len(table) - behind
        table["alike"] = len(table) - 1 - ahead - behind
        table["shown"] = [
            str(low) if low == high else f"{low}–{high}"
            for low, high in zip(table["rank_low"], table["rank_high"], strict=True)
        ]
        likely = self.probabilities
        table["likeliest"], table["probability"] = likely.idxmax(axis=1), likely.max(axis=1)
        return table.sort_values("points_p50", ascending=False, kind="stable")


def certainty_vi(probability: float) -> str:
    """How sure a level is, in words: of 100 ways to reckon it, in how many it comes out."""
    if probability >= HELD_FROM:
        return "chắc chắn"
    if probability >= 0.8:
        return "khá chắc"
    return "nghiêng về" if probability > 0.5 else "không phân biệt được"


def score_draws(
    found: Measured, spread: ScoreSpread | None = None, variants: Variants | None = None
) -> ScoreDraws:
    """Points, ranks and levels of pairings under moved choices.

    Moved are the points of criteria, targets (if `variants` are given), cut-points, what is missing
    (anywhere between certain and possible, in each pairing by itself; an uncertain gate is failed
    in half of the draws), errors of shares, and the way to add up, as the spread says.

    Args:
        found: pairings of a year.
        spread: how far; by default as the rules say.
        variants: shares under other targets, see `score_variants.variants`.
    """
    spread = spread or found.rules.uncertainty
    count, pairings = spread.draws, len(found.pairings)
    points = np.empty((count, pairings), dtype="float32")
    levels = np.empty((count, pairings), dtype="int8")
    ranks = np.empty((count, pairings), dtype="int32")
    common = _common_choices(found, spread, variants)
    for rows in _blocks(count, pairings * len(found.points)):
        block, places = evaluate(found, _own_choices(found, spread, common, rows), spread, variants)
        points[rows], levels[rows] = block, places
        ranks[rows] = ranked(block)
    return ScoreDraws(
        found.rules, found.pairings.index, points, ranks, levels, _parameters(found, spread, common)
    )


def evaluate(
    found: Measured, choices: Choices, spread: ScoreSpread, variants: Variants | None
) -> tuple[np.ndarray, np.ndarray]:
    """Points and places of levels, draws by pairings, under given choices."""
    low, high = _ends(found, choices, variants)
    facts = low + choices.position * (high - low)
    shares = np.clip(facts + choices.errors, 0.0, 1.0)
    if choices.by_rank.any():
        shares = np.where(choices.by_rank[:, None, None], _rank_shares(shares), shares)
    weights = choices.factors * found.points
    known = ~np.isnan(shares[0])
    total = weights @ known.T.astype("float64")
    total[total == 0] = np.nan
    points = 100 * np.einsum("dnk,dk->dn", np.nan_to_num(shares), weights) / total
    for draw in np.flatnonzero(choices.way):
        how = spread.aggregate[choices.way[draw] - 1]
        points[draw] = combined(100 * shares[draw], weights[draw], how)
    code = list(found.shares).index("D1")
    standing = _standing(found, choices, points, facts[:, :, code])
    places = level_places(found.rules, standing, choices.cuts[:, :, None])
    surely, possibly = found.failed("surely"), np.zeros(points.shape, dtype=bool)
    for at, gate in enumerate(found.rules.gates):
        possibly |= found.gates[(gate, "possibly")].to_numpy() & (choices.gates[:, :, at] < 0.5)
    places[surely | possibly] = len(found.rules.levels) - 1
    return points, places


def _ends(
    found: Measured, choices: Choices, variants: Variants | None
) -> tuple[np.ndarray, np.ndarray]:
    """Certain and possible shares, draws (or one) by pairings by criteria."""
    low, high = found.low[None], found.high[None]
    if variants is None or not choices.variants.any():
        return low, high
    draws = len(choices.variants)
    low, high = np.repeat(low, draws, axis=0), np.repeat(high, draws, axis=0)
    for at, code in enumerate(found.shares):
        for number, share in enumerate(variants.get(code, ()), start=1):
            chosen = choices.variants[:, at] == number
            low[chosen, :, at] = share.low.to_numpy(dtype="float64")
            high[chosen, :, at] = share.high.to_numpy(dtype="float64")
    return low, high


def _rank_shares(shares: np.ndarray) -> np.ndarray:
    """Percentile ranks among the pairings, criterion by criterion.

    Equal shares have the better rank: what everybody fulfilled is full for everybody.
    """
    ranks = np.full(shares.shape, np.nan)
    for at in range(shares.shape[2]):
        found = ranked(shares[:, :, at])
        known = (found > 0).sum(axis=1, keepdims=True)
        share = 1 - (found - 1) / np.maximum(1, known - 1)
        ranks[:, :, at] = np.where(found > 0, share, np.nan)
    return ranks


def _standing(
    found: Measured, choices: Choices, points: np.ndarray, completed: np.ndarray
) -> Standing:
    """Conditions follow what is drawn for the same commitments as D1 and D2."""
    at = list(found.shares).index("D2")
    kept = choices.position[:, :, at]
    worst, best = found.worst(points), found.best(points)
    share = worst.late_share - kept * (np.asarray(worst.late_share) - best.late_share)
    told = np.isfinite(worst.late_count)
    span = np.where(told, worst.late_count, 0.0) - np.where(told, best.late_count, 0.0)
    count = np.round(np.where(told, worst.late_count, 0.0) - kept * span)
    count = np.where(told, count, np.where(share > 0, np.inf, 0.0))
    shape = points.shape
    return Standing(
        points,
        np.broadcast_to(completed, shape),
        np.broadcast_to(share, shape),
        np.broadcast_to(count, shape),
    )


def _blocks(count: int, cells: int) -> Iterator[np.ndarray]:
    size = max(1, BLOCK_CELLS // max(1, cells))
    for start in range(0, count, size):
        yield np.arange(start, min(count, start + size))


def _common_choices(found: Measured, spread: ScoreSpread, variants: Variants | None) -> Choices:
    """Choices that all pairings share, of all draws; what is their own is still empty."""
    rng = np.random.default_rng(spread.seed)
    count, criteria = spread.draws, len(found.points)
    moves = np.array([len((variants or {}).get(code, ())) for code in found.shares])
    none = np.zeros((count, 1, 1))
    return Choices(
        factors=1 + spread.weights * rng.uniform(-1, 1, (count, criteria)),
        position=none,
        errors=none,
        gates=none,
        variants=np.floor(rng.random((count, criteria)) * (1 + moves)).astype("int64"),
        cuts=moved_cuts(found.rules, spread, rng.random((len(found.rules.levels), count))),
        way=rng.integers(0, 1 + len(spread.aggregate), count),
        by_rank=rng.random(count) < (0.5 if spread.percentile_ranks else 0.0),
    )


def moved_cuts(rules: ScoreRules, spread: ScoreSpread, uniform: np.ndarray) -> np.ndarray:
    """Cut-points, levels by draws, from numbers between 0 and 1; their order is kept."""
    cuts = np.array([rule.from_points for rule in rules.levels])[:, None]
    moved = cuts + spread.cut_points * (2 * uniform - 1)
    moved[-1] = cuts[-1]
    return np.asarray(np.sort(moved, axis=0)[::-1])


def _own_choices(
    found: Measured, spread: ScoreSpread, common: Choices, rows: np.ndarray
) -> Choices:
    """All choices of some draws; each draw has a stream of numbers of its own."""
    pairings, criteria, gates = len(found.pairings), len(found.points), len(found.rules.gates)
    gaps = bool((found.high > found.low).any())
    position = np.zeros((len(rows), pairings, criteria))
    errors = np.zeros((len(rows), pairings, criteria))
    failing = np.zeros((len(rows), pairings, gates))
    for at, row in enumerate(rows):
        rng = np.random.Generator(np.random.SFC64([spread.seed, int(row)]))
        failing[at] = rng.random((pairings, gates))
        if gaps:
            position[at] = rng.random((pairings, criteria))
        if spread.measurement:
            errors[at] = spread.measurement * rng.standard_normal((pairings, criteria))
    return replace(
        common,
        factors=common.factors[rows],
        position=position,
        errors=errors,
        gates=failing,
        variants=common.variants[rows],
        cuts=common.cuts[:, rows],
        way=common.way[rows],
        by_rank=common.by_rank[rows],
    )


def _parameters(found: Measured, spread: ScoreSpread, common: Choices) -> pd.DataFrame:
    told: dict[str, np.ndarray] = {}
    for at, code in enumerate(found.shares):
        told[f"weight {code}"] = common.factors[:, at]
        if common.variants[:, at].any():
            told[f"target {code}"] = common.variants[:, at]
    for at, rule in enumerate(found.rules.levels[:-1]):
        told[f"cut {LEVELS.labels[rule.level]}"] = common.cuts[at]
    ways = [Aggregation().method, *(one.method for one in spread.aggregate)]
    told["aggregate"] = np.array(ways)[common.way]
    told["by_rank"] = common.by_rank
    return pd.DataFrame(told)
