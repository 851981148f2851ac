from __future__ import annotations

import io
import re

import openpyxl
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.tracing import TraceBook, trace_book
from ketnghia_analysis.outputs.links import anchor, link, linked, without_dead_links
from ketnghia_analysis.outputs.section_page import Evaluation, evaluation
from ketnghia_analysis.outputs.sections import SECTIONS
from ketnghia_analysis.outputs.workbook import SOURCES
from ketnghia_analysis.vocabulary.cited_text import cite


@pytest.fixture(scope="module")
def book(cleaned: Cleaned, facts: YearFacts) -> TraceBook:
    return trace_book(cleaned, facts)


@pytest.fixture(scope="module")
def report(facts: YearFacts) -> Evaluation:
    return evaluation(facts)


@pytest.fixture(scope="module")
def sources(report: Evaluation, book: TraceBook) -> str:
    return report.sources(book)._repr_html_()


def test_every_figure_of_the_page_leads_to_its_sources(report: Evaluation, sources: str) -> None:
    pages = "".join(report.section(one.number)._repr_html_() for one in SECTIONS)
    pages += report.finding_list()._repr_html_()
    links = set(re.findall(r'href="#(n[0-9a-f]{10})"', pages + sources))
    places = re.findall(r'id="(n[0-9a-f]{10})"', sources)
    assert len(links) > 200
    assert links <= set(places)
    assert len(places) == len(set(places))


def test_sources_name_file_sheet_and_cell_and_what_was_changed(sources: str) -> None:
    assert "Bao cao ket nghia 2024.xlsx › Nội dung › " in sources
    assert "Cách tính" not in sources
    assert "Ký hiệu: <code>2024/pairings_evaluated</code>" in sources


def test_text_around_figures_and_figures_themselves_are_escaped() -> None:
    html = linked(f"<b>{cite('2024/x', '<i>1</i>')}&")
    assert html == (
        f'&lt;b&gt;<a class="figure" href="#{anchor("2024/x")}">&lt;i&gt;1&lt;/i&gt;</a>&amp;'
    )


def test_a_click_on_a_figure_of_the_annex_leads_to_its_line(annex_content: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(annex_content))
    lines = {row[0].row: row[0].value for row in workbook[SOURCES].iter_rows(min_row=5)}
    linked_cells = 0
    for page in workbook:
        for row in page.iter_rows():
            for cell in row:
                if cell.hyperlink is None:
                    continue
                assert cell.hyperlink.target is None
                sheet, _, address = cell.hyperlink.location.rpartition("!")
                assert sheet == f"'{SOURCES}'"
                assert lines[int(address[1:])] == cell.hyperlink.tooltip
                linked_cells += 1
    assert linked_cells > 1000
    points = [cell for cell in workbook["Cặp kết nghĩa"]["E"][4:] if cell.value is not None]
    assert all(isinstance(cell.value, int | float) for cell in points)
    assert all(cell.hyperlink.tooltip.startswith("2024/pairing_points/") for cell in points)


def test_parts_stand_after_the_figure_that_they_make_up(sources: str) -> None:
    pairing = sources.index("2024/pairing_points/pairing=")
    assert sources.index("2024/criterion_points/pairing=") > pairing


def test_figures_are_links_only_on_a_page_that_tells_their_sources() -> None:
    one, other = link("2024/x", "1"), link("2024/y", "2")
    page = f'<p>{one} {other}</p><section id="{anchor("2024/y")}"></section>'
    assert without_dead_links(page) == page.replace(one, "1")
