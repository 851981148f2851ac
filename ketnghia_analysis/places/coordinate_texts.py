"""Coordinates as people write them: degrees in every notation, and metres of a grid."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from ketnghia_analysis.vocabulary.spelling import plain_letters

LARGEST_DEGREES = 180.0


class NotACoordinate(ValueError):
    """A text that is no coordinate."""


@dataclass(frozen=True)
class Coordinate:
    """One coordinate as written.

    Attributes:
        value: degrees, or metres of a grid.
        metres: whether it is a grid coordinate: larger than any degrees.
        axis: "north" or "east" where a letter says so, else "".
        plain: whether it was written as one number with a decimal point, or typed.
    """

    value: float
    metres: bool
    axis: str = ""
    plain: bool = False


_DEGREE_SIGNS = str.maketrans("º˚⁰′’‘´`ʹ″”“ʺ", "°°°''''''\"\"\"\"")
_WORDS = (
    (
        re.compile(
            r"\b(?:vi do|kinh do|toa do|v[bd]|kd|lat(?:itude)?|lon(?:g|gitude)?|x|y)\b ?[:=]? ?"
        ),
        "",
    ),
    (re.compile(r"(?<![a-z])(?:bac|north)\b"), "n"),
    (re.compile(r"(?<![a-z])(?:dong|east)\b"), "e"),
    (re.compile(r" ?(?<![a-z])do(?![a-z]) ?"), "°"),
    (re.compile(r" ?(?<![a-z])phut(?![a-z]) ?"), "'"),
    (re.compile(r" ?(?<![a-z])giay(?![a-z]) ?"), '"'),
    # a raised "o" or nought for the sign of degrees, brought down to the line: "11o17'", "108013'"
    (re.compile(r"^(1?\d{2})[o0](?=\d{2} ?')", re.ASCII), r"\1°"),
    (re.compile(r"(?<=\d)o(?= ?\d)", re.ASCII), "°"),
    (re.compile(r"''"), '"'),
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_AXIS_BEFORE = re.compile(r"^([nbed]) ?(?=[\d+])", re.ASCII)
_AXIS_BEHIND = re.compile(r"(?<=[\d°'\"ms ]) ?([nbed])$", re.ASCII)
_MINUTES = re.compile(
    rf"^({_NUMBER}) ?[°d*]? ?"
    rf"(?:(?<=[°d* ])({_NUMBER}) ?['m]? ?(?:(?<=['m ])({_NUMBER}) ?[\"s]?)?)?$",
    re.ASCII,
)
_BLANK_PARTS = re.compile(rf"^\d{{1,3}} {_NUMBER}(?: {_NUMBER})?$", re.ASCII)
_MARKED_PARTS = re.compile(r"^(\d{1,3})[.\-:](\d{1,2})[.\-:](\d{1,2}(?:[.,]\d+)?)$", re.ASCII)
_PLAIN = re.compile(r"^\d+(?:\.\d+)?$", re.ASCII)
_GROUPED = re.compile(r"^\d{1,3}(?:([. ,'])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$", re.ASCII)
_DECIMAL = re.compile(rf"^{_NUMBER}$", re.ASCII)
_AXES = {"n": "north", "b": "north", "e": "east", "d": "east"}


def read_coordinate(value: Any) -> Coordinate:
    """What one cell says: a number, "11,30961", "11°17'28,1''B", "11 17 28.1", "1.220.149,61".

    Raises:
        NotACoordinate: it says no coordinate.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value != value:
            raise NotACoordinate(str(value))
        return _plain(float(value))
    text = str(value)
    if text.isascii() and _PLAIN.match(text) and not LARGEST_DEGREES < float(text) < 1_000:
        return _plain(float(text))
    return _of_text(text)


def _plain(value: float) -> Coordinate:
    return Coordinate(value, abs(value) > LARGEST_DEGREES, plain=True)


