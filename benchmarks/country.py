"""A country of invented clean tables, evaluated province by province: seconds, memory, equality.

    python benchmarks/country.py                  # 34 provinces, 100,000 hamlets, 20,000 pairings
    python benchmarks/country.py --cluster 2      # by two Dask workers too, and compared

Each measurement runs in a process of its own; its peak is that of the process with all workers.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from nation import nation
from scale import measured

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.evaluate_large import RESULTS, SUMMARY, evaluate_large
from ketnghia_analysis.runs.store import write_cleaned

HAMLETS, PAIRINGS, PROVINCES = 100_000, 20_000, 34


def main() -> None:
    """Make the country, evaluate it in the ways asked for, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hamlets", type=int, default=HAMLETS)
    parser.add_argument("--pairings", type=int, default=PAIRINGS)
    parser.add_argument("--cluster", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_country(folder / "processed", asked.hamlets, asked.pairings)
        print(f"{asked.hamlets:,} hamlets, {asked.pairings:,} pairings, {PROVINCES} provinces")
        print(f"{'':<24}{'wall s':>9}{'CPU s':>9}{'peak GiB':>10}{'load':>7}")
        measured("one process", evaluate, folder / "processed", folder / "alone", 0)
        if asked.cluster:
            who = f"Dask, {asked.cluster} workers"
            measured(who, evaluate, folder / "processed", folder / "cluster", asked.cluster)
            for table in (*RESULTS, SUMMARY):
                one, other = (
                    pd.read_parquet(folder / place / f"{table}.parquet")
                    for place in ("alone", "cluster")
                )
                pd.testing.assert_frame_equal(one, other)
            print("same results")


def evaluate(data: Path, out: Path, workers: int) -> dict[str, int]:
    """Evaluate in this process or by workers; rows of the results."""
    with crew(workers=workers) as who:
        done = evaluate_large(data, out, 2024, crew=who)
    return {"provinces": len(done.units), "pairings": int(done.units["pairings"].sum())}


def write_country(folder: Path, hamlets: int, pairings: int) -> None:
    """The clean tables of `nation.nation` as a folder, its communes dealt out to provinces."""
    year = nation(hamlets)
    tables = dict(year.tables)
    paired = tables["pairings"]
    # whole agencies, so that each has its four hamlets
    chosen = paired["agency_id"].unique()[:: max(1, hamlets // pairings)]
    kept = set(paired.loc[paired["agency_id"].isin(chosen), "pairing_id"])
    for name, rows in tables.items():
        if "pairing_id" in rows:
            tables[name] = rows[rows["pairing_id"].isin(kept)].reset_index(drop=True)
        elif "agency_id" in rows:
            tables[name] = rows[rows["agency_id"].isin(chosen)].reset_index(drop=True)
    blocks = year.blocks
    blocks = blocks[blocks["agency_id"].isna() | blocks["agency_id"].isin(chosen)]
    for name in ("communes", "agencies"):
        number = np.arange(len(tables[name])) * PROVINCES // len(tables[name])
        provinces = [f"Tỉnh Mẫu {one + 1:02}" for one in number]
        tables[name] = tables[name].assign(province_name=provinces)
    for name in ("communes", "hamlets"):
        nowhere = gpd.GeoSeries([None] * len(tables[name]), crs="EPSG:4326")
        tables[name] = gpd.GeoDataFrame(tables[name], geometry=nowhere)
    write_cleaned(_cleaned(tables, blocks), Settings(), folder, {})


def _cleaned(tables: dict[str, pd.DataFrame], blocks: pd.DataFrame) -> Cleaned:
    """The books of a cleaning in which nothing was held."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "trong.txt").write_text("\n")
        empty = clean_folder(Path(name))
    numbered = blocks.assign(block=range(len(blocks)))
    typed = numbered.reindex(columns=empty.blocks.columns).astype(empty.blocks.dtypes)
    bare = {
        book: getattr(empty, book).iloc[:0] for book in ("quarantine", "accounts", "files", "cells")
    }
    return replace(empty, tables=tables, blocks=typed, **bare)


if __name__ == "__main__":
    main()
