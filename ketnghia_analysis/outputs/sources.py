"""Where figures come from, for web pages and the annex: formula, records, cells as sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from ketnghia_analysis.evaluation.figures import HOW_LABELS
from ketnghia_analysis.evaluation.privacy import HIDDEN_NOTE
from ketnghia_analysis.evaluation.source_privacy import has_personal_key, published_cells
from ketnghia_analysis.evaluation.tracing import Trace, TraceBook
from ketnghia_analysis.outputs.links import anchor, link
from ketnghia_analysis.outputs.sections import Block, Bullet, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.cited_text import references
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import Written, number_vi

_SHOWN_CELLS = 8
_SHOWN_KEYS = 12


def cited_in(blocks: Iterable[Block]) -> list[str]:
    """References of all figures in texts and tables, each once, in their order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph | Bullet):
            found += references(block.text)
        elif isinstance(block, ReportTable):
            found += [one for told in block.references.values() for one in told if one]
    return list(dict.fromkeys(found))


def all_traces(book: TraceBook, cited: Iterable[str]) -> list[Trace]:
    """Traces of figures and of the figures that they are made of, each once, parts after wholes."""
    traces: dict[str, Trace] = {}
    waiting = list(dict.fromkeys(cited))
    while waiting:
        reference = waiting.pop(0)
        if reference in traces:
            continue
        traces[reference] = book.trace(reference)
        waiting += traces[reference].figure.sourced.parts
    return list(traces.values())


def heading_of(table: str, column: str) -> str:
    """A column's Vietnamese heading."""
    return TABLES[table][column].heading


def table_title(table: str) -> str:
    """A clean table's Vietnamese name."""
    return TABLES[table].heading


def steps_vi(rules: str) -> str:
    """What was changed on the way from the raw text to the clean value, in Vietnamese."""
    known = [CHANGED[rule].label if rule in CHANGED else rule for rule in rules.split("; ") if rule]
    return "; ".join(known)


def figures_table(traces: list[Trace]) -> ReportTable:
    """One line a figure: reference, name, value, how it is made, from how many records."""
    rows = [
        (
            str(one.figure.reference),
            one.figure.label,
            one.figure.text,
            one.figure.kind.formula,
            HOW_LABELS[one.figure.sourced.how],
            _records_vi(one),
            len(one.places),
            ", ".join(one.figure.sourced.parts[:_SHOWN_KEYS]),
            one.figure.sourced.note,
        )
        for one in traces
    ]
    columns = [
        "Ký hiệu",
        "Số liệu",
        "Giá trị",
        "Công thức",
        "Cách tính",
        "Bản ghi",
        "Số ô gốc",
        "Gồm các số liệu",
        "Ghi chú",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    note = "Xem từng ô gốc ở trang “Ô số liệu gốc”, hoặc chạy lệnh: ketnghia trace <ký hiệu>."
    return ReportTable("sources", "Nguồn số liệu", frame, {"Số ô gốc": Written.WHOLE}, note, "")


def _records_vi(one: Trace) -> str:
    """The records by table, the first keys named."""
    keys: dict[str, list[str]] = {}
    for table, key in one.records:
        keys.setdefault(table, []).append(key)
    told = []
    for table, own in keys.items():
        if has_personal_key(table):
            told.append(f"{table_title(table)}: {number_vi(len(own))} bản ghi")
            continue
        left = len(own) - _SHOWN_KEYS
        more = f" và {number_vi(left)} bản ghi khác" if left > 0 else ""
        told.append(f"{table_title(table)}: {', '.join(own[:_SHOWN_KEYS])}{more}")
    return "; ".join(told)


def cells_table(book: TraceBook, traces: list[Trace]) -> ReportTable:
    """Every raw cell behind the figures, once, by table and record; small numbers hidden."""
    cells = published_cells(book).iloc[sorted({place for one in traces for place in one.places})]
    frame = pd.DataFrame(
        {
            "Bảng": [table_title(one) for one in cells["table"]],
            "Bản ghi": cells["key"],
            "Cột": [
                heading_of(table, column)
                for table, column in zip(cells["table"], cells["column"], strict=True)
            ],
            "Tệp": cells["file"],
            "Trang tính": cells["sheet"],
            "Ô": cells["cell"],
            "Đã ghi": cells["raw"],
            "Giá trị dùng": cells["clean"],
            "Xử lý": [steps_vi(rules) for rules in cells["rules"]],
        }
    )
    return ReportTable("source_cells", "Ô số liệu gốc", frame, {}, HIDDEN_NOTE, "")


@dataclass(frozen=True)
class SourcesPage:
    """The sources of a page's figures, to which the figures lead.

    Attributes:
        book: that they were traced in.
        traces: of the figures and of those they are made of.
    """

    book: TraceBook
    traces: list[Trace]

    def _repr_html_(self) -> str:
        cells = published_cells(self.book)
        told = "".join(_source_html(cells, one) for one in self.traces)
        return f'<div class="sources">{told}</div>'


def sources_of(book: TraceBook, *blocks: Block) -> SourcesPage:
    """Where every figure of some texts and tables comes from."""
    return SourcesPage(book, all_traces(book, cited_in(blocks)))


def _source_html(cells: pd.DataFrame, one: Trace) -> str:
    found, reference = one.figure, str(one.figure.reference)
    parts = "".join(f"<li>{link(part, part)}</li>" for part in found.sourced.parts)
    note = f" {escape(found.sourced.note)}." if found.sourced.note else ""
    rules = f" Quy tắc bản {escape(one.rules_version)}." if found.sourced.how == "score" else ""
    return (
        f'<section class="source" id="{anchor(reference)}"><h4>{escape(found.label)}: '
        f"{escape(found.text)}</h4><p>{escape(found.kind.formula)}.{note}{rules} "
        f"Ký hiệu: <code>{escape(reference)}</code></p>"
        + (f"<ul>{parts}</ul>" if parts else "")
        + _cells_html(cells, one)
        + "</section>"
    )


def cell_vi(cell: Any) -> tuple[str, str]:
    """Where a raw cell stands, and what it holds with what was made of it."""
    place = " › ".join(part for part in (cell.file, cell.sheet, cell.cell) if part)
    steps = steps_vi(str(cell.rules))
    made = f" → {cell.clean} ({steps})" if steps else ""
    return place, f"{heading_of(str(cell.table), str(cell.column))}: “{cell.raw}”{made}"


def _cells_html(cells: pd.DataFrame, one: Trace) -> str:
    if not one.places:
        return ""
    lines = []
    for cell in cells.iloc[list(one.places[:_SHOWN_CELLS])].itertuples():
        place, said = cell_vi(cell)
        lines.append(f"<li><b>{escape(place)}</b> {escape(said)}</li>")
    more = len(one.places) - _SHOWN_CELLS
    if more > 0:
        lines.append(f"<li>và {number_vi(more)} ô khác</li>")
    return f"<ul>{''.join(lines)}</ul>"
