"""Needs against promises, matter by matter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.demo.programme_words import PROMISES, SOLUTIONS, WORRIES
from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.needs import STATES, TOPICS, needs, topics_of
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.codes import DIFFICULTY_GROUPS, FIELDS

from .tiny import Tiny, tiny
from .tiny_rows import commitment, difficulty


def _district(water: int, *promises: dict[str, Any], **worry: Any) -> YearInput:
    """H1 has that much water of 100 households (all others 80); pairing KN-1 promises this."""
    base = tiny().without("commitments").without("difficulties")
    at = {"hamlet_id": "H1", "round_id": "D2024"}
    base = _figures(base, at, water)
    for number, facts in enumerate(promises):
        row = commitment(number) | {"difficulty_id": None, "field": "living"} | facts
        base = base.plus("commitments", **row)
    if worry:
        base = base.plus("difficulties", **(difficulty(1) | worry))
    return base.input()


def _figures(base: Tiny, at: dict[str, str], water: int) -> Tiny:
    frame = base.tables["hamlet_figures"].copy()
    chosen = (frame["hamlet_id"] == at["hamlet_id"]) & (frame["round_id"] == at["round_id"])
    frame.loc[chosen, "hygienic_water_households"] = water
    return replace(base, tables={**base.tables, "hamlet_figures": frame})


def _water(year: YearInput) -> pd.Series:
    return needs(year).loc[("H1", "water")]


WELL = {"content": "Khoan giếng cho các hộ"}
VAGUE = {"content": "Hỗ trợ đời sống nhân dân"}
OPEN = {"group": "water", "result": "open", "resolved_on": None}


@pytest.mark.parametrize(
    ("water", "promises", "worry", "state"),
    [
        (60, (), {}, "unmet"),
        (60, (WELL,), {}, "answered"),
        (60, (VAGUE,), {}, "perhaps_unmet"),
        (60, ({"content": "Xây dựng chi bộ", "field": "political_system"},), {}, "unmet"),
        (95, (), {}, "none"),
        (95, (WELL,), {}, "without_need"),
        (95, (VAGUE,), {}, "none"),
        (95, (), OPEN, "unmet"),
        (95, (WELL,), OPEN, "answered"),
        (95, (WELL,), {"group": "water"}, "without_need"),
        (95, ({"content": "Việc khác", "difficulty_id": "K1"},), OPEN, "answered"),
    ],
)
def test_how_need_and_promise_meet(
    water: int, promises: tuple[dict[str, Any], ...], worry: dict[str, Any], state: str
) -> None:
    assert _water(_district(water, *promises, **worry))["state"] == state


def test_gaps_to_the_median_and_to_the_goal() -> None:
    row = _water(_district(60))
    # hamlets have 60, 80, 80 and 80; the national goal is 90
    assert (row["value"], row["median"], row["goal"]) == (60, 80, 90)
    assert (row["gap_median"], row["gap_goal"]) == (20, 30)
    assert row["behind"]
    assert row["far_behind"]


def test_a_figure_nobody_knows_is_no_proof_that_there_is_no_need() -> None:
    base = tiny().without("commitments").without("difficulties")
    frame = base.tables["hamlet_figures"].copy()
    frame["hygienic_water_households"] = None
    base = replace(base, tables={**base.tables, "hamlet_figures": frame})
    promised = base.plus("commitments", **(commitment(1) | {"difficulty_id": None} | WELL))
    row = _water(promised.input())
    assert pd.isna(row["behind"])
    assert row["state"] == "unknown"
    assert _water(base.input())["state"] == "none"


def test_an_agency_that_sent_nothing_may_have_promised() -> None:
    base = _figures(tiny().without("difficulties"), {"hamlet_id": "H1", "round_id": "D2024"}, 60)
    assert _water(base.not_received("commitments", "CQ2").input())["state"] == "not_heard"


def test_the_last_round_that_a_hamlet_has_counts() -> None:
    year = _district(60)
    figures = year.tables["hamlet_figures"]
    gone = (figures["hamlet_id"] == "H2") & (figures["round_id"] == "D2024")
    tables = {**year.tables, "hamlet_figures": figures[~gone].reset_index(drop=True)}
    assert needs(replace(year, tables=tables)).loc[("H2", "water"), "value"] == 80


def test_every_hamlet_has_every_matter() -> None:
    found = needs(tiny().input())
    assert len(found) == 4 * len(TOPICS)
    assert set(found["state"]) <= set(STATES)
    assert found.loc["H1", "paired"].all()
    assert not found.loc["H4", "paired"].any()
    assert not found.loc["H4", "mixed"].any()


@pytest.mark.parametrize(
    ("content", "topics"),
    [
        ("Tặng bồn chứa nước sinh hoạt", ["water"]),
        ("Vận động sửa chữa nhà ở cho hộ nghèo", ["housing"]),
        ("Sửa đường; kéo điện", ["road", "electricity"]),
        ("Tuyên truyền chính sách của Đảng, Nhà nước", []),
        # tone marks set late, and capitals
        ("NẠO VÉT KÊNH THUỶ LỢI", ["irrigation"]),
        ("", []),
    ],
)
def test_the_words_of_a_promise_tell_its_matter(content: str, topics: list[str]) -> None:
    assert topics_of(content) == topics


@pytest.mark.parametrize("group", list(SOLUTIONS))
def test_what_answers_a_difficulty_of_the_demo_is_about_it(group: str) -> None:
    assert group in topics_of(SOLUTIONS[group].content)
    assert group in WORRIES


def test_promises_of_the_demo_about_production_and_living_are_made_out() -> None:
    for field in ("production", "living"):
        assert all(topics_of(promise.content) for promise in PROMISES[field])


def test_matters_are_groups_of_difficulties_and_fields_of_commitments() -> None:
    assert {topic.code for topic in TOPICS} <= set(DIFFICULTY_GROUPS.values)
    assert {topic.field for topic in TOPICS} <= set(FIELDS.values)
    assert {name for topic in TOPICS for name in topic.indicators} <= set(INDICATORS)
