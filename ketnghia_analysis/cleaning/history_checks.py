"""Rules across years: a hamlet's figures against its own other years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.assemble import Assembled
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.vocabulary.columns import Severity
from ketnghia_analysis.vocabulary.wording import number_vi

FEWEST_OTHER_YEARS = 3
"""With fewer other years a hamlet has no history to be judged by."""
SLIPS = (10, 100, 1000)
SLIP_TOLERANCE = 0.05
"""Distance of log10(value / median) from a whole power of ten: 0.05 is about 12 %."""
STEADY_RATIO = 1.5
"""Largest over smallest of the other years below which a history is steady."""
MAD_LIMIT = 8.0
"""Robust z of log(value / own median) beyond which a jump is told. On made panels it caught every
slip, but a third of what it told were true mergers and splits: it only warns."""
LEAST_MEDIAN = 20
"""Of smaller figures a few households more or less are a large share."""
PEOPLE_RATIO_TOLERANCE = 0.25
"""People per household against the own median; on made panels never wrong."""

_FAULT = ["place", "column", "detail"]
_STOCKS = ("households", "people", "minority_households")
"""Figures that change slowly, so that a hamlet's own history can judge them."""


@dataclass(frozen=True)
class HistoryCheck:
    """A rule about one year of a hamlet in the light of its other years.

    Attributes:
        name: unique.
        message: Vietnamese, what is wrong.
        severity: hold the row, or only warn.
        find: panel in, failing cells out: `place` (index of the panel), `column`, `detail`.
    """

    name: str
    message: str
    severity: Severity
    find: Callable[[pd.DataFrame], pd.DataFrame]


def panel_of(figures: pd.DataFrame, rounds: pd.DataFrame) -> pd.DataFrame:
    """Figures with `year` and `poverty_standard` of their round. Same index and order.

    `hamlet` numbers the hamlets, -1 where none is told: numbers are compared faster than ids.
    """
    described = rounds.drop_duplicates("round_id").set_index("round_id")
    return figures.assign(
        hamlet=pd.factorize(figures["hamlet_id"])[0],
        year=figures["round_id"].map(described["year"]).astype("Int64"),
        poverty_standard=figures["round_id"].map(described["poverty_standard"]),
    )


