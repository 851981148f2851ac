from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import Addressee
from ketnghia_analysis.evaluation.proposals import findings_of, tasks
from ketnghia_analysis.outputs import agency_page as page
from ketnghia_analysis.vocabulary.wording import NO_DATA, number_vi


@pytest.fixture(scope="module")
def one(facts: YearFacts) -> YearFacts:
    return facts.only(agency="CQ05")


def _plain(shown: object) -> str:
    assert hasattr(shown, "_repr_html_")
    return re.sub(r"<[^>]+>", " ", shown._repr_html_())


def test_the_summary_tells_hamlets_points_and_promises(one: YearFacts) -> None:
    told = _plain(page.agency_summary(one))
    assert one.agencies.iloc[0]["name"] in told
    for hamlet in one.pairings["hamlet"]:
        assert hamlet in told
    assert f"Đã đăng ký {number_vi(one.pairings['commitments'].sum())} nội dung" in told
    assert f"hoàn thành {number_vi(one.pairings['completed'].sum())}" in told


def test_what_was_never_sent_is_no_zero(one: YearFacts) -> None:
    silent = replace(
        one,
        pairings=one.pairings.assign(commitments_received=False),
        agencies=one.agencies.assign(duties_received=False),
    )
    told = _plain(page.agency_summary(silent))
    assert f"Nội dung đăng ký: {NO_DATA}" in told
    assert f"được phân công: {NO_DATA}" in told


def test_a_hamlet_of_which_nothing_came_is_told_beside_the_others(one: YearFacts) -> None:
    first = one.pairings.index[0]
    heard = one.pairings.index != first
    partly = replace(one, pairings=one.pairings.assign(commitments_received=heard))
    assert f"1 thôn {NO_DATA}" in _plain(page.agency_summary(partly))


def test_tables_don_t_repeat_the_agency_in_every_row(one: YearFacts) -> None:
    for table in (page.agency_pairings(one), page.agency_commitments(one)):
        assert "Cơ quan" not in table.frame
    assert len(page.agency_pairings(one).frame) == len(one.pairings)
    assert len(page.agency_commitments(one).frame) == len(one.commitments)


def test_tasks_are_those_asked_of_agencies(one: YearFacts) -> None:
    told = _plain(page.agency_tasks(one))
    asked = tasks(findings_of(one), Addressee.AGENCIES)
    assert asked
    assert all(task in told for task in asked)


def test_every_paired_agency_has_a_page(facts: YearFacts) -> None:
    for agency in sorted(set(facts.pairings["agency_id"])):
        one = facts.only(agency=agency)
        shown = (page.agency_summary, page.agency_pairings, page.agency_difficulties)
        assert all(_plain(show(one)).strip() for show in shown)
