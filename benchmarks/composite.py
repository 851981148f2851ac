"""Time and memory of composite indices and scores: medians of CPU seconds, peak memory.

    python benchmarks/composite.py                # all
    python benchmarks/composite.py --rounds 5
    python benchmarks/composite.py --only nation --hamlets 20000

Each measurement runs in a process of its own. What COINr 1.1.14 in R 4.2 took for the same kind of
work on a machine of the same class stands beside it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import pandas as pd
from nation import nation

from ketnghia_analysis.measures.composite.draws import simulate
from ketnghia_analysis.measures.composite.intervals import interval_table
from ketnghia_analysis.measures.composite.plan import Spread
from ketnghia_analysis.measures.composite.spec import Board
from ketnghia_analysis.measures.measured import measured
from ketnghia_analysis.measures.next_level import next_levels
from ketnghia_analysis.measures.score import score
from ketnghia_analysis.measures.score_draws import score_draws

METHODS = ({"method": "geometric"},)


def board(indicators: int, groups: int) -> Board:
    """Indicators from 0 to 100 in groups of about one size."""
    children = [
        {
            "code": f"g{group}",
            "children": [
                {"code": f"i{one}", "goalposts": [0, 100]}
                for one in range(group, indicators, groups)
            ],
        }
        for group in range(groups)
    ]
    return Board.model_validate({"index": {"code": "index", "children": children}})


def data(units: int, indicators: int, missing: float = 0.05) -> pd.DataFrame:
    """Invented values, some of them missing."""
    rng = np.random.default_rng(1)
    values = rng.uniform(0, 100, (units, indicators))
    values[rng.random(values.shape) < missing] = np.nan
    return pd.DataFrame(values, columns=[f"i{one}" for one in range(indicators)])


def draws(units: int, indicators: int, groups: int, count: int) -> None:
    """Weights, gaps and the way to add up moved at once, with intervals of scores and ranks."""
    spread = Spread(draws=count, aggregate=METHODS)
    interval_table(simulate(board(indicators, groups), data(units, indicators), spread))


def national_scores(hamlets: int) -> None:
    """Indicators of six years and the scores of one pairing for each hamlet."""
    year = nation(hamlets)
    assert len(year.panel) == 6 * hamlets
    assert len(score(year).pairings) == hamlets


def national_draws(hamlets: int, count: int) -> None:
    """Levels and ranks of all pairings under moved choices."""
    found = measured(nation(hamlets))
    spread = found.rules.uncertainty.model_copy(update={"draws": count})
    assert len(score_draws(found, spread).intervals) == hamlets


def district_steps(hamlets: int) -> None:
    """The cheapest steps of each pairing of a district."""
    year = nation(hamlets)
    assert len(next_levels(year, measured(year))) == hamlets


def main() -> None:
    """Measure what is asked for."""
    asked = _arguments()
    jobs: dict[str, tuple[str, str, Callable[..., None], tuple[int, ...]]] = {
        "small": ("10,000 draws, 51 x 49", "2,000 CPU s", draws, (51, 49, 8, 10_000)),
        "medium": ("10,000 draws, 1,000 x 20", "970 CPU s", draws, (1_000, 20, 4, 10_000)),
        "large": ("1,000 draws, 100,000 x 20", "13,800 CPU s", draws, (100_000, 20, 4, 1_000)),
        "nation": (f"{asked.hamlets:,} hamlets, 6 years", "", national_scores, (asked.hamlets,)),
        "levels": ("100 draws of all their levels", "", national_draws, (asked.hamlets, 100)),
        "steps": ("next level of 150 pairings", "", district_steps, (150,)),
    }
    print(f"{'':<32}{'CPU s':>9}{'wall s':>9}{'peak GiB':>10}   R")
    for name, (title, other, job, call) in jobs.items():
        if asked.only in ("", name):
            runs = [_measured(job, call) for _ in range(asked.rounds)]
            cpu, wall, peak = (statistics.median(one) for one in zip(*runs, strict=True))
            print(f"{title:<32}{cpu:>9.1f}{wall:>9.1f}{peak:>10.2f}   {other}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time and memory of composite indices and scores.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--hamlets", type=int, default=100_000)
    return parser.parse_args()


def _measured(job: Callable[..., None], call: tuple[int, ...]) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, job, call))
    process.start()
    told: tuple[float, float, float] = ours.recv()
    process.join()
    return told


def _child(pipe: Connection, job: Callable[..., None], call: tuple[Any, ...]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    job(*call)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    pipe.send((time.process_time() - cpu, time.perf_counter() - wall, peak))


if __name__ == "__main__":
    main()
