"""Time and memory of cleaning large files: wall and CPU seconds, peak memory, ratios.

Each measurement runs in a process of its own; its peak is that of the process with all workers.

    python benchmarks/scale.py                     # 600,000 hamlet-year rows
    python benchmarks/scale.py --communes 1000     # 60,000 of them
    python benchmarks/scale.py --cluster 2         # by two Dask workers too, and compared
    python benchmarks/scale.py --ledger            # with and without the ledger
    python benchmarks/scale.py --households 20000000
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
from dirty_data import country, write_figures, write_households, write_registers

from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.runs.batches import clean_large, read_book
from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.evaluate import run_cleaning

COMMUNES, SEED = 10_000, 7
_GIB = 2**30


def main() -> None:
    """Make the data, clean it in the ways asked for, and print what it took."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(dir=asked.disk) as place:
        folder = Path(place)
        rng = random.Random(asked.seed)
        made = country(rng, asked.communes)
        write_registers(folder / "raw", made)
        run_cleaning(folder / "raw", folder / "registers")
        table = "households" if asked.households else "hamlet_figures"
        path = folder / "so-lieu.csv"
        if asked.households:
            rows = write_households(path, made, rng, asked.households)
        else:
            rows = write_figures(path, made, rng)
        print(
            f"{rows:,} rows of {table}, {path.stat().st_size / 2**20:,.0f} MiB, seed {asked.seed}"
        )
        print(f"{'':<24}{'wall s':>9}{'CPU s':>9}{'peak GiB':>10}{'load':>7}")
        common = (path, table, folder / "registers")
        alone = measured("one process", _clean, *common, folder / "alone", 0)
        if asked.cluster:
            name = f"Dask, {asked.cluster} workers"
            measured(name, _clean, *common, folder / "cluster", asked.cluster)
            print("same results:", _same(folder / "alone", folder / "cluster", table))
        if asked.ledger:
            shutil.rmtree(folder / "alone")
            without = measured("without ledger", _clean_unbooked, *common, folder / "alone", 0)
            print(f"with ledger / without: {alone / without:.2f} (CPU)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time and memory of cleaning large files.")
    parser.add_argument("--communes", type=int, default=COMMUNES)
    parser.add_argument("--households", type=int, default=0)
    parser.add_argument("--cluster", type=int, default=0)
    parser.add_argument("--ledger", action="store_true")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--disk", type=Path, default=None)
    return parser.parse_args()


def _clean(path: Path, table: str, registers: Path, out: Path, workers: int) -> dict[str, int]:
    with crew(workers=workers) as who:
        return clean_large([path], table, registers, out, crew=who).counts


def _clean_unbooked(
    path: Path, table: str, registers: Path, out: Path, workers: int
) -> dict[str, int]:
    """The same with books that keep no changes; faults they keep, or rows would not be held."""

    def forget(self: Books, *entry: Any, **more: Any) -> None:
        return None

    Books.change_many = forget  # type: ignore[method-assign]
    return _clean(path, table, registers, out, workers)


def measured(name: str, job: Callable[..., dict[str, int]], *call: Any) -> float:
    """CPU seconds of a job in a process of its own; prints the rest."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    start = time.perf_counter()
    process = context.Process(target=_child, args=(theirs, job, call))
    process.start()
    with _highest(process.pid or 0) as peak:
        counts, cpu, own_peak = ours.recv()
        process.join()
    wall = time.perf_counter() - start
    load = psutil.getloadavg()[0]
    most = max(own_peak, *peak) / _GIB
    print(f"{name:<24}{wall:>9.1f}{cpu:>9.1f}{most:>10.2f}{load:>7.1f}   {counts}", flush=True)
    return float(cpu)


def _child(pipe: Connection, job: Callable[..., dict[str, int]], call: tuple[Any, ...]) -> None:
    counts = job(*call)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in spent)
    pipe.send((counts, cpu, spent[0].ru_maxrss * 1024))


@contextmanager
def _highest(pid: int) -> Iterator[list[float]]:
    """Memory of a process with its children, looked at five times a second."""
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            try:
                family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
                peak.append(max(peak.pop(), sum(one.memory_info().rss for one in family)))
            except psutil.Error:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _same(one: Path, other: Path, table: str) -> bool:
    for book in (table, "accounts", "quarantine", "ledger"):
        try:
            pd.testing.assert_frame_equal(read_book(one, book), read_book(other, book))
        except AssertionError as error:
            print(book, error, file=sys.stderr)
            return False
    return True


if __name__ == "__main__":
    main()
