"""Forms with one figure a line: "Chỉ tiêu | Đơn vị tính | Giá trị", a hamlet or year a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ketnghia_analysis.intake.announced import Hints
from ketnghia_analysis.intake.communes_named import commune_in
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.intake.heading_words import ORDINAL_KEYS
from ketnghia_analysis.intake.headings import FoundColumn, match_path, similar_path
from ketnghia_analysis.intake.on_paper import Block, Heading, SheetReading
from ketnghia_analysis.intake.row_kinds import (
    DATA,
    is_column_numbers,
    is_prose,
    is_total_label,
    kind_of_row,
)
from ketnghia_analysis.intake.sheet_parts import rows_between, texts_of
from ketnghia_analysis.intake.wide_years import is_year, year_of_path
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

TABLE = "hamlet_figures"
FEWEST_LINES = 2
_WHOSE = ("hamlet_id", "hamlet_name", "commune_code", "commune_name", "year", "round_id")
"""Lines that say whose figures these are: what they say holds for every line."""
_LABELS = frozenset(
    map(
        toneless_key,
        (
            *("Chỉ tiêu", "Tên chỉ tiêu", "Các chỉ tiêu", "Chỉ số", "Tiêu chí", "Thông tin"),
            *("Nội dung", "Nội dung chỉ tiêu", "Nội dung khảo sát", "Nội dung thông tin"),
            *("Chỉ tiêu khảo sát", "Nội dung điều tra", "Câu hỏi", "Hạng mục", "Tên thông tin"),
        ),
    )
)
_VALUES = frozenset(
    map(
        toneless_key,
        (
            *("Giá trị", "Số liệu", "Kết quả", "Số lượng", "Trả lời", "Thực hiện", "Con số"),
            *("Kết quả khảo sát", "Nội dung trả lời", "Thông tin thu thập", "Tổng số", "Số"),
        ),
    )
)
_UNITS = frozenset(map(toneless_key, ("Đơn vị tính", "ĐVT", "Đơn vị", "Đơn vị đo")))
_REMARKS = frozenset(map(toneless_key, ("Ghi chú", "Ghi chú khác", "Mã số", "Mã chỉ tiêu")))
_NUMBERING = re.compile(r"^\s*(?:(?:[IVX]+|\d+(?:\.\d+)*|[a-hđ])\s*[.)]\s*|[-–+*•]\s*)", re.I)
_END = r"\s*(?:[,;()]|\s[-–]\s|\b(?:xã|thị trấn|phường|huyện|năm|tháng|quý)\b|$)"
_HAMLET = re.compile(
    r"\b(?P<hamlet>(?:(?:thôn|khu phố|kp|tổ dân phố|bản|buôn|ấp|làng)(?:\s*:\s*|\.?\s+)"
    rf"|kp\.?(?=\d))(?P<name>.+?)){_END}",
    re.IGNORECASE,
)
_COMMUNE = re.compile(
    rf"\b(?P<commune>(?:xã|thị trấn|phường|tt\.)(?:\s*:\s*|\s+)(?P<name>.+?)){_END}", re.IGNORECASE
)
_NO_COMMUNE = re.compile(r"^(?:hoi|phuong|thi tran|dac biet|kho khan|ngheo|vung|va)\b")
_NO_HAMLET = re.compile(r"^(?:xen ghep|kho khan|va|hoac|ban|dac biet|dan toc)\b")


@dataclass(frozen=True)
class _Form:
    """Where a form stands on a sheet: heading row, label and unit, columns of values and sums."""

    top: int
    label: int
    unit: int | None
    values: dict[int, str]
    summed: dict[int, str]


def read_lines(grid: Grid, hints: Hints) -> SheetReading | None:
    """Read a sheet of such forms; None where it holds none.

    Each line becomes a part of its hamlet's record, with the hamlet, commune and year that the
    lines or titles name, so that all lines of a form share one key. A line of which nobody knows
    the figure is reported like an unknown heading.

    Args:
        grid: the sheet.
        hints: what is known of it beside its cells.
    """
    if hints.table not in ("", TABLE):
        return None
    forms = [form for row in sorted(grid.rows) if (form := _form_at(grid, row))]
    if not forms:
        return None
    ends = [form.top for form in forms[1:]] + [max(grid.rows) + 1]
    known = [_known_lines(grid, form, end) for form, end in zip(forms, ends, strict=True)]
    if min(map(len, known)) < FEWEST_LINES:
        return None
    reading = SheetReading()
    starts = [0, *(_title_start(grid, form, before.top) for before, form in pairwise(forms))]
    for form, start, end in zip(forms, starts, [*starts[1:], ends[-1]], strict=True):
        _read_form(grid, form, (start, end), hints, reading)
    return reading


def _title_start(grid: Grid, form: _Form, floor: int) -> int:
    """First of the lines directly above the headings of a form that stands below another one."""
    start = form.top
    for row in range(form.top - 1, floor, -1):
        cells = grid.rows.get(row)
        if cells is None:
            if start < form.top:
                break
            continue
        if not is_prose(cells) or _column_of(grid, form, row, "")[0]:
            break
        if kind_of_row(cells, (), frozenset(), False) == "signature":
            break
        start = row
    return start


def _form_at(grid: Grid, row: int) -> _Form | None:
    """The form whose headings stand in a row."""
    keys = {index: toneless_key(shown(value)) for index, value in grid.rows[row].items()}
    label = next((index for index, key in sorted(keys.items()) if key in _LABELS), None)
    if label is None:
        return None
    unit = next((index for index, key in keys.items() if key in _UNITS), None)
    aside = {label, unit} | {index for index, key in keys.items() if key in _REMARKS | ORDINAL_KEYS}
    texts = {i: tidy(shown(grid.rows[row][i])) for i in sorted(keys.keys() - aside)}
    summed = {i: text for i, text in texts.items() if len(texts) > 1 and is_total_label(text)}
    texts = {i: text for i, text in texts.items() if i not in summed}
    single = len(texts) == 1 and keys[next(iter(texts))] in _VALUES
    named = all(is_year(text) or _is_hamlet(text) for text in texts.values())
    right = all(index > label for index in texts)
    return _Form(row, label, unit, texts, summed) if texts and right and (single or named) else None


def _is_hamlet(text: str) -> bool:
    found = _HAMLET.match(text)
    return bool(found) and not _NO_HAMLET.match(toneless_key(found["name"] if found else ""))


def _column_of(grid: Grid, form: _Form, row: int, group: str) -> tuple[str | None, str]:
    """Column of the vocabulary that a line means, and how it was found."""
    label = _label(grid, form, row)
    if not label:
        return None, ""
    unit = shown(grid.rows[row].get(form.unit)) if form.unit is not None else ""
    text = f"{label} (%)" if unit.strip() == "%" and "%" not in label else label
    for path in ((text,), (group, text)) if group else ((text,),):
        name = match_path(TABLE, path)
        if name:
            return name, "same"
    return similar_path(TABLE, (text,)), "similar"


def _label(grid: Grid, form: _Form, row: int) -> str:
    value = grid.rows[row].get(form.label)
    return _NUMBERING.sub("", tidy(value)) if isinstance(value, str) else ""


def _known_lines(grid: Grid, form: _Form, end: int) -> set[str]:
    """Figures that the lines of a form are known to tell."""
    names = {_column_of(grid, form, row, "")[0] for row in rows_between(grid, form.top + 1, end)}
    return {name for name in names if name and name not in _WHOSE}


def _read_form(
    grid: Grid, form: _Form, bounds: tuple[int, int], hints: Hints, reading: SheetReading
) -> None:
    """Add the records of one form, and the kinds of its other rows."""
    start, end = bounds
    above = rows_between(grid, start, form.top)
    reading.kinds |= dict.fromkeys(above, "title")
    titles = (*grid.titles, *texts_of(grid, start, form.top))
    reading.kinds[form.top] = "heading"
    data: list[int] = []
    columns: dict[str, tuple[int, str, str]] = {}
    unknown: list[tuple[int, str]] = []
    group, signed = "", False
    for row in rows_between(grid, form.top + 1, end):
        cells = grid.rows[row]
        label = _label(grid, form, row)
        name, how = _column_of(grid, form, row, group)
        told = any(index in cells for index in form.values)
        if is_column_numbers(cells) or (name is None and not told):
            kind = kind_of_row(cells, (), frozenset(form.values), signed)
            signed = signed or kind == "signature"
            reading.kinds[row] = "subheading" if kind == DATA else kind
            group = label if reading.kinds[row] == "subheading" else group
            continue
        data.append(row)
        group = label if name and not group else group
        if name is None or name in columns:
            unknown.append((min(form.values), label))
        else:
            columns[name] = (row, label, how)
    for index, text in form.values.items():
        reading.blocks.append(
            _block(grid, form, index, text, (titles, hints), data, columns, unknown)
        )


def _block(
    grid: Grid,
    form: _Form,
    index: int,
    text: str,
    about: tuple[tuple[str, ...], Hints],
    data: Sequence[int],
    columns: dict[str, tuple[int, str, str]],
    unknown: Sequence[tuple[int, str]],
) -> Block:
    """The record of one column of values, each line a part of it."""
    titles, hints = about
    found = []
    for name, (row, label, how) in columns.items():
        unit = shown(grid.rows[row].get(form.unit)) if form.unit is not None else ""
        found.append(FoundColumn(name, index, label, unit.strip("()[] "), how))
    year = year_of_path((text,)) if is_year(text) else None
    missing = (*((index, label) for _, label in unknown), *form.summed.items())
    heading = Heading(TABLE, form.top, form.top, tuple(found), missing, year=year)
    whose = {
        name: (row, grid.value(row, index))
        for name, (row, _, _) in columns.items()
        if name in _WHOSE and grid.value(row, index) is not None
    }
    named: dict[str, Any] = {name: value for name, (_, value) in whose.items()}
    if not {"hamlet_name", "hamlet_id"} & named.keys():
        named["hamlet_name"] = text if _is_hamlet(text) else hamlet_in(titles, grid.sheet)
    if not {"commune_name", "commune_code", "hamlet_id"} & named.keys():
        commune = commune_in([*reversed(titles), grid.sheet], hints.communes)
        commune = commune or _named_in(titles, _COMMUNE, _NO_COMMUNE, "commune")
        named |= {"commune_name": commune} if commune else {}
    rows: dict[int, dict[str, Any]] = {}
    fills: dict[tuple[int, str], str] = {}
    names = dict.fromkeys([*columns, *named])
    own = {row: name for name, (row, _, _) in columns.items()}
    for row in data:
        rows[row] = dict.fromkeys(names) | named
        if row in own:
            rows[row][own[row]] = grid.value(row, index)
        for name in named:
            if own.get(row) != name:
                fills[row, name] = "from_title"
    return Block(heading, titles, rows, fills, year=year, by_line=True)


def hamlet_in(titles: Sequence[str], sheet: str) -> str | None:
    """The hamlet that the nearest title names, or else the sheet's name; None where none does."""
    named = _named_in((sheet, *titles), _HAMLET, _NO_HAMLET, "hamlet")
    plain = toneless_key(sheet)
    is_name = plain and not re.fullmatch(r"(?:sheet|trang|bieu|phieu|table).*", plain)
    return named or (sheet if is_name else None)


def _named_in(
    texts: Sequence[str], words: re.Pattern[str], wrong: re.Pattern[str], part: str
) -> str:
    """The place that the last text which names one names, with the word for its type."""
    for text in reversed(texts):
        for found in words.finditer(tidy(text)):
            if not wrong.match(toneless_key(found["name"])):
                # "Thôn: Thôn 4" is a label and a name
                inner = words.match(found["name"])
                return tidy(inner[part] if inner else found[part].replace(":", " "))
    return ""
