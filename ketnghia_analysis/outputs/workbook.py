"""The annex of the yearly evaluation as an Excel workbook: typed cells, a sheet a table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from math import ceil
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.figures import reference_to
from ketnghia_analysis.evaluation.findings import Finding
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.evaluation.tracing import TraceBook
from ketnghia_analysis.outputs import report_tables as tables
from ketnghia_analysis.outputs import workbook_sums as sums
from ketnghia_analysis.outputs.analysis_sections import unmet_table
from ketnghia_analysis.outputs.hamlet_tables import hamlets_table, movements_table
from ketnghia_analysis.outputs.quality_tables import held_table, senders_table
from ketnghia_analysis.outputs.rules_table import rules_table
from ketnghia_analysis.outputs.shrunk_rates import shrunk_rates_table
from ketnghia_analysis.outputs.sources import all_traces, cells_table, figures_table
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import Written, date_vi, is_missing

SOURCES = "Nguồn số liệu"
"""Sheet that says where each figure comes from."""
_FIRST_ROW = 3
"""Rows above the headings: title, note, totals."""
_LINE_POINTS = 16
_PAGE_WIDTH = 190
"""Letters that fit on a sideways page and can still be read."""
_FOR_THE_SCREEN = ("sources", "source_cells", "shrunk_rates")
"""Long tables in which one looks something up: of them only the head is printed."""
_PRINTED_ROWS = 30
_SCREEN_NOTE = f" (để tra cứu trên màn hình; khi in chỉ in {_PRINTED_ROWS} dòng đầu)"
_NUMBER_FORMATS = {
    Written.WHOLE: "#,##0",
    Written.ONE_DECIMAL: "#,##0.0",
    Written.TWO_DECIMALS: "#,##0.00",
    Written.PERCENT: '#,##0.0" %"',
    Written.WHOLE_PERCENT: '#,##0" %"',
    Written.DATE: "dd/mm/yyyy",
}


def annex(facts: YearFacts, book_of_sources: TraceBook) -> bytes:
    """The workbook of a year: pairings with criteria, hamlets with indicators, findings, held rows.

    Args:
        facts: of the year.
        book_of_sources: says where each figure comes from; a click on the figure leads there.

    Returns:
        The bytes of an .xlsx file; totals are formulas, text never becomes one, nor a link of its
        own.
    """
    shown = list(_sheets(facts))
    cited = [one for _, table in shown for told in table.references.values() for one in told if one]
    traces = all_traces(book_of_sources, cited)
    rows = {str(one.figure.reference): row for row, one in enumerate(traces, _FIRST_ROW + 2)}
    shown += [
        (SOURCES, figures_table(traces)),
        ("Ô số liệu gốc", cells_table(book_of_sources, traces)),
    ]
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        made = datetime.combine(facts.window.end, time())
        book.set_properties(
            {
                "title": f"Phụ lục đánh giá kết nghĩa năm {facts.year}",
                "author": facts.settings.issuer,
                "comments": FICTION_NOTE if facts.fictional else "",
                "created": made,
            }
        )
        styles = _Styles(book)
        for name, table in shown:
            page = book.add_worksheet(name)
            _write(page, table, facts, styles, rows)
            sums.name_range(book, page, table, _FIRST_ROW + 1)
    return content.getvalue()


def _sheets(facts: YearFacts) -> Iterator[tuple[str, ReportTable]]:
    findings = findings_of(facts)
    yield "Giới thiệu", _about(facts)
    yield "Cặp kết nghĩa", _pairings(facts)
    yield "Cơ quan", tables.agencies_table(facts)
    yield "Thôn", hamlets_table(facts)
    yield "Chuyển biến", movements_table(facts)
    yield "Nội dung đăng ký", tables.commitments_table(facts)
    yield "Khó khăn", tables.difficulties_table(facts)
    if facts.analysis is not None and not facts.scope:
        yield "Nhu cầu", unmet_table(facts, facts.analysis)
        yield "Tỷ lệ thôn ít hộ", shrunk_rates_table(facts, facts.analysis)
    yield "Phát hiện", tables.findings_table(facts, findings)
    yield "Chi tiết phát hiện", _evidence(findings)
    yield "Nơi gửi", senders_table(facts)
    yield "Số liệu bị giữ", held_table(facts)
    yield "Tiêu chí", tables.method_table(facts)
    yield "Quy tắc", rules_table(facts)


def annex_places(facts: YearFacts) -> dict[str, tuple[str, dict[str, int]]]:
    """Where things stand in the annex.

    Returns:
        For `hamlets`, `agencies` and `pairings` the name of the sheet, and the number of the row
        of each id as Excel counts.
    """
    shown = {
        "hamlets": ("Thôn", hamlets_table(facts)),
        "agencies": ("Cơ quan", tables.agencies_table(facts)),
        "pairings": ("Cặp kết nghĩa", tables.pairings_table(facts)),
    }
    first = _FIRST_ROW + 2
    return {
        kind: (sheet, {str(one): row for row, one in enumerate(table.frame.index, start=first)})
        for kind, (sheet, table) in shown.items()
    }


def _about(facts: YearFacts) -> ReportTable:
    rows = [
        ("Địa bàn", facts.title_place),
        ("Năm đánh giá", str(facts.year)),
        ("Kỳ số liệu", f"{date_vi(facts.window.start)} – {date_vi(facts.window.end)}"),
        ("Quy tắc chấm điểm", f"bản {facts.rules.version} ({facts.rules.decided_by})"),
        ("Số cặp kết nghĩa", str(len(facts.pairings))),
        *((LEVELS.labels[level], str(count)) for level, count in facts.levels.items()),
        ("Dòng số liệu bị giữ lại", str(facts.quality.held_rows)),
    ]
    frame = pd.DataFrame(rows, columns=["Mục", "Nội dung"])
    return ReportTable("about", f"Phụ lục đánh giá kết nghĩa năm {facts.year}", frame, {})


def _pairings(facts: YearFacts) -> ReportTable:
    """Pairings with lowest and highest points as numbers, and every criterion."""
    order = facts.pairings.sort_values(["points_low", "points_high"], ascending=False)
    shown = tables.pairings_table(facts)
    frame = shown.frame.drop(columns="Điểm")
    ends = order[["points_low", "points_high"]].to_numpy()
    frame.insert(4, "Điểm thấp nhất", ends[:, 0])
    frame.insert(5, "Điểm cao nhất", ends[:, 1])
    criteria = tables.pairing_criteria_frame(facts).loc[order.index]
    frame = pd.concat([frame.reset_index(drop=True), criteria.reset_index(drop=True)], axis=1)
    numbers = dict.fromkeys(["Điểm thấp nhất", "Điểm cao nhất", *criteria], Written.ONE_DECIMAL)
    cited = dict(shown.references)
    points = cited.pop("Điểm")
    cited |= {"Điểm thấp nhất": points, "Điểm cao nhất": points}
    for heading in criteria:
        cited[heading] = [
            reference_to(
                facts, "criterion_points", pairing=str(one), criterion=heading.split(maxsplit=1)[0]
            )
            for one in order.index
        ]
    return ReportTable(shown.name, shown.title, frame, shown.shown | numbers, shown.note, "", cited)


def _evidence(findings: list[Finding]) -> ReportTable:
    """The rows behind all findings, one below the other, as text."""
    rows = []
    for found in findings:
        shown = tables.evidence_table(found)
        headings = list(shown.frame.columns)
        for cells in shown.written():
            told = "; ".join(
                f"{name}: {cell}" for name, cell in zip(headings, cells, strict=True) if cell
            )
            rows.append((found.sentence, told))
    frame = pd.DataFrame(rows, columns=["Phát hiện", "Chi tiết"])
    return ReportTable("evidence", "Chi tiết các phát hiện", frame, {})


class _Styles:
    """Cell formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.title = book.add_format(base | {"bold": True, "font_size": 14})
        self.warning = book.add_format(base | {"bold": True, "font_color": "#A3300A"})
        self.note = book.add_format(base | {"italic": True})
        boxed = base | {"border": 1}
        self.heading = book.add_format(
            boxed | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E3ECF3"}
        )
        self.text = book.add_format(boxed | {"text_wrap": True})
        self.numbers = {
            shown: book.add_format(boxed | {"num_format": pattern})
            for shown, pattern in _NUMBER_FORMATS.items()
        }

        self.totals = {
            kind: book.add_format(
                boxed | {"bold": True, "num_format": _NUMBER_FORMATS[kind], "bg_color": "#F4F4F4"}
            )
            for kind in (Written.WHOLE, Written.ONE_DECIMAL)
        }

    def of(self, shown: Written) -> Format:
        """Format of a column."""
        return self.numbers.get(shown, self.text)


