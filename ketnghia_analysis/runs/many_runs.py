"""Many runs of notebooks: each known by what it is made from, done once, none hurting another."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ketnghia_analysis.runs.locks import sole_batch
from ketnghia_analysis.runs.notebook_engine import End, Limits
from ketnghia_analysis.runs.notebooks import PlannedNotebook, plans
from ketnghia_analysis.runs.one_run import Job, Outcome
from ketnghia_analysis.runs.provenance import now
from ketnghia_analysis.runs.publish import cannot_write
from ketnghia_analysis.runs.run_crews import RunCrew
from ketnghia_analysis.runs.run_grid import jobs_of
from ketnghia_analysis.runs.run_index import IndexLine, index_page
from ketnghia_analysis.runs.scratch import sweep
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import WrongCall

INDEX = "index.html"
MANIFEST = "batch.json"


class Display(Protocol):
    """Shows how a batch goes on."""

    def begin(self, total: int, skipped: int) -> None:
        """So many runs are to be done; so many were done before."""

    def finished(self, outcome: Outcome) -> None:
        """A run came to its end."""

    def end(self) -> None:
        """All is done, or stopped."""


class Silent:
    """Shows nothing."""

    def begin(self, total: int, skipped: int) -> None:
        """Nothing to show."""

    def finished(self, outcome: Outcome) -> None:
        """Nothing to show."""

    def end(self) -> None:
        """Nothing to show."""


@dataclass(frozen=True)
class Batch:
    """What is to be run.

    Attributes:
        file: of the plans, such as notebooks/runs.yml; notebooks lie beside it.
        data: folder that `ketnghia clean` wrote.
        plans: names of plans; those with a grid if none is named.
        only: "parameter=value[,value]" each: runs that have one of the values.
        limit: most runs to be done this time; None for all.
        force: whether to do again what was done.
        limits: of each run.
        warm: whether kernels may be warm.
    """

    file: Path
    data: Path
    plans: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limit: int | None = None
    force: bool = False
    limits: Limits = field(default_factory=Limits)
    warm: bool = True


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch.

    Attributes:
        outcomes: of the runs done this time.
        skipped: runs that were done before with the same notebook, data, rules and parameters.
        left: runs that were not begun, for the limit or because the batch was stopped.
        stopped: whether somebody stopped it.
        seconds: it took.
        place: where the results are.
    """

    outcomes: tuple[Outcome, ...]
    skipped: int
    left: int
    stopped: bool
    seconds: float
    place: str

    @property
    def failed(self) -> list[Outcome]:
        """Runs that failed."""
        return [one for one in self.outcomes if one.end not in (None, End.STOPPED)]

    @property
    def done(self) -> list[Outcome]:
        """Runs that succeeded."""
        return [one for one in self.outcomes if one.end is None]

    @property
    def kernels(self) -> dict[str, int]:
        """How many kernels were warm and cold, of the runs done this time."""
        kinds = Counter("cold" if one.cold_because else "warm" for one in self.outcomes)
        return {kind: kinds.get(kind, 0) for kind in ("warm", "cold")}


def planned_jobs(batch: Batch) -> list[Job]:
    """All runs of a batch, whether done before or not.

    Raises:
        DataFault: plans, notebooks or data can't be read.
        WrongCall: there is no such plan, parameter or value.
    """
    found = plans(batch.file)
    unknown = [name for name in batch.plans if name not in found]
    if unknown:
        raise WrongCall(
            "--plan",
            [f"{batch.file.name} không có kế hoạch “{name}”" for name in unknown],
            f"chọn trong: {', '.join(found)}",
        )
    chosen = {name: found[name] for name in batch.plans or _with_grid(found)}
    if not chosen:
        raise WrongCall(
            batch.file.name, "không có kế hoạch nào có grid", "thêm grid, hoặc chọn bằng --plan"
        )
    folder = batch.file.parent
    return jobs_of(chosen, folder, batch.data.resolve(), batch.limits, batch.warm, batch.only)


def _with_grid(found: dict[str, list[PlannedNotebook]]) -> list[str]:
    return [name for name, plan in found.items() if any(one.grid for one in plan)]


def missing_jobs(jobs: Sequence[Job], shelf: Shelf, force: bool = False) -> list[Job]:
    """Runs whose results are not there whole, or were made from something else.

    Args:
        jobs: of a batch.
        shelf: where results are.
        force: all of them.
    """
    if force:
        return list(jobs)
    done = shelf.done(job.place for job in jobs)
    return [job for job in jobs if done.get(job.place, {}).get("key") != job.key]


