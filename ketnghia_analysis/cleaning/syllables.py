"""Vietnamese syllables: whether a written word can be one, and how one word may slip to another."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from ketnghia_analysis.vocabulary.syllables import syllables

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0309\u0303\u0323"))


def _bare_letters() -> dict[int, str]:
    """Every Latin letter with marks, and the letter without them."""
    letters = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            letters[code] = base
    return letters | {ord("đ"): "d", ord("Đ"): "D"}


_BARE = _bare_letters()


def without_marks(text: str) -> str:
    """Composed text without any diacritics: "hòa đức" gives "hoa duc"."""
    return text.translate(_BARE)


@lru_cache(maxsize=65536)
def without_tones(word: str) -> str:
    """A word without its tone, the letters kept: "suối" gives "suôi"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))


@cache
def _toneless_syllables() -> frozenset[str]:
    return frozenset(without_tones(syllable) for syllable in syllables())


def is_syllable(word: str) -> bool:
    """Whether a word in small letters can be a Vietnamese syllable; its tone is not judged."""
    return without_tones(word) in _toneless_syllables()


@lru_cache(maxsize=65536)
def lost_marks(written: str, meant: str) -> bool:
    """Whether the written word is the meant one with some or all of its marks left out."""
    if len(written) != len(meant):
        return False
    for one, other in zip(written, meant, strict=True):
        marks, wanted = (unicodedata.normalize("NFD", letter) for letter in (one, other))
        if one != other and without_marks(one) != without_marks(other):
            return False
        if not set(marks) <= set(wanted) and not (one == "d" and other == "đ"):
            return False
    return True
