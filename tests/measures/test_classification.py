"""Classes of hamlets and communes by dated rules: met, not met, or left open; never overwritten."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.change import NotComparableError
from ketnghia_analysis.measures.classification import (
    Verdicts,
    against_register,
    classify_hamlets,
    hamlet_facts,
    reclassified,
    zones,
)
from ketnghia_analysis.measures.classification_rules import RULES, class_rule
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.errors import DataFault

EASY = {
    "minority_household_share_percent": 40.0,
    "minority_people_share_percent": 40.0,
    "poor_household_share_percent": 5.0,
    "poor_minority_households": 5,
    "minority_share_of_poor_percent": 50.0,
    "commune_road_hard_to_use": False,
    "without_grid_percent": 0.0,
    "multidimensional_poor_percent": 8.0,
    "paved_hamlet_road_share_percent": 90.0,
    "mekong_delta": False,
    "national_poverty_percent": 4.06,
}
"""A hamlet that no rule calls hard."""


def _facts(**values: Any) -> pd.DataFrame:
    return pd.DataFrame([EASY | values], index=["H1"])


def _verdict(year: int, **values: Any) -> Any:
    found = classify_hamlets(_facts(**values), year).met.iloc[0]
    return None if pd.isna(found) else bool(found)


P, S = "poor_household_share_percent", "minority_share_of_poor_percent"


@pytest.mark.parametrize(
    ("values", "hard"),
    [
        ({}, False),
        ({P: 20.0}, True),
        ({P: 20.0, "minority_household_share_percent": 14.9}, False),
        ({P: 20.0, "minority_household_share_percent": 15.0}, True),
        ({P: 19.9}, False),
        ({P: 15.0, S: 60.0}, False),
        ({P: 15.0, S: 60.1}, True),
        ({P: 15.0, "commune_road_hard_to_use": True}, True),
        ({P: 15.0, "without_grid_percent": 30.0}, False),
        ({P: 15.0, "without_grid_percent": 30.1}, True),
        ({P: 14.9, S: 90.0, "without_grid_percent": 90.0}, False),
        ({P: 15.0, "mekong_delta": True}, True),
        ({P: 12.0, S: 61.0, "mekong_delta": True}, True),
        ({P: 12.0, S: 61.0}, False),
        ({"poor_minority_households": 31, "mekong_delta": True}, True),
        ({"poor_minority_households": 31}, False),
        ({P: None}, None),
        ({P: None, "minority_household_share_percent": 3.0}, False),
        ({P: 17.0, "commune_road_hard_to_use": None}, None),
        ({P: 17.0, "commune_road_hard_to_use": None, S: 70.0}, True),
        ({P: 25.0, "commune_road_hard_to_use": None, S: None}, True),
        # whether it lies in the delta decides only between the two limits
        ({P: 17.0, "mekong_delta": None}, None),
        ({P: 25.0, "mekong_delta": None}, True),
    ],
)
def test_a_hamlet_of_2021_to_2025(values: dict[str, Any], hard: bool | None) -> None:
    assert _verdict(2024, **values) is hard


M, R, G = (
    "multidimensional_poor_percent",
    "paved_hamlet_road_share_percent",
    "without_grid_percent",
)


@pytest.mark.parametrize(
    ("values", "hard", "drafted"),
    [
        ({}, False, False),
        # 4 x 4.06 = 16.24
        ({M: 16.24, R: 59.9}, True, True),
        ({M: 16.23, R: 59.9}, None, False),
        ({M: 16.24, R: 60.0}, None, False),
        ({M: 16.24, G: 31.0}, None, True),
        ({R: 59.9, G: 31.0}, None, True),
        ({G: 31.0}, False, False),
        # 3 x 4.06 = 12.18 in the delta
        ({M: 12.18, R: 10.0, "mekong_delta": True}, True, True),
        ({M: 16.24, R: 59.9, "minority_people_share_percent": 14.0}, False, False),
        ({M: 30.0, R: 59.9, "national_poverty_percent": None}, None, None),
    ],
)
def test_a_hamlet_from_2026_the_criterion_not_verified_leaves_it_open(
    values: dict[str, Any], hard: bool | None, drafted: bool | None
) -> None:
    found = classify_hamlets(_facts(**values), 2026)
    told = [
        None if pd.isna(one.iloc[0]) else bool(one.iloc[0]) for one in (found.met, found.as_drafted)
    ]
    assert told == [hard, drafted]


def test_every_criterion_is_reasoned_with_its_figure() -> None:
    found = classify_hamlets(_facts(**{P: 23.4, "commune_road_hard_to_use": None}), 2023)
    said = found.reasons.iloc[0]
    assert "Tỷ lệ hộ nghèo từ 20 (ĐBSCL 15) %: 23,4 % (đạt)" in said
    assert "đi lại rất khó khăn: chưa có số liệu (chưa rõ)" in said
    assert "chưa đối chiếu bản gốc" in classify_hamlets(_facts(), 2027).reasons.iloc[0]


def test_a_year_without_rule_is_refused() -> None:
    with pytest.raises(DataFault, match="2019"):
        classify_hamlets(_facts(), 2019)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([2024, 2026]),
    st.dictionaries(st.sampled_from(list(EASY)), st.none(), max_size=4),
    st.floats(0, 40),
    st.floats(0, 100),
)
def test_what_is_unknown_never_turns_a_verdict_round(
    year: int, blank: dict[str, None], poor: float, road: float
) -> None:
    full = {P: poor, M: poor, R: road}
    known, less = _verdict(year, **full), _verdict(year, **(full | blank))
    assert less is None or known is None or known == less


# ---------------------------------------------------------------------------- beside the register


@pytest.mark.parametrize(
    ("listed", "poor", "agreement", "said"),
    [
        (True, 25.0, "same", "danh mục ghi là có"),
        (False, 25.0, "differs", "thôn có thuộc diện"),
        (True, 5.0, "differs", "thôn không thuộc diện"),
        (None, 25.0, "unknown", "danh mục chưa ghi"),
        (True, None, "unknown", "Chưa đủ căn cứ"),
    ],
)
def test_a_difference_from_the_list_is_told(
    listed: bool | None, poor: float | None, agreement: str, said: str
) -> None:
    register = pd.Series([listed], index=["H1"], dtype="boolean")
    told = against_register(classify_hamlets(_facts(**{P: poor}), 2024), register)
    assert told["agreement"].tolist() == [agreement]
    assert said in told["said"].iloc[0]
    assert told["listed"].iloc[0] is register.iloc[0] or told["listed"].iloc[0] == listed


def test_the_demo_is_classed_from_its_panel(demo_year: YearInput) -> None:
    facts = hamlet_facts(demo_year.panel, 2024)
    found = classify_hamlets(facts, 2024)
    assert isinstance(found, Verdicts)
    assert set(found.criteria) >= {"minority", "poor", "hard_road", "no_grid"}
    assert found.met.notna().any()
    surely = facts[P].ge(20) & facts["minority_household_share_percent"].ge(15)
    assert found.met[surely.fillna(False)].all()
    assert (facts["without_grid_percent"].dropna() >= 0).all()


def test_classes_of_different_rules_are_not_compared() -> None:
    last, first = classify_hamlets(_facts(**{P: 30.0}), 2025), classify_hamlets(_facts(), 2022)
    assert reclassified(first, last)["entered"].tolist() == [True]
    with pytest.raises(NotComparableError, match="272/2025"):
        reclassified(last, classify_hamlets(_facts(), 2026))


# --------------------------------------------------------------------------------------- communes

COMMUNE = {"minority_household_share_percent": 40.0, "mekong_delta": False}


@pytest.mark.parametrize(
    ("values", "easiest", "hardest"),
    [
        ({P: 9.9, "new_rural_standard": False}, "I", "I"),
        ({P: 35.0, "new_rural_standard": True}, "I", "I"),
        ({P: 12.0, "new_rural_standard": False}, "II", "II"),
        ({P: 20.0, "new_rural_standard": False}, "III", "III"),
        ({P: 16.0, "new_rural_standard": False, "minority_illiterate_percent": 20.0}, "III", "III"),
        ({P: 16.0, "new_rural_standard": False}, "II", "III"),
        ({P: 20.0}, "I", "III"),
        ({P: 20.0, "minority_household_share_percent": 3.0}, "none", "none"),
        ({P: 9.0, "minority_household_share_percent": None}, "none", "I"),
    ],
)
def test_a_commune_of_2021_to_2025(values: dict[str, Any], easiest: str, hardest: str) -> None:
    row = zones(pd.DataFrame([COMMUNE | values]), 2023).iloc[0]
    assert (row["easiest"], row["hardest"]) == (easiest, hardest)
    assert row["zone"] == easiest if easiest == hardest else pd.isna(row["zone"])


@pytest.mark.parametrize(
    ("met", "hamlets", "easiest", "hardest"),
    [
        (2, 80.0, "I", "I"),
        (3, 50.0, "II", "II"),
        (3, 50.1, "III", "III"),
        (6, 0.0, "III", "III"),
        (4, None, "II", "III"),
        (None, 0.0, "I", "III"),
    ],
)
def test_a_commune_from_2026(
    met: int | None, hamlets: float | None, easiest: str, hardest: str
) -> None:
    facts = {
        "minority_people_share_percent": 10.0,
        "minority_people": 4500,
        "commune_criteria_met": met,
        "hard_hamlets_percent": hamlets,
    }
    row = zones(pd.DataFrame([facts]), 2027).iloc[0]
    assert (row["easiest"], row["hardest"]) == (easiest, hardest)


def test_rules_of_one_class_follow_each_other_without_gap() -> None:
    for subject, outcome in {(rule.subject, rule.outcome) for rule in RULES}:
        years = [year for year in range(2021, 2031) if class_rule(subject, outcome, year)]
        assert len(years) == 10
