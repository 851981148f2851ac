"""Alkire-Foster figures of the table of households, by the standard that its rounds applied."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ketnghia_analysis.measures.alkire_foster import AlkireFoster, Missing, alkire_foster
from ketnghia_analysis.measures.change import NotComparableError
from ketnghia_analysis.measures.poverty_standards import STANDARDS
from ketnghia_analysis.measures.sample import Sample


def household_poverty(
    households: pd.DataFrame,
    rounds: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    missing: Missing = "drop",
) -> AlkireFoster:
    """Multidimensional poverty of households, all indicators of their standard weighing the same.

    Args:
        households: rows of table `households`; a column `sampling_weight` that holds something says
            that they are a sample, with `sampling_stratum` and `sampling_cluster` where given.
        rounds: table `survey_rounds`.
        by: columns of `households` by which groups are told (`minority`, `hamlet_id`, or one that
            was joined, as the commune).
        missing: see `alkire_foster`.

    Raises:
        NotComparableError: the rounds name several standards, or none.
        ValueError: weights or sampling columns do not fit.
    """
    told = rounds.set_index("round_id")["poverty_standard"]
    codes = households["round_id"].map(told)
    named = sorted(set(codes.dropna()))
    if len(named) != 1 or codes.isna().any():
        said = ", ".join(named) or "không rõ"
        raise NotComparableError(
            f"Nghèo đa chiều: không tính chung các hộ rà soát theo chuẩn khác nhau ({said})"
        )
    standard = STANDARDS[named[0]]
    absent = pd.DataFrame(pd.NA, index=households.index, columns=list(standard.columns))
    deprived = absent.assign(**households[[*absent.columns.intersection(households.columns)]])
    return alkire_foster(
        deprived.astype("boolean"),
        standard.weights,
        standard.cutoff,
        by=households[list(by)] if by else None,
        sample=_sample(households),
        missing=missing,
        standard=standard.code,
    )


def _sample(households: pd.DataFrame) -> Sample | None:
    given = {
        name: households[column]
        for name, column in (
            ("weights", "sampling_weight"),
            ("strata", "sampling_stratum"),
            ("clusters", "sampling_cluster"),
        )
        if column in households and households[column].notna().any()
    }
    return Sample(**given) if "weights" in given else None
