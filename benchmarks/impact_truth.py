"""Whether intervals of the programme's effect hold the truth planted in regenerated districts.

Every seed makes the demo district twice, with the pairings' effect and without, all luck being the
same; the true effect on the outcome index is the difference between both. Printed are how often the
95 % intervals hold it, how often each verdict is given, and what the simpler estimators would say.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from ketnghia_analysis.demo.truth import EFFECT_POINTS_PER_YEAR
from ketnghia_analysis.demo.truth_outcomes import make_outcomes
from ketnghia_analysis.measures.impact import Impact, did_it_help
from ketnghia_analysis.measures.impact_test import Effect
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.verdict import VERDICTS
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.periods import reporting_year

YEAR = 2024
EFFECTS = (0.5, 1.0, 2.0)
"""Multiples of the demo's effect; 0 is made beside each."""


def main() -> None:
    """Make so many districts (default 200) and print the tables."""
    districts = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    start = time.process_time()
    rows = [row for seed in range(districts) for row in _district(seed)]
    seconds = time.process_time() - start
    found = pd.DataFrame(rows)
    print(f"{districts} districts, year {YEAR}, {seconds:.0f} CPU s\n")
    print(f"{'effect planted':<16}{'true':>7}{'estimate':>10}{'bias':>8}{'width':>7}", end="")
    print(f"{'95 % interval':>15}{'ANCOVA':>8}{'Welch':>7}{'p < .05':>9}")
    for planted, own in found.groupby("planted"):
        print(
            f"{planted:<16.2f}{own['true'].mean():>7.2f}{own['estimate'].mean():>10.2f}"
            f"{(own['estimate'] - own['true']).mean():>8.3f}{own['width'].mean():>7.2f}"
            f"{own['held'].mean():>15.1%}{own['held_adjusted'].mean():>8.1%}"
            f"{own['held_welch'].mean():>7.1%}{own['rejected'].mean():>9.1%}"
        )
    print(f"\n{'effect planted':<16}" + "".join(f"{label:>25}" for label in VERDICTS.values()))
    for planted, own in found.groupby("planted"):
        shares = own["verdict"].value_counts(normalize=True)
        told = "".join(f"{shares.get(kind, 0.0):>25.1%}" for kind in VERDICTS)
        print(f"{planted:<16.2f}{told}")


def _district(seed: int) -> list[dict[str, object]]:
    rows = []
    nothing: Impact | None = None
    for factor in EFFECTS:
        real, without = make_outcomes(seed, factor * EFFECT_POINTS_PER_YEAR)
        if nothing is None:
            nothing = did_it_help(_year(without))
            rows.append(_row(0.0, 0.0, nothing))
        found = did_it_help(_year(real))
        gained = found.design.change() - nothing.design.change()
        true = float(gained.loc[found.design.paired].mean())
        rows.append(_row(factor * EFFECT_POINTS_PER_YEAR, true, found))
    return rows


def _row(planted: float, true: float, found: Impact) -> dict[str, object]:
    main, adjusted = found.main, found.adjusted
    if not (isinstance(main, Effect) and isinstance(adjusted, Effect)):
        raise SystemExit("the demo district has too few hamlets to test")
    return {
        "planted": planted,
        "true": true,
        "estimate": main.estimate,
        "width": main.high - main.low,
        "held": main.low <= true <= main.high,
        "held_adjusted": adjusted.low <= true <= adjusted.high,
        "held_welch": main.welch_low <= true <= main.welch_high,
        "rejected": main.p_value < 0.05,
        "verdict": found.verdict.kind,
    }


def _year(tables: dict[str, pd.DataFrame]) -> YearInput:
    window = reporting_year(YEAR)
    empty = pd.DataFrame(np.empty((0, 0)))
    return YearInput(tables, empty, empty, window, rules_for(window))


if __name__ == "__main__":
    main()
