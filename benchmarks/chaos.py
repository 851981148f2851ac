"""A batch of notebooks whose processes are killed at random; in the end nothing may be amiss.

    python benchmarks/chaos.py                   # three minutes
    python benchmarks/chaos.py --minutes 20 --seed 5 --runs 200

Kernels, the process from which they are forked, what they started, and the batch itself are killed
(SIGKILL, SIGTERM, Ctrl+C), files are cut as by a power loss and records lost; after each end the
batch is started again. At last it is left alone, and must have the same results as a batch that
nobody disturbed, with no process and no temporary folder left.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import psutil

from ketnghia_analysis.runs.kernel_nursery import RUN_MARK
from ketnghia_analysis.runs.scratch import scratch_root

ROOT = Path(__file__).parents[1]
CELLS = (
    "import random, subprocess, time",
    "helper = subprocess.Popen(['sleep', '60'], start_new_session=number % 2 == 0)",
    "time.sleep(0.05 * (number % 5))",
    "assert number % 11 != 7, 'số này luôn lỗi'",
    "print('số', number, 'bình phương', number ** 2)",
)
_PAUSE = (0.05, 1.0)
_GENTLE = 0.8
_START_SECONDS = 120


def main() -> None:
    """Disturb a batch, then look whether anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--runs", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        done = storm(Path(place), asked.runs, 60 * asked.minutes, asked.seed)
        print(", ".join(f"{name}: {count}" for name, count in sorted(done.items())))
        amiss = look(Path(place), asked.runs)
    print("\n".join(amiss) if amiss else "nothing amiss")
    raise SystemExit(bool(amiss))


def storm(place: Path, runs: int, seconds: float, seed: int) -> Counter[str]:
    """Start a batch again and again and do it harm; how often each harm was done.

    Args:
        place: folder for plan and results.
        runs: in the batch.
        seconds: until it is left alone.
        seed: of the random numbers.
    """
    rng = random.Random(seed)
    _write_plan(place / "notebooks", runs)
    done: Counter[str] = Counter()
    running = _at_work(place, time.monotonic() + _START_SECONDS)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(rng.uniform(*_PAUSE))
        if running.poll() is not None:
            done["ended"] += 1
            done["files spoilt"] += _spoil(place / "out", rng)
            running = _at_work(place, deadline)
        elif rng.random() < _GENTLE:
            done["children killed"] += _kill_a_child(running.pid, rng)
        else:
            number = rng.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
            os.kill(running.pid, number)
            done[f"batch got {number.name}"] += 1
            running.wait()
    running.terminate()
    running.wait()
    return done


def _at_work(place: Path, deadline: float) -> subprocess.Popen[bytes]:
    """A batch that has begun: its first kernel is there, or it has ended."""
    running = _start(place, "out")
    while running.poll() is None and time.monotonic() < deadline:
        try:
            # the first child is the nursery, kernels are below it
            if len(psutil.Process(running.pid).children(recursive=True)) > 1:
                break
        except psutil.Error:
            break
        time.sleep(0.02)
    return running


def look(place: Path, runs: int) -> list[str]:
    """What is amiss after a last call that nobody disturbs; empty if nothing."""
    running = {name: _start(place, name) for name in ("out", "undisturbed")}
    codes = {name: process.wait() for name, process in running.items()}
    amiss = [f"{name}: exit code {code}" for name, code in codes.items() if code != 5]
    found, expected = (_results(place / name) for name in ("out", "undisturbed"))
    amiss += [f"only one of both: {name}" for name in sorted(found.keys() ^ expected.keys())]
    amiss += [
        name for name in sorted(found.keys() & expected.keys()) if found[name] != expected[name]
    ]
    if sum(name.endswith("/run.json") for name in expected) != runs - sum(
        number % 11 == 7 for number in range(runs)
    ):
        amiss.append("the undisturbed batch itself is not whole")
    deadline = time.monotonic() + 5
    while (left := _left()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return amiss + left


def _write_plan(folder: Path, runs: int) -> None:
    v4 = nbformat.v4
    cells = [v4.new_code_cell("number: int = 0  # số", metadata={"tags": ["parameters"]})]
    cells += [v4.new_code_cell(text) for text in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3"}
    folder.mkdir(parents=True)
    nbformat.write(
        v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "n.ipynb"
    )
    plan = {"p": [{"notebook": "n", "title": "Số", "grid": {"number": list(range(runs))}}]}
    (folder / "runs.yml").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")


_STARTED: set[int] = set()
"""Numbers of the batches' processes, after which their temporary folders are named."""


def _start(place: Path, out: str) -> subprocess.Popen[bytes]:
    words = ["batch", str(place / "notebooks" / "runs.yml"), "--out", str(place / out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "ketnghia_analysis", *words, "--quiet", "--workers", "2"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "CHAOS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _STARTED.add(process.pid)
    return process


def _kill_a_child(pid: int, rng: random.Random) -> int:
    """Kill one of the processes below the batch: nursery, kernel or a kernel's own."""
    try:
        chosen = rng.choice(psutil.Process(pid).children(recursive=True))
        chosen.kill()
    except (psutil.Error, IndexError):
        return 0
    return 1


def _spoil(out: Path, rng: random.Random) -> int:
    """Cut some results short or take their records away."""
    records = sorted(out.rglob("run.json"))
    spoilt = rng.sample(records, len(records) // 3)
    for record in spoilt:
        victim = rng.choice([record, record.with_name("n.html"), record.with_name("n.ipynb")])
        if victim.exists() and rng.random() < 0.5:
            victim.write_bytes(victim.read_bytes()[: rng.randrange(200)])
        else:
            victim.unlink(missing_ok=True)
    return len(spoilt)


def _results(out: Path) -> dict[str, Any]:
    """What cells show, by notebook; of other files, that they are there."""
    found: dict[str, Any] = {}
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if not path.is_file() or name == ".ketnghia.lock" or "bản sửa tay" in name:
            continue
        found[name] = None
        if path.suffix == ".ipynb":
            cells = nbformat.read(path, as_version=4).cells
            found[name] = [
                [
                    {key: text for key, text in output.items() if key != "traceback"}
                    for output in cell.get("outputs", [])
                ]
                for cell in cells
            ]
    return found


def _left() -> list[str]:
    """Processes of kernels, and temporary folders of batches that have ended."""
    left = []
    for one in psutil.process_iter():
        try:
            variables = one.environ()
        except (psutil.Error, OSError):
            continue
        if variables.get("CHAOS") and (RUN_MARK in variables or "nursery" in str(one.cmdline())):
            left.append(f"process left: {one}")
    for folder in scratch_root().iterdir():
        number = folder.name.partition("-")[0]
        if number.isdigit() and int(number) in _STARTED:
            left.append(f"folder left: {folder}")
    return left


if __name__ == "__main__":
    main()
