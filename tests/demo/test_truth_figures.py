"""True survey figures: how they develop, and how much of it pairings caused."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.truth_figures import (
    COURSES,
    SURVEYED_ON,
    pairing_push,
    survey_rounds,
)
from ketnghia_analysis.vocabulary.hamlet_figures import DEPRIVATIONS, deprived_households
from ketnghia_analysis.vocabulary.tables import TABLES

DEPRIVED = [deprived_households(name) for name, _ in DEPRIVATIONS.values()]


@pytest.fixture(scope="module")
def figures(demo: DemoFiles) -> pd.DataFrame:
    found = demo.district.tables["hamlet_figures"]
    return found.assign(year=found["round_id"].str[-4:].astype(int))


def _frame(table: str, *rows: dict[str, object]) -> pd.DataFrame:
    declared = TABLES[table]
    return pd.DataFrame(list(rows), columns=declared.names).astype(declared.dtypes)


def _hamlet(hamlet: str, start: str = "2015", **more: str) -> dict[str, object]:
    return {"hamlet_id": hamlet, "valid_from": start} | more


def _pairing(pairing: str, hamlet: str, start: str, end: str) -> dict[str, object]:
    return {"pairing_id": pairing, "hamlet_id": hamlet, "valid_from": start, "valid_to": end}


def _quality(**by_pairing: float) -> dict[tuple[str, int], float]:
    return {
        (pairing, year): value
        for pairing, value in by_pairing.items()
        for year in names.PROGRAMME_YEARS
    }


def test_the_poverty_standard_changes_between_2021_and_2022():
    standards = survey_rounds().set_index("year")["poverty_standard"]
    assert standards.to_dict() == dict.fromkeys((2019, 2020, 2021), "59/2015") | dict.fromkeys(
        (2022, 2023, 2024, 2025), "07/2021"
    )


def test_surveys_are_made_after_the_paired_year_has_mostly_passed():
    rounds = survey_rounds()
    assert SURVEYED_ON == (11, 30)
    assert rounds["reference_date"].tolist() == [
        pd.Timestamp(year, 11, 30) for year in range(2019, 2026)
    ]


def test_a_pairing_pushes_its_hamlet_a_little_in_2020_and_fully_in_each_later_year():
    push = pairing_push(
        _frame("hamlets", _hamlet("a"), _hamlet("b")),
        _frame("pairings", _pairing("P", "a", "2020-07-10", "2025-12-31")),
        _quality(P=0.5),
        effect=2.0,
    )
    gained = {year: push.get(("a", year)) for year in names.PROGRAMME_YEARS}
    assert gained == pytest.approx(
        {2020: 0.4, 2021: 1.4, 2022: 2.4, 2023: 3.4, 2024: 4.4, 2025: 5.4}
    )
    assert not any(hamlet == "b" for hamlet, _ in push)


def test_of_two_pairings_the_better_one_counts():
    push = pairing_push(
        _frame("hamlets", _hamlet("a")),
        _frame(
            "pairings",
            _pairing("P", "a", "2020-07-10", "2025-12-31"),
            _pairing("Q", "a", "2022-01-01", "2022-12-31"),
        ),
        _quality(P=0.5, Q=0.75),
        effect=2.0,
    )
    assert push["a", 2021] == pytest.approx(1.4)
    assert push["a", 2022] == pytest.approx(1.4 + 1.5)
    assert push["a", 2023] == pytest.approx(1.4 + 1.5 + 1.0)


def test_what_was_gained_stays_when_the_pairing_ends():
    push = pairing_push(
        _frame("hamlets", _hamlet("a")),
        _frame("pairings", _pairing("P", "a", "2020-07-10", "2021-12-31")),
        _quality(P=1.0),
        effect=1.0,
    )
    assert push["a", 2025] == push["a", 2021] == pytest.approx(1.4)


def test_a_merged_hamlet_takes_over_what_its_parts_gained():
    ended = {"valid_to": "2022-12-31", "successor_id": "ab"}
    push = pairing_push(
        _frame("hamlets", _hamlet("a", **ended), _hamlet("b", **ended), _hamlet("ab", "2023")),
        _frame("pairings", _pairing("P", "a", "2020-07-10", "2025-12-31")),
        _quality(P=1.0),
        effect=1.0,
    )
    assert push["a", 2022] == pytest.approx(2.4)
    assert push["ab", 2023] == pytest.approx(3.4)
    assert ("a", 2023) not in push


def test_no_effect_pushes_nothing():
    push = pairing_push(
        _frame("hamlets", _hamlet("a")),
        _frame("pairings", _pairing("P", "a", "2020-07-10", "2025-12-31")),
        _quality(P=1.0),
        effect=0.0,
    )
    assert set(push.values()) == {0.0}


def test_escapes_and_falls_balance_the_change_of_the_poor_list(figures):
    by_year = figures.set_index(["hamlet_id", "year"])
    balanced = 0
    for (hamlet, year), now in by_year.iterrows():
        if (hamlet, year - 1) not in by_year.index or year == names.NEW_STANDARD_FROM:
            continue
        before = by_year.loc[(hamlet, year - 1), "poor_households"]
        came, went = now["households_fallen_into_poverty"], now["households_escaped_poverty"]
        assert before + came - went == now["poor_households"]
        balanced += 1
    assert balanced > 300


def test_no_moves_are_counted_across_standards_or_before_the_first_survey(figures):
    moves = figures.groupby("year")["households_escaped_poverty"].count()
    assert moves[2019] == moves[names.NEW_STANDARD_FROM] == 0
    assert (moves[[2020, 2021, 2023, 2024, 2025]] > 60).all()


def test_the_merged_hamlet_continues_the_poor_lists_of_both_its_parts(figures):
    poor = figures.set_index(["hamlet_id", "year"])
    parts = sum(poor.loc[(part, 2022), "poor_households"] for part in ("99031-03", "99031-04"))
    new = poor.loc[("99031-06", 2023)]
    moved = new["households_fallen_into_poverty"] - new["households_escaped_poverty"]
    assert parts + moved == new["poor_households"]


def test_deprivations_are_counted_only_under_the_new_standard(figures):
    new = figures["year"] >= names.NEW_STANDARD_FROM
    assert figures.loc[~new, DEPRIVED].isna().all(axis=None)
    assert figures.loc[new, DEPRIVED].notna().all(axis=None)


def test_the_new_standard_finds_more_poor_households(figures):
    total = figures.groupby("year")[["poor_households", "households"]].sum()
    share = 100 * total["poor_households"] / total["households"]
    assert share[2022] > 1.2 * share[2021]
    assert share[2019] > share[2020] > share[2021]
    assert share[2022] > share[2023] > share[2024] > share[2025]


def test_mixed_hamlets_start_poorer(demo, figures):
    hamlets = demo.district.tables["hamlets"]
    mixed = figures["hamlet_id"].isin(hamlets.loc[hamlets["mixed"], "hamlet_id"])
    rate = figures["poor_share_reported_percent"][figures["year"] == 2019]
    assert rate[mixed].min() > rate[~mixed].median()


def test_courses_tell_of_columns_that_exist():
    for course in COURSES:
        assert TABLES["hamlet_figures"][course.count].unit in ("households", "people")
        assert course.whole in TABLES["hamlet_figures"].by_name


def test_the_two_halves_of_a_split_hamlet_hold_about_its_households(figures):
    households = figures.set_index(["hamlet_id", "year"])["households"]
    halves = households[("99022-06a", 2021)] + households[("99022-06b", 2021)]
    assert halves == pytest.approx(households[("99022-06", 2020)], rel=0.05)
