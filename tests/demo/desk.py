"""The demo's files read without the package's own readers: what a clerk would see in each cell."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import openpyxl
from lxml import etree
from python_calamine import CalamineWorkbook

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.papers import Document
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3, VNI

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = list[list[Any]]


def bytes_of(demo: DemoFiles, document: Document) -> bytes:
    """The bytes of one document, those in an archive too."""
    if not document.archive:
        return demo.files[document.path]
    with zipfile.ZipFile(io.BytesIO(demo.files[document.archive])) as archive:
        return archive.read(document.path.removeprefix(f"{document.archive}/"))


def sheets_of(
    demo: DemoFiles, document: Document, results: bool = False
) -> Iterator[tuple[str, Rows]]:
    """Name and rows of each sheet of a document.

    Args:
        demo: the files.
        document: one of its papers.
        results: show the stored results of formulas in their place.
    """
    if document.spoilt is not None:
        return
    content = bytes_of(demo, document)
    ending = PurePosixPath(document.path).suffix
    if ending in (".csv", ".tsv"):
        separator = "\t" if ending == ".tsv" else ";"
        text = io.StringIO(_decoded(content, document.letters), newline="")
        yield "", [list(row) for row in csv.reader(text, delimiter=separator)]
    elif ending == ".docx":
        yield from _tables(content)
    elif ending == ".ods":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [[None if cell == "" else cell for cell in row] for row in rows]
    else:
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=results, read_only=True)
        for page in workbook.worksheets:
            yield page.title, [[_shown(cell) for cell in row] for row in page.iter_rows()]


def in_unicode(document: Document, shown: Any) -> Any:
    """A cell of a workbook whose font draws Vietnamese letters, as people saw it."""
    in_old_font = document.letters == TCVN3.name and not document.path.endswith(".csv")
    return TCVN3.decode(shown) if in_old_font and isinstance(shown, str) else shown


def text_of(value: Any) -> str:
    """A value as books enter it."""
    if value is None or value != value:
        return ""
    if isinstance(value, date | datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _decoded(content: bytes, letters: str) -> str:
    if letters in (TCVN3.name, VNI.name):
        return (TCVN3 if letters == TCVN3.name else VNI).decode(content.decode("cp1252"))
    return content.decode(letters)


def _shown(cell: Any) -> Any:
    """A number as the text that its format shows, where that is a percentage."""
    if isinstance(cell.value, int | float) and "%" in (cell.number_format or ""):
        return f"{round(cell.value * 100, 6):g}%".replace(".", ",")
    return cell.value


def _tables(content: bytes) -> Iterator[tuple[str, Rows]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    for number, table in enumerate(body.iterfind(f"{W}tbl"), start=1):
        yield f"table{number}", [list(_row(row)) for row in table.iterfind(f"{W}tr")]


def _row(row: Any) -> Iterator[Any]:
    """Texts of a row; struck out words are written in elements of another name."""
    for cell in row.iterfind(f"{W}tc"):
        lines = ["".join(t.text for t in p.iter(f"{W}t")) for p in cell.iterfind(f"{W}p")]
        goes_on = cell.find(f"{W}tcPr/{W}vMerge[@{W}val='continue']") is not None
        yield None if goes_on else "\n".join(lines) or None
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        yield from [None] * (int(span.get(f"{W}val")) - 1 if span is not None else 0)
