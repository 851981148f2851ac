"""Large text files with separators: headings from the first lines, records batch by batch.

Such a file is one flat table in one character set, that of its first lines. What a row is, is
decided by the very rules of smaller files; a record whose cells can be nothing but data is not
asked about one by one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.intake.charsets import charset_of, decode_as
from ketnghia_analysis.intake.communes_named import commune_of_line
from ketnghia_analysis.intake.delimited import read_delimited, records_of, separator_of
from ketnghia_analysis.intake.row_kinds import DATA, is_total_label, kind_of_row
from ketnghia_analysis.intake.sources import NOTHING_SAID, Source
from ketnghia_analysis.intake.tables_found import Found, found_on, read_with
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

HEAD_BYTES = 200_000
_BLOCK_BYTES = 1 << 24
_SPARSE = 3
_MAY_NUMBER = re.compile(r"^\s*[(\[]?([A-Ia-i]|\d{1,2})[)\]]?(\s*=.*)?$")
_ORDINAL = re.compile(r"^(\(?[ivxlc]+\)?|[a-h])[.)]?$", re.IGNORECASE)
_SMALLER = "dùng `ketnghia clean` cho tệp này, hoặc lưu lại thành một bảng phẳng, mã UTF-8"
_UNITS = {"UTF-16-LE": np.dtype("<u2"), "UTF-16-BE": np.dtype(">u2")}
_BYTE = np.dtype("u1")


@dataclass(frozen=True)
class LargeText:
    """A large file of which the headings are known.

    Attributes:
        path: where it is.
        found: its table: headings, year, sender; without rows.
        separator: between fields.
        first: number of the first record below the headings.
        kinds: kind of each non-empty record above, by number.
        charset: as `charsets.charset_of` tells by the first lines.
    """

    path: Path
    found: Found
    separator: str
    first: int
    kinds: dict[int, str]
    charset: str = "UTF-8"


@dataclass(frozen=True)
class Slice:
    """A run of whole records: bytes from `start` up to `end`, the first has number `record`."""

    start: int
    end: int
    record: int


@dataclass
class Records:
    """Data records of a slice, as columns, and what the others are.

    Attributes:
        rows: number of each data record.
        cells: raw cells by column index; None where empty.
        kinds: code of `reasons.STRUCTURAL` by number, for the other non-empty records.
    """

    rows: NDArray[np.int64]
    cells: dict[int, NDArray[Any]]
    kinds: dict[int, str] = field(default_factory=dict)


def open_large(path: Path, table: str, number: int, said: Source = NOTHING_SAID) -> LargeText:
    """Find the headings of a large file.

    Args:
        path: the file.
        table: the table that it holds.
        number: number of the table, unique within one cleaning.
        said: what SOURCES.yml says about it: year, sender, unit.

    Raises:
        DataFault: it can't be read, is in no known character set, or its first lines are not one
            flat table.
    """
    try:
        with _bytes_of(path) as file:
            head = file.read(HEAD_BYTES)
            whole = not file.read(1)
        charset = charset_of(head if whole else _whole_lines(head))
        text = decode_as(head if whole else _whole_lines(head, charset), charset)
        text = text.removeprefix("\ufeff")
        (grid,) = read_delimited(text.encode())
    except OSError as error:
        raise DataFault(path.name, f"không đọc được: {error.strerror}", "kiểm tra tệp") from None
    except UnicodeDecodeError:
        raise DataFault(path.name, "không đọc được bảng mã của tệp", _SMALLER) from None
    said = said.model_copy(update={"file": path.name, "table": table})
    reading = read_with(grid, path.name, said, frozenset())
    layouts = {(block.heading.table, block.heading.columns) for block in reading.blocks}
    # headings that are repeated below begin no other table
    if len(layouts) != 1 or reading.blocks[0].heading.table != table or reading.unread:
        what = f"không nhận ra tiêu đề của bảng “{TABLES[table].heading}” ở các dòng đầu"
        raise DataFault(path.name, what, _SMALLER)
    reading.blocks = reading.blocks[:1]
    (found,) = found_on(number, path.name, grid, reading, said)
    first = min(found.block.rows, default=found.block.heading.bottom + 1)
    above = {row: kind for row, kind in reading.kinds.items() if row < first}
    empty = replace(found.block, rows={}, fills={}, totals=())
    return LargeText(path, replace(found, block=empty), separator_of(text), first, above, charset)


def _whole_lines(head: bytes, charset: str = "") -> bytes:
    """The bytes up to the last end of a line."""
    unit = _UNITS.get(charset, _BYTE)
    whole = head[: len(head) // unit.itemsize * unit.itemsize]
    ends = np.flatnonzero(np.frombuffer(whole, dtype=unit) == ord("\n"))
    return whole[: (int(ends[-1]) + 1) * unit.itemsize] if len(ends) else b""


def slices(large: LargeText, records: int) -> Iterator[Slice]:
    """Cut the file into runs of so many records; line ends within quotation marks cut nothing."""
    unit = _UNITS.get(large.charset, _BYTE)
    start, first, seen, inside = 0, 1, 0, False
    position = 0
    with _bytes_of(large.path) as file:
        while block := file.read(_BLOCK_BYTES):
            data = np.frombuffer(block[: len(block) // unit.itemsize * unit.itemsize], dtype=unit)
            ends = np.flatnonzero(data == ord("\n"))
            if b'"' in block or inside:
                marks = np.cumsum(data == ord('"'))
                ends = ends[(marks[ends] + inside) % 2 == 0]
                inside = bool((marks[-1] + inside) % 2)
            while seen + len(ends) >= records:
                cut = position + (int(ends[records - seen - 1]) + 1) * unit.itemsize
                yield Slice(start, cut, first)
                ends = ends[records - seen :]
                start, first, seen = cut, first + records, 0
            seen += len(ends)
            position += len(block)
    if inside:
        raise DataFault(large.path.name, "có dấu ngoặc kép không đóng", _SMALLER)
    if start < position:
        yield Slice(start, position, first)


def read_slice(large: LargeText, part: Slice, kinds: dict[int, str] | None = None) -> Records:
    """The records of a slice.

    Args:
        large: the file.
        part: the slice.
        kinds: kinds of its records that are no data, where an earlier reading found them.

    Raises:
        DataFault: bytes that are no text in the file's character set, or lines by which rows are
            grouped: their meaning hangs on all rows above.
    """
    with _bytes_of(large.path) as file:
        file.seek(part.start)
        content = file.read(part.end - part.start)
    try:
        text = decode_as(content, large.charset)
    except UnicodeDecodeError:
        what = f"từ bản ghi {part.record} trở đi có chữ không thuộc bảng mã {large.charset}"
        raise DataFault(large.path.name, what, _SMALLER) from None
    text = text.removeprefix("\ufeff") if part.start == 0 else text
    records = records_of(text, large.separator)
    skipped = max(0, large.first - part.record)
    numbers = np.arange(part.record + skipped, part.record + len(records))
    return _as_columns(large, records[skipped:], numbers, kinds)


def _bytes_of(path: Path) -> BufferedReader:
    return BufferedReader(FileIO(path))


def _as_columns(
    large: LargeText,
    records: Sequence[list[str]],
    numbers: NDArray[np.int64],
    kinds: dict[int, str] | None,
) -> Records:
    width = max(map(len, records), default=0)
    if any(len(record) != width for record in records):
        records = [record + [""] * (width - len(record)) for record in records]
    columns = [_filled(cells) for cells in zip(*records, strict=True)]
    count = np.zeros(len(records), dtype=np.int64)
    for cells in columns:
        count += pd.notna(cells)
    if kinds is None:
        kinds = _kinds(large, columns, count, numbers)
    is_data = count > 0
    is_data[[int(number - numbers[0]) for number in kinds]] = False
    wanted = {found.index for found in large.found.block.heading.columns}
    taken = {
        index: columns[index][is_data] if index < width else _nothing(int(is_data.sum()))
        for index in sorted(wanted)
    }
    return Records(numbers[is_data], taken, kinds)


def _filled(cells: Sequence[str]) -> NDArray[Any]:
    """Cells with None for blanks."""
    known = {cell: None for cell in set(cells) if not cell.strip()}
    column = np.empty(len(cells), dtype=object)
    column[:] = [known.get(cell, cell) for cell in cells] if known else cells
    return column


def _nothing(count: int) -> NDArray[Any]:
    return np.full(count, None, dtype=object)


def _kinds(
    large: LargeText,
    columns: Sequence[NDArray[Any]],
    count: NDArray[np.int64],
    numbers: NDArray[np.int64],
) -> dict[int, str]:
    """Kind of the records that are no data, by number."""
    heading = large.found.block.heading
    known = readable_columns(heading.table)
    words = (Kind.TEXT, Kind.ID, Kind.CODE)
    numeric = frozenset(c.index for c in heading.columns if known[c.name].kind not in words)
    names = {found.name for found in heading.columns}
    by_commune = "commune_name" not in names
    keys = {
        c.index: {toneless_key(part) for part in c.heading.split(" / ")} for c in heading.columns
    }
    kinds: dict[int, str] = {}
    for place in np.flatnonzero((count > 0) & _doubtful(columns, count, keys, by_commune)):
        cells = {i: column[place] for i, column in enumerate(columns) if column[place] is not None}
        kind = kind_of_row(cells, heading.columns, numeric, signed=False)
        if kind == "subheading":
            what = f"bản ghi {numbers[place]} là dòng nhóm, tệp không phải bảng phẳng"
            raise DataFault(large.path.name, what, _SMALLER)
        if kind != DATA:
            kinds[int(numbers[place])] = kind
    return kinds


def _doubtful(
    columns: Sequence[NDArray[Any]],
    count: NDArray[np.int64],
    headings: Mapping[int, Collection[str]],
    by_commune: bool,
) -> NDArray[np.bool_]:
    """Records that may be something else than data: few cells, or words that data do not have.

    The column with most distinct cells, that of ids, is not searched for headings and numbers of
    columns: a row of either has more of them in other columns.
    """
    doubtful = count <= _SPARSE
    numbering = np.ones(len(count), dtype=bool)
    distinct = [set(column) for column in columns]
    most = max(range(len(columns)), key=lambda index: len(distinct[index]), default=-1)
    for index, column in enumerate(columns):
        if index < _SPARSE:
            opening = {cell for cell in distinct[index] if _may_open(cell, by_commune)}
            doubtful = doubtful | _among(column, opening)
        if index == most:
            continue
        numbers = {cell for cell in distinct[index] if cell is None or _MAY_NUMBER.match(cell)}
        numbering &= _among(column, numbers)
        heads = {cell for cell in distinct[index] if _may_head(cell, headings.get(index, ()))}
        doubtful = doubtful | _among(column, heads)
    return np.asarray(doubtful | numbering, dtype=bool)


def _among(column: NDArray[Any], cells: set[str | None]) -> NDArray[np.bool_]:
    if not cells:
        return np.zeros(len(column), dtype=bool)
    return np.fromiter((cell in cells for cell in column), dtype=bool, count=len(column))


def _may_head(cell: str | None, keys: Collection[str]) -> bool:
    """Whether a cell repeats the heading of its own column."""
    if cell is None or not keys or cell[:1].isdigit():
        return False
    return toneless_key(cell) in keys


def _may_open(cell: str | None, by_commune: bool) -> bool:
    """Whether a cell may begin a row of sums or a group."""
    if cell is None or cell.isdigit():
        return False
    bare = cell.strip()
    named = by_commune and bool(commune_of_line(bare))
    return named or is_total_label(bare) or bool(_ORDINAL.match(bare))
