"""How different officials write the same value."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.spelling import TONE_PAIRS

_LATE_TONES = {early: late for late, early in TONE_PAIRS.items()}
_OPEN_ENDING = re.compile(rf"(?<![qQ])({'|'.join(_LATE_TONES)})(?![^\W\d_])")


@dataclass(frozen=True)
class Hand:
    """One sender's habits.

    Attributes:
        numbers: "typed" as numbers, or as "text" with Vietnamese separators.
        dates: "typed", "slashes", "short" (two-digit year), "words" or "iso".
        ticks: how yes and no are written.
        spelling: "plain", "nfd" (decomposed) or "late" (tone on the second vowel).
        short_names: agencies by abbreviation.
    """

    numbers: str = "typed"
    dates: str = "typed"
    ticks: tuple[str, str] = ("x", "-")
    spelling: str = "plain"
    short_names: bool = False


PLAIN = Hand()
TICKS = (("x", "-"), ("Có", "Không"), ("1", "0"), ("v", "không"))


def hand_of(sender: str) -> Hand:
    """The habits of a sender; the same sender always has the same."""
    chance = random.Random(f"hand:{sender}")
    return Hand(
        numbers=chance.choice(("typed", "typed", "text")),
        dates=chance.choice(("typed", "slashes", "slashes", "short", "words")),
        ticks=chance.choice(TICKS),
        spelling=chance.choice(("plain", "plain", "nfd", "late")),
        short_names=chance.random() < 0.5,
    )


def spelled(text: str, hand: Hand) -> str:
    """A text in the sender's spelling."""
    if hand.spelling == "nfd":
        return unicodedata.normalize("NFD", text)
    if hand.spelling == "late":
        return _OPEN_ENDING.sub(lambda found: _LATE_TONES[found[0]], text)
    return text


def written_number(value: float, hand: Hand, decimals: int = 0) -> Any:
    """A number as the sender writes it."""
    if hand.numbers == "typed":
        return int(value) if float(value).is_integer() else float(value)
    if float(value).is_integer():
        decimals = 0
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def written_date(value: pd.Timestamp, hand: Hand) -> Any:
    """A date as the sender writes it."""
    day: date = value.date()
    if hand.dates == "typed":
        return day
    if hand.dates == "iso":
        return day.isoformat()
    if hand.dates == "short":
        return f"{day.day}/{day.month}/{day.year % 100:02d}"
    if hand.dates == "words":
        return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    return f"{day:%d/%m/%Y}"


def written(value: Any, column: Column, hand: Hand) -> Any:
    """A value of a column as the sender writes it; a missing one stays empty."""
    if pd.isna(value):
        return None
    if column.kind is Kind.DATE:
        return written_date(value, hand)
    if column.kind is Kind.YES_NO:
        return hand.ticks[0] if value else hand.ticks[1]
    if column.kind is Kind.CODE and column.codes is not None:
        return spelled(column.codes.labels[value], hand)
    if column.kind is Kind.MONEY:
        return written_number(value / 1_000_000, hand, 1)
    if column.kind is Kind.DEGREES:
        return float(value)
    if column.kind is Kind.YEAR:
        return int(value)
    if column.kind in NUMERIC_KINDS:
        return written_number(value, hand, 1)
    return spelled(str(value), hand)
