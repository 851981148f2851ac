from __future__ import annotations

from pathlib import Path

import pytest

from ketnghia_analysis.runs.notebooks import NotebookFailed, planned, plans, run_notebook
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from tests.runs.small_notebooks import text_of, write_small


def test_a_notebook_runs_with_its_parameters(tmp_path: Path) -> None:
    source = write_small(tmp_path / "sổ tay.ipynb", "print(year, name)")
    run = run_notebook(source, {"year": 2030, "name": "001"})
    assert text_of(run.node) == "2030 001"


def test_a_failing_cell_is_told_with_its_error(tmp_path: Path) -> None:
    source = write_small(tmp_path / "n.ipynb", "raise ValueError('hỏng rồi')")
    with pytest.raises(NotebookFailed, match="ValueError: hỏng rồi"):
        run_notebook(source, {})


def test_no_kernel_starts_for_a_parameter_that_the_notebook_does_not_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketnghia_analysis.runs.notebooks.execute", None)
    source = write_small(tmp_path / "n.ipynb", "pass")
    with pytest.raises(WrongCall, match="không có tham số “xa”"):
        run_notebook(source, {"xa": "x"})


def test_a_plan_that_names_a_missing_notebook_is_refused(tmp_path: Path) -> None:
    plan = "evaluation:\n  - {notebook: khong_co, title: x}\n"
    (tmp_path / "runs.yml").write_text(plan, encoding="utf-8")
    with pytest.raises(DataFault, match="khong_co"):
        planned(tmp_path)
    with pytest.raises(DataFault, match="không có"):
        planned(tmp_path / "nowhere")


def test_codes_in_a_plan_are_not_taken_for_octal_numbers(tmp_path: Path) -> None:
    write_small(tmp_path / "n.ipynb", "pass")
    text = "p:\n  - {notebook: n, title: x, grid: {name: [010, '001'], year: 2024}}\n"
    (tmp_path / "runs.yml").write_text(text, encoding="utf-8")
    assert plans(tmp_path / "runs.yml")["p"][0].grid == {"name": ["010", "001"], "year": 2024}
