"""What a pairing would need for the next level: the cheapest steps, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from ketnghia_analysis.measures.levels import Standing, level_places
from ketnghia_analysis.measures.measured import Measured
from ketnghia_analysis.measures.rules import LevelRule
from ketnghia_analysis.measures.score import scored
from ketnghia_analysis.measures.steps import Step, steps
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import list_vi, number_vi

_TINY = 1e-9


@dataclass(frozen=True)
class Position:
    """Where a pairing certainly stands.

    Attributes:
        points: 0 to 100.
        worth: points of 100 that a whole criterion brings, by code, of those that apply.
        completed: D1's share.
        late: number of commitments not in time.
        due: number of commitments due.
        closed: gates that are failed, or may be.
    """

    points: float
    worth: Mapping[str, float]
    completed: float
    late: float
    due: float
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """The cheapest way to a level.

    Attributes:
        counts: how often each step is taken, in the order of the steps.
        cost: sum of their costs.
        points: what the pairing would have then.
    """

    counts: tuple[int, ...]
    cost: float
    points: float


def cheapest(
    position: Position, taken: Sequence[Step], rule: LevelRule, efforts: Mapping[str, float]
) -> Way | None:
    """The steps of least cost after which a pairing certainly has a level; None if there are none.

    Whole numbers of steps, by integer programming (HiGHS): points, completion, late commitments and
    gates are all linear in them, but that a field of work counts once however many of its
    commitments are finished; a 0-1 variable for each field sees to that. Of equally cheap ways that
    with the fewest and earliest steps is taken.

    Args:
        position: what is certain.
        taken: steps that are open.
        rule: the level.
        efforts: cost of a step by criterion, 1 if not said.
    """
    if not np.isfinite(position.late) and rule.late_at_most < 1:
        return None
    missing = rule.from_points - position.points
    if not taken:
        met = missing <= _TINY and not position.closed and _conditions(position, rule)
        return Way((), 0.0, position.points) if met else None
    fields = sorted({one.field for one in taken if one.field})
    size = len(taken) + len(fields)
    cost = np.array([efforts.get(one.criterion, 1.0) for one in taken] + [0.0] * len(fields))
    gain, done, late = np.zeros(size), np.zeros(size), np.zeros(size)
    rows, least = [], []
    for at, one in enumerate(taken):
        of_field = "B3" if one.field else ""
        gain[at] = sum(
            position.worth.get(code, 0.0) * share
            for code, share in one.gains.items()
            if code != of_field
        )
        done[at], late[at] = one.gains.get("D1", 0.0), one.late
    for number, name in enumerate(fields, start=len(taken)):
        own = [at for at, one in enumerate(taken) if one.field == name]
        gain[number] = position.worth.get("B3", 0.0) * taken[own[0]].gains["B3"]
        opened = np.zeros(size)
        opened[own], opened[number] = 1.0, -1.0
        rows.append(opened)
        least.append(0.0)
    due = position.due if np.isfinite(position.due) else 0.0
    allowed = max(rule.or_late_count, floor(rule.late_at_most * due + _TINY))
    rows += [gain, done, late]
    late_now = position.late if np.isfinite(position.late) else 0.0
    least += [missing, rule.completion_at_least - position.completed, late_now - allowed]
    for gate in position.closed:
        rows.append(np.array([float(gate in one.opens) for one in taken] + [0.0] * len(fields)))
        least.append(1.0)
    most = np.array([one.most for one in taken] + [1] * len(fields), dtype="float64")
    first = _solved(cost, rows, least, most)
    if first is None:
        return None
    # of the cheapest ways the same one every time: the fewest and earliest steps
    order = np.array([1.0 + at / len(taken) for at in range(len(taken))] + [0.0] * len(fields))
    best = float(cost @ first)
    last = _solved(order, [*rows, -cost], [*least, -best - _TINY], most)
    counts = first if last is None else last
    for number, name in enumerate(fields, start=len(taken)):
        used = [counts[at] for at, one in enumerate(taken) if one.field == name]
        counts[number] = float(any(used))
    return Way(
        tuple(int(one) for one in counts[: len(taken)]),
        float(cost @ counts),
        position.points + float(gain @ counts),
    )


def _solved(
    cost: np.ndarray, rows: list[np.ndarray], least: list[float], most: np.ndarray
) -> np.ndarray | None:
    """Whole numbers of least cost with rows @ x at least so much; None if there are none."""
    found = milp(
        cost,
        constraints=LinearConstraint(np.array(rows), np.array(least) - 1e-7, np.inf),
        bounds=Bounds(np.zeros(len(cost)), most),
        integrality=np.ones(len(cost)),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else np.round(found.x)


def _conditions(position: Position, rule: LevelRule) -> bool:
    late = position.late / position.due if position.due else 0.0
    punctual = position.late <= rule.or_late_count or late <= rule.late_at_most + _TINY
    return punctual and position.completed >= rule.completion_at_least - _TINY


def next_levels(year: YearInput, found: Measured) -> pd.DataFrame:
    """For each pairing the cheapest steps to the level above the one it certainly has.

    Which steps there are: see `steps.steps`.

    Returns:
        Indexed by `pairing_id`: `level` (certain), `target` (the next one; "" at the top), `cost`,
        `points` (after the steps), `steps` (texts) and `sentence` (Vietnamese). Cost and points are
        missing where no steps of the year lead there.
    """
    open_steps = steps(year, found)
    scores = scored(found).pairings
    totals = scores["points_low"].to_numpy()
    unknown = scores["missing_points"].to_numpy()
    rules = found.rules
    worst, best = found.worst(totals), found.best(scores["points_high"].to_numpy())
    places = level_places(rules, worst)
    places[found.failed("possibly")] = len(rules.levels) - 1
    rows: list[tuple[object, ...]] = []
    for at, one in enumerate(found.pairings.index):
        place = int(places[at])
        level = rules.levels[place].level
        if place == 0:
            rows.append((level, "", 0.0, totals[at], [], "Đã ở mức cao nhất."))
            continue
        rule = rules.levels[place - 1]
        taken = open_steps.get(str(one), [])
        certain = _position(found, at, worst, "possibly")
        way = cheapest(certain, taken, rule, rules.efforts)
        said = [] if way is None else _texts(taken, way)
        cost = np.nan if way is None else way.cost
        after = np.nan if way is None else way.points
        missing = 0.0
        if way is None:
            possible = _position(found, at, best, "surely")
            if cheapest(possible, taken, rule, rules.efforts) is not None:
                missing = float(unknown[at])
        rows.append((level, rule.level, cost, after, said, _sentence(rule, way, said, missing)))
    columns = ["level", "target", "cost", "points", "steps", "sentence"]
    return pd.DataFrame(rows, index=found.pairings.index, columns=columns)


def _position(found: Measured, at: int, standing: Standing, failed: str) -> Position:
    """Where a pairing stands: at worst with gates that are possibly failed, at best surely."""
    row = found.pairings.index[at]
    applies = {code: pd.notna(one.low.iloc[at]) for code, one in found.shares.items()}
    whole = sum(found.rules.points[code] for code, told in applies.items() if told)
    points, completed, share, count = (
        float(np.asarray(one)[at])
        for one in (
            standing.points,
            standing.completed,
            standing.late_share,
            standing.late_count,
        )
    )
    return Position(
        points=points,
        worth={
            code: 100 * found.rules.points[code] / whole for code, told in applies.items() if told
        },
        completed=completed,
        late=count,
        due=count / share if share > 0 else 0.0,
        closed=tuple(gate for gate in found.rules.gates if found.gates.at[row, (gate, failed)]),
    )


def _texts(taken: Sequence[Step], way: Way) -> list[str]:
    return [
        one.text.replace("{count}", str(count))
        for one, count in zip(taken, way.counts, strict=True)
        if count
    ]


def _sentence(rule: LevelRule, way: Way | None, said: list[str], missing: float) -> str:
    """What it takes; `missing` are points of missing data with which a way would lead there."""
    name = f"“{LEVELS.labels[rule.level]}”"
    if way is None:
        why = (
            f"còn phụ thuộc {number_vi(missing, 1)} điểm chưa đủ số liệu để tính"
            if missing > _TINY
            else "phần còn lại tùy vào chuyển biến ở thôn"
        )
        return f"Các việc trong năm không đủ để chắc chắn đạt mức {name}: {why}."
    if not said:
        return f"Để chắc chắn đạt mức {name} chỉ cần làm rõ số liệu còn thiếu."
    points = number_vi(way.points, 1)
    return f"Để đạt mức {name} (được {points} điểm) ít nhất cần: {list_vi(said)}."
