"""Amounts of money: the unit from the cell or the heading, "1 tỷ 200 triệu", "2 triệu 5"."""

from __future__ import annotations

import re
from functools import lru_cache

from ketnghia_analysis.cleaning.numbers import (
    Ambiguous,
    NotANumber,
    Style,
    bare_text,
    is_zero_word,
    read_number,
    split_unit,
)
from ketnghia_analysis.vocabulary.spelling import plain_letters, tidy

_THOUSAND, _MILLION, _MILLIARD = 1_000, 1_000_000, 1_000_000_000
_SPELLINGS = {
    1: "d dong vnd dongvn dongvietnam vietnamdong",
    _THOUSAND: "nghin ngan nghindong ngandong ngd nghind ngand nd k nghinvnd "
    "1000dong 1000d 1000vnd 000dong 000d",
    _MILLION: "tr trd trdong trieu trieudong trieud trvnd trieuvnd 1000000dong 1000000d",
    _MILLIARD: "ty ti tydong tidong tyd tid tyvnd",
}
MONEY_UNITS: dict[str, int] = {
    spelling: factor for factor, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
"""Factor to đồng by the unit as written, in small plain letters without blanks and marks."""

_MARKS = re.compile(r"[^a-z0-9]+")
_LABEL = re.compile(r"^(?:dvt|don vi tinh|don vi|tinh bang|bang) ?[:.]? ?")
_PARTS = re.compile(r"[()\[\];:,]|\s[-]\s|_")
_LAST_WORDS = re.compile(
    r"(?:^|[ _(])((?:nghin|ngan|trieu|ty|ti|tr\.?) ?(?:dong|d|vnd)|trieu|1[. ]?000 ?d(?:ong)?|vnd)$"
)
_RATE = re.compile(r"\s*/\s*(?:ho|nguoi|suat|thon|nam)\b.*$")

_SCALE = r"(?:tỷ|tỉ|ty|ti|triệu|trieu|tr|nghìn|nghin|ngàn|ngan)"
_TERM = re.compile(rf"([0-9][0-9.,' ]*?) ?({_SCALE})(?![^\W\d_])[., ]*", re.IGNORECASE)
_REST = re.compile(
    r"^(?:(?P<half>rưỡi|ruoi)|(?P<digits>[0-9]+))?\s*(?P<dong>đồng|dong|đ|d|vnđ|vnd)?$"
)
_CURRENCY_BEFORE = re.compile(r"^(?:vnđ|vnd|đ)\s*(?=[0-9])", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*(?:chẵn|chan|\([^0-9()]*\)|[.,]?-+|[.;]"
    r"|\([0-9]+ ?(?:suất|phần|hộ|người|cái|căn|bộ|em|cháu|lượt|ngày)\b[^()]*\))$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def money_factor(unit: str) -> int | None:
    """Factor to đồng of a unit, or of a heading that ends with one; None where there is none.

    "triệu đồng", "tr.đ", "1.000đ", "ĐVT: nghìn đồng", "Kinh phí (1.000đ)", "kinh_phi_trieu",
    "Kinh phí - triệu đồng", "triệu đồng/hộ" are all understood.
    """
    text = _LABEL.sub("", _RATE.sub("", plain_letters(unit)))
    if (factor := _exact(text)) is not None:
        return factor
    for part in _PARTS.split(text)[1:]:
        if (factor := _exact(_LABEL.sub("", part.strip()))) is not None:
            return factor
    for part in _PARTS.split(text):
        if found := _LAST_WORDS.search(part.strip()):
            return _exact(found[1])
    return None


def _exact(text: str) -> int | None:
    return MONEY_UNITS.get(_MARKS.sub("", text))


def read_money(text: str, unit: str = "", style: Style = Style.UNKNOWN) -> tuple[float, int | None]:
    """Amount and its factor to đồng, None where neither the cell nor `unit` says it.

    Args:
        text: "2,5 tr.đ", "10.500ngàn đồng", "1 tỷ 200 triệu", "2 triệu 5", "Không".
        unit: of the column, used where the cell has none.
        style: how the column writes decimals.

    Raises:
        NotANumber: no amount ("khoảng vài triệu"), or a rate ("500.000đ/tháng/hộ").
        Ambiguous: it may be two amounts.
    """
    if is_zero_word(text):
        return 0.0, 1
    bare = bare_text(text)
    if found := _CURRENCY_BEFORE.match(bare):
        bare, unit = bare[found.end() :], "đồng"
    while (shorter := _BEHIND.sub("", bare)) != bare and _exact(
        plain_letters(bare[len(shorter) :])
    ) is None:
        bare = shorter
    if (compound := _compound(bare)) is not None:
        return compound, 1
    number, own = split_unit(bare)
    if own and ("/" in own or len(tidy(own)) > 20):
        raise NotANumber(text)
    factor = money_factor(own or unit) if own or unit else None
    if own and (factor is None or _exact(plain_letters(own)) is None):
        raise NotANumber(text)
    return _amount(number, factor, style), factor


def _amount(number: str, factor: int | None, style: Style) -> float:
    dotted = "." in number and "," not in number and style is not Style.POINT
    return read_number(number, whole=factor == 1 or dotted, style=style)


def _compound(text: str) -> float | None:
    """Đồng of an amount in several scales, "1 tỷ 200 triệu", or with a tail, "2 triệu 5"."""
    total, place, smallest, terms = 0.0, 0, 0, 0
    while found := _TERM.match(text, place):
        factor = _exact(plain_letters(found[2])) or 0
        if smallest and factor >= smallest:
            raise NotANumber(text)
        total += _amount(found[1], factor, Style.UNKNOWN) * factor
        place, smallest, terms = found.end(), factor, terms + 1
    rest = _REST.match(text[place:].strip()) if terms else None
    if rest is None or (terms == 1 and not rest["half"] and not rest["digits"]):
        return None
    if rest["half"]:
        return total + smallest / 2
    if digits := rest["digits"]:
        # "2 triệu 5" is two and a half, "2 triệu 500" too; "2 triệu 50" may be either
        if len(digits) not in (1, 3):
            raise Ambiguous(text)
        total += smallest * int(digits) / 10 ** len(digits)
    return total
