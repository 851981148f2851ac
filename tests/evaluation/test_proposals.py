"""Findings in their order, and the tasks that follow from them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import RULES, Addressee, Area, Finding, Importance
from ketnghia_analysis.evaluation.proposals import findings_of, tasks

AREAS, IMPORTANCES = list(Area), list(Importance)


@pytest.fixture(scope="module", params=["facts", "facts_2023", "facts_2020", "facts_2019", "small"])
def year(request: pytest.FixtureRequest) -> YearFacts:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def found(year: YearFacts) -> list[Finding]:
    return findings_of(year)


def test_findings_stand_by_area_and_then_by_importance(found: list[Finding]) -> None:
    places = [(AREAS.index(one.area), IMPORTANCES.index(one.importance)) for one in found]
    assert places == sorted(places)
    assert len(places) > 2


def test_findings_of_the_same_importance_stand_as_declared(found: list[Finding]) -> None:
    declared = list(RULES)
    for before, after in pairwise(found):
        if (before.area, before.importance) == (after.area, after.importance):
            assert declared.index(before.code) < declared.index(after.code)


def test_a_finding_is_told_once_and_only_with_rows(found: list[Finding]) -> None:
    codes = [one.code for one in found]
    assert len(codes) == len(set(codes))
    assert all(one.count == len(one.rows) > 0 for one in found)


def test_a_rule_without_finding_has_no_row(year: YearFacts, found: list[Finding]) -> None:
    for code in set(RULES) - {one.code for one in found}:
        assert RULES[code].evidence(year).empty, code


def test_every_limit_leads_to_a_task(found: list[Finding]) -> None:
    asked = tasks(found)
    for one in found:
        if one.area is Area.LIMIT:
            assert one.task in asked, one.code


def test_tasks_are_told_once_the_most_important_first(found: list[Finding]) -> None:
    asked = tasks(found)
    assert "" not in asked
    assert len(asked) == len(set(asked))
    best = {
        task: min(IMPORTANCES.index(one.importance) for one in found if one.task == task)
        for task in asked
    }
    assert list(best.values()) == sorted(best.values())


def test_each_task_is_asked_of_somebody_and_only_of_those_named(found: list[Finding]) -> None:
    by_addressee = {one: tasks(found, one) for one in Addressee}
    assert sorted(task for own in by_addressee.values() for task in own) == sorted(tasks(found))
    for one in found:
        assert (one.task in by_addressee[one.addressee]) == bool(one.task)
    assert tasks(found, *Addressee) == tasks(found)


def test_no_findings_no_tasks() -> None:
    assert tasks([]) == []
