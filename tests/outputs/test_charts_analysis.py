from __future__ import annotations

import io

import pytest
from PIL import Image

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.durations import commitment_spells, difficulty_spells, durations
from ketnghia_analysis.measures.impact import Impact, did_it_help
from ketnghia_analysis.measures.needs import needs
from ketnghia_analysis.measures.overdue import age_of_stock, next_reporting_date, overdue_counts
from ketnghia_analysis.measures.overdue_forecast import forecast_overdue
from ketnghia_analysis.measures.survival import Span, waiting
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.outputs import charts_impact as charts
from ketnghia_analysis.outputs import charts_waiting
from ketnghia_analysis.outputs.pictures import Picture
from tests.measures.cases import demo_input
from tests.measures.many import many


@pytest.fixture(scope="module")
def year(cleaned: Cleaned) -> YearInput:
    return demo_input(cleaned, 2024)


@pytest.fixture(scope="module")
def impact(year: YearInput) -> Impact:
    return did_it_help(year, draws=199)


@pytest.fixture(scope="module")
def drawn(year: YearInput, impact: Impact) -> dict[str, Picture]:
    day = year.window.end
    worries = difficulty_spells(year.difficulties, day)
    promises = commitment_spells(year.tables["commitments"], year.tables["pairings"], year.window)
    names = year.tables["agencies"].drop_duplicates("agency_id").set_index("agency_id")["name"]
    curves = {
        "Sản xuất": waiting(durations(worries[worries["affects"] == "production"], day)),
        "Sinh hoạt": waiting(durations(worries[worries["affects"] == "living"], day)),
    }
    wanted = needs(year)
    return {
        "waiting": charts_waiting.waiting_chart(curves, "Khó khăn, bức xúc", True),
        "overdue": charts_waiting.overdue_chart(
            overdue_counts(promises, day, promises["agency_id"].map(names)),
            "Nội dung đăng ký",
            True,
            forecast_overdue(promises, day, next_reporting_date(day), draws=199),
        ),
        "stock": charts_waiting.stock_chart(age_of_stock(worries, day), "Khó khăn, bức xúc", True),
        "trend": charts.impact_trend_chart(impact, True),
        "event": charts.event_chart(impact, True),
        "parts": charts.parts_chart(impact, True),
        "needs": charts.needs_chart(wanted[wanted["paired"]], impact.design.hamlets["name"], True),
    }


CHARTS = ("waiting", "overdue", "stock", "trend", "event", "parts", "needs")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_picture_with_words_for_those_who_cannot_see_it(
    name: str, drawn: dict[str, Picture]
) -> None:
    one = drawn[name]
    with Image.open(io.BytesIO(one.png)) as image:
        assert image.format == "PNG"
        assert image.width > 800
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
    assert len(one.alt) > 40
    assert any(letter.isdigit() for letter in one.alt)
    assert one.caption
    assert "nan" not in one.alt + one.caption


def test_the_same_figures_give_the_same_picture(impact: Impact, drawn: dict[str, Picture]) -> None:
    assert charts.event_chart(impact, True).png == drawn["event"].png
    assert charts.event_chart(impact, False).png != drawn["event"].png


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (
            Span(351, 351, 218, 561),
            "một nửa xong sau 351 ngày (khoảng tin cậy 218 – 561)",
        ),
        (
            Span(20, float("inf"), 10, float("inf")),
            "một nửa xong sau 20 đến chưa rõ ngày (khoảng tin cậy 10 – chưa rõ)",
        ),
        (Span(float("inf"), float("inf"), 5, float("inf")), "chưa đến một nửa đã xong"),
    ],
)
def test_a_median_in_words(span: Span, said: str) -> None:
    assert charts_waiting.median_vi(span) == said


def test_too_few_hamlets_still_give_pictures() -> None:
    found = did_it_help(many(0, 6))
    for chart in (charts.impact_trend_chart, charts.event_chart, charts.parts_chart):
        assert chart(found, True).png
    assert "Chưa đủ thôn" in charts.event_chart(found, True).alt
