"""Cleaning of tables too large for memory: batch by batch, by one process or a cluster."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd

from ketnghia_analysis.cleaning.batches import (
    LARGE_TABLES,
    Plan,
    know_batch,
    manners_of,
    settle_share,
    votes_of,
)
from ketnghia_analysis.cleaning.beside_large import read_beside
from ketnghia_analysis.intake.large_text import LargeText, Slice, open_large, read_slice, slices
from ketnghia_analysis.runs.crews import Crew, alone
from ketnghia_analysis.runs.provenance import now
from ketnghia_analysis.runs.publish import publish
from ketnghia_analysis.runs.store import read_register, read_stored_settings
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from ketnghia_analysis.vocabulary.tables import TABLES

RECORD = "clean-large.json"
BATCH_ROWS = 100_000
SHARE_BYTES = 32 << 20
"""Bytes of files for each share of rows that are judged beside each other."""
_WORK = ".work"
_REGISTERS = ("communes", "hamlets", "survey_rounds")


@dataclass(frozen=True)
class LargeRun:
    """What was made of large files.

    Attributes:
        table: name of the table.
        counts: number of rows by status; of all files.
        reasons: number of rows by reason for which they are held.
        warnings: number of warnings.
        unknown: headings that the table does not know, by file; their columns were not read.
        charsets: character set of each file.
        folder: where the results are.
        record: as written.
    """

    table: str
    counts: dict[str, int]
    reasons: dict[str, int]
    warnings: int
    unknown: dict[str, tuple[str, ...]]
    charsets: dict[str, str]
    folder: Path
    record: dict[str, Any]


@dataclass(frozen=True)
class _Job:
    """One batch or share, for whoever does it."""

    plan: str
    number: int
    workshop: str
    part: Slice | None = None
    file: int = 0
    kinds: dict[int, str] | None = None


@dataclass(frozen=True)
class _Work:
    """What all batches share, on disk where every worker can read it."""

    plan: Plan
    files: dict[int, LargeText]
    batches: tuple[tuple[int, int], ...]


def clean_large(
    files: Sequence[Path],
    table: str,
    registers: Path,
    out: Path,
    batch_rows: int = BATCH_ROWS,
    crew: Crew = alone,
    progress: Callable[[str], None] = lambda step: None,
) -> LargeRun:
    """Clean large text files of one table and publish the result.

    Args:
        files: text files with separators, each one flat table; decisions.yml and SOURCES.yml in
            their folders hold.
        table: one of `batches.LARGE_TABLES`.
        registers: folder that `ketnghia clean` wrote, with the registers.
        out: folder for the results; each book is a folder of Parquet files there.
        batch_rows: records in a batch; it changes memory and time, not the result.
        crew: who does the work.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right; earlier results are intact.
    """
    started = now()
    if table not in LARGE_TABLES:
        raise WrongCall(
            "--table", f"không có bảng lớn “{table}”", f"chọn một trong: {', '.join(LARGE_TABLES)}"
        )
    names = [path.name for path in files]
    if len(set(names)) != len(names):
        raise DataFault(", ".join(names), "có hai tệp cùng tên", "đổi tên để phân biệt được dòng")
    files = [path.resolve() for path in files]
    known = {name: pd.DataFrame(read_register(registers, name)) for name in _REGISTERS}
    beside = read_beside(files, table, known)
    large = {
        number: open_large(path, table, number, beside.said[number])
        for number, path in enumerate(files)
    }
    charsets = {one.found.file: one.charset for one in large.values()}
    plan = Plan(
        table,
        {name: frame.drop(columns="geometry", errors="ignore") for name, frame in known.items()},
        {number: one.found for number, one in large.items()},
        read_stored_settings(registers).year_ends,
        shares=-(-sum(path.stat().st_size for path in files) // SHARE_BYTES) or 1,
        decided=beside.decided,
    )
    told: list[dict[str, Any]] = []

    def write(workshop: Path) -> dict[str, Any]:
        told.append(_write(workshop, plan, large, batch_rows, crew, progress))
        about = {"table": table, "sources": names, "charsets": charsets}
        return {"started": started, "finished": now()} | about | told[0]

    record = publish(out, RECORD, write)
    unknown = {
        one.found.file: tuple(heading for _, heading in one.found.block.heading.unknown)
        for one in large.values()
    }
    return LargeRun(
        table, told[0]["rows"], told[0]["held"], told[0]["warnings"], unknown, charsets, out, record
    )


def _write(
    workshop: Path,
    plan: Plan,
    large: dict[int, LargeText],
    batch_rows: int,
    crew: Crew,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    progress("Xem cách ghi của từng cột")
    parts = [(number, part) for number, one in large.items() for part in slices(one, batch_rows)]
    batches = tuple((number, part.record) for number, part in parts)
    work = workshop / _WORK
    for folder in (work, *(workshop / name for name in ("accounts", "quarantine", "ledger"))):
        folder.mkdir()
    for folder in (workshop / "warnings", workshop / plan.table):
        folder.mkdir()

    def jobs(name: str) -> list[_Job]:
        return [
            _Job(name, place, str(workshop), part, number)
            for place, (number, part) in enumerate(parts)
        ]

    first = _keep(work, "first", _Work(plan, large, batches))
    votes, kinds = zip(*crew(_vote, jobs(first)), strict=True)
    manners = {
        number: manners_of(
            one.found,
            [vote for vote, (own, _) in zip(votes, parts, strict=True) if own == number],
        )
        for number, one in large.items()
    }
    plan = replace(plan, manners=manners)
    second = _keep(work, "second", _Work(plan, large, batches))
    progress("Đọc và đối chiếu từng dòng")
    known = [replace(job, kinds=found) for job, found in zip(jobs(second), kinds, strict=True)]
    rows = list(crew(_know, known))
    progress("So các dòng với nhau")
    shares = [_Job(second, share, str(workshop)) for share in range(plan.shares)]
    warned = sum(crew(_settle, shares))
    progress("Kiểm đếm")
    counts: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for closed, expected in zip(crew(_close, jobs(second)), rows, strict=True):
        if sum(closed[0].values()) != expected:
            raise AssertionError(f"accounts do not close: {closed[0]} of {expected} rows")
        counts.update(closed[0])
        held.update(closed[1])
    rmtree(work)
    return {"rows": dict(counts), "held": dict(held), "warnings": warned, "batches": len(parts)}


# ------------------------------------------------------------------ jobs, done anywhere


def _uninterrupted(job: Callable[[_Job], Any]) -> Callable[[_Job], Any]:
    """The job without searches for cycles among millions of texts, which make none."""

    @wraps(job)
    def work(one: _Job) -> Any:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return job(one)
        finally:
            if was_on:
                gc.enable()

    return work


def _keep(work: Path, name: str, content: _Work) -> str:
    path = work / f"{name}.pickle"
    pd.to_pickle(content, path)
    return str(path)


@lru_cache(maxsize=1)
def _work(path: str) -> _Work:
    """What all batches share; a worker reads it once."""
    content = pd.read_pickle(path)
    assert isinstance(content, _Work)
    return content


@_uninterrupted
def _vote(job: _Job) -> Any:
    work = _work(job.plan)
    records = read_slice(work.files[job.file], _part(job))
    return votes_of(work.plan.papers[job.file], records.cells), records.kinds


@_uninterrupted
def _know(job: _Job) -> int:
    work, workshop = _work(job.plan), Path(job.workshop)
    records = read_slice(work.files[job.file], _part(job), job.kinds)
    above = work.files[job.file].kinds if _part(job).record == 1 else {}
    kinds = above | records.kinds
    known = know_batch(work.plan, job.file, records.rows, records.cells, kinds)
    own = workshop / _WORK / f"{job.number:06}"
    # a worker that was lost may have begun with this batch
    own.mkdir(exist_ok=True)
    _put(known.ledger, workshop / "ledger" / f"part-{job.number:06}.parquet", job.workshop)
    _put(known.quarantine, own / "quarantine.parquet", job.workshop)
    _put(known.accounts, own / "accounts.parquet", job.workshop)
    for share, rows in known.standing.groupby("_share"):
        _put(rows, own / f"standing-{share}.parquet", job.workshop, index=True)
    return len(records.rows) + len(kinds)


@_uninterrupted
def _settle(job: _Job) -> int:
    work, workshop = _work(job.plan), Path(job.workshop)
    paths = sorted((workshop / _WORK).glob(f"*/standing-{job.number}.parquet"))
    name = f"part-{job.number:06}.parquet"
    if not paths:
        _put(TABLES[work.plan.table].empty(), workshop / work.plan.table / name, job.workshop)
        return 0
    settled = settle_share(work.plan, [pd.read_parquet(path) for path in paths])
    _put(settled.clean, workshop / work.plan.table / name, job.workshop)
    _put(settled.warnings, workshop / "warnings" / name, job.workshop)
    for book in ("accounts", "quarantine"):
        lines = getattr(settled, book)
        for batch, rows in lines.groupby(_batches(work, lines)):
            _put(
                rows,
                workshop / _WORK / f"{batch:06}" / f"{book}-{job.number}.parquet",
                job.workshop,
            )
    return len(settled.warnings)


def _batches(work: _Work, lines: pd.DataFrame) -> Any:
    """Number of the batch in which each line's row stands."""
    numbers = {one.found.file: number for number, one in work.files.items()}
    starts = np.array([number * 10**12 + first for number, first in work.batches])
    places = lines["file"].map(numbers).to_numpy(dtype="int64") * 10**12 + lines["row"].to_numpy()
    return np.searchsorted(starts, places, side="right") - 1


