"""What a row below the headings is: a record, or a total, sub-heading, footnote or signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ketnghia_analysis.intake.grids import shown
from ketnghia_analysis.intake.headings import FoundColumn
from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.spelling import toneless_key

DATA = "data"
_SPARSE = 3
_TOTAL = re.compile(r"^(tong cong|tong so|cong|tong|toan huyen|toan xa)( \(.*\))?$")
_NOTE = re.compile(r"^(ghi chu|chu thich|nguon)\b")
_SIGNATURE = tuple(
    toneless_key(words)
    for words in (
        "người lập biểu",
        "người tổng hợp",
        "thủ trưởng",
        "trưởng phòng",
        "trưởng ban",
        "chủ tịch",
        "phó chủ tịch",
        "ký tên",
        "ký, đóng dấu",
        "ký, ghi rõ họ tên",
        "nơi nhận",
        "xác nhận của",
        "TM. UBND",
        "KT.",
    )
)
_DATED_PLACE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_ORDINAL = re.compile(r"^(\(?[ivxlc]+\)?|[a-h])\.?$", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"^\(?([A-Ea-e]|\d{1,2})\)?(\s*=.*)?$")
_UNITS = frozenset(
    toneless_key(unit)
    for unit in (
        *(vietnamese for vietnamese, _ in UNITS.values() if toneless_key(vietnamese)),
        *(
            *("hộ", "người", "khẩu", "km", "m", "m2", "ha", "cái", "căn", "buổi", "lượt", "suất"),
            "đồng",
            "triệu đồng",
            "nghìn đồng",
            "tỷ đồng",
            "có/không",
            "triệu đồng/người/năm",
            "lượt người",
            "ngày công",
        ),
    )
)
_AREAS = ("xa ", "thi tran ", "phuong ", "huyen ", "khoi ", "phan ")


def is_prose(cells: dict[int, Any]) -> bool:
    """Whether a row is a line of text rather than a record: few cells, all of them words."""
    return len(cells) <= _SPARSE - 1 and all(isinstance(value, str) for value in cells.values())


def is_column_numbers(cells: dict[int, Any]) -> bool:
    """Whether a row numbers the columns: A, B, 1, 2, 3, 4=3/1."""
    texts = [shown(value) for _, value in sorted(cells.items())]
    if len(texts) < _SPARSE or not all(_COLUMN_NUMBER.match(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.findall(r"^\(?(\d+)", text))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_unit_row(cells: dict[int, Any]) -> bool:
    """Whether a row holds nothing but units of measurement."""
    texts = [shown(value).strip("()") for value in cells.values()]
    return all(text == "%" or toneless_key(text) in _UNITS for text in texts)


def kind_of_row(
    cells: dict[int, Any],
    columns: Sequence[FoundColumn],
    numeric: frozenset[int],
    signed: bool,
) -> str:
    """What a row is.

    Args:
        cells: its non-empty cells by column index.
        columns: columns of the table above.
        numeric: indices of the table's columns for numbers, dates and yes/no.
        signed: whether a signature stood in a row before.

    Returns:
        "data", or a code of `reasons.STRUCTURAL`.
    """
    texts = [value for _, value in sorted(cells.items()) if isinstance(value, str)]
    keys = [toneless_key(text) for text in texts]
    sparse = len(cells) <= _SPARSE
    if any(_TOTAL.match(key) for key in keys[:2]):
        return "total"
    if sparse and not _is_numbered(cells):
        if any(_is_signature(key) for key in keys):
            return "signature"
        if texts and (_NOTE.match(keys[0]) or texts[0].lstrip().startswith(("*", "(*)"))):
            return "footnote"
        if signed:
            return "signature"
    if _is_subheading(cells, texts, keys, numeric):
        return "subheading"
    if _repeats_headings(cells, columns):
        return "heading"
    return DATA


def _is_numbered(cells: dict[int, Any]) -> bool:
    """Whether the row begins with an order number, as records do."""
    first = cells[min(cells)]
    return isinstance(first, int | float) or bool(re.fullmatch(r"\s*\d+\.?\s*", shown(first)))


def _is_signature(key: str) -> bool:
    return bool(_DATED_PLACE.search(key)) or any(
        key == words or key.startswith(f"{words} ") for words in _SIGNATURE
    )


def _is_subheading(
    cells: dict[int, Any], texts: list[str], keys: list[str], numeric: frozenset[int]
) -> bool:
    if not texts:
        return False
    ordinal = bool(_ORDINAL.match(texts[0].strip()))
    names = keys[1:] if ordinal else keys
    if not names:
        return False
    filled = [index for index in cells if index in numeric]
    if ordinal and names[0].startswith(_AREAS):
        return True
    return not filled and len(cells) <= 2 and (ordinal or names[0].startswith(_AREAS))


def _repeats_headings(cells: dict[int, Any], columns: Sequence[FoundColumn]) -> bool:
    """Whether the row repeats the headings, as at the top of a printed page."""
    same = sum(
        toneless_key(shown(cells.get(found.index))) == toneless_key(found.heading.split(" / ")[-1])
        for found in columns
        if cells.get(found.index) is not None
    )
    return same >= 2 and same * 2 >= len(cells)
