"""Change of multidimensional poverty: its error reckoned a second way, refused across standards."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import isnan, sqrt

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.alkire_foster import AlkireFoster, alkire_foster
from ketnghia_analysis.measures.alkire_foster_change import poverty_change
from ketnghia_analysis.measures.change import NotComparableError
from ketnghia_analysis.measures.poverty_standards import STANDARDS
from ketnghia_analysis.measures.sample import Sample

WEIGHTS = {"a": 1, "b": 1, "c": 2}
CODES = list(STANDARDS)


def _survey(seed: int, standard: str = "07/2021", rows: int = 60) -> AlkireFoster:
    """Two strata of six clusters with five households each."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((rows, 3)) < 0.4, columns=list("abc"))
    place = pd.Series(frame.index)
    sample = Sample(pd.Series(rng.uniform(1, 3, rows)), place % 2, (place // 2 % 6).astype("str"))
    return alkire_foster(frame, WEIGHTS, 0.5, sample=sample, standard=standard, keep_scores=True)


def _m0(changes: pd.DataFrame) -> pd.Series:
    return changes[changes["measure"] == "M0"].iloc[0]


def test_independent_samples_add_their_variances() -> None:
    first, last = _survey(1), _survey(2)
    told = _m0(poverty_change(first, last, years=2))
    before, after = first.row("M0"), last.row("M0")
    assert told["change"] == pytest.approx(after["value"] - before["value"])
    assert told["se"] == pytest.approx(sqrt(before["se"] ** 2 + after["se"] ** 2))
    assert told["yearly"] == pytest.approx(told["change"] / 2)
    assert told["low"] < told["change"] < told["high"]
    assert told["yearly_relative"] == pytest.approx(sqrt(after["value"] / before["value"]) - 1)
    # the delta method by a numeric derivative
    step = 1e-6
    slope = (after["value"] / (before["value"] + step) - after["value"] / before["value"]) / step
    by_hand = sqrt((after["se"] / before["value"]) ** 2 + (slope * before["se"]) ** 2)
    assert told["relative_se"] == pytest.approx(by_hand, rel=1e-4)


def test_clusters_that_came_back_take_their_covariance_away() -> None:
    first, last = _survey(1), _survey(2)
    told = _m0(poverty_change(first, last, same_clusters=True))
    place = first.estimates.index[first.estimates["measure"] == "M0"][0]
    difference = last.scores[place] - first.scores[place]
    variance = 0.0
    for _, scores in difference.groupby(level="stratum"):
        # n times the squares about the mean are the squared differences of all pairs
        pairs = sum((one - other) ** 2 for one, other in combinations(scores, 2))
        variance += pairs / (len(scores) - 1)
    assert told["se"] == pytest.approx(sqrt(variance))


def test_a_survey_compared_with_itself_has_not_changed() -> None:
    one = _survey(3)
    told = poverty_change(one, one, same_clusters=True)
    assert told["change"].abs().max() == 0
    assert told["se"].max() == pytest.approx(0, abs=1e-8)


def test_without_samples_a_change_has_no_error() -> None:
    frame = pd.DataFrame({"a": [1, 0], "b": [1, 0], "c": [0, 0]})
    one = alkire_foster(frame, WEIGHTS, 0.5)
    told = poverty_change(one, one)
    assert told[["se", "low", "high"]].isna().all(axis=None)


def test_a_relative_change_from_nothing_is_missing() -> None:
    nobody = pd.DataFrame({"a": [0], "b": [0], "c": [0]})
    somebody = nobody.assign(c=1)
    told = poverty_change(*(alkire_foster(one, WEIGHTS, 0.5) for one in (nobody, somebody)))
    assert isnan(_m0(told)["relative"])
    assert _m0(told)["change"] == 0.5


@pytest.mark.parametrize(("first", "last"), list(combinations(CODES, 2)))
def test_a_change_across_standards_is_refused_with_the_reason(first: str, last: str) -> None:
    with pytest.raises(NotComparableError, match=f"{first} và {last}"):
        poverty_change(_survey(1, first), _survey(2, last))


def test_other_weights_indicators_or_cutoffs_are_refused() -> None:
    one = _survey(1)
    with pytest.raises(NotComparableError, match="trọng số"):
        poverty_change(one, replace(one, weights={"a": 0.5, "b": 0.25, "c": 0.25}))
    with pytest.raises(NotComparableError, match="không cùng bộ chỉ số"):
        poverty_change(one, replace(one, weights={"a": 0.5, "b": 0.5}))
    with pytest.raises(NotComparableError, match="ngưỡng k"):
        poverty_change(one, replace(one, cutoff=0.4))


def test_scores_that_were_not_kept_are_asked_for() -> None:
    bare = replace(_survey(1), scores=pd.DataFrame())
    with pytest.raises(ValueError, match="keep_scores"):
        poverty_change(bare, bare, same_clusters=True)
    with pytest.raises(ValueError, match="số năm"):
        poverty_change(bare, bare, years=0)
