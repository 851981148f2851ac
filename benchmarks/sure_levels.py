"""Whether levels that the report calls sure are the true ones, in regenerated districts.

    python benchmarks/sure_levels.py [districts]

Every seed makes the demo district anew and spoils its papers in all planted ways; they are cleaned
and scored as any district's. The true level of a pairing is the one that the same rules give on the
truth itself: every report came complete, without a slip. "Named" is a level about which the missing
data leaves no choice; "sure" one that comes out in at least 95 % of the draws, which move the
choices of the method too.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from ketnghia_analysis.cleaning.clean import clean_folder
from ketnghia_analysis.demo.files import demo_files
from ketnghia_analysis.evaluation.analysis import analysis_of
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.score import score
from ketnghia_analysis.measures.score_draws import HELD_FROM
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.runs.publish import write_all
from ketnghia_analysis.vocabulary.periods import reporting_year

YEARS = (2022, 2023, 2024)


def main() -> None:
    """Make so many districts (default 20) and print the shares that are right."""
    districts = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    start = time.process_time()
    found = pd.concat([_district(seed) for seed in range(districts)], ignore_index=True)
    print(f"{districts} districts, {len(found):,} pairings and years, ", end="")
    print(f"{time.process_time() - start:.0f} CPU s")
    named, sure = found["level"] != "unknown", found["probability"] >= HELD_FROM
    for label, chosen, column in (
        ("named", named, "level"),
        ("sure", sure, "likeliest"),
        ("named and sure", named & sure, "level"),
        ("named, not sure", named & ~sure, "level"),
    ):
        rows = found[chosen]
        right = int((rows[column] == rows["true"]).sum())
        low, high = proportion_confint(right, len(rows), method="wilson")
        told = f"{right:>6,} of {len(rows):>6,} right: {right / len(rows):.1%}" if len(rows) else ""
        print(f"{label:<16} {told} (95 % interval {low:.1%} to {high:.1%})")
    wrong = found[named & (found["level"] != found["true"])]
    print(wrong.to_string() if len(wrong) else "no named level is wrong")


def _district(seed: int) -> pd.DataFrame:
    made = demo_files(seed)
    with tempfile.TemporaryDirectory() as name:
        write_all(Path(name), made.files)
        settings = read_settings(Path(name))
        cleaned = clean_folder(Path(name), settings.year_ends)
    rows = []
    for year in YEARS:
        window = reporting_year(year, settings.year_ends)
        analysis = analysis_of(cleaned, window)
        told = score(analysis.year).pairings
        assert analysis.draws is not None
        chances = analysis.draws.probabilities
        truth = YearInput(
            made.district.tables,
            cleaned.quarantine.iloc[:0],
            all_sent(made.district.tables, year, cleaned.blocks),
            window,
            rules_for(window),
        )
        true = score(truth).pairings["level"]
        rows.append(
            pd.DataFrame(
                {
                    "seed": seed,
                    "year": year,
                    "level": told["level"],
                    "likeliest": chances.idxmax(axis=1),
                    "probability": chances.max(axis=1),
                    "true": true.reindex(told.index),
                }
            ).reset_index()
        )
    return pd.concat(rows)


def all_sent(tables: dict[str, pd.DataFrame], year: int, like: pd.DataFrame) -> pd.DataFrame:
    """Every table came for the year, from every agency."""
    agencies = tables["agencies"]["agency_id"].unique()
    pairs = [(name, agency) for name in tables for agency in agencies]
    sent = pd.DataFrame(pairs, columns=["table", "agency_id"])
    sent = sent.assign(block=range(len(sent)), year=year, delivered=year, rows=1)
    return sent.reindex(columns=like.columns).astype(like.dtypes)


if __name__ == "__main__":
    main()
