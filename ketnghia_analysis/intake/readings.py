"""What a text may be written in, how it reads then, and which reading is the most Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import ftfy

from ketnghia_analysis.vocabulary.legacy_letters import LETTERS, TCVN3, VNI, LetterTable
from ketnghia_analysis.vocabulary.syllables import VALID, evidence

MARGIN = 0.15
"""How much more Vietnamese, from 0 to 1, a text must become for a reading to be believed."""
PLAIN = 0.5
"""How much more for a text to be believed against the texts around it."""
USUAL = 0.9
"""How Vietnamese a reading must be where the text itself has Vietnamese letters only."""
AS_IS = ""
"""The reading that leaves a text alone."""


def _shown_by(codec: str) -> dict[str, int]:
    """The byte behind each character that the codec shows for a byte beyond ASCII."""
    shown = {}
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(codec, errors="ignore")
        if char:
            shown[char] = byte
    return shown


_VIETNAMESE = _shown_by("windows-1258")
_BYTE_OF = {chr(byte): byte for byte in range(0x100)} | _VIETNAMESE | _shown_by("windows-1252")
# a Vietnamese Windows shows the bytes of old letters by Windows-1258
_AS_WESTERN = str.maketrans({char: chr(byte) for char, byte in _VIETNAMESE.items() if byte >= 0xA0})
_OURS = frozenset((*LETTERS, *"ðÐ\xa0°²³–“”‘’…"))
_WORD = re.compile(r"[^\W\d_]+")


def bytes_behind(text: str) -> bytes | None:
    """The bytes that a Western or a Vietnamese Windows showed as this text; None if none are."""
    try:
        return bytes([_BYTE_OF[char] for char in text])
    except KeyError:
        return None


def read_letters(table: LetterTable, text: str) -> str:
    """Text in the letters of an old font, read; what the table does not know stays.

    TCVN3 has no capitals with tone. Where typists left the small letter in a word of capitals
    ("HUYệN"), the word becomes capital.
    """
    decoded = table.decode(text.translate(_AS_WESTERN))
    return _WORD.sub(_capital_word, decoded) if table is TCVN3 else decoded


def _capital_word(found: re.Match[str]) -> str:
    word = found[0]
    small = [char for char in word if char.islower()]
    capitals = len(word) - len(small)
    only_toned = all(char not in "ăâđêôơư" and not char.isascii() for char in small)
    return word.upper() if capitals > 1 and small and only_toned else word


def _letters(table: LetterTable) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        known = table.knows(text.translate(_AS_WESTERN))
        return read_letters(table, text) if known else None

    return read


def _utf8(text: str) -> str | None:
    """UTF-8 that was shown in a one-byte character set, perhaps twice."""
    start = text
    while (content := bytes_behind(text)) and not content.isascii():
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            break
    # ftfy knows what else befalls such text, like non-breaking spaces turned into blanks
    return text if text != start else ftfy.fix_encoding(start)


def _windows_1258(text: str) -> str | None:
    content = bytes_behind(text)
    if content is None:
        return None
    try:
        return unicodedata.normalize("NFC", content.decode("windows-1258"))
    except UnicodeDecodeError:
        return None


READINGS: dict[str, Callable[[str], str | None]] = {
    "UTF-8": _utf8,
    "TCVN3": _letters(TCVN3),
    "VNI": _letters(VNI),
    "Windows-1258": _windows_1258,
}
"""By character set: the text as it reads then, None where it can't be that."""


@dataclass(frozen=True)
class Reading:
    """A text under one reading.

    Attributes:
        text: as it reads.
        worth: how many of its words are Vietnamese, unusual ones in part.
        words: words that tell anything.
    """

    text: str
    worth: float
    words: int

    @property
    def share(self) -> float:
        """How Vietnamese the text is, from 0 to 1."""
        return self.worth / self.words if self.words else 0.0


@dataclass(frozen=True)
class Judged:
    """A text under every reading it can have; readings are made when they are asked for."""

    written: str

    @cached_property
    def as_is(self) -> Reading:
        """The text left alone."""
        return Reading(self.written, *evidence(self.written))

    @cached_property
    def others(self) -> dict[str, Reading]:
        """The text under each character set that it can be in, be it the same as it is."""
        found = {}
        for charset, read in READINGS.items():
            decoded = read(self.written)
            if decoded:
                found[charset] = Reading(decoded, *evidence(decoded))
        return found

    @property
    def is_clean(self) -> bool:
        """Whether all words are Vietnamese as they stand."""
        return self.as_is.worth >= VALID * self.as_is.words

    @cached_property
    def has_foreign_signs(self) -> bool:
        """Whether the text has anything beyond ASCII that is no Vietnamese letter."""
        composed = unicodedata.normalize("NFC", self.written)
        return any(char > "\x7f" and char not in _OURS for char in composed)

    def share(self, charset: str) -> float:
        """How Vietnamese the text is under a reading; -1 where it can't be that."""
        if charset == AS_IS:
            return self.as_is.share
        return self.others[charset].share if charset in self.others else -1.0

    def choose(self, preferred: str = AS_IS, margin: float = MARGIN) -> str:
        """The preferred reading, unless another is better by the margin.

        Text of Vietnamese words is left alone where nothing speaks for another reading.
        """
        if preferred == AS_IS and self.is_clean:
            return AS_IS
        known = self.others.get(preferred)
        if not self.as_is.words or (known and not known.words):
            # a letter alone ("Ô") is no evidence for or against what is preferred
            return preferred if known else AS_IS
        best = max((AS_IS, *self.others), key=self.share)
        if preferred == AS_IS and not self.has_foreign_signs and self.share(best) < USUAL:
            # a misspelt word may happen to be better in another reading
            return AS_IS
        return best if self.share(best) >= self.share(preferred) + margin else preferred

    def speaks_against(self, charset: str, margin: float = MARGIN) -> bool:
        """Whether the text as it is, is better than under a reading, by the margin."""
        return self.as_is.words > 0 and self.as_is.share >= self.share(charset) + margin


@lru_cache(maxsize=65536)
def judged(text: str) -> Judged:
    """The text, to be read in every way; equal texts are judged once."""
    return Judged(text)
