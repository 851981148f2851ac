from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.findings import Area
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.outputs.document import yearly_evaluation
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.paper import DRAFT, form_of
from ketnghia_analysis.outputs.report_sections import assessment, leadership, next_tasks, proposals
from ketnghia_analysis.outputs.sections import SECTIONS, Bullet, Heading
from ketnghia_analysis.outputs.sections import Paragraph as Words
from ketnghia_analysis.outputs.word import HEIGHT_MM as WIDE_MM
from ketnghia_analysis.outputs.word import unbroken
from ketnghia_analysis.vocabulary.codes import FIELDS, LEVELS


@pytest.fixture(scope="module")
def report(facts: YearFacts) -> WordDocument:
    return Document(io.BytesIO(yearly_evaluation(facts)))


def _texts(report: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in report.paragraphs if paragraph.text.strip()]


def test_the_six_sections_stand_in_order(report: WordDocument) -> None:
    headings = [one.text for one in report.paragraphs if one.style.name == "Heading 1"]
    assert headings == [f"{one.number}. {one.title.upper()}" for one in SECTIONS]


def test_no_section_and_no_sub_heading_is_empty(report: WordDocument) -> None:
    body = [
        element
        for element in report.element.body
        if element.tag in (qn("w:p"), qn("w:tbl")) and not _is_blank(element)
    ]
    styles = ["heading" if _is_heading(element) else "content" for element in body]
    for place, style in enumerate(styles[:-1]):
        if style == "heading" and styles[place + 1] == "heading":
            # a section may open with its first sub-heading, but never end with one
            assert _level(body[place]) < _level(body[place + 1])


def _is_blank(element: object) -> bool:
    texts = element.iter(qn("w:t"), qn("w:drawing"))  # type: ignore[attr-defined]
    return not list(texts)


def _is_heading(element: object) -> bool:
    return _level(element) > 0


def _level(element: object) -> int:
    for style in element.iter(qn("w:pStyle")):  # type: ignore[attr-defined]
        found = re.fullmatch(r"Heading(\d)", style.get(qn("w:val")))
        if found:
            return int(found[1])
    return 0


def test_no_sentence_stands_twice(report: WordDocument) -> None:
    long = [text for text in _texts(report) if len(text) > 60]
    assert len(long) == len(set(long))


def test_the_page_has_the_measures_of_the_form(report: WordDocument, facts: YearFacts) -> None:
    page = report.sections[0]
    measured = (page.page_width, page.page_height, page.top_margin, page.bottom_margin)
    measured += (page.left_margin, page.right_margin)
    form = form_of(facts.settings, facts.window.end)
    wanted = (210, 297, form.top.mm, form.bottom.mm, form.left.mm, form.right.mm)
    # Word keeps twentieths of a point
    assert [length.mm for length in measured] == pytest.approx(wanted, abs=0.02)
    assert report.styles["Normal"].font.name == "Times New Roman"
    assert report.styles["Normal"].font.size == Pt(14)


def test_page_numbers_begin_on_page_two(report: WordDocument) -> None:
    page = report.sections[0]
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    assert "PAGE" not in page.first_page_header._element.xml


def test_every_page_says_that_the_demo_is_fictional(report: WordDocument) -> None:
    for section in report.sections:
        for footer in (section.footer, section.first_page_footer):
            assert FICTION_NOTE in "".join(one.text for one in footer.paragraphs)


def test_the_head_is_that_of_a_party_document(report: WordDocument) -> None:
    left, right = report.tables[0].rows[0].cells
    assert left.text.splitlines()[:3] == ["HUYỆN ỦY MẪU GIANG", "BAN DÂN VẬN", "*"]
    # Party documents have no colon after "Số"
    assert left.text.splitlines()[3].startswith("Số ")
    assert right.text.splitlines()[0] == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert DRAFT in right.text


def test_the_recipients_are_those_of_the_settings(report: WordDocument, facts: YearFacts) -> None:
    cells = [cell.text for table in report.tables for row in table.rows for cell in row.cells]
    recipients = next(text for text in cells if text.startswith("Nơi nhận:"))
    assert [line[2:-1] for line in recipients.splitlines()[1:]] == list(facts.settings.recipients)
    assert any("K/T TRƯỞNG BAN" in text for text in cells)


def test_headings_of_tables_are_repeated_and_rows_stay_whole(report: WordDocument) -> None:
    tables = report.tables[1:]
    framed = [table for table in tables if table.style.name == "Table Grid"]
    assert len(framed) >= 7
    for table in framed:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_the_annex_names_every_pairing_and_every_hamlet(
    report: WordDocument, facts: YearFacts
) -> None:
    headed = {
        tuple(cell.text for cell in table.rows[0].cells): len(table.rows) - 1
        for table in report.tables
    }
    assert [rows for names, rows in headed.items() if "Mã thôn" in names] == [
        len(facts.hamlets.described)
    ]
    assert [rows for names, rows in headed.items() if "Vai trò" in names] == [len(facts.pairings)]


