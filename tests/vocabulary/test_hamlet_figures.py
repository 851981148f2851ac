"""The hamlet form: each count is part of another, and the rules say so."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.vocabulary.columns import Kind, Severity
from ketnghia_analysis.vocabulary.hamlet_figures import (
    DEPRIVATIONS,
    FIGURE_CHECKS,
    FIGURES,
    PARTS,
    SCHOOLING,
    deprived_households,
)
from ketnghia_analysis.vocabulary.tables import TABLES

TABLE = TABLES["hamlet_figures"]
PART_OF = [check.columns for check in FIGURE_CHECKS if "_at_most_" in check.name]
UNIT_SIZES = {"households": 100, "people": 400}
# a hamlet in which every part is as large as its whole
FULL = {
    column.name: UNIT_SIZES.get(column.unit, 5)
    for column in FIGURES
    if column.kind is not Kind.YES_NO
} | {"poor_share_reported_percent": 100}


def _row(**changes: float | None) -> pd.DataFrame:
    frame = pd.DataFrame([FULL | changes], index=[12])
    return frame.astype({name: TABLE[name].dtype for name in frame})


def _breaks(rule: str, **changes: float | None) -> bool:
    (check,) = (check for check in FIGURE_CHECKS if check.name == rule)
    return not check.holds(_row(**changes)).item()


def test_parts_may_be_as_large_as_their_wholes():
    assert [check.name for check in FIGURE_CHECKS if not check.holds(_row()).item()] == []


@pytest.mark.parametrize(("part", "whole"), PART_OF)
def test_no_part_exceeds_its_whole(part, whole):
    rule, more = f"{part}_at_most_{whole}", FULL[whole] + 1
    assert _breaks(rule, **{part: more})
    assert not _breaks(rule, **{part: more, whole: None})
    assert not _breaks(rule, **{part: None})


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("poor_households", "households"),
        ("near_poor_households", "households"),
        ("minority_people", "people"),
        ("poor_minority_households", "poor_households"),
        ("poor_minority_households", "minority_households"),
        ("clean_water_households", "hygienic_water_households"),
        ("hamlet_roads_paved_km", "hamlet_roads_km"),
        ("literate_people_15_and_over", "people_15_and_over"),
        ("upper_secondary_pupils", "upper_secondary_age_people"),
        ("deprived_water_households", "households"),
    ],
)
def test_what_is_part_of_what_is_declared(part, whole):
    assert (part, whole) in PART_OF


def test_every_count_of_households_but_flows_is_part_of_all_households():
    # who escaped or fell into poverty in the year may have moved away since
    flows = {"households_escaped_poverty", "households_fallen_into_poverty"}
    counted = {column.name for column in FIGURES if column.unit == "households"}
    bounded = {part for part, _ in PART_OF}
    assert counted - bounded == flows | {"households"}


@pytest.mark.parametrize(
    ("people", "households", "broken"),
    [
        (150, 100, False),
        (149, 100, True),
        (900, 100, False),
        (901, 100, True),
        (0, 0, False),
        (5, 0, True),
        (None, 100, False),
        (400, None, False),
    ],
)
def test_people_per_household_stay_between_one_and_a_half_and_nine(people, households, broken):
    assert _breaks("people_per_household", people=people, households=households) == broken


@pytest.mark.parametrize(
    ("reported", "poor", "households", "broken"),
    [
        (33.3, 1, 3, False),
        (33.4, 1, 3, False),
        (33.5, 1, 3, True),
        (12.5, 25, 200, False),
        (12.7, 25, 200, True),
        (None, 25, 200, False),
        (12.5, None, 200, False),
        (0, 0, 0, False),
    ],
)
def test_a_reported_poverty_rate_is_held_against_the_computed_one(
    reported, poor, households, broken
):
    written = {"poor_share_reported_percent": reported, "poor_households": poor}
    assert _breaks("poor_share_as_computed", **written, households=households) == broken


def test_only_the_reported_poverty_rate_gives_no_more_than_a_warning():
    warned = [check.name for check in FIGURE_CHECKS if check.severity is Severity.WARN]
    assert warned == ["poor_share_as_computed"]


def test_the_twelve_deprivations_have_each_a_column_found_by_its_code():
    assert list(DEPRIVATIONS) == [f"TH{number:02d}" for number in range(1, 13)]
    for code, (name, _) in DEPRIVATIONS.items():
        column = TABLE[deprived_households(name)]
        assert code in column.synonyms
        assert (column.part, column.unit) == ("B", "households")


def test_each_stage_of_school_counts_children_and_those_who_attend():
    for stage in SCHOOLING:
        assert TABLE[f"{stage}_age_people"].part == "D"
        assert TABLE[f"{stage}_pupils"].part == "D"


def test_the_form_has_four_sheets_in_order():
    order = list(dict.fromkeys(column.part for column in FIGURES))
    assert order == ["A", "B", "C", "D"]
    assert list(PARTS) == ["key", *order]
