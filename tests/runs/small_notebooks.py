"""Small notebooks for tests, and a nursery of warm kernels that they share."""

from __future__ import annotations

from pathlib import Path

import nbformat

from ketnghia_analysis.runs.notebook_engine import Execution, Limits, execute

PARAMETERS = 'year: int = 2024  # năm\nname: str = "a"  # tên'


def small(*cells: str, parameters: str = PARAMETERS) -> nbformat.NotebookNode:
    """A notebook with a title, a parameters cell and some code cells."""
    v4 = nbformat.v4
    return v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python"},
        },
        cells=[
            v4.new_markdown_cell("# Sổ tay thử"),
            v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            *(v4.new_code_cell(cell) for cell in cells),
        ],
    )


def write_small(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """The same as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(small(*cells, parameters=parameters), path)
    return path


def run_cells(*cells: str, warm: bool = True, limits: Limits | None = None) -> Execution:
    """Execute cells with the default parameters."""
    return execute(small(*cells), {"year": 2024, "name": "a"}, limits or Limits(), warm)


def said(done: Execution, cell: int = -1) -> str:
    """What a cell printed and returned."""
    assert done.end is None, done.told
    return text_of(done.node, cell)


def text_of(node: nbformat.NotebookNode, cell: int = -1) -> str:
    """Text outputs of a cell."""
    outputs = node.cells[cell].outputs
    return "".join(out.get("text") or out["data"]["text/plain"] for out in outputs).strip()