def test_figures_in_the_text_are_those_of_the_facts(report: WordDocument, facts: YearFacts) -> None:
    text = "\n".join(_texts(report))
    assert f"gồm {len(facts.pairings)} cặp kết nghĩa" in text
    for field in FIELDS.values:
        rows = facts.commitments[facts.commitments["field"] == field]
        done = int((rows["share_low"] >= 1).sum())
        assert f"đăng ký {len(rows)} nội dung; hoàn thành {done} nội dung" in text
    for found in findings_of(facts):
        assert found.sentence in text


def test_causes_are_the_weak_criteria_with_their_doubt(
    report: WordDocument, facts: YearFacts
) -> None:
    rows = facts.criteria[facts.criteria["low"].notna()]
    sums = rows.groupby("criterion")[["points_most", "low", "high"]].sum()
    shares = 100 * sums[["low", "high"]].div(sums["points_most"], axis=0)
    causes = _between(report, "4. Nguyên nhân", "5. Điều số liệu")
    weak = [code for code in shares.index if shares.at[code, "low"] < 60 and code[0] != "E"]
    assert weak
    for code in weak:
        (told,) = [text for text in causes if f"Tiêu chí {code} " in text]
        assert ("chưa đủ số liệu" in told) == (shares.at[code, "high"] >= 60)
    waiting = facts.difficulties[facts.difficulties["open"]]
    above = waiting["authority"].isin(["province", "central"]).sum()
    assert len(causes) == len(weak) + 1
    assert causes[-1].startswith(f"- {above} trong số {len(waiting)} khó khăn")


def _between(report: WordDocument, first: str, last: str) -> list[str]:
    texts = _texts(report)
    starts = [
        next(n for n, text in enumerate(texts) if text.startswith(one)) for one in (first, last)
    ]
    return texts[starts[0] + 1 : starts[1]]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (True, "Trong năm không có cuộc họp phối hợp nào được ghi."),
        (False, "Trong năm chưa nhận được sổ theo dõi họp phối hợp."),
    ],
)
def test_a_book_of_meetings_that_did_not_come_is_not_called_no_meeting(
    facts: YearFacts, sent: bool, told: str
) -> None:
    blocks = facts.quality.blocks
    kept = blocks if sent else blocks[blocks["table"] != "coordination_meetings"]
    silent = replace(
        facts, meetings=facts.meetings.head(0), quality=replace(facts.quality, blocks=kept)
    )
    assert told in " ".join(str(block) for block in leadership(silent, []))


def test_reports_that_are_not_tracked_are_not_counted(facts: YearFacts) -> None:
    unknown = replace(facts, agencies=facts.agencies.assign(reports_due=0, reports_in_time=0))
    told = " ".join(str(block) for block in leadership(unknown, []))
    assert "Chưa nhận được số liệu theo dõi báo cáo" in told


def test_no_line_begins_with_the_sign_of_a_figure() -> None:
    assert unbroken("đạt 93 % ở 26 thôn") == "đạt 93\u00a0% ở 26 thôn"


def test_nor_where_the_figure_carries_a_reference(report: WordDocument) -> None:
    # criteria are told as "đạt bình quân 87 – 91 % điểm tối đa", the figure a link of its own
    told = [one for one in report.paragraphs if one.text.startswith("- Tiêu chí ")]
    assert told
    assert all(one.hyperlinks for one in told)
    for one in report.paragraphs:
        if one.hyperlinks:
            assert one.text == unbroken(one.text)


def test_pictures_have_words_for_those_who_cannot_see_them(report: WordDocument) -> None:
    described = [element.get("descr") for element in report.element.body.iter(qn("wp:docPr"))]
    assert len(described) >= 4
    assert all(text and len(text) > 20 for text in described)


def test_nothing_says_that_pairings_caused_a_change(report: WordDocument) -> None:
    text = " ".join(_texts(report)).lower()
    assert "nhờ kết nghĩa" not in text
    assert "chưa đủ để nói phần nào do kết nghĩa" in text


def test_the_same_facts_give_the_same_text(facts: YearFacts) -> None:
    one, other = (Document(io.BytesIO(yearly_evaluation(facts))) for _ in range(2))
    assert _texts(one) == _texts(other)