def _write(
    page: Worksheet, shown: ReportTable, facts: YearFacts, styles: _Styles, sources: dict[str, int]
) -> None:
    headings = list(shown.frame.columns)
    widths = _widths(shown)
    on_screen = _SCREEN_NOTE if shown.name in _FOR_THE_SCREEN else ""
    page.write_string(0, 0, f"{shown.title}{on_screen}", styles.title)
    if facts.fictional:
        page.write_string(1, 0, FICTION_NOTE, styles.warning)
    for column, name in enumerate(headings):
        page.write_string(_FIRST_ROW, column, str(name), styles.heading)
        values = shown.frame.iloc[:, column]
        kind = shown.shown.get(name, Written.TEXT)
        for row, value in enumerate(values, start=_FIRST_ROW + 1):
            told = shown.reference(row - _FIRST_ROW - 1, str(name))
            if told and not is_missing(value):
                place = f"internal:'{SOURCES}'!A{sources[told]}"
                page.write_url(row, column, place, styles.of(kind), string="", tip=told)
            _write_cell(page, row, column, value, kind, styles)
        page.set_column(column, column, widths[column])
    page.set_row(_FIRST_ROW, _LINE_POINTS * _lines([str(name) for name in headings], widths))
    _write_totals(page, shown, styles)
    sums.add_bars(page, shown, _FIRST_ROW + 1)
    for row, cells in enumerate(shown.written(), start=_FIRST_ROW + 1):
        page.set_row(row, _LINE_POINTS * _lines(cells, widths))
    last = _FIRST_ROW + len(shown.frame)
    if shown.note:
        page.write_string(last + 2, 0, shown.note, styles.note)
    names = min(2, len(headings) - 1)
    page.freeze_panes(_FIRST_ROW + 1, names)
    page.autofilter(_FIRST_ROW, 0, max(last, _FIRST_ROW + 1), len(headings) - 1)
    page.set_landscape()
    page.set_paper(9)
    bottom = max(last, _FIRST_ROW + 1) + 2
    if shown.name in _FOR_THE_SCREEN:
        bottom = min(bottom, _FIRST_ROW + _PRINTED_ROWS)
    page.print_area(0, 0, bottom, len(headings) - 1)
    pages = _pages_across(widths, names)
    page.fit_to_pages(pages, 0)
    page.repeat_rows(_FIRST_ROW)
    if pages > 1:
        page.repeat_columns(0, names - 1)
    note = f" – {FICTION_NOTE}" if facts.fictional else ""
    page.set_footer(f"&L{shown.title}, năm {facts.year}{note}&R&P/&N")


