from __future__ import annotations

import errno
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil
import pytest

from ketnghia_analysis.runs import one_run, run_crews
from ketnghia_analysis.runs.locks import sole_batch
from ketnghia_analysis.runs.many_runs import (
    INDEX,
    MANIFEST,
    Batch,
    BatchResult,
    planned_jobs,
    run_batch,
)
from ketnghia_analysis.runs.notebook_engine import End, Execution, Limits
from ketnghia_analysis.runs.one_run import Job, Outcome
from ketnghia_analysis.runs.run_crews import Threads
from ketnghia_analysis.runs.scratch import scratch_root
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite, WrongCall
from tests.runs.small_notebooks import small, write_small

ROOT = Path(__file__).parents[2]
BEHAVES = (
    "import os, time",
    "time.sleep(float(os.environ.get('SLOW', '0')) * (number % 3))",
    "assert number != 3, 'số ba'",
    "number == 5 and os._exit(9)",
    "print(number)",
)


def plan_of_numbers(folder: Path, numbers: Iterable[int], *cells: str) -> Batch:
    """A batch that runs a small notebook with each number."""
    write_small(folder / "n.ipynb", *(cells or ("print(number)",)), parameters="number: int = 0")
    grid = f"{{number: {list(numbers)}}}"
    text = f"số:\n  - {{notebook: n, title: Số, grid: {grid}}}\n"
    (folder / "runs.yml").write_text(text, encoding="utf-8")
    return Batch(folder / "runs.yml", folder)


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Runs that take no kernel; the numbers with which they were done."""
    done: list[int] = []

    def pretend(node: Any, parameters: dict[str, Any], *_: Any) -> Execution:
        done.append(parameters["number"])
        end = End.CELL if parameters["number"] == 3 else None
        return Execution(small("1"), end, "số ba" if end else "", "")

    monkeypatch.setattr(one_run, "execute", pretend)
    return done


def _names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def _texts(out: Path) -> dict[str, str]:
    """Contents of results without moments, durations and random names."""
    changing = re.compile(
        r"\d{4}-\d\d-\d\dT[\d:.+]+Z?|\d\d:\d\d ngày [\d/]+|\"id\": \"\w+\"|id=\"?[\w-]+"
        r"|\"(duration|seconds|attempts)\": [\d.e+-]+|\"[0-9a-f]{64}\""
        r"|\"kernel\": \"\w+\"|\"cold_because\": \".*\""
    )
    return {
        path.relative_to(out).as_posix(): changing.sub("…", path.read_text(encoding="utf-8"))
        for path in sorted(out.rglob("n.*"))
        if path.is_file()
    }


def test_a_batch_is_done_once(tmp_path: Path, pretended: list[int]) -> None:
    batch, shelf = plan_of_numbers(tmp_path, range(3)), Shelf(str(tmp_path / "out"))
    first = run_batch(batch, shelf, Threads(2))
    assert (len(first.done), first.skipped, first.left) == (3, 0, 0)
    again = run_batch(batch, shelf, Threads(2))
    assert (len(again.done), again.skipped) == (0, 3)
    assert sorted(pretended) == [0, 1, 2]


def test_what_changed_is_run_again_and_nothing_else(tmp_path: Path, pretended: list[int]) -> None:
    shelf = Shelf(str(tmp_path / "out"))
    run_batch(plan_of_numbers(tmp_path, range(3)), shelf, Threads(1))
    (tmp_path / "out" / "n" / "number=1" / "n.html").unlink()
    wider = run_batch(plan_of_numbers(tmp_path, range(4)), shelf, Threads(1))
    assert sorted(pretended[3:]) == [1, 3]
    assert len(wider.failed) == 1
    run_batch(plan_of_numbers(tmp_path, range(3), "print(2)"), shelf, Threads(1))
    assert sorted(pretended[5:]) == [0, 1, 2]


def test_force_limit_and_only(tmp_path: Path, pretended: list[int]) -> None:
    shelf = Shelf(str(tmp_path / "out"))
    batch = plan_of_numbers(tmp_path, [0, 1, 2, 4])
    limited = Batch(batch.file, batch.data, limit=2)
    assert (len(run_batch(limited, shelf, Threads(1)).done), pretended) == (2, [0, 1])
    assert run_batch(limited, shelf, Threads(1)).left == 0
    forced = Batch(batch.file, batch.data, only=("number=1,4",), force=True)
    run_batch(forced, shelf, Threads(1))
    assert sorted(pretended[4:]) == [1, 4]


def test_unknown_plans_are_told_and_plans_without_grid_are_chosen_by_name(
    tmp_path: Path, pretended: list[int]
) -> None:
    batch = plan_of_numbers(tmp_path, range(2))
    shelf = Shelf(str(tmp_path / "out"))
    with pytest.raises(WrongCall, match="không có kế hoạch “x”"):
        run_batch(Batch(batch.file, batch.data, plans=("x",)), shelf, Threads(1))
    batch.file.write_text("một:\n  - {notebook: n, title: Số}\n", encoding="utf-8")
    with pytest.raises(WrongCall, match="không có kế hoạch nào có grid"):
        run_batch(batch, shelf, Threads(1))
    assert len(run_batch(Batch(batch.file, batch.data, ("một",)), shelf, Threads(1)).done) == 1


def test_a_failing_run_hurts_no_other(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path / "out"))
    done = run_batch(plan_of_numbers(tmp_path, range(1, 7), *BEHAVES), shelf, Threads(2))
    ends = {one.place: (one.end, one.attempts) for one in done.outcomes}
    expected = {f"n/number={number}": (None, 1) for number in (1, 2, 4, 6)}
    expected |= {"n/number=3": (End.CELL, 1), "n/number=5": (End.DIED, 2)}
    assert ends == expected
    assert "số ba" in next(one.told for one in done.failed if one.end is End.CELL)
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["states"] == {"done": 4, "failed": 2}
    assert manifest["retried"] == 1
    assert manifest["kernels"]["this_time"] == done.kernels
    assert sum(done.kernels.values()) == 6
    page = (tmp_path / "out" / INDEX).read_text(encoding="utf-8")
    states = re.findall(r'<tr data-state="(\w+)"', page)
    assert states == ["failed"] * 2 + ["done"] * 4
    assert "AssertionError: số ba" in page
    assert "http" not in page.replace("http-equiv", "")


def test_an_error_of_ours_is_the_outcome_of_one_run(
    tmp_path: Path, pretended: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = run_crews.do_job

    def sometimes(job: Job, *rest: Any) -> Outcome:
        if job.parameters["number"] == 1:
            raise ZeroDivisionError("lạ")
        return usual(job, *rest)

    monkeypatch.setattr(run_crews, "do_job", sometimes)
    done = run_batch(plan_of_numbers(tmp_path, range(3)), Shelf(str(tmp_path / "out")), Threads(2))
    assert [one.end for one in done.failed] == [End.UNEXPECTED]
    assert len(done.done) == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_disk_stops_the_batch_and_leaves_whole_results(
    tmp_path: Path, pretended: list[int], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, shelf = plan_of_numbers(tmp_path, range(40)), Shelf(str(tmp_path / "out"))
    usual = os.fsync
    calls = 0

    def full(file: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 12:
            raise OSError(number, "no", str(tmp_path / "out"))
        usual(file)

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(CannotWrite):
            run_batch(batch, shelf, Threads(2))
    assert len(pretended) < 15
    whole = shelf.done(f"n/number={number}" for number in range(40))
    assert 0 < len(whole) < 15
    assert not list((tmp_path / "out").rglob(".new-*"))
    before = len(pretended)
    again = run_batch(batch, shelf, Threads(2))
    assert again.skipped == len(whole)
    assert len(pretended) - before == 40 - len(whole)


def test_one_place_that_can_t_be_written_is_the_failure_of_one_run(
    tmp_path: Path, pretended: list[int]
) -> None:
    (tmp_path / "out" / "n").mkdir(parents=True)
    (tmp_path / "out" / "n" / "number=1").write_text("một tệp", encoding="utf-8")
    done = run_batch(plan_of_numbers(tmp_path, range(3)), Shelf(str(tmp_path / "out")), Threads(1))
    assert [one.end for one in done.failed] == [End.NOT_WRITTEN]
    assert len(done.done) == 2


def test_two_batches_don_t_write_into_one_place(tmp_path: Path, pretended: list[int]) -> None:
    batch, shelf = plan_of_numbers(tmp_path, range(3)), Shelf(str(tmp_path / "out"))
    with sole_batch(shelf), pytest.raises(CannotWrite, match="một đợt chạy khác"):
        run_batch(batch, shelf, Threads(1))
    assert pretended == []
    assert len(run_batch(batch, shelf, Threads(1)).done) == 3


def test_what_the_killed_left_behind_is_swept(tmp_path: Path, pretended: list[int]) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = scratch_root() / f"{ended.pid}-thử"
    (left / "cwd").mkdir(parents=True)
    run_batch(plan_of_numbers(tmp_path, range(1)), Shelf(str(tmp_path / "out")), Threads(1))
    assert not left.exists()


def test_stopping_ends_kernels_and_keeps_what_is_done(tmp_path: Path) -> None:
    batch = plan_of_numbers(tmp_path, range(6), "import time; time.sleep(99 * (number > 1))")
    shelf = Shelf(str(tmp_path / "out"))

    class StopsAfter:
        def begin(self, total: int, skipped: int) -> None:
            self.count = 0

        def finished(self, outcome: Outcome) -> None:
            self.count += 1
            if self.count == 2:
                signal.raise_signal(signal.SIGTERM)

        def end(self) -> None:
            self.ended = True

    begun = time.monotonic()
    result = run_batch(batch, shelf, Threads(2), StopsAfter())
    assert time.monotonic() - begun < 40
    assert result.stopped
    assert (len(result.done), result.left) == (2, 4)
    assert set(shelf.done(f"n/number={number}" for number in range(6))) == {
        "n/number=0",
        "n/number=1",
    }
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_batch_in_a_thread_needs_no_signals(tmp_path: Path, pretended: list[int]) -> None:
    found: list[BatchResult] = []
    batch, shelf = plan_of_numbers(tmp_path, range(2)), Shelf(str(tmp_path / "out"))
    thread = threading.Thread(target=lambda: found.append(run_batch(batch, shelf, Threads(1))))
    thread.start()
    thread.join()
    assert len(found[0].done) == 2


# ------------------------------------------------------------------ killed at random


def _started(batch: Batch, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ketnghia_analysis", "batch", str(batch.file), "--quiet"]
    return subprocess.Popen(
        [*command, "--out", str(out), "--workers", "2", "--data", str(batch.data)],
        cwd=ROOT,
        env=os.environ | {"SLOW": "0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        return []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_in_the_middle_the_next_call_does_exactly_what_is_missing(tmp_path: Path) -> None:
    numbers = [number for number in range(10) if number not in (3, 5)]
    batch, out = plan_of_numbers(tmp_path, numbers, *BEHAVES), tmp_path / "out"
    rng = random.Random(7)
    running = _started(batch, out)
    deadline = time.monotonic() + 60
    while len(list(out.rglob("run.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    kernels = [one for one in _family(running) if one.ppid() != running.pid]
    if kernels:
        rng.choice(kernels).kill()
    time.sleep(rng.uniform(0.1, 0.6))
    family = _family(running)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    shelf = Shelf(str(out))
    before = shelf.done(f"n/number={number}" for number in numbers)
    assert len(before) >= 2
    finished = run_batch(batch, shelf, Threads(2))
    assert (finished.skipped, len(finished.done)) == (len(before), len(numbers) - len(before))
    undisturbed = tmp_path / "undisturbed"
    run_batch(batch, Shelf(str(undisturbed)), Threads(2))
    assert _names(out) - {".ketnghia.lock"} == _names(undisturbed) - {".ketnghia.lock"}
    assert _texts(out) == _texts(undisturbed)


def test_the_plan_of_the_project_has_a_report_for_each_paired_agency(
    stored: Path,
) -> None:
    jobs = planned_jobs(Batch(ROOT / "notebooks" / "runs.yml", stored))
    assert len(jobs) == 15
    assert {job.notebook for job in jobs} == {"04_agency_report"}


def test_limits_are_those_of_the_batch(tmp_path: Path) -> None:
    batch = plan_of_numbers(tmp_path, [0], "import time; time.sleep(30)")
    quick = Batch(batch.file, batch.data, limits=Limits(seconds=2))
    done = run_batch(quick, Shelf(str(tmp_path / "out")), Threads(1))
    assert [one.end for one in done.failed] == [End.TIME]
