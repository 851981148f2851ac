"""Further analyses are shown, or say in a sentence why not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import HIDDEN
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.measures.composite.spec import Board
from ketnghia_analysis.measures.prices import PriceIndex
from ketnghia_analysis.outputs.analysis_sections import unmet_table
from ketnghia_analysis.outputs.further_analysis import further_blocks
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.report_tables import commune_scores_table
from ketnghia_analysis.outputs.sections import Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import DIFFICULTY_GROUPS


def _under(facts: YearFacts, title: str) -> list[object]:
    blocks = further_blocks(facts)
    start = blocks.index(Heading(title)) + 1
    ends = [place for place, one in enumerate(blocks) if isinstance(one, Heading) and place > start]
    return list(blocks[start : ends[0] if ends else None])


def test_every_analysis_of_the_district_says_something(analysed: YearFacts) -> None:
    blocks = further_blocks(analysed)
    assert sum(isinstance(one, Heading) for one in blocks) == 10
    for first, second in zip(blocks, [*blocks[1:], Heading("")], strict=True):
        assert not (isinstance(first, Heading) and isinstance(second, Heading))
    pictures = [one for one in blocks if isinstance(one, Picture)]
    assert len(pictures) == 5
    assert all(len(one.alt) > 20 for one in pictures)


def test_of_a_part_of_the_district_only_a_sentence_is_told(analysed: YearFacts) -> None:
    part = analysed.only(commune=str(analysed.communes.index[0]))
    (told,) = further_blocks(part)
    assert isinstance(told, Paragraph)
    assert "toàn huyện" in told.text


def test_income_is_told_in_the_prices_of_one_year(analysed: YearFacts) -> None:
    (told,) = _under(analysed, "Thu nhập theo giá so sánh")
    assert isinstance(told, Paragraph)
    assert "price_index" in told.text
    years = range(2019, 2025)
    prices = PriceIndex(
        source="chỉ số thử", base_year=2024, index={one: 100.0 + one - 2024 for one in years}
    )
    settings: Settings = analysed.settings.model_copy(update={"price_index": prices})
    (table,) = _under(replace(analysed, settings=settings), "Thu nhập theo giá so sánh")
    assert isinstance(table, ReportTable)
    rows = table.frame.set_index("Năm")
    for year, line in rows.iterrows():
        expected = line["Giá hiện hành"] * 100 / (100 + int(str(year)) - 2024)
        assert line["Giá năm 2024"] == pytest.approx(expected)
    assert rows.at["2019", "Giá năm 2024"] > rows.at["2019", "Giá hiện hành"]


def test_the_last_line_of_the_communes_is_the_district(facts: YearFacts) -> None:
    table = commune_scores_table(facts).frame
    whole, communes = table.iloc[-1], table.iloc[:-1]
    assert whole["Xã"] == facts.title_place
    for name in table.columns.drop(["Xã", "Điểm bình quân"]):
        assert communes[name].sum() == whole[name]
    assert whole["Cặp kết nghĩa"] == len(facts.pairings)


def test_without_pairings_the_communes_table_is_empty_but_for_the_district(
    facts: YearFacts,
) -> None:
    nothing = replace(facts, pairings=facts.pairings.iloc[:0])
    table = commune_scores_table(nothing)
    assert len(table.frame) == 1
    assert table.written()[0][1] == "0"


def test_hamlets_that_stand_lowest_on_a_board_are_told(analysed: YearFacts) -> None:
    board = analysed.rules.boards["living_conditions"]
    told, table = _under(analysed, board.index.name)
    assert isinstance(told, Paragraph)
    assert analysed.rules.decided_by in told.text
    assert isinstance(table, ReportTable)
    assert len(table.frame) == 15
    names = analysed.hamlets.described["name"]
    assert set(table.frame["Thôn"]) <= set(names)
    paired = set(names[names.index.isin(analysed.pairings["hamlet_id"])])
    assert set(table.frame.loc[table.frame["Kết nghĩa"] == "có", "Thôn"]) <= paired


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("happiness_percent", "thiếu cột happiness_percent"),
        ("underweight_percent", "chưa đủ số liệu"),
    ],
)
def test_a_board_that_cannot_be_reckoned_says_why(
    analysed: YearFacts, code: str, said: str
) -> None:
    index = {"code": "index", "heading": "Thử", "children": [{"code": code, "goalposts": [0, 1]}]}
    rules = analysed.rules.model_copy(
        update={"boards": {"x": Board.model_validate({"index": index})}}
    )
    unknown = analysed.hamlets.told.assign(underweight_percent=pd.NA)
    hamlets = replace(analysed.hamlets, told=unknown)
    (told,) = _under(replace(analysed, rules=rules, hamlets=hamlets), "Thử")
    assert isinstance(told, Paragraph)
    assert said in told.text


def test_a_gap_to_the_median_is_told_only_of_published_values(analysed: YearFacts) -> None:
    assert analysed.analysis is not None
    rows = analysed.analysis.needs.reset_index()
    rows = rows[rows["paired"] & (rows["state"] == "unmet")]
    states = analysed.hamlets.states
    secret = {
        (hamlet, topic)
        for hamlet, topic, indicator in rows[["hamlet_id", "topic", "indicator"]].to_numpy()
        if isinstance(indicator, str) and states.at[hamlet, indicator] == HIDDEN
    }
    assert secret
    names = analysed.hamlets.described["name"]
    untold = {(names[hamlet], DIFFICULTY_GROUPS.titles[topic]) for hamlet, topic in secret}
    table = unmet_table(analysed, analysed.analysis).frame
    shown = set(table.set_index(["Thôn", "Vấn đề"])["Kém trung vị huyện (điểm %)"].dropna().index)
    assert shown
    assert not shown & untold
