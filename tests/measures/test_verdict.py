"""Which of the four answers is given, and that no more is said than the figures bear."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from ketnghia_analysis.measures.impact_design import Design, design
from ketnghia_analysis.measures.impact_test import Effect
from ketnghia_analysis.measures.verdict import (
    NO_MERIT,
    VERDICTS,
    Evidence,
    Kind,
    interval_vi,
    judge,
    p_vi,
)

from .many import many

FOUND = design(many(9, 6))
SURE = Effect(
    estimate=1.2,
    standard_error=0.3,
    p_value=0.01,
    low=0.4,
    high=2.0,
    level=0.95,
    plain=1.2,
    welch_p=0.01,
    welch_low=0.5,
    welch_high=1.9,
    treated=9,
    others=6,
    freedom=13,
    assignments=5005,
    exact=True,
    within=True,
)
ALL_WELL = Evidence(
    main=SURE, adjusted=SURE, placebo=replace(SURE, p_value=0.6), alone=(0.03, True), worthwhile=1.0
)
NOTHING = replace(SURE, estimate=0.1, p_value=0.7, low=-0.5, high=0.7)


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        pytest.param(ALL_WELL, "evidence", id="all well"),
        pytest.param(replace(ALL_WELL, placebo=None), "evidence", id="one round before"),
        pytest.param(
            replace(ALL_WELL, adjusted=replace(SURE, p_value=0.2)), "sign", id="baseline explains"
        ),
        pytest.param(
            replace(ALL_WELL, adjusted=replace(SURE, estimate=-1.0)), "sign", id="other sign"
        ),
        pytest.param(replace(ALL_WELL, alone=(0.3, True)), "sign", id="one hamlet decides"),
        pytest.param(replace(ALL_WELL, alone=(0.03, False)), "sign", id="one turns the sign"),
        pytest.param(replace(ALL_WELL, main=replace(SURE, welch_p=0.2)), "sign", id="Welch"),
        pytest.param(replace(ALL_WELL, main=replace(SURE, p_value=0.07)), "sign", id="7 %"),
        pytest.param(
            replace(ALL_WELL, placebo=replace(SURE, p_value=0.01)),
            "cannot_tell",
            id="parted before",
        ),
        pytest.param(
            replace(ALL_WELL, unlike=True, adjusted=replace(SURE, p_value=0.4, low=-2)),
            "cannot_tell",
            id="unlike groups, only the main test",
        ),
        pytest.param(
            replace(ALL_WELL, unlike=True, adjusted=NOTHING),
            "no_difference",
            id="unlike groups, nothing left at equal levels",
        ),
        pytest.param(replace(ALL_WELL, unlike=True), "evidence", id="unlike groups, both tests"),
        pytest.param(replace(ALL_WELL, main=NOTHING), "no_difference", id="small and sure"),
        pytest.param(
            replace(ALL_WELL, main=replace(NOTHING, high=1.4)), "cannot_tell", id="may matter"
        ),
        pytest.param(
            replace(ALL_WELL, main=replace(NOTHING, low=-inf, high=inf)),
            "cannot_tell",
            id="no interval",
        ),
    ],
)
def test_the_answer_follows_from_the_tests(evidence: Evidence, kind: Kind) -> None:
    found = judge(FOUND, evidence)
    assert found.kind == kind
    assert found.label == VERDICTS[kind]
    assert found.label.split(",")[0] in found.sentence.lower()
    assert NO_MERIT in found.sentence


@pytest.mark.parametrize(
    ("found", "kind"),
    [(FOUND, "evidence"), (replace(FOUND, only_mixed=False), "sign")],
    ids=["mixed", "others"],
)
def test_hamlets_that_are_not_mixed_give_no_evidence(found: Design, kind: Kind) -> None:
    assert judge(found, ALL_WELL).kind == kind


def test_a_difference_to_the_worse_is_told_as_such() -> None:
    worse = replace(SURE, estimate=-1.2, low=-2.0, high=-0.4)
    found = judge(FOUND, replace(ALL_WELL, main=worse, adjusted=worse))
    assert "chuyển biến ít hơn thôn đối chiếu" in found.sentence


def test_a_doubt_is_named_and_cautions_are_handed_on() -> None:
    found = judge(FOUND, replace(ALL_WELL, alone=(0.3, True)), ("Điều khác.",))
    assert any("phụ thuộc vào một thôn" in reason for reason in found.reasons)
    assert found.cautions == ("Điều khác.",)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.4, 2.0, "0,40 – 2,00"),
        (-inf, 2.0, "đến 2,00"),
        (0.4, inf, "từ 0,40"),
        (-inf, inf, "không xác định"),
    ],
)
def test_intervals_in_words(low: float, high: float, said: str) -> None:
    assert interval_vi(replace(SURE, low=low, high=high)) == said


@pytest.mark.parametrize(("value", "said"), [(0.0057, "p = 0,006"), (0.0002, "p < 0,001")])
def test_p_values_in_words(value: float, said: str) -> None:
    assert p_vi(value) == said


def test_where_no_welch_test_is_possible_none_is_quoted() -> None:
    found = judge(FOUND, replace(ALL_WELL, main=replace(SURE, welch_p=nan)))
    assert not any("Welch" in reason for reason in found.reasons)
