"""Times Alkire-Foster figures and household statuses of a million households: CPU seconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.alkire_foster import alkire_foster
from ketnghia_analysis.measures.poverty_standards import STANDARDS
from ketnghia_analysis.measures.poverty_status import household_statuses
from ketnghia_analysis.measures.sample import Sample

HOUSEHOLDS = 1_000_000
ROUNDS = 3


def main() -> None:
    """Print the median of a few rounds for each figure."""
    standard = STANDARDS["07/2021"]
    numbers = np.random.default_rng(20260101)
    frame = pd.DataFrame(
        {
            name: pd.array(numbers.random(HOUSEHOLDS) < 0.2, dtype="boolean")
            for name in standard.columns
        }
    )
    homes = frame.assign(
        income_dong_per_person_month=pd.array(
            numbers.integers(0, 4_000_000, HOUSEHOLDS), dtype="Int64"
        ),
        area="rural",
    )
    communes = pd.DataFrame({"commune": numbers.integers(0, 100, HOUSEHOLDS)})
    sample = Sample(clusters=pd.Series(numbers.integers(0, 2000, HOUSEHOLDS)))
    k, weights = standard.cutoff, standard.weights
    stages: dict[str, Callable[[], object]] = {
        "all households": lambda: alkire_foster(frame, weights, k),
        "by 100 communes": lambda: alkire_foster(frame, weights, k, by=communes),
        "with errors of 2,000 clusters": lambda: alkire_foster(frame, weights, k, sample=sample),
        "with bounds": lambda: alkire_foster(frame, weights, k, missing="bounds"),
        "status of each household": lambda: household_statuses(homes, standard),
    }
    for name, stage in stages.items():
        print(f"{name:<32}{_median(stage):>8.2f} s CPU")


def _median(stage: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        stage()
        times.append(time.process_time() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
