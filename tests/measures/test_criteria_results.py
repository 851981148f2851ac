"""Criteria D: promises kept, kept in time, and difficulties resolved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.criteria_results import completion

from .cases import DISTRICT, Change, case, cases, day, first, same
from .tiny import Tiny, typed
from .tiny_rows import commitment, difficulty


@pytest.mark.parametrize(
    ("facts", "low", "high"),
    [
        pytest.param({"result": 10}, 1, 1, id="all of the target"),
        pytest.param({"result": 14}, 1, 1, id="more than the target"),
        pytest.param({"result": 4, "state": "partly_done"}, 0.4, 0.4, id="a part"),
        pytest.param({"result": 4}, 0.4, 0.4, id="called done, but the number says a part"),
        pytest.param({"result": 0, "state": "in_progress"}, 0, 0, id="nothing yet"),
        pytest.param({"result": None}, 1, 1, id="done, number unknown"),
        pytest.param({"target": None}, 1, 1, id="done, target unknown"),
        pytest.param({"target": 0}, 1, 1, id="done, target zero"),
        pytest.param({"result": None, "state": "not_started"}, 0, 0, id="not started"),
        pytest.param({"result": None, "state": "dropped"}, 0, 0, id="dropped"),
        pytest.param({"result": None, "state": "in_progress"}, 0, 1, id="begun, number unknown"),
        pytest.param({"result": None, "state": "partly_done"}, 0, 1, id="a part, unknown how much"),
        pytest.param({"result": None, "state": None}, 0, 1, id="nothing known"),
    ],
)
def test_a_commitment_without_result_may_be_anything_unless_its_state_says_more(
    facts: dict[str, Any], low: float, high: float
) -> None:
    row = {"completed_on": None} | facts
    shares = completion(typed("commitments", [commitment(1) | row]), date(2024, 12, 14))
    assert shares.loc[0].to_dict() == {"low": low, "high": high}


@pytest.mark.parametrize(("completed", "low"), [("2024-12-14", 1.0), ("2024-12-15", 0.0)])
def test_what_is_completed_after_the_year_is_not_certain_for_the_year(
    completed: str, low: float
) -> None:
    rows = typed("commitments", [commitment(1, completed_on=completed)])
    assert completion(rows, date(2024, 12, 14)).at[0, "low"] == low


def test_completion_keeps_the_index_of_the_rows() -> None:
    rows = typed("commitments", [commitment(1), commitment(2)]).set_axis([7, 3])
    assert list(completion(rows, date(2024, 12, 14)).index) == [7, 3]


def _second(district: Tiny, **values: Any) -> Tiny:
    return district.change("commitments", {"commitment_id": "N2"}, **values)


# weights 1 and 2: the second promise is two thirds of the whole
@cases(
    case("both kept", 1, 1, lambda d: d),
    case("the light one only", 1 / 3, 1 / 3, lambda d: _second(d, result=0)),
    case("the heavy one only", 2 / 3, 2 / 3, lambda d: first(d, "commitments", result=0)),
    # (1 × 1 + 2 × 0.4) / 3
    case("four tenths of the heavy", 0.6, 0.6, lambda d: _second(d, result=4)),
    case("more than promised", 1, 1, lambda d: _second(d, result=30)),
    case("no weight counts as one", 0.5, 0.5, lambda d: _second(d, weight=pd.NA, result=0)),
    case(
        "the heavy one unknown",
        1 / 3,
        1,
        lambda d: _second(d, result=pd.NA, state="in_progress"),
    ),
    case("nothing promised", 0, 0, lambda d: d.without("commitments")),
    case("last year's promises", 0, 0, lambda d: d.change("commitments", {}, year=2023)),
    case("not received", 0, 1, lambda d: d.not_received("commitments", "CQ1")),
    # a held promise may weigh 3: (3 + 0) / 6 to (3 + 3) / 6
    case("one held", 0.5, 1, lambda d: d.held("commitments", "CQ1", "H1")),
    case(
        "one held as a duplicate", 1, 1, lambda d: d.held("commitments", "CQ1", "H1", "duplicate")
    ),
    case("one of another agency held", 1, 1, lambda d: d.held("commitments", "CQ2", "H1")),
    case("only one, held", 0, 1, lambda d: d.without("commitments").held("commitments", "CQ1")),
)
def test_d1_is_the_weighted_mean_of_promises_kept(change: Change, low: float, high: float) -> None:
    assert change(DISTRICT).share("D1") == same(low, high)


def _late(district: Tiny, **values: Any) -> Tiny:
    """The first promise, due on 30 June, is completed on 20 September."""
    return first(district, "commitments", completed_on=day("2024-09-20"), **values)


@cases(
    case("both in time", 1, 1, lambda d: d),
    case(
        "one on its last day",
        1,
        1,
        lambda d: first(d, "commitments", completed_on=day("2024-06-30")),
    ),
    case("one late", 0.5, 0.5, _late),
    case(
        "one unfinished",
        0.5,
        0.5,
        lambda d: first(d, "commitments", state="in_progress", completed_on=pd.NaT),
    ),
    case(
        "extended with a document",
        1,
        1,
        lambda d: _late(d, extended_to=day("2024-09-30"), extension_document="12/CV"),
    ),
    case("extended without document", 0.5, 0.5, lambda d: _late(d, extended_to=day("2024-09-30"))),
    case(
        "later than the extension",
        0.5,
        0.5,
        lambda d: _late(d, extended_to=day("2024-08-30"), extension_document="12/CV"),
    ),
    case(
        "extended into next year",
        1,
        1,
        lambda d: first(
            d,
            "commitments",
            extended_to=day("2025-03-01"),
            extension_document="12/CV",
            completed_on=pd.NaT,
            state="in_progress",
        ),
    ),
    case("never had a deadline", 0.5, 0.5, lambda d: first(d, "commitments", due_on=pd.NaT)),
    case("done, day unknown", 0.5, 1, lambda d: first(d, "commitments", completed_on=pd.NaT)),
    case(
        "nothing known of one",
        0.5,
        1,
        lambda d: first(d, "commitments", state=None, result=pd.NA, completed_on=pd.NaT),
    ),
    case("a day, but no state", 1, 1, lambda d: first(d, "commitments", state=None)),
    case("all late", 0, 0, lambda d: d.change("commitments", {}, completed_on=day("2024-12-01"))),
    case("nothing due", nan, nan, lambda d: d.change("commitments", {}, due_on=day("2025-02-01"))),
    case("nothing promised", 0, 0, lambda d: d.without("commitments")),
    case("not received", 0, 1, lambda d: d.not_received("commitments", "CQ1")),
    # 2 of 3 if the held one was late, 3 of 3 if not
    case("one held", 2 / 3, 1, lambda d: d.held("commitments", "CQ1", "H1")),
    case("only one, held", 0, 1, lambda d: d.without("commitments").held("commitments", "CQ1")),
)
def test_d2_is_promises_kept_in_time_of_those_due(change: Change, low: float, high: float) -> None:
    assert change(DISTRICT).share("D2") == same(low, high)


def test_d2_leaves_out_what_has_no_deadline_if_the_rules_say_so() -> None:
    year = DISTRICT.change("commitments", {"commitment_id": "N1"}, due_on=pd.NaT).input()
    lenient = replace(year, rules=year.rules.model_copy(update={"no_deadline_is_late": False}))
    measure = CRITERIA["D2"].measure
    assert (measure(year).low["KN-1"], measure(lenient).low["KN-1"]) == (0.5, 1.0)


def _open(district: Tiny, **values: Any) -> Tiny:
    values = {"resolved_on": pd.NaT, "result": "open"} | values
    return first(district, "difficulties", **values)


def _another(district: Tiny, **values: Any) -> Tiny:
    return district.plus("difficulties", **difficulty(2, **values))


@cases(
    case("resolved", 1, 1, lambda d: d),
    case("open", 0, 0, _open),
    case("one of two", 0.5, 0.5, lambda d: _another(_open(d))),
    case(
        "resolved after the year",
        0,
        0,
        lambda d: first(d, "difficulties", resolved_on=day("2024-12-15")),
    ),
    case(
        "resolved on the last day",
        1,
        1,
        lambda d: first(d, "difficulties", resolved_on=day("2024-12-14")),
    ),
    case(
        "the district's, referred upward",
        0,
        0,
        lambda d: first(d, "difficulties", result="referred"),
    ),
    case(
        "the province's, referred upward",
        1,
        1,
        lambda d: first(d, "difficulties", result="referred", authority="province"),
    ),
    case(
        "the centre's, referred upward",
        1,
        1,
        lambda d: first(d, "difficulties", result="referred", authority="central"),
    ),
    case("the province's, left open", 0, 0, lambda d: _open(d, authority="province")),
    case("not due yet", nan, nan, lambda d: _open(d, due_on=day("2024-12-15"))),
    case("due on the last day", 0, 0, lambda d: _open(d, due_on=day("2024-12-14"))),
    case(
        "no deadline, a year old",
        0,
        0,
        lambda d: _open(d, due_on=pd.NaT, raised_on=day("2023-12-14")),
    ),
    case("no deadline, younger", nan, nan, lambda d: _open(d, due_on=pd.NaT)),
    case("overdue since last year", 0, 0, lambda d: _open(d, due_on=day("2023-06-01"))),
    case(
        "resolved last year",
        nan,
        nan,
        lambda d: first(d, "difficulties", due_on=day("2023-10-01"), resolved_on=day("2023-11-01")),
    ),
    case(
        "resolved before it was due",
        1,
        1,
        lambda d: first(d, "difficulties", due_on=day("2025-06-30")),
    ),
    case(
        "resolved on the last day before the year",
        nan,
        nan,
        lambda d: first(
            d, "difficulties", raised_on=day("2023-01-01"), resolved_on=day("2023-12-14")
        ),
    ),
    case(
        "resolved on the first day of the year",
        1,
        1,
        lambda d: first(
            d, "difficulties", raised_on=day("2023-01-01"), resolved_on=day("2023-12-15")
        ),
    ),
    case("resolved, day unknown", 0, 1, lambda d: first(d, "difficulties", resolved_on=pd.NaT)),
    case("a day, but no result", 0, 1, lambda d: first(d, "difficulties", result=None)),
    case(
        "referred, whose matter is unknown",
        0,
        1,
        lambda d: first(d, "difficulties", result="referred", authority=None),
    ),
    case("none", nan, nan, lambda d: d.without("difficulties")),
    case("no register", 0, 1, lambda d: d.not_received("difficulties")),
    case("only last year's register", 0, 1, lambda d: d.delivered("difficulties", 2023)),
    case("next year's register", 1, 1, lambda d: d.delivered("difficulties", 2025)),
    case("one of last year held", 0.5, 1, lambda d: d.held("difficulties", "", "H1", year=2023)),
    case("one of next year held", 1, 1, lambda d: d.held("difficulties", "", "H1", year=2025)),
    case("one held", 0.5, 1, lambda d: d.held("difficulties", "", "H1")),
    case("another hamlet's held", 1, 1, lambda d: d.held("difficulties", "", "H2")),
    case(
        "only one, held", 0, 1, lambda d: d.without("difficulties").held("difficulties", "", "H1")
    ),
)
def test_d3_is_difficulties_closed_of_those_that_fell_due(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("D3") == same(low, high)


def test_d3_is_shared_by_all_agencies_of_a_hamlet() -> None:
    district = _another(_open(DISTRICT))
    assert district.share("D3", "KN-1") == district.share("D3", "KN-2") == (0.5, 0.5)
