"""Notebooks run by papermill: parameters checked first, success only when all of it ran."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from pydantic import BaseModel, ConfigDict, TypeAdapter

from ketnghia_analysis.runs.notebook_engine import Limits, execute
from ketnghia_analysis.runs.publish import cannot_write
from ketnghia_analysis.runs.run_checks import checked
from ketnghia_analysis.runs.run_parameters import parameters_of, read_notebook
from ketnghia_analysis.vocabulary.errors import DataFault, ExitCode, UserError
from ketnghia_analysis.vocabulary.yaml_files import read_yaml

RUNS_FILE = "runs.yml"
REMEDY = "mở sổ tay bằng `python tasks.py lab` và chạy từng ô để xem chi tiết"


class NotebookFailed(UserError):
    """A notebook did not run to its end; the message says why."""

    exit_code = ExitCode.UNEXPECTED


class PlannedNotebook(BaseModel):
    """A line of notebooks/runs.yml.

    Attributes:
        notebook: file name without ending.
        title: Vietnamese title of the page made from it.
        grid: values of parameters, of which every combination is run; "all" for all that the data
            has, "default" for the year that the settings name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    notebook: str
    title: str
    grid: dict[str, str | int | float | bool | list[str | int | float | bool]] = {}


@dataclass(frozen=True)
class NotebookRun:
    """A notebook that ran to its end.

    Attributes:
        name: file name without ending.
        title: of the page.
        node: with its outputs.
    """

    name: str
    title: str
    node: nbformat.NotebookNode


def planned(folder: Path, plan: str = "evaluation") -> list[PlannedNotebook]:
    """Notebooks of a plan in notebooks/runs.yml, in order.

    Raises:
        DataFault: the file is missing, does not fit, or names a notebook that is not there.
    """
    path = folder / RUNS_FILE
    if not path.is_file():
        raise DataFault(
            str(folder),
            f"không có {RUNS_FILE}",
            "chạy lệnh trong thư mục của dự án ketnghia_analysis",
        )
    return plans(path).get(plan, [])


def plans(path: Path) -> dict[str, list[PlannedNotebook]]:
    """All plans of a file such as notebooks/runs.yml, by name.

    Raises:
        DataFault: the file is missing, does not fit, or names a notebook that is not there.
    """
    if not path.is_file():
        raise DataFault(str(path), "không có tệp kế hoạch này", "kiểm tra đường dẫn")
    remedy = f"sửa {path.name} rồi chạy lại"
    found = read_yaml(path, TypeAdapter(dict[str, list[PlannedNotebook]]), remedy, {})
    names = dict.fromkeys(one.notebook for plan in found.values() for one in plan)
    missing = [name for name in names if not (path.parent / f"{name}.ipynb").is_file()]
    if missing:
        raise DataFault(path.name, [f"không có sổ tay {name}.ipynb" for name in missing], remedy)
    return found


def run_notebook(
    notebook: Path, parameters: Mapping[str, Any], title: str = "", limits: Limits | None = None
) -> NotebookRun:
    """Run a notebook in a kernel of this environment.

    Args:
        notebook: the stripped notebook.
        parameters: values for its parameters cell; the rest has its default.
        title: of the page made from it.
        limits: what it may use.

    Raises:
        WrongCall: a parameter is unknown, of another type, or names what the data does not have.
        NotebookFailed: it did not run to its end.
        CannotWrite: no room or no permission for temporary files.
    """
    node = read_notebook(notebook)
    model = parameters_of(notebook, node)
    complete = checked(notebook.name, model, parameters, notebook.parent)
    try:
        done = execute(node, complete, limits or Limits())
    except OSError as error:
        raise cannot_write(Path(tempfile.gettempdir()), error) from None
    if done.end is not None:
        raise NotebookFailed(notebook.name, done.told, REMEDY)
    return NotebookRun(notebook.stem, title or notebook.stem, done.node)
