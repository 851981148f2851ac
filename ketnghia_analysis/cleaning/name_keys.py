"""How a name may be read: its word for the type apart, its numbers apart, keys to look it up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from ketnghia_analysis.cleaning.syllables import without_marks
from ketnghia_analysis.vocabulary.spelling import tidy, toned_key

_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))]
_SMALL = "".join(letter for letter in _LETTERS if letter.islower())
_CAPITAL = "".join(letter for letter in _LETTERS if letter.isupper())
_APART = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
    rf"|(?<=[{_SMALL}]{{2}})(?=[{_CAPITAL}][{_SMALL}])"
    rf"|(?<=\bKP)(?=[{_CAPITAL}][{_SMALL}])|(?<=\bTDP)(?=[{_CAPITAL}][{_SMALL}])"
)
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_SLIPPED_ROMAN = re.compile(r"(?!li$)(?=.*(?:l|iiii))[ivxl]{1,5}")
"""Roman numerals with the letter l for I, or with four strokes; "Li" is a word."""
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_ONES = {
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_TENS = ("mười", "mươi")
_PLAIN_ONES = {without_marks(word): number for word, number in _ONES.items()}
_PLAIN_TENS = tuple(map(without_marks, _TENS))
_PLAIN_NUMBERS = frozenset((*_PLAIN_ONES, *_PLAIN_TENS))

HARD_TYPES: dict[str, dict[str, tuple[str, ...]]] = {
    "hamlets": {
        "thôn": ("thon", "th", "t"),
        "khu phố": ("khu pho", "kp", "k p", "k pho", "khu p"),
        "tổ dân phố": ("to dan pho", "tdp", "t d p", "to dp"),
        "khu dân cư": ("khu dan cu", "kdc"),
        "khối phố": ("khoi pho",),
        "tiểu khu": ("tieu khu", "tk"),
    },
    "communes": {
        "xã": ("xa", "x"),
        "thị trấn": ("thi tran", "tt", "t t", "thi tr", "t tran"),
        "phường": ("phuong", "p", "ph"),
        "đặc khu": ("dac khu",),
    },
}
"""Words for types that are hardly ever part of a name, with the forms in which people write
them, all without marks."""

SOFT_TYPES: dict[str, dict[str, tuple[str, ...]]] = {
    "hamlets": {
        "bản": ("ban",),
        "buôn": ("buon", "bon"),
        "làng": ("lang",),
        "ấp": ("ap",),
        "xóm": ("xom",),
        "khóm": ("khom",),
        "khối": ("khoi",),
        "khu": ("khu",),
        "tổ": ("to",),
    },
    "communes": {},
}
"""Words for types that names also begin with ("Thôn Làng Mẫu"); both readings are tried."""


def _by_first_word(types: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[Any, str]]]:
    """Forms by their first word, the longest first."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for full, forms in types.items():
        for form in forms:
            parts = tuple(form.split())
            found.setdefault(parts[0], []).append((parts, full))
    return {first: sorted(some, key=lambda one: -len(one[0])) for first, some in found.items()}


