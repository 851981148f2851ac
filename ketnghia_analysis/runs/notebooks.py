"""Notebooks run by papermill: parameters checked first, success only when all of it ran."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from pydantic import BaseModel, ConfigDict, TypeAdapter

from ketnghia_analysis.vocabulary.errors import DataFault, ExitCode, UserError, WrongCall
from ketnghia_analysis.vocabulary.yaml_files import read_yaml

RUNS_FILE = "runs.yml"
KERNEL = "python3"
_CELL_SECONDS = 600
_START_SECONDS = 120
_READERS: dict[str, type] = {"int": int, "str": str, "float": float, "bool": bool}

Parameters = Mapping[str, Any]


class NotebookFailed(UserError):
    """A notebook stopped with an error; the message names the cell's error."""

    exit_code = ExitCode.UNEXPECTED


class PlannedNotebook(BaseModel):
    """A line of notebooks/runs.yml.

    Attributes:
        notebook: file name without ending.
        title: Vietnamese title of the page made from it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    notebook: str
    title: str


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
    plans = read_yaml(
        path,
        TypeAdapter(dict[str, list[PlannedNotebook]]),
        "sửa notebooks/runs.yml rồi chạy lại",
        {},
    )
    chosen = plans.get(plan, [])
    missing = [one.notebook for one in chosen if not (folder / f"{one.notebook}.ipynb").is_file()]
    if missing:
        raise DataFault(
            RUNS_FILE,
            [f"không có sổ tay {name}.ipynb" for name in missing],
            "sửa notebooks/runs.yml rồi chạy lại",
        )
    return chosen


def known_parameters(notebook: Path) -> dict[str, str]:
    """Parameters that a notebook declares, with their types: {"year": "int"}."""
    found = papermill.inspect_notebook(str(notebook))
    return {name: str(about["inferred_type_name"]) for name, about in found.items()}


def check_parameters(notebook: Path, parameters: Parameters) -> None:
    """Refuse parameters that the notebook lacks, or values of another type.

    Papermill itself only warns and runs the notebook with its defaults.

    Raises:
        WrongCall: all faults at once.
    """
    known = known_parameters(notebook)
    faults = [
        f"sổ tay không có tham số “{name}” (có: {', '.join(known)})"
        for name in parameters
        if name not in known
    ]
    for name, value in parameters.items():
        wanted = _READERS.get(known.get(name, ""))
        is_wrong = wanted is not None and type(value) is not wanted
        if is_wrong:
            faults.append(f"tham số “{name}” phải là {known[name]}, không phải {value!r}")
    if faults:
        raise WrongCall(notebook.name, faults, "sửa tên hoặc giá trị của tham số")


def run_notebook(
    notebook: Path, output: Path, parameters: Parameters, title: str = ""
) -> NotebookRun:
    """Run a notebook in a kernel of this environment.

    Args:
        notebook: the stripped notebook.
        output: where the filled one is written.
        parameters: values for its parameters cell.
        title: of the page made from it.

    Raises:
        WrongCall: a parameter is unknown or of the wrong type.
        NotebookFailed: a cell failed.
    """
    check_parameters(notebook, parameters)
    # the kernel's own warnings are no news to the user
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        node = papermill.execute_notebook(
            str(notebook),
            str(output),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            execution_timeout=_CELL_SECONDS,
            start_timeout=_START_SECONDS,
            extra_arguments=["--IPKernelApp.log_level=40"],
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(
            notebook.name,
            f"ô số {error.exec_count} báo lỗi {error.ename}: {error.evalue}",
            "mở sổ tay bằng `python tasks.py lab` và chạy từng ô để xem chi tiết",
        ) from None
    return NotebookRun(notebook.stem, title or notebook.stem, node)
