"""Numbers as officials write them: dots between thousands, commas before decimals, units behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from ketnghia_analysis.vocabulary.spelling import plain_letters, tidy


class Style(Enum):
    """How a column writes decimals, as far as its other cells show."""

    COMMA = "decimal comma"
    POINT = "decimal point"
    UNKNOWN = "unknown"


class Ambiguous(ValueError):
    """A text like "1.234" that may be a thousand or one and a bit."""


class NotANumber(ValueError):
    """A text that is no number."""


_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．％－＋（）−’‘´`₫", "0123456789,.%-+()-''''đ")
_SHAPE = re.compile(
    r"^(?P<sign>[-+]?) ?(?P<number>[0-9][0-9.,' ]*?)[ ]*(?P<unit>[^0-9.,' ].*)?$", re.ASCII
)
_COMMA_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+,\d+$|^\d{1,3}(\.\d{3}){2,}$", re.ASCII)
_POINT_GROUPED = re.compile(r"^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$", re.ASCII)
_BLANK_GROUPED = re.compile(r"^\d{1,3}([ ']\d{3})+([.,]\d+)?$", re.ASCII)
_ONE_DOT_GROUP = re.compile(r"^[1-9]\d{0,2}\.\d{3}$", re.ASCII)
_ONE_COMMA_GROUP = re.compile(r"^[1-9]\d{0,2},\d{3}$", re.ASCII)
_PLAIN_COMMA = re.compile(r"^\d+,\d+$", re.ASCII)
_PLAIN_POINT = re.compile(r"^\d+\.\d+$", re.ASCII)
_ABOUT = re.compile(r"^(?:[~≈±]|(?:khoảng|khoang|ước|uoc|chừng|tầm|độ)(?: (?:khoảng|chừng))? )\s*")
_MARK = re.compile(
    r"(?<=[0-9%\w)]) ?(?:\((?:\*{1,3}|[0-9]|[a-zđ])\)|\*{1,3}|\[[0-9]\]|(?<=[0-9])[¹²³⁴⁵⁶⁷⁸⁹⁰]+)$"
)
_IN_BRACKETS = re.compile(r"^\(\s*([0-9][0-9.,' ]*)\)$")
_ZERO = re.compile(
    r"(?:khong|ko)(?: co| phat sinh)?(?: (?:ho|nguoi|khau|luot|em|tre|truong hop)"
    r"(?: ngheo| can ngheo)?)?(?: nao| ca)?"
)
"""Words (without diacritics) for nought: "không", "không có hộ nào"."""
_STOP_BEHIND = re.compile(r"(?<=[0-9])[.;]$")


def is_zero_word(text: str) -> bool:
    """Whether a text is a word for nought: "không", "Không có"."""
    return (
        text.lstrip()[:1] in "kK" and _ZERO.fullmatch(plain_letters(text).rstrip(".")) is not None
    )


def bare_text(text: str) -> str:
    """A text as its number is read: tidy, in usual digits, without "khoảng", "~", footnote marks.

    A number in brackets is negative, as accountants write it: "(1.234)" gives "-1.234".
    """
    text = tidy(text).translate(_FULL_WIDTH)
    if text.isdecimal():
        return text
    text = _ABOUT.sub("", text.lower() if text[:1].isalpha() else text)
    if found := _IN_BRACKETS.match(text):
        return f"-{found[1].strip()}"
    return _STOP_BEHIND.sub("", _MARK.sub("", text))


def split_unit(text: str) -> tuple[str, str]:
    """Number part and unit part of a text: "10.500ngàn đồng" gives ("10.500", "ngàn đồng").

    Raises:
        NotANumber: the text does not begin with a number.
    """
    found = _SHAPE.match(tidy(text).translate(_FULL_WIDTH))
    if not found:
        raise NotANumber(text)
    return found["sign"] + found["number"], (found["unit"] or "").strip()


def read_number(text: str, whole: bool, style: Style = Style.UNKNOWN) -> float:
    """The number that a text without unit means.

    Args:
        text: "1.234,5", "1 234", "1'234", "12,5".
        whole: whether only whole numbers are possible, so that "1.234" is a thousand.
        style: what the other cells of the column show, decides "1.234" where it is ambiguous.

    Raises:
        NotANumber: it is no number.
        Ambiguous: it may be two numbers.
    """
    if is_zero_word(text):
        return 0.0
    sign = -1.0 if text.startswith("-") else 1.0
    bare = text[1:].strip() if text[:1] in "+-" else text
    return sign * float(_canonical(" ".join(bare.split()), whole, style))


def _canonical(bare: str, whole: bool, style: Style) -> str:
    if bare.isascii() and bare.isdigit():
        return bare
    if _COMMA_GROUPED.match(bare):
        return bare.replace(".", "").replace(",", ".")
    if _POINT_GROUPED.match(bare):
        return bare.replace(",", "")
    if _BLANK_GROUPED.match(bare):
        return bare.replace(" ", "").replace("'", "").replace(",", ".")
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
    return style_by(style_votes(values))


def style_votes(values: Iterable[Any]) -> dict[Style, int]:
    """How many cells speak for each style; the votes of parts of a column add up to its own."""
    votes = {Style.COMMA: 0, Style.POINT: 0}
    for value in values:
        if not isinstance(value, str) or value.isdecimal():
            continue
        try:
            bare = split_unit(bare_text(value))[0].lstrip("+-")
        except NotANumber:
            continue
        if _ONE_DOT_GROUP.match(bare) or _ONE_COMMA_GROUP.match(bare):
            continue
        if _COMMA_GROUPED.match(bare) or _PLAIN_COMMA.match(bare):
            votes[Style.COMMA] += 1
        elif _POINT_GROUPED.match(bare) or _PLAIN_POINT.match(bare):
            votes[Style.POINT] += 1
    return votes


def style_by(votes: Mapping[Style, int]) -> Style:
    """The style for which most cells speak; unknown on a tie."""
    if votes[Style.COMMA] == votes[Style.POINT]:
        return Style.UNKNOWN
    return max(votes, key=lambda style: votes[style])
