"""The ledger replays: raw cells and ledger give the clean cells, and the other way round."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.cleaning.ledger import raw_text
from ketnghia_analysis.cleaning.text import without_personal_numbers
from ketnghia_analysis.intake.deliveries import interpret, read_folder
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

PLACE = ["file", "sheet", "row", "table", "column"]


def _personal(table: str, column: str) -> bool:
    return readable_columns(table)[column].personal


def _fit_to_show(text: str) -> str:
    """What the books may keep of a cell: everything but the numbers that tell of a person."""
    return without_personal_numbers(text)


@pytest.fixture(scope="module")
def raw(raw_folder: Path) -> pd.Series:
    """Text of every cell of every record as the file holds it, by place."""
    rows = [
        (found.file, found.sheet, row, found.table, name, _fit_to_show(raw_text(cell)))
        for found in interpret(read_folder(raw_folder), raw_folder).found
        for row, cells in found.block.rows.items()
        for name, cell in cells.items()
        # what a merged cell or a sub-heading gave is not in the row itself
        if not _personal(found.table, name) and (row, name) not in found.block.fills
    ]
    frame = pd.DataFrame(rows, columns=[*PLACE, "text"]).set_index(PLACE)["text"]
    return frame[frame != ""]


@pytest.fixture(scope="module")
def clean(cleaned: Cleaned) -> pd.Series:
    """Text of every clean cell, by place; both ends of an exact date are the day itself."""
    cells = cleaned.cells.astype({name: "str" for name in cleaned.cells.columns if name != "row"})
    companions = {
        (name, column.name)
        for name, table in TABLES.items()
        for column in table.columns
        if column.companion_of
    }
    own = [place not in companions for place in zip(cells["table"], cells["column"], strict=True)]
    return cells[own].set_index(PLACE)["value"]


@pytest.fixture(scope="module")
def entries(cleaned: Cleaned) -> pd.DataFrame:
    """Ledger entries about cells of rows that are clean, in order."""
    ledger = cleaned.ledger[cleaned.ledger["table"] != ""]
    types = dict.fromkeys(("file", "sheet", "table", "column", "before", "after"), "str")
    told = ledger.astype(types)
    shown = [
        not _personal(table, column)
        for table, column in zip(told["table"], told["column"], strict=True)
    ]
    places = cleaned.accounts.loc[cleaned.accounts["status"] == "clean", PLACE[:3]]
    return told[shown].merge(places, on=PLACE[:3], validate="many_to_one")


def _of_clean_rows(cells: pd.Series, cleaned: Cleaned) -> pd.Series:
    clean = cleaned.accounts[cleaned.accounts["status"] == "clean"]
    rows = pd.MultiIndex.from_frame(clean[["file", "sheet", "row"]])
    return cells[cells.index.droplevel([3, 4]).isin(rows)]


def _filled(cells: pd.Series) -> dict[tuple[object, ...], str]:
    return {place: text for place, text in cells.items() if text != ""}


def test_raw_cells_and_ledger_give_the_clean_cells(
    raw: pd.Series, clean: pd.Series, entries: pd.DataFrame, cleaned: Cleaned
) -> None:
    replayed = _filled(_of_clean_rows(raw, cleaned))
    replayed |= entries.groupby(PLACE, sort=False)["after"].last().to_dict()
    assert {place: text for place, text in replayed.items() if text != ""} == _filled(clean)


def test_clean_cells_and_ledger_give_back_the_raw_cells(
    raw: pd.Series, clean: pd.Series, entries: pd.DataFrame, cleaned: Cleaned
) -> None:
    undone = _filled(clean)
    undone |= entries.groupby(PLACE, sort=False)["before"].first().to_dict()
    known = _filled(_of_clean_rows(raw, cleaned))
    written = {place: text for place, text in undone.items() if text != "" and place in known}
    assert written == known
