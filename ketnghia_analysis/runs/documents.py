"""All documents of a year: notices, reminders, profiles, briefing, report, map on paper."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.analysis import analysis_of
from ketnghia_analysis.evaluation.facts import YearFacts, default_year, year_facts
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.evaluation.years import other_years
from ketnghia_analysis.outputs.agency_papers import reminder_letter, result_notice
from ketnghia_analysis.outputs.briefing import briefing
from ketnghia_analysis.outputs.document import yearly_evaluation
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.outputs.profiles import commune_profile, hamlet_profile
from ketnghia_analysis.outputs.static_map import Drawing, map_pdf, map_png
from ketnghia_analysis.runs.evaluate import Progress, run_cleaning, silent
from ketnghia_analysis.runs.office import office_path, write_pdfs
from ketnghia_analysis.runs.publish import files_of, publish, sha256
from ketnghia_analysis.vocabulary.errors import WrongCall
from ketnghia_analysis.vocabulary.spelling import toneless_key

FOLDER = "van-ban"
RECORD = "documents.json"
_PROCESSES, _WORTH_PROCESSES = 2, 24
"""Processes that write, and documents from which starting them is worth it."""


class Kind(StrEnum):
    """Kinds of documents; the value is what `--only` takes."""

    REPORT = "bao-cao"
    BRIEFING = "tom-tat"
    AGENCIES = "co-quan"
    COMMUNES = "xa"
    HAMLETS = "thon"
    MAP = "ban-do"


@dataclass(frozen=True)
class Source:
    """What documents of a year are written from.

    Attributes:
        facts: of the year, of the whole district.
        shown: the map with all years.
        advice: what is told of each pairing's level, see `Analysis.advice`.
    """

    facts: YearFacts
    shown: MapFacts
    advice: pd.DataFrame


@dataclass(frozen=True)
class Task:
    """One document to be written.

    Attributes:
        file: below the folder of documents.
        writer: key of `WRITERS`.
        key: id of the agency, commune or hamlet it is about; "" for the district.
    """

    file: str
    writer: str
    key: str = ""


WRITERS: dict[str, Callable[[Source, str], bytes | None]] = {
    "report": lambda source, _: yearly_evaluation(source.facts, source.shown),
    "briefing": lambda source, _: briefing(source.facts, source.shown),
    "notice": lambda source, key: result_notice(source.facts, key, source.advice),
    "reminder": lambda source, key: reminder_letter(source.facts, key),
    "commune": lambda source, key: commune_profile(source.facts, source.shown, key),
    "hamlet": lambda source, key: hamlet_profile(source.facts, source.shown, key),
    "map_pdf": lambda source, _: map_pdf(Drawing(source.shown)),
    "map_png": lambda source, _: map_png(Drawing(source.shown)),
}
"""How each document is written; None where there is nothing to say."""


@dataclass(frozen=True)
class DocumentsRun:
    """Documents as they were written.

    Attributes:
        facts: of the year.
        record: as written to documents.json.
        folder: where they are.
        counts: number of Word documents, PDF files and pictures.
        no_pdf: why Word documents have no PDF beside them, Vietnamese; "" where they have.
    """

    facts: YearFacts
    record: dict[str, Any]
    folder: Path
    counts: dict[str, int]
    no_pdf: str


def run_documents(
    data: Path,
    out: Path,
    reports: Path,
    year: int | None = None,
    only: Collection[str] = (),
    pdf: bool = True,
    progress: Progress = silent,
) -> DocumentsRun:
    """Clean a folder and write all documents of a year.

    Args:
        data: raw files.
        out: folder for the cleaned tables.
        reports: folder that gets `<year>/van-ban`.
        year: reporting year; None for the district's default.
        only: values of `Kind`; all kinds if none is named. Documents of other kinds that an earlier
            run wrote are then left as they are.
        pdf: whether Word documents get a PDF beside them, where LibreOffice is found.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right; earlier results are intact.
    """
    kinds = kinds_from(only)
    cleaning = run_cleaning(data, out, progress)
    chosen = year or default_year(cleaning.cleaned, cleaning.settings)
    progress("Tính chỉ số và chấm điểm các năm")
    source = source_of(cleaning.cleaned, cleaning.settings, chosen)
    return write_documents(source, reports, kinds, pdf, progress)


def kinds_from(texts: Collection[str]) -> list[Kind]:
    """The kinds that are meant; all if none is named.

    Raises:
        WrongCall: there is no such kind.
    """
    wrong = sorted(set(texts) - set(Kind))
    if wrong:
        raise WrongCall(
            f"--only {', '.join(wrong)}",
            "không có loại văn bản này",
            f"dùng một hay nhiều trong: {', '.join(Kind)}",
        )
    return [kind for kind in Kind if not texts or kind in texts]


def source_of(cleaned: Cleaned, settings: Settings, year: int) -> Source:
    """Gather what the documents of a year are written from.

    Raises:
        DataFault: there is no data of the year.
    """
    facts = year_facts(cleaned, settings, year)
    others = other_years(cleaned, settings, facts)
    analysis = analysis_of(cleaned, facts.window)
    facts = replace(facts.beside(others), analysis=analysis)
    return Source(facts, map_facts(facts, others, annex_folder=None), analysis.advice)


def write_documents(
    source: Source, reports: Path, kinds: Sequence[Kind], pdf: bool, progress: Progress = silent
) -> DocumentsRun:
    """Write documents of some kinds, all of them or none.

    Documents of other kinds that an earlier run wrote stay as they are.

    Args:
        source: of the year.
        reports: folder that gets `<year>/van-ban`.
        kinds: what to write.
        pdf: whether Word documents get a PDF beside them.
        progress: told the name of each step, Vietnamese.

    Raises:
        CannotWrite: see `publish.publish`, or LibreOffice failed.
    """
    facts = source.facts
    office = office_path() if pdf else None
    folder = reports / str(facts.year) / FOLDER
    tasks = tasks_of(facts, kinds)

    def write(workshop: Path) -> dict[str, Any]:
        progress(f"Viết {len(tasks)} văn bản")
        made = list(_write_all(source, workshop, tasks))
        progress("Lập PDF" if office else "Không lập PDF")
        if office:
            write_pdfs(office, [path for path in made if path.suffix == ".docx"])
        _carry_over(folder, workshop, kinds)
        return {"year": facts.year, "kinds": [str(kind) for kind in kinds]}

    record = publish(folder, RECORD, write)
    counts = {
        suffix: sum(file.endswith(f".{suffix}") for file in record["files"])
        for suffix in ("docx", "pdf", "png")
    }
    return DocumentsRun(facts, record, folder, counts, _no_pdf(pdf, office))


def _carry_over(folder: Path, workshop: Path, kinds: Collection[Kind]) -> None:
    """Take over documents of other kinds that nobody changed since an earlier run wrote them."""
    for name, digest in files_of(folder / RECORD).items():
        path = folder / name
        if _kind_of(name) not in kinds and path.is_file() and sha256(path) == digest:
            (workshop / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, workshop / name)


def _kind_of(file: str) -> Kind:
    """The kind of a document by the name that its task gives it."""
    first = file.partition("/")[0]
    return next((kind for kind in Kind if first.startswith(kind)), Kind.REPORT)


def _no_pdf(wanted: bool, office: str | None) -> str:
    if not wanted:
        return "không lập PDF theo yêu cầu (--no-pdf)"
    if office is None:
        return "máy này chưa có LibreOffice; cài LibreOffice Writer rồi chạy lại để có bản PDF"
    return ""


def tasks_of(facts: YearFacts, kinds: Collection[Kind]) -> list[Task]:
    """The documents of some kinds; reminders for all agencies, written only where needed."""
    return [task for kind in Kind if kind in kinds for task in _PLANS[kind](facts)]


def _report(facts: YearFacts) -> list[Task]:
    return [Task(f"danh-gia-{facts.year}.docx", "report")]


def _briefing(facts: YearFacts) -> list[Task]:
    return [Task(f"tom-tat-{facts.year}.docx", "briefing")]


def _map(facts: YearFacts) -> list[Task]:
    return [Task(f"ban-do-{facts.year}.{one}", f"map_{one}") for one in ("pdf", "png")]


def _agencies(facts: YearFacts) -> list[Task]:
    rows = facts.agencies[facts.agencies["pairings"] > 0]
    return [
        Task(f"{Kind.AGENCIES}/{kind}-{_slug(str(key), str(name))}.docx", writer, str(key))
        for key, name in rows["name"].items()
        for kind, writer in (("thong-bao", "notice"), ("don-doc", "reminder"))
    ]


def _communes(facts: YearFacts) -> list[Task]:
    return [
        Task(f"{Kind.COMMUNES}/xa-{_slug(str(key), str(name))}.docx", "commune", str(key))
        for key, name in facts.communes["name"].items()
    ]


def _hamlets(facts: YearFacts) -> list[Task]:
    return [
        Task(f"{Kind.HAMLETS}/thon-{_slug(str(key), str(name))}.docx", "hamlet", str(key))
        for key, name in facts.hamlets.described["name"].items()
    ]


_PLANS: dict[Kind, Callable[[YearFacts], list[Task]]] = {
    Kind.REPORT: _report,
    Kind.BRIEFING: _briefing,
    Kind.AGENCIES: _agencies,
    Kind.COMMUNES: _communes,
    Kind.HAMLETS: _hamlets,
    Kind.MAP: _map,
}


def _slug(key: str, name: str) -> str:
    """Id and name as they may stand in a file name on every system."""
    return "-".join(toneless_key(f"{key} {name}").split())[:60]


def _write_all(source: Source, workshop: Path, tasks: Sequence[Task]) -> Iterator[Path]:
    for task in tasks:
        (workshop / task.file).parent.mkdir(parents=True, exist_ok=True)
    if len(tasks) < _WORTH_PROCESSES:
        done = map(_Writer(source).write, tasks)
        yield from _kept(workshop, tasks, done)
        return
    # forking a process that has threads may stop it for ever
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, context, _begin, (source,)) as pool:
        yield from _kept(workshop, tasks, pool.map(_in_process, tasks, chunksize=4))


def _kept(workshop: Path, tasks: Sequence[Task], done: Iterator[bytes | None]) -> Iterator[Path]:
    for task, content in zip(tasks, done, strict=True):
        if content is not None:
            path = workshop / task.file
            path.write_bytes(content)
            yield path


@dataclass(frozen=True)
class _Writer:
    source: Source

    def write(self, task: Task) -> bytes | None:
        return WRITERS[task.writer](self.source, task.key)


_at_work: list[_Writer] = []
"""The one writer of a process of the pool, which gets its source once."""


def _begin(source: Source) -> None:
    _at_work[:] = [_Writer(source)]


def _in_process(task: Task) -> bytes | None:
    return _at_work[0].write(task)
