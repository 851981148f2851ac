"""Poverty standards as dated rules, and the status of a household with what is unknown."""

from __future__ import annotations

from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.poverty_standards import (
    STANDARDS,
    deprivation_labels,
    standard_of_year,
)
from ketnghia_analysis.measures.poverty_status import (
    STATUSES,
    against_list,
    household_statuses,
    status_counts,
    statuses_by_round,
)
from ketnghia_analysis.vocabulary.codes import POVERTY_STANDARDS
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.survey_tables import HOUSEHOLDS


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (2020, "59/2015"),
        (2021, "59/2015"),
        (2022, "07/2021"),
        (2025, "07/2021"),
        (2026, "07/2021"),
        (2027, "351/2025"),
        (2030, "351/2025"),
    ],
)
def test_every_year_has_its_standard(year: int, code: str) -> None:
    assert standard_of_year(year).code == code


@pytest.mark.parametrize("year", [2015, 2031])
def test_a_year_without_standard_is_refused(year: int) -> None:
    with pytest.raises(DataFault, match=str(year)):
        standard_of_year(year)


def test_the_standards_are_those_of_the_vocabulary_and_count_its_columns() -> None:
    assert list(STANDARDS) == POVERTY_STANDARDS.values
    sizes = {code: len(one.indicators) for code, one in STANDARDS.items()}
    assert sizes == {"59/2015": 10, "07/2021": 12, "351/2025": 12}
    for one in STANDARDS.values():
        assert set(one.columns) <= set(HOUSEHOLDS.names)
        assert all(deprivation_labels(one).values())
        assert one.cutoff == pytest.approx(3 / len(one.indicators))
    assert STANDARDS["351/2025"].unverified


def _household(code: str, lacks: int | None, **values: Any) -> pd.DataFrame:
    """One household that lacks so many services; None leaves all of them unknown."""
    names = STANDARDS[code].columns
    told = {name: None if lacks is None else place < lacks for place, name in enumerate(names)}
    frame = pd.DataFrame([told | {"area": "rural"} | values])
    types = {name: HOUSEHOLDS[name].dtype for name in frame.columns}
    return frame.astype(types)


CASES = [
    ("59/2015", 700_000, "rural", 0, "poor"),
    ("59/2015", 700_001, "rural", 2, "near_poor"),
    ("59/2015", 1_000_000, "rural", 3, "poor"),
    ("59/2015", 1_000_001, "rural", 9, "middle"),
    ("59/2015", 1_500_001, "rural", 9, "other"),
    ("59/2015", 900_000, "urban", 0, "poor"),
    ("59/2015", 1_300_000, "urban", 2, "near_poor"),
    ("59/2015", 1_950_000, "urban", 3, "middle"),
    ("07/2021", 1_500_000, "rural", 3, "poor"),
    ("07/2021", 0, "rural", 2, "near_poor"),
    ("07/2021", 1_500_001, "rural", 12, "middle"),
    ("07/2021", 2_250_000, "rural", 0, "middle"),
    ("07/2021", 2_250_001, "rural", 12, "other"),
    ("07/2021", 2_000_000, "urban", 3, "poor"),
    ("07/2021", 3_000_000, "urban", 0, "middle"),
    ("351/2025", 2_200_000, "rural", 3, "poor"),
    ("351/2025", 2_800_000, "urban", 2, "near_poor"),
]


@pytest.mark.parametrize(("code", "income", "area", "lacks", "status"), CASES)
def test_a_household_has_the_status_of_its_standard(
    code: str, income: int, area: str, lacks: int, status: str
) -> None:
    home = _household(code, lacks, area=area, income_dong_per_person_month=income)
    found = household_statuses(home, STANDARDS[code]).iloc[0]
    assert found["status"] == status
    assert (found["worst"], found["best"]) == (status, status)
    assert found["lacks_least"] == found["lacks_most"] == lacks


