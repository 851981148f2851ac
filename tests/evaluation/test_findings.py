"""What a finding is: declared once, told only with rows, and of a part only where it fits."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.evaluation import proposals
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import (
    AREA_LABELS,
    IMPORTANCE_LABELS,
    RULES,
    Area,
    Importance,
    table,
)
from ketnghia_analysis.vocabulary.cited_text import plain

assert proposals  # registers the findings
ALL = list(RULES)
RULE = RULES["mixed_hamlets_without_pairing"]


@pytest.mark.parametrize("code", ALL)
def test_a_rule_says_how_it_is_told_and_what_is_to_be_done(code: str) -> None:
    rule = RULES[code]
    assert rule.code == code
    assert rule.sentence.startswith("{n} ")
    assert not rule.sentence.endswith(".")
    assert rule.evidence.__doc__
    assert rule.sentence.format(n=1, year=2024)
    assert bool(rule.task) == (rule.area is Area.LIMIT) or rule.area is Area.DATA


def test_every_area_and_importance_has_a_label() -> None:
    assert set(AREA_LABELS) == set(Area)
    assert set(IMPORTANCE_LABELS) == set(Importance)


def test_no_row_no_finding(facts: YearFacts) -> None:
    nothing = replace(RULE, evidence=lambda facts: pd.DataFrame(columns=["Thôn"]))
    assert nothing.apply(facts) is None


@pytest.mark.parametrize(
    ("rows", "said"), [(1, "1 thôn, năm 2024"), (1234, "1.234 thôn, năm 2024")]
)
def test_a_finding_is_told_with_its_number_and_year(facts: YearFacts, rows: int, said: str) -> None:
    evidence = pd.DataFrame({"Thôn": ["Thôn Mẫu"] * rows}, index=range(5, 5 + rows))
    rule = replace(RULE, sentence="{n} thôn, năm {year}", evidence=lambda facts: evidence)
    found = rule.apply(facts)
    assert found is not None
    assert (found.sentence, found.count) == (said, rows)
    assert (found.code, found.area, found.importance) == (RULE.code, RULE.area, RULE.importance)
    assert plain(found.cited) == said


@pytest.mark.parametrize("code", [code for code in ALL if RULES[code].needs_whole_district])
def test_what_needs_the_whole_district_is_not_told_of_a_part(facts: YearFacts, code: str) -> None:
    assert RULES[code].apply(facts.only(commune="Mẫu Hòa")) is None
    full = replace(RULES[code], evidence=lambda facts: pd.DataFrame({"x": [1]}))
    assert full.apply(facts) is not None


def test_a_table_has_chosen_columns_under_their_headings() -> None:
    rows = pd.DataFrame({"a": [1, 2], "b": [3, 4], "c": [5, 6]}, index=[7, 9])
    told = table(rows, {"c": "Xã", "a": "Thôn"})
    assert told.to_dict("list") == {"Xã": [5, 6], "Thôn": [1, 2]}
    assert list(told.index) == [0, 1]
