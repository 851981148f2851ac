"""Vietnamese syllables: whether a written word can be one, and how one word may slip to another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0309\u0303\u0323"))
_ONSETS = "b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|t[hr]?|v|x"
_RIMES = (
    "a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|ă(?:c|m|ng?|p|t)|â(?:c|m|ng?|p|t|u|y)|e(?:c|m|ng?|o|p|t)?"
    "|ê(?:ch|m|n|nh|p|t|u)?|i(?:a|ch|m|nh?|p|t|u)?|[iy]ê(?:c|m|ng?|p|t|u)|o(?:c|i|m|ng?|p|t)?"
    "|oa(?:ch?|i|m|ng?|nh|o|p|t|y)?|oă(?:c|m|ng?|t)|oe(?:n|o|t)?|oo(?:c|ng)|ô(?:c|i|m|ng?|p|t)?"
    "|ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|ng?|p|t)?|uâ(?:ng?|t|y)|uê(?:ch|nh)?|uô(?:c|i|m|ng?|t)|uơ"
    "|uy(?:a|ch|nh?|t|u)?|uyê(?:n|t)|ư(?:a|c|i|m|ng?|t|u)?|ươ(?:c|i|m|ng?|p|t|u)|y(?:t|nh)?"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_RIMES})")


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


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word in small letters can be a Vietnamese syllable; its tone is not judged."""
    return _SYLLABLE.fullmatch(without_tones(word)) is not None


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
