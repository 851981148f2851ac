"""Poverty of the table of households: one standard at a time, errors only for samples."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from ketnghia_analysis.measures.change import NotComparableError
from ketnghia_analysis.measures.household_poverty import household_poverty
from ketnghia_analysis.measures.poverty_standards import STANDARDS

ROUNDS = pd.DataFrame({"round_id": ["D1", "D2"], "poverty_standard": ["59/2015", "07/2021"]})
COLUMNS = STANDARDS["07/2021"].columns


def _homes(*lacking: int, round_id: str = "D2") -> pd.DataFrame:
    rows = [{name: place < lacks for place, name in enumerate(COLUMNS)} for lacks in lacking]
    frame = pd.DataFrame(rows).astype("boolean")
    return frame.assign(round_id=round_id, hamlet_id=["H1", "H2"] * (len(rows) // 2))


def test_a_household_is_poor_from_three_deprivations_on() -> None:
    result = household_poverty(_homes(2, 3, 0, 6), ROUNDS, by=["hamlet_id"])
    assert result.standard == "07/2021"
    assert result.value("H") == 0.5
    assert result.value("M0") == pytest.approx((3 / 12 + 6 / 12) / 4)
    assert result.value("H", group_by="hamlet_id", group="H1") == 0.0
    assert isnan(result.row("H")["se"])


def test_sampling_columns_bring_weights_and_errors() -> None:
    homes = _homes(2, 3, 0, 6).assign(sampling_weight=[1.0, 2.0, 1.0, 1.0])
    result = household_poverty(homes, ROUNDS)
    assert result.value("H") == pytest.approx(3 / 5)
    assert result.row("H")["se"] > 0


def test_an_indicator_that_no_file_brought_is_unknown_for_all() -> None:
    result = household_poverty(_homes(4, 0).drop(columns=COLUMNS[-1]), ROUNDS, missing="bounds")
    assert result.dropped == 2
    assert (result.row("H")["lowest"], result.row("H")["highest"]) == (0.5, 0.5)


def test_households_of_two_standards_are_not_thrown_together() -> None:
    both = pd.concat([_homes(1, 2), _homes(1, 2, round_id="D1")], ignore_index=True)
    with pytest.raises(NotComparableError, match="07/2021, 59/2015"):
        household_poverty(both, ROUNDS)
    with pytest.raises(NotComparableError, match="không rõ"):
        household_poverty(_homes(1, 2, round_id="?"), ROUNDS)
