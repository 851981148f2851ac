"""Free text: one spelling, no personal numbers, and what counts as "no data"."""

from __future__ import annotations

import re
from typing import Any

from ketnghia_analysis.vocabulary.spelling import house_style, tidy, toneless_key

PERSONAL_MARK = "[đã ẩn]"
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_PHONE = re.compile(r"(?<![\d/])(?:\+?84|0)[\s.\-]?\d{2,3}[\s.\-]?\d{3}[\s.\-]?\d{3,4}(?!\d)")
_MISSING_KEYS = frozenset(
    toneless_key(words)
    for words in (
        "không có số liệu",
        "chưa có số liệu",
        "không có dữ liệu",
        "không rõ",
        "chưa rõ",
        "n/a",
        "na",
        "null",
    )
)
_MISSING_MARKS = frozenset({"", "-", "–", "—", "--", "...", "…", "..", "/", "."})


def is_dash(value: Any) -> bool:
    """Whether a cell holds nothing but a dash."""
    return isinstance(value, str) and value.strip() in {"-", "–", "—", "--"}


def says_missing(value: Any) -> bool:
    """Whether a cell says that there is no data: empty, a dash, dots, "không có số liệu".

    "Không" alone is an answer (no, none), never missing.
    """
    if value is None or value != value:
        return True
    if not isinstance(value, str):
        return False
    return tidy(value) in _MISSING_MARKS or toneless_key(value) in _MISSING_KEYS


def without_personal_numbers(text: str) -> str:
    """Text in which identity numbers (9 or 12 digits) and telephone numbers are struck out."""
    return _PHONE.sub(PERSONAL_MARK, _ID_NUMBER.sub(PERSONAL_MARK, text))


def read_text(raw: str) -> tuple[str, str]:
    """Text in the house style without personal numbers, and the rule that changed it, or ""."""
    styled = house_style(raw)
    clean = without_personal_numbers(styled)
    if clean != styled:
        return clean, "personal_removed"
    return clean, "spelling" if clean != raw else ""
