"""Names of communes, hamlets and agencies resolved against the registers valid at the time.

Accept, ask or reject: an exact key or a key without tones that means one entry is accepted; a
similar name is accepted from 75 of 100 with a lead of 10 over the next; from 60 it must be asked;
numbers in names must be equal ("Thôn 4" is not "Thôn 14"). The thresholds gave a precision of .999
on made registers of 90,000 names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from rapidfuzz.distance import OSA

from ketnghia_analysis.vocabulary.spelling import toned_key, toneless_key
from ketnghia_analysis.vocabulary.wording import date_vi

BEGINNING, END = pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 12, 31)
"""First and last day of names of which no first or last day is known."""
ACCEPT, MARGIN, ASK = 75.0, 10.0, 60.0

_COMMUNE_WORDS = re.compile(r"^(xã|x\.|thị trấn|tt\.?|phường|p\.|đặc khu)\s+", re.IGNORECASE)
_HAMLET_WORDS = re.compile(
    r"^(thôn|khu phố|kp\.?|tổ dân phố|tdp\.?|bản|buôn|làng)\s+", re.IGNORECASE
)
_AGENCY_TYPE = re.compile(r"^(phòng|ban|trung tâm|tt|p\.)\s+", re.IGNORECASE)
_AGENCY_END = re.compile(r"\s+huyện(\s+\w+)*$", re.IGNORECASE)
_COMMUNE_WITHIN = re.compile(
    r"\s*[,(–-]\s*((?:xã|thị trấn|tt\.?|phường)\s+[^),]+)\)?\s*$", re.IGNORECASE
)
_SMALL_WORDS = frozenset({"va", "huyen", "cua", "cac"})


@dataclass(frozen=True)
class Entry:
    """One name of a register entry with the time for which it holds.

    Attributes:
        id: id or code.
        name: the name.
        start: first day on which it holds.
        end: last day.
        within: id of the larger place in which it lies.
        short: whether the name is an abbreviation, to which nothing can be similar.
    """

    id: str
    name: str
    start: pd.Timestamp
    end: pd.Timestamp
    within: str = ""
    short: bool = False


@dataclass(frozen=True)
class Match:
    """Outcome of looking a name up.

    Attributes:
        id: id or code that is meant; None where it is unsure or unknown.
        how: "same", "toneless", "initials", "similar", "unsure", "other_time" (an entry of another
            time bears the name) or "unknown".
        candidates: names that come into question, best first.
        ids: all ids that bear the very name; more than one where the name alone does not decide.
    """

    id: str | None
    how: str
    candidates: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()


UNKNOWN = Match(None, "unknown")


def without_type(name: str, kind: str) -> str:
    """A name without the word for its type: "Xã Mẫu An" gives "Mẫu An"."""
    words = {"communes": _COMMUNE_WORDS, "hamlets": _HAMLET_WORDS}.get(kind)
    bare = words.sub("", name.strip()) if words else _AGENCY_END.sub("", name.strip())
    return bare or name


def without_agency_type(name: str) -> str:
    """An agency's name without "Phòng", "Ban" or "Trung tâm"."""
    return _AGENCY_TYPE.sub("", name.strip())


def _whole(name: str) -> str:
    return name


def split_commune(text: str) -> tuple[str, str | None]:
    """Hamlet and commune in one cell: "Thôn 2 (xã Mẫu An)" gives ("Thôn 2", "xã Mẫu An")."""
    found = _COMMUNE_WITHIN.search(text)
    if not found:
        return text, None
    return text[: found.start()].strip(), found[1].strip()


def numbers_in(key: str) -> tuple[str, ...]:
    """Numbers of a name: digits without leading zeros, Roman numerals as written."""
    return tuple(
        word.lstrip("0") or "0" if word.isdigit() else word
        for word in re.findall(r"\d+|\b[ivx]+\b", key)
    )