def _write_totals(page: Worksheet, shown: ReportTable, styles: _Styles) -> None:
    """Totals above the headings, where they stay in sight; readers see how they are reckoned."""
    functions = sums.functions_of(shown)
    if functions:
        page.write_string(_FIRST_ROW - 1, 0, sums.TOTALS_LABEL, styles.note)
    for column, function in functions.items():
        formula, value = sums.total(shown, column, _FIRST_ROW + 1, function)
        kind = Written.WHOLE if function == sums.SUM else Written.ONE_DECIMAL
        page.write_formula(_FIRST_ROW - 1, column, formula, styles.totals[kind], value)


def _write_cell(
    page: Worksheet, row: int, column: int, value: Any, kind: Written, styles: _Styles
) -> None:
    style = styles.of(kind)
    if is_missing(value):
        page.write_blank(row, column, None, style)
    elif isinstance(value, str):
        page.write_string(row, column, value, style)
    elif kind is Written.DATE:
        page.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), style)
    elif kind is Written.TEXT:
        page.write_string(row, column, str(value), style)
    else:
        page.write_number(row, column, float(value), style)


def _widths(shown: ReportTable) -> list[float]:
    """Widths of the columns in letters."""
    widths = []
    for name, values in shown.frame.items():
        if shown.shown.get(str(name), Written.TEXT) is not Written.TEXT:
            widths.append(13.0)
            continue
        longest = max((len(str(value)) for value in values if not is_missing(value)), default=4)
        widths.append(float(min(60, max(9, min(len(str(name)), 20), longest + 2))))
    return widths


def _pages_across(widths: list[float], names: int) -> int:
    """Pages side by side, the columns of names on each of them."""
    repeated = sum(widths[:names])
    return max(1, ceil((sum(widths) - repeated) / (_PAGE_WIDTH - repeated)))


def _lines(cells: list[str], widths: list[float]) -> int:
    """Lines that a row needs when its texts are wrapped."""
    return max(
        ceil((len(text) + 1) / (width - 1)) for text, width in zip(cells, widths, strict=True)
    )
