from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.notebook_html import notebook_page
from ketnghia_analysis.outputs.section_page import evaluation
from ketnghia_analysis.outputs.sections import SECTIONS
from ketnghia_analysis.outputs.tables import ReportTable
from tests.browser import Watch


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
    # our own script, and none from elsewhere
    assert re.findall(r"<script[^>]*>", page) == ["<script>"]


@pytest.mark.parametrize("number", [one.number for one in SECTIONS])
def test_every_section_is_whole_html(facts: YearFacts, number: str) -> None:
    shown = evaluation(facts).section(number)._repr_html_()
    assert shown.count("<ul>") == shown.count("</ul>")
    assert shown.count("<li>") == shown.count("</li>")
    assert len(shown) > 50


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    frame = pd.DataFrame(
        {
            "Thôn": ["Thôn 10", "Thôn 2", "Thôn Ấp", "Thôn An"],
            "Điểm": ["64,0 – 71,5", "1.234,5", "–", "9,9"],
            "Ngày": ["05/02/2025", "31/12/2024", "01/01/2026", "02/01/2025"],
        }
    )
    table = nbformat.v4.new_output(
        "execute_result", {"text/html": ReportTable("t", "Bảng", frame, {})._repr_html_()}
    )
    cells = [nbformat.v4.new_markdown_cell("# Tiêu đề")]
    cells += [nbformat.v4.new_markdown_cell(f"## Phần {number}") for number in (1, 2, 3)]
    cells.append(nbformat.v4.new_code_cell("x", outputs=[table]))
    file = tmp_path / "page.html"
    file.write_text(
        notebook_page(nbformat.v4.new_notebook(cells=cells), "x", "y", ""), encoding="utf-8"
    )
    page = browser.new_page()
    watch = Watch(page)
    page.goto(file.as_uri())
    yield page
    assert watch.messages == []
    assert watch.asked_outside == []
    page.close()


@pytest.mark.parametrize(
    ("heading", "first", "then"),
    [
        ("Thôn", ["Thôn 2", "Thôn 10", "Thôn An", "Thôn Ấp"], "Thôn Ấp"),
        ("Điểm", ["9,9", "64,0 – 71,5", "1.234,5", "–"], "1.234,5"),
        ("Ngày", ["31/12/2024", "02/01/2025", "05/02/2025", "01/01/2026"], "01/01/2026"),
    ],
)
def test_a_table_sorts_by_a_click_on_a_heading_missing_values_last(
    opened: Page, heading: str, first: list[str], then: str
) -> None:
    column = ["Thôn", "Điểm", "Ngày"].index(heading) + 1
    cells = opened.locator(f"tbody td:nth-child({column})")
    button = opened.get_by_role("button", name=heading)
    button.click()
    assert cells.all_inner_texts() == first
    assert opened.locator("th[aria-sort=ascending]").count() == 1
    button.press("Enter")
    assert cells.all_inner_texts()[0] == then
    if "–" in first:
        assert cells.all_inner_texts()[-1] == "–"


def test_the_contents_lead_to_the_headings(opened: Page) -> None:
    links = opened.get_by_role("navigation", name="Mục lục").get_by_role("link")
    assert links.all_inner_texts() == ["Phần 1", "Phần 2", "Phần 3"]
    for link in links.all():
        assert opened.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']").count() == 1
