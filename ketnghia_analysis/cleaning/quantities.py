"""Figures with their units: the part that fits a column, and metres in a column of kilometres."""

from __future__ import annotations

import re
from functools import lru_cache

from ketnghia_analysis.cleaning.money import money_factor
from ketnghia_analysis.cleaning.numbers import (
    Ambiguous,
    NotANumber,
    Style,
    bare_text,
    is_zero_word,
    read_number,
    split_unit,
)
from ketnghia_analysis.vocabulary.spelling import plain_letters

_LONGEST_UNIT = 25
_INCOME = "million_dong_per_person_year"
_METRES = "metres"
_WORDS: dict[str, tuple[str, ...]] = {
    "households": ("ho", "hgd"),
    "people": ("nguoi", "khau", "nhan khau", "nk", "ng"),
    "attendances": ("luot", "nguoi", "khau"),
    "km": ("km", "kilomet", "cay so"),
    _METRES: ("m", "met"),
    "percent": ("%", "phan tram"),
    "gifts": ("suat", "phan"),
    "working_days": ("cong", "ngay cong"),
    "days": ("ngay",),
    "years": ("nam",),
}
"""Words of units (plain letters) by key of `codes.UNITS`; metres only to be converted."""
_NO_UNITS = ("tro len", "tro xuong", "den", "hoac", "hay", "tren", "duoi", "/thang", "thang")
_SCALES = {"chuc": 10, "tram": 100, "nghin": 1_000, "ngan": 1_000, "van": 10_000}
_SCALED = re.compile(rf"({'|'.join(_SCALES)})\b ?")
_LENGTH = re.compile(
    r"^(\d+) ?(?:km|cay(?: so)?) ?(?:(?P<half>ruoi)|(?P<metres>\d{1,3}) ?(?:m|met)|(?P<tail>\d+))$",
    re.ASCII,
)
_LETTERS_FOR_DIGITS = re.compile(r"[oli]{1,4}(?![a-z])")
"""Behind a number no unit but noughts and ones typed as letters: "6OO hộ"."""
_PIECE = re.compile(r"([0-9][0-9.,' ]*)(%|[^\W\d_][^\d/;,()%+]*)?")
_BETWEEN = re.compile(r"^(?:\s|[/;,()\-]|và|với|trong đó|gồm)*$")


def read_quantity(
    text: str, unit: str, whole: bool, style: Style = Style.UNKNOWN, heading_unit: str = ""
) -> tuple[float, bool]:
    """The figure of a cell in the unit of its column, and whether its unit was converted.

    Of "24.881 hộ/104.937 khẩu" a column of households takes the first figure, one of people the
    second. A unit that belongs to other columns is refused: "45 khẩu" are no households.

    Args:
        text: "45 người", "khoảng 45", "850 m", "52,4 triệu đồng/người", "20 (15,5%)".
        unit: of the column, key of `codes.UNITS`; empty where anything is counted.
        whole: whether only whole numbers are possible.
        style: how the column writes decimals.
        heading_unit: unit written above the column; used where the cell has none.

    Raises:
        NotANumber: no figure, a rate, a bound ("45 trở lên"), or of another unit.
        Ambiguous: it may be two numbers.
    """
    if is_zero_word(text):
        return 0.0, False
    bare = bare_text(text)
    if unit == "km" and (found := _LENGTH.match(plain_letters(bare))):
        return _kilometres(found), False
    number, written = _fitting_piece(bare, unit) or split_unit(bare)
    factor = unit_factor(written, unit) if written else heading_factor(heading_unit, unit)
    if factor is None:
        raise NotANumber(text)
    # nobody writes millimetres: "1.200 m" are 1200, whatever the column's own unit is
    small = factor < 1 and bool(written or unit == "km")
    value = read_number(number, whole or small, style)
    return (value, False) if factor == 1 else (round(value * factor, 9), True)


def _kilometres(found: re.Match[str]) -> float:
    """Of "1 km 200 m", "1km200", "2km5", "2 cây rưỡi"; "1km20" may be either."""
    if found["half"]:
        part = 0.5
    elif found["metres"]:
        part = int(found["metres"]) / 1000
    elif len(tail := found["tail"]) in (1, 3):
        part = int(tail) / 10 ** len(tail)
    else:
        raise Ambiguous(found[0])
    return round(int(found[1]) + part, 3)


def _fitting_piece(text: str, unit: str) -> tuple[str, str] | None:
    """Figure and unit of the one piece that fits, of a text with several figures; else None.

    All others must be of another unit: "45 (12 hộ nghèo)" and "45-50 hộ" say two things in one.
    """
    pieces = [(found[1].strip(), (found[2] or "").strip()) for found in _PIECE.finditer(text)]
    if len(pieces) < 2 or not unit:
        return None
    if not all(_BETWEEN.match(rest) for rest in _PIECE.split(text)[::3]):
        return None
    fitting = [piece for piece in pieces if unit in _meant(piece[1])]
    others = [written for _, written in pieces if unit not in _meant(written)]
    if not fitting and not pieces[0][1]:
        fitting, others = pieces[:1], others[1:]
    return fitting[0] if len(fitting) == 1 and all(map(_meant, others)) else None


@lru_cache(maxsize=4096)
def _meant(written: str) -> frozenset[str]:
    """Units that a text after a number may mean; empty where it is none of the known ones."""
    text = plain_letters(written)
    first = text.split()[:1]
    return frozenset(
        unit for unit, words in _WORDS.items() if text in words or (first and first[0] in words)
    )


@lru_cache(maxsize=4096)
def unit_factor(written: str, unit: str) -> float | None:
    """Factor from the unit written behind a figure to the column's; None where it can't be."""
    plain = plain_letters(written)
    if unit == "percent":
        return 1 if "percent" in _meant(written) else None
    if (
        any(word in plain for word in ("/thang", "/quy", "%", "ruoi"))
        or len(written) > _LONGEST_UNIT
    ):
        return None
    if (
        _LETTERS_FOR_DIGITS.match(plain)
        or plain.startswith(_NO_UNITS)
        or not any(char.isalpha() for char in plain)
    ):
        return None
    if any(char.isdigit() for char in plain):
        return None
    money = money_factor(plain.split("/")[0])
    if unit == _INCOME:
        return money / 1_000_000 if money else None
    if not money and (found := _SCALED.match(plain)):
        rest = written.split(" ", 1)[1] if " " in written else ""
        inner = unit_factor(rest, unit) if rest else 1
        return inner and inner * _SCALES[found[1]]
    meant = _meant(written)
    if not unit or unit in meant:
        return 1
    if unit == "km" and _METRES in meant:
        return 0.001
    return None if meant or money else 1


@lru_cache(maxsize=4096)
def heading_factor(heading_unit: str, unit: str) -> float:
    """Factor from the unit above a column to the vocabulary's; 1 where it says nothing else."""
    if unit == "km" and plain_letters(heading_unit).strip("() .") in _WORDS[_METRES]:
        return 0.001
    if unit == _INCOME and (money := money_factor(heading_unit)):
        return money / 1_000_000
    return 1
