"""Alkire-Foster figures: a published example by hand, and a second, slow implementation."""

from __future__ import annotations

from itertools import product
from math import isnan, nan, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.alkire_foster import NOT_TOLD, AlkireFoster, alkire_foster
from ketnghia_analysis.measures.sample import Sample

# five people, four indicators, k = 1/2: the worked example of the vignette of mpitbR 1.0.1
# (I. Girela, after Alkire et al. 2015, chapter 5), with the figures printed there
EXAMPLE = pd.DataFrame(
    {
        "a": [1, 0, 1, 1, 0],
        "b": [0, 1, 0, 1, 0],
        "c": [0, 0, 1, 1, 1],
        "d": [0, 0, 0, 0, 1],
    },
    index=list("vwxyz"),
)
EQUAL = dict.fromkeys("abcd", 1)
REGION = pd.DataFrame(
    {"region": ["North", "South", "North", "South", "South"]}, index=EXAMPLE.index
)


@pytest.fixture(scope="module")
def example() -> AlkireFoster:
    return alkire_foster(EXAMPLE, EQUAL, 0.5, by=REGION)


def test_the_published_example_gives_the_published_figures(example: AlkireFoster) -> None:
    assert example.value("H") == pytest.approx(0.6)
    assert example.value("A") == pytest.approx(0.58333, abs=5e-6)
    assert example.value("M0") == pytest.approx(0.35)
    told = {
        measure: [example.value(measure, name) for name in "abcd"]
        for measure in ("headcount", "censored", "contribution")
    }
    assert told["headcount"] == pytest.approx([0.6, 0.4, 0.6, 0.2])
    assert told["censored"] == pytest.approx([0.4, 0.2, 0.6, 0.2])
    percent = [round(100 * one, 2) for one in told["contribution"]]
    assert percent == [28.57, 14.29, 42.86, 14.29]


def test_the_published_groups_add_up_to_everybody(example: AlkireFoster) -> None:
    north, south = ({"group_by": "region", "group": one} for one in ("North", "South"))
    assert example.value("M0", **north) == pytest.approx(0.25)
    assert example.value("M0", **south) == pytest.approx(0.41667, abs=5e-6)
    assert example.value("population_share", **north) == pytest.approx(0.4)
    whole = sum(
        example.value("population_share", **one) * example.value("M0", **one)
        for one in (north, south)
    )
    assert whole == pytest.approx(0.35)
    assert example.value("share_of_m0", **north) == pytest.approx(0.4 * 0.25 / 0.35)


def test_a_list_of_all_households_has_no_sampling_error(example: AlkireFoster) -> None:
    assert example.estimates[["se", "low", "high"]].isna().all(axis=None)
    assert example.freedom == 0


def _told(result: AlkireFoster, column: str) -> dict[tuple[str, str, str], float]:
    """A column of the estimates by group, measure and indicator."""
    rows = result.estimates
    keys = zip(rows["group"], rows["measure"], rows["indicator"], strict=True)
    return dict(zip(keys, rows[column], strict=True))


# ---------------------------------------------------------- a second implementation, row by row


def _slow(rows: list[dict[str, Any]], weights: dict[str, float], k: float) -> dict[Any, float]:
    """The definitions, one household after the other."""
    found: dict[Any, float] = {}
    total = sum(row["w"] for row in rows)
    poor, gap = 0.0, 0.0
    for row in rows:
        row["count"] = sum(weight for name, weight in weights.items() if row[name])
        row["poor"] = row["count"] >= k - 1e-9
        if row["poor"]:
            poor += row["w"]
            gap += row["w"] * row["count"]
    found["H", ""], found["M0", ""] = poor / total, gap / total
    found["A", ""] = gap / poor if poor else nan
    for name, weight in weights.items():
        found["headcount", name] = sum(row["w"] for row in rows if row[name]) / total
        censored = sum(row["w"] for row in rows if row[name] and row["poor"]) / total
        found["censored", name] = censored
        found["contribution", name] = weight * censored / found["M0", ""] if gap else nan
    return found


def _slow_error(rows: list[dict[str, Any]], part: Any, base: Any) -> float:
    """Linearised error of Σ w part / Σ w base by the formula of ultimate clusters."""
    whole = sum(row["w"] * base(row) for row in rows)
    ratio = sum(row["w"] * part(row) for row in rows) / whole
    strata: dict[Any, dict[Any, float]] = {}
    for row in rows:
        score = row["w"] * (part(row) - ratio * base(row)) / whole
        clusters = strata.setdefault(row["stratum"], {})
        clusters[row["cluster"]] = clusters.get(row["cluster"], 0.0) + score
    variance = 0.0
    for clusters in strata.values():
        count = len(clusters)
        mean = sum(clusters.values()) / count
        variance += count / (count - 1) * sum((one - mean) ** 2 for one in clusters.values())
    return sqrt(variance)


