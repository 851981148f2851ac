from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from ketnghia_analysis.runs import one_run
from ketnghia_analysis.runs.many_runs import run_batch
from ketnghia_analysis.runs.notebook_engine import Execution
from ketnghia_analysis.runs.one_run import Outcome
from ketnghia_analysis.runs.run_crews import Cluster, Threads, usual_workers
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite
from tests.runs.small_notebooks import small
from tests.runs.test_many_runs import plan_of_numbers

ROOT = Path(__file__).parents[2]
pytest.importorskip("distributed")


def test_there_are_as_many_workers_as_processors_that_may_be_used() -> None:
    assert 1 <= usual_workers() <= (os.cpu_count() or 1)


def test_a_cluster_does_what_threads_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pretend(node: Any, parameters: dict[str, Any], *_: Any) -> Execution:
        return Execution(small("1"), None, "", "")

    monkeypatch.setattr(one_run, "execute", pretend)
    batch = plan_of_numbers(tmp_path, range(12))
    clustered = run_batch(batch, Shelf(str(tmp_path / "a")), Cluster("", 2, processes=False))
    threaded = run_batch(batch, Shelf(str(tmp_path / "b")), Threads(2))
    assert len(clustered.done) == len(threaded.done) == 12
    first, second = (
        {
            place: record["key"]
            for place, record in Shelf(str(tmp_path / name))
            .done(f"n/number={number}" for number in range(12))
            .items()
        }
        for name in ("a", "b")
    )
    assert first == second


def test_a_cluster_whose_disk_is_full_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Execution:
        raise OSError(28, "full", str(tmp_path))

    monkeypatch.setattr(one_run, "execute", full)
    batch = plan_of_numbers(tmp_path, range(3))
    with pytest.raises(CannotWrite, match="đĩa đã đầy"):
        run_batch(batch, Shelf(str(tmp_path / "out")), Cluster("", 1, processes=False))


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own on the loopback."""
    place = tmp_path / "scheduler.json"
    env = os.environ | {"PYTHONPATH": str(ROOT)}

    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    file = ["--scheduler-file", str(place)]
    started = [start("scheduler", *file, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    workers = [
        start(
            "worker",
            *file,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            str(tmp_path / f"w{number}"),
        )
        for number in range(2)
    ]
    deadline = time.monotonic() + 60
    while not place.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    yield json.loads(place.read_text())["address"], workers
    for process in [*workers, *started]:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_that_is_lost_loses_no_run(
    tmp_path: Path, scheduler: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = scheduler
    batch = plan_of_numbers(tmp_path, range(4), "import time; time.sleep(.5)", "print(number)")
    family: list[psutil.Process] = []

    class Kills:
        count = 0

        def begin(self, total: int, skipped: int) -> None:
            pass

        def finished(self, outcome: Outcome) -> None:
            self.count += 1
            if self.count == 1:
                family.extend(psutil.Process(workers[0].pid).children(recursive=True))
                os.kill(workers[0].pid, signal.SIGKILL)

        def end(self) -> None:
            pass

    done = run_batch(batch, Shelf(str(tmp_path / "out")), Cluster(address), Kills())
    assert (len(done.done), done.failed, done.left) == (4, [], 0)
    assert done.kernels["warm"] == 4
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