def run_batch(
    batch: Batch, shelf: Shelf, crew: RunCrew, display: Display | None = None
) -> BatchResult:
    """Do what is missing of a batch, and write its index.

    Whoever stops it (Ctrl+C, SIGTERM, kill, power loss) finds whole results of the runs that were
    finished; the next call does exactly the others.

    Args:
        batch: what is to be run.
        shelf: where results go.
        crew: who does the runs.
        display: shows how it goes on.

    Raises:
        CannotWrite: nothing can be written there, or another batch is at work there.
        DataFault: plans, notebooks or data can't be read.
        WrongCall: there is no such plan, parameter or value.
    """
    shown = display or Silent()
    started, begun = now(), time.monotonic()
    jobs = planned_jobs(batch)
    with sole_batch(shelf):
        shelf.check()
        shelf.tidy()
        sweep()
        missing = missing_jobs(jobs, shelf, batch.force)
        todo = missing[: batch.limit]
        shown.begin(len(todo), len(jobs) - len(missing))
        outcomes: list[Outcome] = []
        stopped = False
        try:
            with _terminable(), closing(_as_generator(crew, todo, shelf)) as finished:
                for outcome in finished:
                    outcomes.append(outcome)
                    shown.finished(outcome)
        except KeyboardInterrupt:
            stopped = True
        finally:
            shown.end()
        result = BatchResult(
            tuple(outcomes),
            len(jobs) - len(missing),
            len(missing) - len(outcomes),
            stopped,
            round(time.monotonic() - begun, 1),
            shelf.address(),
        )
        _write_books(batch, jobs, shelf, result, started)
    return result


def _as_generator(crew: RunCrew, todo: list[Job], shelf: Shelf) -> Any:
    yield from crew(todo, shelf) if todo else ()


@contextmanager
def _terminable() -> Iterator[None]:
    """A request to terminate stops the batch as Ctrl+C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _write_books(
    batch: Batch, jobs: list[Job], shelf: Shelf, result: BatchResult, started: str
) -> None:
    """The index for readers and the manifest for programs."""
    records = shelf.done(job.place for job in jobs)
    lines = index_lines(jobs, records, shelf.failures([job.place for job in jobs]), result)
    states = Counter(line.state for line in lines)
    manifest = {
        "started": started,
        "finished": now(),
        "seconds": result.seconds,
        "plan": batch.file.name,
        "runs": len(jobs),
        "states": dict(states),
        "this_time": {
            "done": len(result.done),
            "failed": len(result.failed),
            "skipped": result.skipped,
            "left": result.left,
            "stopped": result.stopped,
        },
        "kernels": {
            "this_time": result.kernels,
            "all": dict(Counter(record["kernel"] for record in records.values())),
        },
        "cold_because": dict(
            Counter(one.cold_because for one in result.outcomes if one.cold_because)
        ),
        "retried": sum(one.attempts > 1 for one in result.outcomes),
        "sources": asdict(jobs[0].sources) if jobs else None,
        "failures": {one.place: {"end": one.end, "told": one.told} for one in result.failed},
    }
    try:
        shelf.put_page(INDEX, index_page(lines, result.seconds).encode())
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        shelf.put_page(MANIFEST, f"{text}\n".encode())
    except OSError as error:
        raise cannot_write(Path(shelf.address()), error) from None


def index_lines(
    jobs: Sequence[Job],
    records: Mapping[str, dict[str, Any]],
    failures: Mapping[str, dict[str, Any]],
    result: BatchResult,
) -> list[IndexLine]:
    """What is known of every run of a batch, in the order of the plan.

    Args:
        jobs: all runs.
        records: of those whose results are there, by place.
        failures: what is known of those that failed, by place.
        result: what became of the runs done this time.
    """
    new = {one.place: one for one in result.failed}
    lines = []
    for job in jobs:
        record, failure = records.get(job.place), failures.get(job.place)
        told = new[job.place].told if job.place in new else str((failure or {}).get("told", ""))
        fresh = record is not None and record["key"] == job.key
        if job.place in new or (failure is not None and not fresh):
            state = "failed"
        elif fresh:
            state = "done"
        else:
            state = "old" if record else "left"
        known = (failure if state == "failed" else record) or {}
        lines.append(
            IndexLine(
                job.place,
                job.heading,
                state,
                told if state == "failed" else "",
                tuple(f"{job.place}/{name}" for name in known.get("files", ())),
                str(known.get("finished", "")),
                known.get("seconds"),
            )
        )
    return lines
