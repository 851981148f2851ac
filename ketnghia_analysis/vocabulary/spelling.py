"""Vietnamese spelling: one house style for text, and keys under which spellings are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOKALIKES = str.maketrans({"ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "ɖ": "đ"})
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_TONE_ON_U = re.compile("q([ùúủũụ])([aăâeêioơôy])")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def _late_tone_pairs() -> dict[str, str]:
    """Endings with the tone on the second vowel ("oà"), and the house style ("òa")."""
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            late = unicodedata.normalize("NFC", first + second + tone)
            early = unicodedata.normalize("NFC", first + tone + second)
            for style in (str.lower, str.upper, str.capitalize):
                pairs[style(late)] = style(early)
    return pairs


TONE_PAIRS = _late_tone_pairs()
"""Open endings with the tone set late, and the same in the house style."""
_LATE_TONE = re.compile(
    rf"(?<![qQ])({'|'.join(sorted(TONE_PAIRS, key=len, reverse=True))})(?![^\W\d_])"
)


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """Text in NFC with one blank between words, no invisible characters, and the letter đ itself.

    The look-alikes ð and Ð, which old fonts and keyboards leave behind, become đ and Đ.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_LOOKALIKES)
    return " ".join(text.split())


def place_tones(text: str) -> str:
    """Text with tone marks in the house style: "hòa", "thủy", not "hoà", "thuỷ".

    Only open endings have two styles; "hoàn" and "quý" are left alone.
    """
    return _LATE_TONE.sub(lambda found: TONE_PAIRS[found[0]], text)


def house_style(text: str) -> str:
    """`tidy` and `place_tones` in one: the form in which text is stored."""
    return place_tones(tidy(text))


@lru_cache(maxsize=65536)
def toned_key(text: str) -> str:
    """Key that keeps tones but not case, punctuation, tone placement, i/y, leading zeros."""
    text = place_tones(_DASHES.sub("-", tidy(text)).lower())
    text = _TONE_ON_U.sub(_tone_after_u, text)
    text = re.sub(r"[^\w]+", " ", text).replace("_", " ")
    text = re.sub(r"\b0+(?=\d)", "", text)
    text = re.sub(r"(?<=[hklmstv])([yỳýỷỹỵ])\b", _i_for_y, text)
    text = re.sub(r"(?<=qu)([yỳýỷỹỵ])\b", _i_for_y, text)
    return " ".join(text.split())


def _tone_after_u(found: re.Match[str]) -> str:
    """The common slip "qúy" is meant as "quý"."""
    tone = unicodedata.normalize("NFD", found[1])[1:]
    return unicodedata.normalize("NFC", f"qu{found[2]}{tone}")


def _i_for_y(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFD", found[0]).replace("y", "i")
    return unicodedata.normalize("NFC", decomposed)


@lru_cache(maxsize=65536)
def toneless_key(text: str) -> str:
    """Key without any diacritics: "Hòa Đức" and "hoa duc" are the same."""
    return _without_marks(toned_key(text))


def plain_letters(text: str) -> str:
    """Tidy text in small letters without diacritics, all else kept: "quy iii/2021"."""
    return _without_marks(_DASHES.sub("-", tidy(text)).lower())


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def initials(text: str) -> str:
    """First letters of the words of the toneless key: "Tài nguyên và Môi trường" gives "tnvmt"."""
    return "".join(word[0] for word in toneless_key(text).split())
