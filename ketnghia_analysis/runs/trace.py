"""`ketnghia trace`: how a figure came about, down to the cells that were sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from rich.console import Console

from ketnghia_analysis.evaluation.figures import HOW_LABELS, How, parse_reference
from ketnghia_analysis.evaluation.privacy import HIDDEN_TEXT
from ketnghia_analysis.evaluation.tracing import Trace, TraceBook
from ketnghia_analysis.outputs.sources import cell_vi, table_title
from ketnghia_analysis.outputs.word import references_in
from ketnghia_analysis.runs.store import load_trace_book
from ketnghia_analysis.vocabulary.errors import WrongCall
from ketnghia_analysis.vocabulary.wording import NO_DATA, number_vi


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


@dataclass(frozen=True)
class PrintedFigure:
    """A figure of a Word document, and what the processed data says of it now.

    Attributes:
        reference: which one it is.
        printed: as the document has it.
        now: as it would be written today.
        label: Vietnamese name.
    """

    reference: str
    printed: str
    now: str
    label: str

    @property
    def holds(self) -> bool:
        """Whether the document still says what the data says."""
        return _bare(self.printed) == _bare(self.now)


def _bare(text: str) -> str:
    """A figure without its unit, "/2" behind it, and the several ways to say that there is none."""
    told = text.replace("\N{NO-BREAK SPACE}", " ").partition("/")[0].removesuffix(" %").strip()
    return "" if told in ("–", NO_DATA, HIDDEN_TEXT) else told


def run_trace_document(document: Path, processed: Path) -> list[PrintedFigure]:
    """The figures of a Word document, held against a processed folder.

    Args:
        document: a .docx file that `ketnghia` wrote.
        processed: folder that `ketnghia clean` wrote.

    Raises:
        WrongCall: there is no such document, or no figure in it has a reference.
        DataFault: nothing was cleaned yet, or there is no data of the year.
    """
    try:
        told = references_in(document.read_bytes())
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise WrongCall(
            str(document), "không đọc được như tệp Word (.docx)", "kiểm tra tên tệp"
        ) from error
    if not told:
        raise WrongCall(
            str(document),
            "không có số liệu nào mang ký hiệu",
            "dùng tệp .docx do ketnghia lập, chưa bị phần mềm khác ghi lại",
        )
    books: dict[int, TraceBook] = {}
    found = []
    for reference, printed in dict.fromkeys(told):
        year = parse_reference(reference).year
        if year not in books:
            books[year] = load_trace_book(str(processed), year)
        now = books[year].trace(reference).figure
        found.append(PrintedFigure(reference, printed, now.text, now.label))
    return found


def show_printed(figures: list[PrintedFigure]) -> None:
    """Tell every figure of a document with its reference, and which no longer hold."""
    console = Console(markup=False)
    for one in figures:
        changed = "" if one.holds else f" (nay là {one.now})"
        said = f"{one.printed}{changed} – {one.label}"
        console.print(said, style="" if one.holds else "bold", soft_wrap=True)
        console.print(f"    {one.reference}", soft_wrap=True)
    differing = sum(not one.holds for one in figures)
    console.print(
        f"{number_vi(len(figures))} số liệu, {number_vi(differing)} khác với số liệu hiện có."
    )


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
