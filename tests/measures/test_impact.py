"""Did it help? Known answers, and the words in which they are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ketnghia_analysis.demo.truth_outcomes import make_outcomes
from ketnghia_analysis.measures.impact import (
    Impact,
    did_it_help,
    main_test,
    parts_of_change,
    placebo_test,
    without_each,
)
from ketnghia_analysis.measures.impact_cautions import cautions
from ketnghia_analysis.measures.impact_design import balance, design
from ketnghia_analysis.measures.impact_large import LARGE
from ketnghia_analysis.measures.outcome_index import outcome_index
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.verdict import NO_MERIT, VERDICTS
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.periods import reporting_year

from .many import many


@pytest.fixture(scope="module")
def helped() -> Impact:
    return did_it_help(many(14, 9, effect=3, seed=2), draws=999)


def test_a_large_effect_is_evidence(helped: Impact) -> None:
    assert helped.verdict.kind == "evidence"
    assert helped.verdict.label == "có bằng chứng"
    assert helped.main is not None
    assert helped.main.low < 3 < helped.main.high
    assert helped.adjusted is not None
    assert helped.adjusted.low < 3 < helped.adjusted.high
    assert helped.placebo is not None
    assert helped.placebo.p_value > 0.05


def test_the_verdict_speaks_of_the_programme_and_not_of_an_agency(helped: Impact) -> None:
    said = " ".join([helped.verdict.sentence, *helped.verdict.reasons, *helped.verdict.cautions])
    assert NO_MERIT in helped.verdict.sentence
    assert "Phòng Mẫu" not in said
    assert "không loại trừ hết nguyên nhân khác" in helped.verdict.sentence
    assert "do kết nghĩa" not in said


def test_the_smallest_difference_that_would_be_found_is_printed(helped: Impact) -> None:
    assert any("80 % khả năng" in reason for reason in helped.verdict.reasons)


def test_domains_and_parts_stand_beside_the_main_test(helped: Impact) -> None:
    assert set(helped.domains) == {"production", "living"}
    assert len(helped.parts) == len(helped.design.outcomes.parts)
    assert helped.parts["difference"].mean() == pytest.approx(3, abs=1.5)
    assert helped.events is not None
    assert helped.events.events.index.tolist() == [-2, 0, 1, 2]


def test_parts_are_told_with_welchs_interval(helped: Impact) -> None:
    found = helped.design
    wide = found.outcomes.points["hygienic_water_share_percent"].unstack("year")
    change = wide[list(found.after)].mean(axis=1) - wide[list(found.before)].mean(axis=1)
    test = stats.ttest_ind(change[found.paired], change[found.others], equal_var=False)
    row = parts_of_change(found).loc["hygienic_water_share_percent"]
    ends = test.confidence_interval(0.95)
    assert (row["low"], row["high"]) == pytest.approx((ends.low, ends.high))


def test_no_effect_among_many_alike_hamlets_is_no_difference() -> None:
    found = did_it_help(many(20, 20, noise=0.5, seed=3), draws=499)
    assert found.verdict.kind == "no_difference"
    assert "không có nghĩa là việc kết nghĩa vô ích" in found.verdict.sentence


def test_few_noisy_hamlets_leave_everything_open() -> None:
    found = did_it_help(many(8, 5, noise=8, seed=2), draws=499)
    assert found.verdict.kind == "cannot_tell"
    assert "để ngỏ" in found.verdict.sentence


@pytest.mark.parametrize(
    ("year", "reason"),
    [
        (many(7, 9), "7 thôn kết nghĩa so sánh được, cần ít nhất 8"),
        (many(9, 4), "4 thôn đối chiếu so sánh được, cần ít nhất 5"),
        (many(9, 6, rounds=(2021, 2022)), "Không có đợt khảo sát nào trước"),
        (many(0, 6), "Chưa có thôn nào được kết nghĩa"),
    ],
)
def test_too_little_is_described_only(year: YearInput, reason: str) -> None:
    found = did_it_help(year)
    assert found.main is None
    assert found.verdict.kind == "cannot_tell"
    assert any(reason in one for one in found.verdict.reasons)


def test_groups_that_parted_before_the_start_can_not_be_compared() -> None:
    year = many(14, 9, effect=4, starts=("2020-07-10",), rounds=(2016, 2018, 2019, 2021), seed=1)
    # what looks like an effect began two years before the pairing did
    early = many(14, 9, effect=4, starts=("2018-01-01",), rounds=(2016, 2018, 2019, 2021), seed=1)
    mixed = replace(year, tables={**year.tables, "hamlet_figures": early.tables["hamlet_figures"]})
    found = did_it_help(mixed, draws=999)
    assert found.placebo is None or found.placebo.estimate != 0
    test = placebo_test(design(mixed), 999)
    assert test is not None
    # the last round before against the mean of those before it: two of three hold the jump
    assert test.estimate == pytest.approx(2, abs=1)
    assert found.verdict.kind == "cannot_tell"
    assert any("Ngay trước khi bắt đầu" in one for one in found.verdict.reasons)


def test_one_round_before_is_said_to_tell_nothing_of_trends() -> None:
    found = did_it_help(many(14, 9, effect=3, rounds=(2019, 2021, 2022), seed=1), draws=499)
    assert found.placebo is None
    assert any("Chỉ có một đợt khảo sát trước" in one for one in found.verdict.reasons)


def test_unmixed_hamlets_give_no_more_than_a_sign() -> None:
    found = did_it_help(many(14, 2, unmixed=9, effect=4, seed=1), draws=499)
    assert found.verdict.kind == "sign"
    assert any("Không đủ thôn xen ghép" in one for one in found.verdict.reasons)


def test_pairings_that_began_in_different_years_are_told_by_cohort() -> None:
    year = many(
        16,
        8,
        effect=3,
        starts=("2020-07-10", "2022-01-01"),
        rounds=(2018, 2019, 2021, 2022, 2023),
        seed=4,
    )
    found = did_it_help(year, draws=499)
    assert found.main is not None
    assert found.events is not None
    assert found.main.estimate == found.events.mean("simple")["effect"]
    assert found.main.low < 3 < found.main.high
    assert found.verdict.kind in ("evidence", "sign")


def test_one_hamlet_does_not_make_evidence() -> None:
    found = design(many(10, 8, noise=0.3, seed=6))
    largest, same = without_each(found)
    change, paired = found.change(), found.members["paired"]
    hand = [
        stats.ttest_ind(
            change.drop(one)[paired.drop(one)],
            change.drop(one)[~paired.drop(one)],
            equal_var=False,
        ).statistic
        for one in change.index
    ]
    freedom = len(change) - 3
    assert largest == pytest.approx(max(2 * stats.t.sf(abs(one), freedom) for one in hand))
    assert same == (len({np.sign(one) for one in hand}) == 1)


def test_very_many_hamlets_are_told_by_clustered_errors() -> None:
    year = many(LARGE - 100, 120, effect=1, rounds=(2019, 2021), communes=40)
    found = did_it_help(year)
    assert found.main is not None
    assert found.main.assignments == 0
    assert found.main.freedom == 39
    assert found.main.low < 1 < found.main.high
    assert any("theo cụm xã" in reason for reason in found.verdict.reasons)


def test_order_of_rows_changes_nothing(helped: Impact) -> None:
    year = many(14, 9, effect=3, seed=2)
    mixed = {name: table.iloc[::-1].reset_index(drop=True) for name, table in year.tables.items()}
    found = did_it_help(replace(year, tables=mixed), draws=999)
    assert found.main is not None
    assert helped.main is not None
    assert found.main.p_value == helped.main.p_value
    assert found.main.estimate == pytest.approx(helped.main.estimate)
    assert found.verdict.kind == helped.verdict.kind


def _chosen_for_being_poor(year: YearInput, count: int) -> YearInput:
    """The hamlets that looked worst in the last round before the start are the paired ones."""
    seen = outcome_index(year.panel).values["index"].xs(2019, level="year")
    worst = list(seen.sort_values().index[:count])
    pairings = year.tables["pairings"].assign(hamlet_id=worst)
    return replace(year, tables={**year.tables, "pairings": pairings})


def test_hamlets_chosen_when_they_looked_poor_are_judged_at_equal_levels() -> None:
    """No effect at all, but the plain difference rises by itself (regression to the mean)."""
    kinds, plainly = [], 0
    for seed in range(3):
        year = many(15, 10, noise=3, rounds=(2019, 2021, 2022), seed=seed)
        found = did_it_help(_chosen_for_being_poor(year, 15), draws=99)
        assert found.main is not None
        plainly += found.main.p_value < 0.1
        kinds.append(found.verdict.kind)
        assert any("hồi quy về trung bình" in one for one in found.verdict.cautions)
    assert plainly >= 1
    assert sum(kind in ("evidence", "sign") for kind in kinds) <= 1


# ------------------------------------------------------------------------ cautions


def _cautions(year: YearInput) -> str:
    found = design(year)
    return " ".join(cautions(year, found, balance(found, year.panel)))


def test_hamlets_chosen_for_being_poor_may_rise_by_themselves() -> None:
    year = many(9, 6, noise=0, seed=3)
    figures = year.tables["hamlet_figures"].copy()
    paired = figures["hamlet_id"].isin(year.tables["pairings"]["hamlet_id"])
    worse = paired & figures["round_id"].isin(["D2018", "D2019"])
    figures.loc[worse, "hygienic_water_households"] = 100
    tables = {**year.tables, "hamlet_figures": figures}
    assert "hồi quy về trung bình" in _cautions(replace(year, tables=tables))


def test_a_new_poverty_standard_is_named() -> None:
    year = many(9, 6)
    rounds = year.tables["survey_rounds"].copy()
    rounds.loc[rounds["year"] < 2021, "poverty_standard"] = "59/2015"
    changed = replace(year, tables={**year.tables, "survey_rounds": rounds})
    assert "Chuẩn nghèo đã thay đổi" in _cautions(changed)
    assert "Chuẩn nghèo" not in _cautions(year)


def test_neighbours_and_other_programmes_are_named() -> None:
    said = _cautions(many(9, 6))
    assert "6 thôn đối chiếu ở cùng xã" in said
    assert "1719/QĐ-TTg" in said
    apart = many(9, 6, communes=15)
    assert "cùng xã" not in _cautions(apart)


def test_a_pairing_that_ended_early_is_named() -> None:
    year = many(9, 6)
    pairings = year.tables["pairings"].copy()
    pairings.loc[0, "valid_to"] = pd.Timestamp("2022-06-30")
    changed = replace(year, tables={**year.tables, "pairings": pairings})
    assert "1 thôn không còn cơ quan kết nghĩa" in _cautions(changed)


def test_filled_and_left_out_hamlets_are_named() -> None:
    year = many(9, 6)
    figures = year.tables["hamlet_figures"].copy()
    figures.loc[0, "hygienic_water_households"] = None
    early = figures["round_id"].isin(["D2018", "D2019"]) & (figures["hamlet_id"] == "H010")
    figures = figures[~early].reset_index(drop=True)
    said = _cautions(replace(year, tables={**year.tables, "hamlet_figures": figures}))
    assert "được điền" in said
    assert "1 thôn không có đợt khảo sát nào trước" in said


# --------------------------------------------------------------------------- truth


def _outcome_year(tables: dict[str, pd.DataFrame]) -> YearInput:
    window = reporting_year(2024)
    return YearInput(tables, pd.DataFrame(), pd.DataFrame(), window, rules_for(window))


def test_the_demos_planted_truth_lies_in_the_intervals() -> None:
    """Three districts; benchmarks/impact_truth.py does two hundred."""
    covered = false_alarms = 0
    for seed in range(3):
        real, without = (design(_outcome_year(tables)) for tables in make_outcomes(seed))
        true = (real.change() - without.change()).loc[real.paired].mean()
        assert true > 0.5
        planted, luck = main_test(real, 499), main_test(without, 499)
        covered += planted.low <= true <= planted.high
        false_alarms += luck.p_value < 0.05
    assert covered >= 2
    assert false_alarms <= 1


def test_the_verdicts_are_four() -> None:
    assert list(VERDICTS.values()) == [
        "có bằng chứng",
        "có dấu hiệu, chưa chắc",
        "không thấy khác biệt",
        "không thể kết luận",
    ]
    assert reporting_year(2024).end == date(2024, 12, 14)
