"""Faults in promises, meetings, difficulties and in the list of reports."""

from __future__ import annotations

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.faults.days import (
    day_in,
    month_alone,
    quarter_alone,
    quarter_of,
    span,
)
from ketnghia_analysis.demo.faults.kinds import (
    DROPPED,
    HELD,
    REPAIRED,
    FaultKind,
    Spot,
    has_value,
)
from ketnghia_analysis.demo.faults.spots import above, put


def _promise_with_deadline(spot: Spot, column: str) -> bool:
    return has_value(spot, column) and has_value(spot, "due_on")


def _early_meeting(spot: Spot, column: str) -> bool:
    return has_value(spot, column) and not spot.document.path.startswith(str(names.LAST_YEAR))


def _resolved_after_its_quarter_began(spot: Spot, column: str) -> bool:
    if not has_value(spot, column):
        return False
    day = day_in(spot.line.cells[column])
    first, _ = quarter_of(day)
    return day.year < names.LAST_YEAR and first > day_in(spot.line.cells["raised_on"])


FAULTS = (
    FaultKind(
        "optional_date_impossible",
        "an impossible day of completion",
        "commitments",
        "completed_on",
        DROPPED,
        "dropped_not_a_date",
        2,
        put("30/02/2023"),
    ),
    FaultKind(
        "extension_before_deadline",
        "a new deadline before the old one",
        "commitments",
        "extended_to",
        HELD,
        "rule_broken",
        2,
        put("01/01/2020"),
        _promise_with_deadline,
    ),
    FaultKind(
        "agency_unknown",
        "an agency that is not in the register",
        "coordination_meetings",
        "agency_name",
        HELD,
        "unknown_agency",
        2,
        put("Phòng Y tế"),
    ),
    FaultKind(
        "commune_of_another_time",
        "a commune that did not exist yet",
        "coordination_meetings",
        "commune_name",
        HELD,
        "unknown_commune",
        2,
        put("Mẫu Thuận"),
        _early_meeting,
    ),
    FaultKind(
        "more_done_than_concluded",
        "more conclusions carried out than drawn",
        "coordination_meetings",
        "conclusions_done",
        HELD,
        "rule_broken",
        2,
        above("conclusions", 3),
    ),
    FaultKind(
        "group_unknown",
        "a group of difficulties that is not on the list",
        "difficulties",
        "group",
        HELD,
        "unknown_code",
        1,
        put("Nhóm lạ"),
    ),
    FaultKind(
        "quarter_for_day",
        '"Quý III/2021" where a quarter is good enough',
        "difficulties",
        "resolved_on",
        REPAIRED,
        "read_date",
        2,
        quarter_alone,
        _resolved_after_its_quarter_began,
        span,
    ),
    FaultKind(
        "month_for_deadline_day",
        "a month where the day decides whether a report was in time",
        "submitted_reports",
        "submitted_on",
        DROPPED,
        "dropped_imprecise_date",
        2,
        month_alone,
    ),
)
