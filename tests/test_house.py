"""Rules of the house: imports point one way, notebooks tell, generated things are fresh."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
import yaml

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.outputs import report_sections
from ketnghia_analysis.outputs.sections import SECTIONS
from ketnghia_analysis.runs.notebooks import RUNS_FILE, plans
from ketnghia_analysis.runs.pages import PAGES, stale_pages
from ketnghia_analysis.runs.run_parameters import DECLARED, parameters_cell, parameters_of

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ketnghia_analysis"
ROOMS = (
    "vocabulary",
    "places",
    "demo",
    "intake",
    "cleaning",
    "measures",
    "evaluation",
    "outputs",
    "runs",
)
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_LINES = 480


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "ketnghia_analysis" else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_lower_rooms(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    if own not in ROOMS:
        return
    higher = set(ROOMS[ROOMS.index(own) + 1 :]) | {"cli"}
    assert not {_room(module) for module in _imports(path)} & higher


@pytest.mark.parametrize("room", ROOMS)
def test_only_the_top_room_writes_files(room: str) -> None:
    if room == "runs":
        return
    writing = re.compile(
        r"write_text\(|write_bytes\(|\.to_parquet\(|\.to_file\(|\bopen\(|os\.replace"
    )
    for path in (PACKAGE / room).rglob("*.py"):
        assert not writing.findall(path.read_text(encoding="utf-8")), path


def test_modules_stay_small() -> None:
    too_long = {
        path.name: count
        for path in MODULES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
        # the tables of the vocabulary are declarations, one after the other
        and path.parent.name != "vocabulary"
    }
    assert not too_long


def test_tasks_need_nothing_but_python() -> None:
    modules = {module.split(".")[0] for module in _imports(ROOT / "tasks.py")}
    assert modules <= set(sys.stdlib_module_names)


# ---------------------------------------------------------------- notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    """Each notebook tells; modules do."""

    def test_is_stripped_and_uses_the_kernel_of_the_environment(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(not cell.outputs and cell.execution_count is None for cell in code)
        assert notebook.metadata.kernelspec.name == "python3"
        assert "papermill" not in notebook.metadata

    def test_defines_nothing_and_hides_no_error(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
            assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Try, ast.For, ast.While}
            assert len(cell.source.splitlines()) <= 8

    def test_declares_the_parameters_of_its_model(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        declared = {
            name: (field.annotation.__name__, field.default, field.description)
            for name, field in DECLARED[path.stem].model_fields.items()
            if field.annotation is not None
        }
        assert parameters_cell(notebook) == declared
        assert parameters_of(path) is DECLARED[path.stem]

    def test_papermill_reads_the_same_parameters(self, path: Path) -> None:
        described = papermill.inspect_notebook(str(path))
        model = DECLARED[path.stem].model_fields
        assert {name: about["help"] for name, about in described.items()} == {
            name: field.description for name, field in model.items()
        }

    def test_begins_with_a_title(self, path: Path) -> None:
        first = nbformat.read(path, as_version=4).cells[0]
        assert first.cell_type == "markdown"
        assert first.source.startswith("# ")


def test_every_notebook_is_in_the_plan() -> None:
    listed = plans(ROOT / "notebooks" / RUNS_FILE)
    names = [one.notebook for plan in listed.values() for one in plan]
    assert names == [path.stem for path in NOTEBOOKS] == sorted(DECLARED)


def test_the_evaluation_notebook_has_the_sections_of_the_report() -> None:
    assert report_sections
    notebook = nbformat.read(ROOT / "notebooks" / "03_yearly_evaluation.ipynb", as_version=4)
    headings = [
        cell.source.removeprefix("## ")
        for cell in notebook.cells
        if cell.cell_type == "markdown" and cell.source.startswith("## ")
    ]
    assert headings[: len(SECTIONS)] == [f"{one.number}. {one.title}" for one in SECTIONS]


# ---------------------------------------------------------------- generated


def test_the_generated_pages_are_fresh() -> None:
    assert stale_pages(ROOT / "docs") == []


def test_a_stale_page_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "measures.md").write_text("old", encoding="utf-8")
    assert {path.name for path in stale_pages(tmp_path)} == set(PAGES)


def test_the_committed_demo_is_what_the_generator_writes(demo: DemoFiles) -> None:
    raw = ROOT / "data" / "raw"
    committed = {
        path.relative_to(raw).as_posix(): path for path in raw.rglob("*") if path.is_file()
    }
    assert set(committed) == set(demo.files)
    for name, content in demo.files.items():
        assert _members(committed[name].read_bytes()) == _members(content), name


def _members(content: bytes) -> dict[str, Any]:
    """What is in a file: of a package its unpacked members, for packing may differ by library."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: _members(archive.read(name)) for name in archive.namelist()}


# ------------------------------------------------------------- dependencies


def _locked() -> dict[str, str]:
    pins = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            name, _, rest = line.partition("==")
            pins[name.strip().lower()] = rest.split()[0]
    return pins


def _required() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = (item.split(">")[0].split("=")[0].split("[")[0].split("<")[0] for item in wanted)
    return {name.strip().lower().replace("_", "-") for name in names}


def test_the_lock_pins_all_that_the_project_asks_for() -> None:
    assert not _required() - set(_locked())


def test_every_pin_has_hashes_and_the_lock_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [block for block in text.split("\n") if "==" in block and not block.startswith(" ")]
    assert text.count("--hash=sha256:") >= len(pins)
    assert all(line.endswith("\\") for line in pins)
    assert "://" not in text


def test_conda_gives_python_and_the_lock_gives_the_rest() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, listed = environment["dependencies"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert python == f"python {project['requires-python']}"
    assert pip == "pip"
    assert listed == {"pip": ["-r requirements.lock"]}


def test_the_readme_shows_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make evaluation" in text
    assert "make test" in text
    assert (ROOT / "README.vi.md").is_file()


def test_the_notebooks_are_valid_json_in_utf8() -> None:
    for path in NOTEBOOKS:
        assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4
