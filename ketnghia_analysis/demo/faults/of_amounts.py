"""Faults in the amounts of the lists of work: money, numbers of persons."""

from __future__ import annotations

from ketnghia_analysis.demo.faults.kinds import (
    DROPPED,
    REPAIRED,
    FaultKind,
    Spot,
)
from ketnghia_analysis.demo.faults.spots import number_in, put

TABLE = "activities"


def _in_dong(spot: Spot, column: str) -> list[Spot]:
    dong = f"{int(number_in(spot.line.cells[column]) * 1_000_000):,}"
    spot.line.cells[column] = dong.replace(",", ".")
    return [spot]


def _in_words(spot: Spot, column: str) -> list[Spot]:
    million = number_in(spot.line.cells[column])
    spot.line.cells[column] = f"{million:g} tr.đ".replace(".", ",", 1)
    return [spot]


def _in_thousands(spot: Spot, column: str) -> list[Spot]:
    thousand = f"{round(number_in(spot.line.cells[column]) * 1000):,}".replace(",", ".")
    spot.line.cells[column] = f"{thousand}ngàn đồng"
    return [spot]


def _counted_persons(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = f"{spot.line.cells[column]} người"
    return [spot]


FAULTS = (
    FaultKind(
        "negative_count",
        "a negative number of people",
        TABLE,
        "attendances",
        DROPPED,
        "dropped_out_of_limits",
        2,
        put(-15),
    ),
    FaultKind(
        "unit_slip",
        "đồng in a column of million đồng",
        TABLE,
        "cost_dong",
        DROPPED,
        "dropped_out_of_limits",
        3,
        _in_dong,
    ),
    FaultKind(
        "money_in_millions",
        '"2,5 tr.đ": the unit behind the number',
        TABLE,
        "cost_dong",
        REPAIRED,
        "converted_unit",
        2,
        _in_words,
    ),
    FaultKind(
        "money_in_thousands",
        '"10.500ngàn đồng" in a column of million đồng',
        TABLE,
        "cost_dong",
        REPAIRED,
        "converted_unit",
        2,
        _in_thousands,
    ),
    FaultKind(
        "number_with_word",
        '"45 người" in a column of numbers',
        TABLE,
        "attendances",
        REPAIRED,
        "read_number",
        2,
        _counted_persons,
    ),
    FaultKind(
        "said_to_be_missing",
        '"không có số liệu" in the place of a number',
        TABLE,
        "attendances",
        DROPPED,
        "says_missing",
        2,
        put("không có số liệu"),
    ),
)
