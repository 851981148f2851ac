"""What a row below the headings is: a record, or a total, sub-heading, footnote or signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ketnghia_analysis.intake.communes_named import commune_of_line, is_known_commune
from ketnghia_analysis.intake.grids import shown
from ketnghia_analysis.intake.heading_words import is_unit
from ketnghia_analysis.intake.headings import FoundColumn
from ketnghia_analysis.vocabulary.spelling import toneless_key

DATA = "data"
_SPARSE = 3
_LONG_LINE = 9
_AREA_SUMMED = (
    r"xa|thon|huyen|thi tran|phuong|khu pho|khoi|tinh|muc|nhom|phan|bieu|trang|chung|don vi|bang|"
    r"cac xa|cac thon|cac don vi|toan bo|hop"
)
_TOTAL = re.compile(
    rf"^(?:(?:tong cong|tong so|tong|cong)"
    rf"(?: (?:(?:toan|cac|theo|tat ca|\d+) )?(?:{_AREA_SUMMED})\b.*|"
    rf"(?: (?:[ivxlc]+|[a-e]|\d+))*)?|"
    rf"toan (?:huyen|xa|tinh|thi tran|phuong|thon|vung|dia ban|don vi)(?: .*)?|"
    rf"luy ke(?: .*)?|(?:binh quan|trung binh)(?: (?:chung|toan|cac)\b.*)?)$"
)
_TOTAL_BEGINS = frozenset("tclb")
_TITLE_AGAIN = re.compile(
    r"^(?:bieu|phu luc|bang)(?: so)? [\da-z]+\b.*\btiep(?: theo)?$|^\(?tiep theo\)?$"
)
"""A title that stands again at the top of a printed page."""
_NOTE = re.compile(r"^(?:ghi chu|chu thich|nguon|luu y|chu giai|giai thich|trang(?: so)? \d+)\b")
_SIGNATURE = tuple(
    toneless_key(words)
    for words in (
        "người lập",
        "người tổng hợp",
        "người báo cáo",
        "cán bộ lập",
        "cán bộ tổng hợp",
        "lập biểu",
        "thủ trưởng",
        "trưởng phòng",
        "phó trưởng phòng",
        "trưởng ban",
        "trưởng thôn",
        "giám đốc",
        "phó giám đốc",
        "bí thư",
        "kế toán",
        "đại diện",
        "chủ tịch",
        "phó chủ tịch",
        "ký tên",
        "ký, đóng dấu",
        "ký, ghi rõ họ tên",
        "ký và ghi rõ họ tên",
        "đã ký",
        "nơi nhận",
        "xác nhận của",
        "xác nhận",
        "TM. UBND",
        "TM.",
        "KT.",
        "TL.",
        "TUQ.",
    )
)
_DATED_PLACE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_ORDINAL = re.compile(r"^(\(?[ivxlc]+\)?|[a-h])[.)]?$", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"^[(\[]?([A-Ia-i]|\d{1,2})[)\]]?(\s*=.*)?$")
_AREAS = ("xa ", "thi tran ", "phuong ", "huyen ", "khoi ", "phan ", "dac khu ")


def is_prose(cells: dict[int, Any]) -> bool:
    """Whether a row is a line of text rather than a record: few cells, all of them words."""
    return len(cells) <= _SPARSE - 1 and all(isinstance(value, str) for value in cells.values())


def is_column_numbers(cells: dict[int, Any]) -> bool:
    """Whether a row numbers the columns: A, B, 1, 2, 3, 4=3/1."""
    texts = [shown(value).strip() for _, value in sorted(cells.items())]
    if len(texts) < _SPARSE or not all(_COLUMN_NUMBER.match(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.findall(r"^[(\[]?(\d+)", text))]
    letters = "".join(text.strip("()[]").upper() for text in texts if not re.search(r"\d", text))
    if numbers == [1] and len(letters) >= 2 and "ABCDEFGHI".startswith(letters):
        return True
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_unit_row(cells: dict[int, Any]) -> bool:
    """Whether a row holds nothing but units of measurement."""
    texts = [shown(value) for value in cells.values()]
    labels = ("dvt", "don vi tinh", "don vi")
    return any(map(is_unit, texts)) and all(
        is_unit(text) or toneless_key(text) in labels for text in texts
    )


def is_total_label(text: str) -> bool:
    """Whether a text names a row of sums: "Tổng cộng", "Cộng xã", "Toàn huyện (I+II)"."""
    bare = text.strip("*-+• \t")
    return bare[:1].lower() in _TOTAL_BEGINS and bool(_TOTAL.match(toneless_key(bare)))


def kind_of_row(
    cells: dict[int, Any],
    columns: Sequence[FoundColumn],
    numeric: frozenset[int],
    signed: bool,
    communes: frozenset[str] = frozenset(),
) -> str:
    """What a row is.

    Args:
        cells: its non-empty cells by column index.
        columns: columns of the table above.
        numeric: indices of the table's columns for numbers, dates and yes/no.
        signed: whether a signature stood in a row before.
        communes: keys of the names of communes that the registers know.

    Returns:
        "data", or a code of `reasons.STRUCTURAL`.
    """
    texts = [value for _, value in sorted(cells.items()) if isinstance(value, str)]
    sparse = len(cells) <= _SPARSE
    if _repeats_headings(cells, columns):
        return "heading"
    if any(is_total_label(text) for text in texts[:2]):
        return "total"
    if is_column_numbers(cells):
        return "column_numbers"
    if sparse and not _is_numbered(cells):
        keys = [toneless_key(text) for text in texts]
        if len(cells) == 1 and any(map(_TITLE_AGAIN.match, keys)):
            return "title"
        if any(_is_signature(key) for key in keys):
            return "signature"
        if texts and not commune_of_line(texts[0]) and _is_note(cells, texts, keys, columns):
            return "footnote"
        if signed:
            return "signature"
    if _is_subheading(cells, columns, numeric, communes):
        return "subheading"
    return DATA


def _is_note(
    cells: dict[int, Any], texts: list[str], keys: list[str], columns: Sequence[FoundColumn]
) -> bool:
    if _NOTE.match(keys[0]) or texts[0].lstrip().startswith(("*", "(*")):
        return True
    first = min((found.index for found in columns), default=0)
    alone = len(cells) == 1 and min(cells) <= first
    return alone and len(keys[0].split()) >= _LONG_LINE


def _is_numbered(cells: dict[int, Any]) -> bool:
    """Whether the row begins with an order number, as records do."""
    first = cells[min(cells)]
    return isinstance(first, int | float) or bool(re.fullmatch(r"\s*\d+\.?\s*", shown(first)))


def _is_signature(key: str) -> bool:
    return bool(_DATED_PLACE.search(key)) or any(
        key == words or key.startswith(f"{words} ") for words in _SIGNATURE
    )


def _is_subheading(
    cells: dict[int, Any],
    columns: Sequence[FoundColumn],
    numeric: frozenset[int],
    communes: frozenset[str],
) -> bool:
    numbered = _is_numbered(cells)
    if numbered and len(cells) > 2:
        return False
    texts = [value for _, value in sorted(cells.items()) if isinstance(value, str)]
    if not texts:
        return False
    ordinal = bool(_ORDINAL.match(texts[0].strip()))
    names = texts[1:] if ordinal else texts
    if not names:
        return False
    key = toneless_key(names[0])
    filled = [index for index in cells if index in numeric]
    if ordinal and (key.startswith(_AREAS) or is_known_commune(names[0], communes)):
        return True
    found = {column.name: column.index for column in columns}
    if "hamlet_name" in found and "commune_name" not in found and not numbered:
        place = next(index for index, value in sorted(cells.items()) if value == names[0])
        named = commune_of_line(names[0]) or (not filled and is_known_commune(names[0], communes))
        # a commune where a hamlet's name belongs, be it with its own sums
        if named and place <= found["hamlet_name"] and len(names) == 1:
            return True
    if filled or len(cells) > 2:
        return False
    area = key.startswith(_AREAS) or bool(commune_of_line(names[0]))
    return ordinal or area or (len(cells) == 1 and is_known_commune(names[0], communes))


def _repeats_headings(cells: dict[int, Any], columns: Sequence[FoundColumn]) -> bool:
    """Whether the row repeats the headings, as at the top of a printed page."""
    same = 0
    for found in columns:
        cell = cells.get(found.index)
        if isinstance(cell, str) and not cell[:1].isdigit():
            same += toneless_key(cell) in _keys_of(found.heading)
    return same >= 2 and same * 2 >= len(cells)


@lru_cache(maxsize=4096)
def _keys_of(heading: str) -> frozenset[str]:
    return frozenset(map(toneless_key, heading.split(" / ")))


def is_section_line(text: str) -> bool:
    """Whether a line heads one section of a sheet ("2. Xã Mẫu An"), not the sheet as a whole."""
    first = text.strip().split(" ")[0]
    return bool(commune_of_line(text)) or bool(
        re.fullmatch(r"(?:[IVXLC]+|[A-Ha-h]|\d{1,2})[.):]", first)
    )
