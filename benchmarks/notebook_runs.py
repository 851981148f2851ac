"""Agency reports by notebook: papermill alone against `ketnghia batch`; wall and CPU seconds.

    python benchmarks/notebook_runs.py                 # 40 reports, 3 rounds, all ways
    python benchmarks/notebook_runs.py --runs 10 --rounds 1 --ways batch plain

The command line costs the same for every run; ten of them (`--commands`) stand for all.
Every way runs in a process of its own, in turn, on the same cleaned demo with the same cache of
facts; CPU seconds are those of the process with all that it started. Prints medians and the ratio
to the batch, round by round in one run, since machines differ and ratios less so.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "04_agency_report.ipynb"
YEARS = "[2022, 2023, 2024]"
PLAN = f"""
agencies:
  - notebook: 04_agency_report
    title: Báo cáo kết nghĩa
    grid: {{year: {YEARS}, agency_id: all}}
"""


def main() -> None:
    """Time the ways in turn, or do one of them where the parent asks for it."""
    asked = _arguments()
    if asked.way:
        WAYS[asked.way][1](Path(asked.place), asked.runs)
        return
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        environment = _prepare(place)
        rounds: list[dict[str, tuple[float, float]]] = []
        for number in range(asked.rounds):
            rounds.append({way: _scaled(way, place, asked, environment) for way in asked.ways})
            load = os.getloadavg()[0]
            print(f"round {number + 1}: load {load:.1f}", file=sys.stderr)
        _tell(rounds, asked.ways, asked.runs)


def _prepare(place: Path) -> dict[str, str]:
    """Clean the demo, gather the facts, and have all modules compiled."""
    environment = {
        key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    } | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(place / "compiled"),
        "KETNGHIA_CACHE": str(place / "cache"),
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    }
    plans = place / "notebooks"
    plans.mkdir()
    (plans / "runs.yml").write_text(PLAN, encoding="utf-8")
    (plans / NOTEBOOK.name).write_bytes(NOTEBOOK.read_bytes())
    clean = ["clean", "--data", str(ROOT / "data" / "raw"), "--out", str(place / "processed")]
    subprocess.run([*KETNGHIA, *clean], env=environment, check=True, stdout=subprocess.DEVNULL)
    for way in ("loop", "batch"):
        _timed(way, place, 2, environment)
    return environment


def _scaled(
    way: str, place: Path, asked: argparse.Namespace, environment: dict[str, str]
) -> tuple[float, float]:
    """Seconds for all runs; of ways without a start of their own, from some of them."""
    some = min(asked.runs, asked.commands) if way in LINEAR else asked.runs
    wall, cpu = _timed(way, place, some, environment)
    return wall * asked.runs / some, cpu * asked.runs / some


LINEAR = ("commands", "two")
"""Ways in which every run costs the same, since each starts from nothing."""
KETNGHIA = [sys.executable, "-m", "ketnghia_analysis"]


def _timed(way: str, place: Path, runs: int, environment: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a way in a process of its own."""
    out = place / "out"
    subprocess.run(["rm", "-rf", str(out)], check=True)
    out.mkdir()
    words = [sys.executable, __file__, "--way", way, "--place", str(place), "--runs", str(runs)]
    begun = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, cwd=place)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{way} failed")
    made = len(list(out.rglob("*.ipynb"))) if way != "plain" else runs
    if made != runs:
        raise SystemExit(f"{way}: {made} notebooks of {runs}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime


def _tell(rounds: list[dict[str, tuple[float, float]]], ways: list[str], runs: int) -> None:
    def ratio(way: str, which: int) -> float:
        return statistics.median(one[way][which] / one["batch"][which] for one in rounds)

    print(f"{runs} agency reports, medians of {len(rounds)} rounds\n")
    print("| way | wall s | wall ÷ batch | CPU s | CPU ÷ batch | CPU s a report |")
    print("|---|---|---|---|---|---|")
    for way in ways:
        wall, cpu = (statistics.median(one[way][which] for one in rounds) for which in (0, 1))
        print(
            f"| {WAYS[way][0]} | {wall:.1f} | {ratio(way, 0):.2f} | {cpu:.1f} | "
            f"{ratio(way, 1):.2f} | {cpu / runs:.2f} |"
        )


# ------------------------------------------------------------------------- ways


def _points(place: Path, runs: int) -> list[dict[str, Any]]:
    from ketnghia_analysis.runs.many_runs import Batch, planned_jobs

    jobs = planned_jobs(Batch(place / "notebooks" / "runs.yml", place / "processed"))
    return [job.parameters for job in jobs[:runs]]


def _command(place: Path, point: dict[str, Any]) -> None:
    name = place / "out" / f"{point['year']}-{point['agency_id']}.ipynb"
    words = ["-p", "year", str(point["year"]), "-r", "agency_id", point["agency_id"]]
    words += ["-r", "data", point["data"], "--no-progress-bar"]
    command = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(name), *words]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def by_commands(place: Path, runs: int, at_once: int = 1) -> None:
    """The papermill command line, one after the other or some at a time."""
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(lambda point: _command(place, point), _points(place, runs)))


