"""Rates of small hamlets beside their shrunk values."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import HIDDEN, KNOWN
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs.sections import Paragraph
from ketnghia_analysis.outputs.shrunk_rates import KEY_RATES, shrunk_blocks, shrunk_rates_table
from ketnghia_analysis.outputs.tables import ReportTable

POOR = "poor_household_share_percent"


@pytest.fixture
def analysis(analysed: YearFacts) -> Analysis:
    assert analysed.analysis is not None
    return analysed.analysis


def _of(table: ReportTable, name: str) -> pd.DataFrame:
    rows = table.frame[table.frame["Chỉ số"] == INDICATORS[name].heading]
    return rows.set_index(["Thôn", "Xã"])


def test_both_numbers_of_every_published_rate_stand_there(
    analysed: YearFacts, analysis: Analysis
) -> None:
    table = shrunk_rates_table(analysed, analysis)
    described, states = analysed.hamlets.described, analysed.hamlets.states
    for name in KEY_RATES:
        rows = _of(table, name)
        known = states.index[states[name] == KNOWN]
        places = zip(described["name"][known], described["commune_name"][known], strict=True)
        assert set(rows.index) == set(places)
        rates = analysed.hamlets.values.loc[known, name].astype("float64")
        assert sorted(rows["Tỷ lệ (%)"]) == pytest.approx(sorted(rates))
    assert {POOR, "temporary_house_share_percent"} <= set(KEY_RATES)
    assert (states["temporary_house_share_percent"] == HIDDEN).any()


def test_a_shrunk_rate_lies_between_the_own_and_the_common_one(
    analysed: YearFacts, analysis: Analysis
) -> None:
    rows = _of(shrunk_rates_table(analysed, analysis, [POOR]), POOR)
    told, _ = shrunk_blocks(analysed, analysis)
    assert isinstance(told, Paragraph)
    common = float(told.text.split("mức chung của huyện là ")[1].split(" %")[0].replace(",", "."))
    own = rows["Tỷ lệ (%)"]
    moved = rows["Chênh"]
    # towards the common rate, never beyond it; that is printed with one decimal
    clear = (own - common).abs() > 0.1
    assert ((moved[clear] > 0) == (own[clear] < common)).all()
    assert (moved.abs() <= (own - common).abs() + 0.05).all()
    first = rows["Đã kéo về (khoảng 95 %)"].iloc[0].split(" ")[0]
    assert float(first.replace(",", ".")) == pytest.approx((own + moved).iloc[0], abs=0.051)


def test_those_that_moved_most_are_shown(analysed: YearFacts, analysis: Analysis) -> None:
    _, table = shrunk_blocks(analysed, analysis)
    assert isinstance(table, ReportTable)
    every = _of(shrunk_rates_table(analysed, analysis, [POOR]), POOR)["Chênh"].abs()
    assert table.frame["Chênh"].abs().to_list() == pytest.approx(
        sorted(every, reverse=True)[: len(table.frame)]
    )


def test_too_few_known_hamlets_are_told_in_words(analysed: YearFacts, analysis: Analysis) -> None:
    told = analysed.hamlets.told.copy()
    told[POOR] = told[POOR].where(told.index == told[POOR].first_valid_index())
    bare = replace(analysed, hamlets=replace(analysed.hamlets, told=told))
    (only,) = shrunk_blocks(bare, analysis)
    assert isinstance(only, Paragraph)
    assert "chưa đủ thôn" in only.text
    assert shrunk_rates_table(bare, analysis, [POOR]).frame.empty
