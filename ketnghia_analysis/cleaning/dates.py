"""Dates as officials write them: a span of days and how precisely it is known."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ketnghia_analysis.vocabulary.spelling import plain_letters

_EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = (36526, 47483)
"""Serial numbers of 1/1/2000 to 31/12/2029: only these are dates that lost their format."""
PRECISIONS = ("day", "month", "quarter", "half_year", "year")
"""How precisely the ends of a span are known, finest first."""
_YEARS = (1900, 2100)
_VIETNAM = timezone(timedelta(hours=7))
_LONGEST = 60


class NotADate(ValueError):
    """A value that is no date, or too vague to be one."""


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included.

    Attributes:
        first: first day that may be meant.
        last: last day that may be meant.
        precision: one of `PRECISIONS`; "day" where both ends are known to the day, so that
            "5-7/3/2021" is three days known to the day, and "tháng 3/2021" is a month.
    """

    first: date
    last: date
    precision: str

    @property
    def single_day(self) -> bool:
        """Whether one day is meant."""
        return self.first == self.last


def read_date(value: Any) -> date:
    """The one day a cell means: typed, "05/02/2025", "ngày 05 tháng 02 năm 2025", a serial.

    Raises:
        NotADate: no day of the calendar ("31/02/2024"), or not precise to the day.
    """
    span = read_span(value)
    if not span.single_day:
        raise NotADate(str(value))
    return span.first


