"""The examples of docs/method_impact.md and of its Vietnamese twin, computed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures import impact_assign
from ketnghia_analysis.measures.impact_staggered import staggered
from ketnghia_analysis.measures.impact_test import randomisation_test
from ketnghia_analysis.measures.outcome_index import OUTCOME_PARTS
from ketnghia_analysis.measures.overdue_forecast import chance_still_open
from ketnghia_analysis.measures.survival import curve
from ketnghia_analysis.measures.survival_compare import log_rank
from ketnghia_analysis.vocabulary.wording import number_vi

from .many import by_hamlet

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH = (DOCS / "method_impact.md").read_text(encoding="utf-8").replace("−", "-")
VIETNAMESE = (DOCS / "method_impact.vi.md").read_text(encoding="utf-8").replace("−", "-")

Example = tuple[str, float, int]


def _timeliness() -> Iterator[Example]:
    found = curve(pd.Series([10, 30, 40, 20]), pd.Series([True, True, True, False]))
    yield "S(10) = 3/4 = ", found.after(10).value, 3
    yield "3/4 × 1/2 = ", found.after(30).value, 3
    yield "", found.quantile().value, 0
    yield "0.2887 = ", found.after(10).standard_error, 4
    yield "(-1.96 × 0.2887) = ", found.after(10).low, 3
    mean = found.restricted_mean(40)
    yield "10 × 0.375 = ", mean.value, 2
    yield "3.75² / 2) = ", mean.standard_error, 2
    test = log_rank(pd.Series([1, 3, 2, 4]), pd.Series([True] * 4), pd.Series(["a", "a", "b", "b"]))
    yield "1/2 + 1/3 + 1/2 = ", test.groups.loc["a", "expected"], 3
    yield "² / 0.7222 = ", test.statistic, 3
    chance = chance_still_open(
        np.array([10.0, 20, 40, 50]),
        np.array([True, True, True, False]),
        np.array([15.0]),
        np.array([30.0]),
        np.ones((1, 4)),
    )
    yield "", chance[0, 0], 3


def _index() -> Iterator[Example]:
    parts = {part.indicator: part for part in OUTCOME_PARTS}
    income = parts["income_per_person_million_dong"].points(pd.Series([np.sqrt(5 * 150)])).iloc[0]
    water = parts["hygienic_water_share_percent"].points(pd.Series([80.0])).iloc[0]
    yield "√(5 × 150) = ", np.sqrt(5 * 150), 1
    yield "", income, 0
    yield "", (income + water) / 2, 0
    paired, others = np.array([56.0, 60, 64]), np.array([52.0, 55, 58])
    spread = np.sqrt((paired.var(ddof=1) + others.var(ddof=1)) / 2)
    assert (paired.var(ddof=1), others.var(ddof=1)) == (16, 9)
    yield "√((16 + 9) / 2) = ", (paired.mean() - others.mean()) / spread, 2


def _tests() -> Iterator[Example]:
    one = by_hamlet(["x"] * 8)
    changes = by_hamlet([4.1, 5.3, 6.2, 4.8, 3.0, 2.2, 4.5, 3.9])
    found = randomisation_test(changes, by_hamlet([1] * 4 + [0] * 4), one)
    yield "", found.estimate, 2
    yield "", found.standard_error, 3
    yield "p = 4/70 = ", found.p_value, 3
    yield "p = ", found.welch_p, 3
    yield "", round(found.low, 6), 2
    yield "", round(found.high, 6), 2
    before = by_hamlet([40.0, 50, 50, 60])
    adjusted = randomisation_test(
        by_hamlet([48.0, 56, 53, 61]), by_hamlet([1, 1, 0, 0]), one.iloc[:4], before
    )
    yield "(45 - 55) = ", adjusted.estimate, 2
    wide = pd.DataFrame({2020: [0.0] * 4, 2021: [3.0, 5, 1, 2]}, index=one.index[:4])
    cohort = pd.Series([2021, 2021, np.nan, np.nan], index=one.index[:4])
    yield "4 - 1.5 = ", staggered(wide, cohort, one.iloc[:4]).cells["effect"].iloc[0], 2
    slope = randomisation_test(by_hamlet([1.0, 2, 4]), by_hamlet([0, 1, 2]), one.iloc[:3])
    yield "", slope.estimate, 2
    yield "(21.17 - 23.33) = ", (21.03 - 20.44) - (21.17 - 23.33), 2


def _within() -> Iterator[Example]:
    found = randomisation_test(
        by_hamlet([3.0, 5, 2, 4, 2, 4]), by_hamlet([1, 1, 0, 1, 0, 0]), by_hamlet("aaabbb")
    )
    assert found.within
    yield "", found.estimate, 2


def _vietnamese(text: str) -> str:
    """A piece of arithmetic as Vietnamese texts write it."""
    return text.replace(".", ",")


@pytest.mark.parametrize("examples", [_timeliness, _index, _tests, _within])
def test_the_pages_give_the_numbers_that_the_code_gives(
    examples: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact_assign, "LEAST_WAYS", 2)
    told = list(examples())  # type: ignore[operator]
    assert told
    for before, value, decimals in told:
        assert f"{before}{value:.{decimals}f}" in ENGLISH.replace("\n", " ")
        said = VIETNAMESE.replace("\n", " ")
        assert f"{_vietnamese(before)}{number_vi(value, decimals)}" in said


def test_both_pages_have_the_same_sections() -> None:
    sections = [
        [line for line in page.splitlines() if line.startswith("## ")]
        for page in (ENGLISH, VIETNAMESE)
    ]
    assert [len(lines) for lines in sections] == [6, 6]


def test_the_page_of_methods_leads_here() -> None:
    assert "(method_impact.md)" in (DOCS / "method.md").read_text(encoding="utf-8")