@_uninterrupted
def _close(job: _Job) -> tuple[dict[str, int], dict[str, int]]:
    """Put the books of a batch together; rows by status, held rows by reason."""
    workshop = Path(job.workshop)
    own = workshop / _WORK / f"{job.number:06}"
    books = {}
    for book in ("accounts", "quarantine"):
        frames = [pd.read_parquet(path) for path in sorted(own.glob(f"{book}*.parquet"))]
        filled = [frame for frame in frames if len(frame)] or frames[:1]
        frame = pd.concat(filled, ignore_index=True).sort_values(
            "row", kind="stable", ignore_index=True
        )
        _put(frame, workshop / book / f"part-{job.number:06}.parquet", job.workshop)
        books[book] = frame
    lines = books["accounts"]
    reasons = lines.loc[lines["status"] == "quarantine", "reason"]
    return lines["status"].value_counts().to_dict(), reasons.value_counts().to_dict()


def _put(frame: pd.DataFrame, path: Path, workshop: str, index: bool = False) -> None:
    """Write a file at once: of a worker that is lost nothing half done stays."""
    half = Path(workshop) / _WORK / f"{uuid4().hex}.half"
    frame.to_parquet(half, index=index)
    half.replace(path)


def _part(job: _Job) -> Slice:
    assert job.part is not None
    return job.part


def read_book(folder: Path, name: str) -> pd.DataFrame:
    """A book or the table that `clean_large` wrote, whole; for what fits into memory."""
    paths = sorted((folder / name).glob("part-*.parquet"))
    frames = [pd.read_parquet(path) for path in paths]
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
