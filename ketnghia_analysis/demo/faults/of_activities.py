"""Faults in the lists of work that agencies report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.cells import Revised
from ketnghia_analysis.demo.faults.days import day_in, month_alone, span
from ketnghia_analysis.demo.faults.kinds import (
    ASKED,
    DROPPED,
    HELD,
    READ,
    REPAIRED,
    FaultKind,
    Planted,
    Spot,
    has_value,
)
from ketnghia_analysis.demo.faults.spots import (
    add_twin,
    in_commune,
    of_evaluated_year,
    put,
)
from ketnghia_analysis.demo.papers import WORD
from ketnghia_analysis.vocabulary.spelling import house_style

TABLE = "activities"
PHONE = "0900 000 000"
PERSONAL_MARK = "[đã ẩn]"


# ------------------------------------------------------------------ where a fault fits


def _free_hamlet_name(spot: Spot, column: str) -> bool:
    return has_value(spot, column) and not spot.paper.merged


def _unlinked(spot: Spot, column: str) -> bool:
    return has_value(spot, column) and spot.line.cells.get("commitment_id") is None


def _within_its_year(spot: Spot, column: str) -> bool:
    """The whole month belongs to the reporting year and to the pairing."""
    if not has_value(spot, column):
        return False
    day = day_in(spot.line.cells[column])
    return day.month < 12 and day.year > names.ASSIGNED_ON.year


def _hamlet_with_a_twin(spot: Spot, column: str) -> bool:
    written = house_style(str(spot.line.cells.get(column)))
    return in_commune("Mẫu Hòa")(spot, column) and written == "Thôn Mẫu Hà"


def _in_word(spot: Spot, column: str) -> bool:
    return has_value(spot, column) and spot.document.carrier == WORD


# ------------------------------------------------------------------ how a fault is made


def _other_year(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = f"15/10/{int(spot.document.path[:4]) + 3}"
    return [spot]


def _with_phone(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = f"{spot.line.cells[column]}, liên hệ {PHONE}"
    return [spot]


def _without_phone(planted: Planted) -> Mapping[str, Any]:
    text = f"{planted.true_value}, liên hệ {PERSONAL_MARK}"
    return {planted.kind.column: house_style(text)}


def _twice(spot: Spot, column: str) -> list[Spot]:
    return [add_twin(spot)]


def _conflict(spot: Spot, column: str) -> list[Spot]:
    return [spot, add_twin(spot, content="Nội dung khác với dòng trên")]


def _revised(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = Revised("Nội dung ghi nhầm", str(spot.line.cells[column]))
    return [spot]


FAULTS = (
    FaultKind(
        "tracked_change",
        "words struck out and put right while Word tracked the changes",
        TABLE,
        "content",
        READ,
        "",
        2,
        _revised,
        _in_word,
    ),
    FaultKind(
        "hamlet_unsure",
        '"Thôn Mẫu Ha", which may be Mẫu Hà or Mẫu Hạ',
        TABLE,
        "hamlet_name",
        ASKED,
        "name_unsure",
        2,
        put("Thôn Mẫu Ha"),
        in_commune("Mẫu Hòa"),
    ),
    FaultKind(
        "impossible_date",
        "a day that does not exist, in a required column",
        TABLE,
        "date",
        HELD,
        "not_a_date",
        3,
        put("31/02/2024"),
    ),
    FaultKind(
        "date_missing",
        "an activity without its day",
        TABLE,
        "date",
        HELD,
        "required_missing",
        2,
        put(None),
    ),
    FaultKind(
        "date_outside_year",
        "a day of another year than the report's",
        TABLE,
        "date",
        HELD,
        "outside_year",
        2,
        _other_year,
    ),
    FaultKind(
        "not_paired",
        "an activity in a hamlet with which the agency is not paired",
        TABLE,
        "hamlet_name",
        HELD,
        "no_pairing",
        2,
        put("Khu phố 6", ("commune_name", "Mẫu Trung")),
        _free_hamlet_name,
    ),
    FaultKind(
        "code_unknown",
        "a type of activity that is not on the list",
        TABLE,
        "activity_type",
        DROPPED,
        "dropped_unknown_code",
        2,
        put("Hoạt động lạ"),
        of_evaluated_year,
    ),
    FaultKind(
        "optional_code_unknown",
        "a partner that is not on the list",
        TABLE,
        "partner",
        DROPPED,
        "dropped_unknown_code",
        2,
        put("Hội Mẫu"),
    ),
    FaultKind(
        "phone_number",
        "a telephone number in a text",
        TABLE,
        "content",
        REPAIRED,
        "personal_removed",
        2,
        _with_phone,
        becomes=_without_phone,
    ),
    FaultKind(
        "duplicate_line",
        "a line entered twice",
        TABLE,
        "activity_id",
        HELD,
        "duplicate",
        3,
        _twice,
        _unlinked,
    ),
    FaultKind(
        "conflicting_lines",
        "two lines with one id and different content",
        TABLE,
        "activity_id",
        HELD,
        "conflicting_duplicate",
        2,
        _conflict,
        _unlinked,
    ),
    FaultKind(
        "hamlet_decided",
        'another "Thôn Mẫu Ha", about which decisions.yml has the answer',
        TABLE,
        "hamlet_name",
        REPAIRED,
        "decided_name",
        1,
        put("Thôn Mẫu Ha"),
        _hamlet_with_a_twin,
    ),
    FaultKind(
        "month_for_day",
        '"tháng 7/2021" where a month is good enough',
        TABLE,
        "date",
        REPAIRED,
        "read_date",
        2,
        month_alone,
        _within_its_year,
        span,
    ),
)
