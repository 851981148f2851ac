"""The main job: raw files in, a folder with the yearly evaluation out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# running a notebook imports it; charts drawn at that moment would find it half imported
import IPython  # noqa: F401
import nbformat

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts, default_year, year_facts
from ketnghia_analysis.evaluation.findings import Finding
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.evaluation.settings import Settings, read_settings
from ketnghia_analysis.evaluation.tracing import trace_book
from ketnghia_analysis.evaluation.years import other_years
from ketnghia_analysis.outputs.document import yearly_evaluation
from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import map_facts
from ketnghia_analysis.outputs.notebook_html import notebook_page
from ketnghia_analysis.outputs.static_map import Drawing, map_picture
from ketnghia_analysis.outputs.workbook import annex
from ketnghia_analysis.runs.notebooks import NotebookRun, PlannedNotebook, planned, run_notebook
from ketnghia_analysis.runs.prepared import remember_facts
from ketnghia_analysis.runs.provenance import (
    now,
    provenance,
    rules_provenance,
    short_provenance,
)
from ketnghia_analysis.runs.publish import publish, write_text
from ketnghia_analysis.runs.store import write_cleaned

RECORD = "run.json"
_KERNELS_AT_ONCE = 2

Progress = Callable[[str], None]


@dataclass(frozen=True)
class CleanRun:
    """A finished cleaning.

    Attributes:
        cleaned: tables and books.
        settings: of the district.
        record: provenance as written beside the tables.
        folder: where they are.
    """

    cleaned: Cleaned
    settings: Settings
    record: dict[str, Any]
    folder: Path


@dataclass(frozen=True)
class EvaluationRun:
    """A finished evaluation.

    Attributes:
        facts: of the year.
        findings: of the facts.
        record: provenance as written to run.json.
        folder: where the results are.
        cleaning: the cleaning it stands on.
    """

    facts: YearFacts
    findings: list[Finding]
    record: dict[str, Any]
    folder: Path
    cleaning: CleanRun


def silent(step: str) -> None:
    """A progress display that shows nothing."""


def run_cleaning(data: Path, out: Path, progress: Progress = silent) -> CleanRun:
    """Clean a folder of raw files and publish the result.

    Args:
        data: raw files.
        out: folder for the tables.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right.
    """
    started = now()
    settings = read_settings(data)
    progress("Đọc và làm sạch số liệu")
    cleaned = clean_folder(data, settings.year_ends)
    progress("Ghi số liệu đã làm sạch")
    record = write_cleaned(cleaned, settings, out, provenance(cleaned, started))
    return CleanRun(cleaned, settings, record, out)


def run_evaluation(
    data: Path,
    out: Path,
    reports: Path,
    notebooks: Path,
    year: int | None = None,
    progress: Progress = silent,
) -> EvaluationRun:
    """Evaluate a year: clean, measure, write document, workbook, map and notebook reports.

    Args:
        data: raw files.
        out: folder for the cleaned tables.
        reports: folder that gets a sub-folder for the year.
        notebooks: folder of the notebooks and their runs.yml.
        year: reporting year; None for the district's default.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right; earlier results are intact.
    """
    started = now()
    plan = planned(notebooks)
    cleaning = run_cleaning(data, out, progress)
    chosen = year or default_year(cleaning.cleaned, cleaning.settings)
    progress(f"Tính chỉ số và chấm điểm năm {chosen}")
    cleaned, settings = cleaning.cleaned, cleaning.settings

    def gather(cleaned: Cleaned, settings: Settings, year: int) -> YearFacts:
        found = year_facts(cleaned, settings, year)
        # so that no notebook gathers them again
        remember_facts(out, found)
        return found

    facts = gather(cleaned, settings, chosen).analysed(cleaned)
    others = other_years(cleaned, settings, facts, gather=gather)
    facts = facts.beside(others)
    record = provenance(cleaning.cleaned, started) | {
        "year": chosen,
        "window": [facts.window.start.isoformat(), facts.window.end.isoformat()],
        "fictional": facts.fictional,
        "rules": rules_provenance(facts.rules),
    }

    def write(workshop: Path) -> dict[str, Any]:
        parameters = {"year": chosen, "data": str(out.resolve())}
        record["notebooks"] = {one.notebook: parameters for one in plan}
        # the kernels are processes of their own and need nothing of the documents
        with _running_notebooks(workshop, plan, notebooks, parameters, progress) as running:
            _write_documents(workshop, facts, others, cleaning.cleaned, progress)
            runs = [one.result() for one in running]
        record["finished"] = now()
        for run in runs:
            page = notebook_page(
                run.node,
                f"{run.title} – {facts.title_place}, năm {chosen}",
                short_provenance(record, chosen),
                FICTION_NOTE if facts.fictional else "",
            )
            write_text(workshop / f"{run.name}.html", page)
        progress("Đưa kết quả vào thư mục")
        return record

    folder = reports / str(chosen)
    written = publish(folder, RECORD, write)
    return EvaluationRun(facts, findings_of(facts), written, folder, cleaning)


def _write_documents(
    workshop: Path,
    facts: YearFacts,
    others: list[YearFacts],
    cleaned: Cleaned,
    progress: Progress,
) -> None:
    progress("Viết báo cáo Word")
    shown = map_facts(facts, others)
    (workshop / f"danh-gia-{facts.year}.docx").write_bytes(yearly_evaluation(facts, shown))
    progress("Lập phụ lục Excel")
    (workshop / f"phu-luc-{facts.year}.xlsx").write_bytes(annex(facts, trace_book(cleaned, facts)))
    progress("Vẽ bản đồ")
    page = briefing_map(shown, still=map_picture(Drawing(shown)))
    write_text(workshop / f"ban-do-{facts.year}.html", page.html())


@contextmanager
def _running_notebooks(
    workshop: Path,
    plan: list[PlannedNotebook],
    folder: Path,
    parameters: dict[str, Any],
    progress: Progress,
) -> Iterator[list[Future[NotebookRun]]]:
    def run(one: PlannedNotebook) -> NotebookRun:
        source = folder / f"{one.notebook}.ipynb"
        done = run_notebook(source, parameters, one.title)
        write_text(workshop / source.name, nbformat.writes(done.node) + "\n")
        progress(f"Chạy sổ tay {one.notebook}")
        return done

    with ThreadPoolExecutor(_KERNELS_AT_ONCE) as pool:
        running = [pool.submit(run, one) for one in plan]
        try:
            yield running
        finally:
            for one in running:
                one.cancel()