def _others(panel: pd.DataFrame, column: str) -> pd.DataFrame:
    """Per row: how many other years, their median, smallest and largest. Same index.

    The others of a row are its hamlet's sorted values without its own. With the row's own value at
    place p, the others' k-th value is the k-th of all where k < p, and the one after it otherwise.
    """
    values = panel[column].astype("Float64").astype("float64")
    known = values.notna().to_numpy()
    hamlets = panel["hamlet"].to_numpy()[known]
    numbers = values.to_numpy()[known]
    order = np.lexsort((numbers, hamlets))
    numbers, hamlets = numbers[order], hamlets[order]
    begins = np.searchsorted(hamlets, hamlets)
    many = np.searchsorted(hamlets, hamlets, side="right") - begins
    place = np.arange(len(numbers)) - begins
    enough = (many > FEWEST_OTHER_YEARS) & (hamlets >= 0)
    begins, rest, place = begins[enough], many[enough] - 1, place[enough]

    def other(rank: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(numbers[begins + rank + (rank >= place)])

    found = {
        "years": rest,
        "median": (other((rest - 1) // 2) + other(rest // 2)) / 2,
        "low": other(np.zeros_like(rest)),
        "high": other(rest - 1),
    }
    index = panel.index[np.flatnonzero(known)[order][enough]]
    return pd.DataFrame(found, index=index).reindex(panel.index).astype("float64")


def _unit_slips(panel: pd.DataFrame) -> pd.DataFrame:
    stocks = (column for column in _STOCKS if column in panel)
    found = [fault for column in stocks for fault in _unit_slips_of(panel, column)]
    return pd.DataFrame(found, columns=_FAULT)


def _unit_slips_of(panel: pd.DataFrame, column: str) -> list[tuple[Any, str, str]]:
    others = _others(panel, column)
    values = panel[column].astype("Float64").astype("float64")
    steady = (others["low"] > 0) & (others["high"] / others["low"] <= STEADY_RATIO)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.log10(values / others["median"])
    found = []
    for power in SLIPS:
        slipped = steady & ((distance - np.log10(power)).abs() <= SLIP_TOLERANCE)
        for index in panel.index[slipped.fillna(False)]:
            usual = number_vi(others.at[index, "median"])
            found.append((index, column, f"gấp khoảng {power} lần các năm khác ({usual})"))
    return found


def _jumps(panel: pd.DataFrame) -> pd.DataFrame:
    found = []
    for column in _STOCKS:
        if column not in panel:
            continue
        values = panel[column].astype("Float64").astype("float64")
        by_hamlet = values.groupby(panel["hamlet"].where(panel["hamlet"] >= 0))
        median, count = by_hamlet.transform("median"), by_hamlet.transform("count")
        logs = np.log(values.where(values > 0) / median.where(median > 0))
        spread = 1.4826 * logs.abs().median()
        known = (count > FEWEST_OTHER_YEARS) & (median >= LEAST_MEDIAN)
        far = (logs.abs() > MAD_LIMIT * max(spread, 0.02)) & known
        jumped = panel.index[far.fillna(False)]
        if jumped.empty:
            continue
        concerned = panel[panel["hamlet"].isin(panel.loc[jumped, "hamlet"])]
        told = {place for place, *_ in _unit_slips_of(concerned, column)}
        for index in jumped:
            if index not in told:
                usual = number_vi(median[index])
                found.append((index, column, f"các năm thường khoảng {usual}"))
    return pd.DataFrame(found, columns=_FAULT)


def _people_ratio(panel: pd.DataFrame) -> pd.DataFrame:
    if not {"people", "households"} <= set(panel.columns):
        return pd.DataFrame(columns=_FAULT)
    people = panel["people"].astype("Float64").astype("float64")
    households = panel["households"].astype("Float64").astype("float64")
    ratio = panel.assign(ratio=(people / households.where(households > 0)))
    others = _others(ratio, "ratio")
    far = ((ratio["ratio"] / others["median"] - 1).abs() > PEOPLE_RATIO_TOLERANCE).fillna(False)
    found = []
    sizes = {name: _others(panel, name)["median"] for name in ("people", "households")}
    for index in panel.index[far]:
        # the field farther from its own history is the one to look at
        distance = {
            "people": abs(np.log(people[index] / sizes["people"][index])),
            "households": abs(np.log(households[index] / sizes["households"][index])),
        }
        suspect = max(distance, key=lambda name: distance[name])
        now, usual = (
            number_vi(ratio.at[index, "ratio"], 1),
            number_vi(others.at[index, "median"], 1),
        )
        found.append((index, suspect, f"{now} khẩu/hộ, các năm khác {usual}"))
    return pd.DataFrame(found, columns=_FAULT)


def _poverty_identity(panel: pd.DataFrame) -> pd.DataFrame:
    """Poor now = poor before - escaped + fallen, within one standard and between years in a row."""
    needed = ["poor_households", "households_escaped_poverty", "households_fallen_into_poverty"]
    if not set(needed) <= set(panel.columns):
        return pd.DataFrame(columns=_FAULT)
    now = panel.assign(place=panel.index).dropna(subset=["year"])
    before = now[["hamlet_id", "year", "poverty_standard", "poor_households"]].assign(
        year=now["year"] + 1
    )
    both = now.merge(
        before,
        on=["hamlet_id", "year", "poverty_standard"],
        validate="one_to_one",
        suffixes=("", "_before"),
    ).dropna(subset=[*needed, "poor_households_before"])
    expected = (
        both["poor_households_before"]
        - both["households_escaped_poverty"]
        + both["households_fallen_into_poverty"]
    )
    wrong = both["poor_households"] != expected
    details = [
        f"năm trước {number_vi(row.poor_households_before)}, thoát nghèo "
        f"{number_vi(row.households_escaped_poverty)}, phát sinh "
        f"{number_vi(row.households_fallen_into_poverty)}"
        for row in both[wrong].itertuples()
    ]
    return pd.DataFrame(
        {"place": both.loc[wrong, "place"], "column": "poor_households", "detail": details}
    )


def judge_history(
    assembled: Assembled, rounds: pd.DataFrame, books: Books
) -> tuple[set[int], pd.DataFrame]:
    """Judge the hamlet figures by the rules across years.

    Args:
        assembled: the records and which raw row supplied each cell.
        rounds: clean survey rounds.
        books: take the faults.

    Returns:
        Ids of raw rows now held, and the warnings: `row_id`, `column`, `message`.
    """
    panel = panel_of(assembled.values, rounds)
    held: set[int] = set()
    warnings: list[tuple[int, str, str]] = []
    for check in HISTORY_CHECKS:
        for fault in check.find(panel).itertuples():
            row_id = int(assembled.suppliers[fault.column][fault.place])
            message = f"{check.message} ({fault.detail})"
            if check.severity is Severity.WARN:
                warnings.append((row_id, fault.column, message))
                continue
            raw = assembled.values.at[fault.place, fault.column]
            books.hold(row_id, fault.column, "rule_broken", raw, message)
            held.add(row_id)
    return held, pd.DataFrame(warnings, columns=["row_id", "column", "message"])


HISTORY_CHECKS: tuple[HistoryCheck, ...] = (
    HistoryCheck(
        "unit_slip", "số liệu nghi sai đơn vị hoặc thừa chữ số", Severity.HOLD, _unit_slips
    ),
    HistoryCheck("jump", "số liệu thay đổi đột biến so với các năm", Severity.WARN, _jumps),
    HistoryCheck(
        "people_per_household_history",
        "số khẩu bình quân một hộ lệch quá 25 % so với các năm",
        Severity.WARN,
        _people_ratio,
    ),
    HistoryCheck(
        "poverty_identity",
        "số hộ nghèo không khớp với năm trước, số thoát nghèo và số phát sinh",
        Severity.WARN,
        _poverty_identity,
    ),
)
"""All rules across years. Which of them hold a row follows from how often they were right."""