def read_span(value: Any, year_hint: int | None = None) -> Span:
    """The days a cell means: a day, several, a month, quarter, half or whole year.

    Day comes before month, as everywhere in Vietnam; "03/25/2024" is refused, not turned round.
    Of years with two digits 00-49 are of this century. Times of day are dropped; a time with a
    zone is put into Vietnam's first.

    Args:
        value: typed date, Excel serial (also as text), year, or text.
        year_hint: year of the report, for "15/8" and "quý III" without a year.

    Raises:
        NotADate: no date, not of the calendar, or too vague ("đầu năm 2021").
    """
    if value is None or value != value:
        raise NotADate(str(value))
    if isinstance(value, datetime):
        return _one(value.date())
    if isinstance(value, date):
        return _one(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    return _of_text(str(value), year_hint)


def _one(day: date) -> Span:
    return Span(day, day, "day")


def _of_number(value: float) -> Span:
    if EXCEL_SERIALS[0] <= value < EXCEL_SERIALS[1] + 1:
        return _one(_EXCEL_EPOCH + timedelta(days=int(value)))
    if _YEARS[0] <= value <= _YEARS[1] and value == int(value):
        return _whole_year(int(value))
    raise NotADate(str(value))


# ------------------------------------------------------------------ texts

_NUMBER = re.compile(r"\d{4,}(?:\.\d+)?", re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d{6}", re.ASCII)
_ZONED = re.compile(
    r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(z|[+-]\d\d:?\d\d)", re.ASCII
)
_CLOCK = r"\d{1,2}(?: ?(?:h|gio) ?(?:\d{1,2}(?: ?phut)?)?|:\d{2}(?::\d{2}(?:\.\d+)?)?)"
_TIME_BEHIND = re.compile(rf"(?<=\d)(?:t|,? (?:luc |vao )?){_CLOCK}(?: ?(?:am|pm|sa|ch))?$")
_TIME_BEFORE = re.compile(rf"^(?:luc |vao )*{_CLOCK},? (?=(?:ngay )?\d)")
_WEEKDAY = re.compile(
    r"^(?:sang |chieu |toi )?(?:thu (?:hai|ba|tu|nam|sau|bay|\d)|chu nhat),? (?=(?:ngay )?\d)"
)
_AROUND_MARKS = re.compile(r" ?([/.\-]) ?")
_DAY_WORD = re.compile(r"\bngay ?(?=\d)")
_MONTH_AND_YEAR_WORDS = re.compile(r"(?<=\d) ?thang (\d{1,2})(?:,? nam ?|[,/\-] ?| )(?=\d{4}\b)")
_MONTH_WORD = re.compile(r"(?<=\d) ?thang (\d{1,2})\b(?! ?(?:dau|cuoi))")


def _of_text(written: str, hint: int | None) -> Span:
    if len(written) > _LONGEST:
        raise NotADate(written)
    if written.isascii() and (found := _ATOMS[0][0].fullmatch(written)):
        return _as_day(found.groupdict(), _year(found["y"]))
    text = _AROUND_MARKS.sub(r"\1", plain_letters(written)).strip(" .,;:()")
    if _NUMBER.fullmatch(text):
        if _COMPACT.fullmatch(text):
            return _one(_day(int(text[:4]), int(text[4:6]), int(text[6:])))
        return _of_number(float(text))
    if found := _ZONED.fullmatch(text):
        return _one(_in_vietnam(found))
    text = _WEEKDAY.sub("", _TIME_BEHIND.sub("", _TIME_BEFORE.sub("", text)))
    text = _MONTH_AND_YEAR_WORDS.sub(r"/\1/", _DAY_WORD.sub("", text))
    text = _MONTH_WORD.sub(r"/\1", text)
    span = _atom(text, hint) or _several(text, hint)
    if span is None:
        raise NotADate(written)
    return span


def _in_vietnam(found: re.Match[str]) -> date:
    day, clock, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{zone.upper()}")
        return moment.astimezone(_VIETNAM).date()
    except (ValueError, OverflowError):
        raise NotADate(found[0]) from None


def _atom(text: str, hint: int | None) -> Span | None:
    """A day, month, quarter, half or year; None where the text is none of them."""
    for pattern, make in _ATOMS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            if parts["y"] is None and hint is None:
                raise NotADate(text)
            return make(parts, _year(parts["y"]) if parts["y"] else int(hint or 0))
    return None


def _several(text: str, hint: int | None) -> Span | None:
    """A span from one atom to another: "từ ngày 5/3 đến ngày 7/3/2021", "5-7/3/2021"."""
    if found := _DAYS_OF_MONTH.fullmatch(text.replace(".", "/")):
        end_day = read_span(found[3], hint)
        day = _day(end_day.first.year, end_day.first.month, int(found[1]))
        if found[2] in {",", "va", "&"} and (end_day.first - day).days != 1:
            raise NotADate(text)
        return _joined(_one(day), end_day)
    for beginning, end in _splits(text):
        last = _atom(end, hint) if len(end) > 3 else None
        first = _atom(beginning, last.last.year) if last else None
        if first and last and first.precision == last.precision:
            return _joined(first, last)
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    """The ways to part a text into a beginning and an end."""
    bare = text.removeprefix("tu ")
    if " den " in bare:
        beginning, _, end = bare.partition(" den ")
        return [(beginning.strip(), end.removeprefix("het ").strip())]
    places = [place for place, char in enumerate(bare) if char == "-"]
    return [(bare[:place], bare[place + 1 :]) for place in places]


def _joined(first: Span, last: Span) -> Span:
    if first.first > last.last:
        raise NotADate(f"{first.first} - {last.last}")
    return Span(first.first, last.last, last.precision)


# ------------------------------------------------------------------ atoms


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year < 50 else 1900
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise NotADate(digits)
    return year


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"{day:02d}/{month:02d}/{year}") from None


def _months(year: int, first: int, last: int, precision: str) -> Span:
    if not 1 <= first <= last <= 12:
        raise NotADate(f"{last:02d}/{year}")
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def _whole_year(year: int) -> Span:
    return _months(year, 1, 12, "year")


def _as_day(parts: dict[str, Any], year: int) -> Span:
    month = _ENGLISH_MONTHS.get(parts["m"][:3]) or int(parts["m"])
    return _one(_day(year, month, int(parts["d"])))


def _as_month(parts: dict[str, Any], year: int) -> Span:
    month = _MONTH_NAMES.get(parts["m"]) or int(parts["m"])
    return _months(year, month, month, "month")


def _as_quarter(parts: dict[str, Any], year: int) -> Span:
    quarter = _ROMAN.get(parts["q"]) or int(parts["q"])
    return _months(year, 3 * quarter - 2, 3 * quarter, "quarter")


def _as_months(parts: dict[str, Any], year: int) -> Span:
    """The first or last months of a year; "6 tháng" and "9 tháng" alone mean the first."""
    count = {"sau": 6, "chin": 9, "nua": 6}.get(parts["n"]) or int(parts["n"])
    if not 1 <= count <= 12 or (parts["end"] is None and count not in (6, 9)):
        raise NotADate(f"{count} tháng")
    lengths = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}
    precision = next(name for length, name in lengths.items() if count <= length)
    if parts["end"] == "cuoi":
        return _months(year, 13 - count, 12, precision)
    return _months(year, 1, count, precision)


