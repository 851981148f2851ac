"""Who is compared with whom, and how alike the groups were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.impact_design import balance, design, trends
from ketnghia_analysis.measures.year import YearInput

from .many import many
from .tiny import typed


def _with(year: YearInput, **tables: pd.DataFrame) -> YearInput:
    return replace(year, tables={**year.tables, **tables})


def test_paired_hamlets_are_compared_with_mixed_ones_that_never_were() -> None:
    found = design(many(9, 6, unmixed=4))
    assert (len(found.paired), len(found.others)) == (9, 6)
    assert found.only_mixed
    assert found.large_enough
    assert list(found.others) == [f"H{number:03d}" for number in range(9, 15)]


def test_with_too_few_mixed_hamlets_all_others_must_do() -> None:
    found = design(many(9, 4, unmixed=4))
    assert not found.only_mixed
    assert len(found.others) == 8


def test_rounds_before_and_after_the_first_pairing() -> None:
    found = design(many(rounds=(2018, 2019, 2021, 2022)))
    assert (found.before, found.after) == ((2018, 2019), (2021, 2022))
    assert found.cohorts == (2021,)


def test_a_round_after_the_year_is_not_looked_at() -> None:
    assert design(many(rounds=(2019, 2021, 2025))).after == (2021,)


def test_a_pairing_after_the_last_round_leaves_its_hamlet_unpaired() -> None:
    found = design(many(10, 5, starts=("2020-07-10", "2024-06-01"), rounds=(2019, 2021, 2023)))
    assert len(found.paired) == 5
    assert found.cohorts == (2021,)


def test_pairings_that_begin_later_make_cohorts() -> None:
    found = design(many(10, 5, starts=("2020-07-10", "2022-01-01"), rounds=(2019, 2021, 2022)))
    assert found.cohorts == (2021, 2022)
    assert found.before == (2019,)


def test_the_round_by_which_hamlets_were_chosen_can_be_set_aside() -> None:
    found = design(many(), setting_aside=(2019,))
    assert (found.before, found.setting_aside) == ((2018,), (2019,))
    # unless there is no other
    found = design(many(rounds=(2019, 2021)), setting_aside=(2019,))
    assert (found.before, found.setting_aside) == ((2019,), ())


def test_a_hamlet_without_any_round_before_is_named_and_left_out() -> None:
    year = many()
    figures = year.tables["hamlet_figures"]
    early = figures["round_id"].isin(["D2018", "D2019"]) & (figures["hamlet_id"] == "H000")
    found = design(_with(year, hamlet_figures=figures[~early].reset_index(drop=True)))
    assert "H000" not in found.paired
    assert found.hamlets.at["H000", "why_not"] == "không có đợt khảo sát nào trước khi bắt đầu"


def test_a_hamlet_that_lacks_most_rounds_after_is_left_out() -> None:
    year = many()
    figures = year.tables["hamlet_figures"]
    late = figures["round_id"].isin(["D2021", "D2022"]) & (figures["hamlet_id"] == "H015")
    found = design(_with(year, hamlet_figures=figures[~late].reset_index(drop=True)))
    assert found.hamlets.at["H015", "why_not"] == "thiếu quá nửa số đợt sau"


def test_a_hamlet_that_lacks_one_round_counts_as_if_it_had_moved_as_all_did() -> None:
    year = many(noise=0)
    figures = year.tables["hamlet_figures"]
    one = (figures["round_id"] == "D2023") & (figures["hamlet_id"] == "H000")
    found = design(_with(year, hamlet_figures=figures[~one].reset_index(drop=True)))
    change = found.change()
    assert len(change) == 20
    # every hamlet gained a point a year: 2022 on average against 2018.5
    assert np.allclose(change, 3.5, atol=0.02)


def test_a_hamlet_of_which_a_part_was_paired_is_paired() -> None:
    year = many(9, 6)
    register = year.tables["hamlets"]
    merged = register.copy()
    ended = merged["hamlet_id"].isin(["H000", "H009"])
    merged.loc[ended, "valid_to"] = pd.Timestamp("2022-12-31")
    merged.loc[ended, "successor_id"] = "N1"
    new = register.iloc[:1].assign(hamlet_id="N1", valid_from=pd.Timestamp("2023-01-01"))
    found = design(_with(year, hamlets=pd.concat([merged, new], ignore_index=True)))
    assert "N1" in found.paired
    assert (len(found.paired), len(found.others)) == (9, 5)


def test_the_commune_is_that_of_the_day_of_the_first_pairing() -> None:
    year = many(9, 6, communes=3)
    register = year.tables["hamlets"]
    moved = register.assign(valid_from=pd.Timestamp("2023-01-01"), commune_code="99000")
    before = register.assign(valid_to=pd.Timestamp("2022-12-31"))
    found = design(_with(year, hamlets=pd.concat([before, moved], ignore_index=True)))
    assert found.hamlets["commune"].nunique() == 3


def test_standardised_differences_by_hand() -> None:
    year = many(8, 5)
    found = design(year)
    table = balance(found, year.panel)
    last = found.outcomes.values["index"].xs(2019, level="year")
    one, other = last.loc[found.paired], last.loc[found.others]
    spread = np.sqrt((one.var() + other.var()) / 2)
    row = table.loc["index"]
    assert row["difference"] == pytest.approx((one.mean() - other.mean()) / spread)
    assert row["ratio"] == pytest.approx(one.var() / other.var())
    assert row["overlap"] == np.mean([other.min() <= value <= other.max() for value in one])
    assert table.loc["households", "difference"] == 0


def test_trends_have_a_mean_and_an_interval_for_every_round() -> None:
    found = design(many(8, 5, noise=0))
    rows = trends(found)
    assert set(rows.index.get_level_values("group")) == {"paired", "others"}
    assert (rows["low"] < rows["mean"]).all()
    # everybody gains a point a year
    assert np.allclose(rows.xs("paired")["mean"].diff().dropna(), [1, 2, 1, 1], atol=0.02)


@pytest.mark.parametrize(
    "year",
    [many(0, 5), many(9, 6, rounds=(2021, 2022)), many(9, 6, rounds=())],
    ids=["nobody paired", "no round before", "no round at all"],
)
def test_what_can_not_be_compared_is_a_design_all_the_same(year: YearInput) -> None:
    found = design(year)
    assert not (found.large_enough and found.before and found.after)
    balance(found, year.panel)
    trends(found)


def test_typed_tables_are_used() -> None:
    year = many(9, 6)
    empty = _with(year, pairings=typed("pairings", []))
    assert design(empty).paired.empty
