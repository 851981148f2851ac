"""Letters of the fonts from before Unicode: TCVN3 (".VnTime") and VNI-Windows ("VNI-Times").

Such fonts draw Vietnamese letters at the places of Western ones, so a file holds "Th«n Hßa Vinh"
where people saw "Thôn Hòa Vinh". Both tables are built here from the rule of their makers: TCVN3
numbers the letters in alphabetical order, VNI writes a base letter and then a mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining tone marks: huyền, hỏi, ngã, sắc, nặng, in the order of TCVN 5712."""
VOWELS = "aăâeêioôơuưy"
"""The vowels without tone, in alphabetical order."""


def toned(vowel: str, tone: str) -> str:
    """The one letter made of a vowel and a combining tone mark."""
    return unicodedata.normalize("NFC", vowel + tone)


_SMALL = (*"ăâđêôơư", *(toned(vowel, tone) for vowel in VOWELS for tone in TONES))
LETTERS = (*_SMALL, *(letter.upper() for letter in _SMALL))
"""The 134 letters that are not in ASCII, small ones first."""


@dataclass(frozen=True)
class LetterTable:
    """How a font family writes the Vietnamese letters.

    Attributes:
        name: of the character set.
        codes: what is written for each of the 134 letters.
        readings: what each sequence of characters is read as; more than `codes` where typists
            mixed capital and small marks.
    """

    name: str
    codes: Mapping[str, str]
    readings: Mapping[str, str]

    @cached_property
    def _sequences(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(self.readings, key=len, reverse=True)))

    def encode(self, text: str) -> str:
        """Text in the letters of the font; where it has no capital, the small letter is written."""
        composed = unicodedata.normalize("NFC", text)
        return "".join(self.codes.get(char, char) for char in composed)

    def decode(self, text: str) -> str:
        """Text in Unicode; characters that the table does not know stay as they are."""
        return self._sequences.sub(lambda found: self.readings[found[0]], text)

    def knows(self, text: str) -> bool:
        """Whether every letter beyond ASCII in the text is one of the table."""
        rest = self._sequences.sub("", text)
        return rest.isascii() or not any(char > "\x7f" and _is_letter(char) for char in rest)


def _is_letter(char: str) -> bool:
    return char.isalpha() or bool(unicodedata.combining(char))


def _tcvn3() -> LetterTable:
    """The 14 letters without tone from A1 and A8, the toned ones from B5, with gaps.

    The gaps are places of Western letters and marks that TCVN 5712 left to itself.
    """
    gaps = {0xBA, *range(0xBF, 0xC6), 0xCD, *range(0xD9, 0xDC), 0xE0, 0xF0}
    places = (place for place in range(0xB5, 0xFF) if place not in gaps)
    small = {letter: chr(0xA8 + index) for index, letter in enumerate("ăâêôơưđ")}
    capital = {letter: chr(0xA1 + index) for index, letter in enumerate("ĂÂÊÔƠƯĐ")}
    with_tone = {toned(vowel, tone): chr(next(places)) for vowel in VOWELS for tone in TONES}
    readings = {code: letter for letter, code in (small | capital | with_tone).items()}
    # no toned capitals: fonts ending in H draw the small letters as capitals
    borrowed = {letter.upper(): code for letter, code in with_tone.items()}
    return LetterTable("TCVN3", small | capital | with_tone | borrowed, readings)


_TONE_MARKS = dict(zip(TONES, "øûõùï", strict=True))
_CIRCUMFLEX_MARKS: dict[str, str] = dict(zip(("", *TONES), "âàåãáä", strict=True))
_BREVE_MARKS: dict[str, str] = dict(zip(("", *TONES), "êèúüéë", strict=True))
_SINGLE = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
_CIRCUMFLEX = dict(zip("âêô", "aeo", strict=True))
_HORN = {"ơ": "ô", "ư": "ö"}


def _vni_code(letter: str) -> str:
    """Base letter and mark of a small letter; i with tone, đ and ỵ are one character."""
    if letter in _SINGLE:
        return _SINGLE[letter]
    vowel, tone = _parts(letter)
    if vowel in _CIRCUMFLEX:
        return _CIRCUMFLEX[vowel] + _CIRCUMFLEX_MARKS[tone]
    if vowel == "ă":
        return "a" + _BREVE_MARKS[tone]
    return _HORN.get(vowel, vowel) + (_TONE_MARKS[tone] if tone else "")


def _parts(letter: str) -> tuple[str, str]:
    """Vowel and combining tone mark ("" for none) of a letter."""
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks), tone


def _vni() -> LetterTable:
    """Capitals are the small characters less 0x20, marks included."""
    small = {letter: _vni_code(letter) for letter in _SMALL}
    capital = {letter.upper(): code.upper() for letter, code in small.items()}
    readings = {code: letter for letter, code in (small | capital).items()}
    for letter, code in small.items():
        if len(code) == 2:
            # a capital with the mark of the small letter, and the reverse
            readings.setdefault(code[0].upper() + code[1], letter.upper())
            readings.setdefault(code[0] + code[1].upper(), letter)
    return LetterTable("VNI", small | capital, readings)


TCVN3 = _tcvn3()
"""Fonts whose names begin with ".Vn" (also called ABC)."""
VNI = _vni()
"""Fonts whose names begin with "VNI-"."""
