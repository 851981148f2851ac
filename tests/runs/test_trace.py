"""Figures of Word documents carry their reference, and are held against the data by it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import figure_of
from ketnghia_analysis.outputs.agency_papers import result_notice
from ketnghia_analysis.outputs.document import yearly_evaluation
from ketnghia_analysis.outputs.word import references_in
from ketnghia_analysis.runs.trace import PrintedFigure, run_trace_document, show_printed
from ketnghia_analysis.vocabulary.errors import WrongCall


@pytest.fixture(scope="module")
def notice(facts: YearFacts) -> bytes:
    advice = {"steps": "Việc cần làm.", "held": True, "among": "“Hoàn thành” 97 %"}
    return result_notice(facts, _agency(facts), pd.DataFrame(advice, facts.pairings.index))


def _agency(facts: YearFacts) -> str:
    return str(facts.pairings["agency_id"].iloc[0])


def test_figures_of_a_letter_show_where_they_come_from(facts: YearFacts, notice: bytes) -> None:
    own = facts.only(agency=_agency(facts))
    told = dict(references_in(notice))
    mean = figure_of(own, "agency_points", agency=_agency(facts))
    assert told[str(mean.reference)] == mean.text
    for pairing in own.pairings.index:
        points = figure_of(own, "pairing_points", pairing=str(pairing))
        assert told[str(points.reference)] == points.text


def test_a_figure_with_a_reference_looks_as_any_text(notice: bytes) -> None:
    document = Document(io.BytesIO(notice))
    assert "Hyperlink" not in {one.name for one in document.styles}
    marks = list(document.element.body.iter(qn("w:hyperlink")))
    assert marks
    assert not [one for mark in marks for one in mark.iter(qn("w:rStyle"), qn("w:color"))]


def test_what_documents_print_is_what_the_data_says(
    facts: YearFacts, notice: bytes, stored: Path, tmp_path: Path
) -> None:
    for name, content in (("thong-bao", notice), ("danh-gia", yearly_evaluation(facts))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(content)
        figures = run_trace_document(path, stored)
        assert len(figures) > 20
        assert [one for one in figures if not one.holds] == []
        assert all(one.label for one in figures)


def test_a_document_that_is_out_of_date_is_told_from_the_data(
    facts: YearFacts, stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = facts.agencies.copy()
    rows.loc[_agency(facts), ["points_low", "points_high"]] = [12.3, 12.3]
    advice = {"steps": "Việc cần làm.", "held": True, "among": ""}
    old = result_notice(
        replace(facts, agencies=rows),
        _agency(facts),
        pd.DataFrame(advice, facts.pairings.index),
    )
    path = tmp_path / "cũ.docx"
    path.write_bytes(old)
    figures = run_trace_document(path, stored)
    (changed,) = (one for one in figures if not one.holds)
    assert changed.printed == "12,3"
    show_printed(figures)
    told = capsys.readouterr().out
    assert f"12,3 (nay là {changed.now})" in told
    assert f"{len(figures)} số liệu, 1 khác với số liệu hiện có." in told


@pytest.mark.parametrize(
    ("printed", "now", "holds"),
    [
        ("7,5", "7,5 %", True),
        ("0/2", "0", True),
        ("(*)", "chưa có số liệu", True),
        ("–", "chưa có số liệu", True),
        ("78,2 – 78,9", "78,2 – 78,9", True),
        ("78,2 – 78,9", "78,2", False),
        ("7,5", "7,6 %", False),
        ("–", "0", False),
    ],
)
def test_a_figure_holds_if_its_number_is_the_same(printed: str, now: str, holds: bool) -> None:
    assert PrintedFigure("2024/x", printed, now, "").holds is holds


def test_a_file_without_figures_is_refused(tmp_path: Path) -> None:
    text, empty = tmp_path / "chữ.docx", tmp_path / "trống.docx"
    text.write_text("không phải Word")
    Document().save(str(empty))
    for path in (tmp_path / "không có.docx", text):
        with pytest.raises(WrongCall, match="không đọc được như tệp Word"):
            run_trace_document(path, tmp_path)
    with pytest.raises(WrongCall, match="không có số liệu nào mang ký hiệu"):
        run_trace_document(empty, tmp_path)
