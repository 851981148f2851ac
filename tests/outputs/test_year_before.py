"""The year beside the year before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.tracing import trace_book
from ketnghia_analysis.outputs.sections import Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.outputs.year_before import year_before_blocks, year_before_table


def _table(facts: YearFacts) -> pd.DataFrame:
    assert facts.before is not None
    return year_before_table(facts, facts.before).frame.set_index("Nội dung")


def _limits(facts: YearFacts) -> str:
    heading, table, told = year_before_blocks(facts, 8)
    assert isinstance(heading, Heading)
    assert isinstance(table, ReportTable)
    assert isinstance(told, Paragraph)
    return told.text


def test_both_years_are_counted_by_their_own_tables(
    facts: YearFacts, facts_of: Callable[[int], YearFacts]
) -> None:
    table = _table(facts)
    for year in (2023, 2024):
        own, column = facts_of(year), f"Năm {year}"
        assert table.at["Cặp kết nghĩa được đánh giá", column] == len(own.pairings)
        assert table.at["Nội dung đăng ký", column] == len(own.commitments)
        assert table.at["Nội dung hoàn thành", column] == (own.commitments["share_low"] >= 1).sum()
        assert table.at["Khó khăn, bức xúc đang tồn", column] == own.difficulties["open"].sum()
        assert table.at["Cuộc họp phối hợp", column] == len(own.meetings)
        due = own.agencies[own.agencies["pairings"] > 0]
        assert table.at["Báo cáo nộp đúng hạn", column] == due["reports_in_time"].sum()


def test_figures_of_both_years_lead_to_their_cells(facts: YearFacts, cleaned: Cleaned) -> None:
    assert facts.before is not None
    shown = year_before_table(facts, facts.before)
    book = trace_book(cleaned, facts)
    for heading, cited in shown.references.items():
        for reference, value in zip(cited, shown.frame[heading], strict=True):
            assert book.trace(reference).figure.sourced.value == value
            assert reference.startswith(heading.removeprefix("Năm "))


def test_what_keeps_the_years_from_being_compared_is_said(facts: YearFacts) -> None:
    told = _limits(facts)
    silent = facts.pairings.groupby("agency_id")["commitments_received"].any()
    assert f"năm 2024: {(~silent).sum()} cơ quan" in told
    assert f"năm 2024: {facts.quality.held_rows} dòng" in told
    assert "chưa nói lên nguyên nhân" in told
    assert "quy tắc chấm điểm đã thay đổi" not in told


def test_other_rules_are_told_and_whole_years_too(facts: YearFacts) -> None:
    assert facts.before is not None

    def whole(one: YearFacts) -> YearFacts:
        quality = replace(one.quality, quarantine=one.quality.quarantine.iloc[:0])
        return replace(
            one, pairings=one.pairings.assign(commitments_received=True), quality=quality
        )

    both = replace(whole(facts), before=whole(facts.before))
    assert _limits(both) == "Hai năm có đủ báo cáo, so sánh được với nhau."
    older = both.rules.model_copy(update={"version": "cũ"})
    told = _limits(replace(both, rules=older))
    assert told.startswith("So sánh phải thận trọng vì quy tắc chấm điểm đã thay đổi;")


@pytest.mark.parametrize("year", [2020, 2019])
def test_nothing_is_compared_with_a_year_without_pairings(
    facts_of: Callable[[int], YearFacts], year: int
) -> None:
    first = facts_of(2020).beside([facts_of(year)])
    assert year_before_blocks(first, 8) == []
