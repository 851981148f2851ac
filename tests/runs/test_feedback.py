from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.outputs.feedback_frames import POINTS, Feedback
from ketnghia_analysis.runs.feedback import FOLDER, RECORD, FeedbackRun, sent_sheets, write_feedback


@pytest.fixture(scope="module")
def run(
    cleaned: Cleaned, raw_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> FeedbackRun:
    """The demo's feedback, once, in a folder with blanks and Vietnamese letters."""
    reports = tmp_path_factory.mktemp("kết quả phản hồi")
    settings = read_settings(raw_folder)
    return write_feedback(cleaned, settings, raw_folder, reports, date(2025, 1, 6))


def test_each_sender_that_is_asked_has_a_workbook_and_a_letter(run: FeedbackRun) -> None:
    books = {name for name in run.overview["workbook"] if name}
    letters = {name.replace(".xlsx", ".docx") for name in books}
    assert {path.name for path in run.folder.iterdir()} == books | letters | {
        "Tổng hợp.xlsx",
        RECORD,
    }
    assert run.folder.name == FOLDER
    assert len(run.overview) == run.record["senders"]
    assert len(books) < len(run.overview)


def test_every_cell_of_the_quarantine_has_its_comment_in_one_workbook(
    run: FeedbackRun, cleaned: Cleaned
) -> None:
    comments = []
    for name in run.overview["workbook"]:
        if name:
            book = openpyxl.load_workbook(run.folder / name)
            comments += [
                cell.comment.text
                for page in book
                for cell in page._cells.values()
                if cell.comment and cell.comment.text.startswith("DÒNG BỊ GIỮ LẠI")
            ]
    told = sum(comment.count("DÒNG BỊ GIỮ LẠI") for comment in comments)
    # a file that could not be read has no sheet to write on: the letter names it
    on_sheets = cleaned.quarantine["row"] > 0
    assert told == on_sheets.sum() < len(cleaned.quarantine)


def _about(*files: str) -> Feedback:
    nothing = pd.DataFrame(columns=POINTS)
    points = [(file, "", 2, "A2", "not_a_number", "", "", "") for file in files]
    return Feedback(
        "Xã Mẫu An", nothing, pd.DataFrame(points, columns=POINTS), nothing, nothing, nothing
    )


def test_a_text_file_that_calls_itself_a_workbook_is_shown_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "so lieu.xlsx").write_text("Thôn;Số hộ\nThôn 1;nhiều\n", encoding="utf-8")
    sent = sent_sheets(tmp_path, [_about("2024/so lieu.xlsx")])
    (page,) = sent["2024/so lieu.xlsx"].values()
    assert isinstance(page, Grid)
    assert page.value(2, 1) == "nhiều"


def test_a_file_that_is_gone_has_no_sheets(tmp_path: Path) -> None:
    assert sent_sheets(tmp_path, [_about("a.xlsx", "a.zip/b.csv")]) == {}
