"""True registers of the fictional district: communes, hamlets, agencies, pairings."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import Point, Polygon

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.land import Land, point_in
from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.vocabulary.columns import Table
from ketnghia_analysis.vocabulary.tables import TABLES

REGISTERED_FROM = date(2015, 1, 1)
LAST_OLD_DAY = names.REFORM - timedelta(days=1)

Row = dict[str, Any]


def typed(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a frame of the table, sorted by key, with a fresh index."""
    frame = pd.DataFrame(list(rows), columns=table.names).astype(table.dtypes)
    return frame.sort_values(list(table.key), ignore_index=True)


def commune_code(short_name: str) -> str:
    """Code of an old commune."""
    return names.COMMUNES[short_name][0]


def communes() -> pd.DataFrame:
    """Table `communes`: twelve until 30/6/2025, five from 1/7/2025 with re-used codes."""
    new_code = {part: code for code, parts in names.NEW_COMMUNES.values() for part in parts}
    old = (
        {
            "commune_code": code,
            "name": f"Mẫu {short_name}",
            "commune_type": commune_type,
            "district_name": "Mẫu Giang",
            "valid_from": REGISTERED_FROM,
            "valid_to": LAST_OLD_DAY,
            "successor_code": new_code[short_name],
            "change_reason": "split" if short_name == names.SPLIT_COMMUNE else "merged",
        }
        for short_name, (code, commune_type, _) in names.COMMUNES.items()
    )
    new = (
        {
            "commune_code": code,
            "name": name,
            "commune_type": "commune",
            "valid_from": names.REFORM,
            "change_reason": "merged",
        }
        for name, (code, _) in names.NEW_COMMUNES.items()
    )
    return typed(TABLES["communes"], [*old, *new])


def boundaries(land: Land) -> gpd.GeoDataFrame:
    """Polygons of all communes with the dates between which they held."""
    rows: list[tuple[str, date, date | None, Polygon]] = [
        (commune_code(name), REGISTERED_FROM, LAST_OLD_DAY, area)
        for name, area in land.before.items()
    ]
    rows += [
        (names.NEW_COMMUNES[name][0], names.REFORM, None, area) for name, area in land.after.items()
    ]
    frame = pd.DataFrame(rows, columns=["commune_code", "valid_from", "valid_to", "geometry"])
    frame = frame.astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})
    return gpd.GeoDataFrame(frame, crs=WGS84)


class _HamletBook:
    """Writes the register of hamlets, version by version."""

    def __init__(self, seed: int, land: Land) -> None:
        self.chance = random.Random(f"{seed}:hamlets")
        self.land = land
        self.rows: list[Row] = []

    def begin(
        self, hamlet_id: str, name: str, commune: str, start: date, point: Point, **more: Any
    ) -> Row:
        people = names.PAIRED_HAMLETS.get(name, (None, None, names.MIXED_UNPAIRED.get(name)))[2]
        row = {
            "hamlet_id": hamlet_id,
            "name": name,
            "hamlet_type": "quarter" if name.startswith("Khu phố") else "hamlet",
            "commune_code": commune_code(commune),
            "valid_from": start,
            "mixed": people is not None,
            "main_people": people,
            "especially_difficult": name in ("Thôn Rẫy Mẫu", "Thôn Mẫu Ngàn", "Thôn Mẫu Nứa"),
            "zone": "none" if commune == "Trung" else ("II" if commune in ("Sơn", "Lâm") else "I"),
            "latitude": point.y,
            "longitude": point.x,
            "coordinate_quality": "verified" if self.chance.random() < 0.8 else "estimated",
            "commune": commune,
        } | more
        self.rows.append(row)
        return row

    def next_version(self, row: Row, start: date, **changes: Any) -> Row:
        row["valid_to"] = start - timedelta(days=1)
        fresh = row | {
            "valid_from": start,
            "valid_to": None,
            "successor_id": None,
            "predecessor_id": None,
        }
        self.rows.append(fresh | changes)
        return self.rows[-1]

    def end(self, row: Row, start_of_next: date, reason: str, successor: str | None) -> None:
        row["valid_to"] = start_of_next - timedelta(days=1)
        row["change_reason"] = reason
        row["successor_id"] = successor


def hamlets(seed: int, land: Land) -> pd.DataFrame:
    """Table `hamlets`: a rename, a merger, a split, and the reform of 1/7/2025."""
    book = _HamletBook(seed, land)
    living: dict[str, Row] = {}
    for commune, hamlet_names in names.HAMLETS.items():
        for number, name in enumerate(hamlet_names, start=1):
            hamlet_id = f"{commune_code(commune)}-{number:02d}"
            point = point_in(land.before[commune], book.chance)
            living[hamlet_id] = book.begin(hamlet_id, name, commune, REGISTERED_FROM, point)
    _rename(book, living)
    _split(book, living)
    _merge(book, living)
    for row in living.values():
        _move_to_new_commune(book, row)
    return typed(TABLES["hamlets"], book.rows)


def _named(living: dict[str, Row], name: str) -> Row:
    return next(row for row in living.values() if row["name"] == name)