def _of_text(written: str) -> Coordinate:
    text = plain_letters(written.translate(_DEGREE_SIGNS)).rstrip(" .;,")
    for pattern, letter in _WORDS:
        text = pattern.sub(letter, text)
    text = text.strip().removeprefix("+")
    axis = ""
    for pattern in (_AXIS_BEFORE, _AXIS_BEHIND):
        if found := pattern.search(text):
            axis = _AXES[found[1]]
            text = (text[: found.start()] + text[found.end() :]).strip()
            break
    degrees = _degrees(text)
    if degrees is not None:
        return Coordinate(degrees, False, axis)
    number = _number(text.removesuffix("met").removesuffix("m").strip())
    if number is None:
        raise NotACoordinate(written)
    return Coordinate(number, number > LARGEST_DEGREES, axis)


def _degrees(text: str) -> float | None:
    """Degrees of a text with minutes, seconds or a degree sign; None where it has none."""
    if found := _MARKED_PARTS.match(text):
        parts = found.groups()
    elif any(mark in text for mark in "°'\"dms*") or _BLANK_PARTS.match(text):
        found = _MINUTES.match(text)
        parts = found.groups() if found else ()
    else:
        return None
    numbers = [float(part.replace(",", ".")) for part in parts if part is not None]
    if not numbers or numbers[0] > LARGEST_DEGREES or any(part >= 60 for part in numbers[1:]):
        return None
    if any(not part.is_integer() for part in numbers[:-1]):
        return None
    return math.fsum(part / 60.0**power for power, part in enumerate(numbers))


def _number(text: str) -> float | None:
    if found := _GROUPED.match(text):
        mark = found[1]
        value = float(text.replace(mark, "").replace(",", "."))
        several = text.count(mark) > 1 or mark in " '"
        # "479.835" is of a grid, "108.339" are degrees
        if several or float(text.replace(",", ".").split(mark)[0]) > LARGEST_DEGREES:
            return value
        if text.count(".") + text.count(",") > 1:
            return value
    if _DECIMAL.match(text):
        return float(text.replace(",", "."))
    return None


_BETWEEN_TWO = (
    re.compile(r"^(.+?)\s*[;/|]\s*(.+)$"),
    re.compile(r"^(\d+,\d+),\s*(\d+,\d+)$"),
    re.compile(r"^(\d+\.\d+),\s*(\d+\.\d+)$"),
    re.compile(r"^(.+?),\s+(.+)$"),
    re.compile(r"^(.+?)\s+-\s+(.+)$"),
    re.compile(r"^(\S.*?(?<=[^A-Z])[NB]|.*?Bắc)[\s,-]+(.+)$"),
    re.compile(r"^([NB]\s?\d.*?)[\s,-]+([EĐ]\s?\d.*)$"),
    re.compile(r"^((?:VĐ|[Vv]ĩ độ).+?)[\s,-]+((?:KĐ|[Kk]inh độ).+)$"),
    re.compile(r"^(\d+[.,]\d{2,})\s+(\d+[.,]\d{2,})$"),
    # latitude, longitude, altitude, accuracy, as survey programs write a place
    re.compile(r"^(-?\d+\.\d+)\s(-?\d+\.\d+)(?:\s-?\d+(?:\.\d+)?){1,2}$"),
    re.compile(r"^(\d[^\s]*['\"″”’])\s+(\d[^\s]*['\"″”’])$"),
    re.compile(r"^https?://\S*?[@=/](-?\d+\.\d+),(-?\d+\.\d+)(?:[,&/?]\S*)?$"),
)
_WELL_KNOWN_TEXT = re.compile(r"^POINT ?Z? ?\(\s*(-?[\d.]+)\s+(-?[\d.]+)[^()]*\)$", re.IGNORECASE)


def split_pair(text: str) -> tuple[Coordinate, Coordinate] | None:
    """Both coordinates of a text that holds two, "11.28, 108.23"; None where it does not."""
    if found := _WELL_KNOWN_TEXT.match(text.strip()):
        text = f"{found[2]}, {found[1]}"
    for pattern in _BETWEEN_TWO:
        if found := pattern.match(text.strip().strip("()")):
            try:
                return read_coordinate(found[1].strip()), read_coordinate(found[2].strip())
            except NotACoordinate:
                continue
    return None