_ROW = st.fixed_dictionaries(
    {
        **dict.fromkeys("abc", st.booleans()),
        "w": st.sampled_from([0.5, 1.0, 2.0, 3.25]),
        "group": st.sampled_from(["p", "q"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(_ROW, min_size=4, max_size=10),
    st.sampled_from([(1, 1, 1), (3, 2, 1), (1, 0, 2)]),
    st.sampled_from([0.1, 1 / 3, 0.5, 2 / 3, 1.0]),
)
def test_any_data_gives_what_the_slow_way_gives(
    rows: list[dict[str, Any]], weights: tuple[int, int, int], k: float
) -> None:
    # every stratum has two clusters or more, whatever was drawn
    for place, row in enumerate(rows):
        row["stratum"], row["cluster"] = place % 2, place // 2 % 2 if place < 4 else place % 3
    frame = pd.DataFrame(rows)
    sample = Sample(frame["w"], frame["stratum"], frame["cluster"])
    tree = dict(zip("abc", weights, strict=True))
    result = alkire_foster(frame, tree, k, by=frame[["group"]], sample=sample)
    shares = {name: one / sum(weights) for name, one in tree.items()}
    groups = {"": rows} | {one: [row for row in rows if row["group"] == one] for one in "pq"}
    values, errors = _told(result, "value"), _told(result, "se")
    for group, own in groups.items():
        for key, value in (_slow(own, shares, k) if own else {}).items():
            assert values[group, *key] == pytest.approx(value, nan_ok=True, abs=1e-12)
    for group in [one for one, own in groups.items() if own]:

        def inside(row: dict[str, Any], group: str = group) -> float:
            return float(not group or row["group"] == group)

        def poor(row: dict[str, Any], inside: Any = inside) -> float:
            return float(inside(row) * row["poor"])

        def gap(row: dict[str, Any], poor: Any = poor) -> float:
            return float(poor(row) * row["count"])

        for measure, part, base in (("H", poor, inside), ("A", gap, poor), ("M0", gap, inside)):
            told = errors[group, measure, ""]
            if sum(base(row) for row in rows):
                assert told == pytest.approx(_slow_error(rows, part, base), abs=1e-12)
            else:
                assert isnan(told)
    if groups["p"] and sum(row["poor"] for row in rows):
        expected = _slow_error(
            rows,
            lambda row: (row["group"] == "p") * row["poor"] * row["count"],
            lambda row: row["poor"] * row["count"],
        )
        assert errors["p", "share_of_m0", ""] == pytest.approx(expected, abs=1e-12)


# -------------------------------------------------------------------------------- missing values


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([0, 1, None]), min_size=3, max_size=3), min_size=1, max_size=4
    ),
    st.sampled_from([(1, 1, 1), (1, 1, 2)]),
    st.sampled_from([1 / 4, 1 / 3, 0.5, 0.75]),
)
def test_the_bounds_hold_whatever_the_unknown_is_and_are_reached(
    cells: list[list[int | None]], weights: tuple[int, int, int], k: float
) -> None:
    frame = pd.DataFrame(cells, columns=list("abc"), dtype="Int64")
    tree = dict(zip("abc", weights, strict=True))
    shares = {name: one / sum(weights) for name, one in tree.items()}
    result = alkire_foster(frame, tree, k, missing="bounds")
    blanks = [(row, name) for row in frame.index for name in "abc" if pd.isna(frame.at[row, name])]
    seen: dict[Any, list[float]] = {}
    for values in product([0, 1], repeat=len(blanks)):
        rows = frame.astype("object").to_dict("records")
        for (row, name), value in zip(blanks, values, strict=True):
            rows[row][name] = value
        for key, told in _slow([row | {"w": 1.0} for row in rows], shares, k).items():
            seen.setdefault(key, []).append(told)
    lowest, highest = _told(result, "lowest"), _told(result, "highest")
    for key, values in seen.items():
        low, high = lowest["", *key], highest["", *key]
        known = [one for one in values if not isnan(one)]
        if key[0] == "contribution" or not known:
            assert isnan(low)
            assert isnan(high)
        elif key[0] == "A":
            assert low <= min(known) + 1e-9
            assert high >= max(known) - 1e-9
        else:
            assert (low, high) == pytest.approx((min(known), max(known)))


def test_households_with_an_unknown_indicator_are_dropped_and_counted() -> None:
    frame = EXAMPLE.astype("Int64")
    frame.loc["y", "b"] = pd.NA
    result = alkire_foster(frame, EQUAL, 0.5)
    assert (result.households, result.dropped, result.dropped_share) == (5, 1, 0.2)
    assert result.value("H") == pytest.approx(2 / 4)
    assert result.row("H")["households"] == 4
    assert isnan(result.row("H")["lowest"])


