"""Writes all documents of the demo's year 2024: seconds, processor seconds, pages.

`python benchmarks/documents.py [--data DATA] [--no-pdf]`; DATA is a folder of raw files, the demo's
if none is named. The aim: at most 60 s on two cores for 15 agencies, 12 communes and 64 hamlets.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from ketnghia_analysis.cleaning.clean import clean_folder
from ketnghia_analysis.demo.files import demo_files
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.runs.documents import Kind, source_of, write_documents
from ketnghia_analysis.runs.publish import write_all


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--no-pdf", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = given.data or Path(name) / "raw"
        if given.data is None:
            write_all(data, demo_files().files)
        cleaned = clean_folder(data)
        before, started = _processor(), time.perf_counter()

        def step(said: str) -> None:
            print(f"{time.perf_counter() - started:7.1f} s  {said}")

        source = source_of(cleaned, read_settings(data), 2024)
        step("facts of all years")
        done = write_documents(source, Path(name) / "reports", list(Kind), not given.no_pdf, step)
        step(f"done: {done.counts}")
        print(f"{_processor() - before:7.1f} s of processor time, of all processes")


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
