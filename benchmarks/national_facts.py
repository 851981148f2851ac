"""The measures of a whole country in one pass: the demo district many times over.

    python benchmarks/national_facts.py                # 690 districts: 20,010 pairings
    python benchmarks/national_facts.py --districts 30

Prints CPU seconds and peak memory of gathering the facts of a year, which is all that reports,
maps and notebooks read. Reading, cleaning and writing are measured by scale.py and stages.py.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.evaluation.facts import year_facts
from ketnghia_analysis.evaluation.settings import read_settings

RAW = Path(__file__).parents[1] / "data" / "raw"
SHARED = ("survey_rounds",)
"""Tables that all districts have in common."""


def main() -> None:
    """Make the country and gather its facts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--districts", type=int, default=690)
    asked = parser.parse_args()
    settings = read_settings(RAW)
    country = repeated(clean_folder(RAW, settings.year_ends), asked.districts)
    begun = time.process_time()
    facts = year_facts(country, settings, 2024)
    used = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{len(facts.hamlets.described):,} hamlets, {len(facts.pairings):,} pairings: "
        f"{used:.1f} CPU s, peak {peak:.1f} GiB"
    )


def repeated(cleaned: Cleaned, districts: int) -> Cleaned:
    """The cleaned district so many times, each with ids and codes of its own."""
    tables = {
        name: rows if name in SHARED else _repeated(rows, districts)
        for name, rows in cleaned.tables.items()
    }
    return replace(cleaned, tables=tables)


def _repeated(rows: pd.DataFrame, districts: int) -> pd.DataFrame:
    if rows.empty:
        return rows
    many = pd.concat([rows] * districts, ignore_index=True)
    number = pd.Series(np.repeat(np.arange(districts), len(rows)).astype(str), index=many.index)
    for name in many.columns:
        if name.endswith(("_id", "_code")) and name != "round_id":
            own = many[name]
            many[name] = (own + "-" + number).where(own.notna()).astype(own.dtype)
    return many


if __name__ == "__main__":
    main()
