from __future__ import annotations

import html
import re

import nbformat
import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.notebook_html import notebook_page
from ketnghia_analysis.outputs.section_page import evaluation
from ketnghia_analysis.outputs.sections import SECTIONS


def _notebook() -> nbformat.NotebookNode:
    picture = nbformat.v4.new_output(
        "display_data",
        {"image/png": "iVBORw0KGgo="},
        metadata={"image/png": {"alt": 'Mô tả "<b>"', "caption": "Chú thích"}},
    )
    told = nbformat.v4.new_output("execute_result", {"text/html": "<table>bảng</table>"})
    hidden = nbformat.v4.new_output("stream", text="nội bộ")
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Tiêu đề"),
            nbformat.v4.new_code_cell(
                "year = 2024", outputs=[hidden], metadata={"tags": ["parameters"]}
            ),
            nbformat.v4.new_code_cell("secret_code()", outputs=[told, picture]),
        ]
    )


@pytest.fixture(scope="module")
def page() -> str:
    return notebook_page(_notebook(), "Tiêu đề <1>", "Nguồn & gốc", "SỐ LIỆU HƯ CẤU")


def test_readers_see_results_and_no_code(page: str) -> None:
    assert "<table>bảng</table>" in page
    assert "secret_code" not in page
    assert "nội bộ" not in page


def test_the_page_is_vietnamese_and_says_what_it_is_made_from(page: str) -> None:
    assert '<html lang="vi">' in page
    assert "<title>Tiêu đề &lt;1&gt;</title>" in page
    assert "Nguồn &amp; gốc" in page


def test_the_warning_stands_at_top_and_foot(page: str) -> None:
    assert page.count("SỐ LIỆU HƯ CẤU") == 2
    assert "hư cấu" not in notebook_page(_notebook(), "x", "y", "").lower()


def test_pictures_keep_their_alternative(page: str) -> None:
    found = re.search(r"<img alt=('[^']*'|\"[^\"]*\")", page)
    assert found is not None
    assert html.unescape(found[1][1:-1]) == 'Mô tả "<b>"'
    assert "<figcaption>Chú thích</figcaption>" in page


def test_nothing_is_asked_from_the_network(page: str) -> None:
    assert not re.findall(r'(?:src|href)="https?:', page)
    assert "<script" not in page


@pytest.mark.parametrize("number", [one.number for one in SECTIONS])
def test_every_section_is_whole_html(facts: YearFacts, number: str) -> None:
    shown = evaluation(facts).section(number)._repr_html_()
    assert shown.count("<ul>") == shown.count("</ul>")
    assert shown.count("<li>") == shown.count("</li>")
    assert len(shown) > 50
