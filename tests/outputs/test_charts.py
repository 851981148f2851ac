from __future__ import annotations

import io

import pytest
from PIL import Image

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs import charts

ALL = (
    charts.levels_chart,
    charts.scores_chart,
    charts.criteria_chart,
    charts.fields_chart,
    charts.trend_chart,
)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.__name__)
def test_a_chart_is_a_picture_with_words_for_those_who_cannot_see_it(
    chart: object, facts: YearFacts
) -> None:
    drawn = chart(facts)  # type: ignore[operator]
    with Image.open(io.BytesIO(drawn.png)) as image:
        assert image.format == "PNG"
        assert image.width > 800
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
    assert len(drawn.alt) > 20
    assert str(facts.year) in drawn.caption + drawn.alt


def test_the_same_facts_give_the_same_picture(facts: YearFacts) -> None:
    assert charts.levels_chart(facts).png == charts.levels_chart(facts).png


def test_a_line_is_never_drawn_across_a_new_poverty_standard(facts: YearFacts) -> None:
    assert charts.standard_changes(facts) == [2022]
    history = facts.hamlets.history["poor_household_share_percent"]
    medians = history.groupby(history.index.get_level_values("year")).median()
    runs = charts.unbroken_runs(medians, [2022])
    assert [list(run.index) for run in runs] == [[2019, 2020, 2021], [2022, 2023, 2024]]


def test_a_notebook_shows_the_picture_with_its_alternative(facts: YearFacts) -> None:
    data, metadata = charts.levels_chart(facts)._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == data["text/plain"]
