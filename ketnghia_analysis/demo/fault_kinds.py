"""The kinds of faults planted in the demo's files, and what must happen to each."""

from __future__ import annotations

from dataclasses import dataclass

HELD, DROPPED, REPAIRED = "held", "dropped", "repaired"


@dataclass(frozen=True)
class FaultKind:
    """A kind of fault.

    Attributes:
        code: name of the kind.
        meaning: what the official did.
        table: table in which it is planted.
        column: column at fault.
        outcome: the row is "held", the cell is "dropped" (becomes missing), or it is "repaired".
        reason: code of `reasons.HELD` for held rows, of `reasons.CHANGED` otherwise.
        count: how many are planted.
    """

    code: str
    meaning: str
    table: str
    column: str
    outcome: str
    reason: str
    count: int


FAULT_KINDS: dict[str, FaultKind] = {
    kind.code: kind
    for kind in (
        FaultKind(
            "poor_above_households",
            "more poor households than households",
            "hamlet_figures",
            "poor_households",
            HELD,
            "rule_broken",
            3,
        ),
        FaultKind(
            "part_above_whole",
            "more households with clean water than with hygienic water",
            "hamlet_figures",
            "clean_water_households",
            HELD,
            "rule_broken",
            2,
        ),
        FaultKind(
            "digit_too_many",
            "a digit too many in the number of people",
            "hamlet_figures",
            "people",
            HELD,
            "rule_broken",
            2,
        ),
        FaultKind(
            "words_for_number",
            '"chưa tổng hợp" in the place of a number',
            "hamlet_figures",
            "near_poor_households",
            DROPPED,
            "dropped_not_a_number",
            3,
        ),
        FaultKind(
            "error_cell",
            "a formula error in the income column",
            "hamlet_figures",
            "income_million_dong_per_person",
            DROPPED,
            "dropped_error_cell",
            2,
        ),
        FaultKind(
            "formula_without_value",
            "a formula saved without its result",
            "hamlet_figures",
            "households_escaped_poverty",
            DROPPED,
            "dropped_formula_without_value",
            2,
        ),
        FaultKind(
            "hamlet_unknown",
            "a hamlet that is not in the register",
            "hamlet_figures",
            "hamlet_name",
            HELD,
            "unknown_hamlet",
            2,
        ),
        FaultKind(
            "hamlet_number_wrong",
            '"Thôn 24": close to "Thôn 2", "Thôn 4" and "Thôn 14", but none of them',
            "hamlet_figures",
            "hamlet_name",
            HELD,
            "unknown_hamlet",
            1,
        ),
        FaultKind(
            "year_unknown",
            "a year in which no survey was made",
            "hamlet_figures",
            "year",
            HELD,
            "unknown_round",
            2,
        ),
        FaultKind(
            "corrected_later",
            "a wrong number that corrections.yml puts right",
            "hamlet_figures",
            "households",
            REPAIRED,
            "correction",
            2,
        ),
        FaultKind(
            "hamlet_unsure",
            '"Thôn Mẫu Ha", which may be Mẫu Hà or Mẫu Hạ',
            "activities",
            "hamlet_name",
            HELD,
            "name_unsure",
            2,
        ),
        FaultKind(
            "impossible_date",
            "a day that does not exist, in a required column",
            "activities",
            "date",
            HELD,
            "not_a_date",
            3,
        ),
        FaultKind(
            "date_missing",
            "an activity without its day",
            "activities",
            "date",
            HELD,
            "required_missing",
            2,
        ),
        FaultKind(
            "date_outside_year",
            "a day of another year than the report's",
            "activities",
            "date",
            HELD,
            "outside_year",
            2,
        ),
        FaultKind(
            "not_paired",
            "an activity in a hamlet with which the agency is not paired",
            "activities",
            "hamlet_name",
            HELD,
            "no_pairing",
            2,
        ),
        FaultKind(
            "code_unknown",
            "a type of activity that is not on the list",
            "activities",
            "activity_type",
            DROPPED,
            "dropped_unknown_code",
            2,
        ),
        FaultKind(
            "optional_code_unknown",
            "a partner that is not on the list",
            "activities",
            "partner",
            DROPPED,
            "dropped_unknown_code",
            2,
        ),
        FaultKind(
            "negative_count",
            "a negative number of people",
            "activities",
            "attendances",
            DROPPED,
            "dropped_out_of_limits",
            2,
        ),
        FaultKind(
            "unit_slip",
            "đồng in a column of million đồng",
            "activities",
            "cost_dong",
            DROPPED,
            "dropped_out_of_limits",
            3,
        ),
        FaultKind(
            "phone_number",
            "a telephone number in a text",
            "activities",
            "content",
            REPAIRED,
            "personal_removed",
            2,
        ),
        FaultKind(
            "duplicate_line",
            "a line entered twice",
            "activities",
            "activity_id",
            HELD,
            "duplicate",
            3,
        ),
        FaultKind(
            "conflicting_lines",
            "two lines with one id and different content",
            "activities",
            "activity_id",
            HELD,
            "conflicting_duplicate",
            2,
        ),
        FaultKind(
            "optional_date_impossible",
            "an impossible day of completion",
            "commitments",
            "completed_on",
            DROPPED,
            "dropped_not_a_date",
            2,
        ),
        FaultKind(
            "extension_before_deadline",
            "a new deadline before the old one",
            "commitments",
            "extended_to",
            HELD,
            "rule_broken",
            2,
        ),
        FaultKind(
            "agency_unknown",
            "an agency that is not in the register",
            "coordination_meetings",
            "agency_name",
            HELD,
            "unknown_agency",
            2,
        ),
        FaultKind(
            "commune_of_another_time",
            "a commune that did not exist yet",
            "coordination_meetings",
            "commune_name",
            HELD,
            "unknown_commune",
            2,
        ),
        FaultKind(
            "more_done_than_concluded",
            "more conclusions carried out than drawn",
            "coordination_meetings",
            "conclusions_done",
            HELD,
            "rule_broken",
            2,
        ),
        FaultKind(
            "group_unknown",
            "a group of difficulties that is not on the list",
            "difficulties",
            "group",
            HELD,
            "unknown_code",
            1,
        ),
        FaultKind(
            "coordinates_swapped",
            "latitude and longitude in each other's place",
            "hamlets",
            "latitude",
            REPAIRED,
            "swapped_coordinates",
            3,
        ),
        FaultKind(
            "point_elsewhere",
            "a point far outside the hamlet's commune",
            "hamlets",
            "latitude",
            HELD,
            "impossible_point",
            2,
        ),
    )
}