def _as_year(parts: dict[str, Any], year: int) -> Span:
    return _whole_year(year)


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ENGLISH_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH_NAMES = {
    name: number
    for number, name in enumerate(
        (
            *("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"),
            *("muoi mot", "muoi hai"),
        ),
        1,
    )
}
_Y = r"(?P<y>\d{4}|\d{2})"
_OF_YEAR = rf"(?:(?:,? ?(?:cua )?nam |[/\-.,] ?| ){_Y})"
_ATOMS: tuple[tuple[re.Pattern[str], Callable[[dict[str, Any], int], Span]], ...] = tuple(
    (re.compile(pattern, re.ASCII), make)
    for pattern, make in (
        (rf"(?P<d>\d{{1,2}})(?P<s>[/.\-])(?P<m>\d{{1,2}})(?P=s){_Y}", _as_day),
        (r"(?P<y>\d{4})(?P<s>[/.\-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:t.*)?", _as_day),
        (
            rf"(?P<d>\d{{1,2}})[/.\- ](?P<m>(?:{'|'.join(_ENGLISH_MONTHS)})[a-z]*)[/.\-, ]{_Y}",
            _as_day,
        ),
        (r"(?P<d>\d{1,2})[/\-.](?P<m>\d{1,2})(?P<y>)?", _as_day),
        (
            rf"(?:trong |dau |giua |cuoi )?(?:thang |t\.? ?)(?P<m>\d{{1,2}}){_OF_YEAR}?",
            _as_month,
        ),
        (r"(?P<m>\d{1,2})[/.\-](?P<y>\d{4})", _as_month),
        (r"(?P<y>\d{4})[/\-](?P<m>\d{1,2})", _as_month),
        (rf"thang (?P<m>{'|'.join(_MONTH_NAMES)}){_OF_YEAR}?", _as_month),
        (
            rf"(?:trong |het |cuoi )?(?:qu[yi]|q)[ .]?(?P<q>iv|i{{1,3}}|[1-4]){_OF_YEAR}?",
            _as_quarter,
        ),
        (r"(?P<y>\d{4})[/\- ]?q(?P<q>[1-4])", _as_quarter),
        (
            rf"(?P<n>\d{{1,2}}|sau|chin) ?(?:thang|t)(?: (?P<end>dau|cuoi))?"
            rf"(?: nam)?(?:[/ \-]?{_Y})?",
            _as_months,
        ),
        (rf"(?P<n>nua) (?:nam )?(?P<end>dau|cuoi)(?: nam)?(?: {_Y})?", _as_months),
        (r"(?:trong |ca |het )?(?:nam )?(?P<y>\d{4})", _as_year),
        (r"(?:(?:trong |ca |trong ca |het )nam|nam nay)(?P<y>\d{4})?", _as_year),
    )
)
_DAYS_OF_MONTH = re.compile(
    r"(?:tu )?(\d{1,2}) ?(-|den|,|va|&) ?(\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?)", re.ASCII
)