def by_two_commands(place: Path, runs: int) -> None:
    """Two papermill command lines at a time."""
    by_commands(place, runs, 2)


def _execute(task: tuple[str, dict[str, Any]]) -> None:
    import papermill

    folder, point = task
    name = f"{folder}/{point['year']}-{point['agency_id']}.ipynb"
    papermill.execute_notebook(str(NOTEBOOK), name, parameters=point, progress_bar=False)


def by_loop(place: Path, runs: int) -> None:
    """`papermill.execute_notebook` in a loop."""
    for point in _points(place, runs):
        _execute((str(place / "out"), point))


def by_pool(place: Path, runs: int) -> None:
    """A pool of two processes running `papermill.execute_notebook`."""
    tasks = [(str(place / "out"), point) for point in _points(place, runs)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_execute, tasks))


def by_batch(place: Path, runs: int, *more: str) -> None:
    """`ketnghia batch`, which makes pages, records and an index as well."""
    words = ["batch", str(place / "notebooks" / "runs.yml"), "--data", str(place / "processed")]
    words += ["--out", str(place / "out"), "--workers", "2", "--limit", str(runs), "--quiet"]
    subprocess.run([*KETNGHIA, *words, *more], check=True)


def by_cold_batch(place: Path, runs: int) -> None:
    """The same with ordinary kernels."""
    by_batch(place, runs, "--cold")


def by_functions(place: Path, runs: int) -> None:
    """What the notebook's cells call, called in a loop without a notebook: the floor."""
    from ketnghia_analysis.outputs import agency_page as page
    from ketnghia_analysis.outputs.charts import criteria_chart, scores_chart
    from ketnghia_analysis.outputs.map import briefing_map
    from ketnghia_analysis.outputs.map_facts import map_facts
    from ketnghia_analysis.runs.store import load_facts

    shown = (
        *(page.agency_summary, page.agency_pairings, scores_chart, page.agency_commitments),
        *(criteria_chart, page.agency_difficulties, page.agency_tasks),
        lambda facts: briefing_map(map_facts(facts, annex_folder=None)),
    )
    for point in _points(place, runs):
        facts = load_facts(point["data"], point["year"], agency=point["agency_id"])
        for show in shown:
            made = show(facts)
            if hasattr(made, "_repr_html_"):
                made._repr_html_()


WAYS: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "commands": ("papermill command, one after the other", by_commands),
    "two": ("papermill command, two at a time", by_two_commands),
    "loop": ("`execute_notebook` in a loop", by_loop),
    "pool": ("two processes with `execute_notebook`", by_pool),
    "cold": ("`ketnghia batch --cold`, 2 workers", by_cold_batch),
    "batch": ("`ketnghia batch`, 2 workers", by_batch),
    "plain": ("the functions alone, no notebook", by_functions),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--commands", type=int, default=10, help="runs by command line, from which all are reckoned"
    )
    parser.add_argument("--ways", nargs="*", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--place", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
