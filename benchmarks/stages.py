"""Times the stages of the main job on the demo district: medians, and ratios to reading."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ketnghia_analysis.cleaning.clean import clean_folder
from ketnghia_analysis.demo.files import demo_files
from ketnghia_analysis.evaluation.facts import year_facts
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.intake.deliveries import interpret, read_folder
from ketnghia_analysis.outputs.document import yearly_evaluation
from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import map_facts
from ketnghia_analysis.outputs.workbook import annex

YEAR = 2024


def main() -> None:
    """Time every stage so many times and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, content in demo_files().files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        cleaned = clean_folder(folder)
        facts = year_facts(cleaned, read_settings(folder), YEAR)
        stages: dict[str, Callable[[], object]] = {
            "read files": lambda: read_folder(folder),
            "read and find tables": lambda: interpret(read_folder(folder), folder),
            "read, find, clean": lambda: clean_folder(folder),
            "facts of a year": lambda: year_facts(cleaned, read_settings(folder), YEAR),
            "Word report": lambda: yearly_evaluation(facts),
            "Excel annex": lambda: annex(facts),
            "map": lambda: briefing_map(map_facts(facts)).html(),
        }
        medians = {name: _median(stage, rounds) for name, stage in stages.items()}
    base = medians["read files"]
    print(f"{'stage':<24}{'median s':>10}{'ratio':>8}   ({rounds} rounds)")
    for name, seconds in medians.items():
        print(f"{name:<24}{seconds:>10.2f}{seconds / base:>8.2f}")


def _median(stage: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        stage()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
