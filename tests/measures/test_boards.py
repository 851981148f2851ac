"""Boards of the rules file, reckoned for the hamlets of a year."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.boards import board_table
from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.composite.engine import reckon
from ketnghia_analysis.measures.composite.plan import Spread
from ketnghia_analysis.measures.composite.spec import Board
from ketnghia_analysis.measures.rules import read_rules
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.wording import number_vi

from .cases import DISTRICT, demo_input

FEW = Spread(draws=50)
SHIPPED = read_rules()[-1].boards


def _board(*children: dict[str, Any], **values: Any) -> Board:
    return Board.model_validate({"index": {"code": "index", "children": children}, **values})


def _values(year: YearInput) -> pd.DataFrame:
    return year.panel.xs(2024, level="year")


@pytest.fixture(scope="module")
def values(cleaned: Cleaned) -> pd.DataFrame:
    return _values(demo_input(cleaned, 2024))


@pytest.mark.parametrize("board", SHIPPED.values(), ids=SHIPPED)
def test_boards_that_are_shipped_agree_with_the_cards(board: Board) -> None:
    for leaf in board.leaves:
        assert leaf.better == INDICATORS[leaf.code].better
        assert leaf.weight == 1
        assert leaf.goalposts
        if INDICATORS[leaf.code].unit == "percent":
            assert leaf.goalposts == (0, 100)


def test_the_lowest_hamlet_comes_first_with_what_is_weakest_there(
    values: pd.DataFrame,
) -> None:
    board = SHIPPED["living_conditions"]
    table = board_table(values, board, FEW)
    told = table["score"].dropna()
    assert told.is_monotonic_increasing
    assert table["score"].isna().to_list() == sorted(table["score"].isna())
    found = reckon(board, values)
    names = {one.code: one.heading for one in board.index.children}
    groups = found.members[list(names)]
    leaves = found.stages["normalised"]
    for hamlet in told.index[:5]:
        group, indicator = table.at[hamlet, "weakest"].split("; ")
        lowest = (groups.loc[hamlet] - groups.median()).idxmin()
        assert group.startswith(f"{names[lowest]} (")
        gap = (leaves.loc[hamlet] - leaves.median()).min()
        lowest = (leaves.loc[hamlet] - leaves.median()).idxmin()
        assert indicator == f"{INDICATORS[lowest].heading} ({number_vi(-gap)})"


def test_points_of_a_hamlet_by_hand() -> None:
    # H1 has 60 of 100 households with electricity and 90 of 100 with hygienic water in 2024
    district = DISTRICT.change(
        "hamlet_figures",
        {"hamlet_id": "H1"},
        households=100,
        grid_electricity_households=60,
        hygienic_water_households=90,
    )
    board = _board(
        {"code": "grid_electricity_share_percent", "goalposts": [0, 100], "weight": 2},
        {"code": "hygienic_water_share_percent", "heading": "Nước", "goalposts": [50, 100]},
    )
    still = Spread(draws=3, weights=0)
    row = board_table(_values(district.input()), board, still).loc["H1"]
    assert row["score"] == pytest.approx((2 * 60 + 80) / 3)
    assert row[["score_p05", "score_p95"]].to_list() == pytest.approx([row["score"]] * 2, rel=1e-6)


def test_where_little_is_known_there_is_no_score_and_where_nothing_is_no_row() -> None:
    district = DISTRICT.change(
        "hamlet_figures", {"hamlet_id": "H1"}, hygienic_water_households=pd.NA
    ).without("hamlet_figures", hamlet_id="H2")
    board = _board(
        {"code": "grid_electricity_share_percent", "goalposts": [0, 100]},
        {"code": "hygienic_water_share_percent", "goalposts": [0, 100]},
        least_known=0.6,
    )
    table = board_table(_values(district.input()), board, FEW)
    assert pd.isna(table.at["H1", "score"])
    assert table.at["H1", "known"] == 0.5
    assert "H2" not in table.index


def test_a_column_that_there_is_not_is_named() -> None:
    board = _board({"code": "happiness_percent", "goalposts": [0, 100]})
    with pytest.raises(DataFault, match="thiếu cột happiness_percent"):
        board_table(_values(DISTRICT.input()), board, FEW)
