"""Lines that name the commune of the rows below them: "I. Xã Mẫu An", "* THỊ TRẤN MẪU TRUNG:"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

_LINE = re.compile(
    r"^(?:\(?(?:[ivxlc]{1,6}|[a-hđ]|\d{1,2})\s*[.):/-]+\s*)?"
    r"[-–*+•#\s]*"
    r"(?P<name>(?:xã|xa|thị trấn|thi tran|phường|phuong|đặc khu|tt\.?|p\.)\s*[:.]?\s+\S.*?)"
    r"\s*(?:\([^)]*\))?\s*[:;.]?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"^\(?(?:[ivxlc]{1,6}|[a-hđ]|\d{1,2})\s*[.):/-]+\s*", re.IGNORECASE)
_NO_COMMUNE = re.compile(
    r"^(?:xa (?:hoi|dac biet|ngheo|vung|khu vuc|bien gioi|mien|nao|kho|thuoc|phuong|thi tran)"
    r"|tt \d)"
    r"|\b(?:bao cao|nam 20\d\d|cong tac|so lieu|ubnd)\b"
)
_MOST_WORDS = 7


@lru_cache(maxsize=65536)
def commune_of_line(text: str) -> str:
    """The commune that a line is about, as written; "" where it names none.

    The line must hold nothing else: "Báo cáo của xã Mẫu An" is no such line.
    """
    found = _LINE.match(tidy(text))
    if not found:
        return ""
    name = found["name"]
    key = toneless_key(name)
    return "" if _NO_COMMUNE.search(key) or len(key.split()) > _MOST_WORDS else name


def is_known_commune(text: str, communes: frozenset[str]) -> bool:
    """Whether a line is the bare name of a commune that the registers know."""
    return commune_key(_ORDINAL.sub("", tidy(text))) in communes


def commune_key(text: str) -> str:
    """Key of a commune's name without the word for its type."""
    return re.sub(r"^(?:xa|thi tran|phuong|dac khu|tt) ", "", toneless_key(text))


def commune_in(texts: Iterable[str], communes: frozenset[str] = frozenset()) -> str:
    """The commune that the first fitting line names, nearest first; "" where none does."""
    for text in texts:
        if name := commune_of_line(text):
            return name
        if is_known_commune(text, communes):
            return _ORDINAL.sub("", tidy(text))
    return ""
