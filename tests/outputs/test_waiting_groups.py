"""Waiting times: half and mean with their intervals, and groups with a test of their difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statsmodels.duration.survfunc import survdiff

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import figure_of
from ketnghia_analysis.measures.durations import durations
from ketnghia_analysis.measures.verdict import p_vi
from ketnghia_analysis.outputs.analysis_sections import waiting_blocks
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.sections import Paragraph
from ketnghia_analysis.outputs.waiting_groups import waiting_group_blocks
from ketnghia_analysis.vocabulary.cited_text import plain
from ketnghia_analysis.vocabulary.wording import number_vi, range_vi


@pytest.fixture
def analysis(analysed: YearFacts) -> Analysis:
    assert analysed.analysis is not None
    return analysed.analysis


def test_groups_are_drawn_and_tested(analysed: YearFacts, analysis: Analysis) -> None:
    chart, worries, promises = waiting_group_blocks(analysed, analysis)
    assert isinstance(chart, Picture)
    assert "Sinh hoạt: " in chart.alt
    assert "Sản xuất: " in chart.alt
    assert isinstance(worries, Paragraph)
    spells = analysis.difficulty_spells
    found = durations(spells, analysed.window.end)
    groups = spells["affects"].reindex(found.rows.index).dropna()
    p_values = []
    for reading in ("quick", "slow"):
        days, ended = (part.loc[groups.index] for part in found.reading(reading))  # type: ignore[arg-type]
        p_values.append(survdiff(days, ended.astype(int), groups)[1])
    assert f"(kiểm định log-rank, {p_vi(max(p_values))})" in worries.text
    assert isinstance(promises, Paragraph)
    assert "theo cơ quan" in promises.text


def test_a_difference_is_never_called_a_rank(analysed: YearFacts, analysis: Analysis) -> None:
    for one in waiting_group_blocks(analysed, analysis):
        if isinstance(one, Paragraph):
            differ = "khác nhau rõ (" in one.text and "chưa thấy" not in one.text
            assert ("không dùng để xếp hạng" in one.text) == differ


def test_too_few_are_told_in_words(analysed: YearFacts, analysis: Analysis) -> None:
    tables = dict(analysis.year.tables)
    for name in ("difficulties", "commitments"):
        tables[name] = tables[name].iloc[:3]
    few = Analysis(replace(analysis.year, tables=tables))
    worries, promises = waiting_group_blocks(analysed, few)
    for told in (worries, promises):
        assert isinstance(told, Paragraph)
        assert "chưa đủ việc đã xong" in told.text


def test_without_anything_nothing_fails(analysed: YearFacts, analysis: Analysis) -> None:
    empty = {
        name: rows.iloc[:0] if name in ("difficulties", "commitments") else rows
        for name, rows in analysis.year.tables.items()
    }
    found = waiting_group_blocks(analysed, Analysis(replace(analysis.year, tables=empty)))
    assert [type(one) for one in found] == [Paragraph, Paragraph]


def test_the_report_tells_half_and_mean_of_the_waits_with_their_intervals(
    analysed: YearFacts, analysis: Analysis
) -> None:
    told = waiting_blocks(analysed)[0]
    assert isinstance(told, Paragraph)
    text = plain(told.text)
    assert analysis.waiting is not None
    median, mean = analysis.waiting.quantile(), analysis.waiting.restricted_mean(365)
    assert f"giải quyết sau {number_vi(median.least)} ngày" in text
    assert f"khoảng tin cậy 95 %: {range_vi(median.low, median.high)} ngày" in text
    assert f"bình quân {range_vi(mean.low, mean.high)} ngày (khoảng tin cậy 95 %)" in text


def test_a_mean_over_more_days_than_were_seen_is_not_told(analysed: YearFacts) -> None:
    found = figure_of(analysed, "waiting_mean", days="100000")
    assert found.sourced.value is None
    assert "100000 ngày" in found.sourced.note