def _rename(book: _HamletBook, living: dict[str, Row]) -> None:
    old_name, new_name, day = names.RENAMED
    row = _named(living, old_name)
    living[row["hamlet_id"]] = book.next_version(row, day, name=new_name, change_reason="renamed")


def _split(book: _HamletBook, living: dict[str, Row]) -> None:
    old_name, new_names, day = names.SPLIT
    old = living.pop(_named(living, old_name)["hamlet_id"])
    book.end(old, day, "split", None)
    for letter, name in zip("ab", new_names, strict=True):
        hamlet_id = old["hamlet_id"] + letter
        shift = 0.004 if letter == "a" else -0.004
        point = Point(round(old["longitude"] + shift, 5), old["latitude"])
        living[hamlet_id] = book.begin(
            hamlet_id,
            name,
            old["commune"],
            day,
            point,
            predecessor_id=old["hamlet_id"],
            change_reason="split",
        )


def _merge(book: _HamletBook, living: dict[str, Row]) -> None:
    old_names, new_name, day = names.MERGED
    olds = [living.pop(_named(living, name)["hamlet_id"]) for name in old_names]
    hamlet_id = f"{commune_code('Điền')}-06"
    point = Point(olds[0]["longitude"], olds[0]["latitude"])
    living[hamlet_id] = book.begin(
        hamlet_id,
        new_name,
        "Điền",
        day,
        point,
        mixed=True,
        main_people=olds[0]["main_people"],
        change_reason="merged",
    )
    for old in olds:
        book.end(old, day, "merged", hamlet_id)


def _move_to_new_commune(book: _HamletBook, row: Row) -> None:
    commune = row["commune"]
    point = Point(row["longitude"], row["latitude"])
    if commune == names.SPLIT_COMMUNE and book.land.north_of_split.contains(point):
        new_commune = names.NORTH_OF_SPLIT_GOES_TO
    else:
        new_commune = next(
            name for name, (_, parts) in names.NEW_COMMUNES.items() if commune in parts
        )
    name = row["name"]
    if commune in ("Trung", "An", "Bình"):
        number = name.split()[-1]
        name = f"Thôn Mẫu {commune} {number}"
    book.next_version(
        row,
        names.REFORM,
        name=name,
        hamlet_type="hamlet",
        commune_code=names.NEW_COMMUNES[new_commune][0],
        zone="I" if row["zone"] == "none" else row["zone"],
        change_reason="new_commune",
    )


def agencies(land: Land) -> pd.DataFrame:
    """Table `agencies`: the letter's fifteen, the coordinator, and one born of a merger."""
    (old_ids, (new_id, *new_facts), day) = names.MERGED_AGENCIES
    chance = random.Random("offices")
    rows = []
    for agency_id, facts in {**names.AGENCIES, new_id: tuple(new_facts)}.items():
        name, short_name, agency_type, officers = facts
        rows.append(
            {
                "agency_id": agency_id,
                "name": name,
                "short_name": short_name,
                "bloc": "district_committee",
                "agency_type": agency_type,
                "officers": officers,
                "valid_from": day if agency_id == new_id else REGISTERED_FROM,
                "valid_to": day - timedelta(days=1) if agency_id in old_ids else None,
                "successor_id": new_id if agency_id in old_ids else None,
                "latitude": round(land.seat.y + chance.uniform(-0.012, 0.012), 5),
                "longitude": round(land.seat.x + chance.uniform(-0.012, 0.012), 5),
            }
        )
    return typed(TABLES["agencies"], rows)


def pairings(hamlets: pd.DataFrame) -> pd.DataFrame:
    """Table `pairings`: 2020-2025, with a late one, a handed-over one and one that ended early."""
    ids = hamlets.drop_duplicates("name").set_index("name")["hamlet_id"]
    rows: list[Row] = []

    def add(agency_id: str, hamlet: str, role: str, start: date, document: str) -> Row:
        rows.append(
            {
                "pairing_id": f"KN-{len(rows) + 1:02d}",
                "agency_id": agency_id,
                "hamlet_id": ids[hamlet],
                "role": role,
                "assigning_document": document,
                "valid_from": start,
                "valid_to": names.PROGRAMME_ENDS,
                "period": "2020-2025",
                "state": "active",
            }
        )
        return rows[-1]

    first: dict[tuple[str, str], Row] = {}
    for hamlet, (lead, supports, _) in names.PAIRED_HAMLETS.items():
        for role, agency_id in [("lead", lead), *(("support", support) for support in supports)]:
            first[hamlet, agency_id] = add(
                agency_id, hamlet, role, names.ASSIGNED_ON, names.ASSIGNING_DOCUMENT
            )
    agency_id, hamlet, start = names.LATE_PAIRING
    add(agency_id, hamlet, "support", start, names.AMENDING_DOCUMENT.format(number=2))
    hamlet, giver, taker, start = names.HANDED_OVER
    first[hamlet, giver] |= {"valid_to": start - timedelta(days=1), "state": "handed_over"}
    add(taker, hamlet, "lead", start, names.AMENDING_DOCUMENT.format(number=3))
    hamlet, last_day = names.LOSES_ITS_AGENCY
    first[hamlet, names.PAIRED_HAMLETS[hamlet][0]] |= {"valid_to": last_day, "state": "ended"}
    return typed(TABLES["pairings"], rows)
