from __future__ import annotations

import pandas as pd
from measures.tiny import tiny

from ketnghia_analysis.evaluation.form_facts import FORM_PARTS, form_completeness


def test_every_hamlet_of_the_register_is_told_of_in_every_round() -> None:
    form = form_completeness(tiny().tables, 2024)
    hamlets = form[form["year"] == 2024]["hamlet_id"]
    assert hamlets.is_unique
    assert len(hamlets) == 4
    assert form["year"].max() == 2024


def test_figures_that_did_not_come_are_missing_not_complete() -> None:
    tables = dict(tiny().tables)
    figures = tables["hamlet_figures"]
    last = tables["survey_rounds"].loc[lambda rounds: rounds["year"] == 2024, "round_id"].iloc[0]
    gone = (figures["round_id"] == last) & (figures["hamlet_id"] == "H1")
    before = form_completeness(tables, 2024)
    tables["hamlet_figures"] = figures[~gone]
    form = form_completeness(tables, 2024)
    row = form[(form["year"] == 2024) & (form["hamlet_id"] == "H1")].iloc[0]
    assert [row[part] for part in FORM_PARTS] == [0, 0, 0, 0]
    assert row["known"] == 0
    others = form["hamlet_id"] != "H1"
    pd.testing.assert_frame_equal(form[others], before[others])


def test_one_figure_less_lowers_its_part_only() -> None:
    tables = dict(tiny().tables)
    before = form_completeness(tables, 2024)
    figures = tables["hamlet_figures"]
    first = figures.groupby("round_id").cumcount() == 0
    tables["hamlet_figures"] = figures.assign(households=figures["households"].where(first))
    form = form_completeness(tables, 2024)
    assert (form["A"] < before["A"]).any()
    assert form["B"].equals(before["B"])
    assert (form["known"] <= before["known"]).all()


def test_a_figure_that_no_form_of_the_round_asked_for_is_not_missing() -> None:
    tables = dict(tiny().tables)
    before = form_completeness(tables, 2024)
    figures = tables["hamlet_figures"]
    tables["hamlet_figures"] = figures.assign(
        households=figures["households"].mask(figures["households"].notna())
    )
    form = form_completeness(tables, 2024)
    assert (form["A"] <= 1).all()
    assert form["B"].equals(before["B"])
