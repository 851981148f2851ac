"""Poverty by the table of households: now, since a round before, against the list."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import HIDDEN_TEXT
from ketnghia_analysis.outputs.household_blocks import household_blocks, told_counts
from ketnghia_analysis.outputs.sections import Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.tables import TABLES


@pytest.fixture
def analysis(analysed: YearFacts) -> Analysis:
    assert analysed.analysis is not None
    return analysed.analysis


def _rows(analysis: Analysis, year: int, households: int, poor: int) -> pd.DataFrame:
    """Households of a round, of which the first ones lack everything and the others nothing."""
    rounds = analysis.year.tables["survey_rounds"]
    last = rounds.loc[rounds["year"] == year, "round_id"].iloc[-1]
    table = TABLES["households"]
    rows = pd.DataFrame(
        {
            "household_id": [f"H{one}" for one in range(households)],
            "round_id": last,
            "hamlet_id": analysis.year.tables["hamlets"]["hamlet_id"].iloc[0],
        }
    ).reindex(columns=table.names)
    for column in table.columns:
        if column.name.startswith("deprived_"):
            rows[column.name] = [one < poor for one in range(households)]
    return rows.astype(table.dtypes)


def _with(analysis: Analysis, *rows: pd.DataFrame) -> Analysis:
    tables = {**analysis.year.tables, "households": pd.concat(rows, ignore_index=True)}
    return Analysis(replace(analysis.year, tables=tables))


def test_poverty_by_households_is_told_where_they_were_sent(analysis: Analysis) -> None:
    (told,) = household_blocks(analysis)
    assert isinstance(told, Paragraph)
    table, unclear = household_blocks(_with(analysis, _rows(analysis, 2024, 40, 10)))
    assert isinstance(table, ReportTable)
    # ten of forty lack everything, the others nothing
    assert list(table.frame["Các hộ đủ số liệu"]) == pytest.approx([25.0, 100.0, 25.0])
    assert "Chưa đối chiếu bản gốc: ngưỡng của 12 chỉ số thiếu hụt" in table.note
    assert isinstance(unclear, Paragraph)
    assert "Chưa đủ số liệu thu nhập" in unclear.text


@pytest.mark.parametrize(("households", "poor"), [(9, 5), (40, 3)])
def test_few_households_are_not_told(analysis: Analysis, households: int, poor: int) -> None:
    (told,) = household_blocks(_with(analysis, _rows(analysis, 2024, households, poor)))
    assert isinstance(told, Paragraph)


def test_the_change_since_a_round_by_the_same_standard(analysis: Analysis) -> None:
    both = _with(analysis, _rows(analysis, 2022, 40, 20), _rows(analysis, 2024, 40, 10))
    _, change, _ = household_blocks(both)
    assert isinstance(change, ReportTable)
    assert change.title.endswith("so với năm 2022")
    rates = change.frame.iloc[0]
    assert rates[["Năm 2022", "Năm 2024", "Thay đổi"]].to_list() == pytest.approx([50, 25, -25])


def test_another_standard_is_not_compared(analysis: Analysis) -> None:
    both = _with(analysis, _rows(analysis, 2020, 40, 20), _rows(analysis, 2024, 40, 10))
    _, refusal, _ = household_blocks(both)
    assert isinstance(refusal, Paragraph)
    assert refusal.text.startswith("Chưa so được với năm 2020: ")


def test_a_small_number_of_an_earlier_round_is_not_told_either(analysis: Analysis) -> None:
    both = _with(analysis, _rows(analysis, 2022, 40, 2), _rows(analysis, 2024, 40, 10))
    blocks = household_blocks(both)
    assert len(blocks) == 2
    assert not [one for one in blocks if isinstance(one, ReportTable) and "2022" in one.title]


def test_the_list_is_held_against_the_figures_of_the_households(analysis: Analysis) -> None:
    rows = _rows(analysis, 2024, 40, 10)
    # the ten that lack everything have hardly any income, the others much; six are listed wrongly
    income = [500_000] * 10 + [20_000_000] * 30
    listed = ["poor"] * 10 + ["poor"] * 6 + ["other"] * 24
    rows = rows.assign(
        area=pd.Series("rural", index=rows.index, dtype=rows["area"].dtype),
        income_dong_per_person_month=pd.Series(
            income, dtype=rows.dtypes["income_dong_per_person_month"]
        ),
        household_class=pd.Series(listed, dtype=rows["household_class"].dtype),
    )
    _, table = household_blocks(_with(analysis, rows))
    assert isinstance(table, ReportTable)
    told = table.frame.set_index("Loại hộ")
    assert told["Theo danh sách"].to_list() == ["16", "0", "0", "24"]
    assert told["Theo số liệu của hộ"].to_list() == ["10", "0", "0", "30"]
    assert table.note.startswith("6 hộ có số liệu khác loại")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([16, 0, 0, 24], ["16", "0", "0", "24"]),
        ([3, 2, 0, 24], [HIDDEN_TEXT, HIDDEN_TEXT, "0", "24"]),
        ([3, 10, 0, 24], [HIDDEN_TEXT, HIDDEN_TEXT, "0", "24"]),
        ([3], [HIDDEN_TEXT]),
        ([5], ["5"]),
    ],
)
def test_no_small_count_follows_from_the_others(counts: list[int], told: list[str]) -> None:
    assert told_counts(counts) == told