@pytest.mark.parametrize("year", [2019, 2020, 2022, 2025])
def test_every_year_has_a_whole_report(facts_of: Callable[[int], YearFacts], year: int) -> None:
    report = Document(io.BytesIO(yearly_evaluation(facts_of(year))))
    assert len([one for one in report.paragraphs if one.style.name == "Heading 1"]) == 6
    assert "nan" not in " ".join(_texts(report)).lower().split()


def test_real_data_is_not_called_fictional(facts: YearFacts) -> None:
    report = Document(io.BytesIO(yearly_evaluation(replace(facts, fictional=False))))
    footers = "".join(one.text for one in report.sections[0].footer.paragraphs)
    assert FICTION_NOTE not in footers


def test_the_signature_is_never_torn_from_its_list_of_recipients(report: WordDocument) -> None:
    signature = next(
        table for table in report.tables if table.rows[0].cells[0].text.startswith("Nơi nhận")
    )
    assert len(signature.rows) == 1
    assert signature.rows[0]._tr.trPr.findall(qn("w:cantSplit"))
    # nor does it stand alone on a page: the last two paragraphs before it go with it
    element, before = signature._tbl, []
    while len(before) < 2:
        element = element.getprevious()
        before.append(element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}"))
    assert None not in before


def test_a_communes_report_tells_its_paired_hamlets_one_by_one(facts: YearFacts) -> None:
    part = facts.only(commune="Mẫu Sơn")
    told = " ".join(_texts(Document(io.BytesIO(yearly_evaluation(part)))))
    for name in part.hamlets.described.loc[part.hamlets.described["paired"], "name"]:
        assert f"{name}: " in told
    assert "chưa có số liệu hộ nghèo của các thôn kết nghĩa" not in told
    assert ("(*)" in told) == ("(*) số nhỏ" in told)


def test_levels_are_told_beside_those_of_the_year_before(
    report: WordDocument, facts: YearFacts
) -> None:
    told = " ".join(_texts(report))
    before = facts.levels_before
    assert f"Năm {facts.year - 1}, trong {before.sum()} cặp có " in told
    for level, count in before.items():
        assert (f"{count} cặp {LEVELS.labels[str(level)]}" in told) or not count
    alone = replace(facts, before=None)
    without = [one.text for one in assessment(alone, findings_of(alone)) if isinstance(one, Words)]
    assert not [one for one in without if f"Năm {facts.year - 1}, trong" in one]


def test_tasks_of_work_and_of_data_stand_apart(facts: YearFacts) -> None:
    findings = findings_of(facts)
    blocks = next_tasks(facts, findings)
    headings = [place for place, one in enumerate(blocks) if isinstance(one, Heading)]
    assert len(headings) >= 2
    work = {one.text.rstrip(".") for one in blocks[: headings[1]] if isinstance(one, Bullet)}
    of_data = {one.task for one in findings if one.area is Area.DATA}
    assert work
    assert not work & of_data


def test_what_is_beyond_the_district_is_put_to_those_above(facts: YearFacts) -> None:
    told = [one.text for one in proposals(facts, []) if isinstance(one, Bullet)]
    assert any("vượt thẩm quyền của huyện" in one for one in told)
    own = facts.difficulties.assign(authority="district")
    here = replace(facts, difficulties=own)
    told = [one.text for one in proposals(here, []) if isinstance(one, Bullet)]
    assert not any("vượt thẩm quyền" in one for one in told)


def test_the_map_is_the_last_page_of_the_annex_and_told_in_words(
    facts: YearFacts, drawn: MapFacts
) -> None:
    report = Document(io.BytesIO(yearly_evaluation(facts, drawn)))
    shape = report.inline_shapes[-1]
    assert shape.width > shape.height
    page = report.sections[-1]
    room = Mm(WIDE_MM) - (page.left_margin or 0) - (page.right_margin or 0)
    assert shape.width <= room
    told = [element.get("descr") for element in report.element.body.iter(qn("wp:docPr"))][-1]
    assert told.startswith(f"Bản đồ {facts.year}: {len(facts.hamlets.described)} thôn")
    assert _texts(report)[-1].startswith("Hình: Bản đồ kết nghĩa")


def test_without_any_place_there_is_no_empty_map(facts: YearFacts, drawn: MapFacts) -> None:
    year = drawn.of_year(facts.year)
    nowhere = replace(
        year, **{name: _nowhere(getattr(year, name)) for name in ("hamlets", "communes")}
    )
    bare = replace(drawn, years=[nowhere])
    assert len(Document(io.BytesIO(yearly_evaluation(facts, bare))).inline_shapes) == len(
        Document(io.BytesIO(yearly_evaluation(facts))).inline_shapes
    )


def _nowhere(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same rows, without any place."""
    return rows.set_geometry(gpd.GeoSeries([None] * len(rows), index=rows.index, crs=rows.crs))
