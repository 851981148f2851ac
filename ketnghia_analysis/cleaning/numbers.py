"""Numbers as officials write them: dots between thousands, commas before decimals, units behind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key


class Style(Enum):
    """How a column writes decimals, as far as its other cells show."""

    COMMA = "decimal comma"
    POINT = "decimal point"
    UNKNOWN = "unknown"


class Ambiguous(ValueError):
    """A text like "1.234" that may be a thousand or one and a bit."""


class NotANumber(ValueError):
    """A text that is no number."""


_SHAPE = re.compile(r"^(?P<sign>[-−+]?)\s*(?P<number>\d[\d.,\s]*)\s*(?P<unit>[^\d.,\s].*)?$")
_COMMA_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+,\d+$|^\d{1,3}(\.\d{3}){2,}$")
_POINT_GROUPED = re.compile(r"^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$")
_BLANK_GROUPED = re.compile(r"^\d{1,3}(\s\d{3})+([.,]\d+)?$")
_ONE_DOT_GROUP = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
_ONE_COMMA_GROUP = re.compile(r"^[1-9]\d{0,2},\d{3}$")
_PLAIN_COMMA = re.compile(r"^\d+,\d+$")
_PLAIN_POINT = re.compile(r"^\d+\.\d+$")
_ZERO_WORDS = frozenset({"khong", "khong co"})

MONEY_UNITS: dict[str, int] = {
    "d": 1,
    "dong": 1,
    "vnd": 1,
    "nghin": 1_000,
    "ngan": 1_000,
    "nghin dong": 1_000,
    "ngan dong": 1_000,
    "1000 dong": 1_000,
    "1 000 dong": 1_000,
    "1 000d": 1_000,
    "tr": 1_000_000,
    "trd": 1_000_000,
    "tr d": 1_000_000,
    "trieu": 1_000_000,
    "trieu dong": 1_000_000,
    "ty": 1_000_000_000,
    "ti": 1_000_000_000,
    "ty dong": 1_000_000_000,
    "ti dong": 1_000_000_000,
}
"""Factor to đồng by key of the unit as written."""


def money_factor(unit: str) -> int | None:
    """Factor to đồng of a unit as written ("triệu đồng"); None where it is no unit of money."""
    key = toneless_key(unit)
    if key.endswith((" ho", " hộ")) and "/" in unit:
        key = toneless_key(unit.split("/")[0])
    return MONEY_UNITS.get(key)


def split_unit(text: str) -> tuple[str, str]:
    """Number part and unit part of a text: "10.500ngàn đồng" gives ("10.500", "ngàn đồng").

    Raises:
        NotANumber: the text does not begin with a number.
    """
    found = _SHAPE.match(tidy(text))
    if not found:
        raise NotANumber(text)
    return found["sign"].replace("−", "-") + found["number"].strip(), (found["unit"] or "").strip()


def read_number(text: str, whole: bool, style: Style = Style.UNKNOWN) -> float:
    """The number that a text without unit means.

    Args:
        text: "1.234,5", "1 234", "12,5".
        whole: whether only whole numbers are possible, so that "1.234" is a thousand.
        style: what the other cells of the column show, decides "1.234" where it is ambiguous.

    Raises:
        NotANumber: it is no number.
        Ambiguous: it may be two numbers.
    """
    if toneless_key(text) in _ZERO_WORDS:
        return 0.0
    sign = -1.0 if text.startswith("-") else 1.0
    bare = text.lstrip("+-").strip()
    return sign * float(_canonical(bare, whole, style))


def _canonical(bare: str, whole: bool, style: Style) -> str:
    if bare.isdigit():
        return bare
    if _COMMA_GROUPED.match(bare):
        return bare.replace(".", "").replace(",", ".")
    if _POINT_GROUPED.match(bare):
        return bare.replace(",", "")
    if _BLANK_GROUPED.match(bare):
        return re.sub(r"\s", "", bare).replace(",", ".")
    for pattern, mark, decimal_style in (
        (_ONE_DOT_GROUP, ".", Style.POINT),
        (_ONE_COMMA_GROUP, ",", Style.COMMA),
    ):
        if pattern.match(bare):
            if whole or (style is not Style.UNKNOWN and style is not decimal_style):
                return bare.replace(mark, "")
            if style is decimal_style:
                return bare.replace(mark, ".")
            raise Ambiguous(bare)
    if _PLAIN_COMMA.match(bare):
        return bare.replace(",", ".")
    if _PLAIN_POINT.match(bare):
        return bare
    raise NotANumber(bare)


def column_style(values: Iterable[Any]) -> Style:
    """How a column writes decimals, judged by its cells that can be read in one way only."""
    votes = {Style.COMMA: 0, Style.POINT: 0}
    for value in values:
        if not isinstance(value, str):
            continue
        try:
            bare = split_unit(value)[0].lstrip("+-")
        except NotANumber:
            continue
        if _ONE_DOT_GROUP.match(bare) or _ONE_COMMA_GROUP.match(bare):
            continue
        if _COMMA_GROUPED.match(bare) or _PLAIN_COMMA.match(bare):
            votes[Style.COMMA] += 1
        elif _POINT_GROUPED.match(bare) or _PLAIN_POINT.match(bare):
            votes[Style.POINT] += 1
    if votes[Style.COMMA] == votes[Style.POINT]:
        return Style.UNKNOWN
    return max(votes, key=lambda style: votes[style])
