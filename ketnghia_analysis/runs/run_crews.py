"""Who does the runs of a batch: threads of this process, or a Dask cluster."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from errno import EDQUOT, ENOSPC, EROFS
from importlib import import_module
from typing import Any

from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.notebook_engine import End, Watch
from ketnghia_analysis.runs.one_run import Job, Outcome, do_job
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite, DataFault

RunCrew = Callable[[Iterable[Job], Shelf], Iterator[Outcome]]
"""Does runs and gives what became of each as soon as it is known, in any order."""

_LOOK_SECONDS = 0.2
_HOPELESS = (ENOSPC, EDQUOT, EROFS)
_RETRIES = 3
_AHEAD = 4


def usual_workers() -> int:
    """As many as this process has processors."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def attempt(job: Job, shelf: Shelf, watch: Watch | None = None) -> Outcome:
    """Do a run; whatever is wrong with it alone is its outcome.

    Raises:
        CannotWrite: no run could write its results.
    """
    try:
        return do_job(job, shelf, watch)
    except CannotWrite as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in _HOPELESS:
            raise
        shelf.check()
        return _failed(job, End.NOT_WRITTEN, error.faults[0])
    except Exception as error:
        return _failed(job, End.UNEXPECTED, f"lỗi của phần mềm: {type(error).__name__}: {error}")


def _failed(job: Job, end: End, told: str) -> Outcome:
    return Outcome(job.place, job.heading, end, told, 0.0, 1, "")


class Threads:
    """A crew of threads, each with one kernel at a time; kernels are processes."""

    def __init__(self, workers: int) -> None:
        """So many at a time."""
        self.workers = workers

    def __call__(self, jobs: Iterable[Job], shelf: Shelf) -> Iterator[Outcome]:
        """Do the runs; if the caller stops in between, kernels at work are ended.

        Raises:
            CannotWrite: no run could write its results.
        """
        waiting = iter(jobs)
        working: dict[Future[Outcome], Watch] = {}
        with ThreadPoolExecutor(self.workers, thread_name_prefix="run") as pool:
            try:
                while True:
                    # few ahead, so that stopping has little to take back
                    while len(working) < self.workers and (job := next(waiting, None)) is not None:
                        watch = Watch()
                        working[pool.submit(attempt, job, shelf, watch)] = watch
                    if not working:
                        return
                    done, _ = wait(working, _LOOK_SECONDS, FIRST_COMPLETED)
                    for one in done:
                        del working[one]
                        yield one.result()
            finally:
                for watch in working.values():
                    watch.end(End.STOPPED)


class Cluster:
    """A crew of Dask workers; a worker that is lost has its runs done by another."""

    def __init__(self, scheduler: str = "", workers: int = 0, processes: bool = True) -> None:
        """A running scheduler by its address, or so many workers on this machine."""
        self.scheduler = scheduler
        self.workers = workers
        self.processes = processes

    def __call__(self, jobs: Iterable[Job], shelf: Shelf) -> Iterator[Outcome]:
        """Do the runs.

        Raises:
            CannotWrite: no run could write its results.
            DataFault: the scheduler is gone.
            WrongCall: Dask is not installed, or nobody answers.
        """
        with crew(self.scheduler, self.workers, self.processes):
            distributed: Any = import_module("distributed")
            client = distributed.get_client()
            batch = uuid.uuid4().hex[:8]
            waiting = iter(jobs)
            asked: dict[str, Job] = {}

            def ask(count: int) -> list[Any]:
                futures: list[Any] = []
                while len(futures) < count and (job := next(waiting, None)) is not None:
                    key = f"run-{job.key[:20]}-{batch}"
                    asked[key] = job
                    futures.append(
                        client.submit(attempt, job, shelf, key=key, retries=_RETRIES, pure=False)
                    )
                return futures

            first = ask(_AHEAD * max(1, sum(client.nthreads().values())))
            finished = distributed.as_completed(first)
            try:
                for future in finished:
                    yield _outcome(future, asked.pop(future.key))
                    for more in ask(1):
                        finished.add(more)
            finally:
                client.cancel(list(finished.futures), force=True)


def _outcome(future: Any, job: Job) -> Outcome:
    if future.status == "cancelled":
        raise DataFault(
            "--scheduler", "mất kết nối với bộ điều phối Dask", "chạy lại khi nó sẵn sàng"
        )
    error = future.exception()
    if error is None:
        outcome: Outcome = future.result()
        return outcome
    if isinstance(error, CannotWrite):
        raise error
    if type(error).__name__ == "KilledWorker":
        told = "các tiến trình làm việc này đều bị dừng giữa chừng"
        return _failed(job, End.DIED, told)
    return _failed(job, End.UNEXPECTED, f"lỗi của phần mềm: {type(error).__name__}: {error}")