_HARD_BY_FIRST = {kind: _by_first_word(types) for kind, types in HARD_TYPES.items()}
_SOFT_BY_FORM = {
    kind: {form: full for full, forms in types.items() for form in forms}
    for kind, types in SOFT_TYPES.items()
}
_LONG_TYPES = {
    kind: [
        (full, without_marks(full), full.count(" ") + 1)
        for full in types
        if len(without_marks(full)) > 3
    ]
    for kind, types in HARD_TYPES.items()
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name.

    Attributes:
        type: the word for its type in full, "" where it has none.
        literal: the words without the type, as written, in the form of `toned_key`.
        toned: key that keeps tones; blanks don't count, number words are digits.
        toneless: the same without any marks.
        numeral: the toneless key with Roman numerals as digits.
        letters: the words that are no numbers.
        numbers: digits and, as written, Roman numerals and single letters at the end ("1A").
        guessed: whether the reading itself is in doubt: "thon bon" as "Thôn 4".
    """

    type: str
    literal: str
    toned: str
    toneless: str
    numeral: str
    letters: str
    numbers: tuple[str, ...]
    guessed: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """Words in small letters, one spelling, numbers and words run together set apart."""
    return tuple(toned_key(_APART.sub(" ", tidy(text))).split())


@lru_cache(maxsize=65536)
def readings(text: str, kind: str) -> tuple[Reading, ...]:
    """Ways to read a name, the likeliest first; none for a text without a name in it.

    Args:
        text: name as written.
        kind: "communes" or "hamlets".
    """
    words = words_of(text)
    found: dict[tuple[str, bool], Reading] = {}
    for kind_word, rest in _splits(words, kind):
        typed = "".join(words[: len(words) - len(rest)])
        for literal, guessed in _number_words(rest, typed):
            reading = _reading(kind_word, rest, literal, guessed)
            found.setdefault((reading.toned, reading.guessed), reading)
    sure = {reading.toned for reading in found.values() if not reading.guessed}
    return tuple(one for one in found.values() if not one.guessed or one.toned not in sure)


def _splits(words: tuple[str, ...], kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Type and the words after it, the likeliest first."""
    if not words:
        return
    bare = tuple(map(without_marks, words))
    hard = _hard_type(words, bare, kind)
    if hard:
        yield hard
        soft = _soft_type(hard[1], bare[-len(hard[1]) :], kind)
        if soft:
            yield soft
        # a form as short as "T." may also be the first letter of a name
        if len("".join(words)) - len("".join(hard[1])) < 3:
            yield "", words
        return
    soft = _soft_type(words, bare, kind)
    if soft and words[0] == soft[0]:
        yield soft
    yield "", words
    if soft and words[0] != soft[0]:
        yield soft
    slipped = _slipped_type(words, bare, kind)
    if slipped:
        yield slipped


def _hard_type(
    words: tuple[str, ...], bare: tuple[str, ...], kind: str
) -> tuple[str, tuple[str, ...]] | None:
    for parts, full in _HARD_BY_FIRST[kind].get(bare[0], ()):
        if len(words) > len(parts) and bare[: len(parts)] == parts:
            return full, words[len(parts) :]
    return None


def _soft_type(
    words: tuple[str, ...], bare: tuple[str, ...], kind: str
) -> tuple[str, tuple[str, ...]] | None:
    """With its marks, or before a number: "Láng Mẫu" is not "Làng Mẫu"."""
    full = _SOFT_BY_FORM[kind].get(bare[0])
    if full and len(words) > 1 and (words[0] == full or words[1].isdigit()):
        return full, words[1:]
    return None


def _slipped_type(
    words: tuple[str, ...], bare: tuple[str, ...], kind: str
) -> tuple[str, tuple[str, ...]] | None:
    """A word for a type with one slip of the pen: "Thôm 4", "Khu phốs 3"."""
    for full, plain, count in _LONG_TYPES[kind]:
        if len(words) > count and bare[0][:1] == plain[0]:
            begins = " ".join(bare[:count])
            if OSA.distance(begins, plain, score_cutoff=1) <= 1:
                return full, words[count:]
    return None


def _number_words(words: tuple[str, ...], typed: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The words with number words as digits, and as they are.

    Args:
        words: after the type.
        typed: word for the type as written; number words count after one only, and only surely
            where it shows that the writer sets tones ("Thôn Ba", but "thon ba" may be "Thôn Bà").
    """
    numbered = len(words) > 1 and words[0] in ("số", "so")
    said = words[1:] if numbered else words
    if numbered and said[0].isdigit():
        yield said, False
        return
    if without_marks(words[-1]) not in _PLAIN_NUMBERS:
        yield words, False
        if _SLIPPED_ROMAN.fullmatch(words[-1]):
            meant = words[-1].replace("l", "i").replace("viiii", "ix").replace("iiii", "iv")
            if _ROMAN.fullmatch(meant):
                yield (*words[:-1], meant), True
        return
    toned = without_marks(f"{typed}{''.join(words)}") != f"{typed}{''.join(words)}"
    ones, tens = (_ONES, _TENS) if toned else (_PLAIN_ONES, _PLAIN_TENS)
    value = _said_number(said, ones, tens) if typed or numbered else None
    if value is not None and toned:
        yield (str(value),), False
    yield words, False
    if value is not None and not toned:
        yield (str(value),), True
    elif len(words) > 1 and words[-1] in ones:
        yield (*words[:-1], str(ones[words[-1]])), not toned


def _said_number(words: tuple[str, ...], ones: dict[str, int], tens: tuple[str, ...]) -> int | None:
    """Value of number words up to 99: "mười bốn" is 14."""
    if not 0 < len(words) <= 3:
        return None
    places = [place for place, word in enumerate(words) if word in tens]
    if not places:
        return ones.get(words[0]) if len(words) == 1 else None
    before, after = words[: places[0]], words[places[0] + 1 :]
    if len(before) > 1 or len(after) > 1 or any(word not in ones for word in before + after):
        return None
    return (ones[before[0]] if before else 1) * 10 + (ones[after[0]] if after else 0)


def _reading(
    kind_word: str, literal: tuple[str, ...], words: tuple[str, ...], guessed: bool
) -> Reading:
    plain = tuple(map(without_marks, words))
    toneless = _key(plain)
    last = words[-1]
    numbers = [word for word in words if word.isdigit()]
    numeral = toneless
    if _ROMAN.fullmatch(last):
        numeral = _key((*plain[:-1], str(roman_value(last))))
    if _is_mark(last):
        numbers.append(last)
    letters = [word for word in words if not word.isdigit()]
    if numbers and letters and letters[-1] == numbers[-1]:
        letters.pop()
    return Reading(
        kind_word,
        " ".join(literal),
        _key(words),
        toneless,
        numeral,
        " ".join(letters),
        tuple(numbers),
        guessed,
    )


def _key(words: tuple[str, ...]) -> str:
    """The words without blanks, what counts as a number set apart: "đá mài 2" is "đámài|2|"."""
    *others, last = words
    begins = "".join(f"|{word}|" if word.isdigit() else word for word in others)
    return f"{begins}|{last}|" if last.isdigit() or _is_mark(last) else begins + last


def _is_mark(word: str) -> bool:
    """Whether a name's last word counts as a number: a Roman numeral, be it slipped, "A", "B"."""
    letter = len(word) == 1 and word.isascii() and word.isalpha() and word not in "ouy"
    return letter or any(one.fullmatch(word) for one in (_ROMAN, _SLIPPED_ROMAN))


def roman_value(numeral: str) -> int:
    """Value of a Roman numeral in small letters: "iv" is 4."""
    values = [_ROMAN_DIGITS[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )
