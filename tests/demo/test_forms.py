"""Headings that officials use: each of a column that a file of that table may carry."""

from __future__ import annotations

import pytest

from ketnghia_analysis.demo import forms
from ketnghia_analysis.demo.papers import Head
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

PAPERS = {
    "communes": forms.COMMUNES,
    "hamlets": (*forms.HAMLETS, *forms.COORDINATES[2:]),
    "agencies": forms.AGENCIES,
    "survey_rounds": forms.SURVEY_ROUNDS,
    "pairings": forms.PAIRINGS,
    "commitments": forms.COMMITMENTS,
    "activities": forms.ACTIVITIES,
    "briefings": forms.BRIEFINGS,
    "officer_duties": forms.OFFICER_DUTIES,
    "coordination_meetings": forms.MEETINGS,
    "submitted_reports": forms.REPORTS,
    "difficulties": forms.DIFFICULTIES,
}
FIGURE_HEADS = tuple(head for _, heads in forms.FIGURE_PARTS.values() for head in heads)


@pytest.mark.parametrize(("table", "heads"), PAPERS.items(), ids=PAPERS)
def test_a_paper_carries_columns_of_its_table_each_once(table, heads):
    carried = [head.name for head in heads]
    assert set(carried) <= set(readable_columns(table))
    assert len(set(carried)) == len(carried)


@pytest.mark.parametrize(("table", "heads"), PAPERS.items(), ids=PAPERS)
def test_what_a_paper_leaves_out_can_be_found_elsewhere(table, heads):
    # ids from names, years and agencies from title and folder; the head's name stays at home
    elsewhere = {"year", "agency_id", "hamlet_id", "pairing_id", "head_name"}
    elsewhere |= {
        column.name for column in TABLES[table].columns if column.companion_of or column.aside
    }
    # the title says it for all points
    elsewhere |= {"coordinate_system"}
    # the registers are of one district
    elsewhere |= {"district_name", "province_name"}
    assert set(TABLES[table].names) - {head.name for head in heads} <= elsewhere


NOT_COLLECTED = {"commune_road_hard_to_use"}
"""A column younger than the demo's forms: papers without it must be read all the same."""


def test_the_four_sheets_of_the_hamlet_form_carry_every_figure_once():
    collected = {column.name for column in FIGURES} - NOT_COLLECTED
    assert sorted(head.name for head in FIGURE_HEADS) == sorted(collected)
    assert list(forms.FIGURE_PARTS) == ["01A", "01B", "01C", "01D"]
    for number, (_, heads) in forms.FIGURE_PARTS.items():
        parts = {TABLES["hamlet_figures"][head.name].part for head in heads}
        assert parts == {number[-1]}


@pytest.mark.parametrize(
    "heads", [*PAPERS.values(), *(heads for _, heads in forms.FIGURE_PARTS.values())]
)
def test_no_two_columns_of_a_paper_look_the_same(heads: tuple[Head, ...]):
    assert len({(head.group, head.heading) for head in heads}) == len(heads)
