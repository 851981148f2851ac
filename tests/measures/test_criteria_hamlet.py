"""Criteria C: what is known of the hamlet, and what is concentrated on."""

from __future__ import annotations

from math import nan
from typing import Any

import pandas as pd

from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES

from .cases import DISTRICT, Change, case, cases, day, first, same
from .tiny import Tiny
from .tiny_rows import difficulty

ALL_FIGURES = len(FIGURES)
HALF = 1 - 27 / ALL_FIGURES
"""What is known where 27 figures are not."""


def _forget(district: Tiny, number: int, hamlets: tuple[str, ...] = ("H1",)) -> Tiny:
    names = [figure.name for figure in FIGURES][:number]
    where = {"round_id": "D2024", "hamlet_id": set(hamlets)}
    return district.change("hamlet_figures", where, **dict.fromkeys(names, pd.NA))


@cases(
    case("all figures", 1, 1, lambda d: d),
    case("half of them", HALF, HALF, lambda d: _forget(d, 27)),
    case("half, others held", HALF, 1, lambda d: _forget(d, 27).held("hamlet_figures", "", "H1")),
    case(
        "another hamlet's held",
        HALF,
        HALF,
        lambda d: _forget(d, 27).held("hamlet_figures", "", "H2"),
    ),
    case("hamlet left out", 0, 0, lambda d: d.without("hamlet_figures", hamlet_id="H1")),
    case(
        "left out, a row of its commune held",
        0,
        1,
        lambda d: d.without("hamlet_figures", hamlet_id="H1").held(
            "hamlet_figures", commune="99001"
        ),
    ),
    case(
        "most hamlets not surveyed",
        1,
        1,
        lambda d: d.without("hamlet_figures", hamlet_id={"H2", "H3", "H4"}),
    ),
    case("no survey", 0, 1, lambda d: d.without("hamlet_figures", round_id="D2024")),
    case("not asked of most", 1, 1, lambda d: _forget(d, 10, ("H1", "H2", "H3"))),
    case(
        "asked of half",
        1 - 10 / ALL_FIGURES,
        1 - 10 / ALL_FIGURES,
        lambda d: _forget(d, 10, ("H1", "H2")),
    ),
)
def test_c1_is_figures_known_of_those_that_half_the_hamlets_gave(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("C1") == same(low, high)


@cases(
    case("an entry for both", 1, 1, lambda d: d),
    case("production only", 0.75, 0.75, lambda d: first(d, "difficulties", affects="production")),
    case("daily life only", 0.75, 0.75, lambda d: first(d, "difficulties", affects="living")),
    case("effect not stated", 0.5, 1, lambda d: first(d, "difficulties", affects=None)),
    case("none raised", 0, 0, lambda d: d.without("difficulties")),
    case("raised before", 0, 0, lambda d: first(d, "difficulties", raised_on=day("2023-12-14"))),
    case("of another hamlet", 0, 0, lambda d: first(d, "difficulties", hamlet_id="H2")),
    case("no register", 0, 1, lambda d: d.not_received("difficulties")),
    case("only last year's register", 1, 1, lambda d: d.delivered("difficulties", 2023)),
    case(
        "none, in last year's register",
        0,
        1,
        lambda d: d.without("difficulties").delivered("difficulties", 2023),
    ),
    case("one of last year held", 0, 0, lambda d: _none_but_held(d, year=2023)),
    case("held", 0, 1, lambda d: d.without("difficulties").held("difficulties", "", "H1")),
    case(
        "two, one for each",
        1,
        1,
        lambda d: first(d, "difficulties", affects="living").plus(
            "difficulties", **difficulty(2, affects="production")
        ),
    ),
)
def test_c2_is_half_for_an_entry_and_a_quarter_for_each_domain(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("C2") == same(low, high)


def _none_but_held(district: Tiny, **more: Any) -> Tiny:
    return district.without("difficulties").held("difficulties", "", "H1", **more)


def _second_focus(district: Tiny, **more: Any) -> Tiny:
    return district.plus("difficulties", **difficulty(2, **more))


@cases(
    case("the focus is promised", 1, 1, lambda d: d),
    case("one focus of two", 0.5, 0.5, _second_focus),
    case("the other is no focus", 1, 1, lambda d: _second_focus(d, chosen_as_focus=False)),
    case("the other came later", 1, 1, lambda d: _second_focus(d, raised_on="2024-12-15")),
    case("no focus chosen", 0, 0, lambda d: d.change("difficulties", {}, chosen_as_focus=False)),
    case("no promise", 0, 0, lambda d: first(d, "commitments", difficulty_id=None)),
    case("no deadline", 0, 0, lambda d: first(d, "commitments", due_on=pd.NaT)),
    case("no target", 0, 0, lambda d: first(d, "commitments", target=pd.NA)),
    case("promised last year", 1, 1, lambda d: first(d, "commitments", year=2023)),
    case("promised next year", 0, 0, lambda d: first(d, "commitments", year=2025)),
    case("nothing open", nan, nan, lambda d: d.without("difficulties")),
    case(
        "closed the year before",
        nan,
        nan,
        lambda d: first(
            d, "difficulties", raised_on=day("2023-01-01"), resolved_on=day("2023-11-01")
        ),
    ),
    case("no register", 0, 1, lambda d: d.not_received("difficulties")),
    case(
        "a promise held",
        0,
        1,
        lambda d: first(d, "commitments", difficulty_id=None).held("commitments", "CQ1", "H1"),
    ),
    case(
        "a promise of the hamlet's other agency held",
        0,
        1,
        lambda d: first(d, "commitments", difficulty_id=None).held("commitments", "CQ2", "H1"),
    ),
    case(
        "promises of the hamlet's other agency not received",
        0,
        1,
        lambda d: first(d, "commitments", difficulty_id=None).not_received("commitments", "CQ2"),
    ),
    case(
        "no focus chosen and promises not received",
        0,
        0,
        lambda d: d.change("difficulties", {}, chosen_as_focus=False).not_received(
            "commitments", "CQ1"
        ),
    ),
    case("focus unknown", 0, 1, lambda d: first(d, "difficulties", chosen_as_focus=pd.NA)),
    # 1 of 2 if the other is a focus
    case("the other's focus unknown", 0.5, 1, lambda d: _second_focus(d, chosen_as_focus=None)),
    case("one held", 0.5, 1, lambda d: d.held("difficulties", "", "H1")),
    case("only one, held", 0, 1, _none_but_held),
    case("only one of last year, held", 0, 1, lambda d: _none_but_held(d, year=2023)),
    case(
        "closed on an unknown day, perhaps before the year",
        0,
        1,
        lambda d: first(d, "difficulties", raised_on=day("2023-01-01"), resolved_on=pd.NaT),
    ),
)
def test_c3_is_focus_matters_with_a_dated_and_measured_promise(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("C3") == same(low, high)
