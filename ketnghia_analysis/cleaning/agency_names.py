"""Names of agencies: types, endings and abbreviations of offices, centres and boards."""

from __future__ import annotations

import re
from functools import lru_cache

from ketnghia_analysis.vocabulary.spelling import house_style, toneless_key

_TYPES = (
    ("van phong", ("van phong", "vp", "v p")),
    ("ban quan li", ("ban quan li", "ban ql", "bql", "b q l")),
    ("ban", ("ban",)),
    ("trung tam", ("trung tam", "tt", "t t", "t tam", "tr tam")),
    ("phong", ("phong", "p", "ph")),
)
_TYPE_MARK = re.compile(r"^(phòng|ban|trung tâm|tt|p\.)\s+", re.IGNORECASE)
_PLACE_END = re.compile(
    r"\s*[-–,(]?\s*(?:thuộc\s+|của\s+)?(?:\bhuyện|\bh\.|\bhu\b)(?:\s+[^\W\d_][\w']*)*\s*\)?\s*$",
    re.IGNORECASE,
)
_COMMITTEE_END = re.compile(
    r"\s*(?:[-–,(]\s*|\s(?:thuộc|của)\s+)(?:ubnd|ủy ban nhân dân)\s*\)?\s*$", re.IGNORECASE
)
_SMALL_WORDS = frozenset({"va", "huyen", "cua", "cac"})
# all as `toneless_key` writes them: "li" for "ly"
_SPELLED_OUT = {
    "hdnd": "hoi dong nhan dan",
    "ubnd": "uy ban nhan dan",
    "qlda": "quan li du an",
    "bql": "ban quan li",
    "hu": "uy",
    "gdnn": "giao duc nghe nghiep",
    "gdtx": "giao duc thuong xuyen",
}
_SHORTEST_PART = 3
_SAME_FIELD = ("giao duc day nghe", "giao duc nghe nghiep")
"""Vocational training, as it was called before 2015 and after."""
_MAY_END_EARLY = ("ban quan li du an dau tu xay dung", "ban quan li du an")
"""The board of building projects, and the short name by which every district calls it."""


def without_place(name: str) -> str:
    """An agency's name without "huyện ...": "Thanh tra huyện Mẫu Giang" gives "Thanh tra".

    "Văn phòng Huyện ủy" keeps its end, for there is more than one "Văn phòng".
    """
    bare = _PLACE_END.sub("", name.strip())
    return bare if bare and agency_type(agency_words(bare))[1] else name


def without_committee(name: str) -> str:
    """Also without a committee that is only named as the superior: "Phòng Nội vụ - UBND huyện"."""
    return _COMMITTEE_END.sub("", without_place(name)) or name


def without_agency_type(name: str) -> str:
    """An agency's name without "Phòng", "Ban" or "Trung tâm"."""
    return _TYPE_MARK.sub("", name.strip())


@lru_cache(maxsize=4096)
def agency_words(name: str) -> tuple[str, ...]:
    """Toneless words of a name, known abbreviations written out, small words left out."""
    key = " ".join(_SPELLED_OUT.get(word, word) for word in toneless_key(house_style(name)).split())
    words = key.replace(*_SAME_FIELD).split()
    return tuple(word for word in words if word not in _SMALL_WORDS)


def agency_type(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The type with which a name begins, "" where it names none, and the words after it."""
    for full, forms in _TYPES:
        for form in forms:
            parts = tuple(form.split())
            if words[: len(parts)] == parts:
                return full, words[len(parts) :]
    return "", words


def abbreviates(short: str, name: str) -> bool:
    """Whether a text is an abbreviation of a name: "P. TN&MT" of "Phòng Tài nguyên và Môi trường".

    Each word of the text must be a word of the name, the beginning of one, or the first letters of
    several words in a row; small words ("và", "huyện") may be left out.
    """
    parts, words = agency_words(short), agency_words(name)
    if " ".join(words) == _MAY_END_EARLY[0] and _spent(parts, agency_words(_MAY_END_EARLY[1])):
        return True
    return _spent(parts, words)


def begins_to_abbreviate(short: str, name: str) -> bool:
    """Whether a text abbreviates the first words of a name and says nothing of the rest."""
    parts, words = agency_words(short), agency_words(name)
    own = len(agency_type(words)[0].split())
    return any(_spent(parts, words[:count]) for count in range(max(own, 0) + 1, len(words)))


def abbreviates_a_part(short: str, name: str) -> bool:
    """Whether a text stands for some of the words of a name, wherever they begin: "MTTQ", "CCB".

    Three letters or a whole word are the least that say anything.
    """
    parts, words = agency_words(short), agency_words(name)
    if len("".join(parts)) < _SHORTEST_PART:
        return False
    many = range(1, len(words) + 1)
    return any(
        _spent(parts, words[begin:end])
        for begin in range(len(words))
        for end in many
        if end > begin
    )


def _spent(parts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return bool(parts) and _align("".join(parts), words) and _align_parts(parts, words)


def _align(letters: str, words: tuple[str, ...]) -> bool:
    """Whether the letters can be spent as beginnings of all words, in order."""
    if not words:
        return not letters
    if len(letters) < len(words):
        return False
    word = words[0]
    return any(
        letters.startswith(word[:length]) and _align(letters[length:], words[1:])
        for length in range(1, len(word) + 1)
    )


def _align_parts(parts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each part begins where a word begins."""
    if not parts:
        return not words
    return any(
        _align(parts[0], words[:count]) and _align_parts(parts[1:], words[count:])
        for count in range(1, len(words) + 1)
    )