def test_nothing_is_known_of_nobody() -> None:
    result = alkire_foster(EXAMPLE.iloc[:0], EQUAL, 0.5, missing="bounds")
    assert result.estimates["value"].isna().all()
    assert isnan(result.dropped_share)


def test_whoever_does_not_name_a_group_forms_one_so_that_shares_add_up() -> None:
    groups = REGION.assign(region=REGION["region"].where(REGION.index != "v"))
    rows = alkire_foster(EXAMPLE, EQUAL, 0.5, by=groups).estimates
    shares = rows[rows["measure"] == "population_share"].set_index("group")["value"]
    assert list(shares.index) == ["North", "South", NOT_TOLD]
    assert shares.sum() == pytest.approx(1)


# --------------------------------------------------------------------- what the figures rest on


def test_a_household_can_count_for_its_people() -> None:
    members = pd.Series([1, 1, 3, 4, 1], index=EXAMPLE.index)
    assert alkire_foster(EXAMPLE, EQUAL, 0.5, members=members).value("H") == pytest.approx(0.8)


@pytest.mark.parametrize("k", [0.3, 0.1 + 0.2])
def test_a_sum_that_rounding_spoilt_still_reaches_the_cutoff(k: float) -> None:
    frame = pd.DataFrame({str(name): [name < 3] for name in range(10)})
    assert alkire_foster(frame, dict.fromkeys(frame.columns, 1), k).value("H") == 1.0


def test_a_cluster_alone_in_its_stratum_leaves_the_error_unknown() -> None:
    sample = Sample(strata=pd.Series(list("ppqqr"), index=EXAMPLE.index))
    assert isnan(alkire_foster(EXAMPLE, EQUAL, 0.5, sample=sample).row("H")["se"])


def test_a_simple_sample_has_the_textbook_error() -> None:
    result = alkire_foster(EXAMPLE, EQUAL, 0.5, sample=Sample())
    assert result.row("H")["se"] == pytest.approx(sqrt(0.6 * 0.4 / 4))
    row = result.row("M0")
    assert 0 < row["low"] < row["value"] < row["high"] < 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cutoff": 0.0}, "ngưỡng k"),
        ({"cutoff": 1.5}, "ngưỡng k"),
        ({"weights": {"a": 1, "nope": 1}}, "nope"),
        ({"deprived": EXAMPLE.assign(a=[0, 2, 0, 0, 0])}, "cột a"),
        ({"deprived": pd.concat([EXAMPLE, EXAMPLE])}, "dòng lặp"),
        ({"members": pd.Series([1, 1, 0, 1, 1], index=EXAMPLE.index)}, "số khẩu"),
        ({"sample": Sample(pd.Series([1, -1, 1, 1, 1], index=EXAMPLE.index))}, "quyền số"),
        ({"sample": Sample(pd.Series([0.0] * 5, index=EXAMPLE.index))}, "quyền số"),
        ({"sample": Sample(clusters=pd.Series(["x"], index=["v"]))}, "không ghi cụm"),
    ],
)
def test_what_does_not_fit_is_refused_in_plain_words(change: dict[str, Any], said: str) -> None:
    given_ = {"deprived": EXAMPLE, "weights": EQUAL, "cutoff": 0.5} | change
    with pytest.raises(ValueError, match=said):
        alkire_foster(**given_)


@given(st.permutations(range(5)), st.floats(0.01, 100))
@settings(max_examples=25, deadline=None)
def test_neither_order_nor_the_scale_of_weights_matters(order: list[int], scale: float) -> None:
    told = alkire_foster(EXAMPLE.iloc[order], dict.fromkeys("abcd", scale), 0.5)
    assert told.value("M0") == pytest.approx(0.35)


@given(st.integers(0, 4), st.sampled_from("abcd"))
@settings(max_examples=20, deadline=None)
def test_lacking_more_never_lowers_poverty(row: int, name: str) -> None:
    more = EXAMPLE.copy()
    more.iloc[row, "abcd".index(name)] = 1
    after = alkire_foster(more, EQUAL, 0.5)
    assert after.value("M0") >= 0.35 - 1e-12
    assert after.value("H") >= 0.6 - 1e-12


def test_no_household_can_be_recognised_in_the_result() -> None:
    frame = EXAMPLE.set_axis([f"ho-{one}" for one in EXAMPLE.index])
    result = alkire_foster(frame, EQUAL, 0.5, sample=Sample(), keep_scores=False)
    assert "ho-v" not in repr(vars(result))
    assert np.isfinite(result.value("M0"))