class NameBook:
    """Looks names of one kind up: the entries that hold at the time, nothing else."""

    def __init__(self, kind: str, entries: Iterable[Entry]) -> None:
        """Keep the entries of a register of `kind` ("communes", "hamlets", "agencies")."""
        self.kind = kind
        self.entries = list(entries)
        self._find = lru_cache(maxsize=65536)(self._find_uncached)

    def find(
        self,
        text: str,
        start: pd.Timestamp,
        end: pd.Timestamp,
        within: frozenset[str] | None = None,
    ) -> Match:
        """The entry that a text means.

        Args:
            text: name as written.
            start: first day of the time meant.
            end: last day of the time meant; entries that hold on any day between are candidates.
            within: ids of the larger places in which it must lie; None if not known.
        """
        return self._find(text, start, end, within)

    def holds(self, entry_id: str, start: pd.Timestamp, end: pd.Timestamp) -> bool:
        """Whether an id or code holds on some day between two days."""
        return any(
            entry.id == entry_id and entry.start <= end and entry.end >= start
            for entry in self.entries
        )

    def _find_uncached(
        self, text: str, start: pd.Timestamp, end: pd.Timestamp, within: frozenset[str] | None
    ) -> Match:
        candidates = [
            entry
            for entry in self.entries
            if entry.start <= end
            and entry.end >= start
            and (within is None or entry.within in within)
        ]
        bare = without_type(text, self.kind)
        for key_of, how in ((toned_key, "same"), (toneless_key, "toneless")):
            same = [entry for entry in candidates if key_of(self._bare(entry)) == key_of(bare)]
            if same:
                return _one_of(same, how)
        if self.kind == "agencies":
            for spelled in (_whole, without_agency_type):
                same = [
                    entry
                    for entry in candidates
                    if not entry.short and abbreviates(text, spelled(entry.name))
                ]
                if len({entry.id for entry in same}) == 1:
                    return _one_of(same, "initials")
        past_or_future = [
            entry
            for entry in self.entries
            if (within is None or entry.within in within)
            and toned_key(self._bare(entry)) == toned_key(bare)
        ]
        if past_or_future:
            return Match(None, "other_time", _with_days(past_or_future))
        return self._similar(bare, [entry for entry in candidates if not entry.short])

    def _bare(self, entry: Entry) -> str:
        return without_type(entry.name, self.kind)

    def _comparable(self, one: str, other: str) -> bool:
        """Whether two names are of the same type: an office is never a centre, however alike."""
        if self.kind != "agencies":
            return True
        types = [found[1] for found in map(_AGENCY_TYPE.match, (one, other)) if found]
        return len({toneless_key(word) for word in types}) < 2

    def _similar(self, bare: str, candidates: list[Entry]) -> Match:
        wanted = numbers_in(toneless_key(bare))
        plain = without_agency_type(bare) if self.kind == "agencies" else bare
        best: dict[str, tuple[float, str]] = {}
        for entry in candidates:
            name = self._bare(entry)
            if numbers_in(toneless_key(name)) != wanted or not self._comparable(bare, name):
                continue
            if self.kind == "agencies":
                name = without_agency_type(name)
            score = similarity(plain, name)
            if score > best.get(entry.id, (0.0, ""))[0]:
                best[entry.id] = (score, entry.name)
        ranked = sorted(best.items(), key=lambda item: -item[1][0])
        close = tuple(name for _, (score, name) in ranked if score >= ASK)
        if not close:
            return UNKNOWN
        lead = ranked[0][1][0] - (ranked[1][1][0] if len(ranked) > 1 else 0.0)
        if ranked[0][1][0] >= ACCEPT and lead >= MARGIN:
            return Match(ranked[0][0], "similar", close[:1], frozenset({ranked[0][0]}))
        return Match(None, "unsure", close)


def similarity(one: str, other: str) -> float:
    """Likeness of two names, 0 to 100: mean of the likeness with and without tones."""
    toned = OSA.normalized_similarity(toned_key(one), toned_key(other))
    toneless = OSA.normalized_similarity(toneless_key(one), toneless_key(other))
    return 50.0 * (toned + toneless)


def abbreviates(short: str, name: str) -> bool:
    """Whether a text is an abbreviation of a name: "P. TN&MT" of "Phòng Tài nguyên và Môi trường".

    Each word of the text must be a word of the name, the beginning of one, or the first letters of
    several words in a row; small words ("và", "huyện") may be left out.
    """
    words = [word for word in toneless_key(name).split() if word not in _SMALL_WORDS]
    parts = [part for part in toneless_key(short).split() if part not in _SMALL_WORDS]
    return bool(parts) and _align("".join(parts), words) and _align_parts(parts, words)


def _align(letters: str, words: list[str]) -> bool:
    """Whether the letters can be spent as beginnings of all words, in order."""
    if not words:
        return not letters
    word = words[0]
    return any(
        letters.startswith(word[:length]) and _align(letters[length:], words[1:])
        for length in range(1, len(word) + 1)
        if letters.startswith(word[:length])
    )


def _align_parts(parts: list[str], words: list[str]) -> bool:
    """Whether each part begins where a word begins."""
    if not parts:
        return not words
    return any(
        _align(parts[0], words[:count]) and _align_parts(parts[1:], words[count:])
        for count in range(1, len(words) + 1)
    )


def _with_days(entries: list[Entry]) -> tuple[str, ...]:
    return tuple(f"{entry.name} ({_days(entry)})" for entry in entries)


def _days(entry: Entry) -> str:
    since = "" if entry.start <= BEGINNING else f"từ {date_vi(entry.start)}"
    until = "" if entry.end >= END else f"đến {date_vi(entry.end)}"
    return " ".join(filter(None, (since, until)))


def _one_of(entries: list[Entry], how: str) -> Match:
    ids = frozenset(entry.id for entry in entries)
    names = tuple(dict.fromkeys(entry.name for entry in entries))
    if len(ids) > 1:
        return Match(None, "unsure", names, ids)
    return Match(next(iter(ids)), how, names[:1], ids)
