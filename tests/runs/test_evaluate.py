from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import openpyxl
import pytest
from playwright.sync_api import Browser

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.runs.evaluate import EvaluationRun, run_evaluation
from ketnghia_analysis.runs.publish import sha256
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.periods import DayOfYear
from tests.browser import Watch

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = ("00_check_data", "01_map_hamlets", "02_score_pairings", "03_yearly_evaluation")


@pytest.fixture(scope="module")
def steps() -> list[str]:
    return []


@pytest.fixture(scope="module")
def run(
    raw_folder: Path, cleaned: Cleaned, steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> EvaluationRun:
    """The whole way, once, in a folder with blanks and Vietnamese letters."""
    place = tmp_path_factory.mktemp("kết quả đánh giá")

    def cleaned_once(folder: Path, year_ends: DayOfYear) -> Cleaned:
        assert (folder, year_ends) == (raw_folder, read_settings(raw_folder).year_ends)
        return cleaned

    with pytest.MonkeyPatch.context() as patch:
        # the same folder was cleaned for the other tests
        patch.setattr("ketnghia_analysis.runs.evaluate.clean_folder", cleaned_once)
        return run_evaluation(
            raw_folder, place / "processed", place / "reports", NOTEBOOKS, None, steps.append
        )


def test_the_year_of_the_settings_is_evaluated(run: EvaluationRun) -> None:
    assert run.folder.name == "2024"


def test_everything_that_was_promised_is_there(run: EvaluationRun) -> None:
    expected = {f"{name}.{ending}" for name in NAMES for ending in ("ipynb", "html")}
    expected |= {"danh-gia-2024.docx", "phu-luc-2024.xlsx", "ban-do-2024.html", "run.json"}
    assert {path.name for path in run.folder.iterdir()} == expected


def test_the_record_says_what_it_was_made_from(run: EvaluationRun, raw_folder: Path) -> None:
    record = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    assert record["inputs"]["settings.yml"] == sha256(raw_folder / "settings.yml")
    assert len(record["inputs"]) == len([p for p in raw_folder.rglob("*") if p.is_file()])
    assert record["rules"]["decided_by"] == "đề xuất, chưa phê duyệt"
    assert record["year"] == 2024
    assert record["fictional"] is True
    assert record["libraries"]["pandas"].startswith("3.")
    assert record["started"] <= record["finished"]
    for name, digest in record["files"].items():
        assert sha256(run.folder / name) == digest


def test_every_notebook_ran_to_its_end(run: EvaluationRun) -> None:
    for name in NAMES:
        notebook = nbformat.read(run.folder / f"{name}.ipynb", as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in code)
        errors = [out for cell in code for out in cell.outputs if out.output_type == "error"]
        assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_show_no_code_and_warn_that_data_is_fictional(
    run: EvaluationRun, name: str
) -> None:
    page = (run.folder / f"{name}.html").read_text(encoding="utf-8")
    assert "load_facts" not in page
    assert page.count(FICTION_NOTE) >= 2
    assert not re.findall(r'(?:src|href)="https?:', page)


def test_all_outputs_of_a_year_say_the_same_numbers(run: EvaluationRun) -> None:
    book = openpyxl.load_workbook(run.folder / "phu-luc-2024.xlsx")
    said = {row[0]: row[1] for row in book["Giới thiệu"].iter_rows(min_row=5, values_only=True)}
    assert said["Số cặp kết nghĩa"] == str(len(run.facts.pairings))
    assert said["Hoàn thành tốt"] == str(run.facts.levels["good"])
    page = (run.folder / "03_yearly_evaluation.html").read_text(encoding="utf-8")
    page = re.sub(r"</?a\b[^>]*>", "", page)
    assert f"Trong {len(run.facts.pairings)} cặp kết nghĩa" in page


def test_the_pages_open_in_a_browser_without_network(run: EvaluationRun, browser: Browser) -> None:
    for name in NAMES:
        page = browser.new_page()
        watch = Watch(page)
        page.goto((run.folder / f"{name}.html").as_uri())
        page.wait_for_load_state("load")
        assert page.locator("h1").count() == 1
        assert page.locator("main").is_visible()
        if name == "01_map_hamlets":
            frame = page.frame_locator("iframe")
            frame.locator("html[data-ready=true]").wait_for()
            assert frame.locator("#kn-legend li").count() > 5
        assert watch.messages == []
        assert watch.asked_outside == []
        page.close()


def test_each_step_was_told(run: EvaluationRun, steps: list[str]) -> None:
    assert run.folder.exists()
    assert len(steps) == 7 + len(NAMES)


def test_a_year_without_data_is_refused_and_leaves_results_alone(
    run: EvaluationRun, raw_folder: Path, cleaned: Cleaned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketnghia_analysis.runs.evaluate.clean_folder", lambda *_: cleaned)
    before = {path.name: sha256(path) for path in run.folder.iterdir()}
    place = run.folder.parents[1]
    with pytest.raises(DataFault, match=r"2019, 2020, 2021, 2022, 2023, 2024, 2025"):
        run_evaluation(raw_folder, place / "processed", place / "reports", NOTEBOOKS, 2031)
    assert {path.name: sha256(path) for path in run.folder.iterdir()} == before
    assert not (place / "reports" / "2031").exists()