@pytest.mark.parametrize(
    ("code", "home", "possible"),
    [
        # nothing known but that it lacks four services
        ("07/2021", {"lacks": 4, "income_dong_per_person_month": None}, "poor middle other"),
        ("59/2015", {"lacks": 0, "income_dong_per_person_month": None}, " ".join(STATUSES)),
        ("07/2021", {"lacks": None, "income_dong_per_person_month": 1_000_000}, "poor near_poor"),
        ("59/2015", {"lacks": None, "income_dong_per_person_month": 700_000}, "poor"),
        # 1.8 million: above the rural line, below the urban one
        (
            "07/2021",
            {"lacks": 3, "income_dong_per_person_month": 1_800_000, "area": None},
            "poor middle",
        ),
        # the line of the average living standard of 2027 has not been read
        ("351/2025", {"lacks": 5, "income_dong_per_person_month": 2_500_000}, "middle other"),
    ],
)
def test_what_is_unknown_leaves_several_statuses(
    code: str, home: dict[str, Any], possible: str
) -> None:
    found = household_statuses(_household(code, **home), STANDARDS[code]).iloc[0]
    wanted = possible.split()
    assert [one for one in STATUSES if found[f"may_be_{one}"]] == wanted
    assert (found["worst"], found["best"]) == (wanted[0], wanted[-1])
    assert pd.isna(found["status"]) == (len(wanted) > 1)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(list(STANDARDS)),
    st.integers(0, 3_500_000),
    st.sampled_from(["rural", "urban"]),
    st.lists(st.sampled_from([True, False, None]), min_size=12, max_size=12),
)
def test_every_completion_of_the_unknown_lies_in_the_range_and_the_range_is_reached(
    code: str, income: int, area: str, cells: list[bool | None]
) -> None:
    standard = STANDARDS[code]
    told = dict(zip(standard.columns, cells, strict=False))
    blanks = [name for name, cell in told.items() if cell is None]
    fewest = sum(cell is True for cell in told.values())
    frame = _household(code, 0, area=area, income_dong_per_person_month=income).assign(
        **{name: pd.array([cell], dtype="boolean") for name, cell in told.items()}
    )
    row = household_statuses(frame, standard).iloc[0]
    seen = set()
    for more in range(len(blanks) + 1):
        full = household_statuses(
            _household(code, fewest + more, area=area, income_dong_per_person_month=income),
            standard,
        ).iloc[0]
        seen |= {one for one in STATUSES if full[f"may_be_{one}"]}
    assert {one for one in STATUSES if row[f"may_be_{one}"]} == seen


def test_each_round_is_judged_by_the_standard_it_applied() -> None:
    homes = pd.concat(
        [
            _household("59/2015", 0, income_dong_per_person_month=700_000, round_id="A"),
            _household("07/2021", 0, income_dong_per_person_month=700_000, round_id="B"),
            _household("07/2021", 0, income_dong_per_person_month=700_000, round_id="?"),
        ],
        ignore_index=True,
    )
    rounds = pd.DataFrame({"round_id": ["A", "B"], "poverty_standard": ["59/2015", "07/2021"]})
    found = statuses_by_round(homes, rounds)
    assert found["status"].tolist()[:2] == ["poor", "near_poor"]
    assert pd.isna(found["status"].iloc[2])
    assert found["poverty_standard"].tolist()[:2] == ["59/2015", "07/2021"]


def test_counts_of_a_hamlet_have_a_range() -> None:
    homes = pd.concat(
        [
            _household("07/2021", 3, income_dong_per_person_month=1_000_000),
            _household("07/2021", None, income_dong_per_person_month=1_000_000),
            _household("07/2021", 0, income_dong_per_person_month=9_000_000),
        ],
        ignore_index=True,
    )
    statuses = household_statuses(homes, STANDARDS["07/2021"])
    told = status_counts(statuses, pd.Series(["H1", "H1", "H1"])).loc["H1"]
    assert (told["households"], told["poor_least"], told["poor_most"]) == (3, 1, 2)
    assert (told["other_least"], told["other_most"]) == (1, 1)


@pytest.mark.parametrize(
    ("listed", "lacks", "agreement"),
    [
        ("poor", 3, "same"),
        ("near_poor", 3, "differs"),
        ("poor", None, "unknown"),
        ("other", None, "differs"),
        (None, 3, "unknown"),
    ],
)
def test_a_difference_from_the_list_is_told_and_the_list_stays(
    listed: str | None, lacks: int | None, agreement: str
) -> None:
    home = _household(
        "07/2021", lacks, income_dong_per_person_month=1_000_000, household_class=listed
    )
    before = home.copy()
    statuses = household_statuses(home, STANDARDS["07/2021"])
    assert against_list(home, statuses).tolist() == [agreement]
    pd.testing.assert_frame_equal(home, before)


def test_a_column_that_never_came_is_unknown_for_everybody() -> None:
    found = household_statuses(pd.DataFrame(index=["x", "y"]), STANDARDS["07/2021"])
    assert found["lacks_most"].tolist() == [12, 12]
    assert found["status"].isna().all()
    assert len(list(product(found.index, STATUSES))) == found.filter(like="may_be_").sum().sum()
