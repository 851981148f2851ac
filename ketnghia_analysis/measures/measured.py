"""What a year's score is made of: shares of criteria, conditions of levels, gates."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd

from ketnghia_analysis.measures import (
    criteria_change,
    criteria_effort,
    criteria_hamlet,
    criteria_results,
)
from ketnghia_analysis.measures.criteria import CRITERIA, Share, count_by_pairing
from ketnghia_analysis.measures.criteria_results import lateness
from ketnghia_analysis.measures.criterion_list import GATES
from ketnghia_analysis.measures.levels import Standing
from ketnghia_analysis.measures.rules import ScoreRules
from ketnghia_analysis.measures.year import YearInput

_REGISTERED = (criteria_effort, criteria_hamlet, criteria_results, criteria_change)
"""Importing these modules registers the criteria."""


@dataclass(frozen=True)
class Measured:
    """Pairings of a year, measured but not yet scored; frames indexed by `pairing_id`.

    Attributes:
        rules: in force.
        pairings: `agency_id`, `hamlet_id`, `role`.
        shares: of each criterion, by code.
        late: `share_most`, `share_least`, `count_most`, `count_least` of commitments not in time.
        gates: bool columns (gate, "surely") and (gate, "possibly"): which each fails.
    """

    rules: ScoreRules
    pairings: pd.DataFrame
    shares: dict[str, Share]
    late: pd.DataFrame
    gates: pd.DataFrame

    @property
    def low(self) -> np.ndarray:
        """Certain shares, pairings by criteria; NaN where a criterion does not apply."""
        return np.column_stack([one.low.to_numpy(dtype="float64") for one in self.shares.values()])

    @property
    def high(self) -> np.ndarray:
        """Possible shares, pairings by criteria."""
        return np.column_stack([one.high.to_numpy(dtype="float64") for one in self.shares.values()])

    @property
    def points(self) -> np.ndarray:
        """Most points of each criterion."""
        return np.array([self.rules.points[code] for code in self.shares])

    def failed(self, how: str) -> np.ndarray:
        """Which pairings surely, or possibly, fail a gate."""
        failed = np.zeros(len(self.pairings), dtype=bool)
        for gate in self.rules.gates:
            failed |= self.gates[(gate, how)].to_numpy()
        return failed

    def worst(self, points: np.ndarray) -> Standing:
        """What each pairing certainly stands at."""
        completed = self.shares["D1"].low.to_numpy(dtype="float64")
        return Standing(points, completed, self._late("share_most"), self._late("count_most"))

    def best(self, points: np.ndarray) -> Standing:
        """What each pairing may stand at, at best."""
        completed = self.shares["D1"].high.to_numpy(dtype="float64")
        return Standing(points, completed, self._late("share_least"), self._late("count_least"))

    def _late(self, name: str) -> np.ndarray:
        return np.asarray(self.late[name], dtype="float64")


def measured(year: YearInput) -> Measured:
    """Measure every pairing of the year by every criterion."""
    return Measured(
        rules=year.rules,
        pairings=year.pairings[["agency_id", "hamlet_id", "role"]],
        shares={code: card.measure(year) for code, card in CRITERIA.items()},
        late=_late(year),
        gates=_gates(year),
    )


def _late(year: YearInput) -> pd.DataFrame:
    """The most and the least that can be late, of commitments due in the year."""
    counts = lateness(year)
    received = year.received("commitments", by_agency=True)
    most = counts["owed"] - counts["in_time"] + counts["held"]
    least = counts["owed"] - counts["may_be_in_time"]
    whole = (counts["owed"] + counts["held"]).clip(lower=1)
    return pd.DataFrame(
        {
            "share_most": (most / whole).where(received, 1.0),
            "share_least": (least / whole).where(received, 0.0),
            "count_most": most.astype("float64").where(received, inf),
            "count_least": least.astype("float64").where(received, 0.0),
        }
    )


def _gates(year: YearInput) -> pd.DataFrame:
    """Which gates each pairing surely, or possibly, fails.

    Returns:
        Indexed by `pairing_id`; bool columns (gate, "surely") and (gate, "possibly").
    """
    index = year.pairings.index

    def missing(acted: pd.Series, *tables: str) -> dict[str, pd.Series]:
        heard = pd.Series(True, index=index)
        for table in tables:
            heard &= year.received(table, by_agency=True) & (year.held(table) == 0)
        return {"surely": ~acted & heard, "possibly": ~acted}

    plans = year.of_year("briefings")
    planned = plans[plans["plan_signed_on"].notna() | plans["plan_document"].notna()]
    organisers = pd.concat([planned["agency_id"], year.of_year("officer_duties")["agency_id"]])
    found = {
        "no_activity": missing(count_by_pairing(year, year.activities) > 0, "activities"),
        "nothing_organised": missing(
            year.pairings["agency_id"].isin(organisers.unique()), "briefings", "officer_duties"
        ),
        "no_commitment": missing(count_by_pairing(year, year.commitments) > 0, "commitments"),
    }
    return pd.DataFrame(
        {(gate, how): found[gate][how] for gate in year.rules.gates for how in found[gate]},
        index=index,
    )


def gate_texts(gates: pd.DataFrame, asked: tuple[str, ...]) -> list[str]:
    """The gates that each pairing surely, or else possibly, fails, Vietnamese; "" for none."""
    texts = [""] * len(gates)
    for how, before in (("possibly", "chưa rõ: "), ("surely", "")):
        failed = {gate: gates[(gate, how)].to_numpy() for gate in asked}
        for row in np.flatnonzero(sum(failed.values())):
            texts[row] = before + "; ".join(GATES[gate] for gate in asked if failed[gate][row])
    return texts
