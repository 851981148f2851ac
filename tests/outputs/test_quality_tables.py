from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from PIL import Image

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs import quality_charts as charts
from ketnghia_analysis.outputs import quality_tables as tables
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD

CHARTS = (charts.senders_chart, charts.reasons_chart, charts.changes_chart, charts.form_chart)
TABLES = (
    tables.senders_table,
    tables.kinds_table,
    tables.held_table,
    tables.questions_table,
    tables.form_gaps_table,
    tables.changed_table,
    tables.unread_table,
)


def _blank(facts: YearFacts) -> YearFacts:
    """Facts of a year in which nothing came."""
    quality = facts.quality
    empty = {name: getattr(quality, name).iloc[:0] for name in vars(quality)}
    return replace(facts, quality=replace(quality, **empty))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_a_chart_is_a_picture_with_words_also_where_nothing_came(
    chart: object, facts: YearFacts
) -> None:
    for one in (facts, _blank(facts)):
        drawn = chart(one)  # type: ignore[operator]
        with Image.open(io.BytesIO(drawn.png)) as image:
            assert image.width > 800
        assert drawn.alt.startswith(("Biểu đồ", "Bảng màu"))
        assert drawn.caption


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_table_can_be_shown_also_where_nothing_came(table: object, facts: YearFacts) -> None:
    for one in (facts, _blank(facts)):
        assert "<table>" in table(one)._repr_html_()  # type: ignore[operator]


def test_the_words_of_the_charts_carry_their_numbers(facts: YearFacts) -> None:
    quality = facts.quality
    assert f"dùng được {quality.files['clean'].sum():,} dòng".replace(",", ".") in (
        charts.senders_chart(facts).alt
    )
    reasons = charts.reasons_chart(facts).alt
    for reason, count in quality.quarantine["reason"].value_counts().items():
        assert f"{HELD[reason].label}: {count}" in reasons
    gaps = len(tables.form_gaps_table(facts).frame)
    assert gaps > 0
    assert f"{gaps} thôn còn thiếu số liệu" in charts.form_chart(facts).alt


def test_the_hamlets_whose_figures_are_missing_are_named(facts: YearFacts) -> None:
    rows = tables.form_gaps_table(facts).frame
    held = facts.quality.quarantine
    # a form that was refused is no gap where another about the hamlet was approved
    held = held[(held["table"] == "hamlet_figures") & (held["reason"] != "not_approved")]
    names = facts.hamlets.described["name"]
    assert set(held["hamlet_id"].dropna().map(names)) <= set(rows["Thôn"])
    parts = {f"cả biểu {part}" for part in ("01A", "01B", "01C", "01D")}
    assert "một số ô của biểu 01A" in set(rows["Còn thiếu"])
    assert {"cả biểu 01A", "cả Biểu 01"} < set(rows["Còn thiếu"])
    assert set(rows["Còn thiếu"]) <= parts | {"cả Biểu 01", "một số ô của biểu 01A"}


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0, 0, 0, 0), "cả Biểu 01"),
        ((0, 1, 0, 1), "cả biểu 01A và 01C"),
        ((0.5, 1, 1, 0.9), "một số ô của biểu 01A và 01D"),
        ((0, 0.5, 1, 1), "cả biểu 01A; một số ô của biểu 01B"),
    ],
)
def test_what_is_missing_is_said_by_part(shares: tuple[float, ...], said: str) -> None:
    assert tables._gaps(dict(zip("ABCD", shares, strict=True))) == said


def test_what_was_dropped_or_guessed_is_asked_about(facts: YearFacts) -> None:
    rules = facts.quality.ledger["rule"].astype("str")
    asked = rules.isin([rule for rule, reason in CHANGED.items() if reason.remedy])
    rows = tables.questions_table(facts).frame
    assert len(rows) == asked.sum() + len(facts.quality.warnings)
    assert rows["Nơi gửi"].notna().all()


def test_a_heading_that_is_in_no_form_is_shown_with_its_place(facts: YearFacts) -> None:
    quality = facts.quality
    strange = quality.headings.iloc[[0]].assign(column="", heading="Cột lạ", how="unknown")
    more = replace(quality, headings=pd.concat([quality.headings, strange]))
    shown = tables.unread_table(replace(facts, quality=more)).frame
    assert shown["Tiêu đề"].to_list() == ["Cột lạ"]
    assert shown["Nơi gửi"].notna().all()


def test_every_table_found_is_counted_by_its_kind(facts: YearFacts) -> None:
    rows = tables.kinds_table(facts).frame
    assert rows["Số bảng"].sum() == len(facts.quality.blocks)
    assert rows["Số dòng"].sum() == facts.quality.blocks["rows"].sum()
