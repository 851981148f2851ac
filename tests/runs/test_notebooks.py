from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from ketnghia_analysis.runs.notebooks import (
    NotebookFailed,
    check_parameters,
    known_parameters,
    planned,
    run_notebook,
)
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall

FOLDER = Path(__file__).parents[2] / "notebooks"


def _notebook(path: Path, code: str) -> Path:
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python"},
        },
        cells=[
            nbformat.v4.new_code_cell(
                'year: int = 2024  # năm\nname: str = "a"  # tên', metadata={"tags": ["parameters"]}
            ),
            nbformat.v4.new_code_cell(code),
        ],
    )
    nbformat.write(notebook, path)
    return path


@pytest.mark.parametrize("notebook", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_parameter_that_a_notebook_does_not_know_is_refused(notebook: Path) -> None:
    with pytest.raises(WrongCall, match="không có tham số “yaer”"):
        check_parameters(notebook, {"yaer": 2024})


@pytest.mark.parametrize("value", ["2024", 2024.0, True, None])
def test_a_value_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(WrongCall, match="phải là int"):
        check_parameters(FOLDER / "02_score_pairings.ipynb", {"year": value})


def test_all_faults_of_a_call_are_told_at_once() -> None:
    with pytest.raises(WrongCall) as caught:
        check_parameters(FOLDER / "01_map_hamlets.ipynb", {"year": "x", "xa": "y", "thon": "z"})
    assert len(caught.value.faults) == 3


def test_a_notebook_runs_with_its_parameters(tmp_path: Path) -> None:
    source = _notebook(tmp_path / "sổ tay.ipynb", "print(year, name)")
    run = run_notebook(source, tmp_path / "out.ipynb", {"year": 2030, "name": "001"})
    assert run.node.cells[-1].outputs[0]["text"] == "2030 001\n"


def test_a_failing_cell_is_told_with_its_error(tmp_path: Path) -> None:
    source = _notebook(tmp_path / "n.ipynb", "raise ValueError('hỏng rồi')")
    with pytest.raises(NotebookFailed, match="ValueError: hỏng rồi"):
        run_notebook(source, tmp_path / "out.ipynb", {})


def test_the_types_of_parameters_are_read_from_the_notebook(tmp_path: Path) -> None:
    source = _notebook(tmp_path / "n.ipynb", "pass")
    assert known_parameters(source) == {"year": "int", "name": "str"}


def test_a_plan_that_names_a_missing_notebook_is_refused(tmp_path: Path) -> None:
    plan = "evaluation:\n  - {notebook: khong_co, title: x}\n"
    (tmp_path / "runs.yml").write_text(plan, encoding="utf-8")
    with pytest.raises(DataFault, match="khong_co"):
        planned(tmp_path)
    with pytest.raises(DataFault, match="không có"):
        planned(tmp_path / "nowhere")
