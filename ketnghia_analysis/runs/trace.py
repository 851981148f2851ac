"""`ketnghia trace`: how a figure came about, down to the cells that were sent."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from ketnghia_analysis.evaluation.figures import HOW_LABELS, How, parse_reference
from ketnghia_analysis.evaluation.tracing import Trace, TraceBook
from ketnghia_analysis.outputs.sources import cell_vi, table_title
from ketnghia_analysis.runs.store import load_trace_book
from ketnghia_analysis.vocabulary.wording import number_vi


def run_trace(reference: str, processed: Path) -> tuple[TraceBook, Trace]:
    """Trace a figure of a processed folder.

    Args:
        reference: as the report's sources and the annex print it.
        processed: folder that `ketnghia clean` wrote.

    Raises:
        WrongCall: it is no reference, or names what there is not.
        DataFault: nothing was cleaned yet, or there is no data of the year.
    """
    meant = parse_reference(reference)
    book = load_trace_book(str(processed), meant.year)
    return book, book.trace(reference)


def show_trace(book: TraceBook, trace: Trace, most: int) -> None:
    """Tell value, formula, parts and raw cells of a figure.

    Args:
        book: that it was traced in.
        trace: of the figure.
        most: cells and parts shown.
    """
    console = Console(markup=False)
    found = trace.figure
    console.print(f"{found.label}: {found.text}", style="bold", soft_wrap=True)
    console.print(f"  Cách tính: {found.kind.formula} ({HOW_LABELS[found.sourced.how]})")
    if found.sourced.how is How.SCORE:
        console.print(f"  Quy tắc chấm điểm: bản {trace.rules_version}")
    if found.sourced.note:
        console.print(f"  Ghi chú: {found.sourced.note}", soft_wrap=True)
    parts = found.sourced.parts
    if parts:
        console.print(f"  Gồm {number_vi(len(parts))} số liệu:")
        for part in parts[:most]:
            console.print(f"    {part} = {book.trace(part).figure.text}", soft_wrap=True)
        _left(console, len(parts) - most, "số liệu")
    if trace.records:
        console.print(f"  Từ {number_vi(len(trace.records))} bản ghi:")
    if trace.places:
        for cell in book.cells_of(trace, most).itertuples():
            place, said = cell_vi(cell)
            record = f"{table_title(str(cell.table))} {cell.key}"
            console.print(f"    {place} – {record} – {said}", soft_wrap=True)
        _left(console, len(trace.places) - most, "ô")


def _left(console: Console, left: int, noun: str) -> None:
    if left > 0:
        console.print(f"    và {number_vi(left)} {noun} khác (dùng --most để xem nhiều hơn)")
