"""The registers as they stand so far, ready for looking names up."""

from __future__ import annotations

import re
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.cleaning.decisions import Decisions
from ketnghia_analysis.cleaning.names import BEGINNING, END, UNKNOWN, Entry, Match, NameBook
from ketnghia_analysis.places.registers import heirs
from ketnghia_analysis.vocabulary.codes import COMMUNE_TYPES
from ketnghia_analysis.vocabulary.spelling import tidy
from ketnghia_analysis.vocabulary.tables import TABLES

_COMMUNE_IN_TITLE = re.compile(
    r"\b(?:xã|thị trấn|phường)\s+(.+?)\s*"
    r"(?:[,;()]|\s[-–]\s|\b(?:huyện|năm|tháng|quý|20[1-3]\d)\b|$)",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"(?:\b(?:đơn vị|cơ quan)(?: báo cáo| lập| gửi| thực hiện)?|\btên đơn vị|\bcủa)\s*:?\s+(.+?)\s*"
    r"(?:[;()]|\b(?:năm|tháng|quý|6 tháng|20[1-3]\d)\b|$)",
    re.IGNORECASE,
)
_SURE = ("same", "toneless", "initials")


class Registers:
    """Clean tables by name, and the name books made of them."""

    def __init__(self, boundaries: gpd.GeoDataFrame, decisions: Decisions | None = None) -> None:
        """Begin with nothing but commune polygons and what analysts decided about names."""
        self.boundaries = boundaries
        self.decisions = decisions or Decisions()
        self.tables = {name: table.empty() for name, table in TABLES.items()}
        self.held_ids: dict[str, set[str]] = {}
        self.held_parties: set[tuple[str | None, str | None]] = set()
        self._ids: dict[str, frozenset[str]] = {}
        self._books: dict[str, NameBook] = {}
        self._pairings: dict[pd.Timestamp, dict[tuple[str, str], list[Entry]]] = {}
        self._parties: dict[str, dict[str, str]] = {}
        self._reference_dates: dict[str, pd.Timestamp] = {}
        self._rounds: dict[int, list[str]] | None = None
        self._heirs: dict[tuple[str, pd.Timestamp], dict[str, str]] = {}

    def add(self, table: str, frame: pd.DataFrame, held_ids: set[str]) -> None:
        """A table is clean: later tables may refer to it."""
        self.tables[table] = frame
        self.held_ids[table] = held_ids
        self._ids.pop(table, None)
        self._books.pop(table, None)
        if table == "survey_rounds":
            self._rounds = None

    def get(self, table: str) -> pd.DataFrame:
        """A clean table, empty if nothing of it came."""
        return self.tables[table]

    def knows(self, table: str, entry_id: str) -> bool:
        """Whether a clean row of the table has that id."""
        if table not in self._ids:
            self._ids[table] = frozenset(self.tables[table][TABLES[table].key[0]].dropna())
        return entry_id in self._ids[table]

    @property
    def communes(self) -> NameBook:
        """Names of communes."""
        return self._book("communes")

    @property
    def hamlets(self) -> NameBook:
        """Names of hamlets, each within its commune."""
        return self._book("hamlets")

    @property
    def agencies(self) -> NameBook:
        """Names and abbreviations of agencies."""
        return self._book("agencies")

    def period(
        self, kinds: Iterable[str], start: pd.Timestamp, end: pd.Timestamp
    ) -> tuple[tuple[int, int], ...]:
        """A time as the names of some registers know it: equal where they all mean the same."""
        return tuple(self._book(kind).period(start, end) for kind in kinds)

    def heir(self, table: str, entry_id: str, day: pd.Timestamp) -> str:
        """Who stands for a hamlet or agency on a day."""
        if (table, day) not in self._heirs:
            key = TABLES[table].key[0]
            found = heirs(self.get(table), key, "successor_id", day)
            self._heirs[table, day] = found.to_dict()
        return self._heirs[table, day].get(entry_id, entry_id)

    def pairings_between(self, agency_id: str, hamlet_id: str, day: pd.Timestamp) -> list[Entry]:
        """Pairings of an agency and a hamlet, or of those for which they stand on a day."""
        if day not in self._pairings:
            found: dict[tuple[str, str], list[Entry]] = {}
            for pairing in self.tables["pairings"].itertuples():
                parties = (
                    self.heir("agencies", pairing.agency_id, day),
                    self.heir("hamlets", pairing.hamlet_id, day),
                )
                end = END if pd.isna(pairing.valid_to) else pairing.valid_to
                entry = Entry(pairing.pairing_id, "", pairing.valid_from, end)
                found.setdefault(parties, []).append(entry)
            self._pairings[day] = found
        parties = (
            self.heir("agencies", agency_id, day),
            self.heir("hamlets", hamlet_id, day),
        )
        return self._pairings[day].get(parties, [])

    def is_pairing_held(self, agency_id: str, hamlet_id: str, day: pd.Timestamp) -> bool:
        """Whether an assignment that is held may be that of an agency and a hamlet."""
        parties = (self.heir("agencies", agency_id, day), self.heir("hamlets", hamlet_id, day))
        for agency, hamlet in self.held_parties:
            held = (
                agency and self.heir("agencies", agency, day),
                hamlet and self.heir("hamlets", hamlet, day),
            )
            known = [one for one in zip(held, parties, strict=True) if one[0] is not None]
            if known and all(one == other for one, other in known):
                return True
        return False

    def party(self, pairing_id: str, name: str) -> str:
        """The `agency_id` or `hamlet_id` of a known pairing."""
        if name not in self._parties:
            pairings = self.tables["pairings"].set_index("pairing_id")
            self._parties[name] = pairings[name].to_dict()
        return self._parties[name][pairing_id]

    def reference_date(self, round_id: str) -> pd.Timestamp | None:
        """Day on which the figures of a survey round held."""
        if not self._reference_dates:
            rounds = self.tables["survey_rounds"]
            dates = zip(rounds["round_id"], rounds["reference_date"], strict=True)
            self._reference_dates = dict(dates)
        return self._reference_dates.get(round_id)

    def rounds_of(self, year: int) -> list[str]:
        """Ids of the survey rounds of a year."""
        if self._rounds is None:
            self._rounds = {}
            rounds = self.tables["survey_rounds"][["year", "round_id"]].dropna()
            for told, round_id in zip(rounds["year"], rounds["round_id"], strict=True):
                self._rounds.setdefault(int(told), []).append(round_id)
        return self._rounds.get(year, [])

    def agency_in(self, texts: tuple[str, ...], start: pd.Timestamp, end: pd.Timestamp) -> Match:
        """The agency named, or given by its id, by the first title or folder that does so."""
        for text in texts:
            plain = tidy(text)
            if self.agencies.holds(plain, start, end):
                return Match(plain, "same", (plain,), frozenset({plain}))
            said = _SENDER.search(plain.replace(":", ": "))
            for name in dict.fromkeys((plain, *([said[1]] if said else []))):
                match = self.agencies.find(name, start, end)
                if match.id is not None and match.how in _SURE:
                    return match
        return UNKNOWN

    def senders_said(self, texts: tuple[str, ...]) -> list[str]:
        """What stands behind "Đơn vị:" and the like in titles, as written."""
        found = (_SENDER.search(tidy(text).replace(":", ": ")) for text in texts)
        return [tidy(one[1]) for one in found if one]

    def communes_in(
        self, texts: tuple[str, ...], start: pd.Timestamp, end: pd.Timestamp
    ) -> frozenset[str]:
        """Codes of the commune named by the first title or folder that names one."""
        for text in texts:
            for named in _COMMUNE_IN_TITLE.finditer(tidy(text)):
                match = self.communes.find(named[1], start, end)
                if match.ids and match.how != "similar":
                    return match.ids
        return frozenset()

    def _book(self, kind: str) -> NameBook:
        if kind not in self._books:
            self._books[kind] = NameBook(kind, _entries(kind, self.get(kind)))
        return self._books[kind]


def _entries(kind: str, frame: pd.DataFrame) -> list[Entry]:
    key = TABLES[kind].key[0]
    entries = []
    for row in frame.to_dict("records"):
        start = BEGINNING if pd.isna(row["valid_from"]) else row["valid_from"]
        end = END if pd.isna(row["valid_to"]) else row["valid_to"]
        within = row["commune_code"] if kind == "hamlets" else ""
        sort = row.get("commune_type")
        entry_type = COMMUNE_TYPES.labels.get(sort, "") if isinstance(sort, str) else ""
        entries.append(Entry(row[key], row["name"], start, end, within, type=entry_type))
        short = row.get("short_name")
        if isinstance(short, str):
            entries.append(Entry(row[key], short, start, end, within, short=True))
    return entries
